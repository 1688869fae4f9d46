"""Spoilt headers of entries: ``python -m tests.fuzz.headers``. What is read as a header is its one encoding."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from random import Random

from idos_p2p.errors import PeerFault
from idos_p2p.log.entry import decode_header
from tests.fuzz.driver import Parts, Wrong, main
from tests.fuzz.logs import honest_entries
from tests.unit.records.crafting import spoil_bytes

OFFSETS = (0, 1, 33, 65, 69, 101, 102, 134, 138, 142, 174, 180, 181)
"""Where a field begins (docs/log.md)."""


def inputs(random: Random) -> Iterator[Parts]:
    """Yield headers of honest entries, some with bytes altered, some with a field of another one or at its edge."""
    headers = [entry.header.encode() for entry in honest_entries(random)]
    while True:
        header = random.choice(headers)
        place = random.randrange(len(OFFSETS))
        start, end = OFFSETS[place], (*OFFSETS, len(header))[place + 1]
        choice = random.random()
        if choice < 0.4:
            yield (spoil_bytes(random, header),)
            continue
        other = random.choice(headers)[start:end]
        edges = (bytes(end - start), b"\xff" * (end - start), other, random.randbytes(end - start), b"\0" * 31 + b"\1")
        yield (header[:start] + random.choice(edges) + header[end:],)


def judge(parts: Parts) -> str:
    """Return the code of the fault, or "accepted"."""
    try:
        header = decode_header(parts[0])
    except PeerFault as fault:
        return fault.code
    if header.encode() != parts[0]:
        raise Wrong("another encoding")
    return "accepted"


if __name__ == "__main__":
    sys.exit(main("headers"))
