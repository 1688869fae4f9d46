"""Stolen laptops, forgotten devices and lost keys: who writes for whom after somebody cut something."""

from __future__ import annotations

from idos_p2p.governance.acts import Admit, Begin, Erase, Leave, Revoke
from idos_p2p.governance.matters import Confirm, Cut, Exclude, Rebind
from idos_p2p.governance.membership import Status
from idos_p2p.governance.naming import devices_to_cut
from idos_p2p.ids import ABSENT, PersonId, RecordName
from idos_p2p.limits import MAX_CUTS
from tests.unit.governance.grown import arrivals, grown
from tests.unit.governance.world import CONCERNED, Pen, World

CONFIRMED, GUEST, EXCLUDED, LEFT = Status.CONFIRMED, Status.GUEST, Status.EXCLUDED, Status.LEFT


def rebound(world: World, helpers: list[Pen], lost: Pen) -> Pen:
    """Bring somebody back, whose devices are lost, by those present; return their new device."""
    new = world.start(world.invite(helpers[0]), name=f"{lost.name}'s new one")
    world.meet(helpers[0], new)
    person = world.person(lost)
    world.decide(helpers, Rebind(person, world.start_of(new), world.cuts_of(helpers[0], person)))
    world.meet(helpers[0], new)
    return new


def may_meet(world: World, pen: Pen) -> bool:
    return world.membership().effective(pen.device)


def test_a_stolen_laptop_that_the_cell_cut_neither_leaves_nor_revokes_for_its_owner_ever_after() -> None:
    world, pens = grown(4)
    stolen = pens[1]
    stale = world.fork(stolen, next(act for act in world.acts if act.device == stolen.device))
    phone = world.add_device(stolen)
    world.meet(*pens, phone)
    known = pens[1].known
    new = rebound(world, [pens[0], pens[2], pens[3]], stolen)
    stolen.known = stale.known = known
    said = [
        world.say(stolen, Revoke(world.cuts(stolen, [phone.device]))),
        world.say(stolen, Leave(())),
    ]
    assert [world.void(act) for act in said] == ["", ""]
    assert world.told(new).status is CONFIRMED
    assert may_meet(world, new)
    assert not world.void(world.invite(new))
    list(arrivals(world))


def test_what_a_laptop_wrote_that_was_revoked_years_ago_stays_when_its_person_is_excluded_or_brought_back() -> None:
    world, pens = grown(5)
    old = pens[4]
    phone = world.add_device(old)
    world.meet(*pens, phone)
    world.say(phone, Revoke(world.cuts(phone, [old.device])))
    cut = world.membership().cuts[old.device]
    assert cut is not None
    world.meet(*pens[:4], phone)
    new = rebound(world, pens[:4], phone)
    assert world.membership().cuts[old.device] == cut
    world.meet(*pens[:4], new)
    person = world.person(phone)
    world.decide(pens[:4], Exclude(person, world.cuts_of(pens[0], person)))
    membership = world.membership()
    assert membership.cuts[old.device] == cut
    assert membership.cuts.keys() >= {old.device, phone.device, new.device}
    assert None not in membership.cuts.values()


def test_what_a_laptop_wrote_that_was_revoked_before_stays_when_its_person_leaves() -> None:
    world, pens = grown(3)
    phone = world.add_device(pens[1])
    world.meet(*pens, phone)
    world.say(phone, Revoke(world.cuts(phone, [pens[1].device])))
    cut = world.membership().cuts[pens[1].device]
    leave = world.say(phone, Leave(()))
    assert not world.void(leave)
    assert world.membership().cuts[pens[1].device] == cut
    assert world.told(phone).status is LEFT


def test_a_new_device_alone_does_not_undo_that_somebody_left() -> None:
    world, pens = grown(4)
    world.say(pens[1], Leave(()))
    world.meet(*pens)
    assert world.told(pens[1]).status is LEFT
    new = world.start(world.invite(pens[0]))
    world.meet(*pens, new)
    gone = world.person(pens[1])
    assert world.void(world.propose(pens[0], Rebind(gone, world.start_of(new), ()))) == "person"
    world.say(pens[3], Leave(()))
    assert world.told(pens[3]).status is LEFT


def test_who_leaves_after_somebody_else_was_excluded_has_left() -> None:
    world, pens = grown(5)
    person = world.person(pens[4])
    world.decide(pens[:4], Exclude(person, world.cuts_of(pens[0], person)))
    world.say(pens[3], Leave(()))
    assert world.told(pens[3]).status is LEFT


def test_nobody_escapes_an_exclusion_by_more_devices_than_it_can_name() -> None:
    world, pens = grown(4)
    copies = [world.succeed(pens[3]) for _ in range(MAX_CUTS + 3)]
    world.meet(*pens, *copies)
    person = world.person(pens[3])
    named = devices_to_cut(world.facts, world.standing(pens[0]), person)
    assert pens[3].device in named
    world.decide(pens[:3], Exclude(person, world.cuts(pens[0], named)))
    membership = world.membership()
    assert membership.persons[person].status is EXCLUDED
    assert {device for device, owner in membership.owners.items() if owner == person} <= membership.cuts.keys()


def test_what_a_stolen_laptop_writes_past_its_cut_counts_for_nothing() -> None:
    world, pens = grown(4)
    stolen, owner = pens[1], world.add_device(pens[1])
    revoke = world.say(owner, Revoke(world.cuts(owner, [stolen.device])))
    invite = world.invite(stolen)
    erase = world.say(stolen, Erase(stolen.device, 9))
    admitted = world.say(stolen, Admit(ABSENT, CONCERNED, ABSENT))
    membership = world.membership()
    assert [world.void(act) for act in (revoke, invite, erase, admitted)] == ["", "", "", ""]
    assert not membership.effective(stolen.device)
    assert membership.effective(owner.device)
    assert invite.id not in membership.invites
    assert RecordName(stolen.device, 9) not in membership.erasures
    assert PersonId(admitted.id) not in membership.persons
    cut = membership.cuts[stolen.device]
    assert isinstance(revoke.body, Revoke)
    assert cut == revoke.body.cuts[0]


def test_thief_and_owner_who_revoke_each_other_are_both_out_and_those_present_bring_the_owner_back() -> None:
    world, pens = grown(4)
    stolen, owner = pens[1], world.add_device(pens[1])
    world.meet(stolen, owner)
    mine = world.say(owner, Revoke(world.cuts(owner, [stolen.device])))
    theirs = world.say(stolen, Revoke(world.cuts(stolen, [owner.device])))
    assert (world.void(mine), world.void(theirs)) == ("", "")
    assert not may_meet(world, stolen)
    assert not may_meet(world, owner)
    assert world.told(owner).status is CONFIRMED
    world.meet(owner, *pens)
    new = rebound(world, [pens[0], pens[2], pens[3]], owner)
    assert may_meet(world, new)
    assert world.membership().devices[new.device] == world.person(owner)
    assert not world.void(world.invite(new))


def test_a_thief_who_knows_of_the_rebind_cannot_take_the_lost_laptops_place_with_its_key() -> None:
    """The key still signs a successor; whoever was bound before somebody was brought back is bound no more."""
    world, pens = grown(4)
    new = rebound(world, [pens[0], pens[2], pens[3]], pens[1])
    thief = world.succeed(pens[1], world.facts.history.all)
    assert not may_meet(world, thief)
    assert world.membership().cuts[thief.device] is None
    assert world.void(world.invite(thief)) == "voice"
    assert may_meet(world, new)


def test_a_device_added_before_the_cut_that_begins_after_it_is_cut_whatever_it_claims_to_know() -> None:
    world, pens = grown(4)
    thief = pens[1]
    dormant = world.add_device(thief, begin=False)
    added = thief.tip
    assert added is not None
    world.meet(*pens)
    rebound(world, [pens[0], pens[2], pens[3]], thief)
    dormant.known = world.facts.history.all
    begin = world.say(dormant, Begin(added))
    assert world.void(begin) == ""
    assert not may_meet(world, dormant)
    assert world.membership().cuts[dormant.device] is None


def test_somebody_excluded_writes_no_record_by_a_device_that_begins_later() -> None:
    world, pens = grown(5)
    outcast = pens[4]
    dormant = world.add_device(outcast, begin=False)
    added = outcast.tip
    assert added is not None
    world.meet(*pens)
    person = world.person(outcast)
    world.decide(pens[:4], Exclude(person, world.cuts_of(pens[0], person)))
    dormant.known = world.facts.history.all
    world.say(dormant, Begin(added))
    heir = world.succeed(outcast, world.facts.history.all)
    membership = world.membership()
    assert {device for device, owner in membership.owners.items() if owner == person} <= membership.cuts.keys()
    assert membership.cuts[dormant.device] is None
    assert membership.cuts[heir.device] is None


def test_a_device_added_before_its_person_left_that_begins_after_it_writes_nothing() -> None:
    world, pens = grown(4)
    dormant = world.add_device(pens[1], begin=False)
    added = pens[1].tip
    assert added is not None
    world.say(pens[1], Leave(()))
    assert world.void(world.say(dormant, Begin(added))) == ""
    membership = world.membership()
    assert membership.owners[dormant.device] == world.person(pens[1])
    assert membership.cuts[dormant.device] is None


def test_a_device_added_in_the_knowledge_of_a_cut_goes_on() -> None:
    world, pens = grown(4)
    new = rebound(world, [pens[0], pens[2], pens[3]], pens[1])
    second = world.add_device(new)
    third = world.succeed(second)
    assert may_meet(world, second)
    assert may_meet(world, third)
    assert not world.void(world.invite(third))


def test_two_rebinds_at_once_leave_neither_device_and_a_third_one_settles_it() -> None:
    world, pens = grown(5)
    person, helpers = world.person(pens[1]), [pens[0], pens[2], pens[3]]
    one, other = (world.start(world.invite(pens[0])) for _ in range(2))
    world.meet(pens[0], one, other)
    world.meet(*helpers)
    cuts = world.cuts_of(pens[0], person)
    both = zip(pens[2:4], (one, other), strict=True)
    proposals = [world.propose(pen, Rebind(person, world.start_of(new), cuts)) for pen, new in both]
    for proposal in proposals:
        for pen in helpers:
            world.answer(pen, proposal)
    world.meet(*helpers)
    enacts = [world.enact(pen, proposal) for pen, proposal in zip(pens[2:4], proposals, strict=True)]
    assert [world.void(act) for act in enacts] == ["", ""]
    assert not may_meet(world, one)
    assert not may_meet(world, other)
    world.meet(*pens, one, other)
    third = rebound(world, [pens[0], pens[2], pens[3]], pens[1])
    assert may_meet(world, third)
    assert world.told(third).status is CONFIRMED


def test_a_restored_copy_of_a_revoked_laptop_is_revoked_with_it() -> None:
    world, pens = grown(4)
    old, phone = pens[1], world.add_device(pens[1])
    copy = world.succeed(old)
    world.say(phone, Revoke(world.cuts(phone, [old.device])))
    assert not may_meet(world, copy)
    assert may_meet(world, phone)
    another = world.succeed(phone)
    assert may_meet(world, another)


def test_who_restored_the_laptop_that_revoked_goes_on() -> None:
    world, pens = grown(4)
    old, phone = pens[1], world.add_device(pens[1])
    world.meet(old, phone)
    world.say(old, Revoke(world.cuts(old, [phone.device])))
    copy = world.succeed(old)
    assert may_meet(world, copy)
    world.say(copy, Revoke(world.cuts(copy, [old.device])))
    assert may_meet(world, copy)
    assert not may_meet(world, old)


def test_the_founders_forgotten_second_device_is_cut_by_the_first_and_silences_nobody() -> None:
    world, pens = grown(4)
    forgotten = world.add_device(pens[0])
    world.meet(*pens, forgotten)
    world.say(pens[0], Revoke(world.cuts(pens[0], [forgotten.device])))
    world.invite(forgotten)
    membership = world.membership()
    assert not membership.effective(forgotten.device)
    assert [membership.persons[world.person(pen)].status for pen in pens] == [CONFIRMED] * 4


def test_a_forgotten_device_that_nobody_cut_blocks_nothing() -> None:
    """It is no elector: persons are. Its person answers from the other one."""
    world, pens = grown(3)
    world.add_device(pens[1])
    guest = world.join(pens[0])
    world.meet(*pens)
    world.decide(pens, Confirm(world.person(guest)))
    assert world.told(guest).status is CONFIRMED


def test_nobody_revokes_their_own_only_device_or_another_persons() -> None:
    world, pens = grown(3)
    assert world.void(world.say(pens[1], Revoke(world.cuts(pens[1], [pens[1].device])))) == "device"
    assert world.void(world.say(pens[1], Revoke(world.cuts(pens[1], [pens[2].device])))) == "device"


def test_who_leaves_writes_nothing_more_from_any_device() -> None:
    world, pens = grown(4)
    second = world.add_device(pens[1])
    world.meet(pens[1], second)
    leave = world.say(pens[1], Leave(world.cuts(pens[1], [second.device])))
    later = [world.invite(second), world.invite(pens[1])]
    membership = world.membership()
    assert world.void(leave) == ""
    assert membership.persons[world.person(pens[1])].status is LEFT
    assert not membership.effective(second.device)
    assert not membership.effective(pens[1].device)
    assert not membership.invites.keys() & {act.id for act in later}
    assert membership.renewal_due
    assert membership.cuts[pens[1].device] == Cut(pens[1].device, leave.seq + 1, leave.id, leave.id)


def test_who_left_comes_back_by_a_decision_and_a_new_device() -> None:
    world, pens = grown(4)
    world.say(pens[1], Leave(()))
    world.meet(*pens)
    here = [pens[0], pens[2], pens[3]]
    world.decide(here, Confirm(world.person(pens[1])))
    assert world.told(pens[1]).status is CONFIRMED
    assert not may_meet(world, pens[1])
    new = rebound(world, here, pens[1])
    assert may_meet(world, new)
    assert not world.void(world.invite(new))


def test_a_leave_that_forgets_a_device_is_refused() -> None:
    world, pens = grown(4)
    world.add_device(pens[1])
    world.meet(*pens)
    world.membership()
    pens[1].known = world.facts.history.all
    assert world.void(world.say(pens[1], Leave(()))) == "cuts"


def test_the_new_device_of_a_rebind_must_be_nobodys_yet() -> None:
    world, pens = grown(4)
    person = world.person(pens[1])
    cuts = world.cuts_of(pens[0], person)
    for start in (world.start_of(pens[2]), world.start_of(pens[1]), pens[0].tip or ABSENT):
        assert world.void(world.propose(pens[0], Rebind(person, start, cuts))) == "person"


def test_a_guest_who_turns_out_to_be_the_new_laptop_of_somebody_vanishes_into_them() -> None:
    world, pens = grown(4)
    guest = world.join(pens[0], "a guest for now")
    world.meet(*pens)
    person, was = world.person(pens[1]), world.start_of(guest)
    world.decide([pens[0], pens[2], pens[3]], Rebind(person, was, world.cuts_of(pens[0], person)))
    membership = world.membership()
    assert PersonId(was) not in membership.persons
    assert membership.devices[guest.device] == person
    assert membership.persons[person].devices == (guest.device,)


def test_a_device_that_starts_twice_is_one_device_whichever_start_came_first() -> None:
    world, pens = grown(3)
    invite = world.invite(pens[0], uses=2)
    pen = world.start(invite)
    again = Pen(pen.device)
    world.start(invite, 1, again)
    world.say(pens[0], Admit(world.acts[-1].id, CONCERNED, ABSENT))
    world.admit(pens[0], pen)
    assert all(membership.sealing.keys() <= membership.devices.keys() for membership in arrivals(world))
    assert may_meet(world, pen)
