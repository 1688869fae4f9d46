"""Newcomers come in through any confirmed member, once a key, and an attempt that was cut goes on."""

from __future__ import annotations

from dataclasses import replace

import pytest

from idos_p2p.errors import PeerFault, RefusedError
from idos_p2p.governance.matters import Chamber
from idos_p2p.governance.membership import Status
from idos_p2p.ids import EntryId
from idos_p2p.limits import MAX_INVITE_USES
from idos_p2p.services.cell import Cell
from idos_p2p.services.found import write_own_person
from idos_p2p.services.ingest import WaitingRoom, ingest
from idos_p2p.services.invite import DAY_MS, Offer, admit, invite, offer, write_start
from idos_p2p.services.people import everyone, members
from idos_p2p.services.secret import secrets_of
from idos_p2p.services.write import add
from tests.contract.services.sending import Pair, brief
from tests.simulation.devices import SetClock, Surroundings, blobs, conclusion, pass_door, share, the_invite

CONCERNED = Chamber.CONCERNED


def status(seen_by: Cell, who: Cell) -> Status:
    return seen_by.membership.persons[seen_by.membership.devices[who.device]].status


def test_an_invitation_of_one_member_opens_the_door_of_another(around: Surroundings, pair: Pair) -> None:
    ana, luc = pair
    invitation = invite(ana, 1, 30, CONCERNED)
    share(ana, luc)
    zoe = around.newcomer(invitation, "Zoé")
    pass_door(luc, zoe, invitation, "Zoé")
    share(luc, zoe)
    share(luc, ana)
    assert [status(cell, zoe) for cell in (ana, luc, zoe)] == [Status.GUEST] * 3
    assert secrets_of(zoe) == secrets_of(ana)
    assert write_own_person(zoe, "Zoé", []) == write_own_person(zoe, "Zoé", [])
    share(zoe, ana)
    assert [member.name for member in members(ana)] == ["Ana", "Luc", "Zoé"]


def test_a_guest_opens_no_door_and_writes_no_invitation(around: Surroundings, pair: Pair) -> None:
    ana, luc = pair
    around.joined(ana, "Zoé")
    tom = around.joined(ana, "Tom")
    assert status(tom, tom) is Status.GUEST
    with pytest.raises(RefusedError, match="no_voice"):
        invite(tom, 1, 30, CONCERNED)
    invitation = invite(ana, 1, 30, CONCERNED)
    share(ana, tom)
    with pytest.raises(RefusedError, match="no_voice"):
        offer(tom, the_invite(tom, invitation), luc.device, ())


def test_each_newcomer_gets_a_key_that_nobody_has(around: Surroundings, pair: Pair) -> None:
    ana, _ = pair
    invitation = invite(ana, 3, 30, CONCERNED)
    known = the_invite(ana, invitation)
    newcomers = [around.newcomer(invitation, name) for name in ("Zoé", "Tom", "Lia", "Max")]
    assert offer(ana, known, newcomers[0].device, {0, 1}).number == 2
    for newcomer in newcomers[:3]:
        pass_door(ana, newcomer, invitation, "x")
    assert ana.membership.invites[known].used == {0, 1, 2}
    with pytest.raises(RefusedError, match="invite_used"):
        offer(ana, known, newcomers[3].device, ())
    assert ana.membership.alarms == ()


def test_an_invitation_past_its_day_opens_no_door(around: Surroundings, pair: Pair) -> None:
    ana, _ = pair
    invitation = invite(ana, 1, 2, CONCERNED)
    known = the_invite(ana, invitation)
    assert isinstance(ana.clock, SetClock)
    ana.clock.now += 2 * DAY_MS
    with pytest.raises(RefusedError, match="invite_ended"):
        offer(ana, known, around.newcomer(invitation, "Zoé").device, ())


def test_an_attempt_cut_after_the_start_goes_on_with_the_same_start(around: Surroundings, pair: Pair) -> None:
    ana, _ = pair
    invitation = invite(ana, 1, 30, CONCERNED)
    zoe = around.newcomer(invitation, "Zoé")
    start = write_start(zoe, invitation, offer(ana, the_invite(ana, invitation), zoe.device, ()))
    assert brief(ingest(ana, [start], WaitingRoom())) == ["inserted 1"]
    again = write_start(zoe, invitation, offer(ana, the_invite(ana, invitation), zoe.device, ()))
    assert again == start
    assert brief(ingest(ana, [again], WaitingRoom())) == ["duplicate"]
    assert admit(ana, zoe.device, "Zoé") == admit(ana, zoe.device, "Zoé") == secrets_of(ana)
    share(ana, zoe)
    assert len(zoe.membership.persons) == 3
    assert zoe.own_height() == 1


def test_nobody_is_admitted_who_did_not_start(pair: Pair) -> None:
    ana, luc = pair
    with pytest.raises(PeerFault, match="not_invited"):
        admit(ana, type(luc.device)(b"x" * 32), "Eve")
    with pytest.raises(RefusedError, match="invite_unknown"):
        offer(ana, EntryId(b"x" * 32), luc.device, ())


def test_an_invitation_has_limits_in_number_and_in_time(pair: Pair) -> None:
    ana, _ = pair
    before = ana.digest()
    for uses, days, code in (
        (0, 30, "invite_uses"),
        (MAX_INVITE_USES + 1, 30, "invite_uses"),
        (1, 0, "invite_days"),
        (1, 366, "invite_days"),
    ):
        with pytest.raises(RefusedError, match=code):
            invite(ana, uses, days, CONCERNED)
    assert ana.digest() == before
    invite(ana, MAX_INVITE_USES, 365, CONCERNED)


def test_who_joins_claims_the_record_that_others_kept_under_that_name(around: Surroundings, pair: Pair) -> None:
    ana, luc = pair
    kept = add(luc, "person", {"name": "Zoé", "skills": ["chant"]})
    share(luc, ana)
    zoe = around.joined(ana, "Zoé")
    for cell in (ana, zoe):
        [person] = [person for person in everyone(cell) if person.name == "Zoé"]
        assert person.member
        assert kept in person.records
        assert person.fields["skills"] == ["chant"]
        assert person.fields["roles"] == ["beneficiary"]


def test_of_two_records_under_one_name_none_is_claimed(around: Surroundings, pair: Pair) -> None:
    ana, luc = pair
    for _ in range(2):
        add(luc, "person", {"name": "Zoé"})
    share(luc, ana)
    zoe = around.joined(ana, "Zoé")
    assert zoe.membership.persons[zoe.membership.devices[zoe.device]].claims is None


def test_a_crowd_of_starts_without_admission_silences_no_member(around: Surroundings, pair: Pair) -> None:
    """A link gone astray lets anybody write starts; Luc's voice must not fall out of what his acts refer to."""
    ana, luc = pair
    invitation = invite(ana, 40, 30, CONCERNED)
    known = the_invite(ana, invitation)
    share(ana, luc)
    crowd = [around.newcomer(invitation, f"foule {number}") for number in range(20)]
    starts = [write_start(one, invitation, Offer(known, number)) for number, one in enumerate(crowd)]
    ingest(luc, starts, WaitingRoom())
    second = invite(luc, 1, 30, CONCERNED)
    assert the_invite(luc, second) in luc.membership.invites
    assert luc.membership.void == {}
    share(luc, ana)
    assert conclusion(ana) == conclusion(luc)
    assert len(blobs(ana)) == len(blobs(luc))


def test_an_invitation_names_the_newest_certificate_that_its_author_knew(pair: Pair) -> None:
    ana, _ = pair
    assert invite(ana, 1, 30, CONCERNED).checkpoint is None
    ana.membership = replace(ana.membership, checkpoint=EntryId(b"k" * 32))
    assert invite(ana, 1, 30, CONCERNED).checkpoint == b"k" * 32
