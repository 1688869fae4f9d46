"""One intention, one transaction, on both stores."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from idos_p2p.errors import BugError
from idos_p2p.ids import Address, RecordName
from idos_p2p.limits import MIB
from idos_p2p.log.entry import Payload
from idos_p2p.store.ports import Store
from tests.contract.store.making import (
    Author,
    Run,
    act,
    change,
    creation,
    height_of,
    keep,
    only,
    placed,
    projection,
    put,
)


class ChangeOfMindError(Exception):
    pass


def everything(store: Store) -> tuple[object, ...]:
    logs = dict(store.log.logs())
    return (
        logs,
        store.log.acts(),
        store.log.missing(),
        {
            (device, position): store.log.segments(device, position, branch.first, MIB)
            for device, branches in logs.items()
            for position, branch in enumerate(branches)
        },
        store.judgements.unjudged(100),
        dict(store.judgements.verdicts()),
        list(store.read_model.dump()),
        store.facts.get("name"),
    )


def do_all(store: Store, run: Run, other: Run, judged: Address) -> None:
    store.log.append(*run)
    store.log.append(*other)
    store.judgements.judge([(key, "applied") for key in only(store, judged)])
    store.read_model.put(
        [placed(store, made) for made in (projection("new", author=Author(7)), projection("old", words="changed"))]
    )
    store.facts.set("name", b"after")


def undone(store: Store, *writes: Callable[[], object]) -> None:
    """Do all this in one transaction, then change one's mind."""

    def write_and_regret() -> None:
        with store.transaction():
            for write in writes:
                write()
            raise ChangeOfMindError

    with pytest.raises(ChangeOfMindError):
        write_and_regret()


def set_twice(store: Store) -> None:
    with store.transaction():
        store.facts.set("name", b"Ana")
        with store.transaction():
            store.facts.set("name", b"Luc")


def test_an_exception_inside_undoes_everything_in_file_and_memory(store: Store) -> None:
    ana, luc = Author(1), Author(2)
    keep(store, ana.write(act(), creation(), creation()))
    put(store, projection("old"))
    with store.transaction():
        store.facts.set("name", b"before")
        store.judgements.judge([(key, "waiting") for key in only(store, Address(ana.device, 1))])
    before = everything(store)
    run, other, judged = ana.write(creation(), act()), luc.write(creation()), Address(ana.device, 1)
    undone(store, lambda: do_all(store, run, other, judged))
    assert everything(store) == before
    assert store.log.at(luc.device, 0) == []
    with store.transaction():
        do_all(store, run, other, judged)
    assert (height_of(store, ana), height_of(store, luc)) == (ana.height, luc.height)
    assert store.log.entries(only(store, Address(luc.device, 0))) == other[1]


def test_entries_of_an_undone_transaction_are_not_read_in_place_of_later_ones(store: Store) -> None:
    regretted, ana = Author(1), Author(1)
    runs = [regretted.write(creation("never"), creation("said")) for _ in range(2)]
    undone(store, *(partial(store.log.append, *run) for run in runs))
    said = ana.write(*(creation(f"{number}") for number in range(4)))
    keep(store, said)
    assert store.log.line(ana.device, 0, 0, 4) == said[1]


def test_clear_and_reopen_are_undone_too(store: Store) -> None:
    ana = Author(1)
    keep(store, ana.write(creation()))
    put(store, projection("old"))
    with store.transaction():
        store.judgements.judge([(key, "applied") for key in only(store, Address(ana.device, 0))])
    before = everything(store)
    undone(store, lambda: store.judgements.reopen([ana.device]), store.read_model.clear)
    assert everything(store) == before


def test_a_transaction_sees_what_it_wrote(store: Store) -> None:
    ana = Author(1)
    run = ana.write(creation())
    with store.transaction():
        store.log.append(*run)
        assert store.judgements.unjudged(1) == [(ana.device, 0)]
        assert store.log.line(ana.device, 0, 0, 1) == run[1]
        store.read_model.put([placed(store, projection("now"))])
        assert len(list(store.read_model.dump())) == 1


def test_a_transaction_in_a_transaction_is_our_bug_and_undoes_the_first(store: Store) -> None:
    with pytest.raises(BugError, match="store_nested"):
        set_twice(store)
    assert store.facts.get("name") is None
    with store.transaction():
        store.facts.set("name", b"Luc")
    assert store.facts.get("name") == b"Luc"


@pytest.mark.parametrize(
    "write",
    [
        lambda store: store.log.append(*Author(1).write(creation())),
        lambda store: store.judgements.judge([]),
        lambda store: store.log.put_back(Address(Author(1).device, 0), Payload(bytes(16), b"")),
        lambda store: store.log.erase([]),
        lambda store: store.log.merge(2),
        lambda store: store.judgements.reopen([]),
        lambda store: store.judgements.reopen_record(RecordName(Author(1).device, 0)),
        lambda store: store.read_model.put([]),
        lambda store: store.read_model.drop([]),
        lambda store: store.read_model.clear(),
        lambda store: store.facts.set("name", b""),
    ],
    ids=["append", "judge", "put back", "erase", "merge", "reopen", "reopen record", "put", "drop", "clear", "set"],
)
def test_a_change_outside_a_transaction_is_our_bug(store: Store, write: Callable[[Store], None]) -> None:
    with pytest.raises(BugError, match="store_no_transaction"):
        write(store)
    assert everything(store) == ({}, [], [], {}, [], {}, [], None)


def test_a_device_first_named_in_an_undone_transaction_is_numbered_anew(store: Store) -> None:
    ana, luc, zoe = Author(1), Author(2), Author(3)
    record = (luc.device, 5)
    undone(store, lambda: store.log.append(*Author(1).write(change(projection("x", author=luc).record))))
    first, second = zoe.write(creation()), ana.write(creation())
    keep(store, first, second)
    assert store.log.entries(only(store, Address(zoe.device, 0), Address(ana.device, 0))) == [*first[1], *second[1]]
    assert record not in store.judgements.unjudged(10)
