"""One model for every list: frozen rows that have an id and say themselves aloud."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, Protocol, TypeVar

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

ROW = int(Qt.ItemDataRole.UserRole)
"""The role under which a row itself is given, to the delegate that draws it."""

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()


class Row(Protocol):
    """What a row has."""

    @property
    def id(self) -> str:
        """Different for each row of a list."""
        ...

    @property
    def spoken(self) -> str:
        """The row as a screen reader says it."""
        ...


R = TypeVar("R", bound=Row)


class RowsModel(QAbstractListModel, Generic[R]):
    """Rows in order. ``show`` changes only what is different, so that scrolling and the choice stay where they are.

    ``more`` is called when the view nears the end of a list that ``show`` said goes on.
    """

    def __init__(self, parent: QObject | None = None, more: Callable[[], None] | None = None) -> None:
        super().__init__(parent)
        self._rows: list[R] = []
        self._more = more
        self._goes_on = False

    @property
    def rows(self) -> tuple[R, ...]:
        """The rows shown now."""
        return tuple(self._rows)

    def rowCount(self, parent: Index = ROOT) -> int:
        """Return how many rows there are."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the row, or its words for screen readers and for typing ahead."""
        if not index.isValid() or not 0 <= index.row() < len(self._rows):
            return None
        row = self._rows[index.row()]
        if role == ROW:
            return row
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.DisplayRole):
            return row.spoken
        return None

    def canFetchMore(self, parent: Index) -> bool:
        """Return whether the list goes on."""
        return not parent.isValid() and self._goes_on

    def fetchMore(self, parent: Index) -> None:
        """Ask for what follows; it comes later, through ``show``."""
        if self.canFetchMore(parent) and self._more is not None:
            self._goes_on = False  # until the answer says so again: the view asks at each scroll
            self._more()

    def place_of(self, row_id: str) -> int:
        """Return where the row of that id stands, or -1."""
        return next((place for place, row in enumerate(self._rows) if row.id == row_id), -1)

    def show(self, rows: Sequence[R], *, goes_on: bool = False) -> None:
        """Show these rows instead."""
        self._goes_on = goes_on
        wanted = {row.id for row in rows}
        self._remove_others(wanted)
        kept = [row.id for row in self._rows]
        known = set(kept)
        if kept != [row.id for row in rows if row.id in known]:  # the order changed: nothing to keep in place
            self.beginResetModel()
            self._rows = list(rows)
            self.endResetModel()
            return
        self._insert_new(rows, known)
        self._tell_changes(rows)

    def _remove_others(self, wanted: set[str]) -> None:
        last = len(self._rows) - 1
        while last >= 0:
            if self._rows[last].id in wanted:
                last -= 1
                continue
            first = last
            while first > 0 and self._rows[first - 1].id not in wanted:
                first -= 1
            self.beginRemoveRows(ROOT, first, last)
            del self._rows[first : last + 1]
            self.endRemoveRows()
            last = first - 1

    def _insert_new(self, rows: Sequence[R], kept: set[str]) -> None:
        place = 0
        while place < len(rows):
            if rows[place].id in kept:
                place += 1
                continue
            end = place
            while end < len(rows) and rows[end].id not in kept:
                end += 1
            self.beginInsertRows(ROOT, place, end - 1)
            self._rows[place:place] = rows[place:end]
            self.endInsertRows()
            place = end

    def _tell_changes(self, rows: Sequence[R]) -> None:
        for place, row in enumerate(rows):
            if self._rows[place] != row:
                self._rows[place] = row
                index = self.index(place)
                self.dataChanged.emit(index, index)
