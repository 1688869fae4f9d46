"""Who changed what, taking it back, the bin, erasing and what may be kept how long: commands as documents."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from idos_p2p.errors import RefusedError
from idos_p2p.records.kinds import BY_NAME, FieldType
from idos_p2p.records.processing import PROCESSINGS, REVISED
from idos_p2p.services import bin as the_bin
from idos_p2p.services.cell import Cell
from idos_p2p.services.day import day_of
from idos_p2p.services.erase import erase
from idos_p2p.services.history import FieldChange, Told, history, names_of_devices
from idos_p2p.services.receipts import Receipts, receipts
from idos_p2p.services.retention import due
from idos_p2p.services.undo import Undone, redo, restore, undo
from idos_p2p.views.records import by_title, find, titles
from ui.command import documents
from ui.command.table import Document, Options, Run

_LINKING = {FieldType.LINK, FieldType.LINKS, FieldType.SHARES}


def _history(cell: Cell, options: Options) -> Document:
    view = find(cell.store.reader, options["id"])
    told = history(cell, view.id)
    named = titles(cell.store.reader, _linked(view.kind, told))
    return [_entry(view.kind, entry, named) for entry in told]


def _entry(kind: str, told: Told, named: Mapping[str, str]) -> Document:
    return {
        "when": documents.moment(told.time_ms),
        "who": told.who,
        "entry": told.entry.hex(),
        "kind": kind,
        "created": told.created,
        "contested": told.contested,
        "kept": told.kept,
        "changes": [_change(kind, change, named) for change in told.changes],
    }


def _change(kind: str, change: FieldChange, named: Mapping[str, str]) -> Document:
    document: dict[str, Document] = {"field": change.field, "before": change.before, "after": change.after}
    if change.pieces:
        document["pieces"] = [{piece.what: piece.text} for piece in change.pieces]
    if change.added or change.removed:
        document |= {"added": list(change.added), "removed": list(change.removed)}
    linked = {each: named[each] for each in _ids(kind, change) if named.get(each)}
    return {**document, "titles": linked} if linked else document


def _linked(kind: str, told: list[Told]) -> set[str]:
    return {each for entry in told for change in entry.changes for each in _ids(kind, change)}


def _ids(kind: str, change: FieldChange) -> list[str]:
    """Return the records that a change of a link speaks of."""
    field = BY_NAME[kind].field(change.field)
    if field is None or field.type not in _LINKING:
        return []
    values = [*change.added, *change.removed, change.before, change.after]
    return [value for value in values if isinstance(value, str)]


def _undo(cell: Cell, _options: Options) -> Document:
    return _undone(undo(cell))


def _redo(cell: Cell, _options: Options) -> Document:
    return _undone(redo(cell))


def _undone(done: Undone) -> Document:
    return {
        "records": list(done.records),
        "left": [
            {"id": each.record, "kind": each.kind, "title": each.title, "field": each.field, "who": each.who}
            for each in done.left
        ],
    }


def _restore(cell: Cell, options: Options) -> Document:
    view = find(cell.store.reader, options["id"])
    return {"id": view.id, "entries": restore(cell, view.id, options["entry"])}


def _remove(cell: Cell, options: Options) -> Document:
    return {"id": the_bin.remove(cell, options["id"])}


def _put_back(cell: Cell, options: Options) -> Document:
    return {"id": the_bin.put_back(cell, options["id"])}


def _bin(cell: Cell, options: Options) -> Document:
    today = day_of(cell.clock.now_ms())
    erased = the_bin.empty(cell) if options["empty"] else None
    document: dict[str, Document] = {
        "items": [
            {
                "id": each.view.id,
                "kind": each.view.kind,
                "title": each.view.title,
                "since": each.since,
                "days_left": each.days_left,
                "own": each.own,
            }
            for each in the_bin.in_bin(cell, today)
        ],
        "due": len(the_bin.past_its_days(cell, today)),
    }
    return document if erased is None else {**document, "records": erased}


def _erase(cell: Cell, options: Options) -> Document:
    record = _record_or_person(cell, options["id"])
    count = erase(cell, record)
    return {"id": record, "count": count, **_erasure(cell, receipts(cell, record))}


def _record_or_person(cell: Cell, named: str) -> str:
    """Return the id of a record, or of the person of this name where only one goes by it."""
    found = by_title(cell.store.reader, "person", " ".join(named.split()))
    return found[0].id if len(found) == 1 else find(cell.store.reader, named).id


def _show(cell: Cell, options: Options) -> Document:
    try:
        return documents.record_with_versions(cell, find(cell.store.reader, options["id"]))
    except RefusedError as refused:
        known = receipts(cell, options["id"]) if refused.code == "record_unknown" else None
        if known is None:
            raise
    return {"id": known.record, **_erasure(cell, known)}


def _erasure(cell: Cell, known: Receipts | None) -> dict[str, Document]:
    """Return how far an erasure has come, in computers; nothing until this one has said so."""
    if known is None:
        return {}
    names = names_of_devices(cell)
    return {
        "erased": {
            "done": len(known.done),
            "computers": len(known.done) + len(known.waiting),
            "waiting": sorted(names.get(device, "") for device in known.waiting),
        }
    }


def _register(_cell: Cell, _options: Options) -> Document:
    return {
        "revised": REVISED,
        "items": [
            {
                "name": each.name,
                "basis": each.basis.value,
                "persons": list(each.persons),
                "months": each.months,
                "since": each.since.value,
                "fields": {kind: list(fields) for kind, fields in each.fields.items()},
            }
            for each in PROCESSINGS
        ],
    }


def _due(cell: Cell, options: Options) -> Document:
    day = options["on"] or day_of(cell.clock.now_ms())
    return {
        "day": day,
        "items": [
            {
                "id": each.record,
                "kind": each.kind,
                "title": each.title,
                "processing": each.processing,
                "fields": list(each.fields),
                "counted_from": each.counted_from,
                "since": each.since,
                "own": each.own,
            }
            for each in due(cell, _checked(day))
        ],
    }


def _checked(day: str) -> str:
    try:
        return date.fromisoformat(day).isoformat()
    except ValueError as error:
        raise RefusedError("day_unreadable", day=day) from error


COMMANDS: Mapping[str, Run] = {
    "history": _history,
    "undo": _undo,
    "redo": _redo,
    "restore": _restore,
    "remove": _remove,
    "put-back": _put_back,
    "bin": _bin,
    "erase": _erase,
    "show": _show,
    "register": _register,
    "due": _due,
}
