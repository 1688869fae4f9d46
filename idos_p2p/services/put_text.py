"""The text of a proposal as it was put: its record at exactly the changes that the act names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from idos_p2p.errors import RefusedError
from idos_p2p.governance.acts import Propose
from idos_p2p.governance.matters import Place
from idos_p2p.ids import ABSENT, DeviceId, EntryId, RecordName
from idos_p2p.records.causality import heads
from idos_p2p.records.document import RecordDocument
from idos_p2p.records.fields import read
from idos_p2p.records.judge import World
from idos_p2p.records.kinds import Value
from idos_p2p.services.cell import Cell
from idos_p2p.services.project import judge_record
from idos_p2p.services.write import kind_named
from idos_p2p.store.ports import Reader
from idos_p2p.views.records import RecordView, find

_SHOWN = ("title", "body")


@dataclass(frozen=True, slots=True)
class PutText:
    """What was put. ``view`` is the record as it is now; None while it is not here, or erased.

    Where ``as_put`` is false, the changes that the act names are not all here: title and body are those of now, which
    may be of other words than what others answer.
    """

    record: str
    title: str
    body: str
    as_put: bool
    changed_since: bool
    project: str
    project_title: str
    view: RecordView | None


def put_text(cell: Cell, body: Propose) -> PutText:
    """Return the text of a proposal as it was put; where these changes are not here, as it is now."""
    record = EntryId(body.record)
    view = find_if_here(cell.store.reader, record) if record != ABSENT else None
    project = find_at(cell, body.project) if body.project else None
    now: Mapping[str, Value] = view.fields if view else {}
    put = _at_heads(cell, view, body) if view else None
    then = now if put is None else put
    return PutText(
        record=view.id if view else (record.hex() if record != ABSENT else ""),
        title=_text(then, "title"),
        body=_text(then, "body"),
        as_put=put is not None or record == ABSENT,
        changed_since=any(_text(then, name) != _text(now, name) for name in _SHOWN),
        project=project.id if project else "",
        project_title=project.title if project else "",
        view=view,
    )


def is_as_put(cell: Cell, body: Propose) -> bool:
    """Whether the text of a proposal can be read here as it was put; true of one that has no text."""
    record = EntryId(body.record)
    view = find_if_here(cell.store.reader, record)
    return record == ABSENT or (view is not None and _at_heads(cell, view, body) is not None)


def heads_of(cell: Cell, view: RecordView) -> tuple[bytes, ...]:
    """Return the entries of the changes of a record that no other change builds on: what is put of it, ascending."""
    world = _shown(cell, view)
    return tuple(sorted(world.entry_of(change.hash).id for change in heads(world.changes))) if world else ()


def find_if_here(reader: Reader, record: EntryId) -> RecordView | None:
    """Return the record of that id; None while it is not here."""
    try:
        return find(reader, record.hex())
    except RefusedError:
        return None


def find_at(cell: Cell, place: Place) -> RecordView | None:
    """Return the record that an entry at this place created; None while it is not here."""
    held = cell.store.log.at(DeviceId(place.device), place.seq)
    found = (find_if_here(cell.store.reader, one.entry.id) for one in held if one.entry.header.creates)
    return next((view for view in found if view), None)


def place_of(view: RecordView) -> Place:
    """Return the place by which acts name a record."""
    return Place(view.record.device, view.record.seq)


def name_of(place: Place) -> RecordName:
    """Return the record that a place names."""
    return RecordName(DeviceId(place.device), place.seq)


def _at_heads(cell: Cell, view: RecordView, body: Propose) -> Mapping[str, Value] | None:
    """Return the fields at the changes that an act names; None where it names none, or one that is not here."""
    world, wanted = _shown(cell, view), set(body.heads)
    if world is None or not wanted:
        return None
    changes = [one.change.hash for one in world.accepted if one.entry.id in wanted]
    if len(changes) < len(wanted):
        return None
    return read(kind_named(view.kind), RecordDocument.load(world.changes).fields(changes)).values


def _shown(cell: Cell, view: RecordView) -> World | None:
    worlds = judge_record(cell, view.record).of(EntryId(bytes.fromhex(view.id)))
    return worlds[0] if worlds else None


def _text(fields: Mapping[str, Value], name: str) -> str:
    value = fields.get(name)
    return value if isinstance(value, str) else ""
