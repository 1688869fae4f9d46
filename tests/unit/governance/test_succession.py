"""A new device takes the place of an older one of the same person, and an owner's erasure counts."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest

from idos_p2p.governance.acts import Admit, Erase, Succeed
from idos_p2p.governance.matters import Chamber
from idos_p2p.governance.membership import Status
from idos_p2p.governance.naming import MAX_SUCCESSORS
from idos_p2p.governance.past import Act, act_of
from idos_p2p.governance.proofs import succession_message
from idos_p2p.ids import ABSENT, EntryId, RecordName
from idos_p2p.log.chain import Height
from tests.unit.governance.histories import Cell, Writer, conclude, new_cell, status
from tests.unit.log.authors import NOBODY, Author


def succession(older: Writer, newer: Writer, first: EntryId) -> Succeed:
    """Return the statement by which one device takes the place of another."""
    height = older.author.height
    unsigned = Succeed(first, height.count, height.head, newer.author.sealing, bytes(64))
    message = succession_message(older.author.cell, unsigned, newer.device)
    return Succeed(first, height.count, height.head, newer.author.sealing, older.author.key.sign(message))


def first_act(writer: Writer) -> EntryId:
    return next(act.id for act in writer.known.values() if act.device == writer.device and not act.seq)


def succeed(cell: Cell, older: Writer) -> tuple[Writer, Act]:
    """Bring up a device in the place of an older one."""
    newer = cell.newcomer()
    newer.known |= older.known
    return newer, newer.say(succession(older, newer, first_act(older)), refs=())


def test_the_new_device_writes_for_the_same_person() -> None:
    cell = new_cell()
    luc = cell.join(cell.founder, cell.invite(cell.founder))
    newer, _ = succeed(cell, luc)
    concluded = cell.concluded()
    assert concluded.person_of(newer.device) == concluded.person_of(luc.device)
    assert concluded.succeeded == {newer.device: luc.device}
    assert status(concluded, newer) is Status.CONFIRMED
    person = concluded.persons[concluded.devices[luc.device]]
    assert set(person.devices) == {luc.device, newer.device}


def test_the_voice_goes_along_even_a_founders_and_through_two_restored_copies() -> None:
    cell = new_cell()
    second, _ = succeed(cell, cell.founder)
    third, _ = succeed(cell, second)
    invite = cell.invite(third)
    assert invite in cell.concluded().invites
    guest = cell.join(third, invite)
    assert status(cell.concluded(), guest) is Status.GUEST, "only the founding device's own log confirms at once"
    assert cell.concluded().person_of(third.device) == cell.concluded().founder


def test_a_guest_stays_a_guest() -> None:
    cell = new_cell()
    invite = cell.invite(cell.founder, uses=3)
    *_, zoe = (cell.join(cell.founder, invite, number) for number in range(3))
    newer, _ = succeed(cell, zoe)
    assert status(cell.concluded(), newer) is Status.GUEST
    assert cell.invite(newer) not in cell.concluded().invites


def test_nobody_takes_a_place_without_the_older_devices_key() -> None:
    cell = new_cell()
    luc = cell.join(cell.founder, cell.invite(cell.founder))
    thief = cell.newcomer()
    thief.known |= luc.known
    pretending = Writer(Author(thief.author.seed, cell.id, luc.author.height))
    body = succession(pretending, thief, first_act(luc))
    act = thief.say(body, refs=())
    assert cell.concluded().void == {act.id: "proof"}
    assert not cell.concluded().effective(thief.device)


@pytest.mark.parametrize("field", ["count", "head", "sealing"])
def test_every_field_of_the_statement_is_signed(field: str) -> None:
    cell = new_cell()
    luc = cell.join(cell.founder, cell.invite(cell.founder))
    newer = cell.newcomer()
    newer.known |= luc.known
    body = succession(luc, newer, first_act(luc))
    altered = {"count": body.count + 1, "head": b"h" * 32, "sealing": b"s" * 32}[field]
    act = newer.say(msgspec.structs.replace(body, **{field: altered}), refs=())
    assert cell.concluded().void == {act.id: "proof"}


def test_a_statement_serves_one_device_alone() -> None:
    cell = new_cell()
    luc = cell.join(cell.founder, cell.invite(cell.founder))
    newer, other = cell.newcomer(), cell.newcomer()
    other.known |= luc.known
    act = other.say(succession(luc, newer, first_act(luc)), refs=())
    assert cell.concluded().void == {act.id: "proof"}


def test_a_place_is_taken_by_a_first_act_that_names_a_first_act() -> None:
    cell = new_cell()
    luc = cell.join(cell.founder, cell.invite(cell.founder))
    later = luc.say(Admit(NOBODY, Chamber.CONCERNED, ABSENT))
    newer = cell.newcomer()
    newer.known |= luc.known
    named_later = newer.say(succession(luc, newer, later.id), refs=())
    said_later = newer.say(succession(luc, newer, first_act(luc)), refs=())
    itself = luc.say(succession(luc, luc, first_act(luc)))
    assert {cell.concluded().void[act.id] for act in (named_later, said_later, itself)} == {"origin"}


def test_whoever_was_not_let_in_has_no_place_to_take() -> None:
    cell = new_cell()
    eve = cell.newcomer()
    eve.known |= cell.founder.known
    invite = cell.invite(cell.founder)
    eve.known |= cell.founder.known
    cell.start(eve, invite)
    newer, act = succeed(cell, eve)
    assert not cell.concluded().effective(newer.device)
    assert act.id not in cell.concluded().void


def test_two_that_take_one_place_raise_an_alarm_and_their_number_is_bounded() -> None:
    cell = new_cell()
    luc = cell.join(cell.founder, cell.invite(cell.founder))
    newer = [succeed(cell, luc) for _ in range(MAX_SUCCESSORS + 2)]
    concluded = cell.concluded()
    assert len(concluded.succeeded) == MAX_SUCCESSORS
    assert {alarm for alarm, _ in concluded.alarms} == {"succeeded_twice"}
    assert {act_id for _, act_id in concluded.alarms} == {act.id for _, act in newer}


def test_the_order_of_arrival_changes_nothing_of_it() -> None:
    cell = new_cell()
    luc = cell.join(cell.founder, cell.invite(cell.founder))
    second, _ = succeed(cell, luc)
    succeed(cell, luc)
    succeed(cell, second)
    acts = list(cell.everything().values())
    assert conclude(cell.id, acts) == conclude(cell.id, reversed(acts))


def test_an_owner_erases_from_any_of_their_devices_and_nobody_else_does() -> None:
    cell = new_cell()
    luc = cell.join(cell.founder, cell.invite(cell.founder))
    newer, _ = succeed(cell, luc)
    mine, theirs = RecordName(luc.device, 7), RecordName(cell.founder.device, 7)
    newer.say(Erase(mine.device, mine.seq))
    luc.say(Erase(theirs.device, theirs.seq))
    concluded = cell.concluded()
    assert concluded.erased(mine)
    assert not concluded.erased(theirs)
    assert concluded.void == {}


def test_the_acts_of_a_fork_know_their_own_history_and_not_the_other_branchs() -> None:
    """A founder who tells two stories: each admission is on a branch of its own, at places that differ."""
    cell = new_cell()
    before, last = cell.founder.author.height, cell.founder.last()
    luc = cell.join(cell.founder, cell.invite(cell.founder))
    forked = Author(cell.founder.author.seed, cell.id, Height(before.count, before.head))
    silent = act_of(forked.act(Admit(NOBODY, Chamber.CARRYING, ABSENT)), last)
    later = act_of(forked.act(Admit(NOBODY, Chamber.CONCERNED, ABSENT)), silent.id)
    concluded = conclude(cell.id, [*cell.everything().values(), replace(later, seq=later.seq + 5), silent])
    assert status(concluded, luc) is Status.GUEST
    assert {silent.id, later.id} <= set(concluded.heads) | concluded.acts
    assert not concluded.void
