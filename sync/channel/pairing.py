"""Pairing by a spoken code: SPAKE2 inside TLS, bound to the server's certificate (security §4.10; CHANNEL.md §5).

Pure: no I/O, and the randomness is an argument. Whoever holds the code proves it, and nobody else learns it: each run
is one guess. Each message has one fixed length, in every version to come::

    server -> client  greeting   ns 16 | versions 2                                                   18 bytes
    client -> server  opening    nc 16 | versions 2 | element 33                                      51 bytes
    server -> client  element 33                                                                      33 bytes
    client -> server  mark 32                                                                         32 bytes
    server -> client  mark 32 | aim 1 | cell 32 | seed 16 | checkpoint 32                            113 bytes

    session    = h 32 | ns 16 | nc 16 | server versions 2 | client versions 2
    identities = "c" | session and "s" | session, in SPAKE2's own transcript
    mark(role) = HMAC(SPAKE2's key, label "pairing mark" | role | session | client's element 33 | server's element 33)

h is the SHA-256 of the server's certificate as each end saw it: with a relay's own certificate the two differ.
The client shows its mark first: who guesses and goes away before, has learnt nothing; who shows one, has guessed.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum

from spake2 import SPAKE2_A, SPAKE2_B, SPAKEError
from spake2.ed25519_basic import NotOnCurve

from idos_p2p.errors import BugError, PeerFault, RefusedError
from idos_p2p.identity.invitation import SEED_BYTES, Invitation
from idos_p2p.ids import ABSENT, CellId, EntryId
from idos_p2p.labels import Label, keyed
from sync.channel.versions import VERSIONS_BYTES, Versions, agree

NONCE_BYTES = 16
ELEMENT_BYTES = 33
MARK_BYTES = 32
ID_BYTES = 32
GREETING_BYTES = NONCE_BYTES + VERSIONS_BYTES
OPENING_BYTES = NONCE_BYTES + VERSIONS_BYTES + ELEMENT_BYTES
GIFT_BYTES = 1 + ID_BYTES + SEED_BYTES + ID_BYTES
ANSWER_BYTES = MARK_BYTES + GIFT_BYTES

Entropy = Callable[[int], bytes]

_CLIENT = b"c"
_SERVER = b"s"


class Aim(Enum):
    """What a code is for."""

    JOIN = b"j"
    """Somebody new comes into the cell."""
    DEVICE = b"d"
    """Another computer of the same person does."""


@dataclass(frozen=True, slots=True)
class Gift:
    """What the one who shows the code hands over: for a newcomer, what a link holds; for a device there is no seed."""

    aim: Aim
    invitation: Invitation

    def encode(self) -> bytes:
        """Return its bytes, of one length."""
        held = self.invitation
        return self.aim.value + held.cell + held.seed + (held.checkpoint or ABSENT)

    @classmethod
    def decode(cls, content: bytes) -> Gift:
        """Return what these bytes say; raise PeerFault("pairing_malformed")."""
        aim, cell, seed, checkpoint = _split(content, 1, ID_BYTES, SEED_BYTES, ID_BYTES)
        known = {each.value: each for each in Aim}
        if aim not in known:
            raise PeerFault("pairing_malformed")
        held = EntryId(checkpoint) if checkpoint != ABSENT else None
        return cls(known[aim], Invitation(CellId(cell), seed, held))


NO_SEED = bytes(SEED_BYTES)


@dataclass(frozen=True, slots=True)
class PairingGround:
    """What one end brings before a word is exchanged."""

    password: bytes = field(repr=False)
    certificate_hash: bytes
    """SHA-256 of the server's certificate, as this end saw it."""
    versions: Versions
    entropy: Entropy = field(repr=False)


class _Run:
    """One end of one run of SPAKE2, once both nonces are known."""

    def __init__(self, ground: PairingGround, session: bytes, role: bytes) -> None:
        self._session = session
        self._role = role
        kind = SPAKE2_A if role == _CLIENT else SPAKE2_B
        self._spake = kind(ground.password, _CLIENT + session, _SERVER + session, entropy_f=ground.entropy)
        self.element: bytes = self._spake.start()
        self._key = b""
        self._elements = b""

    def take(self, element: bytes) -> None:
        """Take the other end's element; raise PeerFault("pairing_malformed") for what is none of the other side's."""
        if len(element) != ELEMENT_BYTES:
            raise PeerFault("pairing_malformed")
        try:
            self._key = self._spake.finish(element)
        except (SPAKEError, NotOnCurve, ValueError) as error:
            raise PeerFault("pairing_malformed") from error
        both = (self.element, element) if self._role == _CLIENT else (element, self.element)
        self._elements = b"".join(both)

    def mark(self, role: bytes) -> bytes:
        """Return what the end of that role shows when it holds the code."""
        return keyed(Label.PAIRING_MARK, self._derived(), role, self._session, self._elements)

    def secret(self) -> bytes:
        """Return the 32 bytes that both ends hold, and nobody else, once both marks were right."""
        return keyed(Label.PAIRING_KEY, self._derived(), self._session)

    def _derived(self) -> bytes:
        if not self._key:
            raise BugError("proof_out_of_order")
        return self._key


class NewcomerSide:
    """The end that types the code: ``opening(greeting)``, ``mark(element)``, then ``gift(answer)`` and ``secret``."""

    def __init__(self, ground: PairingGround) -> None:
        self._ground = ground
        self._run: _Run | None = None

    def opening(self, greeting: bytes) -> bytes:
        """Return our first message; raise PeerFault("version_unknown") when the ends share no version."""
        server_nonce, said = _split(greeting, NONCE_BYTES, VERSIONS_BYTES)
        theirs = Versions.decode(said)
        agree(self._ground.versions, theirs)
        nonce = self._ground.entropy(NONCE_BYTES)
        session = _session(self._ground.certificate_hash, server_nonce, nonce, theirs, self._ground.versions)
        self._run = _Run(self._ground, session, _CLIENT)
        return nonce + self._ground.versions.encode() + self._run.element

    def mark(self, element: bytes) -> bytes:
        """Take the other end's element, and return our mark: from then on the code is spent."""
        run = _begun(self._run)
        run.take(element)
        return run.mark(_CLIENT)

    def gift(self, answer: bytes) -> Gift:
        """Return what was handed over; raise RefusedError("code_refused") when the other end does not hold the code."""
        mark, content = _split(answer, MARK_BYTES, GIFT_BYTES)
        if not hmac.compare_digest(mark, _begun(self._run).mark(_SERVER)):
            raise RefusedError("code_refused")
        return Gift.decode(content)

    @property
    def secret(self) -> bytes:
        """What both ends hold now."""
        return _begun(self._run).secret()


class SponsorSide:
    """The end that shows the code: ``greeting()``, ``element(opening)``, ``check(mark)``, then ``answer(gift)``."""

    def __init__(self, ground: PairingGround) -> None:
        self._ground = ground
        self._nonce = ground.entropy(NONCE_BYTES)
        self._run: _Run | None = None
        self._right = False

    def greeting(self) -> bytes:
        """Return our first message, which says nothing of the code."""
        return self._nonce + self._ground.versions.encode()

    def element(self, opening: bytes) -> bytes:
        """Take the newcomer's opening, and return our element. Raises PeerFault: pairing_malformed, version_unknown."""
        nonce, said, element = _split(opening, NONCE_BYTES, VERSIONS_BYTES, ELEMENT_BYTES)
        theirs = Versions.decode(said)
        agree(self._ground.versions, theirs)
        session = _session(self._ground.certificate_hash, self._nonce, nonce, self._ground.versions, theirs)
        self._run = _Run(self._ground, session, _SERVER)
        self._run.take(element)
        return self._run.element

    def check(self, mark: bytes) -> None:
        """Look at the newcomer's guess; raise PeerFault("code_wrong") when it is not the code."""
        if not hmac.compare_digest(mark, _begun(self._run).mark(_CLIENT)):
            raise PeerFault("code_wrong")
        self._right = True

    def answer(self, gift: Gift) -> bytes:
        """Return our own mark with what we hand over, once the newcomer's was right."""
        if not self._right:
            raise BugError("proof_out_of_order")
        return _begun(self._run).mark(_SERVER) + gift.encode()

    @property
    def secret(self) -> bytes:
        """What both ends hold now."""
        if not self._right:
            raise BugError("proof_out_of_order")
        return _begun(self._run).secret()


def _session(certificate_hash: bytes, ns: bytes, nc: bytes, server: Versions, client: Versions) -> bytes:
    return b"".join((certificate_hash, ns, nc, server.encode(), client.encode()))


def _begun(run: _Run | None) -> _Run:
    if run is None:
        raise BugError("proof_out_of_order")
    return run


def _split(message: bytes, *sizes: int) -> list[bytes]:
    if len(message) != sum(sizes):
        raise PeerFault("pairing_malformed")
    parts, start = [], 0
    for size in sizes:
        parts.append(message[start : start + size])
        start += size
    return parts
