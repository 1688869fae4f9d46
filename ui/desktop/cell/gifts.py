"""What Dons asks, answered by the services of the thread."""

from __future__ import annotations

from collections.abc import Iterable

from idos_p2p.services.cell import Cell
from idos_p2p.services.thread import gifts_of, thread_from, years_of
from idos_p2p.services.who import who
from idos_p2p.views.ledger import GiftLine
from idos_p2p.views.period import calendar_year
from idos_p2p.views.records import titles
from ui.desktop.presenters.gifts import GiftsYear, GiftThread


class GiftRoom:
    """The window's ``GiftsPort``."""

    def __init__(self, cell: Cell) -> None:
        self._cell = cell

    def years(self) -> tuple[int, ...]:
        """Return the years that have a gift or a use, the latest first."""
        return tuple(sorted((int(account.year) for account in years_of(self._cell) if account.year), reverse=True))

    def year(self, number: int) -> GiftsYear:
        """Return the gifts of a calendar year and what became of them."""
        found = gifts_of(self._cell, calendar_year(number))
        named = {node.id for node in found.flow.nodes if node.id} | {gift.donor for gift in found.gifts}
        return GiftsYear(found, self._names(named))

    def thread(self, record: str) -> GiftThread:
        """Return the thread that a record is part of."""
        found = thread_from(self._cell, record)
        named = {person for use in found.uses for person in (*use.persons, use.teller, use.writer)}
        named |= {gift.donor for gift in found.gifts} | {found.start, *found.persons}
        return GiftThread(found, {**{key: one.title for key, one in found.names.items()}, **self._names(named)})

    def open_gifts(self) -> tuple[tuple[GiftLine, str], ...]:
        """Return the gifts of which something is left, the newest first, each with its donor's name."""
        lines = [gift for gift in gifts_of(self._cell).gifts if gift.left and not gift.contested]
        names = self._names({gift.donor for gift in lines})
        return tuple((gift, names.get(gift.donor, "")) for gift in lines)

    def _names(self, ids: Iterable[str]) -> dict[str, str]:
        named = {name for name in ids if name}
        return {**titles(self._cell.store.reader, named), **self._persons(named)}

    def _persons(self, ids: set[str]) -> dict[str, str]:
        known = who(self._cell).names
        return {person: known[person] for person in ids if known.get(person)}
