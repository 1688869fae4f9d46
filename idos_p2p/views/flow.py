"""The thread as a drawing of streams (Sankey): who gave, for which project, used for what, for whom, in cents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum


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
    """The whole drawing: nodes by column, then in the order of their records' ids, groups last; streams by their ends."""

    nodes: tuple[Node, ...] = ()
    streams: tuple[Stream, ...] = ()
