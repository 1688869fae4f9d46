"""The mutual proof inside TLS, bound to the server's certificate (security §4.9; CHANNEL.md §3 has the bytes).

Pure: no I/O, and the nonces are arguments. Each message has one fixed length, in every version to come, so that two
programs of different ages can still tell each other which versions they speak::

    client -> server  opening   nc 16 | versions 2 | mark 32                                  50 bytes
    server -> client  answer    ns 16 | versions 2 | mark 32 | device 32 | signature 64      146 bytes
    client -> server  closing   device 32 | signature 64                                      96 bytes

    opening mark  = HMAC(K_auth, label "channel tag" | "c" | h | nc | cell | client versions)
    transcript(r) = r 1 | h 32 | nc 16 | ns 16 | cell 32 | client versions 2 | server versions 2 | server's device 32
    answer mark   = HMAC(K_auth, label "channel tag" | transcript("s"))
    signatures    = Ed25519(server's device, label "channel server" | transcript("s"))
                    Ed25519(client's device, label "channel client" | transcript("c"))

h is the SHA-256 of the server's certificate as each end saw it: with a relay's own certificate the two differ.
The server checks the opening before it shows its device; the client checks the whole answer before it shows its own.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass, field
from typing import NamedTuple

from idos_p2p.errors import BugError, PeerFault
from idos_p2p.identity.keys import SIGNATURE_BYTES, DeviceKey, is_sound, verify
from idos_p2p.ids import CellId, DeviceId
from idos_p2p.labels import Label, keyed
from sync.channel.versions import VERSIONS_BYTES, Versions, agree

NONCE_BYTES = 16
MARK_BYTES = 32
DEVICE_BYTES = 32
OPENING_BYTES = NONCE_BYTES + VERSIONS_BYTES + MARK_BYTES
ANSWER_BYTES = NONCE_BYTES + VERSIONS_BYTES + MARK_BYTES + DEVICE_BYTES + SIGNATURE_BYTES
CLOSING_BYTES = DEVICE_BYTES + SIGNATURE_BYTES

_CLIENT = b"c"
_SERVER = b"s"


class Proven(NamedTuple):
    """What the proof has shown: the device at the other end, and the version to speak with it."""

    peer: DeviceId
    version: int


@dataclass(frozen=True, slots=True)
class Ground:
    """What one end brings to the proof before a word is exchanged."""

    auth: bytes = field(repr=False)
    """The door's 32-byte authentication key."""
    cell: CellId
    certificate_hash: bytes
    """SHA-256 of the server's certificate, as this end saw it."""
    versions: Versions
    device_key: DeviceKey


@dataclass(frozen=True, slots=True)
class _Transcript:
    """What both signatures cover, each with its own role."""

    certificate_hash: bytes
    client_nonce: bytes
    server_nonce: bytes
    cell: CellId
    client_versions: Versions
    server_versions: Versions
    server_device: DeviceId

    def spoken_by(self, role: bytes) -> bytes:
        return b"".join(
            (
                role,
                self.certificate_hash,
                self.client_nonce,
                self.server_nonce,
                self.cell,
                self.client_versions.encode(),
                self.server_versions.encode(),
                self.server_device,
            )
        )

    def server_mark(self, auth: bytes) -> bytes:
        return keyed(Label.CHANNEL_TAG, auth, self.spoken_by(_SERVER))

    def server_statement(self) -> bytes:
        return Label.CHANNEL_SERVER.prefix + self.spoken_by(_SERVER)

    def client_statement(self) -> bytes:
        return Label.CHANNEL_CLIENT.prefix + self.spoken_by(_CLIENT)


class ClientProof:
    """The side that dialled: ``opening()``, then ``closing(answer)``, then ``proven``."""

    def __init__(self, ground: Ground, nonce: bytes) -> None:
        self._ground = ground
        self._nonce = nonce

    def opening(self) -> bytes:
        """Return the first message, which names no device."""
        versions = self._ground.versions.encode()
        return self._nonce + versions + _opening_mark(self._ground, self._nonce, self._ground.versions)

    def closing(self, answer: bytes) -> tuple[bytes, Proven]:
        """Check the server's answer; return our last message and what was proven.

        Raises PeerFault: proof_refused, same_device or version_unknown. Nothing about us was said if it does.
        """
        ground = self._ground
        server_nonce, versions, mark, device, signature = _split(
            answer, NONCE_BYTES, VERSIONS_BYTES, MARK_BYTES, DEVICE_BYTES, SIGNATURE_BYTES, step="answer"
        )
        server = DeviceId(device)
        theirs = Versions.decode(versions)
        transcript = _Transcript(
            ground.certificate_hash, self._nonce, server_nonce, ground.cell, ground.versions, theirs, server
        )
        if not hmac.compare_digest(mark, transcript.server_mark(ground.auth)):
            raise PeerFault("proof_refused", step="answer")
        _check_device(server, transcript.server_statement(), signature, ground, step="answer")
        version = agree(ground.versions, theirs)
        closing = ground.device_key.device + ground.device_key.sign(transcript.client_statement())
        return closing, Proven(server, version)


class ServerProof:
    """The side that was dialled: ``answer(opening)``, then ``finish(closing)``."""

    def __init__(self, ground: Ground, nonce: bytes) -> None:
        self._ground = ground
        self._nonce = nonce
        self._transcript: _Transcript | None = None

    def answer(self, opening: bytes) -> bytes:
        """Check the client's opening, and only then return the message that shows our device.

        Raises PeerFault("proof_refused") for one who does not hold the key, or saw another certificate than ours.
        """
        ground = self._ground
        client_nonce, versions, mark = _split(opening, NONCE_BYTES, VERSIONS_BYTES, MARK_BYTES, step="opening")
        theirs = Versions.decode(versions)
        if not hmac.compare_digest(mark, _opening_mark(ground, client_nonce, theirs)):
            raise PeerFault("proof_refused", step="opening")
        device = ground.device_key.device
        transcript = _Transcript(
            ground.certificate_hash, client_nonce, self._nonce, ground.cell, theirs, ground.versions, device
        )
        self._transcript = transcript
        signature = ground.device_key.sign(transcript.server_statement())
        return b"".join((self._nonce, ground.versions.encode(), transcript.server_mark(ground.auth), device, signature))

    def version(self) -> int:
        """Return the version to speak; raise PeerFault("version_unknown") when the two ends share none.

        Asked after the answer was sent, so that the client too knows why it ends.
        """
        return agree(self._ground.versions, self._answered().client_versions)

    def finish(self, closing: bytes) -> Proven:
        """Check the client's last message; return what was proven. Raises PeerFault: proof_refused or same_device."""
        device, signature = _split(closing, DEVICE_BYTES, SIGNATURE_BYTES, step="closing")
        client = DeviceId(device)
        _check_device(client, self._answered().client_statement(), signature, self._ground, step="closing")
        return Proven(client, self.version())

    def _answered(self) -> _Transcript:
        if self._transcript is None:
            raise BugError("proof_out_of_order")
        return self._transcript


def _opening_mark(ground: Ground, client_nonce: bytes, versions: Versions) -> bytes:
    said = (_CLIENT, ground.certificate_hash, client_nonce, ground.cell, versions.encode())
    return keyed(Label.CHANNEL_TAG, ground.auth, *said)


def _check_device(device: DeviceId, statement: bytes, signature: bytes, ground: Ground, *, step: str) -> None:
    if not is_sound(device) or not verify(device, statement, signature):
        raise PeerFault("proof_refused", step=step)
    if device == ground.device_key.device:
        # Ourselves, reached by an old address, or a copy of this home on another computer.
        raise PeerFault("same_device", step=step)


def _split(message: bytes, *sizes: int, step: str) -> list[bytes]:
    if len(message) != sum(sizes):
        raise PeerFault("proof_refused", step=step)
    parts = []
    start = 0
    for size in sizes:
        parts.append(message[start : start + size])
        start += size
    return parts
