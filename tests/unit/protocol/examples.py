"""The exchanges that the protocol's page shows byte by byte, made again by real sessions."""

from __future__ import annotations

from idos_p2p.ids import Address, DeviceId
from idos_p2p.log.segment import parse
from sync.channel.frames import frame
from tests.data.vectors.make import kept
from tests.unit.log.authors import Author, founder, run_of
from tests.unit.protocol.peers import End, Peer, segment_of, session_of
from tests.unit.protocol.shelf import CELL, Shelf

HERE = """
01dd7e84d010aed28a416e928f50c4c09ac0f94a8f5b346548168bddb61cdb72630000000100014a57dc66da24c97d522ffdf607449ffa56997c52
ecfc62fe38b59c14031c2e5b98088ebb349ee764908dc7f0aa73d6051eafaa73cc7993ffd7c97ab2c8b258bfb775170128b52ffd2024dd0000a8a1
02000000018bcfe568000000000300000974776f01003a1006
"""
THERE = """
01dd7e84d010aed28a416e928f50c4c09ac0f94a8f5b346548168bddb61cdb72630000000100014de323cd9777b274eea17eb4014e586d264c9612
2eb6e07c84e25530e28738d19e388d18b14287083dd76db03bdc4fd6f8c8b25c709f4ab6148751e20bfbfa18a814850828b52ffd202c1d0100e8a1
02000000018bcfe568000000000b000009616e6f746865722074776f01003a1006
"""
"""The second entries of the fork: kept, since another compressor may spell the same columns in other bytes."""


def two_logs_and_one() -> list[bytes]:
    """Return the frames in order when A holds two logs of one entry, and B the first of them."""
    ana, genesis = founder()
    first, _ = run_of(ana, [genesis])
    stored = kept("segments")["one"]
    assert isinstance(stored, dict)
    a, b = Peer(1, Shelf(cell=ana.cell)), Peer(2, Shelf(cell=ana.cell))
    for sealed in (first, parse(bytes.fromhex(stored["blob"]))):
        a.take(sealed)
    b.take(first)
    return spoken(a, b)


def a_fork_and_a_missing_body() -> list[bytes]:
    """Return the frames in order when each holds another second entry of one device, and A lacks its first body."""
    author = Author(9, CELL)
    first = segment_of(author, "one")
    a, b = Peer(1), Peer(2)
    for peer, second in ((a, HERE), (b, THERE)):
        peer.take(first)
        peer.take(parse(bytes.fromhex(second)))
    a.lose(Address(DeviceId(author.device), 0))
    return spoken(a, b)


def spoken(a: Peer, b: Peer) -> list[bytes]:
    """Let two peers meet until both know that they are equal; return all frames, A's of each turn before B's."""
    ends = End(a, session_of(a, b)), End(b, session_of(b, a))
    for end in ends:
        end.peer.ends.append(end)
        end.speak()
    said: list[bytes] = []
    while turns := [(end.frames, listener) for end, listener in (ends, ends[::-1]) if end.frames]:
        for end in ends:
            end.frames = []
        for frames, listener in turns:
            said += map(frame, frames)
            for body in frames:
                listener.hear(body)
        for end in ends:
            end.speak()
    assert all(end.session.up_to_date for end in ends)
    return said
