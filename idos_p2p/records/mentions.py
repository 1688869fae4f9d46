"""Names in a text that lead to other records: ``[[Jardin partagé]]``, or ``[[Jardin partagé|le jardin]]``."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from idos_p2p.records.fields import clean_line

MOST = 1_000  # mentions looked for in one text: bounds what one page puts in the tables

_MENTION = re.compile(r"\[\[([^\[\]|\n]{1,200})(?:\|([^\[\]|\n]{1,200}))?\]\]")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_ALIKE = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "\u2019": "'", "\u02bc": "'", "\u2018": "'"})


@dataclass(frozen=True, slots=True)
class Mention:
    """One name in double brackets: where it stands in the text, whom it names, and how it reads."""

    start: int  # of the first bracket, in characters
    end: int  # after the last one
    name: str
    shown: str


def mentions(text: str) -> Iterator[Mention]:
    """Yield the mentions of a text in order, at most ``MOST``."""
    if "[[" not in text:
        return
    for count, found in enumerate(_MENTION.finditer(text)):
        if count == MOST:
            return
        name = clean_line(found[1])
        if name:
            yield Mention(found.start(), found.end(), name, clean_line(found[2] or "") or name)


def name_key(name: str) -> str:
    """Return what two ways of writing a name share: case, accents, ligatures and the kind of apostrophe aside."""
    letters = unicodedata.normalize("NFKD", clean_line(name).casefold().translate(_ALIKE))
    return " ".join(_BEYOND_ASCII.sub(_without_accent, letters).split())


def _without_accent(letter: re.Match[str]) -> str:
    return "" if unicodedata.combining(letter[0]) else letter[0]
