"""What the cell holds already, as an import needs to know it: who goes by a name, and which record is the same."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from idos_p2p.records.fields import clean_line
from idos_p2p.records.kinds import BY_NAME, REMOVED, FieldType, Kind, Value

_APOSTROPHES = str.maketrans({"\u2019": "'", "\u02bc": "'", "\u2018": "'"})


def name_key(name: str) -> str:
    """Return what two writings of one name share: letters composed, case and kind of apostrophe and blanks aside."""
    return " ".join(unicodedata.normalize("NFKC", clean_line(name)).translate(_APOSTROPHES).casefold().split())


def is_named(kind: Kind) -> bool:
    """Tell whether records of this kind go by their name: persons, projects and pages do.

    Gifts have none, and what has a day has it as well as a name: a meeting of each month may be called the same.
    """
    title = kind.field(kind.title)
    return title is not None and title.type is FieldType.LINE and title.required and not kind.date


class KnownRecords:
    """The records of a cell, from what ``list`` gives of them. Answers what ``plan.Known`` asks."""

    def __init__(self, records: Iterable[tuple[str, str, Mapping[str, Value]]]) -> None:
        """Take (id, kind's name, fields) of every record; kinds this program does not know are left out."""
        self._by_name: dict[tuple[str, str], list[str]] = {}
        self._by_content: dict[tuple[str, frozenset[object]], list[str]] = {}
        self._kinds: dict[str, str] = {}
        for record, name, values in records:
            kind = BY_NAME.get(name)
            if kind is None:
                continue
            self._kinds[record] = name
            title = values.get(kind.title)
            if is_named(kind) and isinstance(title, str) and not values.get(REMOVED.name):
                self._by_name.setdefault((name, name_key(title)), []).append(record)
            self._by_content.setdefault((name, _content(kind, values)), []).append(record)

    def find(self, kind: str, name: str) -> Sequence[str]:
        """Return the ids of the records of this kind that go by this name, or the id itself when it is given whole."""
        if self._kinds.get(name) == kind:
            return [name]
        return self._by_name.get((kind, name_key(name)), [])

    def same(self, kind: str, values: Mapping[str, Value]) -> Sequence[str]:
        """Return the ids of the records of this kind that hold exactly these values."""
        return self._by_content.get((kind, _content(BY_NAME[kind], values)), [])


def _content(kind: Kind, values: Mapping[str, Value]) -> frozenset[object]:
    """Return values in one comparable form: defaults filled in, empty fields left out, sets without order."""
    content: list[object] = []
    for field in kind.fields:
        value = values.get(field.name)
        if value is None:
            value = field.default
        if isinstance(value, dict):
            content.extend((field.name, key, share) for key, share in value.items())
        elif isinstance(value, list):
            content.extend((field.name, word) for word in value)
        elif value not in (None, ""):
            content.append((field.name, value))
    return frozenset(content)
