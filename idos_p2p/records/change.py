"""What a gated Automerge change is made of: the words shared by the gate, the context and the document."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, NamedTuple, NewType

from idos_p2p.ids import DeviceId

ChangeHash = NewType("ChangeHash", bytes)
"""32 bytes: how Automerge names a change, SHA-256 of its chunk without magic and checksum."""

OperationId = tuple[int, bytes]
"""(counter, actor): Automerge's Lamport identifier; it compares as the binding orders conflicts."""


class Timestamp(int):
    """A value that is a moment: milliseconds since 1970 in UTC."""


Scalar = str | int | float | bool | bytes | None

HEAD: Final[OperationId] = (0, b"")
"""Where the first element of a list or text is inserted."""

# The actions of the Automerge format that this program knows; the others are refused.
MAKE_MAP: Final = 0
SET: Final = 1
MAKE_LIST: Final = 2
DELETE: Final = 3
MAKE_TEXT: Final = 4


class GateRefusal(Exception):
    """A change that must not reach the binding. ``rule`` is the void's reason, the same word on every peer."""

    def __init__(self, rule: str) -> None:
        super().__init__(rule)
        self.rule = rule


class Operation(NamedTuple):
    """One operation of a change."""

    id: OperationId
    target: OperationId | None  # the object it works in; None is the record's root map
    key: str | OperationId  # a map's key, or the list element it sets, deletes or comes after
    insert: bool
    action: int
    value: Scalar  # what SET writes
    predecessors: tuple[OperationId, ...]  # the values it replaces, in ascending order


@dataclass(frozen=True, slots=True)
class Change:
    """One change that passed the gate's first half; only ``gate.examine`` makes one.

    Two changes are equal when their hashes are.
    """

    hash: ChangeHash
    body: bytes = field(compare=False, repr=False)  # as the entry carries it, whole
    actor: DeviceId = field(compare=False)
    seq: int = field(compare=False)  # this actor's place in the record, from 1
    start_op: int = field(compare=False)
    max_op: int = field(compare=False)
    dependencies: tuple[ChangeHash, ...] = field(compare=False)
    operations: tuple[Operation, ...] = field(compare=False, repr=False)
