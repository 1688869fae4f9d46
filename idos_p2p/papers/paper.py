"""One record as papers tell it, whatever the format."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from idos_p2p.errors import RefusedError
from idos_p2p.records.fields import accept
from idos_p2p.records.kinds import BY_NAME, FieldType, Kind, Value

LINKING = (FieldType.LINK, FieldType.LINKS, FieldType.SHARES)


@dataclass(frozen=True, slots=True)
class Said:
    """One of several values of a field, and who wrote it."""

    value: Value
    device: str  # 64 hexadecimal digits
    entry: str  # likewise


@dataclass(frozen=True, slots=True)
class Paper:
    """A record: what it holds, who wrote it, and what is out of the ordinary with it."""

    id: str  # 64 hexadecimal digits
    kind: str
    shared: bool
    contested: bool  # nothing uncontested created it: shown, never summed
    created_ms: int
    touched_ms: int
    day: str
    device: str  # that created it, as 64 hexadecimal digits
    seq: int  # the place of the creating entry in that device's log
    author: str  # the id of the person's record; empty while it is not known
    fields: Mapping[str, Value]  # those of its kind
    unknown: Mapping[str, Value]  # of a newer program, or ill typed
    versions: Mapping[str, Sequence[Said]]  # of the fields that hold several, the shown one first

    @property
    def described(self) -> Kind:
        """The kind that this program knows it as."""
        return BY_NAME[self.kind]

    @property
    def whole(self) -> bool:
        """Whether there is nothing to tell of it beside its fields."""
        return not (self.contested or self.unknown or self.versions)


def taken(paper: Paper) -> bool:
    """Tell whether these fields can be written as they are: what peers write may be beyond what a person may."""
    try:
        accepted = accept(paper.described, _filled(paper.fields), partial=False)
    except RefusedError:
        return False
    return accepted == _filled(paper.fields)


def _filled(fields: Mapping[str, Value]) -> dict[str, Value]:
    """Return the fields that say something: a text of blanks alone says nothing."""
    return {name: value for name, value in fields.items() if not isinstance(value, str) or value.strip()}


def targets(paper: Paper) -> dict[str, list[str]]:
    """Return the ids that the record's fields lead to, by field; those that lead nowhere are left out."""
    found: dict[str, list[str]] = {}
    for field in paper.described.fields:
        value = paper.fields.get(field.name)
        if field.type is FieldType.LINK and isinstance(value, str):
            found[field.name] = [value]
        elif field.type in LINKING and isinstance(value, list | dict) and value:
            found[field.name] = list(value)
    return found
