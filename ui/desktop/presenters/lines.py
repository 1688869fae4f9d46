"""A line about a record, as panels and lists show it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from ui.words.catalogue import Words
from ui.words.clean import shortened

ICONS: Mapping[str, str] = MappingProxyType(
    {
        "person": "user-round",
        "project": "folder-kanban",
        "contribution": "hand-heart",
        "gift": "gift",
        "use": "hand-coins",
        "page": "book-open",
        "attestation": "badge-check",
        "thanks": "heart",
        "need": "hand-helping",
        "offer": "package",
        "meeting": "calendar-days",
        "signup": "users-round",
        "relay": "users-round",
        "comment": "message-circle",
        "proposal": "scale",
    }
)
TINTS: Mapping[str, str] = MappingProxyType(
    {
        "contribution": "contribution",
        "gift": "gift",
        "use": "contribution",
        "page": "knowledge",
        "project": "project",
        "thanks": "thanks",
        "attestation": "ok",
        "proposal": "decision",
        "need": "thanks",
        "offer": "contribution",
    }
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line: what it opens (``record`` "" opens nothing), its icon, its words."""

    record: str
    icon: str
    tint: str
    title: str
    text: str = ""
    kind: str = ""

    @property
    def id(self) -> str:
        """Which record it is about."""
        return self.record

    @property
    def spoken(self) -> str:
        """The line as a screen reader says it."""
        return f"{self.title} {self.text}".strip()


def icon_of(kind: str) -> str:
    """Return the icon of a kind."""
    return ICONS.get(kind, "file-text")


def tint_of(kind: str) -> str:
    """Return the colour of a kind."""
    return TINTS.get(kind, "meeting")


def kind_word(words: Words, kind: str) -> str:
    """Return the word for a kind; one of a newer program is named as it is."""
    return word(words, "kind_", kind)


def field_word(words: Words, name: str) -> str:
    """Return the word for a field."""
    return word(words, "field_", name)


def word(words: Words, prefix: str, value: str) -> str:
    """Return our own word for a term, or the term where there is none."""
    key = f"{prefix}{value}"
    return words.say(key) if key in words.language.sentences else shortened(value, 40)
