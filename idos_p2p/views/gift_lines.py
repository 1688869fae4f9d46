"""Gifts, their uses and the acts of these, read as the lines of the thread."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from idos_p2p.records.kinds import Value
from idos_p2p.store.ports import Reader
from idos_p2p.views.ledger import GiftLine, Share, UseLine
from idos_p2p.views.period import Period
from idos_p2p.views.persons import Persons
from idos_p2p.views.records import RecordView, by_keys

MOST_CENTS = 100_000_000_000  # an amount above it counts as this much, as ``record.cents`` does (schema 0003)
MOST_MINUTES = 52_704_000  # and a time, as ``record.minutes`` does

_OF_KIND = """
    SELECT key FROM record WHERE id IN (SELECT unhex(value) FROM json_each(?)) AND +kind = ? AND NOT +removed
"""
_IN_PERIOD = "SELECT key FROM record WHERE kind = ? AND NOT removed AND day BETWEEN ? AND ?"
_LINKING = """
    SELECT DISTINCT link.record FROM subject JOIN link ON link.subject = subject.number
    WHERE subject.id IN (SELECT unhex(value) FROM json_each(?)) AND link.field = ?
"""
_NAMED = "SELECT lower(hex(id)), kind, title FROM record WHERE id IN (SELECT unhex(value) FROM json_each(?))"


@dataclass(frozen=True, slots=True)
class Named:
    """A record that lines name: its kind and title."""

    kind: str
    title: str


@dataclass(frozen=True, slots=True)
class ActLine:
    """One contribution that uses name."""

    id: str
    day: str
    what: str
    minutes: int  # of each of its persons
    persons: tuple[str, ...]  # ``Persons.all``
    project: str
    contested: bool


def keys_of(reader: Reader, kind: str, ids: Iterable[str]) -> list[int]:
    """Return the keys of those of these records that are here and of this kind."""
    return [key for (key,) in reader.rows(_OF_KIND, (_json(ids), kind))]


def keys_within(reader: Reader, kind: str, period: Period) -> list[int]:
    """Return the keys of the records of a kind that are dated in a period."""
    return [key for (key,) in reader.rows(_IN_PERIOD, (kind, *period.edges))]


def keys_linking(reader: Reader, field: str, ids: Iterable[str]) -> list[int]:
    """Return the keys of the records that link one of these in this field."""
    return [key for (key,) in reader.rows(_LINKING, (_json(ids), field))]


def gift_lines(reader: Reader, who: Persons, keys: Sequence[int]) -> list[GiftLine]:
    """Return the gifts of these keys, before any use; what is no gift is left out."""
    return [_gift(view, who) for view in by_keys(reader, keys) if view.kind == "gift"]


def use_lines(reader: Reader, who: Persons, keys: Sequence[int]) -> list[UseLine]:
    """Return the uses of these keys, before they are settled (``ledger.settled``); what is no use is left out."""
    return [_use(view, who) for view in by_keys(reader, keys) if view.kind == "use"]


def act_lines(reader: Reader, who: Persons, ids: Iterable[str]) -> list[ActLine]:
    """Return the contributions of these ids that are here."""
    return [
        ActLine(
            id=view.id,
            day=view.day,
            what=text_of(view.fields, "what"),
            minutes=amount_of(view.fields, "minutes", MOST_MINUTES),
            persons=who.all(members_of(view.fields, "persons")),
            project=text_of(view.fields, "project"),
            contested=view.contested,
        )
        for view in by_keys(reader, keys_of(reader, "contribution", ids))
    ]


def named(reader: Reader, ids: Iterable[str]) -> dict[str, Named]:
    """Return the kinds and titles of these records by id; those that are not here are left out."""
    return {name: Named(kind, title) for name, kind, title in reader.rows(_NAMED, (_json(filter(None, ids)),))}


def text_of(fields: Mapping[str, Value], name: str) -> str:
    """Return a field that holds words or an id; empty when it holds nothing, or anything else."""
    value = fields.get(name)
    return value if isinstance(value, str) else ""


def members_of(fields: Mapping[str, Value], name: str) -> list[str]:
    """Return the members of a set; none when there is nothing, or anything else."""
    value = fields.get(name)
    return value if isinstance(value, list) else []


def amount_of(fields: Mapping[str, Value], name: str, most: int) -> int:
    """Return minutes or cents as they are summed: what nobody could mean counts as the nearest that somebody could."""
    value = fields.get(name)
    return max(0, min(value, most)) if isinstance(value, int) and not isinstance(value, bool) else 0


def shares_of(gifts: Value) -> tuple[Share, ...]:
    """Return what a use takes from gifts, before it is settled; nothing when the field holds nothing, or else."""
    taken = sorted(gifts.items()) if isinstance(gifts, dict) else ()
    return tuple(Share(gift, max(0, min(cents, MOST_CENTS)), counted=False) for gift, cents in taken)


def _gift(view: RecordView, who: Persons) -> GiftLine:
    donor = text_of(view.fields, "donor")
    return GiftLine(
        id=view.id,
        day=view.day,
        donor=who.of(donor) if donor else "",
        form=text_of(view.fields, "form"),
        what=text_of(view.fields, "what"),
        wish=text_of(view.fields, "wish"),
        cents=amount_of(view.fields, "cents", MOST_CENTS),
        contested=view.contested,
    )


def _use(view: RecordView, who: Persons) -> UseLine:
    persons = who.all(members_of(view.fields, "persons"))
    writer, told = who.writer(view.device), text_of(view.fields, "from")
    teller = who.of(told) if told else writer
    return UseLine(
        id=view.id,
        day=view.day,
        effect=text_of(view.fields, "effect"),
        shares=shares_of(view.fields.get("gifts")),
        project=text_of(view.fields, "project"),
        act=text_of(view.fields, "act"),
        persons=persons,
        teller=teller,
        writer=writer,
        by_concerned=teller in persons,
        contested=view.contested,
    )


def _json(ids: Iterable[str]) -> str:
    return json.dumps(sorted(set(ids)))
