"""Missing bodies: asking a peer for those that we lack, and answering for those that it lacks.

One question at a time each way: addresses, a bounded number; then bodies, in as many messages as they need; then an
empty message, which ends the answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from idos_p2p.errors import PeerFault
from idos_p2p.ids import Address
from idos_p2p.limits import MAX_BRANCHES
from idos_p2p.log.entry import Payload
from sync.protocol.limits import BODIES_BYTES, MAX_BODIES, MAX_WANTED

Body = tuple[Address, Payload]


class Asking:
    """What we lack, and have asked this peer for.

    Each body is asked for once. When the peer says that what it holds has changed, one more question is spent on
    those that are still missing, and another as long as that brings any: a body that nobody has costs little, for
    ever. What came for a place may be of another branch than the one whose body is missing there: it does not count
    as the answer until the body is no longer missing.
    """

    def __init__(self) -> None:
        self._new: list[Address] = []  # missing and not asked for yet, the next last
        self._asked: dict[Address, int] = {}  # missing and asked for, in which round; longest ago first
        self._open: dict[Address, int] = {}  # of the question that is not answered to the end: how many bodies came
        self._peer_digest = b""
        self._round = 0  # goes on with each news of the peer
        self._again = False

    def update(self, missing: tuple[Address, ...]) -> None:
        """Say that these bodies are missing now."""
        still = set(missing)
        self._asked = {address: asked for address, asked in self._asked.items() if address in still}
        self._new = [address for address in reversed(missing) if address not in self._asked]

    def equal(self, digest: bytes) -> None:
        """Say that the peer lacks what we do, and says this digest."""
        self._peer_digest = digest

    def next(self, peer_digest: bytes) -> tuple[Address, ...]:
        """Return what to ask a peer that says this digest; none while it answers, or when it has nothing more."""
        if self._open:
            return ()
        if peer_digest != self._peer_digest:
            self._peer_digest = peer_digest
            self._round += 1
            self._again = True
        taken = [self._new.pop() for _ in range(min(MAX_WANTED, len(self._new)))]
        if not taken and self._again:
            self._again = False
            oldest = islice(self._asked.items(), MAX_WANTED)
            taken = [address for address, asked in oldest if asked < self._round]
        for address in taken:
            self._asked.pop(address, None)
            self._asked[address] = self._round
        self._open = dict.fromkeys(taken, 0)
        return tuple(sorted(taken))

    def heard(self, bodies: Iterable[Body]) -> None:
        """Take note of a part of the answer, empty at its end. Raises PeerFault for what was not asked."""
        if not self._open:
            raise PeerFault("bodies_unasked")
        ended = True
        for address, _ in bodies:
            ended = False
            came = self._open.get(address)
            if came is None or came == MAX_BRANCHES:
                raise PeerFault("bodies_unasked", device=address.device.hex(), seq=address.seq)
            self._open[address] = came + 1
        if ended:
            self._again |= any(self._open.values())
            self._open = {}


class Answering:
    """What the peer asked us for."""

    def __init__(self) -> None:
        self._wanted: tuple[Address, ...] = ()

    @property
    def wanted(self) -> tuple[Address, ...]:
        """The addresses still to be looked up."""
        return self._wanted

    def asked(self, addresses: tuple[Address, ...]) -> None:
        """Take a question. Raises PeerFault before the last one was answered."""
        if self._wanted:
            raise PeerFault("want_repeated")
        self._wanted = addresses

    def looked_up(self, count: int) -> bool:
        """Say that the next so many addresses were looked up; say whether the answer is complete."""
        self._wanted = self._wanted[count:]
        return not self._wanted


def parts(bodies: Sequence[Body]) -> Iterator[Sequence[Body]]:
    """Split bodies into runs that each fit a message."""
    start = size = 0
    for position, (_, payload) in enumerate(bodies):
        grown = size + len(payload.body)
        if position > start and (grown > BODIES_BYTES or position - start == MAX_BODIES):
            yield bodies[start:position]
            start, grown = position, len(payload.body)
        size = grown
    if start < len(bodies):
        yield bodies[start:]
