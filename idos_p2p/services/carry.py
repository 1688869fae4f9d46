"""What goes into a file that carries the cell from one computer to another, and what of such a file is new here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from idos_p2p.errors import RefusedError
from idos_p2p.ids import BlobHash, DeviceId, EntryId
from idos_p2p.limits import KIB
from idos_p2p.log.branches import Branches
from idos_p2p.log.chain import EMPTY, Height
from idos_p2p.log.entry import Entry
from idos_p2p.log.segment import Sealed, open_sealed, parse, unpack
from idos_p2p.services.cell import Cell
from idos_p2p.services.ingest import new_part
from idos_p2p.services.project import project_slice
from idos_p2p.views.attachments import wanted

READ_BYTES = 512 * KIB  # of segments read from the store at once

Reached = Mapping[DeviceId, Sequence[int]]
"""How far along the line of each branch, by its position here, somebody else is; 0 for a device that is not named."""


class Span(NamedTuple):
    """Consecutive entries of one device that a file holds: from ``start`` (included) to ``end`` (excluded)."""

    device: DeviceId
    start: int
    end: int
    head: EntryId  # the id of the last one, which says on which branch they are


@dataclass(frozen=True, slots=True)
class Piece:
    """A segment as it is stored, and the id of the entry before its first; zeros where a log begins."""

    back: EntryId
    blob: bytes


class Enclosure(NamedTuple):
    """An attachment that a file may hold."""

    blob: BlobHash
    size: int  # bytes


def recipients(cell: Cell) -> Mapping[DeviceId, bytes]:
    """Return the sealing keys of every device that is effective now, this one's too, in a stable order."""
    membership = cell.membership
    return {device: key for device, key in sorted(membership.sealing.items()) if membership.effective(device)}


def pieces(cell: Cell, start: Reached | None = None) -> Iterator[Piece]:
    """Yield every segment of every log, all branches, in an order that a device could have received them in.

    So whatever is cut off at the end, what is before it stands by itself. Acts of authority come first, in the order
    in which they came here: that of an invitation before those whom it let in. With ``start``, what is before that
    place of each branch is left out; who reads it must have that already.
    """
    way = _Way(cell, start or {})
    for held in cell.store.log.acts():
        header = held.entry.header
        position = cell.store.log.position(header.device, held.entry.id, header.seq)
        yield from way.reach(header.device, position or 0, header.seq + 1)
    for device, branches in sorted(way.logs.items()):
        for number, branch in enumerate(branches):
            yield from way.reach(device, number, branch.height.count)


def weigh(cell: Cell, start: Reached | None = None) -> tuple[int, int]:
    """Return how many segments ``pieces`` yields, at most, and how many bytes they have; none of them is opened."""
    number_of = size = 0
    for device, branches in cell.logs().items():
        for number, branch in enumerate(branches):
            place = max(branch.first, _from(start or {}, device, number))
            while place < branch.height.count:
                for blob in cell.store.log.segments(device, number, place, READ_BYTES):
                    number_of, size, place = number_of + 1, size + len(blob), parse(blob).end
    return number_of, size


def beginning(cell: Cell, place: Reached, again: Iterable[Span]) -> Reached:
    """Return the places from which on a file has to tell so that it also tells all of these spans."""
    logs = cell.logs()
    start = {device: [_from(place, device, number) for number in range(len(logs[device]))] for device in logs}
    for span in again:
        position = cell.store.log.position(span.device, span.head, span.end - 1)
        while position is not None:
            start[span.device][position] = min(start[span.device][position], span.start)
            branch = logs[span.device][position]
            position = branch.parent if span.start < branch.first else None
    return start


def entries_from(cell: Cell, start: Reached | None = None) -> int:
    """Return how many entries are held from these places on."""
    return sum(
        branch.height.count - min(branch.height.count, max(branch.first, _from(start or {}, device, number)))
        for device, branches in cell.logs().items()
        for number, branch in enumerate(branches)
    )


def span_of(cell: Cell, piece: Piece) -> Span:
    """Return what a piece holds; nothing of it is verified. Raises PeerFault on a segment that is none."""
    sealed = parse(piece.blob)
    return Span(sealed.device, sealed.first_seq, sealed.end, unpack(sealed, cell.id, piece.back)[-1].id)


def join_span(spans: list[Span], span: Span, back: EntryId) -> None:
    """Put a span to those of a file; ``back`` is the entry before it, which may be the end of the last one."""
    last = spans[-1] if spans else None
    if last and (last.device, last.end, last.head) == (span.device, span.start, back):
        spans[-1] = last._replace(end=span.end, head=span.head)
    else:
        spans.append(span)


def reached(cell: Cell, spans: Iterable[Span]) -> Reached:
    """Return how far along each branch's line these spans lead without a gap; those whose end is not held count not."""
    found: dict[DeviceId, list[tuple[int, Span]]] = {}
    for span in spans:
        position = cell.store.log.position(span.device, span.head, span.end - 1)
        if position is not None:
            found.setdefault(span.device, []).append((position, span))
    logs = cell.logs()
    return {
        device: [_led(logs[device], number, known) for number in range(len(logs[device]))]
        for device, known in found.items()
    }


def settle(cell: Cell) -> bool:
    """Judge and project a slice of what awaits it, so that it is known what to carry; say whether there may be more.

    What a full disk leaves unprojected stays so.
    """
    if not cell.store.judgements.unjudged(1):
        return False
    try:
        return project_slice(cell)
    except RefusedError as refused:
        if refused.code != "store_full":
            raise
        return False


def enclosures(cell: Cell) -> list[Enclosure]:
    """Return the attachments that records in sight name and that are here, the smallest first.

    So a file that is cut somewhere has given the most of them.
    """
    held = cell.store.blobs.held()
    gone = frozenset(cell.store.blobs.missing(held))
    named = [Enclosure(blob, held[blob].size) for blob in wanted(cell.store.reader) if blob in held]
    return sorted((one for one in named if one.blob not in gone), key=lambda one: (one.size, one.blob))


def novelties(cell: Cell, piece: Piece) -> Sequence[Entry]:
    """Return the entries of a piece that are not held here, verified; nothing is kept. Raises PeerFault."""
    sealed = parse(piece.blob)
    entries = open_sealed(sealed, cell.id, Height(sealed.first_seq, piece.back))
    return new_part(cell, entries)[0]


def _led(branches: Branches, position: int, known: Iterable[tuple[int, Span]]) -> int:
    """Return how far along a branch's line spans lead, each with the branch that holds its end."""
    limits = {position: branches[position].height.count}  # of this branch and those it leaves: where its line does
    place = position
    while (parent := branches[place].parent) is not None:
        limits[parent] = min(branches[place].first, limits[place])
        place = parent
    on_line = [(span.start, _shared(branches, limits, branch, span.end)) for branch, span in known]
    end = 0
    for first, last in sorted(on_line):
        if first > end:
            break
        end = max(end, last)
    return end


def _shared(branches: Branches, limits: Mapping[int, int], position: int, end: int) -> int:
    """Return how much of a branch's line up to ``end`` is also on the line that has these limits."""
    place: int | None = position
    while place is not None and place not in limits:
        end, place = min(end, branches[place].first), branches[place].parent
    return 0 if place is None else min(end, limits[place])


def _from(start: Reached, device: DeviceId, position: int) -> int:
    places = start.get(device, ())
    return places[position] if position < len(places) else 0


class _Way:
    """How far each branch was told; no entry is told before the one that it builds on, and none twice."""

    def __init__(self, cell: Cell, start: Reached) -> None:
        self.logs = cell.logs()
        self._cell = cell
        self._told: dict[tuple[DeviceId, int], Height] = {}
        for device, branches in self.logs.items():
            for number, branch in enumerate(branches):
                place = min(_from(start, device, number), branch.height.count)
                if place > branch.first:
                    self._told[device, number] = self._at(device, number, place)

    def reach(self, device: DeviceId, position: int, end: int) -> Iterator[Piece]:
        """Yield what is still to be told of a branch's line up to ``end``, and a segment's rest beyond it."""
        branch = self.logs[device][position]
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
        return known if known is not None else self._at(device, position, self.logs[device][position].first)

    def _at(self, device: DeviceId, position: int, count: int) -> Height:
        """Return the height of a branch's line after so many entries."""
        if count == 0:
            return EMPTY
        return Height(count, self._cell.store.log.line(device, position, count - 1, count)[0].id)

    def _after(self, sealed: Sealed, told: Height) -> Height:
        return Height(sealed.end, unpack(sealed, self._cell.id, told.head)[-1].id)
