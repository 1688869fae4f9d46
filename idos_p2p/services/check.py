"""Is what this installation holds sound? And the read model made anew from the log."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from idos_p2p.errors import Fault, RefusedError
from idos_p2p.ids import Address, DeviceId
from idos_p2p.log.chain import EMPTY, Height
from idos_p2p.log.segment import Sealed, open_sealed, parse
from idos_p2p.services.cell import Cell
from idos_p2p.services.project import project_all
from idos_p2p.store.memory import MemoryStore

READ_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Check:
    """What was looked at, and the faults found: each says what is wrong, and where."""

    entries: int
    faults: tuple[str, ...]


def check(cell: Cell) -> Check:
    """Check the store's own file, and that no entry awaits its verdict."""
    project_all(cell)
    entries = sum(height.count for height in cell.heights().values())
    return Check(entries, tuple(cell.store.check()))


def check_deep(cell: Cell) -> Check:
    """Also verify every header, signature and payload, and make every verdict and view anew from the log to compare."""
    shallow = check(cell)
    twin = Cell(cell.id, cell.keys, MemoryStore(), cell.clock, cell.entropy)
    faults = [*shallow.faults, *_verify_log(cell, twin)]
    twin.refresh_in_transaction()
    project_all(twin)
    if cell.membership != twin.membership:
        faults.append("membership differs from its acts")
    if dict(cell.store.judgements.verdicts()) != dict(twin.store.judgements.verdicts()):
        faults.append("verdicts differ from the log")
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


def _verify_log(cell: Cell, twin: Cell) -> list[str]:
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
            faults.append(f"log {device.hex()} after entry {reached.count}: {fault.code}")
            continue
        if reached != height:
            faults.append(f"log {device.hex()}: its height is not that of its entries")
        mine = cell.store.log.entries([Address(device, reached.count - 1)])[0]
        if mine.id != reached.head:
            faults.append(f"log {device.hex()} entry {reached.count - 1}: stored entry differs")
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


def _differences(ours: Iterable[str], anew: Iterable[str]) -> list[str]:
    """Return one fault for each line of the read model that the log does not make, or that is missing."""
    ours_lines, new_lines = set(ours), set(anew)
    return [f"read model, not from the log: {line[:120]}" for line in sorted(ours_lines - new_lines)] + [
        f"read model, missing: {line[:120]}" for line in sorted(new_lines - ours_lines)
    ]
