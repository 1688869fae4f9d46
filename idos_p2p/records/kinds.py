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
    INTEGER = "integer"  # a whole number: minutes, or money in cents
    CHOICE = "choice"  # one of the field's choices
    WORDS = "words"  # a set of words: a map {word: true}
    LINK = "link"  # the id of one record
    LINKS = "links"  # a set of record ids: a map {id: true}
    SHARES = "shares"  # cents by record id: a map {id: integer}


NESTED = {
    FieldType.TEXT: "text",
    FieldType.WORDS: "map",
    FieldType.LINKS: "map",
    FieldType.SHARES: "map",
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
    to: str = ""  # the kind that a LINK, LINKS or SHARES points to


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
LICENCE = "CC-BY-SA-4.0"  # knowledge is shared freely unless its writers say otherwise (mission, value 4)

_L, _T = FieldType.LINE, FieldType.TEXT

KINDS: tuple[Kind, ...] = (
    Kind(
        name="person",
        code=32,
        shared=True,  # a person's own record, written from their device, is owned: see ``code_of``
        title="name",
        fields=(
            Field("name", _L, required=True),
            Field("roles", FieldType.WORDS, choices=ROLES),
            Field("purpose", _T),
            Field("skills", FieldType.WORDS),
            Field("reach", _L),
        ),
    ),
    Kind(
        name="project",
        code=33,
        shared=True,
        title="title",
        fields=(
            Field("title", _L, required=True),
            Field("purpose", _T),
            Field("state", FieldType.CHOICE, default="open", choices=("idea", "open", "closed")),
            Field("place", _L),
            Field("needs", _T),
        ),
    ),
    Kind(
        name="contribution",
        code=34,
        shared=False,
        title="what",
        date="date",
        fields=(
            Field("what", _T, required=True),
            Field("date", FieldType.DATE, required=True),
            Field("form", FieldType.CHOICE, default="time", choices=("time", "goods", "service", "expense")),
            Field("minutes", FieldType.INTEGER),
            Field("cents", FieldType.INTEGER),
            Field("project", FieldType.LINK, to="project"),
            Field("persons", FieldType.LINKS, required=True, to="person"),
            Field("place", _L),
        ),
    ),
    Kind(
        name="gift",
        code=35,
        shared=False,
        title="wish",
        date="date",
        fields=(
            Field("donor", FieldType.LINK, required=True, to="person"),
            Field("form", FieldType.CHOICE, default="money", choices=("money", "goods", "service")),
            Field("cents", FieldType.INTEGER),
            Field("date", FieldType.DATE, required=True),
            Field("wish", _T),
        ),
    ),
    Kind(
        name="use",
        code=36,
        shared=False,
        title="effect",
        date="date",
        fields=(
            Field("gifts", FieldType.SHARES, required=True, to="gift"),
            Field("project", FieldType.LINK, to="project"),
            Field("act", FieldType.LINK, to="contribution"),
            Field("persons", FieldType.LINKS, to="person"),
            Field("date", FieldType.DATE, required=True),
            Field("effect", _T, required=True),
        ),
    ),
    Kind(
        name="page",
        code=37,
        shared=True,
        title="title",
        fields=(
            Field("title", _L, required=True),
            Field("body", _T),
            Field("licence", _L, default=LICENCE),
            Field("sources", FieldType.WORDS),
        ),
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
