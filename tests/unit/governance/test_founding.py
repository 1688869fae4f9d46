"""Who belongs to a young cell, and by which acts; who has a voice, and who has none yet."""

from __future__ import annotations

import msgspec
import pytest

from idos_p2p.governance.acts import Admit, Genesis
from idos_p2p.governance.matters import Chamber
from idos_p2p.governance.membership import Status
from idos_p2p.governance.past import Act, act_of
from idos_p2p.governance.standing import FOUNDING_CONFIRMATIONS
from idos_p2p.ids import ABSENT, EntryId, PersonId
from idos_p2p.limits import MAX_REFS
from idos_p2p.log.chain import Height
from tests.unit.governance.histories import Cell, Writer, conclude, new_cell, status
from tests.unit.log.authors import NOBODY, Author, admit_body, invite_body

CONFIRMED, GUEST = Status.CONFIRMED, Status.GUEST


def test_the_founder_is_confirmed_by_the_genesis_alone() -> None:
    cell = new_cell()
    membership = cell.concluded()
    assert status(membership, cell.founder) is CONFIRMED
    assert membership.founder == PersonId(cell.id)
    assert membership.effective(cell.founder.device)
    assert membership.sealing == {cell.founder.device: cell.founder.author.sealing}
    assert membership.void == {}


def test_the_first_two_whom_the_founder_admits_are_confirmed_and_the_third_is_a_guest() -> None:
    cell = new_cell()
    invite = cell.invite(cell.founder, uses=3)
    joined = [cell.join(cell.founder, invite, number) for number in range(3)]
    membership = cell.concluded()
    assert FOUNDING_CONFIRMATIONS == 2
    assert [status(membership, writer) for writer in joined] == [CONFIRMED, CONFIRMED, GUEST]
    assert membership.invites[invite].used == {0, 1, 2}
    assert all(membership.effective(writer.device) for writer in joined)
    assert membership.void == {}
    assert membership.alarms == ()


def test_whom_another_member_admits_is_a_guest_even_as_the_second_of_the_cell() -> None:
    cell = new_cell()
    invite = cell.invite(cell.founder, uses=2)
    luc = cell.join(cell.founder, invite, 0)
    zoe = cell.join(luc, invite, 1)
    assert status(cell.concluded(), luc) is CONFIRMED
    assert status(cell.concluded(), zoe) is GUEST


def test_a_person_without_a_device_may_be_one_of_the_two() -> None:
    cell = new_cell()
    old = cell.founder.say(admit_body(NOBODY))
    luc = cell.join(cell.founder, cell.invite(cell.founder))
    zoe = cell.join(cell.founder, cell.invite(cell.founder))
    membership = cell.concluded()
    without = next(person for person in membership.persons.values() if not person.devices)
    assert (without.id, without.status) == (PersonId(old.id), CONFIRMED)
    assert {reason.act for reason in without.why} == {old.id}
    assert [status(membership, writer) for writer in (luc, zoe)] == [CONFIRMED, GUEST]


def test_a_newcomer_belongs_only_once_admitted() -> None:
    cell = new_cell()
    invite = cell.invite(cell.founder)
    luc = cell.newcomer()
    start = cell.start(luc, invite)
    membership = cell.concluded()
    assert membership.starts == {luc.device: start.id}
    assert not membership.effective(luc.device)
    assert membership.invites[invite].used == {0}


def test_a_chamber_is_the_one_the_invitation_names() -> None:
    cell = new_cell()
    carrying = cell.join(cell.founder, cell.invite(cell.founder, chamber=Chamber.CARRYING))
    concerned = cell.join(cell.founder, cell.invite(cell.founder))
    membership = cell.concluded()
    chambers = [membership.persons[membership.devices[writer.device]].chamber for writer in (carrying, concerned)]
    assert chambers == [Chamber.CARRYING, Chamber.CONCERNED]


def test_an_admission_into_another_chamber_than_the_invitation_names_is_void() -> None:
    cell = new_cell()
    luc = cell.newcomer()
    start = cell.start(luc, cell.invite(cell.founder))
    cell.founder.meet(luc)
    admit = cell.founder.say(admit_body(start.id, Chamber.CARRYING))
    membership = cell.concluded()
    assert membership.void == {admit.id: "chamber"}
    assert not membership.effective(luc.device)


def test_a_guest_neither_invites_nor_admits() -> None:
    cell = new_cell()
    invite = cell.invite(cell.founder, uses=5)
    _, _, guest = (cell.join(cell.founder, invite, number) for number in range(3))
    refused = cell.invite(guest)
    admitted = guest.say(admit_body(NOBODY))
    newcomer = cell.newcomer()
    start = cell.start(newcomer, invite, 3)
    guest.known[start.id] = start
    opened = guest.say(admit_body(start.id))
    membership = cell.concluded()
    assert membership.void == {refused: "voice", admitted.id: "voice", opened.id: "voice"}
    assert not membership.effective(newcomer.device)
    assert refused not in membership.invites


def test_nobody_starts_by_an_invitation_that_a_guest_wrote() -> None:
    cell = new_cell()
    invite = cell.invite(cell.founder, uses=3)
    guest = [cell.join(cell.founder, invite, number) for number in range(3)][2]
    refused = cell.invite(guest)
    newcomer = cell.newcomer()
    start = cell.start(newcomer, refused)
    cell.founder.meet(guest)
    cell.founder.known[start.id] = start
    admit = cell.founder.say(admit_body(start.id))
    assert cell.concluded().void == {refused: "voice", start.id: "invite", admit.id: "start"}


def test_a_device_that_is_not_of_the_cell_says_nothing() -> None:
    cell = new_cell()
    stranger = cell.newcomer()
    stranger.known |= cell.founder.known
    said = [stranger.say(admit_body(NOBODY)).id, cell.invite(stranger)]
    assert cell.concluded().void == dict.fromkeys(said, "voice")


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"proof": bytes(64)}, "proof"),
        ({"number": 1}, "proof"),
        ({"number": 2}, "invite"),
        ({"sealing": b"e" * 32}, "proof"),
    ],
)
def test_a_start_that_its_key_did_not_sign_is_void(changes: dict[str, object], why: str) -> None:
    cell = new_cell()
    invite = cell.invite(cell.founder, uses=2)
    luc = cell.newcomer()
    luc.known |= cell.founder.known
    start = luc.say(msgspec.structs.replace(luc.author.start(cell.links[invite], invite), **changes))
    assert cell.concluded().void == {start.id: why}


def test_a_start_stolen_by_another_device_is_void() -> None:
    cell = new_cell()
    invite = cell.invite(cell.founder)
    luc, thief = cell.newcomer(), cell.newcomer()
    body = luc.author.start(cell.links[invite], invite)
    stolen = thief.say(body)
    thief.known |= cell.founder.known
    assert cell.concluded().void == {stolen.id: "proof"}


def test_a_start_that_is_not_the_first_entry_of_its_device_is_void() -> None:
    cell = new_cell()
    invite = cell.invite(cell.founder, uses=2)
    luc = cell.join(cell.founder, invite)
    again = cell.start(luc, invite, 1)
    assert cell.concluded().void == {again.id: "invite"}


def test_a_start_whose_invitation_has_not_arrived_waits() -> None:
    cell = new_cell()
    invite = cell.invite(cell.founder)
    luc = cell.newcomer()
    start = cell.start(luc, invite)
    genesis = cell.founder.known[EntryId(cell.id)]
    membership = conclude(cell.id, [genesis, start])
    assert (membership.starts, membership.void) == ({}, {})
    assert cell.concluded().starts == {luc.device: start.id}


def test_two_devices_on_one_key_stay_guests_and_raise_an_alarm() -> None:
    cell = new_cell()
    invite = cell.invite(cell.founder)
    luc, eve = cell.newcomer(), cell.newcomer()
    starts = [cell.start(luc, invite), cell.start(eve, invite)]
    for start in starts:
        cell.founder.known[start.id] = start
        cell.founder.say(admit_body(start.id))
    membership = cell.concluded()
    assert [status(membership, writer) for writer in (luc, eve)] == [GUEST, GUEST]
    assert membership.alarms == tuple(sorted(("invite_key_twice", start.id) for start in starts))


def test_who_shares_a_key_with_another_device_has_no_voice_as_soon_as_they_know_it() -> None:
    cell = new_cell()
    invite = cell.invite(cell.founder)
    luc = cell.join(cell.founder, invite)
    before = luc.say(admit_body(NOBODY))
    eve = cell.newcomer()
    start = cell.start(eve, invite)
    luc.known[start.id] = start
    after = luc.say(admit_body(NOBODY))
    membership = cell.concluded()
    assert membership.void == {after.id: "voice"}
    assert PersonId(before.id) in membership.persons


def test_concurrent_joins_through_three_doors_bring_everyone_in() -> None:
    cell = new_cell()
    invite = cell.invite(cell.founder, uses=6)
    luc, zoe = cell.join(cell.founder, invite, 0), cell.join(cell.founder, invite, 1)
    luc.meet(cell.founder)
    doors = (cell.founder, luc, zoe)
    joined = [cell.join(door, invite, 2 + number) for number, door in enumerate(doors)]
    membership = cell.concluded()
    assert [status(membership, writer) for writer in joined] == [GUEST] * 3
    assert membership.invites[invite].used == {0, 1, 2, 3, 4}


def test_one_person_admitted_through_two_doors_at_once_is_one_person() -> None:
    cell = new_cell()
    invite = cell.invite(cell.founder, uses=2)
    luc = cell.join(cell.founder, invite, 0)
    zoe = cell.newcomer()
    start = cell.start(zoe, invite, 1)
    admits = []
    for door in (cell.founder, luc):
        door.known[start.id] = start
        admits.append(door.say(admit_body(start.id)).id)
    membership = cell.concluded()
    assert len(membership.persons) == 3
    assert status(membership, zoe) is CONFIRMED
    assert {one.act for one in membership.persons[membership.devices[zoe.device]].why} == {start.id, *admits}


def test_the_founder_admitting_one_person_twice_leaves_the_second_place_free() -> None:
    cell = new_cell()
    invite = cell.invite(cell.founder, uses=2)
    luc = cell.join(cell.founder, invite, 0)
    start = cell.concluded().starts[luc.device]
    cell.founder.say(Admit(start, Chamber.CONCERNED, b"r" * 32))
    zoe = cell.join(cell.founder, invite, 1)
    membership = cell.concluded()
    assert [status(membership, writer) for writer in (luc, zoe)] == [CONFIRMED, CONFIRMED]
    assert membership.persons[membership.devices[luc.device]].claims == b"r" * 32


def forked_admit(cell: Cell, writer: Writer, height: Height) -> Act:
    """Admit a person without a device at a place where the writer's log already has an entry."""
    forked = Author(writer.author.seed, cell.id, height)
    return act_of(forked.act(Admit(NOBODY, Chamber.CARRYING, ABSENT)), writer.last(height.count))


def test_a_founder_who_forked_confirms_nobody() -> None:
    cell = new_cell()
    invite = cell.invite(cell.founder, uses=2)
    before = cell.founder.author.height
    joined = [cell.join(cell.founder, invite, number) for number in range(2)]
    fork = forked_admit(cell, cell.founder, before)
    membership = conclude(cell.id, [*cell.everything().values(), fork])
    assert [status(membership, writer) for writer in joined] == [GUEST, GUEST]
    assert status(membership, cell.founder) is CONFIRMED


def test_who_knows_of_the_founders_fork_has_no_voice_by_it() -> None:
    cell = new_cell()
    invite = cell.invite(cell.founder)
    before = cell.founder.author.height
    luc = cell.join(cell.founder, invite)
    fork = forked_admit(cell, cell.founder, before)
    luc.known[fork.id] = fork
    said = luc.say(admit_body(NOBODY))
    assert cell.concluded().void == {said.id: "voice"}


def test_a_genesis_of_another_cell_founds_nothing_here() -> None:
    cell = new_cell()
    other = new_cell()
    foreign = Author(99, cell.id)
    body = Genesis("Autre", "2030-02-02", Chamber.CARRYING, foreign.sealing)
    act = Act(EntryId(b"f" * 32), foreign.device, 0, (), body)
    membership = conclude(cell.id, [*cell.everything().values(), act])
    assert membership.void == {act.id: "cell"}
    assert other.id == cell.id
    assert membership.founder == PersonId(cell.id)


def test_without_the_genesis_nobody_belongs() -> None:
    cell = new_cell()
    cell.join(cell.founder, cell.invite(cell.founder))
    acts = [act for act in cell.everything().values() if act.id != EntryId(cell.id)]
    membership = conclude(cell.id, acts)
    assert (membership.persons, membership.devices, membership.founder) == ({}, {}, None)


def test_an_act_that_no_encoder_wrote_is_void_and_stops_nothing() -> None:
    cell = new_cell()
    invite = cell.invite(cell.founder)
    unread = Act(EntryId(b"u" * 32), cell.founder.device, 2, (), None, cell.founder.last())
    cell.founder.author.height = Height(3, unread.id)
    cell.founder.known[unread.id] = unread
    luc = cell.join(cell.founder, invite)
    membership = cell.concluded()
    assert membership.void == {unread.id: "body"}
    assert status(membership, luc) is CONFIRMED


def test_a_crowd_of_newcomers_at_the_gate_takes_nobodys_voice() -> None:
    """More heads than an act may name: those that know most are named, so the author's own admission is known."""
    cell = new_cell()
    invite = cell.invite(cell.founder, uses=40)
    luc = cell.join(cell.founder, invite, 39)
    for number in range(2 * MAX_REFS):
        start = cell.start(cell.newcomer(), invite, number)
        luc.known[start.id] = start
    assert len(luc.membership().heads) == MAX_REFS
    second = cell.invite(luc)
    assert second in cell.concluded().invites
    assert cell.concluded().void == {}


def test_an_invitation_tells_which_of_its_keys_are_free() -> None:
    cell = new_cell()
    invite = cell.invite(cell.founder, uses=3)
    cell.join(cell.founder, invite, 2)
    known = cell.concluded().invites[invite]
    assert known.used == {2}
    assert (known.by, known.body) == (cell.founder.device, invite_body(cell.links[invite], 3))
