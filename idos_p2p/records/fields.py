"""Values at the edge: what a person gives for the fields of a kind, and what a document holds for them.

Below this module a value is believed: ``accept`` is the one place that checks what a person gives.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import NoReturn

from idos_p2p.errors import RefusedError
from idos_p2p.limits import MAX_KEY_BYTES, MAX_NAME_CHARACTERS, MAX_SET_MEMBERS, MAX_TEXT_CHARACTERS
from idos_p2p.records.kinds import NESTED, Field, FieldType, Kind, Value
from idos_p2p.records.plan import Plain

MAX_INTEGER = 2**53  # beyond, programs that read our JSON with floating numbers lose the last digits
_AMOUNTS = ("minutes", "cents")  # never negative
_IDENTIFIER = re.compile(r"[0-9a-fA-F]{64}")
_NUMBER = re.compile(r"[+-]?[0-9]{1,17}")
_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
_FILE = re.compile(r"([0-9a-f]{64}) (\S.*)")  # the SHA-256 of the content, and the name
_LINE_BREAK = re.compile(r"\r\n?|\u2028|\u2029|\x85")
_JOINER = "\u200d"  # ties emoji into one sign (a gardener is a person, a joiner and a sheaf)
_EMOJI_STYLE = "\ufe0f"  # asks for the coloured picture of the sign before
_BLANK = "\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"  # letters and signs that draw nothing
_MAY_HIDE = frozenset(_BLANK + _EMOJI_STYLE)  # of what counts as printable: the joiner does not


@dataclass(frozen=True, slots=True)
class Reading:
    """A document's content as its kind sees it."""

    values: dict[str, Value]  # the kind's fields that hold something well typed, in the kind's order
    unknown: dict[str, Plain]  # all the rest, from a newer program or ill typed: shown as such, never lost


def accept(kind: Kind, values: Mapping[str, object], *, partial: bool) -> dict[str, Value]:
    """Return the values checked and normalised, ready for the document.

    Not partial, for a new record: defaults are applied, required fields checked, empty ones left out. Partial, for an
    edit: only the fields named, where None (or anything empty) clears. Ids must be whole.
    Raise RefusedError ``field_unknown``, ``field_required``, ``field_type``, ``field_choice`` or ``field_too_long``
    with ``kind``, ``field`` and ``accepted``, what would have been taken.
    """
    for name in values:
        if kind.field(name) is None:
            raise RefusedError("field_unknown", kind=kind.name, field=name, accepted=[f.name for f in kind.fields])
    accepted: dict[str, Value] = {}
    for field in kind.fields:
        if partial and field.name not in values:
            continue
        given = values.get(field.name)
        if given is None and not partial:
            given = field.default
        value = None if given is None else _CHECKS[field.type](_Place(kind, field), given)
        if field.required and (value is None or (isinstance(value, str) and not value.strip()) or value in ([], {})):
            raise RefusedError("field_required", kind=kind.name, field=field.name, accepted=field.type.value)
        if partial and field.type in NESTED:
            accepted[field.name] = _emptied(field.type) if value is None else value
        elif partial or value not in (None, "", [], {}):
            accepted[field.name] = value
    return accepted


def parse(kind: Kind, name: str, text: str) -> Value:
    """Return what ``FIELD=VALUE`` on the command line says, for ``accept``; an empty value is None.

    Sets are separated by commas; shares are ``ID=CENTS``, separated by commas.
    Raise RefusedError ``field_unknown`` or ``field_type``.
    """
    field = kind.field(name)
    if field is None:
        raise RefusedError("field_unknown", kind=kind.name, field=name, accepted=[f.name for f in kind.fields])
    place = _Place(kind, field)
    if not text.strip():
        return None
    if field.type is FieldType.INTEGER:
        return _parse_integer(place, text)
    if field.type in (FieldType.WORDS, FieldType.LINKS, FieldType.FILES):
        return [part.strip() for part in text.split(",") if part.strip()]
    if field.type is FieldType.SHARES:
        pairs = [part.partition("=") for part in text.split(",") if part.strip()]
        if any(not sign for _, sign, _ in pairs):
            place.refuse("field_type", "ID=CENTS,…")
        return {identifier.strip(): _parse_integer(place, cents) for identifier, _, cents in pairs}
    return text


def read(kind: Kind | None, held: Mapping[str, Plain]) -> Reading:
    """Return what a document holds, sorted into the kind's fields and the rest; sets become sorted lists.

    A record of any peer is read with this: words on one line are cleaned again, for a peer may write anything.
    """
    values: dict[str, Value] = {}
    unknown = dict(held)
    for field in kind.fields if kind is not None else ():
        if field.name not in held:
            continue
        value = _read_value(field, held[field.name])
        if value is not None:
            del unknown[field.name]
            if value not in ("", [], {}):
                values[field.name] = value
    return Reading(values, unknown)


def _read_value(field: Field, held: Plain) -> Value:
    """Return the value of a field, or None when what is held is not of its type."""
    match field.type, held:
        case FieldType.INTEGER, int() if not isinstance(held, bool):
            return held
        case FieldType.WORDS | FieldType.LINKS | FieldType.FILES, dict():
            return sorted(clean_line(word) for word in held)
        case FieldType.SHARES, dict():
            shares = {key: cents for key, cents in held.items() if type(cents) is int}
            return shares if len(shares) == len(held) else None
        case FieldType.TEXT, str():
            return held
        case FieldType.LINE | FieldType.CHOICE | FieldType.LINK, str():
            return clean_line(held)
        case FieldType.DATE, str():
            return held if _is_day(held) else None
        case FieldType.TIME, str():
            return held if _TIME.fullmatch(held) else None
    return None


def clean_line(text: str) -> str:
    """Return the words on one line: NFC, runs of white space as one space, nothing invisible.

    Control characters, marks that turn the direction of writing, and characters without width are left out, for they
    make two names look alike; a joiner and a variation selector stay inside an emoji.
    """
    if text.isascii() and text.isprintable():  # nothing to compose, nothing hidden: ids, dates, most words
        return " ".join(text.split())
    text = unicodedata.normalize("NFC", text)
    if text.isprintable() and _MAY_HIDE.isdisjoint(text):
        return " ".join(text.split())
    shown = (here for before, here in pairwise(" " + text) if here.isspace() or not _is_hidden(before, here))
    return " ".join(unicodedata.normalize("NFC", "".join(shown)).split())


def _is_hidden(before: str, here: str) -> bool:
    """Tell whether a character, standing after another one, shows nothing of its own."""
    if here == _JOINER:
        return unicodedata.category(before) not in ("So", "Sk") and before != _EMOJI_STYLE
    if here == _EMOJI_STYLE:
        return before.isalnum() or before.isspace()
    return here in _BLANK or unicodedata.category(here) in ("Cc", "Cf", "Cs")


def clean_text(text: str) -> str:
    """Return a text of several lines: NFC, lines ended by U+000A, no control characters but it and the tab."""
    text = unicodedata.normalize("NFC", _LINE_BREAK.sub("\n", text))
    return "".join(character for character in text if character in "\n\t" or unicodedata.category(character) != "Cc")


@dataclass(frozen=True, slots=True)
class _Place:
    kind: Kind
    field: Field

    def refuse(self, code: str, accepted: object) -> NoReturn:
        raise RefusedError(code, kind=self.kind.name, field=self.field.name, accepted=accepted)

    def string(self, given: object) -> str:
        """Return a string that can be written as UTF-8."""
        if not isinstance(given, str) or any("\ud800" <= character <= "\udfff" for character in given):
            self.refuse("field_type", self.field.type.value)
        return given

    def line(self, given: object) -> str:
        line = clean_line(self.string(given))
        if len(line) > MAX_NAME_CHARACTERS:
            self.refuse("field_too_long", MAX_NAME_CHARACTERS)
        return line

    def key(self, given: object) -> str:
        """Return a line that can be a map's key."""
        key = self.line(given)
        if len(key.encode()) > MAX_KEY_BYTES:
            self.refuse("field_too_long", MAX_KEY_BYTES)
        return key

    def identifier(self, given: object) -> str:
        text = self.string(given).strip()
        if not _IDENTIFIER.fullmatch(text):
            self.refuse("field_type", "64 hexadecimal digits")
        return text.lower()

    def integer(self, given: object, *, amount: bool) -> int:
        if not isinstance(given, int) or isinstance(given, bool) or abs(given) > MAX_INTEGER:
            self.refuse("field_type", self.field.type.value)
        if amount and given < 0:
            self.refuse("field_type", "0 or more")
        return given

    def members(self, given: object, largest: int) -> list[object]:
        if not isinstance(given, list | tuple | set | frozenset):
            self.refuse("field_type", self.field.type.value)
        if len(given) > largest:
            self.refuse("field_too_long", largest)
        return list(given)


def _parse_integer(place: _Place, text: str) -> int:
    if not _NUMBER.fullmatch(text.strip()):
        place.refuse("field_type", FieldType.INTEGER.value)
    return int(text)


def _check_line(place: _Place, given: object) -> Value:
    return place.line(given) or None


def _check_text(place: _Place, given: object) -> Value:
    text = clean_text(place.string(given))
    if len(text) > MAX_TEXT_CHARACTERS:
        place.refuse("field_too_long", MAX_TEXT_CHARACTERS)
    return text


def _check_date(place: _Place, given: object) -> Value:
    text = place.string(given).strip()
    if text and not _is_day(text):
        place.refuse("field_type", "YYYY-MM-DD")
    return text or None


def _is_day(text: str) -> bool:
    """Tell whether this is a day of the calendar, written as 2026-11-22 and no other way."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _check_time(place: _Place, given: object) -> Value:
    text = place.string(given).strip()
    if text and not _TIME.fullmatch(text):
        place.refuse("field_type", "HH:MM")
    return text or None


def _check_integer(place: _Place, given: object) -> Value:
    return place.integer(given, amount=place.field.name in _AMOUNTS)


def _check_choice(place: _Place, given: object) -> Value:
    choice = place.line(given)
    if choice and choice not in place.field.choices:
        place.refuse("field_choice", list(place.field.choices))
    return choice or None


def _check_words(place: _Place, given: object) -> Value:
    words = sorted({place.key(word) for word in place.members(given, MAX_SET_MEMBERS)} - {""})
    if place.field.choices and not set(words) <= set(place.field.choices):
        place.refuse("field_choice", list(place.field.choices))
    return words


def _check_link(place: _Place, given: object) -> Value:
    return place.identifier(given) if given else None


def _check_links(place: _Place, given: object) -> Value:
    return sorted({place.identifier(link) for link in place.members(given, MAX_SET_MEMBERS)})


def _check_files(place: _Place, given: object) -> Value:
    files = sorted({place.key(file) for file in place.members(given, MAX_SET_MEMBERS)})
    if not all(map(_FILE.fullmatch, files)):
        place.refuse("field_type", place.field.type.value)
    return files


def _check_shares(place: _Place, given: object) -> Value:
    if not isinstance(given, dict):
        place.refuse("field_type", place.field.type.value)
    if len(given) > MAX_SET_MEMBERS:
        place.refuse("field_too_long", MAX_SET_MEMBERS)
    shares = {place.identifier(key): place.integer(cents, amount=True) for key, cents in given.items()}
    return dict(sorted(shares.items()))


def _emptied(field_type: FieldType) -> Value:
    """Return what an object that is cleared holds: it is emptied, never removed, for others may be writing in it."""
    if field_type is FieldType.TEXT:
        return ""
    return {} if field_type is FieldType.SHARES else []


_CHECKS: Mapping[FieldType, Callable[[_Place, object], Value]] = {
    FieldType.LINE: _check_line,
    FieldType.TEXT: _check_text,
    FieldType.DATE: _check_date,
    FieldType.TIME: _check_time,
    FieldType.INTEGER: _check_integer,
    FieldType.CHOICE: _check_choice,
    FieldType.WORDS: _check_words,
    FieldType.LINK: _check_link,
    FieldType.LINKS: _check_links,
    FieldType.SHARES: _check_shares,
    FieldType.FILES: _check_files,
}
