"""How a person looks before anyone has a photograph: initials and a colour, the same on every computer."""

from __future__ import annotations

from dataclasses import dataclass

from ui.words.clean import one_line

TINTS = ("contribution", "project", "thanks", "knowledge", "decision", "gift")
"""Colour tokens for faces; each carries ``on_primary`` with at least 4.5:1 (tested)."""


@dataclass(frozen=True, slots=True)
class Face:
    """What an avatar shows."""

    initials: str
    tint: str  # a colour token


NOBODY = Face("", "meeting")
"""Somebody or some computer whose name is not known: drawn as a computer."""


def face(name: str) -> Face:
    """Return the initials (first and last word) and a colour that depends on the name alone."""
    words = [word for word in one_line(name).split() if word[0].isalnum()]
    if not words:
        return NOBODY
    initials = words[0][0]
    if len(words) > 1:
        initials += words[-1][0]
    return Face(initials.upper(), TINTS[sum(map(ord, name)) % len(TINTS)])


def first_name(name: str) -> str:
    """Return the word a person is called by."""
    return (one_line(name).split() or [""])[0]
