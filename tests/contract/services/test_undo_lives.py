"""Undo then redo changes nothing, whatever this person and another wrote before: random lives with fixed seeds."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest

from idos_p2p.errors import RefusedError
from idos_p2p.services.cell import Cell
from idos_p2p.services.erase import erase
from idos_p2p.services.history import history
from idos_p2p.services.undo import Undone, redo, restore, undo
from idos_p2p.services.write import add, add_all, change
from idos_p2p.views.records import RecordView, listing
from tests.contract.services.forking import own_person
from tests.simulation.devices import Surroundings, conclusion, in_memory, share

LIVES, STEPS = 40, 14
WORDS = ("semis", "taille", "récolte 🍅", "compost", "été", "a", "Luc a dit", "")


def shown(cell: Cell) -> dict[bytes, tuple[str, str]]:
    """Return what a cell shows of every record, in the bin or not."""
    rows = cell.store.reader.rows("SELECT id, fields, versions FROM record WHERE kind <> 'receipt'")
    return {entry: (fields, versions) for entry, fields, versions in rows}


def attempt(step: Callable[[Cell], Undone], cell: Cell) -> int:
    """Take something back, or again; say how many records changed, -1 when there was nothing to take."""
    try:
        return len(step(cell).records)
    except RefusedError:
        return -1


class Life:
    """Two persons who write, meet, erase, restore and take back, as dice say."""

    def __init__(self, seed: int) -> None:
        self.dice = Random(seed)
        self.around = Surroundings(seed, in_memory)
        self.ana = self.around.found("Ana")
        self.luc = self.around.joined(self.ana, "Luc")

    def step(self) -> None:
        """Do something."""
        cell = self.dice.choice((self.ana, self.ana, self.luc))
        self.dice.choice((self.make, self.gesture, self.edit, self.edit, self.edit, self.back, self.meet, self.erase))(
            cell
        )

    def text(self) -> str:
        return "\n".join(self.dice.choice(WORDS) for _ in range(self.dice.randrange(5)))

    def choose(self, cell: Cell, *kinds: str) -> RecordView | None:
        """Return some record that a cell may write."""
        views = [
            view
            for kind in kinds
            for view in listing(cell.store.reader, kind, {}, 99)
            if view.shared or view.device == cell.device
        ]
        return self.dice.choice(views) if views else None

    def make(self, cell: Cell) -> None:
        match self.dice.randrange(3):
            case 0:
                add(cell, "page", {"title": f"page {self.dice.random()}", "body": self.text()})
            case 1:
                add(cell, "project", {"title": "projet", "needs": self.text()})
            case _:
                gift = {"donor": own_person(cell), "date": "2026-01-01", "cents": self.dice.randrange(9) * 100}
                add(cell, "gift", gift)

    def gesture(self, cell: Cell) -> None:
        """Write several records at once, one pointing to another."""
        given = {"date": "2026-02-02", "minutes": 60, "persons": [own_person(cell)]}
        add_all(
            cell,
            [
                ("project", lambda _: {"title": "geste"}),
                ("contribution", lambda ids: {**given, "what": "ensemble", "project": ids[0]}),
            ],
        )

    def edit(self, cell: Cell) -> None:
        view = self.choose(cell, "page", "project", "contribution", "gift")
        if view is None:
            return
        few = self.dice.sample(WORDS[:5], 2)
        values: dict[str, dict[str, object]] = {
            "page": {"title": self.text()[:20] or "x", "body": self.text(), "sources": few},
            "project": {"place": self.dice.choice(WORDS), "needs": self.text(), "state": "closed"},
            "contribution": {"minutes": self.dice.randrange(99), "skills": few},
            "gift": {"cents": self.dice.randrange(999), "wish": self.text(), "removed": "2026-03-03"},
        }
        chosen = values[view.kind]
        names = self.dice.sample(sorted(chosen), self.dice.randrange(1, 3))
        change(cell, view.id, {name: chosen[name] for name in names})

    def back(self, cell: Cell) -> None:
        """Take something back, or again, or restore a moment."""
        if self.dice.random() < 0.3 and (view := self.choose(cell, "page", "project")):
            restore(cell, view.id, self.dice.choice(history(cell, view.id)).entry.hex())
        else:
            attempt(self.dice.choice((undo, undo, redo)), cell)

    def meet(self, _cell: Cell) -> None:
        share(self.ana, self.luc)
        share(self.luc, self.ana)

    def erase(self, cell: Cell) -> None:
        view = self.choose(cell, "contribution", "gift")
        if view is not None and not view.shared:
            erase(cell, view.id)


@pytest.mark.parametrize("seed", range(LIVES))
def test_undo_then_redo_changes_nothing(seed: int) -> None:
    life = Life(seed)
    taken_back = 0
    for _ in range(STEPS):
        life.step()
        for cell in (life.ana, life.luc):
            before = shown(cell)
            changed = [attempt(undo, cell) for _ in range(life.dice.randrange(1, 4))]
            for change_ in reversed(changed):
                if change_ >= 0:
                    assert attempt(redo, cell) == change_
            assert shown(cell) == before
            taken_back += sum(change_ for change_ in changed if change_ > 0)
    assert taken_back >= STEPS // 2
    life.meet(life.ana)
    assert conclusion(life.ana) == conclusion(life.luc)
    life.around.close()
