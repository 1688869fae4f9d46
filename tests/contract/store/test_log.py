"""The log, on both stores."""

from __future__ import annotations

import pytest

from idos_p2p.errors import BugError
from idos_p2p.ids import Address, RecordName
from idos_p2p.limits import MIB
from idos_p2p.store.ports import Store
from tests.contract.store.making import Author, act, change, creation, keep


def test_a_new_store_has_no_heights_and_no_acts(store: Store) -> None:
    assert store.log.heights() == {}
    assert store.log.acts() == []
    assert store.log.segments(Author(1).device, 0, MIB) == []


def test_heights_follow_what_was_appended(store: Store) -> None:
    ana, luc = Author(1), Author(2)
    keep(store, ana.write(act(), creation()), luc.write(creation()), ana.write(creation()))
    assert store.log.heights() == {ana.device: ana.height, luc.device: luc.height}
    assert ana.height.count == 3


def test_heights_given_do_not_change_afterwards(store: Store) -> None:
    ana = Author(1)
    keep(store, ana.write(creation()))
    before = store.log.heights()
    keep(store, ana.write(creation()))
    assert before[ana.device].count == 1


def test_segments_come_back_byte_for_byte_from_the_one_that_holds_the_start(store: Store) -> None:
    ana, luc = Author(1), Author(2)
    runs = [ana.write(*(creation(f"{number}") for number in range(3))) for _ in range(4)]
    keep(store, luc.write(creation()), *runs, luc.write(creation()))
    blobs = [sealed.blob for sealed, _ in runs]
    assert store.log.segments(ana.device, 0, MIB) == blobs
    assert store.log.segments(ana.device, 4, MIB) == blobs[1:]
    assert store.log.segments(ana.device, 11, MIB) == blobs[3:]
    assert store.log.segments(ana.device, 12, MIB) == []


def test_segments_stop_at_the_bytes_asked_but_give_at_least_one(store: Store) -> None:
    ana = Author(1)
    runs = [ana.write(creation()) for _ in range(4)]
    keep(store, *runs)
    size = len(runs[0][0].blob)
    assert len(store.log.segments(ana.device, 0, 1)) == 1
    assert len(store.log.segments(ana.device, 0, 2 * size)) == 2
    assert len(store.log.segments(ana.device, 0, 3 * size - 1)) == 2


def test_entries_come_in_the_order_asked_whatever_their_segments(store: Store) -> None:
    ana, luc = Author(1), Author(2)
    first, second, third = ana.write(creation("a"), act("b")), luc.write(creation("c")), ana.write(creation("d"))
    keep(store, first, second, third)
    asked = [Address(ana.device, 2), Address(luc.device, 0), Address(ana.device, 1), Address(ana.device, 2)]
    assert store.log.entries(asked) == [third[1][0], second[1][0], first[1][1], third[1][0]]
    assert store.log.entries([]) == []


def test_an_entry_that_is_not_in_the_log_is_our_bug(store: Store) -> None:
    ana = Author(1)
    keep(store, ana.write(creation()))
    for address in (Address(ana.device, 1), Address(Author(2).device, 0)):
        with pytest.raises(BugError):
            store.log.entries([address])


def test_a_record_of_a_device_whose_log_has_not_come_is_kept(store: Store) -> None:
    ana, absent = Author(1), Author(9)
    record = RecordName(absent.device, 7)
    keep(store, ana.write(change(record)))
    assert store.log.heights() == {ana.device: ana.height}
    assert store.judgements.of_record(record) == [Address(ana.device, 0)]
    assert store.log.segments(absent.device, 0, MIB) == []


def test_acts_come_in_order_of_arrival_with_their_bodies(store: Store) -> None:
    ana, luc = Author(1), Author(2)
    first, second, third = ana.write(act("1"), creation(), act("2")), luc.write(act("3")), ana.write(act("4"))
    keep(store, first, second, third)
    assert store.log.acts() == [first[1][0], first[1][2], second[1][0], third[1][0]]


def test_a_segment_that_does_not_continue_its_chain_is_our_bug(store: Store) -> None:
    ana, again = Author(1), Author(1)
    keep(store, ana.write(creation("one")))
    skipped = ana.write(creation("two"))
    for sealed, entries in (ana.write(creation("three")), again.write(creation("other"))):
        with pytest.raises(BugError, match="log_hole"), store.transaction():
            store.log.append(sealed, entries)
    keep(store, skipped)
    assert store.log.heights()[ana.device].count == 2
