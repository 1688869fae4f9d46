"""Which of this computer's addresses a room can be met on."""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, ip_address
from typing import NamedTuple

import ifaddr

from sync.protocol.limits import MAX_ENDPOINTS

# Names of interfaces that lead to no room: tunnels, and networks inside this computer. (A macOS "bridge" may.)
_VIRTUAL_PREFIXES = (
    "br-",
    "cni",
    "docker",
    "dummy",
    "flannel",
    "ifb",
    "ipsec",
    "lxc",
    "lxd",
    "podman",
    "ppp",
    "tap",
    "tun",
    "utun",
    "vboxnet",
    "veth",
    "virbr",
    "vmnet",
    "wg",
    "zt",
)
_VIRTUAL_WORDS = (
    "anyconnect",
    "fortinet",
    "hamachi",
    "hyper-v",
    "openvpn",
    "tailscale",
    "tap-windows",
    "virtualbox",
    "vmware",
    "vpn",
    "vethernet",
    "wireguard",
    "zerotier",
)


class Interface(NamedTuple):
    """One network of this computer: the system's name, the name people see, and our addresses there."""

    name: str
    title: str
    hosts: tuple[str, ...]


def list_interfaces() -> tuple[Interface, ...]:
    """Return every interface that has an address. Asks the system; under a millisecond."""
    return tuple(
        Interface(adapter.name, adapter.nice_name, tuple(_host(found) for found in adapter.ips))
        for adapter in ifaddr.get_adapters()
        if adapter.ips
    )


def list_networks() -> tuple[IPv4Network, ...]:
    """Return the IPv4 networks that this computer has an address on, loopback left out. Asks the system."""
    found = {
        IPv4Network(f"{address.ip}/{address.network_prefix}", strict=False)
        for adapter in ifaddr.get_adapters()
        for address in adapter.ips
        if isinstance(address.ip, str)
    }
    return tuple(sorted(network for network in found if not network.is_loopback))


def is_near(host: str, networks: Iterable[IPv4Network]) -> bool:
    """Say whether an address is on one of these networks, or on the same link, so that no router is needed to it."""
    try:
        address = ip_address(host)
    except ValueError:
        return False
    return address.is_link_local or any(address in network for network in networks)


def plain(host: str) -> str:
    """Return an address without the scope that only this computer gives it."""
    return host.partition("%")[0]


def hosts_to_meet_on() -> tuple[str, ...]:
    """Return this computer's addresses that are worth using now."""
    return worth_using(list_interfaces())


def worth_using(interfaces: Iterable[Interface]) -> tuple[str, ...]:
    """Return the addresses to meet on, MAX_ENDPOINTS at most; empty when there is no network at all.

    Real networks first; tunnels, then self-assigned addresses (a bare cable), only when nothing better is left; IPv6
    link-local ones when there is no IPv4. Never loopback: that is asked for by name.
    """
    real: list[str] = []
    virtual: list[str] = []
    for interface in interfaces:
        (virtual if is_virtual(interface) else real).extend(interface.hosts)
    choices = (
        [host for host in real if _is_routed(host)],
        [host for host in virtual if _is_routed(host)],
        [host for host in real if _is_self_assigned(host)],
        [host for host in real if _is_link_local_6(host)],
    )
    return next((tuple(sorted(choice)[:MAX_ENDPOINTS]) for choice in choices if choice), ())


def is_virtual(interface: Interface) -> bool:
    """Say whether the interface's names are those of a VPN or of a network inside this computer."""
    name, title = interface.name.lower(), interface.title.lower()
    return name.startswith(_VIRTUAL_PREFIXES) or any(word in name or word in title for word in _VIRTUAL_WORDS)


def _host(found: ifaddr.IP) -> str:
    if isinstance(found.ip, str):
        return found.ip
    address, _flow, scope = found.ip
    return f"{address}%{scope}" if scope else address


def _is_routed(host: str) -> bool:
    address = ip_address(host)
    return isinstance(address, IPv4Address) and not address.is_loopback and not address.is_link_local


def _is_self_assigned(host: str) -> bool:
    address = ip_address(host)
    return isinstance(address, IPv4Address) and address.is_link_local


def _is_link_local_6(host: str) -> bool:
    address = ip_address(host)
    return isinstance(address, IPv6Address) and address.is_link_local
