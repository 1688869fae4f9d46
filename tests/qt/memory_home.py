"""A computer in memory: the window's port before and beside a cell, over the honest cell of ``association``."""

from __future__ import annotations

from dataclasses import replace

from idos_p2p.errors import RefusedError
from tests.qt.association import MemoryCell, lively
from ui.desktop.presenters.ports import Notice, OpenedCell
from ui.desktop.presenters.this_computer import HomeCard


class MemoryHome:
    """A home that has a cell, or makes one."""

    def __init__(self, cell: MemoryCell | None = None, refusing: str = "", passphrase: str = "") -> None:
        self.cell = cell
        self.refusing = refusing
        self.passphrase = passphrase
        self.cards = [HomeCard("computer", "", protected=bool(passphrase), cells=1 if cell else 0)]
        self.at = "computer"
        self.asked: tuple[str, ...] = ()

    def open(self) -> OpenedCell | None:
        if self.at != "computer":
            return None
        if self.passphrase:
            raise RefusedError("passphrase_needed")
        return self._opened()

    def _opened(self) -> OpenedCell | None:
        if self.cell is not None and self.cell.closed:
            self.cell = lively()
        return self.cell

    def unlock(self, passphrase: str) -> OpenedCell | None:
        if passphrase != self.passphrase:
            raise RefusedError("passphrase_wrong")
        return self._opened()

    def homes(self) -> tuple[HomeCard, ...]:
        assert self.cell is None or self.cell.closed or not self.cell.listeners
        return tuple(self.cards)

    def choose(self, path: str) -> None:
        self.at = path

    def add_home(self, name: str) -> HomeCard:
        if any(card.name == name for card in self.cards):
            raise RefusedError("home_taken", name=name)
        self.cards.append(HomeCard(f"computer/{len(self.cards) + 1}", name, protected=False, cells=0))
        return self.cards[-1]

    def protect(self, before: str, after: str) -> bool:
        if before != self.passphrase:
            raise RefusedError("passphrase_wrong")
        self.passphrase = after
        return bool(after)

    def restore(self, path: str) -> OpenedCell:
        return self._replaced("restore", path)

    def repair(self) -> OpenedCell:
        return self._replaced("repair")

    def create(self, cell_name: str, person_name: str) -> OpenedCell:
        return self._made("create", cell_name, person_name)

    def join(self, link: str, person_name: str) -> OpenedCell:
        return self._made("join", link, person_name)

    def example(self, person_name: str) -> OpenedCell:
        return self._made("example", "Épicerie du Marronnier", person_name)

    def _replaced(self, *asked: str) -> OpenedCell:
        assert self.cell is None or self.cell.closed
        self.asked, refusing, before = asked, self.refusing, self.cell
        self.cell = lively()
        self.refusing = ""
        if before is not None:
            self.cell.copies = before.copies
        if refusing:
            raise RefusedError(refusing, path="a.idos-copy")
        self.cell.overview_now = replace(self.cell.overview_now, notices=(Notice("restored"),))
        return self.cell

    def _made(self, *asked: str) -> OpenedCell:
        self.asked = asked
        if self.refusing:
            raise RefusedError(self.refusing)
        self.cell = MemoryCell(asked[1], asked[2])
        return self.cell
