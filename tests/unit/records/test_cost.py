"""What a whole record may cost: the same for everybody, and told before anything is written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import product

import pytest
from automerge.core import ROOT, Document, ObjType, ScalarType, Transaction

from idos_p2p.errors import RefusedError
from idos_p2p.ids import DeviceId
from idos_p2p.limits import MAX_RECORD_COST, MAX_RECORD_COST_APART, MAX_REWRITES
from idos_p2p.records import cost
from idos_p2p.records.change import Change, GateRefusal
from idos_p2p.records.context import RecordContext
from idos_p2p.records.document import create, edit
from idos_p2p.records.gate import examine
from idos_p2p.records.kinds import BY_NAME
from tests.unit.records.crafting import ANA, BEN, CLO

PAGE = BY_NAME["page"]


def changes_of(document: Document) -> list[Change]:
    return [examine(change.raw_bytes, DeviceId(change.actor_id)) for change in document.get_changes([])]


def beginning() -> Document:
    """Return a record by Ana with a text and a map."""
    document = Document(ANA)
    with document.transaction() as transaction:
        transaction.put_object(ROOT, "text", ObjType.Text)
        transaction.put_object(ROOT, "map", ObjType.Map)
    return document


def then(document: Document, actor: DeviceId, *steps: Callable[[Transaction], object]) -> Document:
    """Return a copy of the document in which this device took each step, one change each."""
    copy = Document.load(document.save())
    copy.set_actor(actor)
    for step in steps:
        with copy.transaction() as transaction:
            step(transaction)
    return copy


def put(number: int, key: str = "key") -> Callable[[Transaction], object]:
    return lambda transaction: transaction.put(ROOT, key, ScalarType.Int, number)


def admitted(changes: Sequence[Change]) -> list[str]:
    """Return what becomes of each change, in this order, without what builds on a refused one."""
    context, verdicts = RecordContext(), list[str]()
    for change in changes:
        if context.missing(change):
            verdicts.append("waits")
            continue
        try:
            context.admit(change)
            verdicts.append("accepted")
        except GateRefusal as refusal:
            verdicts.append(refusal.rule)
    return verdicts


def limited(monkeypatch: pytest.MonkeyPatch, known: int, apart: int) -> None:
    monkeypatch.setattr(cost, "MAX_RECORD_COST", known)
    monkeypatch.setattr(cost, "MAX_RECORD_COST_APART", apart)


def price(changes: Sequence[Change], monkeypatch: pytest.MonkeyPatch, *, apart: bool = False) -> int:
    """Return the smallest limit under which all these changes are accepted."""
    low, high = 0, 1_000_000
    while low < high:
        middle = (low + high) // 2
        limited(monkeypatch, *((1_000_000, middle) if apart else (middle, 1_000_000)))
        low, high = (low, middle) if set(admitted(changes)) == {"accepted"} else (middle + 1, high)
    return low


def alone(change: Change, heavy: int = 0) -> int:
    """Return what a change costs by itself, of whose operations so many are no letters."""
    return 16 + len(change.body) // 16 + len(change.operations) + 3 * heavy


def test_a_change_costs_its_bytes_and_operations_and_what_it_replaces(monkeypatch: pytest.MonkeyPatch) -> None:
    def letters(transaction: Transaction) -> None:
        found = transaction.get(ROOT, "text")
        assert found is not None
        for place in range(10):
            transaction.insert(found[1], place, ScalarType.Str, "a")
        for _ in range(4):
            transaction.delete(found[1], 2)

    first, one, other, written = changes_of(then(beginning(), ANA, put(1), put(2), letters))
    before = alone(first, 2)
    assert price([first, one], monkeypatch) == before + alone(one, 1)
    before += alone(one, 1)
    assert price([first, one, other], monkeypatch) == before + alone(other, 1)
    before += alone(other, 1)
    assert price([first, one, other, written], monkeypatch) == before + alone(written) + 2  # four values replaced


def test_a_write_costs_more_the_more_often_its_place_was_written(monkeypatch: pytest.MonkeyPatch) -> None:
    def often(transaction: Transaction) -> None:
        for number in range(MAX_REWRITES):
            put(number)(transaction)

    changes = changes_of(then(beginning(), ANA, *[often] * 6))
    passed = sum(range(MAX_REWRITES)) // 200
    for number in range(1, 6):
        passed += (number * MAX_REWRITES**2 + sum(range(MAX_REWRITES))) // 200
    alones = alone(changes[0], 2) + sum(alone(change, MAX_REWRITES) for change in changes[1:])
    assert price(changes, monkeypatch) == alones + passed
    assert price(changes, monkeypatch, apart=True) == alones + passed


def test_the_places_that_one_change_writes_often_are_summed_up(monkeypatch: pytest.MonkeyPatch) -> None:
    def often(transaction: Transaction) -> None:
        for number, key in product(range(MAX_REWRITES), "abcde"):
            put(number, key)(transaction)

    first, change = changes_of(then(beginning(), ANA, often))
    passed = 5 * sum(range(MAX_REWRITES)) // 200
    assert price([first, change], monkeypatch) == alone(first, 2) + alone(change, 5 * MAX_REWRITES) + passed


def test_what_somebody_writes_is_priced_by_what_they_knew(monkeypatch: pytest.MonkeyPatch) -> None:
    def often(transaction: Transaction) -> None:
        for number in range(MAX_REWRITES):
            put(number)(transaction)

    common = beginning()
    ana, ben = then(common, ANA, *[often] * 5), then(common, BEN, *[often] * 4)
    alice, bob = changes_of(ana), changes_of(ben)[1:]
    dearest = price(alice, monkeypatch)
    assert price([*alice, *bob], monkeypatch) == dearest
    assert price([alice[0], *bob, *alice[1:]], monkeypatch) == dearest
    ana.merge(ben)
    both = changes_of(then(ana, CLO, put(1)))
    by_their_past = price(both, monkeypatch)
    assert by_their_past == price([both[0], *reversed_lines(both[1:])], monkeypatch)
    assert price(both, monkeypatch, apart=True) > by_their_past, "here the later one passes over the other’s writes"


def reversed_lines(changes: Sequence[Change]) -> list[Change]:
    """Return the changes in another causal order: the other device’s line first, the last one last."""
    *lines, last = changes
    return [*(one for one in lines if one.actor == BEN), *(one for one in lines if one.actor == ANA), last]


def test_a_record_takes_no_more_than_its_cost_in_any_order(monkeypatch: pytest.MonkeyPatch) -> None:
    common = beginning()
    ana, ben = then(common, ANA, *map(put, range(30))), then(common, BEN, *(put(one, "other") for one in range(5)))
    first, *alice = changes_of(ana)
    bob = changes_of(ben)[1:]
    limited(monkeypatch, price([first, *alice[:20]], monkeypatch), 1_000_000)
    full = [*["accepted"] * 20, "cost", *["waits"] * 9]
    assert admitted([first, *alice, *bob]) == ["accepted", *full, *["accepted"] * 5]
    assert admitted([first, *bob, *alice]) == ["accepted", *["accepted"] * 5, *full]


def test_what_was_written_apart_has_a_wider_limit_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    common = beginning()
    lines = [changes_of(then(common, actor, *map(put, range(10))))[1:] for actor in (ANA, BEN, CLO)]
    first = changes_of(common)
    one = price([*first, *lines[0]], monkeypatch)
    two = price([*first, *lines[0], *lines[1]], monkeypatch, apart=True)
    limited(monkeypatch, one, two)
    every = [change for line in lines for change in line]
    assert admitted([*first, *every]) == ["accepted"] * 21 + ["apart"] + ["waits"] * 9
    limited(monkeypatch, one, two - 1)
    assert admitted([*first, *lines[0], *lines[1]]) == ["accepted"] * 20 + ["apart"]


def test_what_is_too_dear_leaves_no_trace(monkeypatch: pytest.MonkeyPatch) -> None:
    changes = changes_of(then(beginning(), ANA, put(1), put(2)))
    other = changes_of(then(beginning(), ANA, put(1)))
    limited(monkeypatch, price(changes, monkeypatch) - 1, 1_000_000)
    context = RecordContext()
    for change in changes[:2]:
        context.admit(change)
    for _ in range(2):
        with pytest.raises(GateRefusal, match="cost"):
            context.admit(changes[2])
    assert not context.missing(other[1])
    limited(monkeypatch, 1_000_000, 1_000_000)
    context.admit(changes[2])


def test_a_full_record_says_so_before_anything_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    changes = create(PAGE, {"title": "Lieux", "body": "un"}, ANA)
    limited(monkeypatch, 200, 400)
    with pytest.raises(RefusedError, match="record_full"):
        edit(changes, PAGE, {"body": "x" * 200}, ANA)
    changes = (*changes, *edit(changes, PAGE, {"body": "deux"}, ANA))
    limited(monkeypatch, 1_000_000, 100)
    with pytest.raises(RefusedError, match="record_full"):
        edit(changes, PAGE, {"body": "trois"}, ANA)


def test_a_field_set_2000_times_by_one_person_stays_writable() -> None:
    document = then(beginning(), ANA, *map(put, range(2_000)))
    assert set(admitted(changes_of(document))) == {"accepted"}


def test_a_page_edited_5000_times_stays_writable(monkeypatch: pytest.MonkeyPatch) -> None:
    def sentence(transaction: Transaction) -> None:
        found = transaction.get(ROOT, "text")
        assert found is not None
        if transaction.length(found[1]) > 3_000:
            for _ in range(20):
                transaction.delete(found[1], 1_000)
        for letter in "un mot de plus, ou deux, là. ":
            transaction.insert(found[1], transaction.length(found[1]) // 2, ScalarType.Str, letter)

    document = then(beginning(), ANA, *[sentence] * 500)
    limited(monkeypatch, MAX_RECORD_COST // 10, MAX_RECORD_COST_APART // 10)
    assert set(admitted(changes_of(document))) == {"accepted"}
