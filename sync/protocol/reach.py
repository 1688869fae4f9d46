"""How far a peer reaches in our logs: what it is known to hold of them, and so what is to be sent.

Known is what the peer sent us and we verified, what we sent it, and heads it named that we hold. What it merely claims
beyond our own logs makes us wait, never skip: if it does not hold our end, it says so by a locator.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from typing import NamedTuple

from idos_p2p.errors import PeerFault
from idos_p2p.ids import DeviceId
from idos_p2p.limits import MAX_BRANCHES
from idos_p2p.log.branches import Branches, Logs, holdings
from idos_p2p.log.chain import Height
from idos_p2p.log.comparison import Claim, Comparison, Locate, spans
from idos_p2p.log.heights import Gap, Heights, gaps
from sync.protocol.limits import MAX_HEADS

CLAIMED_HEADS = 256  # compared at once: each may open a segment of ours, and others want the worker too


class Place(NamedTuple):
    """How far along which branch an entry stands that the peer has shown to hold: ``end`` is the seq after it."""

    device: DeviceId
    branch: int
    end: int


class Reach:
    """What one peer holds of our logs."""

    def __init__(self, logs: Logs) -> None:
        """Begin with a peer of whom nothing is known."""
        self._logs = logs
        self._known: dict[DeviceId, dict[int, int]] = {}
        self._gaps: dict[DeviceId, list[Gap]] = {}
        self._ahead: dict[DeviceId, tuple[Height, ...]] = {}  # claimed heads that our logs do not reach
        self._offered: dict[DeviceId, tuple[Height, ...]] = {}  # claimed heads that we are not known to hold
        self._claimed: dict[DeviceId, int] = {}  # how long a log the peer says it has
        self._claims: dict[DeviceId, Claim] = {}  # to be compared
        self._comparing: set[DeviceId] = set()
        self._arriving: set[DeviceId] = set()  # segments of theirs are being verified
        self._told: set[DeviceId] = set()  # our locator was said
        self._heard: set[DeviceId] = set()  # theirs has come
        self._awaited: set[DeviceId] = set()  # ours was said since the log is forked, and theirs has not come
        for device in logs:
            self._reckon(device)

    @property
    def settled(self) -> bool:
        """Whether nothing stands open that may still find something to send."""
        return not (self._claims or self._comparing or self._arriving or self._awaited)

    @property
    def arrives(self) -> bool:
        """Whether segments of the peer's are being verified."""
        return bool(self._arriving)

    @property
    def awaits(self) -> bool:
        """Whether the peer owes us a locator, and so may hold more than it could send yet."""
        return bool(self._awaited)

    @property
    def remaining(self) -> tuple[int, int]:
        """How many entries are to be sent, as far as is known, and how many the peer claims beyond ours."""
        to_send = sum(
            gap.end - gap.start for device, found in self._gaps.items() if not self._withheld(device) for gap in found
        )
        to_receive = sum(
            max(0, count - _longest(self._logs.get(device, ()))) for device, count in self._claimed.items()
        )
        return to_send, to_receive

    @property
    def offers(self) -> dict[DeviceId, int]:
        """Of which logs the peer says it holds entries that we lack, and about how many: at least one."""
        return {
            device: max(1, self._claimed[device] - _longest(self._logs.get(device, ())))
            for device in self._offered
            if device not in self._claims and device not in self._comparing
        }

    def offered_in_vain(self, devices: Iterable[DeviceId]) -> None:
        """Say that the peer has sent all it can of these logs."""
        for device in devices:
            self._offered.pop(device, None)

    @property
    def lacked(self) -> list[DeviceId]:
        """The logs that the peer lacks something of, as far as is known."""
        return list(self._gaps)

    @property
    def told_apart(self) -> bool:
        """Whether all that the peer claims was compared with our logs."""
        return not (self._claims or self._comparing)

    def update(self, logs: Logs) -> None:
        """Say that these are our logs now."""
        before, self._logs = self._logs, logs
        for device, branches in logs.items():
            if before.get(device) != branches:
                self._reckon(device)
                self._look(device)

    def all_held(self) -> None:
        """Say that the peer holds all that we do."""
        self._known = {
            device: {position: branch.height.count for position, branch in enumerate(branches)}
            for device, branches in self._logs.items()
        }
        self._gaps.clear()
        self._ahead.clear()
        self._awaited.clear()
        self._offered.clear()

    def claim(self, heights: Heights) -> None:
        """Take note of the heads that the peer says it holds. Raises PeerFault for more than anybody keeps."""
        for device, heads in heights.items():
            if len(heads) > MAX_BRANCHES:
                raise PeerFault("heads_too_many", device=device.hex(), heads=len(heads))
            self._claimed[device] = heads[-1].count
            self._offered[device] = heads
            self._ahead[device] = heads
            self._look(device)
        if len(self._claimed) > MAX_HEADS:
            raise PeerFault("heads_too_many", devices=len(self._claimed))

    def locate(self, device: DeviceId, rows: tuple[Height, ...]) -> None:
        """Take note of a locator: entries that the peer holds. Raises PeerFault for one that nobody would say."""
        if device not in self._logs:
            raise PeerFault("locator_unknown", device=device.hex())
        if device in self._heard:
            raise PeerFault("locator_repeated", device=device.hex())
        self._heard.add(device)
        self._awaited.discard(device)
        self._ahead.pop(device, None)
        self._claims[device] = Claim(device, rows, Locate.NEVER if device in self._told else Locate.ALWAYS)

    def next_claims(self) -> tuple[Claim, ...]:
        """Return, once, a bounded part of the claims that are to be compared with our logs; none when all are."""
        taken: list[Claim] = []
        room = CLAIMED_HEADS
        while self._claims and room > 0:
            device, claim = next(iter(self._claims.items()))
            del self._claims[device]
            if claim.locate is not Locate.IF_FORKED and len(claim.heads) > room:  # the rest tells whether to locate
                self._claims[device] = Claim(device, claim.heads[room:], claim.locate)
                claim = Claim(device, claim.heads[:room], Locate.NEVER)
            self._comparing.add(device)
            taken.append(claim)
            room -= len(claim.heads) or 1
        return tuple(taken)

    def compared(self, comparison: Comparison) -> dict[DeviceId, tuple[Height, ...]]:
        """Take the answer to claims; return the locators that are to be said now."""
        said: dict[DeviceId, tuple[Height, ...]] = {}
        for device, reached in comparison.known.items():
            self._found(device, comparison.held.get(device, frozenset()))
            self._learn(device, reached)
            rows = comparison.locators.get(device)
            answer = device in self._heard
            if rows is not None and device not in self._told and (answer or device in self._gaps):
                said[device] = rows
                self._told.add(device)
                if not answer:
                    self._awaited.add(device)
        return said

    def arriving(self, device: DeviceId) -> None:
        """A segment of this device came from the peer: until it is verified, it may be what we were about to send."""
        self._arriving.add(device)

    def learned(self, places: Iterable[Place]) -> None:
        """All that came was looked at; these entries were in it, and are held here now."""
        self._arriving.clear()
        for device, branch, end in places:
            self._learn(device, {branch: end})

    def sent(self, gap: Gap, end: int) -> bool:
        """Say that a gap is being filled to here; False when the peer is known to hold that by now."""
        known = self._known.get(gap.device, {})
        if known.get(gap.branch, 0) >= end:
            return False
        self._learn(gap.device, {gap.branch: end})
        return True

    def next_gap(self, followed: Container[DeviceId]) -> Gap | None:
        """Return what the peer lacks first of what it follows.

        That of forked devices comes before the others, parents before what leaves them.
        """
        ready = [device for device in self._gaps if device in followed and not self._withheld(device)]
        if not ready:
            return None
        return self._gaps[min(ready, key=lambda device: (len(self._logs[device]) == 1, device))][0]

    def _withheld(self, device: DeviceId) -> bool:
        return (
            device in self._ahead
            or device in self._awaited
            or device in self._claims
            or device in self._comparing
            or device in self._arriving
        )

    def _learn(self, device: DeviceId, reached: Mapping[int, int]) -> None:
        known = self._known.setdefault(device, {})
        for branch, end in reached.items():
            known[branch] = max(end, known.get(branch, 0))
        self._reckon(device)

    def _reckon(self, device: DeviceId) -> None:
        """Conclude what the peer lacks of this device."""
        branches = self._logs.get(device, ())
        known = {branch: end for branch, end in self._known.get(device, {}).items() if branch < len(branches)}
        found = gaps(device, branches, holdings(branches, spans(known)))
        if found:
            self._gaps[device] = found
        else:
            self._gaps.pop(device, None)

    def _look(self, device: DeviceId) -> None:
        """Look which of the claimed heads our log reaches by now: known at once, or to be compared."""
        heads = self._ahead.pop(device, ())
        branches = self._logs.get(device, ())
        ends = {branch.height: position for position, branch in enumerate(branches)}
        longest = _longest(branches)
        self._learn_ends(device, [height for height in heads if height in ends], ends)
        self._offer(device, (height for height in self._offered.get(device, ()) if height not in ends))
        beyond = tuple(height for height in heads if height.count > longest)
        if beyond:
            self._ahead[device] = beyond
        reached = tuple(height for height in heads if height.count <= longest and height not in ends)
        if reached:
            waiting = self._claims.get(device, Claim(device, (), Locate.IF_FORKED))
            self._claims[device] = Claim(device, waiting.heads + reached, waiting.locate)

    def _offer(self, device: DeviceId, heads: Iterable[Height]) -> None:
        offered = tuple(heads)
        if offered:
            self._offered[device] = offered
        else:
            self._offered.pop(device, None)

    def _found(self, device: DeviceId, held: frozenset[Height]) -> None:
        """Take note which of the heads that were compared are held here; a locator also names some beyond our log."""
        self._comparing.discard(device)
        self._offer(device, (height for height in self._offered.get(device, ()) if height not in held))

    def _learn_ends(self, device: DeviceId, heads: Iterable[Height], ends: Mapping[Height, int]) -> None:
        reached = {ends[height]: height.count for height in heads}
        if reached:
            self._learn(device, reached)


def _longest(branches: Branches) -> int:
    return max((branch.height.count for branch in branches), default=0)
