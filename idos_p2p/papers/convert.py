"""One row's texts into the values of a record's fields, each refusal told with the place of its cell."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from idos_p2p.errors import RefusedError
from idos_p2p.papers import french
from idos_p2p.papers.cells import parts
from idos_p2p.papers.headings import choice_named, plain
from idos_p2p.papers.sheets import Cell, ImportFault, Row, Sheet
from idos_p2p.records.fields import accept
from idos_p2p.records.kinds import Field, FieldType, Kind, Value


@dataclass(frozen=True, slots=True)
class Reference:
    """A record of the same import that has no id yet: its place in ``ImportPlan.records``, always an earlier one."""

    index: int


Target = str | Reference
"""The id of a record in the cell, or a record of this import."""

PlannedValue = str | int | Reference | tuple[Target, ...] | Mapping[Target, int]
"""A field's value, its links not yet all ids."""

_SHOWN = 80
"""How many characters of a refused cell are told again with the fault."""

Resolve = Callable[[Sequence[str], str], Target]
"""Takes the kinds it may be of, none for any, and a name; gives what it stands for, or raises RefusedError."""


class Conversion:
    """The reading of one row as a record of one kind."""

    def __init__(self, kind: Kind, resolve: Resolve) -> None:
        self._kind = kind
        self._resolve = resolve
        self.faults: list[ImportFault] = []

    def values(self, sheet: Sheet, row: Row) -> dict[str, PlannedValue]:
        """Return the values of the row's filled fields; ``faults`` then holds what was refused."""
        values: dict[str, PlannedValue] = {}
        for field in self._kind.fields:
            cell = row.cells.get(field.name)
            heading = sheet.columns.get(field.name)
            if cell is not None:
                value = self._value(field, cell)
                if value is not None:
                    values[field.name] = value
            elif field.required and heading is not None:  # a column that is absent was told once, at the first row
                position = heading._replace(line=row.position.line)
                self.faults.append(ImportFault(position, "import_value_missing", {"field": field.name}))
        return values

    def _value(self, field: Field, cell: Cell) -> PlannedValue | None:
        """Return the checked value of one cell, or None after noting why it has none."""
        try:
            return _checked(self._kind, field, self._read(field, cell))
        except RefusedError as error:
            fields = {"value": cell.text[:_SHOWN], **error.fields}
            self.faults.append(ImportFault(cell.position, error.code, fields))
            return None

    def _read(self, field: Field, cell: Cell) -> PlannedValue:
        """Return what a cell says, by the field's type. Raises RefusedError."""
        text = cell.text
        match field.type:
            case FieldType.LINE | FieldType.TEXT:
                return text
            case FieldType.DATE:
                return french.day(text)
            case FieldType.TIME:
                return french.time_of_day(text)
            case FieldType.INTEGER:
                return _number(field, cell)
            case FieldType.CHOICE:
                return choice_named(text)
            case _:
                return self._read_nested(field, text)

    def _read_nested(self, field: Field, text: str) -> PlannedValue:
        """Return what a cell of words or links says. Raises RefusedError."""
        if field.type is FieldType.LINK:
            return self._resolve(field.to, text)
        if field.type is FieldType.SHARES:
            return self._shares(field, text)
        words = parts(text)
        if field.type in (FieldType.WORDS, FieldType.FILES):
            return tuple(choice_named(word) if field.choices else word for word in words)
        return tuple(dict.fromkeys(self._resolve(field.to, word) for word in words))

    def _shares(self, field: Field, text: str) -> dict[Target, int]:
        """Return cents by record. Raises RefusedError ``import_share_repeated`` when one is named twice."""
        found: dict[Target, int] = {}
        for name, cents in french.shares(text):
            target = self._resolve(field.to, name)
            if target in found:
                raise RefusedError("import_share_repeated", name=name)
            found[target] = cents
        return found


def _checked(kind: Kind, field: Field, value: PlannedValue) -> PlannedValue:
    """Return a value as its field takes it. Raises RefusedError as ``fields.accept`` does."""
    accepted = accept(kind, {field.name: with_ids(value, _stand_in)}, partial=True)[field.name]
    if field.type in (FieldType.LINK, FieldType.LINKS, FieldType.SHARES):  # to what has no id yet
        return value
    return tuple(accepted) if isinstance(accepted, list) else accepted if isinstance(accepted, str | int) else value


def _stand_in(target: Target) -> str:
    """Return an id, or what has the form of one, so that a link can be checked before its record is written."""
    return f"{target.index:064x}" if isinstance(target, Reference) else target


def with_ids(value: PlannedValue, identify: Callable[[Target], str]) -> Value:
    """Return a planned value with every link as an id."""
    match value:
        case Reference():
            return identify(value)
        case str() | int():
            return value
        case tuple():
            return sorted(identify(target) for target in value)
        case _:
            return {identify(target): cents for target, cents in value.items()}


def _number(field: Field, cell: Cell) -> int:
    """Return minutes or cents. A column headed ``cents`` counts cents; any other heading of it, euros."""
    if field.name == "minutes":
        return french.minutes(cell.text)
    if plain(cell.position.heading) == field.name:
        return french.whole_cents(cell.text)
    return french.cents(cell.text)
