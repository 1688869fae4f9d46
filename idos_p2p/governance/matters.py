"""What a cell may decide: the matters of proposals, and the small parts that acts of authority are made of.

Each has exactly one encoding, and none holds personal data (``acts``).
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Annotated

import msgspec
from msgspec import Meta

from idos_p2p.labels import Label, digest
from idos_p2p.limits import MAX_CIRCLE, MAX_CUTS, MAX_FORGOTTEN

Key = Annotated[bytes, Meta(min_length=32, max_length=32)]
Seq = Annotated[int, Meta(ge=0, lt=2**32)]
Day = Annotated[str, Meta(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])\Z")]


class Chamber(StrEnum):
    """The two chambers of a cell (design §1): whom the projects concern, and who carries them."""

    CONCERNED = "concerned"
    CARRYING = "carrying"


class Place(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """A record, by the address of the entry that created it."""

    device: Key
    seq: Seq


class Cut(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """How much of a device's log counts: its entries up to ``head``, which is one line, and none after it."""

    device: Key
    count: Annotated[int, Meta(ge=1, lt=2**32)]  # entries that count
    head: Key  # id of the last of them
    act: Key  # id of the last act of authority among them


Cuts = Annotated[tuple[Cut, ...], Meta(max_length=MAX_CUTS)]
Persons = Annotated[tuple[Key, ...], Meta(max_length=MAX_CIRCLE)]


class Text(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True, tag=0):
    """Whatever the text of the proposal says."""


class Confirm(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True, tag=1):
    """A person has a voice from now on, whatever took it from them before."""

    person: Key


class Exclude(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True, tag=2):
    """A person is put out; of what each of their devices wrote, what stands before its cut remains."""

    person: Key
    cuts: Cuts


class PutToRest(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True, tag=3):
    """Persons of whom nobody hears rest until they come back; they do not answer this."""

    persons: Annotated[tuple[Key, ...], Meta(min_length=1, max_length=MAX_CIRCLE)]


class Rebind(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True, tag=4):
    """The device of this start is a person's from now on, and the ones they had before count up to these cuts."""

    person: Key
    start: Key
    cuts: Cuts


class Chambers(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True, tag=5):
    """Where persons sit from now on, in the cell or in the project that the proposal names; others stay as they are."""

    concerned: Persons
    carrying: Persons
    gone: Persons  # out of a project's circles; of the cell, nobody


class Charter(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True, tag=6):
    """The page of the proposal is what newcomers are shown and accept."""


class Forget(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True, tag=7):
    """These records are erased for good, everywhere, whoever owns them."""

    records: Annotated[tuple[Place, ...], Meta(min_length=1, max_length=MAX_FORGOTTEN)]


class Ratify(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True, tag=8):
    """A disputed decision stands."""

    decision: Key  # its proposal


Matter = Text | Confirm | Exclude | PutToRest | Rebind | Chambers | Charter | Forget | Ratify


_NAMING: dict[type[Matter], tuple[str, ...]] = {
    Confirm: ("person",),
    Exclude: ("person", "cuts"),
    PutToRest: ("persons",),
    Rebind: ("person", "start", "cuts"),
    Chambers: ("concerned", "carrying", "gone"),
    Ratify: ("decision",),
}
"""The fields of each matter that name acts."""


def acts_in(value: bytes | tuple[bytes | Cut, ...] | Matter) -> list[bytes]:
    """Return the acts that a field's value names: itself, several, those of cuts, or those of a matter."""
    if isinstance(value, bytes):
        return [value]
    if isinstance(value, tuple):
        return [one.act if isinstance(one, Cut) else one for one in value]
    return [act for field in _NAMING.get(type(value), ()) for act in acts_in(getattr(value, field))]


def electorate_hash(persons: Iterable[bytes]) -> bytes:
    """Return the 32 bytes by which a proposal tells one of its electorates."""
    return digest(Label.ELECTORATE, b"".join(sorted(persons)))
