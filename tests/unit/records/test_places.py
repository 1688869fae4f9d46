"""What a place holds for whoever knows part of the record: as told one write after the other."""

from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import strategies as some

from idos_p2p.records.change import OperationId
from idos_p2p.records.places import Edit, Places, Slot, Stamp

KEY: Slot = (None, "key")
ELEMENT: OperationId = (1, b"a")
DEVICES = (b"a", b"b", b"c", b"d")


def visible(slot: Slot, edits: list[Edit], past: dict[bytes, int]) -> tuple[OperationId, ...]:
    """Return the values that nothing of a past replaced, by looking at each write of it."""
    known = [edit for edit in edits if past.get(edit.stamp.actor, 0) >= edit.stamp.seq]
    gone = {value for edit in known for value in edit.replaced}
    first: tuple[OperationId, ...] = () if slot == KEY else (ELEMENT,)
    return tuple(sorted({value for values in (first, *(edit.left for edit in known)) for value in values} - gone))


def written_apart(random: Random, slot: Slot, steps: int) -> tuple[list[Edit], dict[bytes, dict[bytes, int]]]:
    """Return what devices that meet now and then write in one place, and what each of them knows in the end."""
    pasts: dict[bytes, dict[bytes, int]] = {device: {} for device in DEVICES}
    edits: list[Edit] = []
    for number in range(steps):
        device, other = random.sample(DEVICES, 2)
        if random.random() < 0.4:
            for actor, seq in pasts[other].items():
                pasts[device][actor] = max(seq, pasts[device].get(actor, 0))
        seen = visible(slot, edits, pasts[device])
        if slot == ELEMENT and not seen:
            continue  # it was deleted: nobody writes it again
        left = ((10 + number, device),) if random.random() < 0.8 else ()
        seq = pasts[device].get(device, 0) + 1
        if random.random() < 0.3:
            pasts[device][device] = seq  # it writes somewhere else
            continue
        edits.append(Edit(Stamp(device, seq, dict(pasts[device])), seen, left, random.randrange(1, 4)))
        pasts[device][device] = seq
    return edits, pasts


@given(some.integers(0, 2**32 - 1), some.sampled_from([KEY, ELEMENT]))
def test_what_somebody_sees_is_what_nothing_they_know_replaced(seed: int, slot: Slot) -> None:
    random = Random(seed)
    edits, pasts = written_apart(random, slot, random.randrange(1, 25))
    places = Places()
    for edit in edits:
        places.add({slot: edit})
    everything = {edit.stamp.actor: 100 for edit in edits}
    assert places.held(slot) == places.seen(slot, everything) == visible(slot, edits, everything)
    for past in (*pasts.values(), *(edit.stamp.past for edit in edits), {}):
        assert places.seen(slot, past) == visible(slot, edits, dict(past))
        known = [edit.writes for edit in edits if past.get(edit.stamp.actor, 0) >= edit.stamp.seq]
        assert places.writes(slot, past) == sum(known)
    assert places.writes(slot, None) == sum(edit.writes for edit in edits)
    assert (slot in places) == bool(edits)


def test_a_place_that_nobody_wrote_holds_what_made_it() -> None:
    places = Places()
    for slot, held in ((KEY, ()), ((ELEMENT, "key"), ()), (ELEMENT, (ELEMENT,))):
        assert places.held(slot) == places.seen(slot, {b"a": 1}) == held
        assert places.writes(slot, {b"a": 1}) == places.writes(slot, None) == 0


def test_a_first_value_is_not_hidden_by_somebody_who_knew_many_others() -> None:
    places = Places()
    ana = Edit(Stamp(b"a", 1, {}), (), ((5, b"a"),))
    ben = Edit(Stamp(b"b", 1, {b"c": 3, b"d": 4, b"e": 5}), (), ((9, b"b"),))
    places.add({KEY: ana})
    places.add({KEY: ben})
    assert places.seen(KEY, {b"a": 1, b"b": 1, b"c": 3, b"d": 4, b"e": 5}) == ((5, b"a"), (9, b"b"))
