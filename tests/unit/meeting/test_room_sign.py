"""The room's sign says that all may leave only when every computer present said the digest of what is held here."""

from __future__ import annotations

from dataclasses import replace

import pytest

from idos_p2p.ids import DeviceId, PersonId
from idos_p2p.services.voices import Voice
from sync.discovery.addresses import Endpoint
from sync.peers import Counts, Peer, PeerState
from sync.presence import By, Presence, State
from sync.room import Here, Sign, SignState, sign_of

ANA, LUC, ZOE = (Voice(PersonId(name * 32), name.decode() * 64, name.decode()) for name in (b"a", b"b", b"c"))
LAPTOP, PHONE, OWN_OTHER, ZOES = (DeviceId(name * 32) for name in (b"1", b"2", b"3", b"4"))
CHANGED = 1_000
HERE = Here(
    me=ANA,
    owners={LAPTOP: LUC, PHONE: LUC, OWN_OTHER: ANA, ZOES: ZOE},
    changed_ms=CHANGED,
    settled=True,
    complete=True,
)
BUSY = replace(HERE, settled=False, complete=False)
_STATES = {
    PeerState.EXCHANGING: State.TRUSTED,
    PeerState.UP_TO_DATE: State.UP_TO_DATE,
    PeerState.ENDED: State.REACHABLE,
}


def near(
    device: DeviceId, state: PeerState, *, heard: int | None = None, remaining: int = 0, code: str = ""
) -> Presence:
    """Return somebody who is met, or was: ``heard`` is when they last said the same digest."""
    peer = Peer(device, state, Counts(), heard, 0, remaining=remaining, code=code)
    return Presence(device, device.hex(), (), _STATES[state], code, By.ADVERTISED, ours=True, peer=peer)


def equal(device: DeviceId, heard: int = CHANGED + 1) -> Presence:
    return near(device, PeerState.UP_TO_DATE, heard=heard)


def shown(reason: str = "", *, ours: bool = True) -> Presence:
    """Return a computer that shows itself and is not met."""
    return Presence(None, "shown", (Endpoint("192.0.2.1", 7),), State.SEEN, reason, By.ADVERTISED, ours, None)


def numbers(sign: Sign) -> tuple[SignState, int, int]:
    return sign.state, sign.present, sign.up_to_date


def test_who_meets_nobody_is_alone() -> None:
    sign = sign_of([], HERE)
    assert numbers(sign) == (SignState.ALONE, 1, 0)
    assert not sign.may_leave


def test_all_who_said_the_same_digest_may_leave_and_oneself_is_told_first() -> None:
    sign = sign_of([equal(ZOES), equal(LAPTOP)], HERE)
    assert numbers(sign) == (SignState.MAY_LEAVE, 3, 3)
    assert [person.voice.name for person in sign.persons] == ["a", "b", "c"]
    assert sign.others == {LUC.person, ZOE.person}


def test_a_person_with_two_computers_is_one_and_up_to_date_when_both_are() -> None:
    behind = near(PHONE, PeerState.EXCHANGING, heard=5, remaining=7)
    sign = sign_of([equal(LAPTOP), behind], BUSY)
    assert numbers(sign) == (SignState.EXCHANGING, 2, 1)
    [luc] = sign.behind
    assert (luc.voice, luc.remaining, len(luc.devices)) == (LUC, 7, 2)


def test_ones_own_other_computer_is_no_other_person_and_counts_all_the_same() -> None:
    assert numbers(sign_of([equal(OWN_OTHER)], HERE)) == (SignState.MAY_LEAVE, 1, 1)
    behind = near(OWN_OTHER, PeerState.EXCHANGING)
    assert numbers(sign_of([behind, equal(LAPTOP)], BUSY)) == (SignState.EXCHANGING, 2, 1)


def test_what_was_heard_before_the_last_change_counts_no_more() -> None:
    assert numbers(sign_of([equal(LAPTOP, CHANGED), equal(ZOES)], BUSY)) == (SignState.EXCHANGING, 3, 2)


def test_while_something_here_was_not_passed_on_nobody_may_leave_though_all_said_the_digest() -> None:
    sign = sign_of([equal(LAPTOP), equal(ZOES)], BUSY)
    assert numbers(sign) == (SignState.EXCHANGING, 3, 2)
    assert [person.voice for person in sign.behind] == [ANA]


def test_whoever_is_equal_with_nobody_is_not_up_to_date_themselves() -> None:
    assert numbers(sign_of([near(LAPTOP, PeerState.EXCHANGING)], BUSY)) == (SignState.EXCHANGING, 2, 0)


def test_attachments_that_still_pass_are_waited_for() -> None:
    assert numbers(sign_of([equal(LAPTOP)], replace(HERE, complete=False))) == (SignState.FILES, 2, 2)


@pytest.mark.parametrize("reason", ["peer_unreachable", "knock_refused"])
def test_a_computer_of_the_cell_that_is_not_reached_keeps_the_sign_from_saying_all(reason: str) -> None:
    sign = sign_of([equal(LAPTOP), shown(reason)], HERE)
    assert numbers(sign) == (SignState.HELD_UP, 3, 2)
    assert [device.reason for device in sign.unknown] == [reason]


def test_one_that_was_just_seen_is_on_its_way() -> None:
    assert sign_of([equal(LAPTOP), shown()], HERE).state is SignState.EXCHANGING


def test_strangers_and_those_put_out_are_not_of_the_room() -> None:
    out = near(ZOES, PeerState.ENDED, code="peer_out")
    assert numbers(sign_of([equal(LAPTOP), shown("knock_refused", ours=False), out], HERE)) == (
        SignState.MAY_LEAVE,
        2,
        2,
    )


def test_who_left_is_not_present_and_who_said_the_digest_before_closing_holds_nobody_up() -> None:
    left = replace(near(ZOES, PeerState.ENDED, heard=CHANGED + 1), instance=None)
    assert numbers(sign_of([equal(LAPTOP), left], HERE)) == (SignState.MAY_LEAVE, 2, 2)
    closing = near(ZOES, PeerState.ENDED, heard=CHANGED + 1)
    assert numbers(sign_of([equal(LAPTOP), closing], HERE)) == (SignState.MAY_LEAVE, 3, 3)


def test_whose_session_broke_is_told_with_the_reason() -> None:
    broken = near(ZOES, PeerState.ENDED, heard=5, code="peer_store_full")
    sign = sign_of([equal(LAPTOP), broken], HERE)
    assert numbers(sign) == (SignState.HELD_UP, 3, 2)
    assert [(person.voice, person.reason) for person in sign.behind] == [(ZOE, "peer_store_full")]


def test_a_newcomer_whose_person_is_not_known_yet_is_present_and_waited_for() -> None:
    newcomer = near(DeviceId(b"9" * 32), PeerState.EXCHANGING)
    sign = sign_of([equal(LAPTOP), newcomer], BUSY)
    assert numbers(sign) == (SignState.EXCHANGING, 3, 2)


def test_who_was_not_let_in_yet_has_no_place_among_the_persons() -> None:
    sign = sign_of([near(LAPTOP, PeerState.EXCHANGING)], replace(BUSY, me=None, owners={}))
    assert (sign.persons, sign.present) == ((), 1)
