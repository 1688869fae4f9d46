"""How laptops find each other where it is not easy: real processes on computers and networks of their own."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.end2end.laptop import Laptop, Serving
from tests.harness.homes import Size, homes_of
from tests.harness.network import Host, Network, why_no_filter, why_no_network

pytestmark = pytest.mark.skipif(bool(why_no_network()), reason=why_no_network())
needs_filter = pytest.mark.skipif(bool(why_no_filter()), reason=why_no_filter())

SIZE = Size(homes=2, common=20, own=3)
FIRST_PACKET = "tcp flags & (syn | ack) == syn"  # of who dials


class Two:
    """Two laptops of one cell, each on a computer of its own; each has news for the other."""

    def __init__(self, folder: Path, *hosts: Host) -> None:
        self.laptops = []
        for host, home in zip(hosts, homes_of(SIZE), strict=True):
            shutil.copytree(home, folder / host.name)
            self.laptops.append(Laptop(folder / host.name, within=host.prefix))

    @contextmanager
    def open(self) -> Iterator[tuple[Serving, Serving]]:
        """Open both."""
        ana, luc = self.laptops
        with ana.serve(may_log=(".*",)) as hers, luc.serve(may_log=(".*",)) as his:
            yield hers, his


@pytest.fixture
def network() -> Iterator[Network]:
    with Network() as made:
        yield made


def test_two_that_have_nothing_but_link_local_ipv6_find_each_other(tmp_path: Path) -> None:
    with Network(ipv6=True) as network:
        room = network.segment()
        hosts = [network.host("ana"), network.host("luc")]
        for host in hosts:
            network.plug(host, room, "eth0", None)
        with Two(tmp_path, *hosts).open() as both:
            for serving in both:
                serving.until("up_to_date")


@needs_filter
@pytest.mark.parametrize("blocked", [0, 1])
def test_two_of_whom_only_one_can_dial_the_other_meet(network: Network, tmp_path: Path, blocked: int) -> None:
    room = network.segment()
    hosts = [network.host("ana", room), network.host("luc", room)]
    hosts[blocked].filter(f"{FIRST_PACKET} drop")
    with Two(tmp_path, *hosts).open() as both:
        for serving in both:
            serving.until("up_to_date")


def test_a_network_that_comes_later_and_changes_is_used_as_it_comes(network: Network, tmp_path: Path) -> None:
    room = network.segment()
    ana, luc = network.host("ana"), network.host("luc", room)
    with Two(tmp_path, ana, luc).open() as (hers, _):
        network.plug(ana, room, "eth0")
        hers.until("up_to_date")
        network.unplug(ana, "eth0")
        hers.until("ended")  # not after a minute of silence, but when the address is gone
        network.plug(ana, room, "wlan0")
        hers.until("up_to_date")


def test_where_nobody_can_show_themselves_those_who_met_before_meet_again(network: Network, tmp_path: Path) -> None:
    room = network.segment()
    hosts = [network.host("ana", room), network.host("luc", room)]
    two = Two(tmp_path, *hosts)
    with two.open() as (hers, his):
        ports = [serving.endpoint.rpartition(":")[2] for serving in (hers, his)]
        for serving in (hers, his):
            serving.until("up_to_date")
    network.hush(*hosts)
    with two.open() as (hers, his):
        for serving in (hers, his):
            serving.until("up_to_date")
        assert [serving.endpoint.rpartition(":")[2] for serving in (hers, his)] == ports
        assert hers.count("seen") == his.count("seen") == 0


def test_a_vpn_beside_the_room_s_network_is_left_alone(network: Network, tmp_path: Path) -> None:
    room, tunnel = network.segment(), network.segment()
    hosts = [network.host("ana", room), network.host("luc", room)]
    for host in hosts:
        network.plug(host, tunnel, "wg0")
    with Two(tmp_path, *hosts).open() as both:
        for serving in both:
            serving.until("up_to_date")
    assert [network.packets_from(host, "wg0") for host in hosts] == [0, 0]
