from __future__ import annotations

from dataclasses import replace

import pytest

from sync.channel.probe import Reach
from sync.discovery.addresses import Endpoint
from sync.discovery.interfaces import Interface
from sync.discovery.network_kind import Kind
from sync.selftest.judge import judge
from sync.selftest.observed import Check, Observed, Other, Outcome, Verdict, Way

LOOPBACK = Interface("lo", "lo", ("127.0.0.1",))
WIFI = Interface("wlan0", "wlan0", ("192.0.2.1",))
VPN = Interface("wg0", "wg0", ("10.8.0.2",))
CABLE = Interface("eth0", "eth0", ("169.254.3.4",))
THERE = Endpoint("192.0.2.2", 7)
MET = Other(THERE, near=True, met=True, came_in=False, cause="", asked=Reach.REACHED)
WELL = Observed(
    interfaces=(LOOPBACK, WIFI),
    hosts=("192.0.2.1",),
    kind=Kind.UNASKED,
    port=50_000,
    own_port=Reach.REACHED,
    heard=1,
    others=(MET,),
    hours=(0,),
)
ALONE = replace(WELL, heard=0, others=(), hours=())


def unmet(cause: str, *, near: bool = True) -> Other:
    return Other(THERE, near=near, met=False, came_in=False, cause=cause)


def faults(seen: Observed) -> list[str]:
    return [verdict.cause for verdict in judge(seen) if verdict.outcome is Outcome.FAULT]


def verdict(seen: Observed, check: Check) -> Verdict:
    return next(one for one in judge(seen) if one.check is check)


def test_where_all_is_well_every_check_says_so_in_order() -> None:
    assert [one.check for one in judge(WELL)] == list(Check)
    assert {one.outcome for one in judge(WELL)} == {Outcome.OK}


def test_alone_nothing_is_claimed_that_nobody_could_show() -> None:
    assert faults(ALONE) == []
    unknown = [one.check for one in judge(ALONE) if one.outcome is Outcome.UNKNOWN]
    assert unknown == [Check.HEARING, Check.PORT, Check.FIREWALL, Check.ISOLATION, Check.CLOCK]


@pytest.mark.parametrize(
    ("seen", "said"),
    [
        (replace(ALONE, interfaces=(LOOPBACK,), hosts=()), ["network_none"]),
        (replace(ALONE, interfaces=(LOOPBACK, CABLE), hosts=CABLE.hosts), ["network_self_assigned"]),
        (replace(ALONE, others=(unmet("no_route", near=False),)), ["network_other"]),
        (replace(WELL, kind=Kind.PUBLIC), ["network_public"]),
        (replace(WELL, heard=0), ["hearing_multicast"]),
        (replace(WELL, port=None), ["port_closed"]),
        (replace(WELL, others=(replace(MET, asked=Reach.SILENT),)), ["port_blocked", "firewall_here"]),
        (replace(ALONE, own_port=Reach.SILENT), ["port_blocked", "firewall_here"]),
        (replace(ALONE, others=(unmet("not_allowed"),)), ["firewall_here_out"]),
        (replace(ALONE, others=(unmet("timeout"),)), ["firewall_there"]),
        (replace(ALONE, others=(unmet("refused"),)), ["firewall_shut_there"]),
        (replace(ALONE, others=(unmet("no_route"),)), ["isolation_apart"]),
        (replace(WELL, others=(MET, unmet("no_route"))), ["isolation_absent"]),
        (replace(ALONE, interfaces=(LOOPBACK, VPN), hosts=VPN.hosts), ["vpn_only"]),
        (replace(WELL, hours=(0, 7)), ["clock_there_early"]),
        (replace(WELL, hours=(0, -7)), ["clock_there_late"]),
        (replace(WELL, hours=(7, 8)), ["clock_here_late"]),
        (replace(WELL, hours=(-70, -70)), ["clock_here_early"]),
        (replace(WELL, hours=(7,)), ["clock_differs"]),
        (replace(WELL, hours=(7, -9)), ["clock_differs"]),
    ],
)
def test_each_fault_is_named_and_has_a_way_out(seen: Observed, said: list[str]) -> None:
    assert faults(seen) == said
    assert all(one.ways for one in judge(seen) if one.outcome is Outcome.FAULT)


def test_a_bare_cable_on_which_somebody_is_met_is_a_network() -> None:
    assert faults(replace(WELL, interfaces=(LOOPBACK, CABLE), hosts=CABLE.hosts)) == []


def test_who_came_in_shows_that_others_get_through() -> None:
    assert faults(replace(WELL, others=(replace(MET, came_in=True, asked=None),))) == []


def test_a_program_that_knows_no_such_question_proves_nothing() -> None:
    old = replace(WELL, others=(replace(MET, asked=None),))
    assert verdict(old, Check.PORT).outcome is Outcome.UNKNOWN


@pytest.mark.parametrize(
    ("seen", "cause"),
    [
        (replace(WELL, interfaces=(LOOPBACK, WIFI, VPN)), "vpn_harmless"),
        (replace(ALONE, interfaces=(LOOPBACK, WIFI, VPN)), "vpn_beside"),
    ],
)
def test_a_vpn_beside_the_room_s_network_is_told_for_what_it_does(seen: Observed, cause: str) -> None:
    assert verdict(seen, Check.VPN).cause == cause


def test_an_hour_apart_is_still_recognised() -> None:
    assert verdict(replace(WELL, hours=(1, -1)), Check.CLOCK).outcome is Outcome.OK


def test_without_multicast_the_first_way_is_an_address() -> None:
    assert verdict(replace(WELL, heard=0), Check.HEARING).ways[0] is Way.ADDRESS
