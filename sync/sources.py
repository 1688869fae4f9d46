"""From whom each log is taken, of all who are met: each entry comes once. Pure.

A log is followed at one peer that offers it. Its author is the best source, then whoever belongs here and is asked for
least; a second source is left as soon as it has nothing on offer. An author who is met is followed even with nothing on
offer, so that what they write next comes at once. Who lets us wait is passed over (``sync/following.py``).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from idos_p2p.ids import DeviceId


@dataclass(frozen=True, slots=True)
class Source:
    """One peer: of which logs it offers about how many entries that are not here, and which ones we follow there."""

    offers: Mapping[DeviceId, int]
    following: Collection[DeviceId]
    live: bool = True
    """Whether it has told what it holds."""
    trusted: bool = True
    late: Collection[DeviceId] = ()
    """The logs that it was asked for and did not send while others offered them: it is the last to be asked again."""


@dataclass(slots=True)
class Change:
    """What to ask one peer for from now on, and for what no more."""

    follow: list[DeviceId] = field(default_factory=list)
    unfollow: list[DeviceId] = field(default_factory=list)


def choose(sources: Mapping[DeviceId, Source]) -> dict[DeviceId, Change]:
    """Return what is to be changed at which of these peers."""
    changes: dict[DeviceId, Change] = {}
    load = {
        peer: sum(entries for device, entries in source.offers.items() if device in source.following)
        for peer, source in sources.items()
    }
    offering: dict[DeviceId, list[DeviceId]] = {}
    for peer, source in sources.items():
        for device in source.offers:
            offering.setdefault(device, []).append(peer)
    for device in sorted(offering):
        peers = offering[device]
        if any(device in sources[peer].following for peer in peers):
            continue
        best = min(peers, key=lambda peer: (*_rank(peer, sources[peer], device), load[peer], peer))
        load[best] += sources[best].offers[device]
        changes.setdefault(best, Change()).follow.append(device)
    for peer, source in sources.items():
        on_its_way = any(peer in sources[other].following for other in offering.get(peer, ()))
        if source.live and not on_its_way and peer not in source.following and peer not in offering:
            changes.setdefault(peer, Change()).follow.append(peer)
    _leave_others(sources, changes)
    return changes


def _rank(peer: DeviceId, source: Source, device: DeviceId) -> tuple[bool, bool, bool]:
    return device in source.late, peer != device, not source.trusted


def _leave_others(sources: Mapping[DeviceId, Source], changes: dict[DeviceId, Change]) -> None:
    """Leave, of several peers at which a log is followed, all but one that have nothing of it on offer."""
    at: dict[DeviceId, list[DeviceId]] = {}
    for peer, source in sources.items():
        for device in source.following:
            at.setdefault(device, []).append(peer)
    for peer, change in list(changes.items()):
        for device in change.follow:
            at.setdefault(device, []).append(peer)
    for device, peers in at.items():
        best = min(peers, key=lambda peer: (device not in sources[peer].offers, peer != device, peer))
        for peer in peers:
            if peer != best and device not in sources[peer].offers:
                changes.setdefault(peer, Change()).unfollow.append(device)
