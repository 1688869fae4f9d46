"""Search as you type, in everything that records say."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass

from idos_p2p.records.kinds import KINDS
from idos_p2p.store.ports import Reader
from idos_p2p.store.words import folded
from idos_p2p.views.records import RecordView, by_keys

# A word that more records have is too common to choose by: ranking all of 100,000 takes 140 ms (performance §10.11).
CANDIDATES = 2_000
MANY = 5_000  # records of the kinds asked for
WORDS = 16  # of a question; a pasted page is not one

_FOUND = """
    SELECT record.key
    FROM (SELECT rowid FROM search WHERE search MATCH ? ORDER BY rowid DESC LIMIT ?) AS found
    JOIN record ON record.key = found.rowid
    ORDER BY record.touched_ms DESC, record.id LIMIT ?
"""
# The kinds' keys are gathered first where they are few, and looked up one by one, until there is enough, where they are
# many. The sign before rowid has the words' index walked once, rather than asked again for each key.
_FOUND_OF = """
    SELECT record.key
    FROM (SELECT rowid FROM search WHERE search MATCH ? AND {is_of_kind} ORDER BY rowid DESC LIMIT ?) AS found
    JOIN record ON record.key = found.rowid
    ORDER BY record.touched_ms DESC, record.id LIMIT ?
"""
_OF_FEW = """
    +rowid IN (SELECT record.key FROM json_each(?) AS kind CROSS JOIN record ON record.kind = kind.value)
"""
_OF_MANY = """
    EXISTS (
        SELECT 1 FROM json_each(?) AS kind
        CROSS JOIN record INDEXED BY record_of_kind ON record.kind = kind.value AND record.key = search.rowid
    )
"""
_COUNT = """
    SELECT count(*) FROM (
        SELECT 1 FROM json_each(?) AS kind CROSS JOIN record ON record.kind = kind.value LIMIT ?
    )
"""
_GROUPED = """
    SELECT kind, key, count FROM (
        SELECT record.kind AS kind, record.key AS key, count(*) OVER (PARTITION BY record.kind) AS count,
            row_number() OVER (PARTITION BY record.kind ORDER BY record.touched_ms DESC, record.id) AS place
        FROM (SELECT rowid FROM search WHERE search MATCH ? ORDER BY rowid DESC LIMIT ?) AS found
        JOIN record ON record.key = found.rowid
    ) WHERE place <= ? ORDER BY kind, place
"""
_ORDER = {kind.name: place for place, kind in enumerate(KINDS)}


@dataclass(frozen=True, slots=True)
class Group:
    """What was found of one kind: the most recently touched first, and how many there are in all.

    ``count`` is at most ``CANDIDATES`` for all kinds together: it says "at least" where a word is common.
    """

    kind: str
    records: tuple[RecordView, ...]
    count: int


def search(reader: Reader, words: str, most: int, kinds: Collection[str] = ()) -> list[RecordView]:
    """Return at most ``most`` records that have all these words, most recently touched first; of these kinds if any.

    Each word given is the start of a word of the record; case, accents and ligatures make no difference.
    """
    question = _question(words)
    if not question:
        return []
    if not kinds:
        rows = reader.rows(_FOUND, (question, CANDIDATES, most))
    else:
        of_kinds = json.dumps(sorted(set(kinds)))
        ((count,),) = reader.rows(_COUNT, (of_kinds, MANY))
        found = _FOUND_OF.format(is_of_kind=_OF_MANY if count == MANY else _OF_FEW)
        rows = reader.rows(found, (question, of_kinds, CANDIDATES, most))
    return by_keys(reader, [key for (key,) in rows])


def search_by_kind(reader: Reader, words: str, most: int) -> list[Group]:
    """Return what ``search`` finds by kind, in the order of ``KINDS``, at most ``most`` records of each."""
    question = _question(words)
    rows = reader.rows(_GROUPED, (question, CANDIDATES, most)) if question else []
    records = dict(zip([key for _, key, _ in rows], by_keys(reader, [key for _, key, _ in rows]), strict=True))
    counts = {kind: count for kind, _, count in rows}
    return [
        Group(kind, tuple(records[key] for of, key, _ in rows if of == kind), count)
        for kind, count in sorted(counts.items(), key=lambda found: (_ORDER.get(found[0], len(_ORDER)), found[0]))
    ]


def _question(words: str) -> str:
    """Return the words in the index's own language, where a text in quotes has no operator."""
    asked = [word for word in folded(words).split() if any(map(str.isalnum, word))][:WORDS]
    return " ".join('"' + word.replace('"', '""') + '"*' for word in asked)
