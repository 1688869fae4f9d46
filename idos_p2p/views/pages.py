"""A page as it is read: whom its text names, who names it, where it comes from, what hangs on it; and what is said.

What names or answers is told of any record, not of pages alone.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass

from idos_p2p.records.mentions import mentions, name_key
from idos_p2p.store.ports import Reader
from idos_p2p.views.around import Interaction, interactions
from idos_p2p.views.records import RecordView, by_keys

MOST_ALIKE = 5  # records told where a name in double brackets fits several
MOST_KIN = 200  # pages told of one genealogy
MOST_GENERATIONS = 12  # a page may be its own ancestor, when two were each made from the other
MOST_NAMING = 2_000  # records looked at for those that name another; the least recently arrived are left

_NAMED = """
    SELECT record.name, record.key FROM json_each(?) AS asked
    JOIN record ON record.name = asked.value AND record.name <> ''
    ORDER BY record.name, record.created_ms, record.id
"""
_NAMING = """
    SELECT record.key FROM (SELECT record FROM mention WHERE name = ? ORDER BY record DESC LIMIT ?) AS found
    JOIN record ON record.key = found.record AND record.id <> ?
    ORDER BY record.day DESC, record.created_ms DESC, record.id DESC LIMIT ?
"""
_LINKING = """
    SELECT record.key FROM subject JOIN interaction ON interaction.subject = subject.number
    JOIN record ON record.key = interaction.record AND record.id <> ?1
    WHERE subject.id = ?1 AND interaction.day >= coalesce((
        SELECT day FROM subject JOIN interaction ON interaction.subject = subject.number
        WHERE subject.id = ?1 ORDER BY day DESC LIMIT 1 OFFSET ?2
    ), '')
    ORDER BY interaction.day DESC, record.created_ms DESC, record.id DESC LIMIT ?2
"""
_ORIGINS = """
    WITH RECURSIVE kin (id, generation) AS (
        SELECT ?, 0
        UNION
        SELECT subject.id, kin.generation + 1
        FROM kin JOIN record ON record.id = kin.id
        JOIN link ON link.record = record.key AND link.field = 'origins'
        JOIN subject ON subject.number = link.subject
        WHERE kin.generation < ?
    )
    SELECT lower(hex(id)), min(generation) FROM kin WHERE generation > 0 GROUP BY id ORDER BY 2, 1 LIMIT ?
"""
_DESCENDANTS = """
    WITH RECURSIVE kin (id, generation) AS (
        SELECT ?, 0
        UNION
        SELECT record.id, kin.generation + 1
        FROM kin JOIN subject ON subject.id = kin.id
        JOIN link ON link.subject = subject.number AND link.field = 'origins'
        JOIN record ON record.key = link.record
        WHERE kin.generation < ?
    )
    SELECT lower(hex(id)), min(generation) FROM kin WHERE generation > 0 GROUP BY id ORDER BY 2, 1 LIMIT ?
"""
_BY_ID = """
    SELECT lower(hex(record.id)), record.kind, record.title FROM record
    WHERE record.id IN (SELECT unhex(value) FROM json_each(?))
"""
_COMMENTS = """
    SELECT record.key FROM subject JOIN link ON link.subject = subject.number AND link.field = 'about'
    JOIN record ON record.key = link.record AND record.kind IN ('comment', 'thanks', 'attestation')
    WHERE subject.id = ? ORDER BY record.created_ms DESC, record.id DESC LIMIT ?
"""
_FILES = "SELECT lower(hex(hash)), size FROM blob WHERE hash IN (SELECT unhex(value) FROM json_each(?))"


@dataclass(frozen=True, slots=True)
class Named:
    """One name in double brackets: where it stands in the text, how it reads, and the records that have that name.

    None: nobody has it (yet). Several: it is told which, and somebody may write a longer name.
    """

    start: int  # of the first bracket, in characters
    end: int  # after the last one
    name: str
    shown: str
    records: tuple[RecordView, ...]  # the first written first, at most ``MOST_ALIKE``
    count: int  # of all that have this name


@dataclass(frozen=True, slots=True)
class Backlink:
    """A record that leads here: through these fields, or by naming it in its text, or both."""

    interaction: Interaction
    fields: tuple[str, ...]
    named: bool


@dataclass(frozen=True, slots=True)
class Kin:
    """A page of the genealogy, so many generations away; without a title while it is not here."""

    id: str
    kind: str
    title: str
    generation: int


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that hangs on a record; ``size`` in bytes is None while its content is not here."""

    hash: str
    name: str
    size: int | None


def named(reader: Reader, text: str, same: Mapping[str, str]) -> tuple[Named, ...]:
    """Return the names in double brackets of a text, in order, with the records that they lead to.

    ``same`` leads from each further record of a person to the first: they have one name, and are one.
    """
    found = list(mentions(text))
    keys = sorted({name_key(mention.name) for mention in found})
    by_name: defaultdict[str, list[int]] = defaultdict(list)
    for name, key in reader.rows(_NAMED, (json.dumps(keys),)):
        by_name[name].append(key)
    wanted = [key for several in by_name.values() for key in several]
    records = dict(zip(wanted, by_keys(reader, wanted), strict=True))
    several = {name: _once([records[key] for key in keys], same) for name, keys in by_name.items()}
    told = []
    for mention in found:
        alike = several.get(name_key(mention.name), ())
        told.append(Named(mention.start, mention.end, mention.name, mention.shown, alike[:MOST_ALIKE], len(alike)))
    return tuple(told)


def naming(reader: Reader, record: RecordView, most: int) -> tuple[Backlink, ...]:
    """Return at most ``most`` records whose texts name this one, the newest first."""
    found = _naming(reader, record, most)
    return _backlinks(reader, record, found, found, most)


def backlinks(reader: Reader, record: RecordView, most: int) -> tuple[Backlink, ...]:
    """Return at most ``most`` records that name this one or link it by any field, the newest first."""
    linking = [key for (key,) in reader.rows(_LINKING, (bytes.fromhex(record.id), most))]
    found = _naming(reader, record, most)
    return _backlinks(reader, record, {*found, *linking}, found, most)


def origins(reader: Reader, record: RecordView) -> tuple[Kin, ...]:
    """Return the pages that this one was made from, and those these were made from, the nearest first."""
    return _kin(reader, _ORIGINS, record)


def descendants(reader: Reader, record: RecordView) -> tuple[Kin, ...]:
    """Return the pages that were made from this one, and from these, the nearest first."""
    return _kin(reader, _DESCENDANTS, record)


def said_about(reader: Reader, record: RecordView, most: int) -> tuple[Interaction, ...]:
    """Return the last ``most`` comments, thanks and attestations about a record, oldest first."""
    keys = [key for (key,) in reader.rows(_COMMENTS, (bytes.fromhex(record.id), most))]
    return tuple(interactions(reader, keys[::-1]))


def attachments(reader: Reader, record: RecordView) -> tuple[Attachment, ...]:
    """Return the files that hang on a record, by name."""
    files = record.fields.get("attachments")
    found = [(hash_, name) for hash_, _, name in (file.partition(" ") for file in _lines(files))]
    sizes = dict(reader.rows(_FILES, (json.dumps([hash_ for hash_, _ in found]),)))
    told = [Attachment(hash_, name, sizes.get(hash_)) for hash_, name in found]
    return tuple(sorted(told, key=lambda file: (file.name.casefold(), file.hash)))


def _naming(reader: Reader, record: RecordView, most: int) -> set[int]:
    asked = (name_key(record.title), MOST_NAMING, bytes.fromhex(record.id), most)
    return {key for (key,) in reader.rows(_NAMING, asked)}


def _backlinks(
    reader: Reader, record: RecordView, keys: Set[int], named_by: Set[int], most: int
) -> tuple[Backlink, ...]:
    found = sorted(interactions(reader, sorted(keys)), key=lambda item: item.place, reverse=True)
    return tuple(
        Backlink(
            item,
            tuple(sorted({link.field for link in item.links if link.id == record.id})),
            item.record.key in named_by,
        )
        for item in found[:most]
    )


def _once(records: Iterable[RecordView], same: Mapping[str, str]) -> tuple[RecordView, ...]:
    """Return these records, those of one person as the first of them that is here."""
    by_first: dict[str, RecordView] = {}
    for record in records:
        first = same.get(record.id, record.id)
        if first not in by_first or record.id == first:
            by_first[first] = record
    return tuple(by_first.values())


def _kin(reader: Reader, sql: str, record: RecordView) -> tuple[Kin, ...]:
    rows = reader.rows(sql, (bytes.fromhex(record.id), MOST_GENERATIONS, MOST_KIN))
    ids = [entry for entry, _ in rows if entry != record.id]
    known = {entry: (kind, title) for entry, kind, title in reader.rows(_BY_ID, (json.dumps(ids),))}
    return tuple(
        Kin(entry, *known.get(entry, ("", "")), generation) for entry, generation in rows if entry != record.id
    )


def _lines(value: object) -> Sequence[str]:
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []
