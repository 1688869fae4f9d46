"""Records as the rows of a table that an import, and a treasurer's spreadsheet, read: the texts of the file. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from idos_p2p.papers.cells import disarmed, joined
from idos_p2p.papers.own_words import Language, choice, columns, yes
from idos_p2p.papers.paper import Paper
from idos_p2p.records.kinds import AUTHOR, Field, FieldType, Kind, Value

BYTE_ORDER_MARK = "\ufeff"
"""Without it a French spreadsheet takes UTF-8 for something else."""

END_OF_LINE = "\r\n"
_CENTS = 100

NameOf = Callable[[Field, str], str | None]
"""Takes a field and the id it links to; gives what a cell calls that by, or None where an import would not find it."""


@dataclass(frozen=True, slots=True)
class RowOut:
    """One row as the file holds it, and whether there is more to tell of the record than it says."""

    text: str
    more: bool


def first_row(kind: Kind, language: Language) -> str:
    """Return the headings of a kind's table."""
    return _row(map(_quoted, columns(kind, language)), language)


def row(paper: Paper, name_of: NameOf, language: Language) -> RowOut:
    """Return the row of a record whose fields are all that an import takes (``paper.taken``).

    A link to what an import would not find is left out, and there is more to tell then.
    """
    writer = _Writer(name_of, language)
    cells = [writer.cell(field, paper.fields.get(field.name)) for field in paper.described.fields]
    more = writer.lost or not paper.whole
    aside = _quoted(yes(language)) if more else ""
    return RowOut(_row([_quoted(paper.id), *cells, aside], language), more)


def money(cents: int, language: Language) -> str:
    """Return an amount in euros as a number of the language's spreadsheets: "12,50"."""
    return f"{cents // _CENTS}{',' if language == 'fr' else '.'}{cents % _CENTS:02}"


class _Writer:
    """Writes the cells of one row."""

    def __init__(self, name_of: NameOf, language: Language) -> None:
        self._name_of = name_of
        self._language = language
        self.lost = False  # a link was left out

    def cell(self, field: Field, value: Value) -> str:
        """Return the cell of a field: words between quotes, a number bare."""
        if value is None or value in ("", [], {}) or (isinstance(value, str) and not value.strip()):
            return ""
        if isinstance(value, int):
            return money(value, self._language) if field.name == "cents" else str(value)
        text = self._text(field, value)
        return _quoted(text) if text else ""

    def _text(self, field: Field, value: str | list[str] | dict[str, int]) -> str:
        if field.type is FieldType.LINK and isinstance(value, str):
            return "".join(self._named(field, [value]))
        if isinstance(value, dict):
            return self._shares(field, value)
        if isinstance(value, str):
            return choice(value, self._language) if field.choices else value
        if field.type is FieldType.LINKS:
            return joined(self._named(field, value))
        return joined(choice(word, self._language) if field.choices else word for word in value)

    def _named(self, field: Field, ids: Sequence[str]) -> list[str]:
        """Return what the links are called by, in that order, without those that would not be found."""
        names = [self._name_of(field, target) for target in ids]
        self.lost = self.lost or (None in names and field is not AUTHOR)  # one person's export leaves others out
        return sorted(name for name in names if name is not None)

    def _shares(self, field: Field, shares: dict[str, int]) -> str:
        found = [(self._name_of(field, target), cents) for target, cents in shares.items()]
        self.lost = self.lost or any(name is None for name, _ in found)
        return joined(f"{name}: {money(cents, self._language)}" for name, cents in found if name is not None)


def _quoted(text: str) -> str:
    return '"' + disarmed(text).replace('"', '""') + '"'


def _row(cells: Iterable[str], language: Language) -> str:
    return (";" if language == "fr" else ",").join(cells) + END_OF_LINE
