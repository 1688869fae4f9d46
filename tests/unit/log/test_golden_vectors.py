"""Format 1 is for ever: what was signed, hashed, derived or sent once is read, and made again, byte for byte."""

from __future__ import annotations

import hashlib
import struct

import pytest

from idos_p2p.errors import PeerFault
from idos_p2p.governance.acts import decode as decode_act
from idos_p2p.identity.invitation import read_link
from idos_p2p.ids import CellId, EntryId
from idos_p2p.labels import Label
from idos_p2p.log.chain import Height
from idos_p2p.log.entry import HEADER_BYTES, Payload, decode_header, entry_id
from idos_p2p.log.segment import _pack_columns, open_sealed, parse
from sync.protocol.messages import decode, encode
from tests.data.vectors.make import FILES, Json, example_messages, kept
from tests.unit.log.authors import founder, invitation


def strings(content: Json, name: str) -> dict[str, str]:
    """Return the texts under a name of a vector file."""
    found = content[name]
    assert isinstance(found, dict)
    return found


@pytest.mark.parametrize("name", sorted(set(FILES) - {"segments"}))
def test_format_1_is_made_as_it_was(name: str) -> None:
    assert FILES[name]() == kept(name)


@pytest.mark.parametrize("name", ["one", "three"])
def test_a_segment_of_format_1_is_made_as_it_was_whatever_the_compressor(name: str) -> None:
    made, before = strings(FILES["segments"](), name), strings(kept("segments"), name)
    assert {**made, "blob": ""} == {**before, "blob": ""}


@pytest.mark.parametrize("name", ["one", "three"])
def test_a_segment_stored_long_ago_opens(name: str) -> None:
    vector = kept("segments")[name]
    assert isinstance(vector, dict)
    sealed = parse(bytes.fromhex(vector["blob"]))
    height = Height(vector["first"], EntryId(bytes.fromhex(vector["back"])))
    entries = open_sealed(sealed, CellId(bytes.fromhex(vector["cell"])), height)
    assert len(entries) == vector["count"]
    assert _pack_columns(entries).hex() == vector["columns"]


@pytest.mark.parametrize("name", sorted(kept("entries")))
def test_a_header_written_long_ago_is_read_and_has_its_id(name: str) -> None:
    vector = strings(kept("entries"), name)
    written = bytes.fromhex(vector["header"])
    header = decode_header(written)
    assert header.encode() == written
    assert entry_id(written).hex() == vector["id"]
    payload = Payload(bytes.fromhex(vector["salt"]), bytes.fromhex(vector["body"]))
    assert payload.hash() == header.payload_hash == bytes.fromhex(vector["payload hash"])
    assert header.payload_size == len(payload.body)
    if header.is_act:
        assert decode_act(header.kind, payload.body) is not None


def test_a_header_lies_as_the_design_says() -> None:
    """The offsets by hand, so that the codec is not its own only witness."""
    vector = strings(kept("entries"), "admit")
    data = bytes.fromhex(vector["header"])
    genesis = bytes.fromhex(strings(kept("entries"), "genesis")["id"])
    start = bytes.fromhex(strings(kept("entries"), "start")["id"])
    invite = bytes.fromhex(strings(kept("entries"), "invite")["id"])
    assert len(data) == HEADER_BYTES + 32 == 213
    assert data[0] == 1
    assert data[1:33] == genesis
    assert data[33:65] == founder()[0].device
    assert struct.unpack(">I", data[65:69]) == (2,)
    assert data[69:101] == invite
    assert data[101] == 3
    assert data[102:138] == bytes(36)
    assert struct.unpack(">I", data[138:142]) == (len(bytes.fromhex(vector["body"])),)
    salted = b"IDOS-P2P/1 payload\0" + bytes.fromhex(vector["salt"]) + bytes.fromhex(vector["body"])
    assert data[142:174] == hashlib.sha256(salted).digest()
    assert int.from_bytes(data[174:180]) == 1_700_000_000_000
    assert data[180] == 1
    assert data[181:] == start
    assert hashlib.sha256(b"IDOS-P2P/1 entry id\0" + data).hexdigest() == vector["id"]


def test_no_label_is_a_prefix_of_another() -> None:
    prefixes = [label.prefix for label in Label]
    assert len(set(prefixes)) == len(prefixes)
    assert [(a, b) for a in prefixes for b in prefixes if a != b and b.startswith(a)] == []


@pytest.mark.parametrize("name", sorted(example_messages()))
def test_a_frame_sent_long_ago_is_understood(name: str) -> None:
    frame = bytes.fromhex(str(kept("messages")[name]))
    message = example_messages()[name]
    assert decode(frame) == message
    assert encode(message) == frame


def test_a_link_handed_out_long_ago_is_read() -> None:
    link = str(kept("identity")["link"])
    assert read_link(link) == invitation(founder()[0].cell)


def test_a_header_of_a_newer_version_is_refused_by_name() -> None:
    data = bytearray(bytes.fromhex(strings(kept("entries"), "genesis")["header"]))
    data[0] = 2
    with pytest.raises(PeerFault, match="entry_version"):
        decode_header(bytes(data))
