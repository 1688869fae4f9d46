"""An invitation as it is handed over: one seed, from which its one-time keys and its knock key are derived."""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass

from idos_p2p.errors import RefusedError
from idos_p2p.identity.keys import DeviceKey
from idos_p2p.ids import CellId
from idos_p2p.labels import Label, keyed

SEED_BYTES = 16
_SCHEME = "idos:"
_FORMAT = b"\x01"
_CHECK_BYTES = 4


@dataclass(frozen=True, slots=True)
class Invitation:
    """What a link or a QR code carries; whoever holds it may ask to join."""

    cell: CellId
    seed: bytes

    def key(self, number: int) -> DeviceKey:
        """Return the one-time key of that number, which signs the newcomer's proof."""
        return DeviceKey(keyed(Label.INVITE_KEY, self.seed, number.to_bytes(2, "big")))

    @property
    def knock(self) -> bytes:
        """The key that a newcomer knocks with, which the invite act shows to members."""
        return keyed(Label.INVITE_KNOCK, self.seed)

    def link(self) -> str:
        """Return the invitation as one line of text, with a checksum against a slip of the hand."""
        content = _FORMAT + self.cell + self.seed
        check = hashlib.sha256(content).digest()[:_CHECK_BYTES]
        return _SCHEME + base64.urlsafe_b64encode(content + check).decode().rstrip("=")


def read_link(text: str) -> Invitation:
    """Return the invitation that this link carries; raise RefusedError("invite_link") when it is damaged."""
    words = "".join(text.split())
    if not words.startswith(_SCHEME):
        raise RefusedError("invite_link")
    code = words.removeprefix(_SCHEME)
    try:
        content = base64.b64decode(code + "=" * (-len(code) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise RefusedError("invite_link") from error
    body, check = content[:-_CHECK_BYTES], content[-_CHECK_BYTES:]
    right = hashlib.sha256(body).digest()[:_CHECK_BYTES] == check
    if not right or len(body) != 1 + 32 + SEED_BYTES or body[:1] != _FORMAT:
        raise RefusedError("invite_link")
    return Invitation(CellId(body[1:33]), body[33:])
