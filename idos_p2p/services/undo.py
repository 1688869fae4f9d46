"""Undo, redo and restore: what was written stays in the log, and a further change takes it back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from idos_p2p.errors import RefusedError
from idos_p2p.ids import DeviceId, EntryId, RecordName
from idos_p2p.log.entry import Entry
from idos_p2p.records.compensate import Compensation, compensation, values_at
from idos_p2p.records.kinds import Value
from idos_p2p.services.cell import Cell
from idos_p2p.services.day import day_of
from idos_p2p.services.intentions import Intention, done, entries_of, keep, remember, undone
from idos_p2p.services.people import writers
from idos_p2p.services.project import judge_record
from idos_p2p.services.write import kind_named, rewrite
from idos_p2p.views.records import PREFIX_DIGITS, RecordView, find


@dataclass(frozen=True, slots=True)
class LeftAlone:
    """A field that was not taken back, since somebody else changed it meanwhile."""

    record: str  # id
    kind: str
    title: str
    field: str
    who: str  # their name; empty while it is not known


@dataclass(frozen=True, slots=True)
class Undone:
    """What undoing or redoing did: which records changed (ids), in order, and what was left alone."""

    records: tuple[str, ...]
    left: tuple[LeftAlone, ...]


def can_undo(cell: Cell) -> tuple[RecordView, ...]:
    """Return the records of which ``undo`` would take something back, in order; none when there is nothing."""
    return next((views for one in reversed(done(cell)) if (views := _views(cell, one))), ())


def can_redo(cell: Cell) -> tuple[RecordView, ...]:
    """Return the records in which ``redo`` would write again, in order; none when there is nothing."""
    return next((views for one in reversed(undone(cell)) if (views := _views(cell, one))), ())


def undo(cell: Cell) -> Undone:
    """Take back the last intention that this device wrote; a record that it created goes to the bin.

    What somebody else changed meanwhile is left and told. What was erased since is passed over.
    Raises RefusedError: ``undo_nothing``, ``not_member_yet``, ``device_restored``, ``record_full``.
    """
    cell.require_membership()
    before, after = done(cell), undone(cell)
    while before:
        last = before.pop()
        edits, left = _compensations(cell, last)
        if edits or left:

            def note(written: Intention, last: Intention = last) -> None:
                vain = Intention(last.first, last.count, vain=True)
                keep(cell, before, [*after, written if written.count else vain])

            return Undone(rewrite(cell, edits, note), left)
    raise RefusedError("undo_nothing")


def redo(cell: Cell) -> Undone:
    """Write again what the last ``undo`` took back; nothing may have been written since.

    Raises RefusedError: ``redo_nothing``, and those of ``undo``.
    """
    cell.require_membership()
    before, after = done(cell), undone(cell)
    while after:
        last = after.pop()
        if last.vain:
            with cell.store.transaction():
                keep(cell, [*before, Intention(last.first, last.count)], after)
            return Undone((), ())
        edits, left = _compensations(cell, last)
        if edits or left:

            def note(written: Intention) -> None:
                keep(cell, [*before, written] if written.count else before, after)

            return Undone(rewrite(cell, edits, note), left)
    raise RefusedError("redo_nothing")


def restore(cell: Cell, record_id: str, entry_id: str) -> int:
    """Bring every field of a record back to what it was at one of its entries; return how many entries that took.

    ``entry_id`` is that of ``history``, or a prefix of it that no other entry of the record has. What was written
    since stays in the history. Fields of a newer program stay as they are.
    Raises RefusedError: ``entry_unknown``, and those of ``views.records.find`` and ``write.change``.
    """
    view = find(cell.store.reader, record_id)
    before = cell.own_height()
    rewrite(cell, [(view, _values_at(cell, view, entry_id))], lambda written: remember(cell, written))
    return cell.own_height() - before


def _values_at(cell: Cell, view: RecordView, prefix: str) -> Mapping[str, Value]:
    """Return the values that a record held at the entry of this id."""
    wanted = prefix.strip().lower()
    worlds = judge_record(cell, view.record).of(EntryId(bytes.fromhex(view.id)))
    found = {
        accepted.entry.id: (world, accepted)
        for world in reversed(worlds)
        for accepted in world.accepted
        if accepted.entry.id.hex().startswith(wanted)
    }
    if len(wanted) < PREFIX_DIGITS or len(found) != 1:
        raise RefusedError("entry_unknown", id=view.id, entry=prefix)
    (world, accepted) = found.popitem()[1]
    return values_at(kind_named(view.kind), world, accepted)


def _compensations(
    cell: Cell, intention: Intention
) -> tuple[list[tuple[RecordView, Mapping[str, Value]]], tuple[LeftAlone, ...]]:
    """Return the edits that take an intention back, and what they leave alone; neither when nothing of it is here."""
    edits: list[tuple[RecordView, Mapping[str, Value]]] = []
    left: list[LeftAlone] = []
    names = _names(cell)
    for record, entries in _by_record(entries_of(cell, intention)).items():
        for view, found in _of_record(cell, record, entries):
            if found.values:
                edits.append((view, found.values))
            left += [
                LeftAlone(view.id, view.kind, view.title, each.field, names.get(each.device, "")) for each in found.left
            ]
    return edits, tuple(left)


def _views(cell: Cell, intention: Intention) -> tuple[RecordView, ...]:
    """Return the records that an intention wrote in and that are shown."""
    found = []
    for record in _by_record(entries_of(cell, intention)):
        creations = [held.entry.id for held in cell.store.log.at(*record) if held.entry.header.creates]
        for creation in creations:
            with suppress(RefusedError):  # not shown: erased, or of a kind that this program does not know
                found.append(find(cell.store.reader, creation.hex()))
    return tuple(found)


def _by_record(entries: Sequence[Entry]) -> dict[RecordName, set[EntryId]]:
    found: dict[RecordName, set[EntryId]] = {}
    for entry in entries:
        if entry.header.record is not None:
            found.setdefault(entry.header.record, set()).add(entry.id)
    return found


def _of_record(cell: Cell, record: RecordName, entries: set[EntryId]) -> list[tuple[RecordView, Compensation]]:
    """Return the record that stands at a name, with what takes these entries back; nothing if it is not shown."""
    today = day_of(cell.clock.now_ms())
    judgement = judge_record(cell, record)
    for creation in judgement.creations:
        shown = judgement.of(creation)[0]
        if any(accepted.entry.id in entries for accepted in shown.accepted):
            try:
                view = find(cell.store.reader, creation.hex())
            except RefusedError:
                continue  # of a kind that this program does not know
            return [(view, compensation(kind_named(view.kind), shown, entries, today))]
    return []


def _names(cell: Cell) -> dict[DeviceId, str]:
    return writers(cell)
