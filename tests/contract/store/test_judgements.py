"""Verdicts and facts, on both stores."""

from __future__ import annotations

from dataclasses import replace

import pytest

from idos_p2p.errors import BugError
from idos_p2p.ids import Address, RecordName
from idos_p2p.store.ports import Key, Store
from tests.contract.store.making import Author, act, change, creation, keep, only


def test_what_arrives_awaits_judgement_the_latest_record_first(store: Store) -> None:
    ana, luc = Author(1), Author(2)
    one, two = RecordName(ana.device, 0), RecordName(ana.device, 2)
    keep(store, ana.write(creation(), act(), creation()), luc.write(change(one)))
    assert store.judgements.unjudged(10) == [one, two]
    assert store.judgements.unjudged(1) == [one]
    assert store.judgements.unjudged(0) == []


def test_what_was_written_last_is_judged_first_whichever_log_came_first(store: Store) -> None:
    ana, luc, zoe = Author(1), Author(2), Author(3)
    this_week, last_year, long_ago = (replace(creation(), time_ms=day * 86_400_000) for day in (20_000, 19_635, 16_000))
    keep(store, ana.write(long_ago, this_week), luc.write(last_year), zoe.write(long_ago, long_ago))
    places = [(ana.device, 1), (luc.device, 0), (zoe.device, 1), (zoe.device, 0), (ana.device, 0)]
    assert store.judgements.unjudged(9) == [RecordName(*place) for place in places]


def test_the_entries_of_a_record_come_in_order_of_arrival(store: Store) -> None:
    ana, luc = Author(1), Author(2)
    record = RecordName(luc.device, 0)
    keep(store, ana.write(change(record)), luc.write(creation(), change(record)), ana.write(change(record)))
    places = [(ana.device, 0), (luc.device, 0), (luc.device, 1), (ana.device, 1)]
    assert store.judgements.of_record(record) == only(store, *(Address(*place) for place in places))
    assert store.judgements.of_record(RecordName(Author(9).device, 0)) == []


def test_a_judged_record_waits_no_more_and_a_later_verdict_replaces_the_first(store: Store) -> None:
    ana = Author(1)
    keep(store, ana.write(creation(), creation(), act()))
    first, second = only(store, Address(ana.device, 0), Address(ana.device, 1))
    with store.transaction():
        store.judgements.judge([(first, "waiting"), (second, "applied")])
        store.judgements.judge([(first, "void:gate")])
    assert store.judgements.unjudged(10) == []
    assert store.judgements.verdicts() == {"void:gate": 1, "applied": 1}


def test_acts_of_authority_are_not_judged_as_entries_of_records(store: Store) -> None:
    ana = Author(1)
    keep(store, ana.write(act(), creation()))
    assert store.judgements.verdicts() == {"": 1}
    with pytest.raises(BugError), store.transaction():
        store.judgements.judge([(key, "applied") for key in only(store, Address(ana.device, 0))])


def test_no_verdict_is_kept_of_an_entry_that_is_not_there_nor_an_empty_one(store: Store) -> None:
    ana = Author(1)
    keep(store, ana.write(creation()))
    [key] = only(store, Address(ana.device, 0))
    for other, verdict in ((Key(key + 1), "applied"), (Key(key + (1 << 32)), "applied"), (key, "")):
        with pytest.raises(BugError), store.transaction():
            store.judgements.judge([(key, "applied"), (other, verdict)])
    assert store.judgements.verdicts() == {"": 1}


def test_reopening_a_device_forgets_the_verdicts_of_every_record_it_touched(store: Store) -> None:
    ana, luc, eve = Author(1), Author(2), Author(3)
    untouched, written, created = RecordName(ana.device, 0), RecordName(ana.device, 1), RecordName(eve.device, 0)
    keep(store, ana.write(creation(), creation()), eve.write(creation(), change(written)), luc.write(change(created)))
    everything = [*store.judgements.of_record(untouched), *store.judgements.of_record(written)]
    everything += store.judgements.of_record(created)
    with store.transaction():
        store.judgements.judge([(key, "applied") for key in everything])
        store.judgements.reopen([eve.device, Author(9).device])
    assert store.judgements.verdicts() == {"applied": 1, "": 4}
    assert set(store.judgements.unjudged(10)) == {written, created}


def test_reopening_a_device_reaches_its_records_even_before_its_own_log_came(store: Store) -> None:
    ana, absent = Author(1), Author(2)
    keep(store, ana.write(change(RecordName(absent.device, 0))))
    with store.transaction():
        store.judgements.judge([(key, "waiting:record") for key in only(store, Address(ana.device, 0))])
    with store.transaction():
        store.judgements.reopen([absent.device])
    assert store.judgements.verdicts() == {"": 1}


def test_clearing_the_read_model_forgets_every_verdict(store: Store) -> None:
    ana = Author(1)
    keep(store, ana.write(creation(), creation()))
    with store.transaction():
        store.judgements.judge([(key, "applied") for key in only(store, Address(ana.device, 0))])
        store.read_model.clear()
    assert store.judgements.verdicts() == {"": 2}


def test_a_fact_is_kept_under_its_name(store: Store) -> None:
    assert store.facts.get("name") is None
    with store.transaction():
        store.facts.set("name", b"Ana")
        store.facts.set("place", b"")
        store.facts.set("name", b"Luc")
    assert (store.facts.get("name"), store.facts.get("place")) == (b"Luc", b"")


def test_the_records_that_a_stretch_changed_are_those_whose_change_is_applied(store: Store) -> None:
    ana, luc = Author(1), Author(2)
    mine, theirs = RecordName(ana.device, 0), RecordName(luc.device, 0)
    keep(store, ana.write(creation(), act(), change(mine)), luc.write(creation(), change(mine), change(theirs)))
    keys = [*store.judgements.of_record(mine), *store.judgements.of_record(theirs)]
    with store.transaction():
        store.judgements.judge([(key, "applied") for key in keys])
        store.judgements.judge([(only(store, Address(luc.device, 2))[0], "void:owner")])
    assert store.log.changed(ana.device, 0, 0, 3) == {mine}
    assert store.log.changed(ana.device, 0, 0, 2) == frozenset()  # created there
    assert store.log.changed(luc.device, 0, 0, 9) == {mine}
    assert store.log.changed(luc.device, 0, 2, 3) == frozenset()  # not applied
    assert store.log.changed(luc.device, 1, 0, 3) == store.log.changed(Author(9).device, 0, 0, 3) == frozenset()


def test_on_another_branch_a_record_that_was_created_there_is_not_changed_there(store: Store) -> None:
    ana = Author(1)
    first = ana.write(creation("shared"))
    other = ana.copy_after(first[1][0])
    keep(store, first, ana.write(creation("one")), other.write(creation("two"), change(RecordName(ana.device, 1))))
    keys = [key for seq in (0, 1) for key in store.judgements.of_record(RecordName(ana.device, seq))]
    with store.transaction():
        store.judgements.judge([(key, "applied") for key in keys])
    assert store.log.changed(ana.device, 1, 1, 2) == frozenset()
    assert store.log.changed(ana.device, 1, 1, 3) == {RecordName(ana.device, 1)}
