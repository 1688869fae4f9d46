"""``FIELD=VALUE``, ``FIELD:=JSON`` and ``FIELD=@FILE`` of the command line."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import NamedTuple

from idos_p2p.errors import RefusedError
from idos_p2p.records.fields import parse
from idos_p2p.records.kinds import Kind

_FORM = re.compile(r"(?P<field>[a-z_]+)(?P<sign>:=|=)(?P<value>.*)", re.DOTALL)


class Assignment(NamedTuple):
    """A field and what it is given: words to be read as the field's type, or a value from JSON."""

    field: str
    words: str | None
    value: object = None


def read_assignment(text: str) -> Assignment:
    """Return what the text assigns; raise ValueError with what was expected. A file is read here, by whoever asks."""
    form = _FORM.fullmatch(text)
    if form is None:
        raise ValueError(f"{text!r} is not FIELD=VALUE, FIELD:=JSON or FIELD=@FILE")
    field, sign, value = form["field"], form["sign"], form["value"]
    if sign == ":=":
        try:
            return Assignment(field, None, json.loads(value))
        except json.JSONDecodeError as error:
            raise ValueError(f"{field}:= is not JSON: {error.msg}, column {error.colno}") from error
    if value.startswith("@"):
        try:
            return Assignment(field, Path(value[1:]).read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError) as error:
            raise ValueError(f"{field}=@ cannot read {value[1:]}") from error
    return Assignment(field, value)


def assigned(kind: Kind, assignments: list[Assignment]) -> dict[str, object]:
    """Return the values of these assignments for a kind; raise RefusedError as ``records.fields`` does."""
    values: dict[str, object] = {}
    for field, words, value in assignments:
        if field in values:
            raise RefusedError("field_repeated", field=field)
        values[field] = value if words is None else parse(kind, field, words)
    return values
