"""A store that an earlier program made opens with all it held: ``tests/data/stores/schema_1.db``, kept for ever."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from idos_p2p.ids import Address, RecordName
from idos_p2p.limits import MIB
from idos_p2p.log.branches import Branch
from idos_p2p.log.chain import EMPTY
from idos_p2p.log.segment import open_sealed, parse
from idos_p2p.store.ports import Store
from idos_p2p.store.sqlcipher import open_store
from idos_p2p.views.search import search
from tests.contract.store.making import CELL, KEY, Author, act, change, creation, keep, keys_of, only

KEPT = Path(__file__).parents[2] / "data" / "stores" / "schema_1.db"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    path = tmp_path / "cell.db"
    shutil.copy(KEPT, path)
    opened = open_store(path, KEY, CELL)
    yield opened
    opened.close()


def authors() -> tuple[Author, Author]:
    """Return the two who wrote the kept file, having said again what they said."""
    ana, luc = Author(1), Author(2)
    one = RecordName(ana.device, 1)
    ana.write(act("first"), creation("one"))
    luc.write(act("second"))
    luc.write(change(one), act("third"))
    ana.write(creation("two"))
    luc.write(change(RecordName(Author(3).device, 4)))
    for number in range(5):
        ana.write(creation(f"{number}"))
    return ana, luc


def test_its_logs_are_one_branch_each_and_verify(store: Store) -> None:
    for author in authors():
        assert store.log.logs()[author.device] == (Branch(0, None, author.height),)
        reached = EMPTY
        for blob in store.log.segments(author.device, 0, 0, MIB):
            entries = open_sealed(parse(blob), CELL, reached)
            reached = author.copy_after(entries[-1]).height
        assert reached == author.height
    assert store.check() == []


def test_its_acts_know_the_act_before(store: Store) -> None:
    ana, luc = authors()
    told = [(held.entry.header.device, held.entry.header.seq, held.previous) for held in store.log.acts()]
    [first] = store.log.at(luc.device, 0)
    assert told == [(ana.device, 0, None), (luc.device, 0, None), (luc.device, 2, first.entry.id)]


def test_its_facts_are_there_and_its_records_are_judged_again_by_what_this_program_knows(store: Store) -> None:
    ana, luc = authors()
    assert dict(store.judgements.verdicts()) == {"": 9}
    one = RecordName(ana.device, 1)
    assert store.judgements.of_record(one) == only(store, Address(ana.device, 1), Address(luc.device, 1))
    assert store.facts.get("name") == "Épicerie".encode()
    assert search(store.reader, "framboisiers", 9) == []
    assert list(store.read_model.dump()) == []


def test_its_log_goes_on_forks_loses_bodies_and_is_joined(store: Store) -> None:
    ana, luc = authors()
    [held] = store.log.at(ana.device, 3)
    copy = ana.copy_after(held.entry)
    more, other = ana.write(act("fourth")), copy.write(creation("elsewhere"))
    assert keep(store, more, other, luc.write(creation("later"))) == [0, 1, 0]
    before = store.log.line(ana.device, 0, 0, ana.height.count)
    with store.transaction():
        store.log.erase(keys_of(store, before[2]))
    slices = 0
    while dealt_with(store):
        slices += 1
    assert slices > 3  # they were never weighed
    assert len(store.log.segments(ana.device, 0, 0, MIB)) < 4
    after = store.log.line(ana.device, 0, 0, ana.height.count)
    assert [entry.id for entry in after] == [entry.id for entry in before]
    assert store.check() == []


def dealt_with(store: Store) -> int:
    with store.transaction():
        return store.log.merge(3)
