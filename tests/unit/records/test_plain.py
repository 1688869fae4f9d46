"""A record of one change reads the same from what the gate decoded as from the binding."""

from __future__ import annotations

from datetime import UTC, datetime
from random import Random

from automerge.core import ROOT, Document, ObjType, ScalarType
from hypothesis import given
from hypothesis import strategies as some

from idos_p2p.records import plain
from idos_p2p.records.change import Change
from idos_p2p.records.context import RecordContext
from idos_p2p.records.document import RecordDocument, create
from idos_p2p.records.fields import accept
from idos_p2p.records.gate import examine
from idos_p2p.records.kinds import BY_NAME
from idos_p2p.records.plain import plain_of
from tests.unit.records.crafting import ANA, honest_step


def one_change(seed: int, steps: int) -> Change:
    """Return a creating change that does a little of everything, several times over in the same places."""
    random, document = Random(seed), Document(ANA)
    with document.transaction() as transaction:
        for name, kind in (("text", ObjType.Text), ("list", ObjType.List), ("map", ObjType.Map)):
            transaction.put_object(ROOT, name, kind)
        transaction.put(ROOT, "quand", ScalarType.Timestamp, datetime.fromtimestamp(random.randrange(2**31), UTC))
        for _ in range(steps):
            honest_step(random, transaction)
    change = examine(document.get_changes([])[0].raw_bytes, ANA)
    RecordContext().admit(change)
    return change


@given(some.integers(0, 2**32 - 1), some.integers(0, 120))
def test_one_change_is_read_alike_with_and_without_the_binding(seed: int, steps: int) -> None:
    change = one_change(seed, steps)
    document = RecordDocument.load([change])
    assert plain_of(change) == document.fields()
    assert list(plain_of(change)) == list(document.fields())
    assert document.versions() == {}


@given(some.text(max_size=300), some.sets(some.text("abc é", min_size=1, max_size=5), max_size=4))
def test_a_record_of_this_program_is_read_alike_with_and_without_the_binding(body: str, sources: set[str]) -> None:
    page = BY_NAME["page"]
    change = create(page, accept(page, {"title": "Titre", "body": body, "sources": sources}, partial=False), ANA)[0]
    assert plain._written_in_order(change.operations) is not None  # all that this program writes at once
    assert plain_of(change) == RecordDocument.load([change]).fields()


def written_in_turns(seed: int, steps: int, *, surprising: bool) -> Change:
    """Return a creating change that types at the ends of texts, by turns, and fills maps; or does more than that."""
    random, document = Random(seed), Document(ANA)
    with document.transaction() as transaction:
        outer = transaction.put_object(ROOT, "map", ObjType.Map)
        owners = [ROOT, outer, transaction.put_object(outer, "deep", ObjType.Map)]
        texts = [transaction.put_object(owner, f"text {owner.hex()}", ObjType.Text) for owner in owners]
        lengths = [0] * len(texts)
        for number in range(steps):
            if random.random() < 0.2:
                transaction.put(random.choice(owners), f"key {random.randrange(9999)}", ScalarType.Int, number)
                continue
            text = random.randrange(len(texts))
            for letter in random.choice(("Été", "l\u2019an 1\n", "\U0001f469 x", "a")):
                transaction.insert(texts[text], lengths[text], ScalarType.Str, letter)
                lengths[text] += 1
            if surprising and random.random() < 0.1:
                transaction.delete(texts[text], random.randrange(lengths[text]))
                transaction.insert(texts[text], 0, ScalarType.Str, "<")
    change = examine(document.get_changes([])[0].raw_bytes, ANA)
    RecordContext().admit(change)
    return change


@given(some.integers(0, 2**32 - 1), some.integers(0, 40), some.booleans())
def test_texts_written_in_order_read_as_if_each_place_was_followed(seed: int, steps: int, surprising: bool) -> None:
    change = written_in_turns(seed, steps, surprising=surprising)
    followed = plain._Reader()
    for operation in change.operations:
        followed.apply(operation)
    assert plain_of(change) == followed.tell_map(None) == RecordDocument.load([change]).fields()
    assert list(plain_of(change)) == list(followed.tell_map(None))
