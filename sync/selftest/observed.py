"""What the self-test saw, and what it says. Frozen facts; no words for people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from sync.channel.probe import Reach
from sync.discovery.addresses import Endpoint
from sync.discovery.interfaces import Interface
from sync.discovery.network_kind import Kind


class Check(StrEnum):
    """What is asked, in this order: each makes sense once those before it are well."""

    NETWORK = "network"  # is there a network at all
    KIND = "kind"  # does the system hide this computer on it
    HEARING = "hearing"  # are others heard
    PORT = "port"  # can others reach us
    FIREWALL = "firewall"  # does a firewall stand between, and whose
    ISOLATION = "isolation"  # does the network keep its computers apart
    VPN = "vpn"  # does a tunnel take what is meant for the room
    CLOCK = "clock"  # do the clocks agree enough to recognise each other


class Outcome(StrEnum):
    """What a check came to."""

    OK = "ok"
    FAULT = "fault"
    UNKNOWN = "unknown"  # nothing shows either: nobody was there to show it


class Way(StrEnum):
    """A way out that needs nothing mended."""

    HOTSPOT = "hotspot"  # a phone's own network
    ADDRESS = "address"  # type the other's address, or say a code
    USB = "usb"  # carry a file


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one check found: its cause as a code, what the sentence about it names, and the ways out, best first."""

    check: Check
    outcome: Outcome
    cause: str
    named: Mapping[str, str] = field(default_factory=dict)
    ways: tuple[Way, ...] = ()


@dataclass(frozen=True, slots=True)
class Other:
    """Another computer of the cell, as far as it is known here."""

    endpoint: Endpoint
    near: bool
    """Whether no router lies between."""
    met: bool
    """Whether news pass or have passed, whoever dialled."""
    came_in: bool
    """Whether it dialled us."""
    cause: str
    """Why our last dial failed: a cause of ``peer_unreachable``; "" when it did not, or for another reason."""
    asked: Reach | None = None
    """What it says of reaching us; None when it was not asked, or did not say."""


@dataclass(frozen=True, slots=True)
class Observed:
    """All that was looked at."""

    interfaces: tuple[Interface, ...]
    """Those of this computer that have an address."""
    hosts: tuple[str, ...]
    """Our addresses that we meet others at."""
    kind: Kind
    port: int | None
    """Where we listen; None when we let nobody in."""
    own_port: Reach | None
    """What came of knocking at our own port; None when that was not tried."""
    heard: int
    """How many IDOS show themselves in the room, whosever they are."""
    others: tuple[Other, ...]
    hours: tuple[int, ...]
    """By how many hours the clock of each of the cell who shows itself is ahead of ours."""
