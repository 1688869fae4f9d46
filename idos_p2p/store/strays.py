"""Rows beside the records that do not follow from them: links, interactions, sums, and the search index."""

from __future__ import annotations

from collections.abc import Iterator

from idos_p2p.errors import RefusedError
from idos_p2p.store import sums
from idos_p2p.store.database import Database
from idos_p2p.store.ports import Stray

_DUE = """SELECT * FROM (
    SELECT link.subject, record.day, record.key FROM link JOIN record ON record.key = link.record
    UNION SELECT subject.number, record.day, record.key FROM record
    JOIN device ON device.number = record.key >> 32 JOIN subject ON subject.id = device.key
    WHERE NOT record.removed
)"""
_HELD = "SELECT subject, day, record FROM interaction"
_TOLD = "SELECT coalesce(lower(hex(record.id)), ''), coalesce(lower(hex(subject.id)), '')"
_LINKS_OF_NOTHING = f"""{_TOLD} || ' ' || link.field FROM link
    LEFT JOIN record ON record.key = link.record LEFT JOIN subject ON subject.number = link.subject
    WHERE record.key IS NULL OR subject.number IS NULL ORDER BY 1, 2"""
_MENTIONS_OF_NOTHING = """SELECT '', mention.name FROM mention LEFT JOIN record ON record.key = mention.record
    WHERE record.key IS NULL ORDER BY 2"""
_INTERACTIONS = f"""WITH astray (subject, day, record) AS ({{0}} EXCEPT {{1}}) {_TOLD} || ' ' || astray.day FROM astray
    LEFT JOIN record ON record.key = astray.record LEFT JOIN subject ON subject.number = astray.subject
    ORDER BY 1, 2"""

# What the index would be, made anew beside it, and the words of both by record.
_ANEW = (
    """CREATE VIRTUAL TABLE temp.anew USING fts5(words, content = '', tokenize = 'unicode61 remove_diacritics 2')""",
    "INSERT INTO temp.anew (rowid, words) SELECT key, words FROM main.record ORDER BY key",
    "CREATE VIRTUAL TABLE temp.due USING fts5vocab('temp', 'anew', 'instance')",
    "CREATE VIRTUAL TABLE temp.held USING fts5vocab('main', 'search', 'instance')",
)
_FORGET = ("DROP TABLE IF EXISTS temp.held", "DROP TABLE IF EXISTS temp.due", "DROP TABLE IF EXISTS temp.anew")
_PLACES = "SELECT doc, term, offset FROM temp."
_UNLIKE = f"""WITH unlike AS ({_PLACES}{{0}} EXCEPT {_PLACES}{{1}})
    SELECT coalesce(lower(hex(record.id)), ''), min(term) FROM unlike
    LEFT JOIN main.record ON record.key = unlike.doc GROUP BY unlike.doc ORDER BY 1"""  # noqa: S608  # made of this module's words


def strays(database: Database) -> Iterator[Stray]:
    """Yield each row that no record asks for, and each that is missing."""
    for record, detail in database.rows(_LINKS_OF_NOTHING):
        yield Stray("link", record, detail, missing=False)
    for record, detail in database.rows(_MENTIONS_OF_NOTHING):
        yield Stray("mention", record, detail, missing=False)
    for record, detail in database.rows(_INTERACTIONS.format(_HELD, _DUE)):
        yield Stray("interaction", record, detail, missing=False)
    for record, detail in database.rows(_INTERACTIONS.format(_DUE, _HELD)):
        yield Stray("interaction", record, detail, missing=True)
    yield from sums.strays(database)
    try:
        database.rows("INSERT INTO search (search, rank) VALUES ('integrity-check', 1)")
    except RefusedError:
        yield from _unlike_words(database)


def _unlike_words(database: Database) -> Iterator[Stray]:
    """Yield the records whose words the index does not hold, or holds otherwise; one at least."""
    found = []
    try:
        for statement in (*_FORGET, *_ANEW):
            database.rows(statement)
        for held, due, missing in (("held", "due", False), ("due", "held", True)):
            for record, word in database.rows(_UNLIKE.format(held, due)):
                found.append(Stray("search", record, word, missing))
    finally:
        for statement in _FORGET:
            database.rows(statement)
    yield from found or [Stray("search", "", "", missing=True)]
