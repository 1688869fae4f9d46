"""What people wrote, made fit for one place on a screen or a terminal. It is shown as it is, never interpreted."""

from __future__ import annotations

import re
import unicodedata

_DIRECTION = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Marks that turn the reading direction: with them a name could rewrite the sentence around it (security §3.4)."""

_BLANKS = re.compile(r"[^\S\u00a0\u202f]+")

_ENDLESS = re.compile(r"\S{24}(?=\S)")  # no French word is longer, but for a few nobody writes

_INVISIBLE = frozenset("\u00ad\u200b\u2060\ufeff")


def one_line(text: str) -> str:
    """Return the text on one line: controls and direction marks removed, every run of blanks a single space.

    A no-break space stays one: it was set on purpose.
    """
    kept = "".join(character for character in text if _shown(character))
    return _BLANKS.sub(" ", kept).strip()


def lines(text: str) -> str:
    """Return the text with its line ends and tabs kept, and controls and direction marks removed."""
    return "".join(character for character in text if character in "\n\t" or _shown(character))


def shortened(text: str, most: int) -> str:
    """Return at most ``most`` characters of one line, an ellipsis in place of what was cut."""
    line = one_line(text)
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def breakable(text: str) -> str:
    """Return the text with places where an endless word may go on to the next line; they show nothing."""
    return _ENDLESS.sub(lambda found: f"{found[0]}\u200b", text)


def folded(text: str) -> str:
    """Return the text without accents and capitals, as one looks words up."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(character for character in decomposed if not unicodedata.combining(character)).casefold()


def _shown(character: str) -> bool:
    if character.isspace():
        return True
    return character not in _DIRECTION and character not in _INVISIBLE and unicodedata.category(character) != "Cc"
