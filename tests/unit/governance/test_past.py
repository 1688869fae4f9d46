"""What an act knows: pasts, lines and heads, whatever the order in which acts arrive."""

from __future__ import annotations

import dataclasses

from idos_p2p.governance.acts import Rest
from idos_p2p.governance.past import Act, History, act_of
from idos_p2p.ids import DeviceId, EntryId
from idos_p2p.limits import MAX_REFS
from idos_p2p.log.chain import Draft
from idos_p2p.log.entry import Payload
from tests.unit.log.authors import NOON, founder


def act(number: int, *refs: Act, previous: Act | None = None) -> Act:
    seq = previous.seq + 1 if previous else 0
    device = previous.device if previous else DeviceId(bytes([number]) * 32)
    names = tuple(ref.id for ref in refs)
    return Act(EntryId(bytes([number]) * 32), device, seq, names, Rest(resting=True), previous.id if previous else None)


def placed(history: History, *acts: Act) -> list[EntryId]:
    return [one.id for one in history.add(acts)]


def test_an_act_is_placed_once_and_after_all_that_it_knows() -> None:
    first = act(1)
    second = act(2, first)
    third = act(3, second, previous=first)
    history = History()
    assert placed(history, third) == []
    assert placed(history, third, second) == []
    assert placed(history, first) == [first.id, second.id, third.id]
    assert placed(history, first, second, third) == []
    assert len(history) == 3
    assert history.all == 0b111


def test_pasts_and_lines_hold_what_is_known_and_nothing_else() -> None:
    alone, first = act(1), act(2)
    second = act(3, alone, previous=first)
    history = History()
    placed(history, alone, first, second)
    assert history.pasts == [0, 0, 0b11]
    assert history.lines == [0b001, 0b010, 0b110]
    assert history.knows(second.id, alone.id)
    assert history.knows(second.id, first.id)
    assert not history.knows(first.id, alone.id)
    assert history.past_of(act(4)) == 0
    assert history.past_of(act(4, second)) == 0b111


def test_an_act_whose_body_is_missing_waits_for_it() -> None:
    first = act(1)
    history = History()
    assert placed(history, dataclasses.replace(first, missing=True)) == []
    assert len(history) == 0
    assert placed(history, first) == [first.id]


def test_heads_are_what_nobody_knows_of_and_the_richest_where_there_are_many() -> None:
    root = act(1)
    rich = act(2, root)
    history = History()
    placed(history, root, rich)
    assert history.heads() == (rich.id,)
    several = [act(number) for number in range(3, 3 + MAX_REFS)]
    placed(history, *several)
    ids = sorted(one.id for one in several)
    assert history.heads() == tuple(sorted((rich.id, *ids[1:])))
    assert len(history.heads()) == MAX_REFS


def test_an_act_of_an_unknown_kind_is_newer_and_one_without_its_body_missing() -> None:
    author, genesis = founder()
    (unknown,) = author.entries(Draft(31, Payload(author.salt(), b"?"), NOON, refs=(genesis.id,)))
    absent = dataclasses.replace(genesis, payload=None)
    flags = [(found.missing, found.newer, found.body is None) for found in map(act_of, (genesis, unknown, absent))]
    assert flags == [(False, False, False), (False, True, True), (True, False, True)]
    gone = act_of(dataclasses.replace(unknown, payload=None))
    assert (gone.missing, gone.newer) == (False, True)
