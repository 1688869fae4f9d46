"""Each rule of a header at its edge: the last good value, the first bad one, and the name of the refusal."""

from __future__ import annotations

from dataclasses import replace

import pytest

from idos_p2p.errors import PeerFault
from idos_p2p.ids import ABSENT, Address, CellId, DeviceId, EntryId, RecordName
from idos_p2p.labels import Label, digest
from idos_p2p.limits import MAX_BODY_BYTES, MAX_REFS, MAX_SEQ, MAX_TIME_MS
from idos_p2p.log.entry import (
    FIRST_RECORD_KIND,
    GENESIS,
    HEADER_BYTES,
    SALT_BYTES,
    SHARED,
    VERSION,
    Header,
    Payload,
    check_header,
    decode_header,
    entry_id,
)

DEVICE, OTHER = DeviceId(b"d" * 32), DeviceId(b"o" * 32)
REFS = tuple(EntryId(bytes([number + 1]) * 32) for number in range(MAX_REFS + 1))
CHANGE = Header(
    cell=CellId(b"c" * 32),
    device=DEVICE,
    seq=0x01020304,
    back=EntryId(b"b" * 32),
    kind=0xA1,
    record=RecordName(OTHER, 0x05060708),
    payload_size=0x00030201,
    payload_hash=b"h" * 32,
    time_ms=0x0A0B0C0D0E0F,
)
CREATION = replace(CHANGE, record=RecordName(DEVICE, CHANGE.seq))
ACT = replace(CHANGE, kind=1, record=None, refs=REFS[:2])
FIRST = replace(CHANGE, seq=0, back=EntryId(ABSENT))
FOUNDING = replace(FIRST, kind=GENESIS, cell=CellId(ABSENT), record=None)


def test_each_field_of_a_header_has_its_bytes() -> None:
    written = CHANGE.encode()
    parts = (b"\x01", b"c" * 32, b"d" * 32, b"\1\2\3\4", b"b" * 32, b"\xa1", b"o" * 32, b"\5\6\7\x08")
    assert written == b"".join((*parts, b"\0\3\2\1", b"h" * 32, b"\x0a\x0b\x0c\x0d\x0e\x0f", b"\0"))
    assert len(written) == HEADER_BYTES == 181
    assert ACT.encode() == written[:101] + b"\1" + bytes(36) + written[138:180] + b"\2" + b"".join(REFS[:2])
    for header in (CHANGE, CREATION, ACT, FIRST, FOUNDING):
        assert decode_header(header.encode()) == header


def test_an_entry_is_named_by_its_header_and_a_payload_by_salt_and_body() -> None:
    assert entry_id(b"header") == digest(Label.ENTRY_ID, b"header")
    assert Payload(b"salt", b"body").hash() == digest(Label.PAYLOAD, b"salt", b"body")


def test_a_header_tells_its_place_and_what_it_is() -> None:
    assert CHANGE.address == Address(DEVICE, CHANGE.seq)
    assert [header.creates for header in (CHANGE, CREATION, ACT)] == [False, True, False]
    assert [replace(CHANGE, kind=kind).is_act for kind in (0, 31, 32, 255)] == [True, True, False, False]


@pytest.mark.parametrize(
    "header",
    [
        replace(CHANGE, seq=MAX_SEQ),
        replace(CHANGE, seq=1),
        replace(CHANGE, time_ms=0),
        replace(CHANGE, time_ms=MAX_TIME_MS),
        replace(CHANGE, payload_size=0),
        replace(CHANGE, payload_size=MAX_BODY_BYTES),
        replace(CHANGE, kind=32),
        replace(CHANGE, kind=255),
        replace(CHANGE, record=RecordName(OTHER, 0)),
        replace(ACT, kind=31),
        replace(ACT, refs=REFS[:MAX_REFS]),
        replace(ACT, refs=()),
        FIRST,
        FOUNDING,
    ],
)
def test_the_last_value_that_keeps_a_rule_is_taken(header: Header) -> None:
    check_header(header)
    assert decode_header(header.encode()) == header


@pytest.mark.parametrize(
    ("code", "header"),
    [
        ("entry_back", replace(CHANGE, seq=0)),
        ("entry_back", replace(CHANGE, back=EntryId(ABSENT))),
        ("entry_number", replace(CHANGE, seq=-1)),
        ("entry_number", replace(CHANGE, seq=MAX_SEQ + 1)),
        ("entry_number", replace(CHANGE, time_ms=-1)),
        ("entry_number", replace(CHANGE, time_ms=MAX_TIME_MS + 1)),
        ("entry_cell", replace(CHANGE, cell=CellId(ABSENT))),
        ("entry_cell", replace(FOUNDING, cell=CellId(b"c" * 32))),
        ("entry_cell", replace(FOUNDING, seq=1, back=EntryId(b"b" * 32))),
        ("entry_size", replace(CHANGE, payload_size=MAX_BODY_BYTES + 1)),
        ("entry_record", replace(CHANGE, record=None)),
        ("entry_record", replace(ACT, record=RecordName(OTHER, 0))),
        ("entry_record", replace(CHANGE, record=RecordName(DeviceId(ABSENT), 1))),
        ("entry_refs", replace(CHANGE, refs=REFS[:1])),
        ("entry_refs", replace(ACT, refs=REFS)),
        ("entry_refs", replace(ACT, refs=(REFS[1], REFS[0]))),
        ("entry_refs", replace(ACT, refs=(REFS[0], REFS[0]))),
    ],
)
def test_the_first_value_that_breaks_a_rule_is_refused_by_name(code: str, header: Header) -> None:
    with pytest.raises(PeerFault) as refused:
        check_header(header)
    assert refused.value.code == code
    assert refused.value.fields["seq"] == header.seq


def spoilt(place: int, value: bytes) -> bytes:
    """Return the bytes of an act's header with some of them replaced."""
    written = ACT.encode()
    return written[:place] + value + written[place + len(value) :]


@pytest.mark.parametrize(
    ("fault", "data"),
    [
        (PeerFault("entry_short"), CHANGE.encode()[:-1]),
        (PeerFault("entry_version", version=2), spoilt(0, b"\2")),
        (PeerFault("entry_version", version=0), spoilt(0, b"\0")),
        (PeerFault("entry_length"), CHANGE.encode() + b"\0"),
        (PeerFault("entry_length"), ACT.encode()[:-1]),
        (PeerFault("entry_length"), spoilt(180, b"\1")),
        (PeerFault("entry_record", seq=ACT.seq), spoilt(137, b"\1")),  # no record, and a place in it
        (PeerFault("entry_size", seq=ACT.seq, size=1 << 24 | ACT.payload_size), spoilt(138, b"\1")),
    ],
)
def test_bytes_that_are_not_one_header_are_refused_by_name(fault: PeerFault, data: bytes) -> None:
    with pytest.raises(PeerFault) as refused:
        decode_header(data)
    assert (refused.value.code, refused.value.fields) == (fault.code, fault.fields)


def test_the_kinds_that_matter_to_an_entry_are_those_of_the_format() -> None:
    assert (SHARED, FIRST_RECORD_KIND, GENESIS, SALT_BYTES, VERSION) == (0x80, 32, 0, 16, 1)
