"""What a person erased is in no file of five homes: scanned where stores have no key, so that the scan could find it.

The same scan finds every word before: in the database, its log, its index, and the copies of the day.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from idos_p2p.services.bin import remove
from idos_p2p.services.cell import Cell
from idos_p2p.services.copies import daily_copies, make_copy, make_daily, restore_copy, source_of
from idos_p2p.services.erase import erase
from idos_p2p.services.found import Surroundings
from idos_p2p.services.receipts import receipts
from idos_p2p.services.tidy import tidy_slice
from idos_p2p.services.write import add, change
from idos_p2p.store.database import Database
from tests.contract.faults.homes import founded, home, joined, reopened
from tests.contract.services.forking import own_person
from tests.simulation.devices import SetClock, share
from ui.command.daily import copy_on_leaving

NAMES = ("Aïcha", "Luc", "Zoé", "Karim", "Noémie")
DAY_MS = 24 * 3_600_000
DICE = Random(20261128)
WHERE = ("name", "skill", "what", "before", "words", "wish", "effect", "binned", "place", "file", "mentioned")
TOKENS = {where: "".join(DICE.choices("bcdfghjkmnpqrstvwxz2346789", k=14)) for where in WHERE}
"""Words that no compressor shortens, by where they are written."""

KEPT = "".join(DICE.choices("bcdfghjkmnpqrstvwxz2346789", k=14))


@pytest.fixture(autouse=True)
def without_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every store be written as it is read, and segments at a level at which letters stay what they are."""
    monkeypatch.setattr("idos_p2p.log.segment.LEVEL", -5)
    opened = Database.__init__
    monkeypatch.setattr(Database, "__init__", lambda self, address, _key: opened(self, address, None))
    monkeypatch.setattr("idos_p2p.store.sqlcipher._other_fingerprint", lambda _path, _key: None)


@pytest.fixture(autouse=True)
def log_of_everything(tmp_path: Path) -> Iterator[None]:
    """Keep all that any part of the program logs in a file beside the homes."""
    root, handler = logging.getLogger(), logging.FileHandler(tmp_path / "idos.log")
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield
    root.setLevel(level)
    root.removeHandler(handler)
    handler.close()


class Five:
    """Five homes of one cell, open."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.around = [home(place, name) for name in NAMES]
        self.cells = [founded(self.around[0])]
        self.cells += [joined(self.cells[0], around, around.home.path.name) for around in self.around[1:]]
        self.meet()

    @property
    def luc(self) -> Cell:
        """The one who writes, and erases."""
        return self.cells[1]

    def meet(self) -> None:
        """Let everybody take all that anybody holds, and do their idle work, until nothing is new."""
        for _ in range(2):
            for giver in self.cells:
                for taker in self.cells:
                    if giver is not taker:
                        share(giver, taker)
            for cell in self.cells:
                while tidy_slice(cell):
                    pass

    def copies_made(self) -> None:
        """Make a copy of this day in each home, as a program does that has been open."""
        for around, cell in zip(self.around, self.cells, strict=True):
            make_daily(source_of(around.home, cell), around.clock.now_ms())
            _clock(around).now += DAY_MS

    def left(self) -> None:
        """Close every home as a short command does."""
        for around, cell in zip(self.around, self.cells, strict=True):
            source = source_of(around.home, cell)
            cell.close()
            copy_on_leaving(source, around.clock)


def _clock(around: Surroundings) -> SetClock:
    assert isinstance(around.clock, SetClock)
    return around.clock


def found_in(folder: Path, without: str = "-") -> set[str]:
    """Return what a raw scan of every file below a folder finds, in two encodings."""
    content = b"".join(
        path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file() and without not in path.parts
    )
    words = {*TOKENS.values(), KEPT}
    return {word for word in words if word.encode() in content or word.encode("utf-16-le") in content}


def plant(luc: Cell) -> None:
    """Write each word in another place of what is Luc's own, and one in a page of all."""
    mine = own_person(luc)
    change(luc, mine, {"name": TOKENS["name"], "skills": [TOKENS["skill"]]})
    given = {"date": "2026-01-01", "persons": [mine], "place": TOKENS["place"]}
    act = add(luc, "contribution", {**given, "what": f"{TOKENS['before']} puis"})
    change(luc, act, {"what": f"{TOKENS['what']} enfin", "attachments": [f"{'ab' * 32} {TOKENS['file']}.pdf"]})
    add(luc, "thanks", {"to": [mine], "words": f"{TOKENS['words']} [[{TOKENS['mentioned']}]]", "date": "2026-01-01"})
    gift = add(luc, "gift", {"donor": mine, "date": "2026-01-01", "cents": 500, "wish": TOKENS["wish"]})
    add(luc, "use", {"gifts": {gift: 500}, "date": "2026-01-01", "effect": TOKENS["effect"]})
    remove(luc, add(luc, "contribution", {**given, "what": TOKENS["binned"]}))
    add(luc, "page", {"title": "À tous", "body": KEPT})


@pytest.fixture
def five(tmp_path: Path) -> Iterator[Five]:
    """Five homes that all hold Luc's words, in their databases and in the copies of two days."""
    five = Five(tmp_path / "homes")
    plant(five.luc)
    five.meet()
    five.copies_made()
    five.copies_made()
    yield five
    for cell in five.cells:
        cell.close()


def test_the_scan_finds_each_word_in_each_home_before(five: Five) -> None:
    everything = {*TOKENS.values(), KEPT}
    for around in five.around:
        assert found_in(around.home.path, without="copies") == everything
        assert found_in(around.home.copies(five.luc.id)) == everything


def test_nothing_of_it_is_left_in_any_file_of_any_of_five_homes(five: Five, tmp_path: Path) -> None:
    mine = own_person(five.luc)
    assert erase(five.luc, mine) == 6
    five.meet()
    for around, cell in zip(five.around, five.cells, strict=True):
        assert found_in(around.home.path, without="copies") == {KEPT}
        told = receipts(cell, mine)
        assert told is not None
        assert (len(told.done), told.waiting) == (5, ())
    five.left()
    assert found_in(tmp_path) == {KEPT}
    for around, cell in zip(five.around, five.cells, strict=True):
        assert len(daily_copies(around.home, cell.id)) == 1
        assert found_in(around.home.copies(cell.id)) == {KEPT}
    five.cells = [reopened(around) for around in five.around]
    assert found_in(tmp_path) == {KEPT}


def test_a_copy_that_is_put_back_loses_it_again_when_it_meets_another_computer(five: Five, tmp_path: Path) -> None:
    """What the restore sets aside is the present state, which holds nothing of it; the stick still does."""
    zoe, around = five.cells[2], five.around[2]
    stick = make_copy(source_of(around.home, zoe), tmp_path / "stick.idos-copy", around.clock.now_ms())
    erase(five.luc, own_person(five.luc))
    five.meet()
    zoe.close()
    restore_copy(around, stick.path)
    five.cells[2] = reopened(around)
    assert set(TOKENS.values()) <= found_in(around.home.path)
    five.meet()
    five.left()
    assert found_in(tmp_path / "homes") == {KEPT}
    assert set(TOKENS.values()) <= found_in(tmp_path)
    five.cells = []


def test_the_copies_of_each_day_stay_as_long_as_nothing_is_erased(five: Five) -> None:
    for around, cell in zip(five.around, five.cells, strict=True):
        make_daily(source_of(around.home, cell), around.clock.now_ms())
        assert len(daily_copies(around.home, cell.id)) == 3
