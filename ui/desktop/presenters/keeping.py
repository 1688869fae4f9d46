"""What keeps the cell safe, as screens say it: where the data lives, the copies, what is out of the ordinary."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ui.desktop.presenters.ports import CopyCard, Notice
from ui.words import quantities
from ui.words.catalogue import Words


@dataclass(frozen=True, slots=True)
class CopyRow:
    """One copy, ready to draw."""

    path: str
    moment: str
    line: str
    spoken: str


@dataclass(frozen=True, slots=True)
class Strip:
    """A banner on every page: what happened, then what is safe and what to do. ``tone`` is one of ``Banner``'s."""

    tone: str
    title: str
    text: str


def copy_row(words: Words, copy: CopyCard, today: date) -> CopyRow:
    """Return a row for a copy."""
    moment = moment_of(words, copy.made_ms, today)
    line = words.say("settings_copy_line", moment=moment, size=quantities.byte_size(words, copy.size))
    return CopyRow(copy.path, moment, line, words.say("settings_copy_back_spoken", moment=moment))


def copy_name(words: Words, today: date) -> str:
    """Return the name that a copy made elsewhere is offered."""
    return words.say("settings_copy_name", day=today.isoformat()) + ".idos-copy"


def moment_of(words: Words, time_ms: int, today: date) -> str:
    """Return "mar. 17 nov. à 14 h 05"."""
    at = quantities.local(time_ms)
    return words.say("copy_moment", day=quantities.day(words, at.date(), today), time=quantities.time_of_day(at))


def strip(words: Words, notice: Notice) -> Strip:
    """Return the banner of a condition, in the words of the command line."""
    count = {"count": notice.count, "number": quantities.number(words, notice.count)}
    return strip_of(words.say(f"condition_{notice.code}", **count), "danger" if notice.code == "full" else "help")


def strip_of(sentence: str, tone: str = "danger") -> Strip:
    """Return a banner that says a sentence: its first part, what happened, stands out."""
    happened, stop, rest = sentence.partition(". ")
    return Strip(tone, happened + stop.strip(), rest)
