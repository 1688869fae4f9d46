"""The thread as a drawing of streams (Sankey): who gave, for which project, used for what, for whom, in cents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import NamedTuple


class Column(IntEnum):
    """Where a node stands, from left to right."""

    DONORS = 0
    PROJECTS = 1
    USES = 2
    PERSONS = 3


class NodeKind(StrEnum):
    """What a node is."""

    DONOR = "donor"
    NO_DONOR = "no_donor"  # gifts that name nobody
    OTHER_DONORS = "other_donors"  # a group
    OVER = "over"  # what was used above the gifts' amounts, as if it came from nowhere
    PROJECT = "project"
    CELL = "cell"  # uses of no project
    OTHER_PROJECTS = "other_projects"
    LEFT = "left"  # not used yet: the stream ends there
    USE = "use"
    OTHER_USES = "other_uses"
    PERSON = "person"
    NOBODY = "nobody"  # uses that name nobody
    OTHER_PERSONS = "other_persons"


@dataclass(frozen=True, slots=True)
class Node:
    """One node. What flows in equals what flows out, except at both ends, where one of them is nothing."""

    key: str  # names it in links, and is the same however the records arrived
    column: Column
    kind: NodeKind
    id: str  # the record it is; empty for a group
    members: int  # how many records it stands for
    cents: int


@dataclass(frozen=True, slots=True)
class Stream:
    """What flows from a node to one of the next column, in cents; never nothing."""

    source: str
    target: str
    cents: int


@dataclass(frozen=True, slots=True)
class Flow:
    """The whole drawing: nodes by column, by kind and id, groups last; streams by their ends."""

    nodes: tuple[Node, ...] = ()
    streams: tuple[Stream, ...] = ()

    @property
    def ids(self) -> frozenset[str]:
        """The records that it shows."""
        return frozenset(node.id for node in self.nodes if node.id)


@dataclass(frozen=True, slots=True)
class Strand:
    """What one use takes from one gift: its part of the drawing. Empty ids: nobody, the whole cell."""

    donor: str
    project: str
    use: str
    persons: tuple[str, ...]
    cents: int
    over: int = 0  # the part of ``cents`` above the gift's amount


@dataclass(frozen=True, slots=True)
class Rest:
    """What is left of one gift."""

    donor: str
    cents: int


def drawn(strands: Iterable[Strand], rests: Iterable[Rest], most: int) -> Flow:
    """Return the drawing, with at most ``most`` records in a column: the others, with the smaller streams, are a group.

    The cents of a use are parted evenly among its persons, the odd ones to the first by id.
    """
    taken, left = [strand for strand in strands if strand.cents], [rest for rest in rests if rest.cents]
    parts = _parts(taken)
    given = [(strand.donor, strand.cents - strand.over) for strand in taken]
    donors = _Side(Column.DONORS, _DONORS, [*given, *((rest.donor, rest.cents) for rest in left)], most)
    projects = _Side(Column.PROJECTS, _PROJECTS, [(strand.project, strand.cents) for strand in taken], most)
    uses = _Side(Column.USES, _USES, [(strand.use, strand.cents) for strand in taken], most)
    persons = _Side(Column.PERSONS, _PERSONS, [(person, cents) for _, person, cents in parts], most)
    streams: Counter[tuple[_End, _End]] = Counter()
    for strand in taken:
        project = projects.place(strand.project)
        streams[donors.place(strand.donor), project] += strand.cents - strand.over
        streams[_OVER, project] += strand.over
        streams[project, uses.place(strand.use)] += strand.cents
    for rest in left:
        streams[donors.place(rest.donor), _LEFT] += rest.cents
    for use, person, cents in parts:
        streams[uses.place(use), persons.place(person)] += cents
    members = {end: side.members(end) for side in (donors, projects, uses, persons) for end in side.ends}
    return _flow({ends: cents for ends, cents in streams.items() if cents}, members)


class _End(NamedTuple):
    """A node to be: where it stands, what it is, and which record; of a group or of nobody, none."""

    column: Column
    group: bool
    kind: NodeKind
    id: str = ""

    @property
    def key(self) -> str:
        return f"{self.kind.value}:{self.id}" if self.id else self.kind.value


class _Kinds(NamedTuple):
    """What the nodes of a column are: a record, no record, all others."""

    one: NodeKind
    none: NodeKind
    others: NodeKind


_DONORS = _Kinds(NodeKind.DONOR, NodeKind.NO_DONOR, NodeKind.OTHER_DONORS)
_PROJECTS = _Kinds(NodeKind.PROJECT, NodeKind.CELL, NodeKind.OTHER_PROJECTS)
_USES = _Kinds(NodeKind.USE, NodeKind.OTHER_USES, NodeKind.OTHER_USES)
_PERSONS = _Kinds(NodeKind.PERSON, NodeKind.NOBODY, NodeKind.OTHER_PERSONS)
_OVER = _End(Column.DONORS, group=True, kind=NodeKind.OVER)
_LEFT = _End(Column.PROJECTS, group=True, kind=NodeKind.LEFT)


class _Side:
    """The nodes of one column: each record one of its own, or part of the group of all others."""

    def __init__(self, column: Column, kinds: _Kinds, amounts: Iterable[tuple[str, int]], most: int) -> None:
        sums: Counter[str] = Counter()
        for name, cents in amounts:
            sums[name] += cents
        chosen = frozenset(sorted(filter(None, sums), key=lambda name: (-sums[name], name))[:most])
        self._ends = {name: _end(column, kinds, name, chosen) for name in sums}

    @property
    def ends(self) -> frozenset[_End]:
        return frozenset(self._ends.values())

    def place(self, name: str) -> _End:
        return self._ends[name]

    def members(self, end: _End) -> int:
        return sum(bool(name) for name, found in self._ends.items() if found == end)


def _end(column: Column, kinds: _Kinds, name: str, chosen: frozenset[str]) -> _End:
    if not name:
        return _End(column, group=True, kind=kinds.none)
    return _End(column, False, kinds.one, name) if name in chosen else _End(column, group=True, kind=kinds.others)


def _parts(strands: Iterable[Strand]) -> list[tuple[str, str, int]]:
    """Return what flows from each use to each person."""
    sums: Counter[str] = Counter()
    persons: dict[str, tuple[str, ...]] = {}
    for strand in strands:
        sums[strand.use] += strand.cents
        persons[strand.use] = tuple(sorted(strand.persons)) or ("",)
    parts = []
    for use, cents in sums.items():
        even, odd = divmod(cents, len(persons[use]))
        parts += [(use, person, even + (place < odd)) for place, person in enumerate(persons[use])]
    return parts


def _flow(streams: Mapping[tuple[_End, _End], int], members: Mapping[_End, int]) -> Flow:
    into: Counter[_End] = Counter()
    out: Counter[_End] = Counter()
    for (source, target), cents in streams.items():
        out[source] += cents
        into[target] += cents
    nodes = tuple(
        Node(end.key, end.column, end.kind, end.id, members.get(end, 0), max(into[end], out[end]))
        for end in sorted(into.keys() | out.keys())
    )
    ordered = sorted(streams.items())
    return Flow(nodes, tuple(Stream(source.key, target.key, cents) for (source, target), cents in ordered))
