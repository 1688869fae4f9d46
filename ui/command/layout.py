"""Text as a terminal shows it: harmless, cut and aligned by the columns it takes.

Whatever somebody wrote passes through ``clean``, so that a name or a page from elsewhere can neither steer the terminal
nor turn the sentence around it (security §3.4).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

from ui.words.clean import one_line

ID_DIGITS = 8  # of an id, as a person reads and types it; commands take any prefix that only one record has
VALUE_COLUMNS = 72  # a longer text stands in a block of its own
_JOINER = "\u200d"


def clean(value: object) -> str:
    """Return anything as one line that a terminal only shows; a file name's stray bytes become question marks."""
    return one_line(str(value)).encode("utf-8", "replace").decode("utf-8")


def short(identifier: object) -> str:
    """Return the first digits of an id, as a person reads it; nothing for none."""
    return clean(identifier or "")[:ID_DIGITS]


def is_long(text: str) -> bool:
    """Say whether a text takes a block of its own."""
    return len(text.splitlines()) > 1 or width(text) > VALUE_COLUMNS


def lines(text: str) -> list[str]:
    """Return the lines of a text, each cleaned, with the blanks they begin with."""
    return [" " * (len(line) - len(line.lstrip(" "))) + clean(line) for line in text.strip("\n").splitlines()]


def width(text: str) -> int:
    """Return how many columns a terminal gives the text: two for wide signs, none for marks and what a joiner ties."""
    taken, tied = 0, False
    for sign in text:
        if not tied and unicodedata.category(sign) not in {"Mn", "Me", "Cf"}:
            taken += 2 if unicodedata.east_asian_width(sign) in {"W", "F"} else 1
        tied = sign == _JOINER
    return taken


def cut(text: str, most: int) -> str:
    """Return the text in at most so many columns, an ellipsis in place of what was cut."""
    if width(text) <= most:
        return text
    kept = text[:most]
    while width(kept) >= most:
        kept = kept[:-1]
    return kept.rstrip() + "…"


def padded(text: str, most: int, *, right: bool = False) -> str:
    """Return the text with blanks after it, or before it, to fill so many columns."""
    blanks = " " * (most - width(text))
    return blanks + text if right else text + blanks


def columns(rows: Sequence[Sequence[str]], right: Iterable[int] = ()) -> list[str]:
    """Return the rows as aligned lines; a column that is empty in every row is left out."""
    to_the_right = set(right)
    widest = [max(map(width, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(
            padded(cell, most, right=place in to_the_right)
            for place, (cell, most) in enumerate(zip(row, widest, strict=True))
            if most
        ).rstrip()
        for row in rows
    ]


def indented(told: Iterable[str], by: int = 2) -> list[str]:
    """Return the lines with so many blanks before each."""
    return [(" " * by + line).rstrip() for line in told]
