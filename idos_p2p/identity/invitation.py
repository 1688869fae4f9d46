"""An invitation as it is handed over: one seed, from which its one-time keys and its knock key are derived."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass

from idos_p2p.errors import RefusedError
from idos_p2p.identity.keys import DeviceKey
from idos_p2p.ids import CellId, EntryId
from idos_p2p.labels import Label, keyed

SEED_BYTES = 16
_SCHEME = "idos:"
_ANY_SCHEME = re.compile(r"[A-Za-z]+:")
_MOST_SPOKEN = 40  # characters: two words of a spoken code have half of that
_FORMAT = b"\x01"
_WITH_CHECKPOINT = b"\x02"
_ID_BYTES = 32
_LENGTHS = {_FORMAT: 1 + _ID_BYTES + SEED_BYTES, _WITH_CHECKPOINT: 1 + _ID_BYTES + SEED_BYTES + _ID_BYTES}
_CHECK_BYTES = 4


@dataclass(frozen=True, slots=True)
class Invitation:
    """What a link or a QR code carries; whoever holds it may ask to join.

    The checkpoint is an act that whoever invited knew: a history without it is an old one, and not to be joined.
    """

    cell: CellId
    seed: bytes
    checkpoint: EntryId | None = None

    def key(self, number: int) -> DeviceKey:
        """Return the one-time key of that number, which signs the newcomer's proof."""
        return DeviceKey(keyed(Label.INVITE_KEY, self.seed, number.to_bytes(2, "big")))

    @property
    def knock(self) -> bytes:
        """The key that a newcomer knocks with, which the invite act shows to members."""
        return keyed(Label.INVITE_KNOCK, self.seed)

    def link(self) -> str:
        """Return the invitation as one line of text, with a checksum against a slip of the hand."""
        content = (_WITH_CHECKPOINT if self.checkpoint else _FORMAT) + self.cell + self.seed + (self.checkpoint or b"")
        check = hashlib.sha256(content).digest()[:_CHECK_BYTES]
        return _SCHEME + base64.urlsafe_b64encode(content + check).decode().rstrip("=")


def is_link(text: str) -> bool:
    """Say whether somebody meant a link, of whatever kind and however damaged, and no spoken code."""
    words = "".join(text.split())
    return bool(_ANY_SCHEME.match(words)) or len(words) > _MOST_SPOKEN


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
    if not right or len(body) != _LENGTHS.get(body[:1]):
        raise RefusedError("invite_link")
    cell, seed, checkpoint = body[1:33], body[33 : 33 + SEED_BYTES], body[33 + SEED_BYTES :]
    return Invitation(CellId(cell), seed, EntryId(checkpoint) if checkpoint else None)
