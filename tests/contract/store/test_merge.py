"""Small segments joined, on both stores."""

from __future__ import annotations

import pytest

from idos_p2p.ids import Address
from idos_p2p.limits import MIB
from idos_p2p.log.chain import EMPTY
from idos_p2p.log.segment import open_sealed, parse
from idos_p2p.store.ports import Store
from tests.contract.store.making import (
    CELL,
    Author,
    act,
    creation,
    height_of,
    keep,
    keys_of,
    without_body,
)


def merge_all(store: Store, most: int) -> int:
    """Join all there is to join, in slices of a transaction each; return how many slices that took."""
    slices = 0
    while dealt_with(store, most):
        slices += 1
    return slices


def dealt_with(store: Store, most: int) -> int:
    with store.transaction():
        return store.log.merge(most)


@pytest.mark.parametrize("most", [2, 7, 1_000])
def test_small_segments_become_one_that_verifies_and_holds_the_same(store: Store, most: int) -> None:
    ana, luc = Author(1), Author(2)
    runs = [author.write(creation(f"{number}"), act(f"{number}")) for number in range(8) for author in (ana, luc)]
    keep(store, *runs)
    acts = store.log.acts()
    assert merge_all(store, most)
    for author in (ana, luc):
        said = [entry for _, entries in runs for entry in entries if entry.header.device == author.device]
        blobs = store.log.segments(author.device, 0, 0, MIB)
        assert len(blobs) <= (1 if most > 7 else 4)
        assert (
            open_sealed(parse(store.log.segments(author.device, 0, 0, 1)[0]), CELL, EMPTY)
            == said[: parse(blobs[0]).count]
        )
        assert store.log.line(author.device, 0, 0, 16) == said
        assert height_of(store, author) == author.height
    assert store.log.acts() == acts
    assert store.check() == []
    assert dealt_with(store, most) == 0


def test_branches_are_joined_each_by_itself_and_leave_where_they_left(store: Store) -> None:
    ana = Author(1)
    trunk = [ana.write(creation(f"{number}")) for number in range(3)]
    copy = ana.copy_after(trunk[1][1][0])
    other = [copy.write(creation(f"{number}'")) for number in range(3)]
    keep(store, *trunk, *other)
    logs = store.log.logs()
    merge_all(store, 1_000)
    assert store.log.logs() == logs
    assert [parse(blob).count for blob in store.log.segments(ana.device, 0, 0, MIB)] == [3]
    assert [parse(blob).count for blob in store.log.segments(ana.device, 1, 2, MIB)] == [3]
    assert store.log.line(ana.device, 1, 0, 5) == [run[1][0] for run in (*trunk[:2], *other)]
    assert store.check() == []


def test_what_is_appended_after_a_merge_is_joined_later(store: Store) -> None:
    ana = Author(1)
    for number in range(4):
        keep(store, ana.write(creation(f"{number}")), ana.write(creation(f"{number}, again")))
        merge_all(store, 10)
    assert sum(parse(blob).count for blob in store.log.segments(ana.device, 0, 0, MIB)) == 8
    assert len(store.log.segments(ana.device, 0, 0, MIB)) < 4
    assert [entry.header.seq for entry in store.log.line(ana.device, 0, 0, 8)] == list(range(8))


def test_a_merge_does_not_bring_back_nor_lose_an_absent_body(store: Store) -> None:
    ana = Author(1)
    runs = [ana.write(creation(f"{number}")) for number in range(4)]
    keep(store, runs[0], without_body(runs[1], 0), *runs[2:])
    with store.transaction():
        store.log.erase(keys_of(store, runs[2][1][0]))
    merge_all(store, 10)
    assert [entry.payload is None for entry in store.log.line(ana.device, 0, 0, 4)] == [False, True, True, False]
    assert store.log.missing() == [Address(ana.device, 1)]
    payload = runs[1][1][0].payload
    assert payload is not None
    with store.transaction():
        assert store.log.put_back(Address(ana.device, 1), payload)
    assert [entry.payload is None for entry in store.log.line(ana.device, 0, 0, 4)] == [False, False, True, False]
    assert store.check() == []


def test_large_segments_are_left_as_they_are(store: Store) -> None:
    ana = Author(1)
    runs = [ana.write(creation("x" * 40_000)) for _ in range(3)]
    keep(store, *runs)
    assert dealt_with(store, 10) == 0
    assert store.log.segments(ana.device, 0, 0, MIB) == [sealed.blob for sealed, _ in runs]
