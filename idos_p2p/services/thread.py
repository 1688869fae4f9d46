"""From a gift to its effect and back, in one cell."""

from __future__ import annotations

from idos_p2p.errors import RefusedError
from idos_p2p.services.cell import Cell
from idos_p2p.services.who import who
from idos_p2p.views.gifts import Gifts, gifts, years
from idos_p2p.views.ledger import YearAccount
from idos_p2p.views.period import ALWAYS, Period
from idos_p2p.views.records import find
from idos_p2p.views.thread import Thread, thread

STARTS = ("gift", "use", "contribution", "person", "project")
"""The kinds of records from which the thread can be taken."""

MOST_LINES = 200  # gifts, or uses, that one answer tells


def thread_from(cell: Cell, record_id: str, period: Period = ALWAYS, most: int = MOST_LINES) -> Thread:
    """Return the thread that this record (id or prefix) is part of.

    Raises RefusedError: ``thread_start`` for a kind that is no part of it, and those of ``views.records.find``.
    """
    start = find(cell.store.reader, record_id)
    if start.kind not in STARTS:
        raise RefusedError("thread_start", kind=start.kind, accepted=", ".join(STARTS))
    return thread(cell.store.reader, who(cell), start, period, most)


def gifts_of(cell: Cell, period: Period = ALWAYS, most: int = MOST_LINES) -> Gifts:
    """Return the gifts given in a period and what became of them."""
    return gifts(cell.store.reader, who(cell), period, most)


def years_of(cell: Cell) -> tuple[YearAccount, ...]:
    """Return the account of each calendar year, the earliest first."""
    return years(cell.store.reader)
