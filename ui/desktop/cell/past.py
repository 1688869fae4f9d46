"""What Historique asks, answered by the services of history, undo and the bin."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress

from idos_p2p.errors import RefusedError
from idos_p2p.records.kinds import BY_NAME, FieldType, Value
from idos_p2p.services.bin import Binned, in_bin, past_its_days, put_back, remove
from idos_p2p.services.cell import Cell
from idos_p2p.services.day import day_of
from idos_p2p.services.history import Told, history, names_of_devices
from idos_p2p.services.undo import Undone, redo, restore, undo
from idos_p2p.services.who import who
from idos_p2p.views.records import changed_lately, find, titles
from ui.desktop.presenters.past import Latest, RecordPast, Taken

_LINKS = frozenset((FieldType.LINK, FieldType.LINKS, FieldType.SHARES))


class PastRoom:
    """The window's ``PastPort`` and ``UndoPort``."""

    def __init__(self, cell: Cell) -> None:
        self._cell = cell

    def latest(self, most: int) -> tuple[Latest, ...]:
        """Return the last change of each record changed lately, the newest first."""
        views = changed_lately(self._cell.store.reader, most)
        found = [(view, history(self._cell, view.id)) for view in views]
        told = [(view, entries[-1]) for view, entries in found if entries]
        names = self._names(value for _, last in told for value in _linked(last))
        return tuple(Latest(view, last, names) for view, last in told)

    def record(self, record: str) -> RecordPast:
        """Return a record, its history, and the names of what it leads to."""
        view = find(self._cell.store.reader, record)
        told = tuple(history(self._cell, view.id))
        ids = [value for entry in told for value in _linked(entry)]
        ids += [
            value
            for name, held in view.fields.items()
            if (field := _field(view.kind, name)) and field in _LINKS
            for value in _ids(held)
        ]
        writers = {device.hex(): name for device, name in names_of_devices(self._cell).items()}
        return RecordPast(view, told, self._names(ids), writers)

    def restore(self, record: str, entry: str) -> None:
        """Bring a record back to what it was at an entry of its history."""
        restore(self._cell, record, entry)

    def bin(self) -> tuple[Binned, ...]:
        """Return what is in the bin, the last put there first, what has passed its days at the end."""
        today = day_of(self._cell.clock.now_ms())
        return (*in_bin(self._cell, today), *past_its_days(self._cell, today))

    def remove(self, record: str) -> None:
        """Put a record in the bin."""
        remove(self._cell, record)

    def put_back(self, record: str) -> None:
        """Take a record out of the bin."""
        put_back(self._cell, record)

    def undo(self) -> Taken:
        """Take back what this computer wrote last."""
        return self._taken(undo(self._cell))

    def redo(self) -> Taken:
        """Write again what was taken back last."""
        return self._taken(redo(self._cell))

    def _taken(self, undone: Undone) -> Taken:
        found = []
        for record in undone.records:
            with suppress(RefusedError):
                view = find(self._cell.store.reader, record)
                found.append((view.kind, view.title))
        return Taken(tuple(found), undone.left)

    def _names(self, ids: Iterable[str]) -> dict[str, str]:
        wanted = {value for value in ids if value}
        known = who(self._cell).names
        named = titles(self._cell.store.reader, wanted)
        return {**named, **{person: known[person] for person in wanted if known.get(person)}}


def _field(kind: str, name: str) -> FieldType | None:
    known = BY_NAME.get(kind)
    field = known.field(name) if known else None
    return field.type if field else None


def _linked(told: Told) -> list[str]:
    """Return everything in the changes of an entry that may be a record's id."""
    return [value for change in told.changes for held in (change.before, change.after) for value in _ids(held)]


def _ids(value: Value) -> list[str]:
    if isinstance(value, str):
        return [value] if len(value) == 64 else []  # hexadecimal digits of an id
    if isinstance(value, list | dict):
        return [one for one in value if isinstance(one, str) and len(one) == 64]
    return []
