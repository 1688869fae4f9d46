"""The gate, second half: what needs the record so far.

Each change is judged against its own causal past, that of its dependencies, never against what happened to arrive
before it: the verdict is the same in any order of arrival, and an honest change is never refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from idos_p2p.limits import MAX_DEPTH, MAX_REWRITES
from idos_p2p.records.causality import Causality
from idos_p2p.records.change import (
    DELETE,
    HEAD,
    MAKE_MAP,
    MAKE_TEXT,
    SET,
    Change,
    ChangeHash,
    GateRefusal,
    Operation,
    OperationId,
)

Slot = tuple[OperationId | None, str] | OperationId
"""A place that holds a value: a key of a map, or an element of a list or text."""


class _Object(NamedTuple):
    kind: int  # the action that made it
    depth: int  # how many objects it lies in


_ROOT = _Object(MAKE_MAP, 0)


class _Edit(NamedTuple):
    """What one change does to one slot, its intermediate steps left out: nobody else can ever have seen those."""

    replaced: tuple[OperationId, ...]  # what the slot held in the change's past
    last: OperationId
    left: tuple[OperationId, ...]  # what it holds after: the last operation, or nothing
    writes: int = 1  # how often the change wrote there


@dataclass(slots=True)
class _Draft:
    """What one change would add, kept apart until the whole change is accepted."""

    past: Mapping[bytes, int]
    whole: bool  # its past is all that is known
    objects: dict[OperationId, _Object] = field(default_factory=dict)
    elements: dict[OperationId, OperationId] = field(default_factory=dict)
    edits: dict[Slot, _Edit] = field(default_factory=dict)


class RecordContext:
    """The objects, elements and values of one record, as far as its accepted changes go."""

    def __init__(self) -> None:
        self._causality = Causality()
        self._objects: dict[OperationId, _Object] = {}
        self._elements: dict[OperationId, OperationId] = {}  # element → its list or text
        self._held: dict[Slot, tuple[OperationId, ...]] = {}  # values that nothing replaced, ascending
        self._replaced: dict[Slot, dict[OperationId, list[OperationId]]] = {}  # values replaced, by which operations

    def missing(self, change: Change) -> tuple[ChangeHash, ...]:
        """Return the dependencies that are not accepted here: while there are any, the change waits."""
        return tuple([dependency for dependency in change.dependencies if dependency not in self._causality])

    def admit(self, change: Change) -> None:
        """Accept a change whose dependencies are all accepted, or raise ``GateRefusal`` and change nothing."""
        past = self._causality.past_of(change)
        self._check_place(change, past)
        draft = _Draft(past, whole=self._causality.is_everything(past))
        self._draft_all(change, draft)
        self._commit(change, draft)

    def _check_place(self, change: Change, past: Mapping[bytes, int]) -> None:
        """Check how the change continues the record: only the creating change has no dependency."""
        if not change.dependencies:
            if len(self._causality):
                raise GateRefusal("dependencies")
            if change.seq != 1:
                raise GateRefusal("sequence")
            if change.start_op != 1:
                raise GateRefusal("start_op")
            return
        if change.seq != past.get(change.actor, 0) + 1 or self._causality.has_place(change.actor, change.seq):
            raise GateRefusal("sequence")
        if change.start_op != 1 + self._causality.last_operation(change):
            raise GateRefusal("start_op")

    def _draft_all(self, change: Change, draft: _Draft) -> None:
        """Check the operations in order, and note in the draft what each one does."""
        before: Operation | None = None
        for operation in change.operations:
            if before is not None and operation.insert and _continues(operation, before):
                draft.elements[operation.id] = draft.elements[before.id]  # of a run, as typed: no need to look it up
            elif operation.target is None and operation.action == SET and self._is_first(operation, draft):
                draft.edits[None, str(operation.key)] = _Edit((), operation.id, (operation.id,))
            else:
                self._draft(operation, draft)
            before = operation

    def _is_first(self, operation: Operation, draft: _Draft) -> bool:
        """Tell whether an operation in the root map replaces nothing, and finds nothing there."""
        slot = (None, str(operation.key))
        return not operation.predecessors and slot not in draft.edits and slot not in self._held

    def _draft(self, operation: Operation, draft: _Draft) -> None:
        target, key = operation.target, operation.key
        place = _ROOT if target is None else self._place(target, draft)
        if isinstance(key, str):
            if place.kind != MAKE_MAP:
                raise GateRefusal("object")
            self._replace(operation, (target, key), draft)
        else:
            self._check_element(operation, key, place, draft)
            if operation.insert:
                draft.elements[operation.id] = target or HEAD
            else:
                self._replace(operation, key, draft)
        if operation.action not in (SET, DELETE):
            if place.depth >= MAX_DEPTH:
                raise GateRefusal("depth")
            draft.objects[operation.id] = _Object(operation.action, place.depth + 1)

    def _place(self, target: OperationId, draft: _Draft) -> _Object:
        """Return the object an operation works in, which its author must have known."""
        place = draft.objects.get(target)
        if place is None:
            place = self._objects.get(target)
            if place is None or not self._knew(target, draft):
                raise GateRefusal("object")
        return place

    def _check_element(self, operation: Operation, key: OperationId, place: _Object, draft: _Draft) -> None:
        if place.kind == MAKE_MAP:
            raise GateRefusal("object")
        if place.kind == MAKE_TEXT and operation.action != DELETE and not _is_character(operation):
            raise GateRefusal("character")
        if key == HEAD or draft.elements.get(key) == operation.target:
            return
        if self._elements.get(key) != operation.target or not self._knew(key, draft):
            raise GateRefusal("element")

    def _replace(self, operation: Operation, slot: Slot, draft: _Draft) -> None:
        """Check that the operation replaces exactly what its author saw in the slot."""
        edit = draft.edits.get(slot)
        writes = 1
        if edit is not None:
            replaced, seen, writes = edit.replaced, edit.left, edit.writes + 1
        elif isinstance(operation.key, str) and slot not in self._held:
            replaced = seen = ()
        else:
            replaced = seen = self._visible(slot, draft)
        if operation.predecessors != seen or not (seen or isinstance(operation.key, str)):
            raise GateRefusal("predecessors")
        if writes > MAX_REWRITES:
            raise GateRefusal("rewrites")
        left = () if operation.action == DELETE else (operation.id,)
        draft.edits[slot] = _Edit(replaced, operation.id, left, writes)

    def _visible(self, slot: Slot, draft: _Draft) -> tuple[OperationId, ...]:
        """Return the values the slot held in the draft's past, ascending."""
        held = self._held.get(slot)
        if held is None:
            return _untouched(slot)
        if draft.whole:
            return held
        seen = [value for value in held if self._knew(value, draft)]
        for value, replacements in self._replaced.get(slot, {}).items():
            if self._knew(value, draft) and not any(self._knew(other, draft) for other in replacements):
                seen.append(value)
        return tuple(sorted(seen))

    def _knew(self, operation: OperationId, draft: _Draft) -> bool:
        """Tell whether the draft's author knew an operation that is already accepted."""
        return draft.whole or self._causality.knew(draft.past, operation)

    def _commit(self, change: Change, draft: _Draft) -> None:
        if not len(self._causality):
            self._objects, self._elements = draft.objects, draft.elements
            self._held = {slot: edit.left for slot, edit in draft.edits.items()}
            self._causality.add(change, draft.past)
            return
        self._causality.add(change, draft.past)
        self._objects.update(draft.objects)
        self._elements.update(draft.elements)
        for slot, (replaced, last, left, _) in draft.edits.items():
            held = self._held.get(slot, _untouched(slot))
            if replaced:
                graves = self._replaced.setdefault(slot, {})
                for value in replaced:
                    graves.setdefault(value, []).append(last)
                held = tuple(value for value in held if value not in replaced)
            self._held[slot] = tuple(sorted(held + left)) if held else left


def _untouched(slot: Slot) -> tuple[OperationId, ...]:
    """Return what a slot holds before any change names it: an element, what inserted it; a key, nothing."""
    counter, name = slot
    return () if isinstance(name, str) or not isinstance(counter, int) else ((counter, name),)


def _continues(operation: Operation, before: Operation) -> bool:
    """Tell whether an insertion puts one character right after the element that the operation before it made."""
    same_place = operation.key == before.id and before.insert and operation.target == before.target
    return same_place and _is_character(operation)


def _is_character(operation: Operation) -> bool:
    """Tell whether the operation puts exactly one character."""
    return operation.action == SET and isinstance(operation.value, str) and len(operation.value) == 1
