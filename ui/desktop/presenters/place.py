"""Ma place: my computers, resting, and leaving with what is mine."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from ui.desktop.presenters.codes import ShownCode
from ui.words import quantities
from ui.words.catalogue import Words


@dataclass(frozen=True, slots=True)
class Leaving:
    """How somebody leaves."""

    folder: str = ""  # where what is theirs is written first; "" for nowhere
    erase: bool = False  # first erase, everywhere, what they alone could write


class PlacePort(Protocol):
    """What Ma place asks of the cell."""

    def rest(self, *, resting: bool) -> None:
        """Be asked for no answer from now on, or again."""
        ...

    def revoke(self, device: str) -> None:
        """Take away another of one's computers."""
        ...

    def leave(self, leaving: Leaving, language: str) -> int:
        """Leave the cell for good; return how many records were erased."""
        ...


def left_words(words: Words, erased: int, folder: str) -> str:
    """Return what is said once somebody left."""
    parts = [words.say("leave_done")]
    if folder:
        parts.append(words.say("leave_exported", folder=folder))
    if erased:
        parts.append(words.say("leave_erased", count=erased))
    return " ".join(parts)


def until(words: Words, shown: ShownCode, now_ms: int) -> str:
    """Return until when a code is good, told once it is shown."""
    end = quantities.local(now_ms) + timedelta(minutes=shown.minutes)
    return words.say("code_until", time=quantities.time_of_day(end), count=shown.minutes)
