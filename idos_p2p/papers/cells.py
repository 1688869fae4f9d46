"""How the text of one cell is written so that it comes back as it was: formulas disarmed, lists joined at bars."""

from __future__ import annotations

import re
from collections.abc import Iterable

_FORMULA = "=+\\-@\t\r\uff1d\uff0b\uff0d\uff20"  # what begins a formula in some spreadsheet, and the full-width twins
_ARMED = re.compile(f"'*[{_FORMULA}]")
_DISARMED = re.compile(f"'+[{_FORMULA}]")
_BAR = re.compile(r"(\\*)\|")


def disarmed(text: str) -> str:
    """Return text that no spreadsheet runs as a formula: an apostrophe before what begins like one."""
    return f"'{text}" if _ARMED.match(text) else text


def rearmed(text: str) -> str:
    """Return what ``disarmed`` was given."""
    return text[1:] if _DISARMED.match(text) else text


def joined(parts: Iterable[str]) -> str:
    """Return a list as one cell, cut at bars: a bar within a part stands behind a backslash.

    A single part with a comma is followed by a bar, for a cell without one is cut at its commas.
    """
    text = " | ".join(_BAR.sub(lambda found: found[1] * 2 + r"\|", part) for part in parts)
    return f"{text} |" if "," in text and "|" not in text else text


def parts(text: str) -> list[str]:
    """Return the members of a list: cut at bars where there is one, otherwise at commas; blanks and empty parts go."""
    cut = _cut_at_bars(text) if "|" in text else text.split(",")
    return [part for piece in cut if (part := piece.strip())]


def _cut_at_bars(text: str) -> list[str]:
    """Cut at the bars that no backslash keeps."""
    pieces, start, piece = [], 0, ""
    for found in _BAR.finditer(text):
        strokes = len(found[1])
        piece += text[start : found.start()] + "\\" * (strokes // 2)
        start = found.end()
        if strokes % 2:
            piece += "|"
        else:
            pieces.append(piece)
            piece = ""
    return [*pieces, piece + text[start:]]
