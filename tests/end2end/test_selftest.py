"""Each failure that the self-test knows, made for real in namespaces, and named rightly by ``meeting check``."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.end2end.laptop import ROOT, Document, Laptop
from tests.harness.homes import Size, homes_of
from tests.harness.network import Host, Network, why_no_filter, why_no_network

pytestmark = pytest.mark.skipif(bool(why_no_network()), reason=why_no_network())
needs_filter = pytest.mark.skipif(bool(why_no_filter()), reason=why_no_filter())

SIZE = Size(homes=3, common=20, own=0)
WRONG_CLOCK = str(ROOT / "tests" / "harness" / "wrong_clock")
FIRST_PACKET = "tcp flags & (syn | ack) == syn"  # of who dials


class Place:
    """A network, and laptops on computers of their own."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.network = stack.enter_context(Network())
        self.room = self.network.segment()
        self._folder, self._stack = folder, stack
        self._homes = iter(homes_of(SIZE))

    def laptop(self, host: Host, **environment: str) -> Laptop:
        """Give a computer a home, of the same cell as the others."""
        home = self._folder / host.name
        shutil.copytree(next(self._homes), home)
        return Laptop(home, within=host.prefix, **environment)

    def open(self, host: Host, *options: str, **environment: str) -> str:
        """Open a laptop on this computer; return the address that others may type."""
        serving = self._stack.enter_context(self.laptop(host, **environment).serve(*options, may_log=(".*",)))
        return f"{host.address}:{serving.endpoint.rpartition(':')[2]}"


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    with ExitStack() as stack:
        yield Place(tmp_path, stack)


def checked(laptop: Laptop, *peers: str, wait: int = 30) -> tuple[int, dict[str, Document]]:
    """Run the self-test; return its exit code, and what it says of each check.

    It ends sooner than ``wait`` where somebody shows themselves and everybody known was tried.
    """
    typed = [word for peer in peers for word in ("--peer", peer)]
    said = laptop.said("meeting", "check", *typed, "--wait", str(wait))
    assert said.out, said
    return said.code, {each["check"]: each for each in json.loads(said.out)["checks"]}


def causes(checks: dict[str, Document], outcome: str = "fault") -> list[str]:
    """Return the causes of the checks that came out so, in order."""
    return [each["cause"] for each in checks.values() if each["outcome"] == outcome]


def test_where_all_is_well_each_check_says_so_also_through_the_process_that_serves(place: Place) -> None:
    ana, luc = place.network.host("ana", place.room), place.network.host("luc", place.room)
    place.open(luc)
    laptop = place.laptop(ana)
    code, checks = checked(laptop)
    assert (code, causes(checks), causes(checks, "unknown")) == (0, [], [])
    with laptop.serve(may_log=(".*",)) as serving:
        serving.until("up_to_date")
        assert causes(checked(laptop)[1], "ok") == causes(checks, "ok")


def test_a_computer_on_no_network_is_told_so(place: Place) -> None:
    code, checks = checked(place.laptop(place.network.host("ana")), wait=1)
    assert (code, causes(checks)) == (1, ["network_none"])
    assert checks["network"]["ways"] == ["hotspot", "usb"]


def test_an_address_on_another_network_is_told_apart(place: Place) -> None:
    ana = place.network.host("ana", place.room)
    luc = place.network.host("luc", place.network.segment())
    _, checks = checked(place.laptop(ana), place.open(luc), wait=2)
    assert causes(checks) == ["network_other"]
    assert checks["network"]["named"]["endpoint"].startswith(luc.address)


def test_a_network_without_multicast_is_named_once_somebody_is_reached_by_address(place: Place) -> None:
    ana, luc = place.network.host("ana", place.room), place.network.host("luc", place.room)
    place.network.hush(ana, luc)
    laptop, address = place.laptop(ana), place.open(luc)
    assert causes(checked(laptop, wait=3)[1]) == []
    _, checks = checked(laptop, address, wait=12)
    assert causes(checks) == ["hearing_multicast"]
    assert checks["hearing"]["ways"][0] == "address"
    assert checks["port"]["cause"] == "port_ok"  # Luc was asked, and dialled back


@needs_filter
def test_a_port_that_our_own_firewall_blocks_is_named(place: Place) -> None:
    ana, luc = place.network.host("ana", place.room), place.network.host("luc", place.room)
    ana.filter(f"{FIRST_PACKET} drop")
    place.open(luc)
    _, checks = checked(place.laptop(ana))
    assert causes(checks) == ["port_blocked", "firewall_here"]
    assert checks["isolation"]["cause"] == "isolation_ok"  # Ana dialled Luc, and they met


@needs_filter
def test_another_s_firewall_is_told_from_a_closed_idos_and_from_isolation(place: Place) -> None:
    ana, luc = place.network.host("ana", place.room), place.network.host("luc", place.room)
    address = place.open(luc, "--no-discovery")
    laptop = place.laptop(ana)
    assert causes(checked(laptop, f"{luc.address}:9", wait=2)[1]) == ["firewall_shut_there"]
    luc.filter(f"{FIRST_PACKET} drop")
    assert causes(checked(laptop, address, wait=10)[1]) == ["firewall_there"]


def test_a_wifi_that_keeps_its_computers_apart_is_named(place: Place) -> None:
    ana, luc = place.network.host("ana", place.room), place.network.host("luc", place.room)
    place.network.isolate(ana, luc)
    _, checks = checked(place.laptop(ana), place.open(luc), wait=10)
    assert causes(checks) == ["isolation_apart"]
    assert checks["isolation"]["ways"] == ["hotspot", "usb"]


def test_one_that_is_gone_is_told_from_isolation_while_others_answer(place: Place) -> None:
    ana, luc, mai = (place.network.host(name, place.room) for name in ("ana", "luc", "mai"))
    place.open(luc)
    address = f"{mai.address}:7"
    place.network.cut(mai)
    assert causes(checked(place.laptop(ana), address)[1]) == ["isolation_absent"]


def test_a_computer_that_has_only_a_vpn_is_told_so(place: Place) -> None:
    ana = place.network.host("ana")
    place.network.plug(ana, place.room, "wg0")
    assert causes(checked(place.laptop(ana), wait=1)[1]) == ["vpn_only"]


def test_a_wrong_clock_is_named_here_and_there(place: Place) -> None:
    ana, luc, mai = (place.network.host(name, place.room) for name in ("ana", "luc", "mai"))
    late = {"PYTHONPATH": f"{WRONG_CLOCK}:{ROOT}", "IDOS_TEST_HOURS": "-5"}
    place.open(luc)
    place.open(mai)
    laptop = place.laptop(ana, **late)
    _, checks = checked(laptop, wait=12)
    assert causes(checks) == ["clock_here_late"]
    assert checks["clock"]["named"] == {"hours": "5"}
