"""The one place that writes acts of authority with what belongs to them: records and acts, in one durable step."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from idos_p2p.governance.acts import ActBody
from idos_p2p.ids import EntryId, RecordName
from idos_p2p.services.cell import Cell
from idos_p2p.services.project import project_records
from idos_p2p.services.write import write_new


class Step:
    """What one step writes: all of it, or nothing. No undo takes it back: others may have answered it already."""

    def __init__(self, cell: Cell) -> None:
        self._cell = cell
        self._pen = cell.pen()
        self._fresh: list[RecordName] = []
        self._acts = 0
        self.entries = 0
        self.ids: frozenset[str] = frozenset()
        self.kinds: frozenset[str] = frozenset()
        self.concluded = False

    def record(self, kind: str, values: Mapping[str, object]) -> str:
        """Write a new record and return its id. Raises RefusedError as ``services.write.add``."""
        record_id, name = write_new(self._cell, self._pen, kind, values)
        self._fresh.append(name)
        return record_id

    def act(self, body: ActBody) -> EntryId:
        """Write an act that knows of all that was concluded so far, and return its id."""
        self._acts += 1
        return self._pen.write([self._cell.act(body)])[0].id

    def conclude(self) -> None:
        """Conclude from what was written so far, so that what follows stands on it."""
        self.entries += self._pen.seal()
        if self._acts:
            self.concluded = True
            self._cell.refresh_membership()
        projected = project_records(self._cell, self._fresh)
        self.ids |= projected.ids
        self.kinds |= projected.kinds
        self._fresh, self._acts = [], 0
        self._pen = self._cell.pen()


@contextmanager
def one_step(cell: Cell) -> Iterator[Step]:
    """Give a step in a transaction of its own, and tell what it wrote once that is durable.

    Raises RefusedError: ``not_member_yet``, ``device_restored``.
    """
    cell.require_membership()
    step: Step | None = None
    try:
        with cell.store.transaction():
            step = Step(cell)
            yield step
            step.conclude()
    except BaseException:
        if step is not None and step.concluded:
            cell.forget_unsaved()
        raise
    cell.tell(entries=step.entries, ids=step.ids, kinds=step.kinds)
    if step.concluded:
        cell.tell_members_changed()
