"""Acts of authority and the causal past of each: what its author knew, by ``back``, ``refs`` and the acts it names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from idos_p2p.governance.acts import ActBody, decode, known_kind, named
from idos_p2p.ids import DeviceId, EntryId
from idos_p2p.limits import MAX_REFS
from idos_p2p.log.entry import Entry


@dataclass(frozen=True, slots=True)
class Act:
    """An act of authority, decoded: no body where it is absent, or where no encoder would write it.

    ``previous`` is the nearest earlier act on the line of its own entry; only a device's first act has none.
    """

    id: EntryId
    device: DeviceId
    seq: int
    refs: tuple[EntryId, ...]
    body: ActBody | None
    previous: EntryId | None = None
    missing: bool = False  # its body has not arrived, so that nothing can be said of it yet
    newer: bool = False  # of a kind that this program does not know

    @property
    def parents(self) -> frozenset[EntryId]:
        """The acts that its causal past begins with."""
        before = () if self.previous is None else (self.previous,)
        return frozenset({*self.refs, *(named(self.body) if self.body else ()), *before})


def act_of(entry: Entry, previous: EntryId | None = None) -> Act:
    """Return the act that this entry carries, after an earlier one on its line."""
    header = entry.header
    body = decode(header.kind, entry.payload.body) if entry.payload else None
    newer = not known_kind(header.kind)
    missing = entry.payload is None and not newer
    return Act(entry.id, header.device, header.seq, header.refs, body, previous, missing=missing, newer=newer)


class History:
    """The acts whose past is complete, each after its past; positions count from 0 in that order.

    A *mask* is a set of acts, as the bits at their positions. Positions differ from peer to peer, what they mean does
    not.
    """

    def __init__(self) -> None:
        self.acts: list[Act] = []
        self.position: dict[EntryId, int] = {}
        self.pasts: list[int] = []  # of each act, all that its author knew; not itself
        self.lines: list[int] = []  # of each act, the acts of its device's line up to itself
        self._waiting: dict[EntryId, list[Act]] = {}  # by an act that is not here
        self._held: set[EntryId] = set()
        self._in_a_past = 0

    def __len__(self) -> int:
        """Return how many acts have their past complete."""
        return len(self.acts)

    @property
    def all(self) -> int:
        """The mask of every act."""
        return (1 << len(self.acts)) - 1

    def add(self, acts: Iterable[Act]) -> Iterator[Act]:
        """Take acts in any order and yield, each after its past, those whose past is complete now."""
        for act in sorted(acts, key=lambda act: (act.seq, act.id)):
            if act.id in self._held or act.missing:
                continue
            self._held.add(act.id)
            ready = [act]
            while ready:
                one = ready.pop()
                lacking = next((parent for parent in one.parents if parent not in self.position), None)
                if lacking is not None:
                    self._waiting.setdefault(lacking, []).append(one)
                    continue
                self._place(one)
                yield one
                ready.extend(self._waiting.pop(one.id, ()))

    def _place(self, act: Act) -> None:
        past = self.past_of(act)
        line = 0 if act.previous is None else self.lines[self.position[act.previous]]
        self.position[act.id] = len(self.acts)
        self.lines.append(line | 1 << len(self.acts))
        self.acts.append(act)
        self.pasts.append(past)
        self._in_a_past |= past

    def past_of(self, act: Act) -> int:
        """Return the past of an act whose parents are all here."""
        past = 0
        for parent in act.parents:
            position = self.position[parent]
            past |= self.pasts[position] | 1 << position
        return past

    def knows(self, act: EntryId, other: EntryId) -> bool:
        """Whether an act has another one in its past."""
        return bool(self.pasts[self.position[act]] >> self.position[other] & 1)

    def heads(self) -> tuple[EntryId, ...]:
        """Return the acts that are in no other act's past, ascending.

        At most as many as an act may name: those that know most, so that a crowd of newcomers' starts does not push
        out of an author's past the very act that gave them a voice.
        """
        heads = [act.id for act in self.select(self.all & ~self._in_a_past)]
        heads.sort(key=lambda act: (self.pasts[self.position[act]].bit_count(), act))
        return tuple(sorted(heads[-MAX_REFS:]))

    def select(self, mask: int) -> Iterator[Act]:
        """Yield the acts of a mask in causal order."""
        while mask:
            lowest = mask & -mask
            yield self.acts[lowest.bit_length() - 1]
            mask ^= lowest
