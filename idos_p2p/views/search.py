"""Search as you type, in everything that records say."""

from __future__ import annotations

from idos_p2p.store.ports import Reader
from idos_p2p.store.words import folded
from idos_p2p.views.records import RecordView, by_keys

# A word that more records have is too common to choose by: ranking all of 100,000 takes 140 ms (performance §10.11).
CANDIDATES = 2_000
WORDS = 16  # of a question; a pasted page is not one

_FOUND = """
    SELECT record.key
    FROM (SELECT rowid FROM search WHERE search MATCH ? ORDER BY rowid DESC LIMIT ?) AS found
    JOIN record ON record.key = found.rowid
    ORDER BY record.touched_ms DESC, record.id LIMIT ?
"""


def search(reader: Reader, words: str, most: int) -> list[RecordView]:
    """Return at most ``most`` records that have all these words, most recently touched first.

    Each word given is the start of a word of the record; case, accents and ligatures make no difference.
    """
    question = _question(words)
    if not question:
        return []
    return by_keys(reader, [key for (key,) in reader.rows(_FOUND, (question, CANDIDATES, most))])


def _question(words: str) -> str:
    """Return the words in the index's own language, where a text in quotes has no operator."""
    asked = [word for word in folded(words).split() if any(map(str.isalnum, word))][:WORDS]
    return " ".join('"' + word.replace('"', '""') + '"*' for word in asked)
