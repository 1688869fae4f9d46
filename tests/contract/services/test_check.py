"""A check tells what is wrong and where, and says nothing is wrong when nothing is."""

from __future__ import annotations

from idos_p2p.ids import Address
from idos_p2p.services.check import CheckFault, check, check_deep, rebuild
from idos_p2p.services.write import add, change
from idos_p2p.store.memory import MemoryLog, MemoryStore
from tests.contract.services.sending import Pair, record_of
from tests.simulation.devices import Surroundings, conclusion, share


def test_a_lived_in_cell_is_sound(pair: Pair) -> None:
    ana, luc = pair
    record = add(luc, "page", {"title": "Semis", "body": "Tomates 🍅"})
    change(luc, record, {"body": "Tomates 🍅 et basilic"})
    share(luc, ana)
    for cell in pair:
        assert check(cell).faults == check_deep(cell).faults == ()
        assert check_deep(cell).entries == sum(height.count for height in cell.heights().values())


def test_a_read_model_made_anew_is_the_same(pair: Pair) -> None:
    ana, _ = pair
    add(ana, "project", {"title": "Potager"})
    before = conclusion(ana)
    assert rebuild(ana) == sum(ana.store.judgements.verdicts().values())
    assert conclusion(ana) == before


def test_a_record_lost_from_the_read_model_is_found(pair: Pair) -> None:
    ana, _ = pair
    record = add(ana, "project", {"title": "Potager"})
    with ana.store.transaction():
        ana.store.read_model.drop([record_of(ana, record)])
    faults = check_deep(ana).faults
    assert [fault.code for fault in faults] == ["view_missing"] * len(faults)
    assert faults
    rebuild(ana)
    assert check_deep(ana).faults == ()


def test_a_verdict_that_the_log_does_not_give_is_found(pair: Pair) -> None:
    ana, _ = pair
    record = record_of(ana, add(ana, "project", {"title": "Potager"}))
    with ana.store.transaction():
        ana.store.judgements.judge([(Address(record.device, record.seq), "void:owner")])
    assert CheckFault("verdicts", {}) in check_deep(ana).faults


def test_a_log_without_its_beginning_is_told_and_the_check_ends() -> None:
    ana = Surroundings(1).found("Ana")
    assert isinstance(ana.store, MemoryStore)
    assert isinstance(ana.store.log, MemoryLog)
    ana.store.log._sealed[ana.device].clear()
    assert [fault for fault in check_deep(ana).faults if fault.fields.get("cause") == "store_damaged"]


def test_damaged_bytes_of_a_log_are_told_by_device_and_place(pair: Pair) -> None:
    ana, _ = pair
    if isinstance(ana.store.log, MemoryLog):
        sealed = ana.store.log._sealed[ana.device]
        middle = sealed[len(sealed) // 2]
        damaged = type(middle)(middle.device, middle.first_seq, middle.count, bytes(64), middle.blob[:-1] + b"?")
        sealed[len(sealed) // 2] = damaged
        [fault] = [fault for fault in check_deep(ana).faults if fault.code == "log"]
        assert fault.fields == {"device": ana.device.hex(), "entry": middle.first_seq, "cause": "segment_damaged"}
