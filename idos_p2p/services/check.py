"""Is what this installation holds sound? And the read model made anew from the log."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from idos_p2p.errors import Fault, RefusedError
from idos_p2p.ids import DeviceId
from idos_p2p.log.chain import EMPTY, Height
from idos_p2p.log.segment import Sealed, open_sealed, parse
from idos_p2p.services.cell import Cell
from idos_p2p.services.project import project_all
from idos_p2p.store.memory import MemoryStore

READ_BYTES = 1 << 20
SHOWN_CHARACTERS = 120  # of a line of the read model that is wrong: enough to recognise the record


@dataclass(frozen=True, slots=True)
class CheckFault:
    """One thing that is wrong, and where: a code and fields, for the faces to tell."""

    code: str
    fields: Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class Check:
    """What was looked at, and the faults found."""

    entries: int
    faults: tuple[CheckFault, ...]


def check(cell: Cell) -> Check:
    """Check the store's own file, and that no entry awaits its verdict."""
    project_all(cell)
    entries = sum(height.count for height in cell.heights().values())
    return Check(entries, tuple(CheckFault("file", {"detail": detail}) for detail in cell.store.check()))


def check_deep(cell: Cell) -> Check:
    """Also verify every header, signature and payload, and make every verdict and view anew from the log to compare."""
    shallow = check(cell)
    twin = Cell(cell.id, cell.keys, MemoryStore(), cell.clock, cell.entropy)
    faults = [*shallow.faults, *_verify_log(cell, twin)]
    twin.refresh_in_transaction()
    project_all(twin)
    if cell.membership != twin.membership:
        faults.append(CheckFault("membership", {}))
    if dict(cell.store.judgements.verdicts()) != dict(twin.store.judgements.verdicts()):
        faults.append(CheckFault("verdicts", {}))
    faults.extend(_differences(cell.store.read_model.dump(), twin.store.read_model.dump()))
    twin.close()
    return Check(shallow.entries, tuple(faults))


def rebuild(cell: Cell) -> int:
    """Empty the read model and make it anew from the log; return how many entries were judged."""
    with cell.store.transaction():
        cell.store.read_model.clear()
        cell.refresh_membership()
    project_all(cell)
    return sum(cell.store.judgements.verdicts().values())


def _verify_log(cell: Cell, twin: Cell) -> list[CheckFault]:
    """Verify each log from its first entry, copying what is sound to the twin; return the faults."""
    faults = []
    for device, height in cell.heights().items():
        reached = EMPTY
        try:
            for sealed in _segments(cell, device, height.count):
                entries = open_sealed(sealed, cell.id, reached)
                reached = Height(sealed.end, entries[-1].id)
                with twin.store.transaction():
                    twin.append_verified(sealed, entries)
        except Fault as fault:
            where: dict[str, str | int] = {"device": device.hex(), "entry": reached.count}
            faults.append(CheckFault("log", {**where, "cause": fault.code}))
            continue
        if reached != height:
            faults.append(CheckFault("height", {"device": device.hex(), "entry": height.count}))
    return faults


def _segments(cell: Cell, device: DeviceId, count: int) -> Iterator[Sealed]:
    at = 0
    while at < count:
        blobs = cell.store.log.segments(device, at, READ_BYTES)
        if not blobs:
            raise RefusedError("store_damaged", reason="segment missing")
        for blob in blobs:
            sealed = parse(blob)
            yield sealed
            at = sealed.end


def _differences(ours: Iterable[str], anew: Iterable[str]) -> list[CheckFault]:
    """Return one fault for each line of the read model that the log does not make, or that is missing."""
    ours_lines, new_lines = set(ours), set(anew)
    extra = [CheckFault("view_extra", {"line": line[:SHOWN_CHARACTERS]}) for line in sorted(ours_lines - new_lines)]
    lost = [CheckFault("view_missing", {"line": line[:SHOWN_CHARACTERS]}) for line in sorted(new_lines - ours_lines)]
    return extra + lost
