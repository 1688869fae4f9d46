"""What a record holds, and the fields for which its histories or its authors say several values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from idos_p2p.ids import EntryId
from idos_p2p.limits import MIB
from idos_p2p.log.entry import Entry
from idos_p2p.recent import Recent
from idos_p2p.records.change import OperationId
from idos_p2p.records.conflicts import touched
from idos_p2p.records.document import RecordDocument
from idos_p2p.records.judge import World
from idos_p2p.records.plain import plain_of
from idos_p2p.records.plan import Plain

_KNOWN_BYTES = 2 * MIB  # of contents read lately: records are judged again when who may write has changed
_ENTRY_BYTES = 1_500  # of an accepted entry: its id in the key, and itself where it gave one of several versions
_LETTER_BYTES = 8  # of what one operation leaves, beside the bytes of its value in the body


@dataclass(frozen=True, slots=True)
class Version:
    """One of the values of a field, and the entry that gave it."""

    value: Plain
    entry: Entry


@dataclass(frozen=True, slots=True)
class Content:
    """What is shown of a record; ``versions`` are those of the fields that hold several, the shown one first."""

    fields: Mapping[str, Plain]
    versions: Mapping[str, Sequence[Version]]


def content(worlds: Sequence[World]) -> Content:
    """Return what the worlds of one record hold (``Judgement.of``): the first is shown, the others are its versions.

    A further world gives a version of a field only where one of its own entries says something else; that others
    wrote more in the shown one makes none.
    """
    shown, *others = worlds
    held = _held(shown)
    if not others:
        return held
    known = frozenset(accepted.entry.id for accepted in shown.accepted)
    more: dict[str, list[Version]] = {}
    for world in others:
        for field, version in _apart(world, known):
            found = more.setdefault(field, [])
            if version.value != held.fields.get(field) and version not in found:
                found.append(version)
    versions = dict(held.versions)
    for field, found in more.items():
        if found:
            before = versions.get(field) or (Version(held.fields.get(field), _last_author(shown, field)),)
            versions[field] = (*before, *sorted(found, key=_place))
    return Content(held.fields, versions)


def _held(world: World) -> Content:
    """Return what one world holds: of the same accepted entries always the same, so not read again of lately."""
    key = tuple([accepted.entry.id for accepted in world.accepted])
    held = _known.find(key)
    if held is None:
        held = _read(world)
        size = sum(_ENTRY_BYTES + _LETTER_BYTES * len(change.operations) + len(change.body) for change in world.changes)
        _known.keep(key, held, size)
    return held


_known: Recent[tuple[EntryId, ...], Content] = Recent(_KNOWN_BYTES)


def _read(world: World) -> Content:
    """Read what one world holds; one change, as most records have, needs no document."""
    changes = world.changes
    if len(changes) == 1:
        return Content(plain_of(changes[0]), {})
    document = RecordDocument.load(changes)
    return Content(document.fields(), _rivals(world, document))


def _rivals(world: World, document: RecordDocument) -> dict[str, Sequence[Version]]:
    return {
        field: tuple(Version(version.value, world.entry_of(version.change)) for version in versions)
        for field, versions in document.versions().items()
    }


def _apart(world: World, known: frozenset[EntryId]) -> Iterator[tuple[str, Version]]:
    """Yield what the entries of a world that are not known say of the fields they work in."""
    authors: dict[str, Entry] = {}
    owners: dict[OperationId, str] = {}
    for accepted in world.accepted:
        fields = touched(accepted.change, owners)
        if accepted.entry.id not in known:
            authors.update(dict.fromkeys(fields, accepted.entry))
    held = _held(world)
    for field, entry in authors.items():
        rivals = [version for version in held.versions.get(field, ()) if version.entry.id not in known]
        for version in rivals or [Version(held.fields.get(field), entry)]:
            yield field, version


def _last_author(world: World, field: str) -> Entry:
    """Return the entry that worked in a field last; the creating one, which left it out, where none did."""
    owners: dict[OperationId, str] = {}
    found = world.creation
    for accepted in world.accepted:
        if field in touched(accepted.change, owners):
            found = accepted.entry
    return found


def _place(version: Version) -> tuple[bytes, bytes]:
    return version.entry.header.device, version.entry.id
