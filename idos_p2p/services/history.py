"""The history of a record, told by person and meaning: who changed what, when, from what to what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from idos_p2p.ids import DeviceId, EntryId
from idos_p2p.records.fields import Reading, read
from idos_p2p.records.history import Edition
from idos_p2p.records.history import history as editions_of
from idos_p2p.records.kinds import NESTED, FieldType, Kind, Value
from idos_p2p.records.plan import Plain
from idos_p2p.records.text import splices
from idos_p2p.services.cell import Cell
from idos_p2p.services.people import writers
from idos_p2p.services.project import judge_record
from idos_p2p.services.write import kind_named
from idos_p2p.views.records import find

AROUND = 24  # characters told before and after what changed in a text, so that its place is known


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text that changed: "kept" is the text around it, cut; a cut is an ellipsis in the words of ui."""

    what: Literal["kept", "inserted", "deleted"]
    text: str


@dataclass(frozen=True, slots=True)
class FieldChange:
    """What one entry did to one field.

    ``before`` and ``after`` are as ``show`` tells them, None where there was or is nothing. ``pieces`` are those of a
    text, in its order; ``added`` and ``removed`` the members of a set, or of shares those whose amount is another.
    """

    field: str
    before: Value
    after: Value
    pieces: tuple[Piece, ...] = ()
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """One entry of a record's history."""

    entry: EntryId
    time_ms: int  # the author's clock, for people
    device: DeviceId
    who: str  # the person's name; empty while it is not known
    created: bool  # it made the record
    contested: bool  # of a device that forked, or built on what one wrote: a version
    kept: bool  # written after its device's log was cut, and others built on it
    changes: tuple[FieldChange, ...]  # in the kind's order, those of a newer program last


def history(cell: Cell, record_id: str) -> list[Told]:
    """Return the history of a record (id or prefix), the oldest first: causal order, then time, then id.

    An entry that changed nothing that can be told is told without changes. Raises those of ``views.records.find``.
    """
    view = find(cell.store.reader, record_id)
    kind, creation = kind_named(view.kind), EntryId(bytes.fromhex(view.id))
    names = names_of_devices(cell)
    return [
        Told(
            entry=edition.entry,
            time_ms=edition.time_ms,
            device=edition.device,
            who=names.get(edition.device, ""),
            created=edition.entry == creation,
            contested=edition.contested,
            kept=edition.kept,
            changes=_changes(kind, edition),
        )
        for edition in editions_of(judge_record(cell, view.record).of(creation))
    ]


def names_of_devices(cell: Cell) -> Mapping[DeviceId, str]:
    """Return whose each device is, by the name that the person goes by."""
    return writers(cell)


def _changes(kind: Kind, edition: Edition) -> tuple[FieldChange, ...]:
    before, after = read(kind, _held(edition.before)), read(kind, _held(edition.changes))
    order = [field.name for field in kind.fields if field.name in edition.changes]
    order += sorted(edition.changes.keys() - set(order))
    told = [_change(kind, name, before, after) for name in order]
    return tuple(change for change in told if change.before != change.after)


def _held(fields: Mapping[str, Plain]) -> dict[str, Plain]:
    return {name: value for name, value in fields.items() if value is not None}


def _change(kind: Kind, name: str, before: Reading, after: Reading) -> FieldChange:
    """Return the change of one field; an object that holds nothing is nothing."""
    field = kind.field(name)
    old, new = _value(before, name), _value(after, name)
    if field is None or field.type not in NESTED or name in before.unknown or name in after.unknown:
        return FieldChange(name, old, new)
    if field.type is FieldType.TEXT:
        return FieldChange(name, old, new, pieces=pieces(str(old or ""), str(new or "")))
    had, has = _members(old), _members(new)
    return FieldChange(
        name,
        old,
        new,
        added=tuple(member for member, held in has.items() if had.get(member) != held),
        removed=tuple(member for member in had if member not in has),
    )


def _value(reading: Reading, name: str) -> Value:
    if name in reading.values:
        return reading.values[name]
    held = reading.unknown.get(name)
    return held if held is None or isinstance(held, str | int) else str(held)


def _members(value: Value) -> Mapping[str, int]:
    if isinstance(value, dict):
        return value
    return dict.fromkeys(value, 1) if isinstance(value, list) else {}


def pieces(before: str, after: str) -> tuple[Piece, ...]:
    """Return how a text changed: what was deleted and inserted, and a little of what stands around it."""
    found: list[Piece] = []
    at = 0
    for start, deleted, inserted in splices(before, after):
        found += _kept(before[at:start], first=not found, last=False)
        if deleted:
            found.append(Piece("deleted", before[start : start + deleted]))
        if inserted:
            found.append(Piece("inserted", inserted))
        at = start + deleted
    return (*found, *_kept(before[at:], first=False, last=True)) if found else ()


def _kept(text: str, *, first: bool, last: bool) -> list[Piece]:
    """Return the text around changes, cut where it is long: at its beginning, at its end, or in between."""
    if not text:
        return []
    if first:
        return [Piece("kept", text if len(text) <= AROUND else "…" + text[-AROUND:])]
    if last:
        return [Piece("kept", text if len(text) <= AROUND else text[:AROUND] + "…")]
    short = len(text) <= 2 * AROUND
    return [Piece("kept", text if short else f"{text[:AROUND]}…{text[-AROUND:]}")]
