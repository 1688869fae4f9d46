"""Computers on networks of their own: Linux namespaces joined by bridges, made and taken away by a test.

Root only, and nothing of it touches a real interface: the bridges are in a namespace too. Each host is a namespace with
one interface for each network it is on, without a default route; a process is put into it by ``host.prefix``. What a
system lacks is said by ``why_no_network`` and ``why_no_filter``, for the reason of a skip.
"""

from __future__ import annotations

import itertools
import json
import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import NamedTuple

WITHIN = 20.0  # seconds: a command that takes longer has failed
_tags = itertools.count(1)


class Plug(NamedTuple):
    """One end of a cable: the host's interface, the switch's end of it, and the host's address on it."""

    interface: str
    far: str
    address: str


@dataclass
class Segment:
    """One network: a bridge, and the addresses it gives."""

    bridge: str
    subnet: str
    taken: int = 0

    def address(self) -> str:
        """Return an address that nobody has yet."""
        self.taken += 1
        return f"{self.subnet}.{self.taken}"


@dataclass
class Host:
    """One computer. ``plugs`` are its interfaces, by the name the computer gives them."""

    name: str
    namespace: str
    plugs: dict[str, Plug] = field(default_factory=dict)

    @property
    def prefix(self) -> tuple[str, ...]:
        """The words before a command that is to run on this computer."""
        return ("ip", "netns", "exec", self.namespace)

    @property
    def address(self) -> str:
        """Its address on the network it was put on first."""
        return next(iter(self.plugs.values())).address

    def run(self, *words: str, text: str = "", within: float = WITHIN) -> str:
        """Run a command on this computer, and return what it prints."""
        return _run(*self.prefix, *words, text=text, within=within)

    def set_up(self, *lines: str) -> None:
        """Change its network by these commands of ``ip``."""
        _batch(self.namespace, lines)

    def filter(self, *rules: str) -> None:
        """Have its firewall follow these rules of nftables for what comes in, in the place of those before."""
        lines = "".join(f"    {rule}\n" for rule in rules)
        chain = f"  chain in {{\n    type filter hook input priority 0; policy accept;\n{lines}  }}\n"
        self.run("nft", "-f", "-", text=f"table inet idos\ndelete table inet idos\ntable inet idos {{\n{chain}}}\n")

    def lose(self, percent: int) -> None:
        """Lose so many of a hundred packets that come in, at random."""
        self.filter(f"numgen random mod 100 < {percent} drop")


class Network:
    """The segments and hosts of one test. Use it as a context: everything is gone at its end."""

    def __init__(self, *, ipv6: bool = False) -> None:
        self._tag = f"idos{os.getpid()}-{next(_tags)}"
        self._ipv6 = ipv6
        self._switch = f"{self._tag}-switch"
        self._cables = itertools.count(1)
        self._segments: list[Segment] = []
        self._namespaces: list[str] = []

    def __enter__(self) -> Network:
        self._add_namespace(self._switch)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for namespace in self._namespaces:
            with suppress(OSError, subprocess.SubprocessError):
                _run("ip", "netns", "del", namespace)

    @property
    def switch(self) -> tuple[str, ...]:
        """The words before a command that is to run where the bridges and the far ends of all cables are."""
        return ("ip", "netns", "exec", self._switch)

    def segment(self) -> Segment:
        """Add a network that nobody is on yet."""
        number = len(self._segments) + 1
        segment = Segment(f"br{number}", f"10.77.{number}")
        self._segments.append(segment)
        kept = f"link add {segment.bridge} type bridge mcast_snooping 0 stp_state 0 forward_delay 0"
        _batch(self._switch, [kept, f"link set {segment.bridge} up"])
        return segment

    def host(self, name: str, *segments: Segment) -> Host:
        """Add a computer that is on these networks, by eth0, eth1 …"""
        host = Host(name, f"{self._tag}-{name}")
        self._add_namespace(host.namespace)
        for number, segment in enumerate(segments):
            self.plug(host, segment, f"eth{number}")
        return host

    def plug(self, host: Host, segment: Segment | None, interface: str, address: str | None = "") -> Plug:
        """Put a host on a network by an interface of this name; ``address`` None: it has none but link-local ones.

        Without a segment the cable ends loose in the switch, for a relay to hold.
        """
        far = f"cable{next(self._cables)}"
        if address == "":
            address = segment.address() if segment else None
        bridged = [f"link set {far} master {segment.bridge}"] if segment else []
        made = f"link add {far} type veth peer name {interface} netns {host.namespace}"
        _batch(self._switch, [made, *bridged, f"link set {far} up"])
        given = [f"addr add {address}/24 dev {interface}"] if address else []
        host.set_up(*given, f"link set {interface} up")
        host.plugs[interface] = Plug(interface, far, address or "")
        return host.plugs[interface]

    def unplug(self, host: Host, interface: str) -> None:
        """Take an interface away from a host, with its address."""
        host.set_up(f"link del {host.plugs.pop(interface).interface}")

    def packets_from(self, host: Host, interface: str) -> int:
        """Return how many packets a host has sent by this interface."""
        (link,) = json.loads(_run("ip", "-n", self._switch, "-s", "-j", "link", "show", host.plugs[interface].far))
        return int(link["stats64"]["rx"]["packets"])

    def cut(self, host: Host, interface: str = "eth0") -> None:
        """Cut a cable: the host keeps its interface and address, and nothing passes."""
        _batch(self._switch, [f"link set {host.plugs[interface].far} down"])

    def mend(self, host: Host, interface: str = "eth0") -> None:
        """Join a cable that was cut."""
        _batch(self._switch, [f"link set {host.plugs[interface].far} up"])

    def isolate(self, *hosts: Host) -> None:
        """Keep these from hearing each other, as an access point that isolates its clients; all else they hear."""
        self._set_ports(hosts, "isolated on")

    def hush(self, *hosts: Host) -> None:
        """Let no multicast and no broadcast reach these, as some access points do; those asked for by address come."""
        self._set_ports(hosts, "mcast_flood off")

    def _set_ports(self, hosts: Sequence[Host], option: str) -> None:
        ports = [plug.far for host in hosts for plug in host.plugs.values()]
        _batch(self._switch, [f"link set {port} type bridge_slave {option}" for port in ports])

    def _add_namespace(self, name: str) -> None:
        _run("ip", "netns", "add", name)
        self._namespaces.append(name)
        if not self._ipv6:
            _run("ip", "netns", "exec", name, "sh", "-c", _NO_IPV6)
        else:
            _run("ip", "netns", "exec", name, "sh", "-c", _AT_ONCE)
        _batch(name, ["link set lo up"])


_NO_IPV6 = "for all in all default; do echo 1 > /proc/sys/net/ipv6/conf/$all/disable_ipv6; done 2> /dev/null; true"
_AT_ONCE = "echo 0 > /proc/sys/net/ipv6/conf/default/accept_dad"  # addresses are good at once: nobody else has them


@cache
def why_no_network() -> str:
    """Return why this system makes no namespaces with cables between them; "" when it does."""
    if os.name != "posix" or os.geteuid() != 0:
        return "only root may make network namespaces"
    if shutil.which("ip") is None:
        return "ip is not installed: apt-get install iproute2"
    try:
        _forget_killed()
        with Network() as network:
            network.host("trial", network.segment())
    except (OSError, subprocess.SubprocessError) as error:
        return f"this system makes no network namespaces: {error}"
    return ""


def _forget_killed() -> None:
    """Take away the namespaces of test runs that were killed: their names tell whose they were."""
    for line in _run("ip", "netns", "list").splitlines():
        name = line.split()[0]
        owner = re.fullmatch(r"idos([0-9]+)-[0-9]+-.+", name)
        if owner and not Path("/proc", owner[1]).exists():
            _run("ip", "netns", "del", name)


@cache
def why_no_filter() -> str:
    """Return why no firewall can be set in a namespace; "" when one can."""
    if reason := why_no_network():
        return reason
    if shutil.which("nft") is None:
        return "nft is not installed: apt-get install nftables"
    try:
        with Network() as network:
            network.host("trial").lose(1)
    except (OSError, subprocess.SubprocessError) as error:
        return f"this kernel filters nothing for nft: {error}"
    return ""


def _batch(namespace: str, lines: Sequence[str]) -> None:
    _run("ip", "-n", namespace, "-batch", "-", text="\n".join(lines) + "\n")


def _run(*words: str, text: str = "", within: float = WITHIN) -> str:
    done = subprocess.run(words, input=text, capture_output=True, text=True, timeout=within, check=False)
    if done.returncode:
        raise NetworkError(f"{' '.join(words)}: {done.stderr.strip() or done.returncode} {text.strip()}".strip())
    return done.stdout


class NetworkError(OSError):
    """A command that sets up a network failed; its words and what it said."""
