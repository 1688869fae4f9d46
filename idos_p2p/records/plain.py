"""What a record holds, as JSON says it: the one way its values are told, with or without the binding."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from idos_p2p.records.change import (
    DELETE,
    HEAD,
    MAKE_LIST,
    MAKE_MAP,
    MAKE_TEXT,
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
    held = _written_in_order(change.operations)
    if held is not None:
        return held
    reader = _Reader()
    for operation in change.operations:
        reader.apply(operation)
    return reader.tell_map(None)


def _written_in_order(operations: Sequence[Operation]) -> dict[str, Plain] | None:
    """Return what operations hold that write each text from its first character to its last, as nearly all do.

    None where one of them deletes or replaces, or writes in the middle, or in a list: then places must be followed.
    """
    held = _Appended()
    target, last, characters = None, HEAD, list[str]()  # the text that the operation before wrote in, and where
    for operation in operations:
        identifier, place, key, insert, action, value, _ = operation
        if not insert:
            if not held.put(operation):
                return None
            continue
        if place != target or key != last:
            begun = held.texts.get(place)
            if begun is None or begun or key != HEAD:
                return None
            target, characters = place, begun
        if action != SET or not isinstance(value, str):
            return None
        characters.append(value)
        last = identifier
    return held.told()


class _Appended:
    """Maps in which each key is put once, and texts that grow at their end."""

    def __init__(self) -> None:
        self.texts: dict[OperationId | None, list[str]] = {}
        self._maps: dict[OperationId | None, dict[str, Plain]] = {None: {}}
        self._places: list[tuple[dict[str, Plain], str, OperationId]] = []  # where each text stands

    def put(self, operation: Operation) -> bool:
        """Put a value under a key that has none yet; say whether this is all that the operation does."""
        identifier, target, key, _, action, value, _ = operation
        owner = self._maps.get(target)
        if owner is None or not isinstance(key, str) or key in owner or action not in (SET, MAKE_MAP, MAKE_TEXT):
            return False
        if action == SET:
            owner[key] = scalar(value)
        elif action == MAKE_MAP:
            owner[key] = self._maps[identifier] = {}
        else:
            owner[key] = ""
            self.texts[identifier] = []
            self._places.append((owner, key, identifier))
        return True

    def told(self) -> dict[str, Plain]:
        """Return all that was put, by key."""
        for owner, key, text in self._places:
            owner[key] = "".join(self.texts[text])
        return _by_key(self._maps[None])


def _by_key(held: dict[str, Plain]) -> dict[str, Plain]:
    return {key: _by_key(value) if isinstance(value := held[key], dict) else value for key in sorted(held)}


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
