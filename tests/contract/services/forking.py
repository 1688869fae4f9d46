"""Devices that tell two stories under one key: what a restored copy, or a liar, makes of a log."""

from __future__ import annotations

import random

from idos_p2p.identity.keystore import CellKeys
from idos_p2p.services.cell import RESTORED, Cell
from idos_p2p.services.ingest import WaitingRoom, ingest
from idos_p2p.services.project import project_all
from tests.simulation.devices import SetClock, Surroundings, blobs


def copy_of(around: Surroundings, cell: Cell, seed: str = "copy") -> Cell:
    """Return another installation of the same device that holds the same: what putting a copy back makes."""
    rng = random.Random(f"{seed} {len(around.opened)}")
    keys = CellKeys(cell.keys.device, cell.keys.sealing_seed, rng.randbytes(32))
    twin = around.cell(cell.id, keys, SetClock(), rng)
    ingest(twin, blobs(cell), WaitingRoom())
    with twin.store.transaction():
        for fact in ("own person", "secret/0"):
            value = cell.store.facts.get(fact)
            if value is not None:
                twin.store.facts.set(fact, value)
    project_all(twin)
    return twin


def shameless(cell: Cell) -> Cell:
    """Let a restored copy write on all the same, as an older program or a liar would."""
    with cell.store.transaction():
        cell.store.facts.set(RESTORED, b"0")
    return cell


def own_person(cell: Cell) -> str:
    """Return the id of this person's own record."""
    known = cell.store.facts.get("own person")
    assert known is not None
    return known.decode()
