"""What a record holds, as JSON says it: the one way its values are told, with or without the binding."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from idos_p2p.records.change import (
    DELETE,
    HEAD,
    MAKE_LIST,
    MAKE_MAP,
    SET,
    Change,
    Operation,
    OperationId,
    Scalar,
    Timestamp,
)
from idos_p2p.records.plan import Plain

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def moment(timestamp_ms: int) -> str:
    """Return a timestamp that the gate accepts as ISO 8601 in UTC, the same whatever the time zone of the reader."""
    return (_EPOCH + timedelta(milliseconds=timestamp_ms)).isoformat(timespec="milliseconds")


def plain_of(change: Change) -> dict[str, Plain]:
    """Return all that a record of this one change holds, as ``RecordDocument.fields`` does, without the binding.

    The change must be a creating one that passed both halves of the gate.
    """
    reader = _Reader()
    for operation in change.operations:
        reader.apply(operation)
    return reader.tell_map(None)


class _Reader:
    """Applies operations one after the other; each replaces all that stood in its place, for all is known to it."""

    def __init__(self) -> None:
        self._maps: dict[OperationId | None, dict[str, Operation]] = {None: {}}
        self._first: dict[OperationId, OperationId | None] = {}  # list or text → its first element
        self._next: dict[OperationId, OperationId | None] = {}  # element → the one after it, deleted ones included
        self._elements: dict[OperationId, Operation] = {}  # element → what it holds; absent when deleted

    def apply(self, operation: Operation) -> None:
        identifier, target, key, insert, action = operation[:5]
        if isinstance(key, str):
            if action == DELETE:
                del self._maps[target][key]
            else:
                self._maps[target][key] = operation
        elif insert:
            self._insert(identifier, target or HEAD, key)
            self._elements[identifier] = operation
        elif action == DELETE:
            del self._elements[key]
        else:
            self._elements[key] = operation
        if action == MAKE_MAP:
            self._maps[identifier] = {}
        elif action not in (SET, DELETE):
            self._first[identifier] = None

    def _insert(self, identifier: OperationId, target: OperationId, after: OperationId) -> None:
        """Put a new element right after another one; in one change, the newest comes first."""
        chain, place = (self._first, target) if after == HEAD else (self._next, after)
        self._next[identifier] = chain[place]
        chain[place] = identifier

    def tell_map(self, identifier: OperationId | None) -> dict[str, Plain]:
        held = self._maps[identifier]
        return {key: self._tell(held[key]) for key in sorted(held)}

    def _tell(self, operation: Operation) -> Plain:
        if operation.action == SET:
            return scalar(operation.value)
        if operation.action == MAKE_MAP:
            return self.tell_map(operation.id)
        held = [self._elements[element] for element in self._chain(operation.id) if element in self._elements]
        if operation.action == MAKE_LIST:
            return [self._tell(element) for element in held]
        return "".join([str(element.value) for element in held])

    def _chain(self, identifier: OperationId) -> list[OperationId]:
        """Return the elements of a list or text in order, deleted ones included."""
        chain: list[OperationId] = []
        element = self._first[identifier]
        while element is not None:
            chain.append(element)
            element = self._next[element]
        return chain


def scalar(value: Scalar) -> Plain:
    """Return one value that the gate decoded as JSON says it: bytes as hexadecimal, a moment as ISO 8601."""
    if isinstance(value, bytes):
        return value.hex()
    return moment(value) if isinstance(value, Timestamp) else value
