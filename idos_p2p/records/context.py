"""The gate, second half: what needs the record so far.

Each change is judged against its own causal past, that of its dependencies, never against what happened to arrive
before it: the verdict is the same in any order of arrival, and an honest change is never refused. Only the limit of
what was written apart looks at all that was admitted: changes are admitted in the order of ``records/weaving.py``.
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
from idos_p2p.records.cost import Costs
from idos_p2p.records.places import Edit, Places, Slot, Stamp


class _Object(NamedTuple):
    kind: int  # the action that made it
    depth: int  # how many objects it lies in


_ROOT = _Object(MAKE_MAP, 0)


@dataclass(slots=True)
class _Draft:
    """What one change would add, kept apart until the whole change is accepted."""

    stamp: Stamp
    whole: bool  # its past is all that is known here
    first: bool  # it creates the record
    objects: dict[OperationId, _Object] = field(default_factory=dict)
    elements: dict[OperationId, OperationId] = field(default_factory=dict)
    edits: dict[Slot, Edit] = field(default_factory=dict)


class RecordContext:
    """The objects, elements and values of one record, as far as its accepted changes go."""

    def __init__(self) -> None:
        self._causality = Causality()
        self._objects: dict[OperationId, _Object] = {}
        self._elements: dict[OperationId, OperationId] = {}  # element → its list or text
        self._places = Places()
        self._costs = Costs()

    def missing(self, change: Change) -> tuple[ChangeHash, ...]:
        """Return the dependencies that are not accepted here: while there are any, the change waits."""
        return tuple([dependency for dependency in change.dependencies if dependency not in self._causality])

    def admit(self, change: Change) -> None:
        """Accept a change whose dependencies are all accepted, or raise ``GateRefusal`` and change nothing."""
        past = self._causality.past_of(change)
        self._check_place(change, past)
        first = not change.dependencies
        draft = _Draft(Stamp(change.actor, change.seq, past), first or self._causality.is_everything(past), first)
        self._draft_all(change, draft)
        if first:
            self._begin(change, draft)
        else:
            self._go_on(change, draft)

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
        elements = draft.elements
        last: OperationId | None = None  # the element that the operation before inserted, if it did
        place: OperationId | None = None  # where
        for operation in change.operations:
            identifier, target, key, insert, action = operation[:5]
            if insert and key == last and target == place and _is_character(operation):
                elements[identifier] = elements[last]  # of a run, as typed: no need to look it up
                last = identifier
            elif target is None and action == SET and self._is_first(operation, draft):
                draft.edits[None, str(key)] = Edit(draft.stamp, (), (identifier,))
                last = place = None
            else:
                self._draft(operation, draft)
                last, place = (identifier, target) if insert else (None, None)

    def _is_first(self, operation: Operation, draft: _Draft) -> bool:
        """Tell whether an operation in the root map replaces nothing, and finds nothing there."""
        slot = (None, str(operation.key))
        return not operation.predecessors and slot not in draft.edits and (draft.first or slot not in self._places)

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
        elif isinstance(operation.key, str) and slot not in self._places:
            replaced = seen = ()
        else:
            replaced = seen = self._visible(slot, draft)
        if operation.predecessors != seen or not (seen or isinstance(operation.key, str)):
            raise GateRefusal("predecessors")
        if writes > MAX_REWRITES:
            raise GateRefusal("rewrites")
        left = () if operation.action == DELETE else (operation.id,)
        draft.edits[slot] = Edit(draft.stamp, replaced, left, writes)

    def _visible(self, slot: Slot, draft: _Draft) -> tuple[OperationId, ...]:
        """Return the values the slot held in the draft's past, ascending."""
        return self._places.held(slot) if draft.whole else self._places.seen(slot, draft.stamp.past)

    def _knew(self, operation: OperationId, draft: _Draft) -> bool:
        """Tell whether the draft's author knew an operation that is already accepted."""
        return draft.whole or self._causality.knew(draft.stamp.past, operation)

    def _begin(self, change: Change, draft: _Draft) -> None:
        """Accept the creating change."""
        self._costs.begin(change, draft.edits)
        self._objects, self._elements = draft.objects, draft.elements
        self._places.add(draft.edits)
        self._causality.add(change, draft.stamp.past)

    def _go_on(self, change: Change, draft: _Draft) -> None:
        """Accept a further change, unless with it the record costs too much."""
        past = draft.stamp.past
        self._costs.add(change, self._costs.check(change, draft.edits, past, self._places, whole=draft.whole))
        self._objects.update(draft.objects)
        self._elements.update(draft.elements)
        self._places.add(draft.edits)
        self._causality.add(change, past)


def _is_character(operation: Operation) -> bool:
    """Tell whether the operation puts exactly one character."""
    return operation.action == SET and isinstance(operation.value, str) and len(operation.value) == 1
