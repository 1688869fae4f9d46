"""The log, on both stores."""

from __future__ import annotations

import pytest

from idos_p2p.errors import BugError
from idos_p2p.ids import Address, RecordName
from idos_p2p.limits import MIB
from idos_p2p.log.branches import Branch
from idos_p2p.log.chain import EMPTY
from idos_p2p.log.segment import open_sealed, parse
from idos_p2p.store.ports import HeldAct, Key, Store
from tests.contract.store.making import (
    CELL,
    Author,
    act,
    change,
    creation,
    height_of,
    keep,
    keys_of,
    only,
)


def test_a_new_store_has_no_logs_and_no_acts(store: Store) -> None:
    assert store.log.logs() == {}
    assert store.log.acts() == []
    assert store.log.missing() == []
    assert store.log.segments(Author(1).device, 0, 0, MIB) == []
    assert store.log.at(Author(1).device, 0) == []
    assert store.log.position(Author(1).device, EMPTY.head, 0) is None


def test_logs_follow_what_was_appended(store: Store) -> None:
    ana, luc = Author(1), Author(2)
    assert keep(store, ana.write(act(), creation()), luc.write(creation()), ana.write(creation())) == [0, 0, 0]
    assert store.log.logs() == {ana.device: (Branch(0, None, ana.height),), luc.device: (Branch(0, None, luc.height),)}
    assert ana.height.count == 3


def test_logs_given_do_not_change_afterwards(store: Store) -> None:
    ana = Author(1)
    keep(store, ana.write(creation()))
    before = store.log.logs()
    keep(store, ana.write(creation()))
    assert before[ana.device][0].height.count == 1


def test_segments_come_back_byte_for_byte_from_exactly_the_start(store: Store) -> None:
    ana, luc = Author(1), Author(2)
    runs = [ana.write(*(creation(f"{number}") for number in range(3))) for _ in range(4)]
    keep(store, luc.write(creation()), *runs, luc.write(creation()))
    blobs = [sealed.blob for sealed, _ in runs]
    assert store.log.segments(ana.device, 0, 0, MIB) == blobs
    assert store.log.segments(ana.device, 0, 3, MIB) == blobs[1:]
    assert store.log.segments(ana.device, 0, 9, MIB) == blobs[3:]
    assert store.log.segments(ana.device, 0, 12, MIB) == store.log.segments(ana.device, 1, 0, MIB) == []


def test_a_segment_asked_from_its_middle_is_cut_at_the_front_and_still_verifies(store: Store) -> None:
    ana = Author(1)
    first, second = (ana.write(*(creation(f"{number}") for number in range(5))) for _ in range(2))
    keep(store, first, second)
    cut, whole = (parse(blob) for blob in store.log.segments(ana.device, 0, 3, MIB))
    assert (cut.first_seq, cut.count, cut.signature, whole) == (3, 2, first[0].signature, second[0])
    after = ana.copy_after(first[1][2]).height
    assert open_sealed(cut, CELL, after) == first[1][3:]


def test_segments_stop_at_the_bytes_asked_but_give_at_least_one(store: Store) -> None:
    ana = Author(1)
    runs = [ana.write(creation()) for _ in range(4)]
    keep(store, *runs)
    size = len(runs[0][0].blob)
    assert len(store.log.segments(ana.device, 0, 0, 1)) == 1
    assert len(store.log.segments(ana.device, 0, 0, 2 * size)) == 2
    assert len(store.log.segments(ana.device, 0, 0, 3 * size - 1)) == 2


def test_entries_come_in_the_order_asked_whatever_their_segments(store: Store) -> None:
    ana, luc = Author(1), Author(2)
    first, second, third = ana.write(creation("a"), act("b")), luc.write(creation("c")), ana.write(creation("d"))
    keep(store, first, second, third)
    asked = only(store, Address(ana.device, 2), Address(luc.device, 0), Address(ana.device, 1), Address(ana.device, 2))
    assert store.log.entries(asked) == [third[1][0], second[1][0], first[1][1], third[1][0]]
    assert store.log.entries([]) == []


def test_an_entry_that_is_not_in_the_log_is_our_bug(store: Store) -> None:
    ana = Author(1)
    keep(store, ana.write(creation()))
    [key] = only(store, Address(ana.device, 0))
    for other in (Key(key + 1), Key(key - 1), Key(key + (1 << 32))):
        with pytest.raises(BugError, match="entry_absent"):
            store.log.entries([other])
    for branch, start, end in ((0, 0, 2), (1, 0, 1), (0, -1, 1)):
        with pytest.raises(BugError, match="entry_absent"):
            store.log.line(ana.device, branch, start, end)


def test_a_record_of_a_device_whose_log_has_not_come_is_kept(store: Store) -> None:
    ana, absent = Author(1), Author(9)
    record = RecordName(absent.device, 7)
    keep(store, ana.write(change(record)))
    assert height_of(store, ana) == ana.height
    assert store.judgements.of_record(record) == only(store, Address(ana.device, 0))
    assert store.log.segments(absent.device, 0, 0, MIB) == []
    assert absent.device not in store.log.logs()


def test_acts_come_in_order_of_arrival_with_their_bodies_and_the_act_before(store: Store) -> None:
    ana, luc = Author(1), Author(2)
    first, second, third = ana.write(act("1"), creation(), act("2")), luc.write(act("3")), ana.write(act("4"))
    keep(store, first, second, third)
    one, two, three, four = first[1][0], first[1][2], second[1][0], third[1][0]
    acts = [HeldAct(one, None), HeldAct(two, one.id), HeldAct(three, None), HeldAct(four, two.id)]
    assert [store.log.acts(after) for after in range(6)] == [acts[after:] for after in range(6)]
    assert store.log.acts() == acts


def test_a_segment_that_follows_nothing_or_is_held_already_is_our_bug(store: Store) -> None:
    ana = Author(1)
    first, skipped, third = (ana.write(creation(text)) for text in ("one", "two", "three"))
    keep(store, first)
    sealed, entries = third
    wrong = (third, first, (sealed, [*entries, *entries]), (first[0], skipped[1]))
    for sealed, entries in wrong:
        with pytest.raises(BugError, match="log_hole"), store.transaction():
            store.log.append(sealed, entries)
    keep(store, skipped, third)
    assert height_of(store, ana) == ana.height
    with pytest.raises(BugError, match="log_hole"):
        keep(store, skipped)


def test_a_copy_that_goes_on_from_the_middle_of_a_segment_makes_a_branch(store: Store) -> None:
    ana = Author(1)
    shared = ana.write(creation("0"), creation("1"), creation("2"))
    copy = ana.copy_after(shared[1][1])
    more, other, further = ana.write(creation("3")), copy.write(creation("2'")), copy.write(creation("3'"))
    assert keep(store, shared, more, other, further) == [0, 0, 1, 1]
    assert store.log.logs()[ana.device] == (Branch(0, None, ana.height), Branch(2, 0, copy.height))
    assert [held.entry for held in store.log.at(ana.device, 2)] == [shared[1][2], other[1][0]]
    assert [held.entry for held in store.log.at(ana.device, 1)] == [shared[1][1]]
    assert store.log.line(ana.device, 1, 0, 4) == [*shared[1][:2], *other[1], *further[1]]
    assert store.log.line(ana.device, 1, 1, 2) == [shared[1][1]]
    assert store.log.segments(ana.device, 1, 2, MIB) == [other[0].blob, further[0].blob]
    assert [store.log.position(ana.device, entry.id, 2) for entry in (shared[1][2], other[1][0])] == [0, 1]
    assert store.log.position(ana.device, shared[1][1].id, 2) is None
    assert store.check() == []
    with pytest.raises(BugError, match="entry_absent"):
        store.log.segments(ana.device, 1, 1, MIB)


def test_a_branch_may_leave_a_branch_and_two_may_leave_at_one_place(store: Store) -> None:
    ana = Author(1)
    trunk = ana.write(creation("0"), creation("1"))
    copies = [ana.copy_after(trunk[1][0]) for _ in range(2)]
    runs = [copy.write(creation(f"1 of {place}"), act(f"2 of {place}")) for place, copy in enumerate(copies)]
    inner = ana.copy_after(runs[1][1][0])
    last = inner.write(act("inner"))
    assert keep(store, trunk, *runs, last) == [0, 1, 2, 3]
    assert [(branch.first, branch.parent) for branch in store.log.logs()[ana.device]] == [
        (0, None),
        (1, 0),
        (1, 0),
        (2, 2),
    ]
    assert [held.previous for held in store.log.acts()] == [None, None, None]
    assert store.log.line(ana.device, 3, 0, 3) == [trunk[1][0], runs[1][1][0], last[1][0]]
    keys = keys_of(store, *trunk[1], *runs[1][1], *last[1])
    assert store.log.lineage(keys) == {
        trunk[1][1].id: {0},
        runs[1][1][0].id: {2, 3},
        runs[1][1][1].id: {2},
        last[1][0].id: {3},
    }
    assert store.check() == []


def test_a_log_may_begin_twice(store: Store) -> None:
    ana, again = Author(1), Author(1)
    first, second = ana.write(act("begins"), act("goes on")), again.write(act("begins anew"), creation())
    assert keep(store, first, second) == [0, 1]
    assert store.log.logs()[ana.device] == (Branch(0, None, ana.height), Branch(0, None, again.height))
    assert [held.previous for held in store.log.acts()] == [None, first[1][0].id, None]
    assert store.log.lineage(keys_of(store, first[1][0], second[1][1])) == {first[1][0].id: {0}, second[1][1].id: {1}}
    assert store.check() == []


def test_the_act_before_is_looked_for_through_the_parents(store: Store) -> None:
    ana = Author(1)
    trunk = ana.write(act("0"), creation("1"), act("2"))
    copy = ana.copy_after(trunk[1][1])
    other = copy.write(creation("2'"), act("3'"))
    keep(store, trunk, other)
    assert [held.previous for held in store.log.acts(2)] == [trunk[1][0].id]
    assert [(held.entry.header.seq, held.previous) for held in store.log.acts()] == [
        (0, None),
        (2, trunk[1][0].id),
        (3, trunk[1][0].id),
    ]


def test_nothing_is_contested_where_nobody_forked(store: Store) -> None:
    ana = Author(1)
    run = ana.write(creation("0"), creation("1"))
    keep(store, run)
    assert store.log.lineage(keys_of(store, *run[1])) == {}
    copy = ana.copy_after(run[1][0])
    keep(store, copy.write(creation("1'")))
    assert store.log.lineage(keys_of(store, *run[1])) == {run[1][1].id: {0}}


def test_the_entries_of_a_record_are_those_of_all_branches(store: Store) -> None:
    ana, luc = Author(1), Author(2)
    first = ana.write(act("0"), creation("here"))
    record = RecordName(ana.device, 1)
    copy = ana.copy_after(first[1][0])
    second, third = copy.write(creation("there"), change(record)), luc.write(change(record))
    keep(store, first, second, third)
    entries = [first[1][1], *second[1], *third[1]]
    assert store.judgements.of_record(record) == keys_of(store, *entries)
    assert len(set(store.judgements.of_record(record))) == 4
    with store.transaction():
        store.judgements.judge([(key, "applied") for key in keys_of(store, *entries)])
        store.judgements.reopen([ana.device])
    assert store.judgements.unjudged(9) == [record]
    assert store.judgements.verdicts() == {"": 4}
