"""The vectors of the protocol’s page: made as they were, and read as another implementation would send them."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest

from idos_p2p.errors import PeerFault
from idos_p2p.identity.invitation import read_link
from idos_p2p.identity.keys import verify
from idos_p2p.ids import ABSENT, Address, CellId, DeviceId, EntryId
from idos_p2p.log.chain import Height
from idos_p2p.log.segment import open_sealed, parse
from sync.carry.bundle import read_head, records
from sync.carry.manifest import read_manifest, read_missing, read_piece
from sync.channel.authenticate import ClientProof, Ground, Proven, ServerProof
from sync.channel.doors import ChannelKeys, Door, Purpose
from sync.channel.frames import FrameReader
from sync.channel.knock import recognise as recognise_knock
from sync.channel.pairing import Aim, Gift
from sync.discovery.tags import Advertisement, RoomSecret
from sync.discovery.tags import recognise as recognise_tag
from sync.protocol.messages import decode, encode
from tests.data.protocol.make import (
    CERTIFICATE,
    CLIENT,
    CLIENT_NONCE,
    CLIENT_VERSIONS,
    FILES,
    SERVER,
    SERVER_NONCE,
    SERVER_VERSIONS,
    kept,
)

Vector = dict[str, Any]
HOUR_MS = 3_600_000


def vectors(name: str) -> dict[str, Vector]:
    """Return a file whose vectors are objects."""
    content: dict[str, Any] = kept(name)
    return content


def raw(vector: Vector, name: str) -> bytes:
    return bytes.fromhex(vector[name])


@pytest.mark.parametrize("name", FILES)
def test_the_vectors_of_the_protocol_are_made_as_they_were(name: str) -> None:
    assert FILES[name]() == kept(name)


@pytest.mark.parametrize("name", vectors("doors"))
def test_a_knock_opens_its_own_door_and_no_other(name: str) -> None:
    kinds = {kind: Door(Purpose.MEMBER, kind.encode(), _keys(vector)) for kind, vector in vectors("doors").items()}
    vector = vectors("doors")[name]
    opened = recognise_knock(raw(vector, "knock"), raw(vector, "server nonce"), kinds.values())
    assert opened is not None
    assert opened.keys == kinds[name].keys
    others = [door for door in kinds.values() if door.keys != kinds[name].keys]
    assert recognise_knock(raw(vector, "knock"), raw(vector, "server nonce"), others) is None


def _keys(vector: Vector) -> ChannelKeys:
    return ChannelKeys(raw(vector, "knock key"), raw(vector, "auth key"))


def test_each_end_takes_the_other_ends_proof_and_agrees_on_the_version() -> None:
    vector: Vector = kept("channel")
    auth, cell = ChannelKeys.derive(raw(vector, "secret")).auth, CellId(raw(vector, "cell"))
    server = ServerProof(Ground(auth, cell, CERTIFICATE, SERVER_VERSIONS, SERVER), SERVER_NONCE)
    client = ClientProof(Ground(auth, cell, CERTIFICATE, CLIENT_VERSIONS, CLIENT), CLIENT_NONCE)
    server.answer(raw(vector, "opening"))
    assert server.finish(raw(vector, "closing")) == Proven(CLIENT.device, vector["version"])
    assert client.closing(raw(vector, "answer"))[1] == Proven(SERVER.device, vector["version"])


@pytest.mark.parametrize("name", vectors("pairing"))
def test_what_a_spoken_code_hands_over_is_read(name: str) -> None:
    gift = Gift.decode(raw(vectors("pairing")[name], "answer")[32:])
    assert gift.aim is Aim[name.upper()]
    assert (gift.invitation.seed == bytes(16)) is (gift.aim is Aim.DEVICE)


@pytest.mark.parametrize("name", vectors("discovery"))
def test_an_advertisement_is_known_for_an_hour_before_and_after_and_only_where_it_leads(name: str) -> None:
    vector = vectors("discovery")[name]
    room = [RoomSecret(b"here", raw(vector, "secret"))]
    heard = Advertisement(raw(vector, "n"), raw(vector, "t"), vector["port"], tuple(vector["hosts"]))
    known = [recognise_tag(heard, room, (vector["hour"] + late) * HOUR_MS) for late in (-2, -1, 0, 1, 2)]
    assert known == [None, b"here", b"here", b"here", None]
    moved = Advertisement(heard.nonce, heard.tag, heard.port + 1, heard.hosts)
    assert recognise_tag(moved, room, vector["hour"] * HOUR_MS) is None


def test_a_link_is_read_and_what_its_keys_and_a_new_device_sign_is_verified() -> None:
    vector: Vector = kept("invitations")
    plain, checked = read_link(vector["link"]), read_link(vector["link with a checkpoint"])
    assert plain.checkpoint is None
    assert checked.checkpoint == b"k" * 32
    assert plain.seed == checked.seed == raw(vector, "seed")
    signed = raw(vector, "what key 0 signs")
    assert verify(DeviceId(raw(vector, "key 0")), signed, raw(vector, "proof of a start"))
    added = raw(vector, "what an added device signs")
    assert verify(CLIENT.device, added, raw(vector, "proof of an added device"))


@pytest.mark.parametrize("name", kept("frames"))
def test_a_frame_is_read_in_one_piece_or_byte_by_byte_and_said_again_alike(name: str) -> None:
    said = bytes.fromhex(str(kept("frames")[name]))
    for size in (1, len(said)):
        reader = FrameReader()
        for start in range(0, len(said), size):
            assert reader.next() is None
            reader.feed(said[start : start + size])
        body = reader.next()
        assert body == said[4:]
        assert not body or encode(decode(body)) == body


@pytest.mark.parametrize("name", kept("refused"))
def test_what_no_reader_takes_is_refused_by_its_code(name: str) -> None:
    content, code = vectors("refused")[name]
    with pytest.raises(PeerFault) as caught:
        decode(bytes.fromhex(content))
    assert caught.value.code == code


def test_a_bundle_opens_for_each_device_it_was_made_for() -> None:
    vector: Vector = kept("bundle")
    cell = CellId(raw(vector, "cell"))
    for seed in vector["sealing seeds"]:
        stream = BytesIO(raw(vector, "file"))
        head = read_head(stream, cell, bytes.fromhex(seed))
        assert (head.about.exporter, head.about.made_ms) == (raw(vector, "exporter"), vector["made ms"])
        assert head.key == raw(vector, "key")
        manifest, piece, missing = records(stream, head)
        assert read_manifest(cell, head, manifest).entries == 1
        sealed = parse(read_piece(piece).blob)
        [entry] = open_sealed(sealed, cell, Height(0, EntryId(ABSENT)))
        assert read_missing(missing) == [Address(entry.header.device, 0)]
