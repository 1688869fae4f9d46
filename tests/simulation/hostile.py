"""Hostile bytes: what breaks the protocol or the log is refused, and leaves no trace."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from random import Random

import zstandard

from idos_p2p.governance.acts import Start, encode, kind_of
from idos_p2p.identity.keys import DeviceKey
from idos_p2p.ids import EntryId
from idos_p2p.limits import MAX_SEGMENT_RAW_BYTES
from idos_p2p.log.chain import EMPTY, Draft, Height, extend
from idos_p2p.log.entry import SALT_BYTES, SHARED, Payload
from idos_p2p.log.segment import _OUTER, FORMAT, Sealed, seal
from idos_p2p.records.kinds import BY_NAME
from idos_p2p.services.cell import Cell
from idos_p2p.services.introduce import introduction
from sync.channel.frames import FrameReader, frame
from sync.protocol.limits import MAX_FRAME_BYTES
from sync.protocol.messages import (
    AddressRow,
    Bodies,
    BodyRow,
    Have,
    HeightRow,
    HeightsMessage,
    Hello,
    Locator,
    Message,
    PointRow,
    SegmentMessage,
    Want,
    decode,
)
from sync.protocol.messages import encode as message
from sync.protocol.session import State
from tests.simulation.faults import fault
from tests.simulation.meeting import End
from tests.simulation.world import Machine, World
from tests.unit.log.authors import columns_of, forged, frame_of, repacked

PROJECT = BY_NAME["project"].code | SHARED
FLOOD_SEGMENT_BYTES = 300_000
MOST_FLOOD_SEGMENTS = 60
MOST_PIECE_BYTES = 70_000

Attack = Callable[[World, Machine, Machine], bytes]  # the world, the victim, the attacker → bytes of the wire
ATTACKS: dict[str, Attack] = {}


def attack(make: Attack) -> Attack:
    """Register what an attacker may send."""
    ATTACKS[make.__name__] = make
    return make


@fault(14)
def hostile_bytes(world: World) -> bool:
    """A member's device, or what took its place, breaks the protocol: it is refused and nothing of it is kept."""
    victim = world.someone()
    others = [machine for machine in world.machines if machine is not victim]
    kind = world.rng.choice(list(ATTACKS))
    _send(world, victim, world.rng.choice(others), kind, ATTACKS[kind])
    return True


@fault(1)
def flood(world: World) -> bool:
    """A peer sends chains that nobody can place, without an end: the waiting room fills, and it is heard no more."""
    if world.rng.random() < 0.5:
        return False  # dear: megabytes each time
    victim = world.someone()
    _send(world, victim, world.rng.choice(world.machines), "flood", _flood)
    return True


@fault(3)
def stranger(world: World) -> bool:
    """Somebody who is not of the cell takes a member's device for a peer: it learns heights and how its log begins."""
    cell = world.at_work(world.someone())
    key = DeviceKey(world.rng.randbytes(32))
    end = End(cell, key.device)
    digest = Hello(world.rng.randbytes(16))
    said: list[Message] = [digest, HeightsMessage(()), Have(digest.digest)]
    told = FrameReader()
    for sent in said:
        end.hear(frame(message(sent)))
        end.speak(3)
    told.feed(bytes(end.written))
    while (body := told.next()) is not None:
        heard = decode(body)
        if isinstance(heard, SegmentMessage):
            assert heard.blob == introduction(cell), "a stranger was told what is in the log"
    assert end.session.state is State.ENDED, "a stranger is still listened to"
    return True


def _send(world: World, victim: Machine, attacker: Machine, name: str, make: Attack) -> None:
    cell = world.at_work(victim)
    before = cell.digest(), cell.membership
    end = End(cell, attacker.cell.device)
    sent = make(world, victim, attacker)
    opening = b"" if name.startswith("early_") else _opening(attacker.cell)
    world.trace.note("attack", name, victim.name, sent)
    data, at = opening + sent, 0
    while at < len(data) and not end.fault:
        size = world.rng.randint(1, MOST_PIECE_BYTES)
        end.hear(data[at : at + size])
        end.speak(1)
        end.written.clear()
        at += size
    assert end.fault, f"{name} was not refused"
    world.done[f"refused: {end.fault}"] += 1
    assert (cell.digest(), cell.membership) == before, f"{name} left something behind"


def _opening(cell: Cell) -> bytes:
    """Return a Hello of other logs than the victim's, and honest heights: after it the session is live."""
    heights = cell.heights()
    rows = tuple(HeightRow(device, end.count, end.head) for device in sorted(heights) for end in heights[device])
    return frame(message(Hello(b"\1" * 16))) + frame(message(HeightsMessage(rows)))


def _segment(blob: bytes) -> bytes:
    return frame(message(SegmentMessage(blob)))


# ------------------------------------------------------------------------------------------------- frames and messages


@attack
def early_garbage(world: World, _victim: Machine, _attacker: Machine) -> bytes:
    return frame(bytes([world.rng.choice([0, 6, 7, 15, 99, 255])]) + world.rng.randbytes(world.rng.randint(0, 200)))


@attack
def early_endless_frame(world: World, _victim: Machine, _attacker: Machine) -> bytes:
    return (MAX_FRAME_BYTES + world.rng.randint(1, 1 << 30)).to_bytes(4, "big") + world.rng.randbytes(50)


@attack
def early_segment(_world: World, victim: Machine, attacker: Machine) -> bytes:
    return _segment(_next_of(attacker, victim).blob)


@attack
def malformed_message(world: World, _victim: Machine, _attacker: Machine) -> bytes:
    return frame(bytes([world.rng.choice([1, 2, 4, 5, 16, 17, 18])]) + world.rng.randbytes(world.rng.randint(17, 90)))


@attack
def second_hello(world: World, _victim: Machine, _attacker: Machine) -> bytes:
    return frame(message(Hello(world.rng.randbytes(16))))


@attack
def early_heights_twice_the_same(world: World, _victim: Machine, attacker: Machine) -> bytes:
    row = HeightRow(attacker.cell.device, 3, world.rng.randbytes(32))
    return frame(message(Hello(bytes(16)))) + frame(message(HeightsMessage((row, row))))


@attack
def bodies_nobody_asked_for(world: World, _victim: Machine, attacker: Machine) -> bytes:
    row = BodyRow(attacker.cell.device, 1, bytes(SALT_BYTES), world.rng.randbytes(50))
    return frame(message(Bodies((row,))))


@attack
def want_in_disorder(_world: World, _victim: Machine, attacker: Machine) -> bytes:
    row = AddressRow(attacker.cell.device, 1)
    return frame(message(Want((row, row))))


@attack
def locator_in_disorder(world: World, _victim: Machine, attacker: Machine) -> bytes:
    row = PointRow(3, world.rng.randbytes(32))
    return frame(message(Locator(attacker.cell.device, (row, row))))


@attack
def message_of_the_door(_world: World, _victim: Machine, _attacker: Machine) -> bytes:
    return frame(b"\x10" + b"\x91\xa3Eve")


# ------------------------------------------------------------------------------------------------- poisoned segments


def _head(victim: Machine, attacker: Machine) -> Height:
    return max(victim.cell.heights().get(attacker.cell.device, (EMPTY,)), key=lambda height: height.count)


def _next_of(attacker: Machine, victim: Machine, entries: int = 2) -> Sealed:
    """Return what the attacker's device could have written next after what the victim holds of it."""
    key, height = attacker.cell.keys.device, _head(victim, attacker)
    salt = bytes(SALT_BYTES)
    drafts = [Draft(PROJECT, Payload(salt, bytes([n]) * 40), 5 + n, creates=True) for n in range(entries)]
    return seal(extend(attacker.cell.id, key.device, height, drafts), key.sign)


@attack
def flipped_byte(world: World, victim: Machine, attacker: Machine) -> bytes:
    blob = bytearray(_next_of(attacker, victim).blob)
    blob[world.rng.randrange(_OUTER.size, len(blob))] ^= 1 << world.rng.randrange(8)
    return _segment(bytes(blob))


@attack
def bad_signature(world: World, victim: Machine, attacker: Machine) -> bytes:
    sealed = _next_of(attacker, victim)
    return _segment(forged(sealed, frame_of(sealed), signature=world.rng.randbytes(64)))


@attack
def signed_by_another(world: World, victim: Machine, attacker: Machine) -> bytes:
    sealed = _next_of(attacker, victim)
    other = DeviceKey(world.rng.randbytes(32))
    return _segment(forged(sealed, frame_of(sealed), signature=other.sign(b"IDOS")))


@attack
def poisoned_interior(world: World, victim: Machine, attacker: Machine) -> bytes:
    sealed = _next_of(attacker, victim, 6)
    raw = bytearray(columns_of(sealed))
    raw[world.rng.randrange(len(raw))] ^= 1 << world.rng.randrange(8)
    return _segment(repacked(sealed, bytes(raw)))


@attack
def hole_before(_world: World, victim: Machine, attacker: Machine) -> bytes:
    key, height = attacker.cell.keys.device, _head(victim, attacker)
    ahead = Height(height.count + 3, EntryId(b"\7" * 32))
    draft = Draft(PROJECT, Payload(bytes(SALT_BYTES), b"x"), 5, creates=True)
    return _segment(seal(extend(attacker.cell.id, key.device, ahead, [draft]), key.sign).blob)


@attack
def bomb(world: World, victim: Machine, attacker: Machine) -> bytes:
    """A frame of a few bytes that would be gigabytes, or that declares less than it holds."""
    sealed = _next_of(attacker, victim)
    raw = bytes(MAX_SEGMENT_RAW_BYTES + world.rng.randint(1, 1 << 22))
    compressed = zstandard.ZstdCompressor(write_content_size=world.rng.random() < 0.5).compress(raw)
    outer = _OUTER.pack(FORMAT, sealed.device, sealed.first_seq, 2, zlib.crc32(compressed), sealed.signature)
    return _segment(outer + compressed)


@attack
def log_without_a_beginning(world: World, victim: Machine, _attacker: Machine) -> bytes:
    key = DeviceKey(world.rng.randbytes(32))
    draft = Draft(PROJECT, Payload(bytes(SALT_BYTES), b"x"), 5, creates=True)
    return _segment(seal(extend(victim.cell.id, key.device, EMPTY, [draft]), key.sign).blob)


@attack
def start_that_nobody_proved(world: World, victim: Machine, _attacker: Machine) -> bytes:
    invites = victim.cell.membership.invites
    known = world.rng.choice(sorted(invites)) if invites else EntryId(victim.cell.id)
    return _segment(_start(world.rng, victim.cell, known))


def _start(rng: Random, cell: Cell, invite: EntryId) -> bytes:
    key = DeviceKey(rng.randbytes(32))
    body = Start(invite, 0, rng.randbytes(32), rng.randbytes(64))
    draft = Draft(kind_of(body), Payload(bytes(SALT_BYTES), encode(body)), 5)
    return seal(extend(cell.id, key.device, EMPTY, [draft]), key.sign).blob


def _flood(world: World, victim: Machine, _attacker: Machine) -> bytes:
    """One start by an invitation that does not exist, and a log behind it that does not end."""
    key = DeviceKey(world.rng.randbytes(32))
    body = Start(EntryId(world.rng.randbytes(32)), 0, world.rng.randbytes(32), world.rng.randbytes(64))
    first = extend(
        victim.cell.id, key.device, EMPTY, [Draft(kind_of(body), Payload(bytes(SALT_BYTES), encode(body)), 5)]
    )
    sent = [_segment(seal(first, key.sign).blob)]
    noise = world.rng.randbytes(FLOOD_SEGMENT_BYTES)
    for seq in range(1, MOST_FLOOD_SEGMENTS):
        blob = _OUTER.pack(FORMAT, key.device, seq, 1, zlib.crc32(noise), bytes(64)) + noise
        sent.append(_segment(blob))
    return b"".join(sent)
