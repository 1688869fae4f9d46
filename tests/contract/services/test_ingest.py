"""What a peer sends is kept whole, already there, waiting, or refused by name with nothing of it kept."""

from __future__ import annotations

import random
import zlib

import pytest
import zstandard

from idos_p2p.governance.acts import START, Start, encode
from idos_p2p.governance.matters import Chamber
from idos_p2p.governance.proofs import proof_message
from idos_p2p.identity.invitation import Invitation
from idos_p2p.ids import EntryId
from idos_p2p.limits import MAX_SEGMENT_RAW_BYTES, MAX_WAITING_BYTES, MIB
from idos_p2p.log.chain import EMPTY, Draft, Height, extend
from idos_p2p.log.entry import Payload
from idos_p2p.log.segment import _OUTER, FORMAT, parse, seal
from idos_p2p.services.cell import Cell
from idos_p2p.services.ingest import Duplicate, Inserted, Outcome, Refused, Waiting, WaitingRoom, ingest
from idos_p2p.services.invite import Offer, invite, write_start
from idos_p2p.services.project import project_all
from idos_p2p.services.write import add, change
from tests.contract.services.sending import Pair, begun, brief, kept, news, refused, writing_as
from tests.simulation.devices import (
    Surroundings,
    blobs,
    conclusion,
    forged_start,
    pass_door,
    share,
    the_invite,
)
from tests.unit.identity.mixed_key import MixedKey
from tests.unit.log.authors import NOBODY, Author, admit_body, columns_of, forged, frame_of, repacked


def test_what_a_member_wrote_is_inserted_once_and_a_duplicate_afterwards(pair: Pair) -> None:
    ana, luc = pair
    blob = news(luc)
    assert brief(ingest(ana, [blob], WaitingRoom())) == ["inserted 1"]
    before = kept(ana)
    assert brief(ingest(ana, [blob, blob], WaitingRoom())) == ["duplicate"] * 2
    assert kept(ana) == before
    project_all(ana)
    assert conclusion(ana) == conclusion(luc)


def test_a_flipped_byte_anywhere_is_refused_and_nothing_is_stored(pair: Pair) -> None:
    ana, luc = pair
    blob = news(luc)
    before = kept(ana)
    for place in range(len(blob)):
        for flip in (1 << place % 8, 0xFF):
            damaged = blob[:place] + bytes([blob[place] ^ flip]) + blob[place + 1 :]
            [outcome] = ingest(ana, [damaged], WaitingRoom())
            assert isinstance(outcome, Refused), place
    assert kept(ana) == before
    assert brief(ingest(ana, [blob], WaitingRoom())) == ["inserted 1"]


def test_a_flipped_byte_of_what_is_already_held_is_refused_too(pair: Pair) -> None:
    ana, luc = pair
    blob = news(luc)
    ingest(ana, [blob], WaitingRoom())
    before = kept(ana)
    for place in range(0, len(blob), 3):
        damaged = blob[:place] + bytes([blob[place] ^ 0x10]) + blob[place + 1 :]
        [outcome] = ingest(ana, [damaged], WaitingRoom())
        assert isinstance(outcome, Refused), place
    assert kept(ana) == before


def test_a_segment_of_another_cell_is_refused(around: Surroundings, pair: Pair) -> None:
    ana, luc = pair
    other = Surroundings(2, around.open_store).found("Eve")
    for blob in (*blobs(luc), news(luc)):
        assert refused(other, blob) in {"cell_foreign", "segment_signature", "segment_hole"}
    assert refused(ana, blobs(other)[0]) == "cell_foreign"


def test_a_log_of_the_same_device_in_another_cell_does_not_continue_here(around: Surroundings, pair: Pair) -> None:
    """A device key lives in one cell; who uses it in two is not believed in either."""
    ana, luc = pair
    other = Surroundings(2, around.open_store).found("Eve")
    replay = writing_as(luc)
    replay.cell = other.id
    sealed, _ = replay.write(replay.creation())
    assert refused(ana, sealed.blob) == "segment_signature"


def test_a_wrong_signature_is_refused(pair: Pair) -> None:
    ana, luc = pair
    sealed = parse(news(luc))
    wrong = ana.keys.device.sign(b"something else")
    assert refused(ana, repacked(sealed, columns_of(sealed), signature=wrong)) == "segment_signature"


def test_a_hole_in_the_chain_is_refused(pair: Pair) -> None:
    ana, luc = pair
    first, second = news(luc), news(luc)
    assert refused(ana, second) == "segment_hole"
    assert brief(ingest(ana, [first, second], WaitingRoom())) == ["inserted 1"] * 2


def test_a_segment_that_does_not_follow_the_last_entry_is_refused(pair: Pair) -> None:
    ana, luc = pair
    forked = writing_as(luc)
    forked.height = Height(forked.height.count, EntryId(b"?" * 32))
    sealed, _ = forked.write(forked.creation())
    assert refused(ana, sealed.blob) == "segment_signature"


def test_a_chain_of_an_unknown_device_is_refused(pair: Pair) -> None:
    ana, _ = pair
    stranger = Author(77, ana.id)
    sealed, _ = stranger.write(stranger.creation())
    assert refused(ana, sealed.blob) == "chain_unknown"
    admitting = Author(78, ana.id)
    act, _ = admitting.write(admitting.act_draft(admit_body(NOBODY)))
    assert refused(ana, act.blob) == "chain_unknown"


def test_a_device_of_low_order_never_enters(pair: Pair) -> None:
    ana, luc = pair
    sealed = parse(news(luc))
    low = bytes([1]) + bytes(31)
    fields = list(_OUTER.unpack(sealed.blob[: _OUTER.size]))
    fields[1], fields[2], fields[5] = low, 0, low + bytes(32)
    assert refused(ana, _OUTER.pack(*fields) + frame_of(sealed)) == "segment_signature"


def test_a_device_outside_the_prime_order_group_never_enters_though_all_its_signatures_hold(pair: Pair) -> None:
    ana, _ = pair
    invitation = invite(ana, 1, 30, Chamber.CONCERNED)
    key = MixedKey(b"mixed")
    invited, sealing = the_invite(ana, invitation), b"x" * 32
    proof = invitation.key(0).sign(proof_message(ana.id, invited, key.device, sealing))
    payload = Payload(bytes(16), encode(Start(invited, 0, sealing, proof)))
    entries = extend(ana.id, key.device, EMPTY, [Draft(START, payload, 0)])
    assert refused(ana, seal(entries, key.sign).blob) == "device_unsound"


def test_trailing_data_and_bombs_are_refused(pair: Pair) -> None:
    ana, luc = pair
    sealed = parse(news(luc))
    bomb = zstandard.ZstdCompressor(write_content_size=False).compress(bytes(64 * MIB))
    declared = zstandard.ZstdCompressor(write_content_size=True).compress(bytes(64 * MIB))
    assert refused(ana, sealed.blob + b"\0") == "segment_damaged"
    assert refused(ana, forged(sealed, frame_of(sealed) + b"\0")) == "segment_frame"
    assert refused(ana, repacked(sealed, columns_of(sealed) + b"\0")) == "segment_columns"
    assert refused(ana, forged(sealed, bomb)) == "segment_size"
    assert refused(ana, forged(sealed, declared)) == "segment_size"


def test_what_came_before_a_refused_segment_is_kept_and_nothing_after_it(pair: Pair) -> None:
    ana, luc = pair
    good, bad, late = news(luc), b"garbage", news(luc)
    assert brief(ingest(ana, [good, bad, late], WaitingRoom())) == ["inserted 1", "refused segment_short"]
    assert ana.logs()[luc.device][0].height.count == luc.own_height() - 1


def test_a_newcomer_enters_by_a_start_that_their_invitation_proves(around: Surroundings, pair: Pair) -> None:
    ana, _ = pair
    zoe, _, start = begun(around, ana)
    assert brief(ingest(ana, [start], WaitingRoom())) == ["inserted 1"]
    assert not ana.membership.effective(zoe.device)


@pytest.mark.parametrize(("number", "key"), [(0, 1), (1, 0), (0, 7)])
def test_a_start_with_a_wrong_proof_is_refused(around: Surroundings, pair: Pair, number: int, key: int) -> None:
    ana, _ = pair
    invitation = invite(ana, 2, 30, Chamber.CONCERNED)
    zoe = around.newcomer(invitation, "Zoé")
    assert refused(ana, forged_start(zoe, invitation, Offer(the_invite(ana, invitation), number), key)) == (
        "start_refused"
    )


def test_a_start_by_a_key_that_the_invitation_does_not_have_is_refused(around: Surroundings, pair: Pair) -> None:
    ana, _ = pair
    invitation = invite(ana, 2, 30, Chamber.CONCERNED)
    zoe = around.newcomer(invitation, "Zoé")
    assert refused(ana, write_start(zoe, invitation, Offer(the_invite(ana, invitation), 2))) == "start_refused"


def test_a_start_that_names_something_else_than_an_invitation_is_refused(around: Surroundings, pair: Pair) -> None:
    ana, _ = pair
    invitation = invite(ana, 2, 30, Chamber.CONCERNED)
    zoe = around.newcomer(invitation, "Zoé")
    assert refused(ana, write_start(zoe, invitation, Offer(EntryId(ana.id), 0))) == "start_refused"


def test_a_start_by_an_unknown_invitation_waits_and_enters_when_that_arrives(around: Surroundings, pair: Pair) -> None:
    ana, luc = pair
    before = kept(luc)
    zoe, invitation, start = begun(around, ana)
    pass_door(ana, zoe, invitation, "Zoé")
    share(ana, zoe)
    later = news(zoe, ("un", "deux"))
    room = WaitingRoom()
    assert ingest(luc, [start], room) == [Waiting(zoe.device)]
    assert kept(luc) == before
    rest = blobs(zoe, zoe.device, 1)
    assert rest[-1] == later
    assert ingest(luc, rest, room) == [Waiting(zoe.device)] * len(rest)
    assert room.size == len(start) + sum(map(len, rest))
    arrived = ingest(luc, blobs(ana, ana.device, luc.logs()[ana.device][0].height.count), room)
    assert brief(arrived[-len(rest) - 1 :]) == ["inserted 1"] * (len(rest) + 1)
    assert room.size == 0
    project_all(luc)
    project_all(zoe)
    share(luc, ana)
    assert conclusion(luc) == conclusion(ana) == conclusion(zoe)


def test_a_chain_that_waits_goes_on_when_another_peer_brings_its_invitation(around: Surroundings, pair: Pair) -> None:
    """Three in a room while somebody joins: what one of them sent must not become a hole because of the other."""
    ana, luc = pair
    zoe, invitation, _ = begun(around, ana)
    pass_door(ana, zoe, invitation, "Zoé")
    share(ana, zoe)
    news(zoe, ("un", "deux", "trois"))
    chain = blobs(zoe, zoe.device)
    from_zoe, from_ana = WaitingRoom(), WaitingRoom()
    assert ingest(luc, chain[:3], from_zoe) == [Waiting(zoe.device)] * 3
    ingest(luc, blobs(ana, ana.device, luc.logs()[ana.device][0].height.count), from_ana)
    assert brief(ingest(luc, chain[:1], from_ana)) == ["inserted 1"]
    outcomes = ingest(luc, chain[3:], from_zoe)
    assert brief(outcomes) == ["duplicate", *["inserted 1"] * (len(chain) - 1)]
    assert from_zoe.size == 0
    project_all(luc)
    assert conclusion(luc) == conclusion(zoe)


def test_too_much_of_unknown_origin_is_refused(around: Surroundings, pair: Pair) -> None:
    ana, luc = pair
    before = kept(luc)
    zoe, _, start = begun(around, ana)
    room, frame = WaitingRoom(), bytes(MAX_SEGMENT_RAW_BYTES)
    rest = [_continuing(zoe, seq, frame) for seq in range(1, 2 + MAX_WAITING_BYTES // len(frame))]
    outcomes = ingest(luc, [start, *rest], room)
    assert outcomes[-1] == Refused("waiting_full")
    assert outcomes[:-1] == [Waiting(zoe.device)] * (len(outcomes) - 1)
    assert MAX_WAITING_BYTES - 2 * len(frame) < room.size <= MAX_WAITING_BYTES
    assert kept(luc) == before


def _continuing(cell: Cell, seq: int, frame: bytes) -> bytes:
    """Return what looks like the next segment of a device, as long as nobody can open it."""
    return _OUTER.pack(FORMAT, cell.device, seq, 1, zlib.crc32(frame), bytes(64)) + frame


def test_what_waits_twice_is_kept_once(around: Surroundings, pair: Pair) -> None:
    ana, luc = pair
    zoe, _, start = begun(around, ana)
    room = WaitingRoom()
    assert ingest(luc, [start, start], room) == [Waiting(zoe.device)] * 2
    assert room.size == len(start)


def test_a_chain_that_waited_and_turns_out_forged_is_refused_when_its_invitation_comes(
    around: Surroundings, pair: Pair
) -> None:
    ana, luc = pair
    zoe, _, start = begun(around, ana)
    room = WaitingRoom()
    forged_rest = _continuing(zoe, 1, bytes(100))
    assert ingest(luc, [start, forged_rest], room) == [Waiting(zoe.device)] * 2
    outcomes = ingest(luc, blobs(ana, ana.device, luc.logs()[ana.device][0].height.count), room)
    assert brief(outcomes[-2:]) == ["inserted 1", "refused segment_frame"]
    assert luc.logs()[zoe.device][0].height.count == 1


def test_a_start_that_builds_on_acts_is_refused_for_it_could_wait_for_ever(pair: Pair) -> None:
    ana, luc = pair
    invitation = invite(ana, 1, 30, Chamber.CONCERNED)
    zoe, invited = Author(50, ana.id), the_invite(ana, invitation)
    sealed, _ = zoe.write(zoe.act_draft(zoe.start(invitation, invited), EntryId(b"?" * 32)))
    assert refused(ana, sealed.blob) == "start_refused"
    assert refused(luc, sealed.blob) == "start_refused"


def test_the_middle_of_a_chain_whose_beginning_nobody_sent_is_refused(around: Surroundings, pair: Pair) -> None:
    ana, luc = pair
    zoe, invitation, _ = begun(around, ana)
    pass_door(ana, zoe, invitation, "Zoé")
    share(ana, zoe)
    assert refused(luc, news(zoe)) == "segment_hole"


def test_everything_of_a_cell_may_come_in_any_order_of_devices(around: Surroundings, pair: Pair) -> None:
    ana, luc = pair
    zoe = around.joined(ana, "Zoé")
    news(zoe, ("a", "b"))
    share(zoe, ana)
    share(ana, luc)
    share(luc, ana)
    logs = {device: blobs(ana, device) for device in ana.heights()}
    rng = random.Random(5)
    for attempt in range(12):
        order = rng.sample(sorted(logs), len(logs))
        empty = around.newcomer(Invitation(ana.id, bytes(16)), f"empty {attempt}")
        room = WaitingRoom()
        outcomes = [ingest(empty, [blob], room) for device in order for blob in logs[device]]
        assert not [outcome for some in outcomes for outcome in some if isinstance(outcome, Refused)]
        project_all(empty)
        assert conclusion(empty) == conclusion(ana)


def test_a_refused_peer_stops_nobody_else(pair: Pair) -> None:
    ana, luc = pair
    outcomes: list[Outcome] = ingest(ana, [b""], WaitingRoom())
    assert outcomes == [Refused("segment_short")]
    record = add(luc, "project", {"title": "Potager"})
    change(luc, record, {"state": "closed"})
    assert all(isinstance(outcome, Inserted | Duplicate) for outcome in share(luc, ana))
    assert conclusion(ana) == conclusion(luc)
