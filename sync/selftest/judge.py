"""From what was seen to what it means. Pure, and no more than the facts allow: unknown where nobody shows it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from ipaddress import ip_address

from sync.channel.probe import Reach
from sync.discovery.interfaces import Interface, is_virtual
from sync.discovery.network_kind import Kind
from sync.selftest.observed import Check, Observed, Other, Outcome, Verdict, Way

_UNREACHED = frozenset({Reach.REFUSED, Reach.SILENT, Reach.NO_ROUTE})
_ALL_WAYS = (Way.HOTSPOT, Way.ADDRESS, Way.USB)
_WAYS: dict[str, tuple[Way, ...]] = {
    "network_none": (Way.HOTSPOT, Way.USB),
    "network_self_assigned": (Way.HOTSPOT, Way.USB),
    "network_other": (Way.HOTSPOT, Way.USB),
    "network_public": (Way.HOTSPOT, Way.USB),
    "hearing_multicast": (Way.ADDRESS, Way.HOTSPOT, Way.USB),
    "hearing_nobody": _ALL_WAYS,
    "port_closed": (Way.USB,),
    "port_blocked": (Way.USB,),
    "firewall_here": (Way.USB,),
    "firewall_here_out": (Way.USB,),
    "firewall_there": (Way.ADDRESS, Way.USB),
    "firewall_shut_there": (Way.USB,),
    "isolation_apart": (Way.HOTSPOT, Way.USB),
    "isolation_absent": _ALL_WAYS,
    "vpn_only": (Way.HOTSPOT, Way.USB),
    "vpn_beside": (Way.USB,),
    "clock_here_late": (Way.ADDRESS, Way.USB),
    "clock_here_early": (Way.ADDRESS, Way.USB),
    "clock_there_late": (Way.ADDRESS, Way.USB),
    "clock_there_early": (Way.ADDRESS, Way.USB),
    "clock_differs": (Way.ADDRESS, Way.USB),
}
_HOURS_APART = 1  # tags of the hour before and after are recognised: further apart, two do not recognise each other


def judge(seen: Observed) -> tuple[Verdict, ...]:
    """Return one verdict for each check, in their order."""
    return tuple(check(seen) for check in _CHECKS)


def _network(seen: Observed) -> Verdict:
    hosts = [host for interface in seen.interfaces for host in interface.hosts if not ip_address(host).is_loopback]
    lost = next((one for one in seen.others if not one.near and not one.met and one.cause == "no_route"), None)
    if not hosts:
        return _fault(Check.NETWORK, "network_none")
    if not seen.hosts or (all(_is_self_assigned(host) for host in seen.hosts) and not _met_near(seen)):
        return _fault(Check.NETWORK, "network_self_assigned")
    if lost:
        return _fault(Check.NETWORK, "network_other", endpoint=str(lost.endpoint))
    return _ok(Check.NETWORK, "network_ok", address=", ".join(seen.hosts))


def _kind(seen: Observed) -> Verdict:
    if seen.kind is Kind.PUBLIC:
        return _fault(Check.KIND, "network_public")
    return _ok(Check.KIND, "kind_open" if seen.kind is Kind.OPEN else "kind_unasked")


def _hearing(seen: Observed) -> Verdict:
    if seen.heard:
        return _ok(Check.HEARING, "hearing_ok", count=str(seen.heard))
    if _met_near(seen):
        return _fault(Check.HEARING, "hearing_multicast")
    return _unknown(Check.HEARING, "hearing_nobody")


def _port(seen: Observed) -> Verdict:
    if seen.port is None:
        return _fault(Check.PORT, "port_closed")
    if any(one.came_in or one.asked is Reach.REACHED for one in seen.others):
        return _ok(Check.PORT, "port_ok", port=str(seen.port))
    if _shut_out(seen):
        return _fault(Check.PORT, "port_blocked", port=str(seen.port))
    return _unknown(Check.PORT, "port_unproved", port=str(seen.port))


def _firewall(seen: Observed) -> Verdict:
    if _port(seen).cause == "port_blocked":
        return _fault(Check.FIREWALL, "firewall_here", port=str(seen.port))
    for cause, code in (
        ("not_allowed", "firewall_here_out"),
        ("timeout", "firewall_there"),
        ("refused", "firewall_shut_there"),
    ):
        if found := _unmet(seen, cause):
            return _fault(Check.FIREWALL, code, endpoint=str(found[0].endpoint))
    if _met_near(seen):
        return _ok(Check.FIREWALL, "firewall_ok")
    return _unknown(Check.FIREWALL, "firewall_unproved")


def _isolation(seen: Observed) -> Verdict:
    """Somebody near of whom not even the network card answers: kept apart, or gone when others are there."""
    absent = _unmet(seen, "no_route")
    if absent and _met_near(seen):
        return _fault(Check.ISOLATION, "isolation_absent", endpoint=str(absent[0].endpoint))
    if absent:
        return _fault(Check.ISOLATION, "isolation_apart", endpoint=str(absent[0].endpoint))
    if _met_near(seen):
        return _ok(Check.ISOLATION, "isolation_ok")
    return _unknown(Check.ISOLATION, "isolation_unproved")


def _vpn(seen: Observed) -> Verdict:
    tunnels = [interface for interface in seen.interfaces if is_virtual(interface) and _has_route(interface)]
    real = {host for interface in seen.interfaces if not is_virtual(interface) for host in interface.hosts}
    if tunnels and seen.hosts and not real.intersection(seen.hosts):
        return _fault(Check.VPN, "vpn_only", name=tunnels[0].title)
    if not tunnels:
        return _ok(Check.VPN, "vpn_none")
    if _met_near(seen):
        return _ok(Check.VPN, "vpn_harmless", name=tunnels[0].title)
    return _unknown(Check.VPN, "vpn_beside", name=tunnels[0].title)


def _clock(seen: Observed) -> Verdict:
    """Who is right is told by numbers: two who agree with each other and not with us."""
    apart = [hours for hours in seen.hours if abs(hours) > _HOURS_APART]
    agreeing = len(seen.hours) - len(apart)
    if not apart:
        return _ok(Check.CLOCK, "clock_ok") if agreeing else _unknown(Check.CLOCK, "clock_unproved")
    ahead = max(apart, key=abs)
    hours = str(abs(ahead))
    if agreeing:
        return _fault(Check.CLOCK, "clock_there_early" if ahead > 0 else "clock_there_late", hours=hours)
    if len(apart) > 1 and max(apart) - min(apart) <= 2 * _HOURS_APART:
        return _fault(Check.CLOCK, "clock_here_late" if ahead > 0 else "clock_here_early", hours=hours)
    return _fault(Check.CLOCK, "clock_differs", hours=hours)


_CHECKS: Sequence[Callable[[Observed], Verdict]] = (
    _network,
    _kind,
    _hearing,
    _port,
    _firewall,
    _isolation,
    _vpn,
    _clock,
)


def _met_near(seen: Observed) -> bool:
    return any(one.met and one.near for one in seen.others)


def _unmet(seen: Observed, cause: str) -> list[Other]:
    """Return those near who are not met, and whom we could not dial for this cause."""
    return [one for one in seen.others if one.near and not one.met and one.cause == cause]


def _shut_out(seen: Observed) -> bool:
    """Say whether somebody whom we reach does not reach us, or not even we reach ourselves."""
    return any(one.asked in _UNREACHED for one in seen.others) or seen.own_port in _UNREACHED


def _is_self_assigned(host: str) -> bool:
    address = ip_address(host)
    return address.version == 4 and address.is_link_local  # noqa: PLR2004  # the Internet Protocol's


def _has_route(interface: Interface) -> bool:
    return any(not ip_address(host).is_link_local and not ip_address(host).is_loopback for host in interface.hosts)


def _ok(check: Check, cause: str, **named: str) -> Verdict:
    return Verdict(check, Outcome.OK, cause, named)


def _fault(check: Check, cause: str, **named: str) -> Verdict:
    return Verdict(check, Outcome.FAULT, cause, named, _WAYS[cause])


def _unknown(check: Check, cause: str, **named: str) -> Verdict:
    return Verdict(check, Outcome.UNKNOWN, cause, named, _WAYS.get(cause, ()))
