"""Writing records: one intention is one durable step, appended to this device's log and seen at once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager

from idos_p2p.errors import RefusedError
from idos_p2p.ids import EntryId, RecordName
from idos_p2p.log.entry import Entry
from idos_p2p.records.change import Change
from idos_p2p.records.document import create, edit
from idos_p2p.records.fields import accept
from idos_p2p.records.judge import World
from idos_p2p.records.kinds import BY_NAME, Field, FieldType, Kind, Value, code_of
from idos_p2p.services.cell import Cell, Pen
from idos_p2p.services.intentions import Intention, remember
from idos_p2p.services.project import Projected, judge_record, project_records
from idos_p2p.views.records import RecordView, find

OWN_PERSON = "own person"
"""The fact that names this person's own record, once it is written."""


def add(cell: Cell, kind_name: str, values: Mapping[str, object], *, owned: bool = False) -> str:
    """Write a new record and return its id.

    ``owned`` makes a record of a shared kind this person's own. Raises RefusedError: ``kind_unknown``,
    ``not_member_yet``, those of ``records.fields.accept`` and of ``views.records.find`` for what it points to.
    """
    return add_all(cell, [(kind_name, lambda _ids: values)], owned=owned)[0]


def add_all(
    cell: Cell,
    records: Sequence[tuple[str, Callable[[Sequence[str]], Mapping[str, object]]]],
    *,
    owned: bool = False,
) -> list[str]:
    """Write these records, all of them or none, and return their ids in order.

    Each is a kind and what gives its values from the ids of those before it, to which they may point.
    """
    cell.require_membership()
    ids: list[str] = []
    known: set[str] = set()
    names: list[RecordName] = []
    with _writing(cell) as written:
        pen = cell.pen()
        for kind_name, values_from in records:
            kind = kind_named(kind_name)
            values = accept(kind, _resolved(cell, kind, values_from(ids), written_now=known), partial=False)
            entries = _write_changes(cell, pen, code_of(kind, owned=owned), create(kind, values, cell.device), None)
            ids.append(entries[0].id.hex())
            known.add(ids[-1])
            names.append(RecordName(cell.device, entries[0].header.seq))
        written.entries = pen.seal()
        written.projected = project_records(cell, names)
    return ids


def write_new(cell: Cell, pen: Pen, kind_name: str, values: Mapping[str, object]) -> tuple[str, RecordName]:
    """Write a new record in the step under way, which projects it (``services/authority.py``); return its id and name.

    Raises RefusedError as ``add``.
    """
    kind = kind_named(kind_name)
    accepted = accept(kind, _resolved(cell, kind, values, written_now=()), partial=False)
    entries = _write_changes(cell, pen, code_of(kind), create(kind, accepted, cell.device), None)
    return entries[0].id.hex(), RecordName(cell.device, entries[0].header.seq)


def change(cell: Cell, record_id: str, values: Mapping[str, object]) -> int:
    """Set fields of a record (None clears one) and return how many entries that took: none when nothing differs.

    Raises RefusedError: ``record_unknown``, ``not_owner``, ``not_member_yet`` and those of ``accept``.
    """
    return change_from(cell, record_id, lambda _view: values)


def change_from(cell: Cell, record_id: str, values_from: Callable[[RecordView], Mapping[str, object]]) -> int:
    """Set the fields that ``values_from`` gives of the record as it is; else as ``change``.

    It is called in the transaction of that change, and may write there what the change stands on.
    """
    cell.require_membership()
    with _writing(cell) as written:
        view = find(cell.store.reader, record_id)
        _require_ownership(cell, view)
        kind = kind_named(view.kind)
        values = values_from(view)
        accepted = accept(kind, _resolved(cell, kind, values, written_now=()), partial=True)
        shown = _shown(cell, view)
        steps = edit(shown.changes, kind, accepted, cell.device)
        pen = cell.pen()
        _write_changes(cell, pen, shown.creation.header.kind, steps, view.record)
        written.entries = pen.seal()
        if written.entries:
            written.projected = project_records(cell, [view.record])
    return written.entries


def rewrite(
    cell: Cell, edits: Sequence[tuple[RecordView, Mapping[str, Value]]], note: Callable[[Intention], None]
) -> tuple[str, ...]:
    """Give each of these records such values, as one intention, and return the ids of those that it changed.

    The values are what documents hold: they are not checked again. ``note`` is told what was written, in the same
    transaction, in place of ``intentions.remember``. Raises as ``change``, and then nothing is written.
    """
    cell.require_membership()
    with _writing(cell, note) as written:
        pen = cell.pen()
        changed = []
        for view, values in edits:
            _require_ownership(cell, view)
            shown = _shown(cell, view)
            steps = edit(shown.changes, kind_named(view.kind), values, cell.device)
            if _write_changes(cell, pen, shown.creation.header.kind, steps, view.record):
                changed.append(view)
        written.entries = pen.seal()
        written.projected = project_records(cell, [view.record for view in changed])
    return tuple(view.id for view in changed)


def kind_named(name: str) -> Kind:
    """Return the kind of that name; raise RefusedError("kind_unknown")."""
    kind = BY_NAME.get(name)
    if kind is None:
        raise RefusedError("kind_unknown", kind=name, accepted=", ".join(sorted(BY_NAME)))
    return kind


class _Written:
    """What one intention has written so far."""

    def __init__(self) -> None:
        self.entries = 0
        self.projected = Projected(frozenset(), frozenset())


@contextmanager
def _writing(cell: Cell, note: Callable[[Intention], None] | None = None) -> Iterator[_Written]:
    """Give the transaction of one intention, and tell what it wrote once it is durable.

    All that this device writes in it can be undone in one go (``services/undo.py``), unless ``note`` takes it down.
    """
    written = _Written()
    with cell.store.transaction():
        first = cell.own_height()
        yield written
        intention = Intention(first, cell.own_height() - first)
        if note is None:
            remember(cell, intention)
        else:
            note(intention)
    cell.tell(entries=written.entries, ids=written.projected.ids, kinds=written.projected.kinds)


def _write_changes(
    cell: Cell, pen: Pen, code: int, changes: Sequence[Change], record: RecordName | None
) -> list[Entry]:
    """Write one entry for each change; without a record, the first creates it and the others follow it."""
    entries: list[Entry] = []
    for step in changes:
        name = record or (RecordName(cell.device, entries[0].header.seq) if entries else None)
        entries.extend(pen.write([cell.change(code, step.body, name)]))
    return entries


def _shown(cell: Cell, view: RecordView) -> World:
    """Return the world that is shown of a record and edited: what nobody contests, if there is that much of it."""
    worlds = judge_record(cell, view.record).of(EntryId(bytes.fromhex(view.id)))
    if not worlds:  # what arrived meanwhile took it away
        raise RefusedError("record_unknown", prefix=view.id)
    return worlds[0]


def _require_ownership(cell: Cell, view: RecordView) -> None:
    """Refuse early what every peer would hold void: a change of another person's own record."""
    if view.shared:
        return
    if cell.membership.person_of(view.device) != cell.membership.person_of(cell.device):
        raise RefusedError("not_owner", id=view.id, title=view.title)


def _resolved(
    cell: Cell, kind: Kind, values: Mapping[str, object], *, written_now: Collection[str]
) -> dict[str, object]:
    """Return the values with every reference as a whole id of a record that is here and of the right kind."""

    def whole(field: Field, reference: object) -> str:
        if not isinstance(reference, str):
            raise RefusedError("field_type", kind=kind.name, field=field.name, accepted=field.type.value)
        if reference in written_now:
            return reference
        view = find(cell.store.reader, reference)
        if field.to and view.kind not in field.to:
            raise RefusedError("link_kind", field=field.name, found=view.kind, accepted=", ".join(field.to))
        return view.id

    resolved = dict(values)
    for field in kind.fields:
        value = values.get(field.name)
        if field.type is FieldType.LINK and isinstance(value, str) and value:
            resolved[field.name] = whole(field, value)
        elif field.type is FieldType.LINKS and isinstance(value, list | tuple):
            resolved[field.name] = [whole(field, item) for item in value]
        elif field.type is FieldType.SHARES and isinstance(value, Mapping):
            resolved[field.name] = {whole(field, item): share for item, share in value.items()}
    return resolved
