from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, replace

import pytest

from idos_p2p.errors import BugError, PeerFault
from idos_p2p.identity.keys import DeviceKey
from idos_p2p.ids import CellId
from sync.channel.authenticate import (
    ANSWER_BYTES,
    CLOSING_BYTES,
    OPENING_BYTES,
    ClientProof,
    Ground,
    Proven,
    ServerProof,
)
from sync.channel.doors import ChannelKeys
from sync.channel.versions import Versions

ANA = DeviceKey(b"a" * 32)
LUC = DeviceKey(b"l" * 32)
KEYS = ChannelKeys.derive(b"the cell's secret")
CLIENT = Ground(KEYS.auth, CellId(b"c" * 32), b"h" * 32, Versions(1, 3), ANA)
SERVER = Ground(KEYS.auth, CellId(b"c" * 32), b"h" * 32, Versions(2, 4), LUC)
CLIENT_NONCE = b"n" * 16
SERVER_NONCE = b"m" * 16


@dataclass
class Heard:
    """What went over the line, and what each end concluded."""

    opening: bytes
    answer: bytes
    closing: bytes
    client: Proven
    server: Proven


def meet(client: Ground = CLIENT, server: Ground = SERVER) -> Heard:
    dialling = ClientProof(client, CLIENT_NONCE)
    dialled = ServerProof(server, SERVER_NONCE)
    opening = dialling.opening()
    answer = dialled.answer(opening)
    closing, client_proven = dialling.closing(answer)
    return Heard(opening, answer, closing, client_proven, dialled.finish(closing))


def flipped(message: bytes, place: int) -> bytes:
    return message[:place] + bytes((message[place] ^ 1,)) + message[place + 1 :]


def test_each_end_proves_its_device_and_both_take_the_highest_common_version() -> None:
    heard = meet()
    assert heard.client == Proven(LUC.device, 3)
    assert heard.server == Proven(ANA.device, 3)
    assert [len(heard.opening), len(heard.answer), len(heard.closing)] == [OPENING_BYTES, ANSWER_BYTES, CLOSING_BYTES]


def test_the_bytes_of_a_proof_never_change() -> None:
    heard = meet()
    said = hashlib.sha256(heard.opening + heard.answer + heard.closing).hexdigest()
    assert said == "ebad6c822b93cee990327079e79abd4456902fc1b5042ae2f589a060f329a81b"


def test_the_marks_are_laid_out_as_channel_md_draws_them() -> None:
    heard = meet()
    ground = b"h" * 32 + CLIENT_NONCE
    client_says = b"IDOS-P2P/1 channel tag\0" + b"c" + ground + b"c" * 32 + b"\x01\x03"
    server_says = (
        b"IDOS-P2P/1 channel tag\0" + b"s" + ground + SERVER_NONCE + b"c" * 32 + b"\x01\x03\x02\x04" + LUC.device
    )
    assert heard.opening == CLIENT_NONCE + b"\x01\x03" + hmac.digest(KEYS.auth, client_says, "sha256")
    assert heard.answer[:50] == SERVER_NONCE + b"\x02\x04" + hmac.digest(KEYS.auth, server_says, "sha256")


@pytest.mark.parametrize(
    "stranger",
    [
        replace(CLIENT, auth=ChannelKeys.derive(b"another secret").auth),
        replace(CLIENT, cell=CellId(b"d" * 32)),
        replace(CLIENT, certificate_hash=b"r" * 32),
    ],
    ids=["another secret", "another cell", "a relay's certificate"],
)
def test_the_server_shows_no_device_to_who_does_not_prove_the_same_ground(stranger: Ground) -> None:
    with pytest.raises(PeerFault, match="proof_refused") as caught:
        meet(client=stranger)
    assert caught.value.fields == {"step": "opening"}


def test_an_altered_opening_is_refused_before_the_device_is_shown() -> None:
    opening = ClientProof(CLIENT, CLIENT_NONCE).opening()
    for place in range(OPENING_BYTES):
        with pytest.raises(PeerFault, match="proof_refused"):
            ServerProof(SERVER, SERVER_NONCE).answer(flipped(opening, place))


def test_an_altered_answer_is_refused_before_the_client_shows_its_device() -> None:
    client = ClientProof(CLIENT, CLIENT_NONCE)
    answer = meet().answer
    for place in range(ANSWER_BYTES):
        with pytest.raises(PeerFault, match="proof_refused"):
            client.closing(flipped(answer, place))


def test_an_altered_closing_is_refused() -> None:
    heard = meet()
    server = ServerProof(SERVER, SERVER_NONCE)
    server.answer(heard.opening)
    for place in range(CLOSING_BYTES):
        with pytest.raises(PeerFault, match="proof_refused"):
            server.finish(flipped(heard.closing, place))


@pytest.mark.parametrize("size", [0, 1, OPENING_BYTES - 1, OPENING_BYTES + 1, ANSWER_BYTES, CLOSING_BYTES + 1])
def test_a_message_of_another_length_is_refused(size: int) -> None:
    with pytest.raises(PeerFault, match="proof_refused"):
        ServerProof(SERVER, SERVER_NONCE).answer(bytes(size))
    with pytest.raises(PeerFault, match="proof_refused"):
        ClientProof(CLIENT, CLIENT_NONCE).closing(bytes(size if size != ANSWER_BYTES else ANSWER_BYTES + 1))


def test_an_opening_sent_back_is_no_answer() -> None:
    client = ClientProof(CLIENT, CLIENT_NONCE)
    echo = client.opening() + LUC.device + LUC.sign(b"anything")
    with pytest.raises(PeerFault, match="proof_refused"):
        client.closing(echo)


def test_a_member_cannot_pass_for_another_member() -> None:
    """One who holds the cell's secret but not Luc's key answers in his name."""
    impostor = DeviceKey(b"i" * 32)
    client = ClientProof(CLIENT, CLIENT_NONCE)
    answer = ServerProof(replace(SERVER, device_key=impostor), SERVER_NONCE).answer(client.opening())
    in_his_name = answer.replace(impostor.device, LUC.device)
    with pytest.raises(PeerFault, match="proof_refused"):
        client.closing(in_his_name)


def test_a_closing_of_another_meeting_is_refused() -> None:
    old = meet()
    server = ServerProof(SERVER, b"another nonce 16")
    server.answer(old.opening)
    with pytest.raises(PeerFault, match="proof_refused"):
        server.finish(old.closing)


def test_a_low_order_key_under_which_anything_verifies_is_refused() -> None:
    identity_point = b"\x01" + bytes(31)
    heard = meet()
    server = ServerProof(SERVER, SERVER_NONCE)
    server.answer(heard.opening)
    for device in (identity_point, bytes(32)):
        with pytest.raises(PeerFault, match="proof_refused"):
            server.finish(device + identity_point + bytes(32))


def test_a_home_that_reaches_itself_or_its_copy_says_so() -> None:
    with pytest.raises(PeerFault, match="same_device"):
        meet(client=replace(CLIENT, device_key=LUC))


def test_without_a_common_version_both_ends_know_why_and_the_client_shows_no_device() -> None:
    client = ClientProof(replace(CLIENT, versions=Versions(1, 1)), CLIENT_NONCE)
    server = ServerProof(SERVER, SERVER_NONCE)
    answer = server.answer(client.opening())
    with pytest.raises(PeerFault, match="version_unknown") as ours:
        client.closing(answer)
    with pytest.raises(PeerFault, match="version_unknown"):
        server.version()
    assert ours.value.fields == {"ours": (1, 1), "theirs": (2, 4)}


def test_an_empty_range_of_versions_agrees_with_nobody() -> None:
    with pytest.raises(PeerFault, match="version_unknown"):
        meet(client=replace(CLIENT, versions=Versions(9, 0)))


def test_a_server_that_finishes_before_it_answered_is_our_own_fault() -> None:
    with pytest.raises(BugError, match="proof_out_of_order"):
        ServerProof(SERVER, SERVER_NONCE).finish(bytes(CLOSING_BYTES))


def test_no_text_of_the_ground_shows_the_key() -> None:
    assert repr(KEYS.auth) not in repr(CLIENT)
