"""What takes back what one author wrote in a record, and nothing of what others wrote meanwhile."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from idos_p2p.ids import DeviceId, EntryId
from idos_p2p.records.change import OperationId
from idos_p2p.records.conflicts import touched
from idos_p2p.records.document import RecordDocument
from idos_p2p.records.fields import read
from idos_p2p.records.judge import World
from idos_p2p.records.kinds import NESTED, REMOVED, Field, FieldType, Kind, Value
from idos_p2p.records.plan import Plain
from idos_p2p.records.text import splices
from idos_p2p.records.weaving import Accepted


@dataclass(frozen=True, slots=True)
class Left:
    """A field that stays as it is, and the device that changed it since."""

    field: str
    device: DeviceId


@dataclass(frozen=True, slots=True)
class Compensation:
    """``values`` are what ``document.edit`` takes; ``left`` are the fields that somebody else changed meanwhile."""

    values: Mapping[str, Value]
    left: tuple[Left, ...]


def compensation(kind: Kind, world: World, entries: Collection[EntryId], today: str) -> Compensation:
    """Return what takes back these entries of one device in a record, as far as they are part of this world.

    The record goes to the bin where they created it, unless another device has written in it since. Texts lose what
    was inserted and get back what was deleted, in their place, and keep what others wrote; sets and shares likewise,
    member by member. A field of one value is left when it holds another one by now, or several.
    """
    own = [accepted for accepted in world.accepted if accepted.entry.id in entries]
    if not own:
        return Compensation({}, ())
    device = own[0].entry.header.device
    if world.creation.id in entries:
        others = [one.entry.header.device for one in world.accepted if one.entry.header.device != device]
        return (
            Compensation({}, (Left(REMOVED.name, others[-1]),)) if others else Compensation({REMOVED.name: today}, ())
        )
    document = RecordDocument.load(world.changes)
    fields = _touched(world, entries)
    before = document.fields_at(fields, own[0].change.dependencies)
    after = document.fields_at(fields, [own[-1].change.hash])
    now, contested, authors = document.fields(), document.versions(), _authors(world, device)
    values: dict[str, Value] = {}
    left: list[Left] = []
    for name in (name for name in fields if before[name] != after[name]):
        back = _back(kind.field(name), (before[name], after[name], now.get(name)), several=name in contested)
        if back.somebody_elses:
            left.append(Left(name, authors.get(name, device)))
        if not back.nothing:
            values[name] = back.value
    return Compensation(values, tuple(left))


def values_at(kind: Kind, world: World, accepted: Accepted) -> dict[str, Value]:
    """Return what ``document.edit`` takes to bring a record back to what the author of an accepted entry saw of it.

    What was not of its type then is left as it is now.
    """
    held = RecordDocument.load(world.changes).fields([accepted.change.hash])
    reading = read(kind, held)
    return {
        field.name: _typed(field, held.get(field.name)) for field in kind.fields if field.name not in reading.unknown
    }


@dataclass(frozen=True, slots=True)
class _Back:
    """The value that takes a change back."""

    value: Value = None
    nothing: bool = False  # the field stays as it is
    somebody_elses: bool = False  # it does, or some member of it, as somebody else left it


def _back(field: Field | None, states: tuple[Plain, Plain, Plain], *, several: bool) -> _Back:
    """Return what takes a change of a field back; ``states``: before it, after it, now."""
    before, after, now = states
    if field is None:  # a newer program wrote it: only such a one takes it back
        return _Back(nothing=True, somebody_elses=True)
    if field.type is FieldType.TEXT:
        return _Back(unwritten(_text(before), _text(after), _text(now)))
    if field.type is FieldType.SHARES and not several:
        return _shares_back(_map(before), _map(after), _map(now))
    if field.type in NESTED and not several:
        added, removed = _map(after).keys() - _map(before).keys(), _map(before).keys() - _map(after).keys()
        return _Back(sorted((_map(now).keys() - added) | removed))
    unwritable = before is not None and _plain(before) is None
    if several or unwritable or now not in (before, after):
        return _Back(nothing=True, somebody_elses=True)
    return _Back(_plain(before))


def _shares_back(before: Mapping[str, Plain], after: Mapping[str, Plain], now: Mapping[str, Plain]) -> _Back:
    shares = {key: cents for key, cents in now.items() if type(cents) is int}
    partly = False
    for key in before.keys() | after.keys():
        was, became, cents = before.get(key), after.get(key), now.get(key)
        if was in (became, cents):
            continue
        if cents != became:
            partly = True
        elif type(was) is int:
            shares[key] = was
        else:
            shares.pop(key, None)
    return _Back(dict(sorted(shares.items())), somebody_elses=partly)


def unwritten(before: str, after: str, now: str) -> str:
    """Return the text as it is now without what led from ``before`` to ``after``; exactly ``before`` if it is that.

    What was inserted goes as far as it is still there, what was deleted comes back where it stood, and whatever else
    was written since stays.
    """
    places, gaps = _places(after, now)
    gone: set[int] = set()
    back: dict[int, str] = {}
    for start, deleted, inserted in splices(after, before):
        gone.update(place for place in places[start : start + deleted] if place is not None)
        back[gaps[start]] = back.get(gaps[start], "") + inserted
    pieces = []
    for place in range(len(now) + 1):
        pieces.append(back.get(place, ""))
        if place < len(now) and place not in gone:
            pieces.append(now[place])
    return "".join(pieces)


def _places(old: str, new: str) -> tuple[list[int | None], list[int]]:
    """Return where each character of the old text is in the new one, if anywhere; and where each gap before it is."""
    places: list[int | None] = []
    gaps: list[int] = []
    at = 0
    for start, deleted, inserted in [*splices(old, new), (len(old), 0, "")]:
        kept = start - len(places)
        places += range(at, at + kept)
        gaps += range(at, at + kept)
        at += kept
        places += [None] * deleted
        gaps += [at] * deleted  # before what was inserted there
        at += len(inserted)
    return places, [*gaps, len(new)]


def _touched(world: World, entries: Collection[EntryId]) -> list[str]:
    """Return the fields in which these entries work, in order."""
    owners: dict[OperationId, str] = {}
    fields: dict[str, None] = {}
    for accepted in world.accepted:
        found = touched(accepted.change, owners)
        if accepted.entry.id in entries:
            fields.update(dict.fromkeys(found))
    return list(fields)


def _authors(world: World, device: DeviceId) -> dict[str, DeviceId]:
    """Return the last other device that worked in each field."""
    owners: dict[OperationId, str] = {}
    authors: dict[str, DeviceId] = {}
    for accepted in world.accepted:
        fields: Iterable[str] = touched(accepted.change, owners)
        if accepted.entry.header.device != device:
            authors.update(dict.fromkeys(fields, accepted.entry.header.device))
    return authors


def _typed(field: Field, held: Plain) -> Value:
    """Return a raw value as ``document.edit`` takes it: sets keep the very keys they hold."""
    if field.type is FieldType.TEXT:
        return _text(held)
    if field.type is FieldType.SHARES:
        return {key: cents for key, cents in _map(held).items() if type(cents) is int}
    if field.type in NESTED:
        return sorted(_map(held))
    return _plain(held)


def _plain(held: Plain) -> str | int | None:
    """Return what a field of one value can be given: what it holds, to the letter."""
    return held if isinstance(held, str | int) and not isinstance(held, bool) else None


def _text(held: Plain) -> str:
    return held if isinstance(held, str) else ""


def _map(held: Plain) -> Mapping[str, Plain]:
    return held if isinstance(held, dict) else {}
