"""What each kind of record holds. Forms, import, export, views and search follow from this one place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

SHARED = 0x80
"""Bit 7 of a kind's code: any person of the cell may write the record; without it, its owner alone."""

FIRST_RECORD_CODE = 32
"""Codes below are acts of authority (``governance/acts.py``)."""

Value = str | int | list[str] | dict[str, int] | None
"""What a field holds when read: text, a number, a sorted list, shares by record, or nothing."""


class FieldType(StrEnum):
    """How a field is typed, stored in the document, and merged."""

    LINE = "line"  # one line of words, replaced as a whole
    TEXT = "text"  # Automerge Text, merged character by character
    DATE = "date"  # a calendar day, "2026-11-22", replaced as a whole
    TIME = "time"  # a time of day on the wall, "14:30", replaced as a whole
    INTEGER = "integer"  # a whole number: minutes, or money in cents
    CHOICE = "choice"  # one of the field's choices
    WORDS = "words"  # a set of words: a map {word: true}
    LINK = "link"  # the id of one record
    LINKS = "links"  # a set of record ids: a map {id: true}
    SHARES = "shares"  # cents by record id: a map {id: integer}
    FILES = "files"  # a set of attachments: a map {"<SHA-256 of the content> <name>": true}


NESTED = {
    FieldType.TEXT: "text",
    FieldType.WORDS: "map",
    FieldType.LINKS: "map",
    FieldType.SHARES: "map",
    FieldType.FILES: "map",
}
"""Field types that are an object of their own in the document.

They are made by the creating change, even when empty, so that two persons never make one each.
"""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a kind."""

    name: str
    type: FieldType
    required: bool = False
    default: Value = None
    choices: tuple[str, ...] = ()
    to: tuple[str, ...] = ()  # the kinds that a LINK, LINKS or SHARES may point to; of a link, none named: any kind


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of record. ``code`` is without the shared bit."""

    name: str
    code: int
    shared: bool
    fields: tuple[Field, ...]
    title: str  # the field that names a record in lists
    date: str = ""  # the field that dates it; otherwise the day it was created

    def field(self, name: str) -> Field | None:
        """Return the field of that name, or None."""
        return next((field for field in self.fields if field.name == name), None)


ROLES = ("volunteer", "beneficiary", "leader", "employee", "donor")
ROUNDS = ("clarification", "reaction", "objection", "integration")
"""What a comment on a proposal is; an integration says, of an objection's comment, how it was taken up."""

LICENCE = "CC-BY-SA-4.0"  # knowledge is shared freely unless its writers say otherwise (mission, value 4)

_L, _T = FieldType.LINE, FieldType.TEXT

# Fields that several kinds share: one name for one idea.
_FROM = Field("from", FieldType.LINK, to=("person",))  # whose words these are; empty: of the person who wrote them
_DATE = Field("date", FieldType.DATE, required=True)
_PROJECT = Field("project", FieldType.LINK, to=("project",))
_MEETING = Field("meeting", FieldType.LINK, to=("meeting",))
_PERSONS = Field("persons", FieldType.LINKS, to=("person",))
_MINUTES = Field("minutes", FieldType.INTEGER)
_CENTS = Field("cents", FieldType.INTEGER)
_PLACE = Field("place", _L)
_FILES = Field("attachments", FieldType.FILES)
_STATE = Field("state", FieldType.CHOICE, default="open", choices=("open", "closed"))
_ASKED = (
    Field("title", _L, required=True),
    Field("details", _T),
    _PROJECT,
    _PERSONS,
    Field("until", FieldType.DATE),
    _STATE,
)
REMOVED = Field("removed", FieldType.DATE)
"""In every kind: the day the record was put in the bin, from where it can come back; empty otherwise."""
AUTHOR = Field("author", FieldType.LINK, to=("person",))
"""In every kind that people write but persons: who wrote it first, in the cell it was taken over from; else empty."""

_UNSIGNED = ("person", "receipt")


def _kind(name: str, code: int, *fields: Field, shared: bool = False, title: str, date: str = "") -> Kind:
    everywhere = (REMOVED,) if name in _UNSIGNED else (AUTHOR, REMOVED)
    return Kind(name, code, shared, (*fields, *everywhere), title, date)


KINDS: tuple[Kind, ...] = (
    _kind(
        "person",
        32,
        Field("name", _L, required=True),
        Field("roles", FieldType.WORDS, choices=ROLES),
        Field("purpose", _T),
        Field("skills", FieldType.WORDS),
        Field("reach", _L),
        shared=True,  # a person's own record, written from their device, is owned: see ``code_of``
        title="name",
    ),
    _kind(
        "project",
        33,
        Field("title", _L, required=True),
        Field("purpose", _T),
        Field("state", FieldType.CHOICE, default="open", choices=("idea", "open", "closed")),
        _PLACE,
        Field("needs", _T),
        _FILES,
        shared=True,
        title="title",
    ),
    _kind(
        "contribution",
        34,
        Field("what", _T, required=True),
        _DATE,
        Field("form", FieldType.CHOICE, default="time", choices=("time", "goods", "service", "expense")),
        _MINUTES,  # of each of the persons
        _CENTS,  # of all of them together
        _PROJECT,
        Field("persons", FieldType.LINKS, required=True, to=("person",)),
        _MEETING,
        Field("skills", FieldType.WORDS),  # what it took
        _PLACE,
        _FILES,
        title="what",
        date="date",
    ),
    _kind(
        "gift",
        35,
        Field("donor", FieldType.LINK, required=True, to=("person",)),
        Field("form", FieldType.CHOICE, default="money", choices=("money", "goods", "service")),
        _CENTS,
        Field("what", _L),  # which goods, which service
        _DATE,
        Field("wish", _T),
        _FILES,
        title="wish",
        date="date",
    ),
    _kind(
        "use",
        36,
        Field("gifts", FieldType.SHARES, required=True, to=("gift",)),
        _PROJECT,
        Field("act", FieldType.LINK, to=("contribution",)),
        _PERSONS,
        _DATE,
        Field("effect", _T, required=True),
        _FROM,  # who tells the effect
        _FILES,
        title="effect",
        date="date",
    ),
    _kind(
        "page",
        37,
        Field("title", _L, required=True),
        Field("body", _T),
        Field("licence", _L, default=LICENCE),
        Field("sources", FieldType.WORDS),  # where it comes from, outside this cell
        Field("origins", FieldType.LINKS, to=("page",)),  # the pages of this cell it was made from
        _FILES,
        shared=True,
        title="title",
    ),
    _kind(
        "attestation",
        38,
        Field("about", FieldType.LINK, required=True, to=("contribution", "use")),
        Field("says", FieldType.CHOICE, default="right", choices=("present", "right", "correction")),
        _MINUTES,  # what it was, in a correction
        Field("words", _T),
        _DATE,
        _FROM,
        title="words",
        date="date",
    ),
    _kind(
        "thanks",
        39,
        Field("to", FieldType.LINKS, required=True, to=("person",)),
        Field("about", FieldType.LINK),
        Field("words", _T, required=True),
        _DATE,
        _FROM,
        title="words",
        date="date",
    ),
    _kind("need", 40, *_ASKED, shared=True, title="title"),  # of the persons it names
    _kind("offer", 41, *_ASKED, shared=True, title="title"),  # by the persons it names
    _kind(
        "meeting",
        42,
        Field("title", _L, required=True),
        _DATE,
        Field("time", FieldType.TIME),
        _MINUTES,  # how long it lasts
        _PLACE,
        _PROJECT,
        Field("agenda", _T),
        Field("report", _T),  # what was said: the minutes of the meeting
        _PERSONS,  # who came
        Field("slots", FieldType.WORDS),
        _FILES,
        shared=True,
        title="title",
        date="date",
    ),
    _kind(
        "signup",
        43,
        Field("meeting", FieldType.LINK, required=True, to=("meeting",)),
        Field("persons", FieldType.LINKS, required=True, to=("person",)),
        Field("slot", _L),  # one of the meeting's
        Field("words", _L),
        title="slot",
    ),
    _kind(
        "comment",
        44,
        Field("about", FieldType.LINK, required=True),
        Field("words", _T, required=True),
        _FROM,
        Field("round", FieldType.CHOICE, choices=ROUNDS),
        title="words",
    ),
    _kind(
        "proposal",
        45,
        Field("title", _L, required=True),
        Field("body", _T),
        _PROJECT,
        shared=True,  # edited together until it is put: the act names the exact changes that people consent to
        title="title",
    ),
    _kind(
        "relay",  # of those who met, somebody brings these persons what they lack
        47,
        Field("to", FieldType.LINKS, required=True, to=("person",)),
        Field("persons", FieldType.LINKS, required=True, to=("person",)),  # who brings it
        _DATE,
        Field("words", _L),
        _STATE,
        shared=True,  # chosen together, and closed by the computer of whoever brought it
        title="words",
        date="date",
    ),
    _kind(
        "receipt",  # this computer holds no body of these erased records any more: for the program, never listed
        46,
        Field("records", FieldType.LINKS, required=True),
        title="",
    ),
)

BY_NAME: Mapping[str, Kind] = {kind.name: kind for kind in KINDS}
BY_CODE: Mapping[int, Kind] = {kind.code: kind for kind in KINDS}


def code_of(kind: Kind, *, owned: bool = False) -> int:
    """Return the code written in a header: with the shared bit, unless the kind or this record is owned."""
    return kind.code | (SHARED if kind.shared and not owned else 0)


def kind_of(code: int) -> Kind | None:
    """Return the kind a header's code stands for, or None when this program does not know it."""
    kind = BY_CODE.get(code & ~SHARED)
    if kind is None or (code & SHARED and not kind.shared):
        return None
    return kind
