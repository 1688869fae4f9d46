"""An export holds a slice of the cell at a time: three times the records take no more memory."""

from __future__ import annotations

import tracemalloc
from hashlib import sha256
from pathlib import Path

import pytest

from idos_p2p.ids import EntryId, RecordName
from idos_p2p.papers.formats import Format
from idos_p2p.records.kinds import Value
from idos_p2p.services.cell import Cell
from idos_p2p.services.export import export
from idos_p2p.services.people import own_person
from idos_p2p.store.ports import Key, Projection
from idos_p2p.views.records import find
from idos_p2p.views.whole import SLICE
from tests.simulation.devices import Surroundings

FEW, MANY = 2 * SLICE, 6 * SLICE
SAID = "Semis, arrosage et récolte avec les enfants du quartier."


def _fill(cell: Cell, first: int, end: int) -> None:
    """Put contributions in the read model as if they had come by the log."""
    person = own_person(cell)
    chain = find(cell.store.reader, person).key >> 32
    for start in range(first, end, SLICE):
        with cell.store.transaction():
            cell.store.read_model.put(_projection(cell, chain, person, seq) for seq in range(start, start + SLICE))


def _projection(cell: Cell, chain: int, person: str, seq: int) -> Projection:
    fields: dict[str, Value] = {
        "what": f"{SAID}{seq}",
        "date": "2026-05-01",
        "form": "time",
        "minutes": seq,
        "persons": [person],
    }
    return Projection(
        record=RecordName(cell.device, seq),
        creation=Key((chain << 32) + seq),
        id=EntryId(sha256(seq.to_bytes(8, "big")).digest()),
        kind="contribution",
        shared=False,
        created_ms=seq,
        touched_ms=seq,
        day="2026-05-01",
        title=SAID,
        words=SAID,
        fields=fields,
        versions={},
        links=[("persons", person)],
    )


def _peak(cell: Cell, out: Path, wanted: Format) -> int:
    """Return how many bytes of Python an export held at most."""
    tracemalloc.start()
    try:
        export(cell, out, wanted)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("wanted", [Format.JSON, Format.CSV, Format.JSONLD])
def test_memory_does_not_grow_with_the_cell(tmp_path: Path, wanted: Format) -> None:
    around = Surroundings(1)
    cell = around.found("Ana")
    _fill(cell, 100, 100 + FEW)
    few = _peak(cell, tmp_path / "few", wanted)
    _fill(cell, 100 + FEW, 100 + MANY)
    many = _peak(cell, tmp_path / "many", wanted)
    assert (tmp_path / "many" / "export.json").exists()
    assert many < few * 1.3 + 100_000
    around.close()
