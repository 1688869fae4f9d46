"""Homes on a real disk, for what happens to it: each with a cell of real services, and no socket."""

from __future__ import annotations

import random
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from idos_p2p.governance.matters import Chamber
from idos_p2p.paths import Home
from idos_p2p.services.cell import Cell
from idos_p2p.services.found import Surroundings, found, open_cell, prepare_to_join, write_own_person
from idos_p2p.services.invite import invite
from idos_p2p.services.write import add_all
from tests.simulation.devices import SetClock, pass_door, share

PAGE = 4096


def home(place: Path, name: str, passphrase: str = "") -> Surroundings:
    """Return a computer with nothing on it yet; its randomness follows from its name."""
    return Surroundings(Home(place / name), SetClock(), random.Random(f"20261122 {name}").randbytes, passphrase)


def founded(around: Surroundings, records: int = 0) -> Cell:
    """Return a new cell of so many projects, open."""
    cell = found(around, "Les Semeuses", "Aïcha", ["leader"])
    write(cell, records)
    return cell


def write(cell: Cell, records: int, at_once: int = 50) -> None:
    """Write projects, some in each transaction, as an import and a working day do."""
    numbers = list(range(records))
    for start in range(0, records, at_once):
        titles = [f"Projet {number}" for number in numbers[start : start + at_once]]
        add_all(cell, [("project", partial(_project, title)) for title in titles])


def _project(title: str, _ids: Sequence[str]) -> dict[str, str]:
    return {"title": title, "purpose": f"{title} au potager, avec qui veut. " * 3}


def joined(sponsor: Cell, around: Surroundings, name: str) -> Cell:
    """Return the cell on another computer, let in by this sponsor and up to date with it, open."""
    invitation = invite(sponsor, 1, 30, Chamber.CARRYING)
    cell = prepare_to_join(around, invitation)
    pass_door(sponsor, cell, invitation, name)
    share(sponsor, cell)
    write_own_person(cell, name, ["volunteer"])
    share(cell, sponsor)
    return cell


def reopened(around: Surroundings) -> Cell:
    """Return the only cell of a home, opened again."""
    return open_cell(around, around.home.cells()[0])


def size(cell: Cell) -> int:
    """Return how many entries a cell holds."""
    return sum(cell.store.judgements.verdicts().values()) + len(cell.store.log.acts())


def flip(path: Path, pages: list[int], dice: random.Random) -> None:
    """Flip one byte in each of these pages of a file, numbered from 0."""
    with path.open("r+b") as file:
        for page in pages:
            at = page * PAGE + dice.randrange(PAGE)
            file.seek(at)
            byte = file.read(1)[0]
            file.seek(at)
            file.write(bytes([byte ^ (1 + dice.randrange(255))]))
