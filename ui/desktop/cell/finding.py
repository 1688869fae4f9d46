"""What Ctrl+K asks, answered by the search of the cell."""

from __future__ import annotations

from idos_p2p.services.cell import Cell
from idos_p2p.services.who import who
from idos_p2p.views.search import Group, search_by_kind
from ui.desktop.presenters.finding import Found


class FindRoom:
    """The window's ``FindPort``."""

    def __init__(self, cell: Cell) -> None:
        self._cell = cell

    def find(self, words: str, most: int) -> Found:
        """Return what has all these words by kind, at most ``most`` of each."""
        groups = search_by_kind(self._cell.store.reader, words, most)
        return Found(tuple(groups), self._persons(groups))

    def _persons(self, groups: list[Group]) -> dict[str, str]:
        """Return for each record of a person the one that stands for them."""
        if not any(group.kind == "person" for group in groups):
            return {}
        return dict(who(self._cell).records)
