"""What goes into a file that carries the cell from one computer to another, and what of such a file is new here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from idos_p2p.ids import DeviceId, EntryId
from idos_p2p.limits import KIB
from idos_p2p.log.chain import EMPTY, Height
from idos_p2p.log.entry import Entry
from idos_p2p.log.segment import Sealed, open_sealed, parse, unpack
from idos_p2p.services.cell import Cell
from idos_p2p.services.ingest import new_part

READ_BYTES = 512 * KIB  # of segments read from the store at once


@dataclass(frozen=True, slots=True)
class Piece:
    """A segment as it is stored, and the id of the entry before its first; zeros where a log begins."""

    back: EntryId
    blob: bytes


def recipients(cell: Cell) -> tuple[bytes, ...]:
    """Return the sealing keys of every device that is effective now, this one's too."""
    membership = cell.membership
    return tuple(key for device, key in sorted(membership.sealing.items()) if membership.effective(device))


def pieces(cell: Cell) -> Iterator[Piece]:
    """Yield every segment of every log, all branches, in an order that a device could have received them in.

    So whatever is cut off at the end, what is before it stands by itself. Acts of authority come first, in the order
    in which they came here: that of an invitation before those whom it let in.
    """
    way = _Way(cell)
    for held in cell.store.log.acts():
        header = held.entry.header
        position = cell.store.log.position(header.device, held.entry.id, header.seq)
        yield from way.reach(header.device, position or 0, header.seq + 1)
    for device, branches in sorted(cell.logs().items()):
        for number, branch in enumerate(branches):
            yield from way.reach(device, number, branch.height.count)


def novelties(cell: Cell, piece: Piece) -> Sequence[Entry]:
    """Return the entries of a piece that are not held here, verified; nothing is kept. Raises PeerFault."""
    sealed = parse(piece.blob)
    entries = open_sealed(sealed, cell.id, Height(sealed.first_seq, piece.back))
    return new_part(cell, entries)[0]


class _Way:
    """How far each branch was told; no entry is told before the one that it builds on, and none twice."""

    def __init__(self, cell: Cell) -> None:
        self._cell = cell
        self._logs = cell.logs()
        self._told: dict[tuple[DeviceId, int], Height] = {}

    def reach(self, device: DeviceId, position: int, end: int) -> Iterator[Piece]:
        """Yield what is still to be told of a branch's line up to ``end``, and a segment's rest beyond it."""
        branch = self._logs[device][position]
        if branch.parent is not None:
            yield from self.reach(device, branch.parent, branch.first)
        while (told := self._height(device, position)).count < end:
            most = READ_BYTES if end == branch.height.count else 1  # to an act's own segment, and not much further
            for blob in self._cell.store.log.segments(device, position, told.count, most):
                yield Piece(told.head, blob)
                told = self._after(parse(blob), told)
            self._told[device, position] = told

    def _height(self, device: DeviceId, position: int) -> Height:
        known = self._told.get((device, position))
        if known is not None:
            return known
        first = self._logs[device][position].first
        if first == 0:
            return EMPTY
        return Height(first, self._cell.store.log.line(device, position, first - 1, first)[0].id)

    def _after(self, sealed: Sealed, told: Height) -> Height:
        return Height(sealed.end, unpack(sealed, self._cell.id, told.head)[-1].id)
