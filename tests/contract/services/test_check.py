"""A check tells what is wrong and where, and says nothing is wrong when nothing is."""

from __future__ import annotations

import pytest

from idos_p2p.log.branches import size
from idos_p2p.services.check import check, check_deep, rebuild
from idos_p2p.services.check_log import CheckFault, Fields
from idos_p2p.services.ingest import WaitingRoom, ingest
from idos_p2p.services.project import project_all, project_slice
from idos_p2p.services.write import add, change
from idos_p2p.store.memory_log import MemoryLog
from tests.contract.services.forking import copy_of, shameless
from tests.contract.services.sending import Pair, news, record_of
from tests.contract.services.test_missing import stripped
from tests.simulation.devices import Surroundings, blobs, conclusion, share


def test_a_lived_in_cell_is_sound(pair: Pair) -> None:
    ana, luc = pair
    record = add(luc, "page", {"title": "Semis", "body": "Tomates 🍅"})
    change(luc, record, {"body": "Tomates 🍅 et basilic"})
    share(luc, ana)
    for cell in pair:
        assert check(cell).faults == check_deep(cell).faults == ()
        assert check_deep(cell).entries == sum(map(size, cell.logs().values()))


def test_a_deep_check_tells_how_much_it_looked_at(pair: Pair) -> None:
    ana, _ = pair
    record = add(ana, "project", {"title": "Potager"})
    change(ana, record, {"title": "Grand potager"})
    checked = check_deep(ana)
    applied = ana.store.judgements.verdicts()["applied"]
    assert (checked.entries, checked.changes) == (applied + len(ana.store.log.acts()), applied)
    assert checked.signatures == len(blobs(ana))
    assert checked.milliseconds > 0
    assert check(ana).signatures == check(ana).changes == 0


def test_a_cell_with_a_forked_log_is_sound(around: Surroundings, pair: Pair) -> None:
    ana, luc = pair
    copy = shameless(copy_of(around, luc))
    add(luc, "project", {"title": "Le vrai"})
    add(copy, "project", {"title": "L’autre"})
    ingest(ana, [*blobs(luc), *blobs(copy)], WaitingRoom())
    project_all(ana)
    checked = check_deep(ana)
    assert checked.faults == ()
    assert checked.entries == sum(map(size, ana.logs().values()))
    assert ana.store.judgements.verdicts()["contested"] == checked.changes - ana.store.judgements.verdicts()["applied"]


def test_a_body_that_has_not_come_is_named_and_is_no_fault(pair: Pair) -> None:
    ana, luc = pair
    bare, kept_back = stripped(ana, news(luc))
    ingest(ana, [bare], WaitingRoom())
    checked = check_deep(ana)
    assert checked.missing == tuple(address for address, _ in kept_back)
    assert checked.faults == ()


def test_a_read_model_made_anew_is_the_same(pair: Pair) -> None:
    ana, _ = pair
    add(ana, "project", {"title": "Potager"})
    before = conclusion(ana)
    assert rebuild(ana) == sum(ana.store.judgements.verdicts().values())
    assert conclusion(ana) == before


@pytest.mark.parametrize("most", [1, 2, 500])
def test_what_is_made_anew_does_not_depend_on_how_much_is_done_at_once(pair: Pair, most: int) -> None:
    ana, luc = pair
    for number in range(3):
        change(luc, add(luc, "page", {"title": f"Semis {number}", "body": "Voir [[Potager]]"}), {"body": "Tomates"})
    share(luc, ana)
    before = conclusion(ana)
    with ana.store.transaction():
        ana.store.read_model.clear()
    while project_slice(ana, most):
        pass
    assert conclusion(ana) == before


def test_a_record_lost_from_the_read_model_is_found(pair: Pair) -> None:
    ana, _ = pair
    record = add(ana, "project", {"title": "Potager"})
    with ana.store.transaction():
        ana.store.read_model.drop([record_of(ana, record)])
    expected = CheckFault("view_missing", {"record": record, "kind": "project", "title": "Potager"})
    assert check_deep(ana).faults == (expected,)
    rebuild(ana)
    assert check_deep(ana).faults == ()


def test_a_verdict_that_the_log_does_not_give_is_found(pair: Pair) -> None:
    ana, _ = pair
    record = record_of(ana, add(ana, "project", {"title": "Potager"}))
    with ana.store.transaction():
        ana.store.judgements.judge([(ana.store.judgements.of_record(record)[0], "void:owner")])
    told: Fields = {"device": record.device.hex(), "entry": record.seq, "held": "void:owner", "due": "applied"}
    assert check_deep(ana).faults == (CheckFault("verdict", told),)


def test_a_log_without_its_beginning_is_told_and_the_check_ends() -> None:
    ana = Surroundings(1).found("Ana")
    assert isinstance(ana.store.log, MemoryLog)
    ana.store.log._branches[ana.device][0].sealed.clear()
    assert check_deep(ana).faults == (
        CheckFault("log", {"device": ana.device.hex(), "entry": 0, "cause": "store_damaged"}),
    )


@pytest.mark.parametrize("around", ["memory"], indirect=True)
def test_damaged_bytes_of_a_log_are_told_by_device_and_place(pair: Pair) -> None:
    ana, _ = pair
    assert isinstance(ana.store.log, MemoryLog)
    sealed = ana.store.log._branches[ana.device][0].sealed
    middle = sealed[len(sealed) // 2]
    damaged = type(middle)(middle.device, middle.first_seq, middle.count, bytes(64), middle.blob[:-1] + b"?")
    sealed[len(sealed) // 2] = damaged
    told: Fields = {"device": ana.device.hex(), "entry": middle.first_seq, "cause": "segment_damaged"}
    assert check_deep(ana).faults == (CheckFault("log", told),)
