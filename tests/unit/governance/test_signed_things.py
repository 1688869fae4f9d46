"""Whatever a device signs holds for one thing, in one cell, and for nothing else (security §3.1, replay)."""

from __future__ import annotations

from itertools import permutations

from idos_p2p.governance.acts import Succeed
from idos_p2p.governance.proofs import proof_message, succession_message
from idos_p2p.identity.keys import DeviceKey, verify
from idos_p2p.ids import ABSENT, CellId, EntryId
from idos_p2p.labels import Label
from idos_p2p.log.chain import EMPTY, Draft, extend
from idos_p2p.log.entry import Payload
from sync.channel.authenticate import _Transcript
from sync.channel.versions import Versions

KEY, PEER = DeviceKey(b"k" * 32), DeviceKey(b"p" * 32)
CELLS = tuple(CellId(letter * 32) for letter in (b"a", b"b"))
BYTES = b"s" * 32


def signed_things(cell: CellId) -> dict[Label, bytes]:
    """Return every message that a device or an invitation signs in a cell, as like each other as they can be made."""
    [entry] = extend(cell, KEY.device, EMPTY, [Draft(33, Payload(bytes(16), b"body"), 0, creates=True)])
    body = Succeed(BYTES, 1, BYTES, BYTES, bytes(64))
    versions = Versions(1, 1)
    transcript = _Transcript(BYTES, bytes(16), bytes(16), cell, versions, versions, PEER.device)
    return {
        Label.SEGMENT: Label.SEGMENT.prefix + entry.id,
        Label.INVITE_PROOF: proof_message(cell, EntryId(BYTES), KEY.device, BYTES),
        Label.SUCCESSOR: succession_message(cell, body, KEY.device),
        Label.CHANNEL_CLIENT: transcript.client_statement(),
        Label.CHANNEL_SERVER: transcript.server_statement(),
    }


def test_every_signed_thing_fails_under_every_other_label() -> None:
    for label, message in signed_things(CELLS[0]).items():
        signature = KEY.sign(message)
        assert verify(KEY.device, message, signature)
        content = message.removeprefix(label.prefix)
        for other in set(Label) - {label}:
            assert not verify(KEY.device, other.prefix + content, signature)
        assert not verify(KEY.device, content, signature)


def test_every_signed_thing_fails_as_every_other_thing_and_in_every_other_cell() -> None:
    things = {cell: signed_things(cell) for cell in CELLS}
    every = [message for of_cell in things.values() for message in of_cell.values()]
    assert len(set(every)) == len(every) == 10
    for one, other in permutations(every, 2):
        assert not verify(KEY.device, other, KEY.sign(one))


def test_every_signed_thing_fails_for_every_other_device() -> None:
    for message in signed_things(CELLS[0]).values():
        assert not verify(PEER.device, message, KEY.sign(message))


def test_the_founding_entry_of_one_cell_founds_no_other() -> None:
    founding = [
        extend(CellId(ABSENT), KEY.device, EMPTY, [Draft(0, Payload(salt * 16, b"body"), 0)])[0].id
        for salt in (b"a", b"b")
    ]
    assert founding[0] != founding[1]
