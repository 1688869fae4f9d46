"""Coming into a cell with a link: through any member, again after a cut, and not without a right to (issue 2)."""

from __future__ import annotations

import json
import signal
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.end2end.conftest import Cell
from tests.end2end.laptop import BY_MDNS, NO_DISCOVERY, Document, Laptop, Said, Serving
from tests.end2end.relay import Cut, relay


def join(laptop: Laptop, link: str, name: str, at: str) -> Document:
    return laptop.do("cell", "join", link, "--as", name, "--role", "volunteer", "--peer", at, NO_DISCOVERY)


def members(laptop: Laptop) -> dict[str, Document]:
    return {member["name"]: member for member in laptop.do("cell", "members", "--why")}


def require_sound(*laptops: Laptop) -> None:
    """Every log, verdict and view is sound, and all hold equally much."""
    checking = [laptop.start("check", "--deep") for laptop in laptops]
    checks = [each.done() for each in checking]
    assert all(check["ok"] and check["entries"] == checks[0]["entries"] for check in checks), checks


def require_in_once(laptop: Laptop, joined: Document) -> None:
    """The open laptop knows the newcomer as one person with one device, and sees nothing odd."""
    shown = laptop.asks("cell", "show")
    assert (shown["members"], shown["devices"], shown["alarms"]) == (3, 3, [])
    found = next(member for member in laptop.asks("cell", "members") if member["person"] == joined["person"])
    assert (found["name"], found["devices"], found["status"]) == ("Zoë", [joined["device"]], "confirmed")


def cut_join(zoe: Laptop, link: str, sponsor: Serving, byte: int, victim: str) -> Said:
    """Have Zoë come in until so many bytes have passed; then end her process or the sponsor's as a power cut would."""

    def power_cut() -> None:
        (sponsor if victim == "sponsor" else coming).kill()

    cut = Cut(power_cut, byte)
    with relay(sponsor.endpoint, cut) as between:
        words = ("cell", "join", link, "--as", "Zoë", NO_DISCOVERY, "--wait", "3")
        coming = zoe.start(*words, "--peer", between.endpoint)
        said = coming.said()
    assert cut.done.is_set()
    return said


def test_the_first_whom_the_founder_lets_in_is_confirmed_on_both_sides(cell: Cell) -> None:
    here = members(cell.aicha)
    assert members(cell.karim) == here
    assert {name: (member["status"], member["roles"]) for name, member in here.items()} == {
        "Aïcha Benali": ("confirmed", ["leader"]),
        "Karim Ould-Ahmed": ("confirmed", []),
    }
    assert all(len(member["devices"]) == 1 and member["why"] for member in here.values())


def test_a_second_member_lets_in_a_guest_who_reads_and_writes_while_the_founder_is_away(
    cell: Cell, tmp_path: Path
) -> None:
    zoe = Laptop(tmp_path / "zoe")
    theirs = cell.karim.add("page", title="De Karim")
    with cell.karim.serve(*BY_MDNS) as karim:
        joined = zoe.do("cell", "join", cell.link, "--as", "Zoë Lindqvist", *BY_MDNS)
        with zoe.serve(NO_DISCOVERY):
            assert zoe.asks("show", theirs)["title"] == "De Karim"
            zoe.asks("set", theirs, "body=Relu par Zoë")
            words = ("what=Arrosage", "date=2026-11-22", "minutes=30", f"persons={joined['person']}")
            own = zoe.asks("add", "contribution", *words)["id"]
            assert zoe.asks("sync", "--peer", karim.endpoint)["equal"]
            assert zoe.fails("cell", "invite").code == "no_voice"
        assert cell.karim.asks("show", theirs)["body"] == "Relu par Zoë"
    with cell.karim.serve(NO_DISCOVERY) as karim, cell.aicha.serve(NO_DISCOVERY):
        assert cell.aicha.asks("sync", "--peer", karim.endpoint)["equal"]
        assert {member["name"]: member["status"] for member in cell.aicha.asks("cell", "members")} == {
            "Aïcha Benali": "confirmed",
            "Karim Ould-Ahmed": "confirmed",
            "Zoë Lindqvist": "guest",
        }
        assert cell.aicha.asks("show", own)["persons"] == [joined["person"]]
    require_sound(cell.aicha, cell.karim, zoe)


def test_the_first_two_whom_the_founder_lets_in_are_confirmed_and_the_third_is_a_guest(
    cell: Cell, tmp_path: Path
) -> None:
    zoe, noel = Laptop(tmp_path / "zoe"), Laptop(tmp_path / "noel")
    with cell.aicha.serve(NO_DISCOVERY) as aicha:
        at = aicha.endpoint
        join(zoe, cell.link, "Zoë", at)
        join(noel, cell.link, "Noël", at)
    assert {name: member["status"] for name, member in members(noel).items()} == {
        "Aïcha Benali": "confirmed",
        "Karim Ould-Ahmed": "confirmed",
        "Zoë": "confirmed",
        "Noël": "guest",
    }


def test_two_who_come_at_once_with_one_link_get_a_key_each(cell: Cell, tmp_path: Path) -> None:
    zoe, noel, late = (Laptop(tmp_path / name) for name in ("zoe", "noel", "late"))
    with cell.aicha.serve(NO_DISCOVERY) as aicha:
        at = ("--peer", aicha.endpoint, NO_DISCOVERY)
        coming = {
            name: laptop.start("cell", "join", cell.link, "--as", name, *at)
            for laptop, name in ((zoe, "Zoë"), (noel, "Noël"))
        }
        devices = {name: [each.done()["device"]] for name, each in coming.items()}
        here = {member["name"]: member["devices"] for member in cell.aicha.asks("cell", "members")}
        assert here.items() >= devices.items()
        assert cell.aicha.asks("cell", "show")["alarms"] == []
        used_up = late.fails("cell", "join", cell.link, "--as", "Trop tard", *at, "--wait", "2")
        assert (used_up.code, used_up.exit) == ("invite_used", 1)
        assert len(cell.aicha.asks("cell", "members")) == len(here) == 4
        assert late.fails("cell", "show").code == "cell_none"
    require_sound(cell.aicha)


@pytest.mark.parametrize("link", ["https://exemple.fr/", "cut", "changed"])
def test_a_damaged_link_is_refused_before_anybody_is_looked_for(founded: Cell, tmp_path: Path, link: str) -> None:
    middle = len(founded.link) // 2
    letter = "A" if founded.link[middle] != "A" else "B"
    damaged = {
        "cut": founded.link[:-3],
        "changed": founded.link[:middle] + letter + founded.link[middle + 1 :],
    }
    newcomer = Laptop(tmp_path / "newcomer")
    failure = newcomer.fails("cell", "join", damaged.get(link, link), "--as", "Zoë", NO_DISCOVERY)
    assert (failure.code, failure.exit) == ("invite_link", 1)
    assert not list(newcomer.home.rglob("cells"))


def test_a_link_of_another_cell_opens_nothing_and_leaves_nothing(cell: Cell, tmp_path: Path) -> None:
    other, zoe = Laptop(tmp_path / "other"), Laptop(tmp_path / "zoe")
    other.do("cell", "create", "Une autre", "--as", "Elle")
    unknown = other.do("cell", "invite")["link"]
    with cell.aicha.serve(NO_DISCOVERY, log=[r"code=knock_refused"]) as aicha:
        at = aicha.endpoint
        words = ("--peer", at, NO_DISCOVERY, "--wait", "2")
        failure = zoe.fails("cell", "join", unknown, "--as", "Zoë", *words)
        assert (failure.code, failure.exit) == ("nobody_found", 1)
        assert cell.karim.fails("cell", "join", cell.link, "--as", "Karim", *words).code == "already_member"
        join(zoe, cell.link, "Zoë", at)
        assert zoe.do("cell", "show")["members"] == 3  # and not: which of your two cells?


@pytest.mark.parametrize(("victim", "part"), [("newcomer", 0.4), ("newcomer", 0.9), ("sponsor", 0.4), ("sponsor", 0.8)])
def test_a_join_cut_by_a_power_cut_is_done_again_with_the_same_link(
    cell: Cell, tmp_path: Path, victim: str, part: float
) -> None:
    zoe = Laptop(tmp_path / "zoe")
    with ExitStack() as stack:
        aicha = stack.enter_context(cell.aicha.serve(NO_DISCOVERY, may_log=[r"code=peer_closed"]))
        said = cut_join(zoe, cell.link, aicha, int(cell.join_bytes * part), victim)
        if victim == "newcomer":
            assert said.code == -signal.SIGKILL
        else:
            assert json.loads(said.out)["error"]["code"] in {"join_cut", "nobody_found"}, said
            aicha = stack.enter_context(cell.aicha.serve(NO_DISCOVERY))
        joined = join(zoe, cell.link, "Zoë", aicha.endpoint)
        require_in_once(cell.aicha, joined)
        assert cell.aicha.asks("list", "person") == zoe.do("list", "person")
    require_sound(cell.aicha, zoe)


def test_a_join_cut_at_one_member_is_finished_at_another_and_counts_once(cell: Cell, tmp_path: Path) -> None:
    zoe = Laptop(tmp_path / "zoe")
    with cell.aicha.serve(NO_DISCOVERY, may_log=[r"code=peer_closed"]) as aicha:
        cut_join(zoe, cell.link, aicha, int(cell.join_bytes * 0.7), "newcomer")
    with cell.karim.serve(NO_DISCOVERY) as karim:
        joined = join(zoe, cell.link, "Zoë", karim.endpoint)
        for laptop in (cell.aicha, zoe):
            assert laptop.do("sync", "--peer", karim.endpoint, NO_DISCOVERY)["equal"]
        require_in_once(cell.karim, joined)
    require_sound(cell.aicha, cell.karim, zoe)
