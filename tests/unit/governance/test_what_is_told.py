"""What the acts conclude is told whole: who sponsored whom and why, charters, secrets, copies, what is due."""

from __future__ import annotations

import pytest

from idos_p2p.governance.acts import Admit, Circle, Erase, Leave, Rest, Revoke, Secret, Wrap
from idos_p2p.governance.matters import (
    Chambers,
    Charter,
    Confirm,
    Exclude,
    Forget,
    Place,
    PutToRest,
    Rebind,
)
from idos_p2p.governance.membership import Fact, Person, Status
from idos_p2p.governance.naming import MAX_SUCCESSORS
from idos_p2p.governance.past import Act
from idos_p2p.ids import ABSENT, DeviceId, EntryId, RecordName
from tests.unit.governance.grown import arrivals, grown
from tests.unit.governance.world import CARRYING, CONCERNED, Pen, World

SEALED, OTHER = b"s" * 80, b"t" * 80


def certificate(world: World, proposal: Act) -> EntryId:
    return world.decision(proposal).enacts[0]


def facts_of(person: Person) -> list[tuple[Fact, EntryId]]:
    return [(reason.fact, reason.act) for reason in person.why]


def start_of(world: World, pen: Pen) -> EntryId:
    return world.start_of(pen)


def test_the_founder_is_who_founded_and_the_first_two_were_admitted_and_confirmed_at_once() -> None:
    world, pens = grown(3)
    assert facts_of(world.told(pens[0])) == [(Fact.FOUNDED, world.acts[0].id)]
    admit = next(act for act in world.acts if isinstance(act.body, Admit))
    assert facts_of(world.told(pens[1])) == [
        (Fact.STARTED, start_of(world, pens[1])),
        *sorted([(Fact.ADMITTED, admit.id), (Fact.CONFIRMED, admit.id)]),
    ]
    assert world.told(pens[1]).sponsor == world.person(pens[0])
    assert world.told(pens[0]).sponsor is None


def test_why_somebody_is_what_they_are_is_told_in_the_order_in_which_it_came() -> None:
    world, pens = grown(4)
    chloe = world.person(pens[3])
    confirmed = next(act for act, put in world.facts.puts.items() if put.body.matter == Confirm(chloe))
    rests = world.say(pens[3], Rest(resting=True))
    back = world.say(pens[3], Rest(resting=False))
    world.meet(*pens)
    asleep = world.decide(pens[:3], PutToRest((chloe,)))
    moved = world.decide(pens[:3], Chambers((chloe,), (), ()))
    second = world.add_device(pens[3])
    copy = world.succeed(second)
    told = facts_of(world.told(pens[3]))
    wanted = [
        (Fact.STARTED, start_of(world, pens[3])),
        (Fact.CONFIRMED, world.membership().decisions[confirmed].enacts[0]),
        (Fact.RESTS, rests.id),
        (Fact.BACK, back.id),
        (Fact.PUT_TO_REST, certificate(world, asleep)),
        (Fact.SEATED, certificate(world, moved)),
    ]
    assert [one for one in told if one in wanted] == wanted
    assert {fact for fact, _ in told} >= {Fact.ADMITTED, Fact.DEVICE_ADDED}
    assert world.membership().succeeded == {copy.device: second.device}


def test_devices_added_succeeded_and_revoked_are_told_of_their_person() -> None:
    world, pens = grown(3)
    second = world.add_device(pens[1])
    begin = second.tip
    copy = world.succeed(second)
    succeed = copy.tip
    world.meet(pens[1], second, copy)
    assert (Fact.DEVICE_ADDED, begin) in facts_of(world.told(pens[1]))
    assert (Fact.DEVICE_SUCCEEDED, succeed) in facts_of(world.told(pens[1]))
    revoke = world.say(pens[1], Revoke(world.cuts(pens[1], [second.device])))
    told = facts_of(world.told(pens[1]))
    assert (Fact.DEVICE_REVOKED, revoke.id) in told
    assert (Fact.DEVICE_ADDED, begin) in told
    assert (Fact.DEVICE_SUCCEEDED, succeed) not in told  # it took the place of a device that was cut
    leave = world.say(pens[1], Leave(()))
    assert facts_of(world.told(pens[1]))[-1] == (Fact.LEFT, leave.id)
    assert Fact.DEVICE_REVOKED not in {fact for fact, _ in facts_of(world.told(pens[0]))}


def test_a_guest_was_admitted_and_nothing_more_and_who_left_revoked_nothing() -> None:
    world, pens = grown(3)
    guest = world.join(pens[0])
    assert [fact for fact, _ in facts_of(world.told(guest))] == [Fact.STARTED, Fact.ADMITTED]
    world.say(guest, Leave(()))
    assert [fact for fact, _ in facts_of(world.told(guest))] == [Fact.STARTED, Fact.ADMITTED, Fact.LEFT]


def test_of_what_somebody_said_at_once_from_two_devices_that_of_the_smaller_id_is_told_first() -> None:
    world, pens = grown(3)
    for pen in pens:
        second = world.add_device(pen)
        world.meet(pen, second)
        for _ in range(3):
            said = [world.say(pen, Rest(resting=True)), world.say(second, Rest(resting=False))]
            told = [act for _, act in facts_of(world.told(pen))]
            assert told[-2:] == sorted(act.id for act in said)
            world.meet(pen, second)


def test_an_exclusion_and_a_rebind_are_told_of_whom_they_are_about() -> None:
    world, pens = grown(5)
    ali, driss = world.person(pens[1]), world.person(pens[4])
    out = world.decide(pens[:4], Exclude(driss, world.cuts_of(pens[0], driss)))
    new = world.start(world.invite(pens[0]))
    world.meet(*pens[:4], new)
    bound = world.decide([pens[0], pens[2], pens[3]], Rebind(ali, world.start_of(new), world.cuts_of(pens[0], ali)))
    membership = world.membership()
    assert facts_of(membership.persons[driss])[-1] == (Fact.EXCLUDED, certificate(world, out))
    assert (Fact.REBOUND, certificate(world, bound)) in facts_of(membership.persons[ali])
    assert Fact.DEVICE_REVOKED not in {fact for fact, _ in facts_of(membership.persons[driss])}
    assert membership.renewal_due


def test_what_was_said_past_a_cut_explains_nothing() -> None:
    world, pens = grown(4)
    second = world.add_device(pens[1])
    world.meet(pens[1], second)
    world.say(second, Revoke(world.cuts(second, [pens[1].device])))
    rest = world.say(pens[1], Rest(resting=True))
    guest = world.join(pens[1])
    assert rest.id not in {act for _, act in facts_of(world.told(pens[1]))}
    assert world.told(pens[1]).status is Status.CONFIRMED
    assert world.person(guest) not in world.membership().persons


def test_a_project_seats_nobody_in_the_cell() -> None:
    world, pens = grown(3)
    project = Place(pens[0].device, 1)
    world.say(pens[0], Circle(project, (world.person(pens[1]),), (world.person(pens[0]),)))
    world.meet(*pens)
    world.decide(pens[:2], Chambers((world.person(pens[2]),), (), (world.person(pens[1]),)), project)
    assert Fact.SEATED not in {fact for fact, _ in facts_of(world.told(pens[2]))}
    assert world.told(pens[2]).chamber is CARRYING
    circle = world.membership().circles[project]
    assert circle.concerned == (world.person(pens[2]),)
    assert circle.carrying == (world.person(pens[0]),)
    assert len(circle.why) == 2


def test_a_project_that_nobody_opened_has_the_circles_that_the_cell_decides() -> None:
    world, pens = grown(3)
    project = Place(pens[0].device, 1)
    assert world.membership().circles == {}
    seated = world.decide(pens, Chambers((world.person(pens[1]),), (world.person(pens[2]),), ()), project)
    circle = world.membership().circles[project]
    assert (circle.concerned, circle.carrying) == ((world.person(pens[1]),), (world.person(pens[2]),))
    assert circle.why == (certificate(world, seated),)


def test_nobody_is_disputed_where_nothing_is() -> None:
    world, pens = grown(4)
    world.join(pens[0])
    assert [person.disputed for person in world.membership().persons.values()] == [False] * 5


def test_a_claim_is_the_record_that_the_admission_names() -> None:
    world, pens = grown(3)
    newcomer = world.start(world.invite(pens[0]))
    world.meet(pens[0], newcomer)
    world.say(pens[0], Admit(world.start_of(newcomer), CONCERNED, b"c" * 32))
    assert world.told(newcomer).claims == EntryId(b"c" * 32)
    assert world.told(pens[1]).claims is None


def test_the_charter_in_force_is_the_latest_and_of_two_at_once_every_peer_names_the_same() -> None:
    world, pens = grown(3)
    assert world.membership().charter is None
    first = world.decide(pens, Charter())
    assert world.membership().charter == first.id
    second = world.decide(pens, Charter())
    assert world.membership().charter == second.id
    both = [world.propose(pen, Charter()) for pen in pens[:2]]
    for proposal in both:
        for pen in pens:
            world.answer(pen, proposal)
    world.meet(*pens)
    enacts = {world.enact(pen, proposal).id: proposal.id for pen, proposal in zip(pens[:2], both, strict=True)}
    assert world.membership().charter == enacts[min(enacts)]
    list(arrivals(world))


@pytest.mark.parametrize("last", [0, 1, 2])
def test_of_charters_put_at_once_that_one_holds_whose_certificate_knows_the_others(last: int) -> None:
    world, pens = grown(3)
    several = [world.propose(pen, Charter()) for pen in pens]
    for proposal in several:
        for pen in pens:
            world.answer(pen, proposal)
    world.meet(*pens)
    for number in (1, 2, 3):
        proposal = several[(last + number) % 3]
        assert not world.void(world.enact(pens[0], proposal))
        assert world.membership().charter == proposal.id


def test_the_checkpoint_is_the_certificate_that_knows_most() -> None:
    world, pens = grown(3)
    assert world.membership().checkpoint is None
    first = world.decide(pens, Charter())
    assert world.membership().checkpoint == certificate(world, first)
    second = world.decide(pens, Charter())
    assert world.membership().checkpoint == certificate(world, second)


def test_records_are_erased_by_their_owner_from_any_device_and_forgotten_by_decision() -> None:
    world, pens = grown(3)
    second = world.add_device(pens[1])
    erase = world.say(second, Erase(pens[1].device, 4))
    world.say(pens[2], Erase(pens[1].device, 5))
    world.say(second, Erase(b"n" * 32, 4))
    places = (Place(pens[0].device, 3), Place(pens[2].device, 8))
    forget = world.decide(pens, Forget(places))
    membership = world.membership()
    assert membership.erasures == {RecordName(pens[1].device, 4): erase.id}
    assert membership.erased(RecordName(pens[1].device, 4))
    assert dict.fromkeys(membership.forgotten.values()) == {certificate(world, forget): None}
    assert [membership.forgot(RecordName(DeviceId(place.device), place.seq)) for place in places] == [True, True]


def test_the_secret_is_renewed_sealed_to_latecomers_and_due_when_somebody_loses_their_place() -> None:
    world, pens = grown(3)
    assert not world.membership().renewal_due
    first = world.say(pens[0], Secret(ABSENT, (Wrap(pens[0].device, SEALED),)))
    world.meet(*pens)
    late = world.say(pens[1], Secret(first.id, (Wrap(pens[1].device, OTHER), Wrap(pens[0].device, OTHER))))
    epoch = world.membership().epochs[0]
    assert (epoch.id, epoch.number, epoch.needed) == (first.id, 1, True)
    assert epoch.sealed == {pens[0].device: SEALED, pens[1].device: OTHER}
    world.say(pens[2], Leave(()))
    world.meet(*pens)
    assert world.membership().renewal_due
    second = world.say(pens[0], Secret(ABSENT, (Wrap(pens[0].device, SEALED),)))
    membership = world.membership()
    assert [(one.id, one.number) for one in membership.epochs] == [(second.id, 2), (first.id, 1)]
    assert not membership.renewal_due
    assert not world.void(late)
    assert world.void(world.say(pens[0], Secret(late.id, (Wrap(pens[0].device, SEALED),)))) == "secret"


def test_a_secret_renewed_past_a_cut_comes_last_and_seals_nothing() -> None:
    world, pens = grown(3)
    second = world.add_device(pens[1])
    world.meet(*pens, second)
    good = world.say(pens[0], Secret(ABSENT, (Wrap(pens[0].device, SEALED),)))
    world.meet(*pens, second)
    world.say(second, Revoke(world.cuts(second, [pens[1].device])))
    bad = world.say(pens[1], Secret(ABSENT, (Wrap(pens[0].device, OTHER),)))
    world.say(pens[1], Secret(good.id, (Wrap(pens[2].device, OTHER),)))
    epochs = world.membership().epochs
    assert [(one.id, one.needed, one.number) for one in epochs] == [(good.id, True, 1), (bad.id, False, 2)]
    assert epochs[1].sealed == {}
    assert epochs[0].sealed == {pens[0].device: SEALED}
    assert world.membership().renewal_due


def test_only_who_has_a_voice_renews_the_secret_and_whoever_belongs_passes_it_on() -> None:
    world, pens = grown(3)
    guest = world.join(pens[0])
    world.meet(*pens, guest)
    first = world.say(pens[0], Secret(ABSENT, (Wrap(pens[0].device, SEALED),)))
    guest.known |= world.past(first)
    assert world.void(world.say(guest, Secret(ABSENT, (Wrap(guest.device, SEALED),)))) == "voice"
    assert world.void(world.say(guest, Secret(first.id, (Wrap(pens[1].device, SEALED),)))) == ""


def test_some_copies_of_one_device_are_followed_and_all_alarmed() -> None:
    world, pens = grown(3)
    copies = [world.succeed(pens[1]) for _ in range(MAX_SUCCESSORS + 2)]
    membership = world.membership()
    alarmed = {act for name, act in membership.alarms if name == "succeeded_twice"}
    assert alarmed == {copy.tip for copy in copies}
    followed = [copy for copy in copies if membership.effective(copy.device)]
    assert {copy.tip for copy in followed} == set(sorted(alarmed)[:MAX_SUCCESSORS])
    assert {membership.succeeded[copy.device] for copy in followed} == {pens[1].device}


def test_one_copy_alarms_nobody_and_two_do() -> None:
    world, pens = grown(3)
    one = world.succeed(pens[1])
    assert world.membership().alarms == ()
    other = world.succeed(pens[1])
    assert world.membership().alarms == tuple(sorted(("succeeded_twice", copy.tip) for copy in (one, other)))
    assert MAX_SUCCESSORS == 8


def test_the_cuts_of_a_device_are_told_and_the_earliest_of_two_holds() -> None:
    world, pens = grown(5)
    second = world.add_device(pens[4])
    world.meet(*pens, second)
    driss = world.person(pens[4])
    early = world.cuts(pens[0], [second.device])[0]
    out = world.propose(pens[0], Exclude(driss, world.cuts_of(pens[0], driss)))
    world.invite(second)
    world.meet(pens[4], second)
    late = world.cuts(pens[4], [second.device])[0]
    world.say(pens[4], Revoke((late,)))
    assert world.membership().cuts == {second.device: late}
    for pen in pens[:4]:
        world.answer(pen, out)
    world.meet(*pens[:4])
    assert not world.void(world.enact(pens[0], out))
    membership = world.membership()
    assert membership.cuts[second.device] == early
    assert membership.devices.keys().isdisjoint({second.device, pens[4].device})
    assert {membership.owners[pen.device] for pen in (second, pens[4])} == {driss}
