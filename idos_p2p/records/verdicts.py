"""What becomes of an entry of a record, in words that every peer says alike."""

from __future__ import annotations

from dataclasses import dataclass

from idos_p2p.errors import BugError


@dataclass(frozen=True, slots=True)
class Applied:
    """The change is part of the record."""


@dataclass(frozen=True, slots=True)
class Kept:
    """The change is part of the record though it stands past the cut of its device: others built on it."""


@dataclass(frozen=True, slots=True)
class Contested:
    """The change is good, and its device forked, or it builds on one that did: a version, never a main value.

    It is one only where the record has no other.
    """


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something has not arrived.

    ``what`` is "record" (the creating entry), "body", "dependency" or "cut" (the last entry that counts of its device).
    """

    what: str


@dataclass(frozen=True, slots=True)
class Void:
    """Stored and forwarded, never applied.

    ``why`` is "device" (of nobody), "cut" (past the cut of its device, or off the line that it pins), "kind" (not the
    record's), "owner" (another person's record), "erased" (by its owner or by decision), "record" (the creating entry
    is void), "gate:<rule>", "dependency" (built on a change that is void) or "worlds" (of a branch beyond those that
    are looked at).
    """

    why: str


@dataclass(frozen=True, slots=True)
class UnknownKind:
    """Of a kind this program does not know: kept and forwarded, read by a newer one."""


Verdict = Applied | Kept | Contested | Waiting | Void | UnknownKind

_WORDS: dict[str, Verdict] = {"applied": Applied(), "kept": Kept(), "contested": Contested(), "unknown": UnknownKind()}


def encode(verdict: Verdict) -> str:
    """Return the verdict as a short text to store: "applied", "waiting:body", "void:gate:checksum" …, for a table."""
    match verdict:
        case Applied():
            return "applied"
        case Kept():
            return "kept"
        case Contested():
            return "contested"
        case Waiting(what):
            return f"waiting:{what}"
        case Void(why):
            return f"void:{why}"
        case UnknownKind():
            return "unknown"


def decode(text: str) -> Verdict:
    """Return the verdict that ``encode`` wrote."""
    word, _, rest = text.partition(":")
    if word == "waiting" and rest:
        return Waiting(rest)
    if word == "void" and rest:
        return Void(rest)
    if text in _WORDS:
        return _WORDS[text]
    raise BugError("verdict_unknown", text=text)
