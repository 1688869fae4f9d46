"""What a field of a record holds, in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from idos_p2p.records.kinds import BY_NAME, Field, FieldType, Value
from ui.desktop.presenters.lines import word
from ui.words import quantities
from ui.words.catalogue import Words
from ui.words.clean import one_line, shortened

MOST = 400  # characters of a value
_CHOICES = {"form": "form_", "roles": "role_", "state": "project_", "says": "says_"}


def value_words(words: Words, kind: str, name: str, value: Value, names: Mapping[str, str]) -> str:
    """Return what a field holds on one line. Anything may be there: a peer wrote it, perhaps with a newer program."""
    known = BY_NAME.get(kind)
    field = known.field(name) if known else None
    if value in (None, "", [], {}):
        return words.say("value_nothing")
    if name == "minutes" and isinstance(value, int):
        return quantities.duration(value)
    if name == "cents" and isinstance(value, int):
        return quantities.money(words, value)
    if isinstance(value, dict):
        return shortened(", ".join(_share(words, field, each, held, names) for each, held in value.items()), MOST)
    if isinstance(value, list):
        return shortened(quantities.names(words, [_one(words, field, each, names) for each in value]), MOST)
    return _one(words, field, value, names)


def _share(words: Words, field: Field | None, key: str, held: Value, names: Mapping[str, str]) -> str:
    if field is not None and field.type is FieldType.SHARES:
        amount = quantities.money(words, held) if isinstance(held, int) else one_line(str(held))
        return f"{shortened(names.get(key, ''), 60) or words.say('untitled')} {amount}"
    return shortened(str(held) if isinstance(held, str) and held else key, 80)


def _one(words: Words, field: Field | None, value: Value, names: Mapping[str, str]) -> str:
    text = str(value)
    if field is None:
        return shortened(text, MOST)
    if field.type in {FieldType.LINK, FieldType.LINKS}:
        return shortened(names.get(text, ""), 80) or words.say("untitled")
    if field.type is FieldType.DATE:
        return _day(words, text)
    prefix = _CHOICES.get(field.name)
    return word(words, prefix, text) if prefix and text in field.choices else shortened(text, MOST)


def _day(words: Words, text: str) -> str:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return shortened(text, 20)
    return f"{quantities.short_day(words, day)}{quantities.NO_BREAK}{day.year}"
