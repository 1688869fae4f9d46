"""Spoilt streams of frames, arriving in whatever pieces: ``python -m tests.fuzz.frames``.

What was cut out of a stream is the stream again when it is framed, and the pieces it came in change nothing.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from random import Random

from idos_p2p.errors import PeerFault
from sync.channel.frames import HEARTBEAT, LENGTH_BYTES, FrameReader, frame
from sync.protocol.limits import MAX_FRAME_BYTES
from tests.fuzz.driver import Parts, Wrong, main
from tests.unit.records.crafting import spoil_bytes

LENGTHS = (0, 1, 255, 65_536, MAX_FRAME_BYTES, MAX_FRAME_BYTES + 1, 2**32 - 1)


def inputs(random: Random) -> Iterator[Parts]:
    """Yield the pieces of a stream: frames and heartbeats, some with a length altered, bytes lost or put in."""
    while True:
        bodies = [random.randbytes(random.choice((0, 1, 3, 60, 300))) for _ in range(random.randrange(6))]
        stream = b"".join(frame(body) if body else HEARTBEAT for body in bodies)
        choice = random.random()
        if choice < 0.4:
            stream = spoil_bytes(random, stream)
        elif choice < 0.8:
            place = random.randrange(len(stream) + 1)
            stream = stream[:place] + random.choice(LENGTHS).to_bytes(LENGTH_BYTES, "big") + stream[place:]
        cuts = sorted(random.randrange(len(stream) + 1) for _ in range(random.choice((0, 1, 2, 20))))
        yield tuple(stream[start:end] for start, end in zip([0, *cuts], [*cuts, len(stream)], strict=True))


def judge(parts: Parts) -> str:
    """Return the code of the fault, "unfinished" when more must arrive, or "accepted"."""
    stream = b"".join(parts)
    bodies, word = _read(parts)
    if (bodies, word) != _read([stream]):
        raise Wrong("read otherwise in other pieces")
    written = b"".join(frame(body) if body else HEARTBEAT for body in bodies)
    if not stream.startswith(written):
        raise Wrong("other bytes")
    return word or ("accepted" if written == stream else "unfinished")


def _read(pieces: Sequence[bytes]) -> tuple[list[bytes], str]:
    reader, bodies = FrameReader(), list[bytes]()
    for piece in pieces:
        reader.feed(piece)
        try:
            while (body := reader.next()) is not None:
                bodies.append(body)
        except PeerFault as fault:
            return bodies, fault.code
    return bodies, ""


if __name__ == "__main__":
    sys.exit(main("frames"))
