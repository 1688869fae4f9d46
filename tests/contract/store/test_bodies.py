"""Bodies that did not come along, that come back, and that are erased, on both stores."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from idos_p2p.errors import BugError
from idos_p2p.ids import Address, RecordName
from idos_p2p.limits import MIB
from idos_p2p.log.chain import EMPTY
from idos_p2p.log.entry import Payload
from idos_p2p.log.segment import open_sealed, parse
from idos_p2p.store.ports import Key, Store
from tests.contract.store.making import (
    CELL,
    Author,
    act,
    creation,
    keep,
    keys_of,
    without_body,
)


def test_a_body_that_did_not_come_along_is_missing_until_it_is_put_back(store: Store) -> None:
    ana = Author(1)
    run = ana.write(creation("0"), creation("1"), creation("2"))
    keep(store, without_body(run, 1))
    with store.transaction():
        store.judgements.judge([(key, "waiting:body") for key in keys_of(store, *run[1])])
    payload = run[1][1].payload
    assert payload is not None
    assert store.log.missing() == [Address(ana.device, 1)]
    with store.transaction():
        assert not store.log.put_back(Address(ana.device, 1), Payload(payload.salt, b"another"))
        assert not store.log.put_back(Address(ana.device, 0), payload)
        assert not store.log.put_back(Address(ana.device, 7), payload)
    assert store.judgements.unjudged(9) == []
    with store.transaction():
        assert store.log.put_back(Address(ana.device, 1), payload)
        assert not store.log.put_back(Address(ana.device, 1), payload)
    assert store.log.missing() == []
    assert store.judgements.unjudged(9) == [RecordName(ana.device, 1)]
    assert store.log.segments(ana.device, 0, 0, MIB) == [run[0].blob]
    assert store.log.line(ana.device, 0, 0, 3) == run[1]


def test_a_missing_body_goes_to_the_branch_that_signed_it(store: Store) -> None:
    ana = Author(1)
    trunk = ana.write(act("0"))
    copy = ana.copy_after(trunk[1][0])
    here, there = ana.write(creation("here")), copy.write(creation("there"))
    keep(store, trunk, without_body(here, 0), without_body(there, 0))
    payload = there[1][0].payload
    assert payload is not None
    assert store.log.missing() == [Address(ana.device, 1)]
    with store.transaction():
        assert store.log.put_back(Address(ana.device, 1), payload)
    assert [held.entry.payload for held in store.log.at(ana.device, 1)] == [None, payload]
    assert store.log.missing() == [Address(ana.device, 1)]


def test_an_erased_body_is_gone_and_its_chain_still_verifies(store: Store) -> None:
    ana = Author(1)
    run = ana.write(creation("kept"), creation("erased"), creation("kept"))
    keep(store, run)
    keys = keys_of(store, run[1][1])
    with store.transaction():
        store.log.erase(keys)
        store.log.erase(keys)
    [blob] = store.log.segments(ana.device, 0, 0, MIB)
    assert open_sealed(parse(blob), CELL, EMPTY) == [run[1][0], replace(run[1][1], payload=None), run[1][2]]
    assert store.log.missing() == []
    payload = run[1][1].payload
    assert payload is not None
    with store.transaction():
        assert not store.log.put_back(Address(ana.device, 1), payload)
    assert store.log.line(ana.device, 0, 1, 2)[0].payload is None
    assert store.check() == []


def test_a_missing_body_that_is_erased_is_not_missed_any_more(store: Store) -> None:
    ana = Author(1)
    run = without_body(ana.write(creation("0"), creation("1")), 0)
    keep(store, run)
    with store.transaction():
        store.log.erase(keys_of(store, run[1][0]))
    assert store.log.missing() == []


def test_an_act_is_never_erased(store: Store) -> None:
    ana = Author(1)
    run = ana.write(creation(), act())
    keep(store, run)
    with pytest.raises(BugError, match="erase_act"), store.transaction():
        store.log.erase(keys_of(store, *run[1]))
    assert store.log.line(ana.device, 0, 0, 2) == run[1]
    with pytest.raises(BugError, match="entry_absent"), store.transaction():
        store.log.erase([Key(7)])


def erase_in_vain(store: Store, keys: Sequence[Key]) -> None:
    """Erase all but the last of these, ask for them again, and fail on the last."""
    with store.transaction():
        store.log.erase(keys[:-1])
        store.log.miss(keys[:-1])
        store.log.entries(keys[-1:])


def test_a_body_that_was_erased_in_vain_is_asked_for_again(store: Store) -> None:
    ana = Author(1)
    run = ana.write(creation("0"), creation("1"))
    keep(store, run)
    keys = keys_of(store, *run[1])
    with store.transaction():
        store.log.erase(keys[:1])
    assert store.log.missing() == []
    with store.transaction():
        store.log.miss(keys)
        store.log.miss(keys)
    assert store.log.missing() == [Address(ana.device, 0)]
    with pytest.raises(BugError):
        erase_in_vain(store, [*keys, Key(-1)])
    assert store.log.missing() == [Address(ana.device, 0)]
    payload = run[1][0].payload
    assert payload is not None
    with store.transaction():
        assert store.log.put_back(Address(ana.device, 0), payload)
    assert store.log.missing() == []
    assert store.log.line(ana.device, 0, 0, 2) == run[1]
    assert store.check() == []
