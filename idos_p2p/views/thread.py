"""The thread: gift, use, act, persons, effect, and back, from wherever one takes hold of it."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from idos_p2p.store.ports import Reader
from idos_p2p.views.flow import Flow, Rest, Strand, drawn
from idos_p2p.views.gift_lines import (
    ActLine,
    Named,
    act_lines,
    gift_lines,
    keys_linking,
    keys_of,
    keys_within,
    named,
    use_lines,
)
from idos_p2p.views.ledger import Accounts, GiftLine, UseLine, added, settled
from idos_p2p.views.period import Period
from idos_p2p.views.persons import Persons
from idos_p2p.views.records import RecordView

Line = TypeVar("Line", GiftLine, UseLine, ActLine)

MOST_NODES = 12  # records in one column of the drawing

_OF_ACTS_OF = """
    SELECT use.key FROM record AS use
    JOIN link AS led ON led.record = use.key AND led.field = 'act'
    JOIN subject ON subject.number = led.subject
    JOIN record AS act ON act.id = subject.id
    JOIN link AS took ON took.record = act.key AND took.field = 'persons'
    WHERE use.kind = 'use' AND NOT use.removed AND use.day BETWEEN ? AND ?
        AND took.subject IN (SELECT number FROM subject WHERE id IN (SELECT unhex(value) FROM json_each(?)))
"""


@dataclass(frozen=True, slots=True)
class Thread:
    """All that hangs together with one record, newest day first; sums are over all of it, lists may be cut.

    From a gift or a use, everything; from an act, the uses that name it; from a project, its uses in the period; from a
    person, what became of the gifts they gave in the period, and the uses of the period that concern them, that they
    tell, or that name an act they took part in.
    """

    start: str  # the record one took hold of
    kind: str  # its kind: "gift", "use", "contribution", "person" or "project"
    period: Period
    gifts: tuple[GiftLine, ...]
    uses: tuple[UseLine, ...]
    acts: tuple[ActLine, ...]  # those that the uses shown name
    persons: tuple[str, ...]  # everybody of the uses and acts shown, sorted (``Persons.all``)
    gifts_in_all: int
    uses_in_all: int
    accounts: Accounts  # of the gifts of this thread, each whole
    here: int  # cents that the uses of this thread take of them
    elsewhere: int  # cents that other uses take of them: ``here + elsewhere == accounts.both.used``
    adrift: int  # cents that uses of this thread say they take of gifts that are in no sum
    flow: Flow  # of the uses of this thread; of a donor or a gift also what is left
    names: Mapping[str, Named]  # of every id that lines and the drawing name and that is here


def thread(reader: Reader, who: Persons, start: RecordView, period: Period, most: int) -> Thread:
    """Return the thread that this record is part of, at most ``most`` gifts and uses of it shown."""
    given = _given(reader, who, start, period)
    direct = _keys(reader, who, start, period)
    later = set(keys_linking(reader, "gifts", given)) - set(direct)
    own = use_lines(reader, who, direct)
    scope = given | {share.gift for use in own for share in use.shares}
    own += use_lines(reader, who, sorted(later))
    touched = given | {share.gift for use in own for share in use.shares}
    gifts = gift_lines(reader, who, keys_of(reader, "gift", touched))
    others = set(keys_linking(reader, "gifts", (gift.id for gift in gifts))) - {*direct, *later}
    lines, uses = settled(gifts, [*own, *use_lines(reader, who, sorted(others))])
    return _told(reader, start, period, most, _Found(who, [uses[use.id] for use in own], lines, scope, given))


@dataclass(frozen=True, slots=True)
class _Found:
    """What a thread is told from."""

    who: Persons
    uses: Sequence[UseLine]
    gifts: Mapping[str, GiftLine]  # all that these uses name and that are here
    scope: Collection[str]  # ids of the gifts that the thread is about; of some, only the name is here
    given: Collection[str]  # those of them from which it starts: what is left of them belongs to it


def _given(reader: Reader, who: Persons, start: RecordView, period: Period) -> set[str]:
    """Return the ids of the gifts that a thread starts from: the gift itself, or those that a person gave."""
    if start.kind == "gift":
        return {start.id}
    if start.kind != "person":
        return set()
    lines = gift_lines(reader, who, keys_linking(reader, "donor", who.ids(start.id)))
    return {line.id for line in lines if period.holds(line.day)}


def _keys(reader: Reader, who: Persons, start: RecordView, period: Period) -> list[int]:
    """Return the keys of the uses that a thread starts from."""
    match start.kind:
        case "use":
            return [start.key]
        case "contribution":
            return keys_linking(reader, "act", [start.id])
        case "project":
            keys = keys_linking(reader, "project", [start.id])
        case "person":
            ids = who.ids(start.id)
            keys = [key for field in ("persons", "from") for key in keys_linking(reader, field, ids)]
            keys += [key for (key,) in reader.rows(_OF_ACTS_OF, (*period.edges, json.dumps(ids)))]
        case _:
            keys = []
    return sorted(set(keys).intersection(keys_within(reader, "use", period)))


def _told(reader: Reader, start: RecordView, period: Period, most: int, found: _Found) -> Thread:
    gifts = [gift for name, gift in found.gifts.items() if name in found.scope]
    uses = newest_first(found.uses)
    shares = [share for use in uses for share in use.shares if share.gift in found.scope]
    accounts = added(gifts)
    here = sum(share.cents for share in shares if share.counted)
    shown_gifts, shown_uses = newest_first(gifts)[:most], uses[:most]
    acts = newest_first(act_lines(reader, found.who, (use.act for use in shown_uses)))
    left = (Rest(gift.donor, gift.left) for gift in gifts if gift.id in found.given and not gift.contested)
    flow = drawn(strands(uses, found.gifts, found.scope), left, MOST_NODES)
    persons = {person for use in shown_uses for person in use.persons}.union(*(act.persons for act in acts))
    return Thread(
        start=start.id,
        kind=start.kind,
        period=period,
        gifts=tuple(shown_gifts),
        uses=tuple(shown_uses),
        acts=tuple(acts),
        persons=tuple(sorted(persons)),
        gifts_in_all=len(gifts),
        uses_in_all=len(uses),
        accounts=accounts,
        here=here,
        elsewhere=accounts.both.used - here,
        adrift=sum(share.cents for share in shares if not share.counted),
        flow=flow,
        names=named(reader, _ids_of(shown_gifts, shown_uses, acts) | flow.ids),
    )


def strands(uses: Iterable[UseLine], gifts: Mapping[str, GiftLine], scope: Collection[str]) -> Iterator[Strand]:
    """Yield what uses take from the gifts of the scope, as far as it is in the sums."""
    for use in uses:
        for share in use.shares:
            if share.counted and share.gift in scope:
                donor = gifts[share.gift].donor
                yield Strand(donor, use.project, use.id, use.persons, share.cents, share.over)


def _ids_of(gifts: Iterable[GiftLine], uses: Iterable[UseLine], acts: Iterable[ActLine]) -> set[str]:
    """Return every id that these lines name."""
    found = {gift.donor for gift in gifts} | {name for act in acts for name in (*act.persons, act.project)}
    for use in uses:
        found |= {use.project, use.act, use.teller, use.writer, *use.persons}
        found |= {share.gift for share in use.shares}
    return found


def newest_first(lines: Iterable[Line]) -> list[Line]:
    """Return lines by day, the newest first, then by id."""
    return sorted(sorted(lines, key=lambda line: line.id), key=lambda line: line.day, reverse=True)
