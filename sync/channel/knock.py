"""The knock: what a stranger would have to know before anything at all is said to it (CHANNEL.md §1).

Pure: the nonces are arguments.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable

from idos_p2p.labels import Label, keyed
from sync.channel.doors import Door

NONCE_BYTES = 16
KNOCK_BYTES = NONCE_BYTES + 32
GO_AHEAD = b"\x01"


def knock(key: bytes, server_nonce: bytes, client_nonce: bytes) -> bytes:
    """Return the 48 bytes by which a client shows that it holds the knock key."""
    return client_nonce + keyed(Label.CHANNEL_KNOCK, key, server_nonce, client_nonce)


def recognise(message: bytes, server_nonce: bytes, doors: Iterable[Door]) -> Door | None:
    """Return the door that this knock opens, or None.

    Every door is tried, and each in constant time: how long it takes tells only how many doors there are.
    """
    if len(message) != KNOCK_BYTES:
        return None
    client_nonce, mark = message[:NONCE_BYTES], message[NONCE_BYTES:]
    opened = None
    for door in doors:
        right = hmac.compare_digest(mark, keyed(Label.CHANNEL_KNOCK, door.keys.knock, server_nonce, client_nonce))
        if right and opened is None:
            opened = door
    return opened
