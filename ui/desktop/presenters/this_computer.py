"""Who uses this computer, and what protects their cells here: what the window asks before and beside a cell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from ui.words.catalogue import Words


@dataclass(frozen=True, slots=True)
class HomeCard:
    """The home of one person on this computer. ``name`` is empty while nobody has said whose it is."""

    path: str
    name: str
    protected: bool
    cells: int


class ComputerPort(Protocol):
    """The persons of this computer. Calls may take seconds; they run in the bridge's own thread."""

    def homes(self) -> tuple[HomeCard, ...]:
        """Return the homes of this computer, the first person's first."""
        ...

    def choose(self, path: str) -> None:
        """Work with that person's home from now on. The cell must be closed."""
        ...

    def add_home(self, name: str) -> HomeCard:
        """Make a home for another person, and return it."""
        ...

    def protect(self, before: str, after: str) -> bool:
        """Change the passphrase of the running cell on this computer ("": none); return whether there is one now."""
        ...


def home_name(words: Words, card: HomeCard) -> str:
    """Return how a person's home is called on its button."""
    return card.name or words.say("home_nameless")


def home_line(words: Words, card: HomeCard) -> str:
    """Return what is said of a home under its name."""
    if not card.cells:
        return words.say("homes_new")
    return words.say("homes_protected" if card.protected else "homes_open")


def trouble_of(words: Words, after: str, again: str) -> str:
    """Return what is wrong with a new passphrase and its repetition; empty when nothing is."""
    if not after:
        return words.say("unlock_needed")
    return "" if after == again else words.error("passphrase_differs", {})
