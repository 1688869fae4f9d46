"""Acts of authority and the causal past of each: what its author knew, by ``back``, ``refs`` and the acts it names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from idos_p2p.governance.acts import ActBody, decode, named
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

    @property
    def parents(self) -> frozenset[EntryId]:
        """The acts that its causal past begins with."""
        before = () if self.previous is None else (self.previous,)
        return frozenset({*self.refs, *(named(self.body) if self.body else ()), *before})


def act_of(entry: Entry, previous: EntryId | None = None) -> Act:
    """Return the act that this entry carries, after an earlier one on its line."""
    header = entry.header
    body = decode(header.kind, entry.payload.body) if entry.payload else None
    return Act(entry.id, header.device, header.seq, header.refs, body, previous)


def causal_order(acts: Iterable[Act]) -> tuple[list[Act], dict[EntryId, int]]:
    """Return the acts whose past is complete, each after its past, and each one's past as a bit mask of positions."""
    known = sorted({act.id: act for act in acts}.values(), key=lambda act: (act.seq, act.id))
    left = [(act, act.parents) for act in known]
    ordered: list[Act] = []
    pasts: dict[EntryId, int] = {}
    position: dict[EntryId, int] = {}
    while left:
        later = []
        for act, parents in left:
            if not parents <= position.keys():
                later.append((act, parents))
                continue
            past = 0
            for parent in parents:
                past |= pasts[parent] | 1 << position[parent]
            pasts[act.id], position[act.id] = past, len(ordered)
            ordered.append(act)
        if len(later) == len(left):
            break
        left = later
    return ordered, pasts


def heads(ordered: Sequence[Act], pasts: Mapping[EntryId, int]) -> tuple[EntryId, ...]:
    """Return the acts that are in no other act's past, ascending.

    At most as many as an act may name: those that know most, so that a crowd of newcomers' starts does not push out of
    an author's past the very act that gave them a voice.
    """
    seen = 0
    for act in ordered:
        seen |= pasts[act.id]
    heads = [act.id for position, act in enumerate(ordered) if not seen >> position & 1]
    heads.sort(key=lambda act: (pasts[act].bit_count(), act))
    return tuple(sorted(heads[-MAX_REFS:]))
