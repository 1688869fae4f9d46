"""Coming into a cell with a link: through any member, again after a cut, and not without a right to (issue 2)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.end2end.conftest import Cell
from tests.end2end.laptop import BY_MDNS, NO_DISCOVERY, Document, Laptop, Serving, endpoint
from tests.end2end.relay import Cut, relay

JOIN_WAIT = ("--wait", "3", NO_DISCOVERY)


def join(laptop: Laptop, link: str, name: str, at: str) -> Document:
    return laptop.do("cell", "join", link, "--as", name, "--role", "volunteer", "--peer", at, NO_DISCOVERY)


def members(laptop: Laptop) -> dict[str, Document]:
    return {member["name"]: member for member in laptop.do("cell", "members", "--why")}


def require_sound(*laptops: Laptop) -> None:
    """Every log, verdict and view is sound, and all hold the same."""
    for laptop in laptops:
        assert laptop.do("check", "--deep") == {"ok": True, "entries": entries(laptops[0]), "faults": []}
    assert len({laptop.do("cell", "show")["digest"] for laptop in laptops}) == 1


def entries(laptop: Laptop) -> int:
    return int(laptop.do("cell", "show")["entries"])


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
        at = endpoint(karim)
        joined = zoe.do("cell", "join", cell.link, "--as", "Zoë Lindqvist", *BY_MDNS)
        assert zoe.do("show", theirs)["title"] == "De Karim"
        zoe.do("set", theirs, "body=Relu par Zoë")
        own = zoe.add("contribution", what="Arrosage", date="2026-11-22", minutes="30", persons=joined["person"])
        assert zoe.do("sync", "--peer", at, NO_DISCOVERY)["equal"]
        assert cell.karim.do("show", theirs)["body"] == "Relu par Zoë"
        assert zoe.fails("cell", "invite").code == "no_voice"
    with cell.karim.serve(NO_DISCOVERY) as karim:
        assert cell.aicha.do("sync", "--peer", endpoint(karim), NO_DISCOVERY)["equal"]
    assert {name: member["status"] for name, member in members(cell.aicha).items()} == {
        "Aïcha Benali": "confirmed",
        "Karim Ould-Ahmed": "confirmed",
        "Zoë Lindqvist": "guest",
    }
    assert cell.aicha.do("show", own)["persons"] == [joined["person"]]
    require_sound(cell.aicha, cell.karim, zoe)


def test_the_first_two_whom_the_founder_lets_in_are_confirmed_and_the_third_is_a_guest(
    cell: Cell, tmp_path: Path
) -> None:
    zoe, noel = Laptop(tmp_path / "zoe"), Laptop(tmp_path / "noel")
    with cell.aicha.serve(NO_DISCOVERY) as aicha:
        at = endpoint(aicha)
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
        at = ("--peer", endpoint(aicha), NO_DISCOVERY)
        coming = [
            laptop.start("cell", "join", cell.link, "--as", name, *at) for laptop, name in ((zoe, "Zoë"), (noel, "Noël"))
        ]
        devices = {each.done()["device"] for each in coming}
        assert len(devices) == 2
        assert cell.aicha.do("cell", "show")["alarms"] == []
        assert {"Zoë", "Noël"} <= members(cell.aicha).keys()
        used_up = late.fails("cell", "join", cell.link, "--as", "Trop tard", *at, "--wait", "3")
        assert used_up.code == "invite_used"
        assert not {"Trop tard"} & members(cell.aicha).keys()
    require_sound(cell.aicha)


def test_a_link_that_does_not_open_says_why(cell: Cell, tmp_path: Path) -> None:
    other, newcomer = Laptop(tmp_path / "other"), Laptop(tmp_path / "newcomer")
    other.do("cell", "create", "Une autre", "--as", "Elle")
    unknown = other.do("cell", "invite")["link"]
    middle = len(cell.link) // 2
    damaged = cell.link[:middle] + ("A" if cell.link[middle] != "A" else "B") + cell.link[middle + 1 :]
    for link in (damaged, cell.link[:-3], "idos:", "https://exemple.fr/"):
        failure = newcomer.fails("cell", "join", link, "--as", "Zoë", NO_DISCOVERY)
        assert (failure.code, failure.exit) == ("invite_link", 1)
    refused = [r"code=knock_refused"]
    with cell.aicha.serve(NO_DISCOVERY, log=refused) as aicha:
        at = ("--peer", endpoint(aicha))
        assert newcomer.fails("cell", "join", unknown, "--as", "Zoë", *at, *JOIN_WAIT).code == "nobody_found"
        assert cell.karim.fails("cell", "join", cell.link, "--as", "Karim", *at, *JOIN_WAIT).code == "already_member"
    assert newcomer.fails("cell", "show").code == "not_member_yet"
