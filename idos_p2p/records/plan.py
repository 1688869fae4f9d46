"""From the values a person wants to the steps that write them, one operation of the document each."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from idos_p2p.records.conflicts import Path
from idos_p2p.records.kinds import NESTED, Field, FieldType, Kind, Value
from idos_p2p.records.text import splices

Plain = str | int | float | bool | None | list["Plain"] | dict[str, "Plain"]
"""What a document holds, as JSON says it."""


@dataclass(frozen=True, slots=True)
class Make:
    """Make the object a field lies in, empty."""

    field: str
    object: str  # "text" or "map"


@dataclass(frozen=True, slots=True)
class Put:
    """Put a value in a field, or under a key of a field that is a map."""

    path: Path
    value: str | int | bool


@dataclass(frozen=True, slots=True)
class Remove:
    """Remove a field's value, or a key of a field that is a map."""

    path: Path


@dataclass(frozen=True, slots=True)
class Insert:
    """Insert one character at a place of a text, in Unicode code points."""

    field: str
    at: int
    character: str


@dataclass(frozen=True, slots=True)
class Erase:
    """Erase the character at a place of a text."""

    field: str
    at: int


Step = Make | Put | Remove | Insert | Erase


def plan(
    kind: Kind, values: Mapping[str, Value], current: Mapping[str, Plain], contested: Collection[Path]
) -> list[Step]:
    """Return the steps from ``current`` to ``values`` (of ``fields.accept``); fields not named stay as they are.

    ``current`` must not name a nested field that is not the object its type asks for: it is made anew.
    A ``contested`` path is written even if it already holds the value: choosing a version settles it.
    """
    fields = [field for field in map(kind.field, values) if field is not None]
    steps: list[Step] = [
        Make(field.name, NESTED[field.type])
        for field in (fields if current else kind.fields)
        if field.type in NESTED and field.name not in current
    ]
    for field in fields:
        steps += _steps(field, values[field.name], current.get(field.name), contested)
    return steps


def _steps(field: Field, value: Value, current: Plain, contested: Collection[Path]) -> Iterator[Step]:
    if field.type is FieldType.TEXT:
        return _text_steps(field.name, str(value or ""), str(current or ""))
    held = current if isinstance(current, dict) else {}
    if field.type is FieldType.SHARES:
        return _map_steps(field.name, dict(value) if isinstance(value, dict) else {}, held, contested)
    if field.type in NESTED:
        return _map_steps(field.name, dict.fromkeys(value, True) if isinstance(value, list) else {}, held, ())
    return _register_steps(Path(field.name), value if isinstance(value, str | int) else None, current, contested)


def _register_steps(path: Path, value: str | int | None, current: Plain, contested: Collection[Path]) -> Iterator[Step]:
    same = type(value) is type(current) and value == current
    if same and path not in contested:
        return
    if current is not None and (same or value is None):
        yield Remove(path)  # the binding skips putting what is already there: removing first settles the contest
    if value is not None:
        yield Put(path, value)


def _map_steps(
    field: str, wanted: Mapping[str, int], held: Mapping[str, Plain], contested: Collection[Path]
) -> Iterator[Step]:
    for key in sorted(wanted.keys() | held.keys()):
        yield from _register_steps(Path(field, key), wanted.get(key), held.get(key), contested)


def _text_steps(field: str, wanted: str, held: str) -> Iterator[Step]:
    """Write from the end backwards, so that the places of the old text stay true."""
    for start, deleted, inserted in reversed(splices(held, wanted)):
        for _ in range(deleted):
            yield Erase(field, start)
        for place, character in enumerate(inserted, start):
            yield Insert(field, place, character)
