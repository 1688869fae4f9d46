from __future__ import annotations

from collections.abc import Iterable

import pytest

from idos_p2p.ids import DeviceId
from sync.discovery.addresses import Endpoint
from sync.discovery.discovery import Gone, Seen
from sync.engine import Met
from sync.peers import Counts, Peer, PeerState
from sync.presence import NOT_OURS, By, CameIn, Presence, Reached, Sightings, Sought, State, Unreachable

ANA, LUC = DeviceId(b"a" * 32), DeviceId(b"l" * 32)
AT_ANA, AT_LUC, AT_TYPED = Endpoint("192.0.2.1", 7), Endpoint("192.0.2.2", 7), Endpoint("198.51.100.1", 9)
EPOCH = b"epoch"
SEEN_ANA, SEEN_LUC = Seen("ana", (AT_ANA,), EPOCH), Seen("luc", (AT_LUC,), EPOCH)


def met(device: DeviceId, state: PeerState, code: str = "") -> Met:
    return Met(Peer(device, state, Counts(), None, 0, code=code))


def after(events: Iterable[object]) -> tuple[Presence, ...]:
    sightings = Sightings()
    for event in events:
        sightings = sightings.after(event)
    return sightings.presences()


def only(*events: object) -> Presence:
    (presence,) = after(events)
    return presence


def test_one_that_was_just_seen_is_on_its_way() -> None:
    seen = only(SEEN_ANA)
    assert (seen.device, seen.instance, seen.endpoints) == (None, "ana", (AT_ANA,))
    assert (seen.state, seen.reason, seen.by, seen.ours) == (State.SEEN, "", By.ADVERTISED, True)


def test_one_that_does_not_answer_is_seen_and_says_why_no_more() -> None:
    silent = only(SEEN_ANA, Unreachable(AT_ANA, "peer_unreachable", "timeout"))
    assert (silent.state, silent.reason) == (State.SEEN, "peer_unreachable")


def test_one_that_answers_and_does_not_let_us_in_is_reachable() -> None:
    shut = only(SEEN_ANA, Unreachable(AT_ANA, "proof_refused"))
    assert (shut.state, shut.reason) == (State.REACHABLE, "proof_refused")
    assert [(step.state, step.holds, step.reason) for step in shut.steps] == [
        (State.SEEN, True, ""),
        (State.REACHABLE, True, ""),
        (State.TRUSTED, False, "proof_refused"),
        (State.UP_TO_DATE, False, ""),
    ]


def test_of_two_addresses_the_one_that_answered_tells() -> None:
    both = Seen("ana", (AT_ANA, AT_TYPED), EPOCH)
    shut = only(both, Unreachable(AT_ANA, "peer_unreachable"), Unreachable(AT_TYPED, "version_unknown"))
    assert (shut.state, shut.reason) == (State.REACHABLE, "version_unknown")


def test_whom_we_dialled_is_one_computer_with_its_advertisement() -> None:
    events = [SEEN_ANA, Reached(AT_ANA, ANA), met(ANA, PeerState.EXCHANGING)]
    assert (only(*events).device, only(*events).instance, only(*events).state) == (ANA, "ana", State.TRUSTED)
    assert only(*events, met(ANA, PeerState.UP_TO_DATE)).state is State.UP_TO_DATE


def test_who_dialled_us_is_recognised_by_its_address() -> None:
    came = only(SEEN_ANA, CameIn(ANA, "192.0.2.1"), met(ANA, PeerState.EXCHANGING))
    assert (came.device, came.instance, came.by) == (ANA, "ana", By.ADVERTISED)


def test_a_scope_of_another_computer_does_not_part_the_two() -> None:
    shown = Seen("ana", (Endpoint("fe80::1%3", 7),), EPOCH)
    came = only(shown, CameIn(ANA, "fe80::1%eth0"), met(ANA, PeerState.EXCHANGING))
    assert (came.device, came.instance) == (ANA, "ana")


def test_two_on_one_address_are_two_however_they_are_called() -> None:
    here = [Seen("one", (Endpoint("127.0.0.1", 1),), EPOCH), Seen("two", (Endpoint("127.0.0.1", 2),), EPOCH)]
    events = [*here, CameIn(ANA, "127.0.0.1"), met(ANA, PeerState.EXCHANGING)]
    told = after(events)
    assert [(one.device, one.state) for one in told] == [(ANA, State.TRUSTED), (None, State.SEEN)]
    told = after([*events, CameIn(LUC, "127.0.0.1"), met(LUC, PeerState.UP_TO_DATE)])
    assert [(one.device, one.instance) for one in told] == [(LUC, None), (ANA, None)]


def test_who_is_dialled_by_one_name_and_comes_in_from_there_is_one() -> None:
    here = [Seen("one", (Endpoint("127.0.0.1", 1),), EPOCH), Seen("two", (Endpoint("127.0.0.1", 2),), EPOCH)]
    reached = [Reached(Endpoint("127.0.0.1", 1), ANA), met(ANA, PeerState.EXCHANGING)]
    told = after([*here, *reached, CameIn(LUC, "127.0.0.1"), met(LUC, PeerState.EXCHANGING)])
    assert [(one.device, one.instance) for one in told] == [(ANA, "one"), (LUC, "two")]


@pytest.mark.parametrize("code", ["", "peer_closed", "peer_idle"])
def test_who_left_and_shows_itself_no_more_is_gone(code: str) -> None:
    events = [SEEN_ANA, Reached(AT_ANA, ANA), met(ANA, PeerState.UP_TO_DATE), met(ANA, PeerState.ENDED, code)]
    still_seen = only(*events)
    assert (still_seen.device, still_seen.state, still_seen.reason) == (ANA, State.SEEN, "")
    assert after([*events, Gone("ana")]) == ()


def test_a_meeting_that_failed_says_why_until_the_other_leaves() -> None:
    events = [SEEN_ANA, Reached(AT_ANA, ANA), met(ANA, PeerState.ENDED, "peer_store_full")]
    failed = only(*events)
    assert (failed.state, failed.reason, failed.device) == (State.REACHABLE, "peer_store_full", ANA)
    assert after([*events, Gone("ana")]) == ()


def test_an_advertisement_that_runs_out_ends_no_meeting() -> None:
    met_on = only(SEEN_ANA, Reached(AT_ANA, ANA), met(ANA, PeerState.UP_TO_DATE), Gone("ana"))
    assert (met_on.device, met_on.instance, met_on.state) == (ANA, None, State.UP_TO_DATE)
    assert met_on.steps[0] == (State.SEEN, False, "")
    assert met_on.endpoints == (AT_ANA,)


def test_a_stranger_s_idos_is_told_apart() -> None:
    stranger = only(Seen("x", (AT_LUC,), None))
    assert (stranger.ours, stranger.state, stranger.reason) == (False, State.SEEN, NOT_OURS)


def test_a_typed_address_is_looked_for_and_its_silence_told() -> None:
    typed = Sought(AT_TYPED, By.TYPED)
    assert (only(typed).state, only(typed).reason) == (State.SOUGHT, "")
    silent = only(typed, Unreachable(AT_TYPED, "peer_unreachable", "refused"))
    assert (silent.state, silent.reason) == (State.SOUGHT, "peer_unreachable")
    assert silent.steps[1] == (State.REACHABLE, False, "peer_unreachable")
    found = only(typed, Reached(AT_TYPED, LUC), met(LUC, PeerState.EXCHANGING))
    assert (found.device, found.by, found.endpoints) == (LUC, By.TYPED, (AT_TYPED,))


def test_a_remembered_address_says_whom_it_is_hoped_to_lead_to() -> None:
    remembered = only(Sought(AT_LUC, By.REMEMBERED, LUC))
    assert (remembered.device, remembered.state, remembered.by) == (LUC, State.SOUGHT, By.REMEMBERED)


def test_the_furthest_come_first_whatever_came_first() -> None:
    events = [
        SEEN_LUC,
        SEEN_ANA,
        Reached(AT_ANA, ANA),
        met(ANA, PeerState.UP_TO_DATE),
        Sought(AT_TYPED, By.TYPED),
    ]
    assert [one.state for one in after(events)] == [State.UP_TO_DATE, State.SEEN, State.SOUGHT]


def test_what_was_answered_is_no_failure_any_more() -> None:
    events = [SEEN_ANA, Unreachable(AT_ANA, "peer_unreachable"), Reached(AT_ANA, ANA), met(ANA, PeerState.EXCHANGING)]
    assert (only(*events).state, only(*events).reason) == (State.TRUSTED, "")


def sightings(*events: object) -> Sightings:
    found = Sightings()
    for event in events:
        found = found.after(event)
    return found


def test_who_is_met_is_not_dialled_whoever_dialled_whom() -> None:
    came = sightings(SEEN_ANA, CameIn(ANA, "192.0.2.1"))
    assert came.meets((AT_ANA,))  # already, though the meeting has not begun
    assert came.after(met(ANA, PeerState.UP_TO_DATE)).meets((AT_ANA,))
    assert not came.after(met(ANA, PeerState.ENDED)).meets((AT_ANA,))
    dialled = sightings(Sought(AT_ANA, By.REMEMBERED, ANA), Reached(AT_ANA, ANA), met(ANA, PeerState.EXCHANGING))
    assert dialled.after(SEEN_ANA).meets((AT_ANA,))
    assert not dialled.meets((AT_LUC,))


def test_of_two_on_one_host_the_one_that_has_not_come_is_dialled() -> None:
    one, two = (Endpoint("127.0.0.1", port) for port in (1, 2))
    here = sightings(Seen("one", (one,), EPOCH), Seen("two", (two,), EPOCH), CameIn(ANA, "127.0.0.1"))
    assert [here.meets((at,)) for at in (one, two)].count(True) == 1
    assert all(here.after(CameIn(LUC, "127.0.0.1")).meets((at,)) for at in (one, two))


def test_where_a_device_can_be_dialled_again_is_where_it_was_or_shows_itself() -> None:
    assert sightings(Sought(AT_TYPED, By.TYPED), Reached(AT_TYPED, LUC)).place_of(LUC) == AT_TYPED
    assert sightings(SEEN_ANA, CameIn(ANA, "192.0.2.1"), met(ANA, PeerState.EXCHANGING)).place_of(ANA) == AT_ANA
    assert sightings(CameIn(ANA, "192.0.2.1"), met(ANA, PeerState.EXCHANGING)).place_of(ANA) is None


def test_the_last_failure_at_an_address_is_told_with_its_cause_until_somebody_answers() -> None:
    failed = sightings(SEEN_ANA, Unreachable(AT_ANA, "peer_unreachable", "timeout"))
    assert failed.failure_at((AT_LUC, AT_ANA)) == Unreachable(AT_ANA, "peer_unreachable", "timeout")
    assert failed.after(Reached(AT_ANA, ANA)).failure_at((AT_ANA,)) is None
