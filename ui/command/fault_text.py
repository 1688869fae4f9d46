"""What went wrong, told to a person: the sentence of a code, what it carries made fit to be read."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ui.command.layout import ID_DIGITS, clean
from ui.command.table import Document
from ui.words.catalogue import Words
from ui.words.quantities import byte_size, number

_IDENTIFIER = re.compile(r"[0-9a-f]{64}")


def sentence_of(code: str, fields: Mapping[str, object], words: Words) -> str:
    """Return the sentence of a code, with what its fields say."""
    shown: dict[str, object] = {name: _shown(name, value, code, words) for name, value in fields.items()}
    if "count" in fields:
        shown["count"] = fields["count"]  # a number still: it chooses the plural
    return words.error(clean(code), shown)


def cause_of(code: Document, words: Words) -> str:
    """Return why a meeting ended or never began; empty when all went well."""
    return sentence_of(code, {}, words) if isinstance(code, str) and code else ""


def _shown(name: str, value: object, code: str, words: Words) -> str:
    """Return a field of a fault as a person reads it."""
    if name == "accepted" and isinstance(value, str | int):
        return _accepted(value, words)
    if name == "limit" and isinstance(value, int):
        return byte_size(words, value) if code.endswith("_too_large") else number(words, value)
    if isinstance(value, list | tuple):
        return ", ".join(_distinct([clean(each) for each in value]))
    return clean(value)


def _accepted(value: str | int, words: Words) -> str:
    if isinstance(value, int):
        return number(words, value)
    key = "accepted_" + "_".join(re.findall(r"[a-z0-9]+", value.lower()))
    return words.say(key) if key in words.language.sentences else clean(value)


def _distinct(values: list[str]) -> list[str]:
    """Return ids cut to the fewest digits by which they differ, at least as many as are shown elsewhere."""
    if not all(_IDENTIFIER.fullmatch(value) for value in values):
        return values
    digits = next(most for most in range(ID_DIGITS, 65) if len({value[:most] for value in values}) == len(set(values)))
    return [value[:digits] for value in values]
