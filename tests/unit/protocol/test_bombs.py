"""MessagePack that nests, or promises more than it holds, is refused at once (security §3.2, bombs)."""

from __future__ import annotations

import tracemalloc

import pytest

from idos_p2p.errors import PeerFault
from idos_p2p.governance import acts
from idos_p2p.limits import MIB
from sync.protocol import messages

NESTED = 200_000
MOST_BYTES = 3 * MIB  # some copies of what was sent
BOMBS = {
    "nested arrays": b"\x91" * NESTED,
    "nested maps": b"\x81\xa1a" * NESTED,
    "an array that promises 2^32": b"\xdd\xff\xff\xff\xff",
    "a map that promises 2^32": b"\xdf\xff\xff\xff\xff",
    "bytes that promise 2^32": b"\x91\xc6\xff\xff\xff\xff",
    "words that promise 2^32": b"\x91\xdb\xff\xff\xff\xff",
    "an extension": b"\x91\xc9\xff\xff\xff\xff\x05",
    "arrays of promises": b"\xdc\xff\xff" + b"\xdd\xff\xff\xff\xff" * 1_000,
    "nothing": b"",
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_in_a_message_is_refused_and_takes_no_memory(name: str) -> None:
    for kind, content in messages._TYPES.items():
        if content is messages.SegmentMessage:
            continue  # never decoded as MessagePack
        tracemalloc.start()
        with pytest.raises(PeerFault, match="message_malformed"):
            messages.decode(bytes([kind]) + BOMBS[name])
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert most < MOST_BYTES


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_in_an_act_is_no_act_and_takes_no_memory(name: str) -> None:
    for kind in range(32):
        tracemalloc.start()
        assert acts.decode(kind, BOMBS[name]) is None
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert most < MOST_BYTES
