"""Spoilt invitations: ``python -m tests.fuzz.links``. A slip of the hand is found, whatever else is the same link."""

from __future__ import annotations

import base64
import hashlib
import sys
from collections.abc import Iterator
from random import Random

from idos_p2p.errors import RefusedError
from idos_p2p.identity.invitation import Invitation, read_link
from idos_p2p.ids import CellId
from tests.fuzz.driver import Parts, Wrong, main
from tests.unit.records.crafting import spoil_bytes

SIGNS = "".join(map(chr, range(33, 127))) + " \n\u00a0\u2028é"


def inputs(random: Random) -> Iterator[Parts]:
    """Yield texts: a link with signs altered, another content with its checksum mended, or nothing of the kind."""
    while True:
        link = Invitation(CellId(random.randbytes(32)), random.randbytes(16)).link()
        choice = random.random()
        if choice < 0.1:
            yield (link.encode(),)
        elif choice < 0.6:
            place = random.randrange(len(link) + 1)
            put = random.choice(("", random.choice(SIGNS), "\n  ", "=", "idos:"))
            yield ((link[:place] + put + link[place + random.randrange(2) :]).encode(),)
        elif choice < 0.8:
            content = spoil_bytes(random, b"\1" + random.randbytes(random.choice((0, 47, 48, 49))))
            check = hashlib.sha256(content).digest()[:4]
            yield (b"idos:" + base64.urlsafe_b64encode(content + check).rstrip(b"="),)
        else:
            yield (spoil_bytes(random, link.encode()),)


def judge(parts: Parts) -> str:
    """Return the code of the refusal, or "accepted"."""
    text = parts[0].decode(errors="replace")
    try:
        invitation = read_link(text)
    except RefusedError as refused:
        return refused.code
    # The last sign holds two bits that say nothing, and blanks may stand anywhere: other spellings of one content.
    if read_link(invitation.link()) != invitation or invitation.link()[:-1] != "".join(text.split()).rstrip("=")[:-1]:
        raise Wrong("another link")
    return "accepted"


if __name__ == "__main__":
    sys.exit(main("links"))
