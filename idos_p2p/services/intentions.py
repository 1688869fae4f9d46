"""What this device wrote last, one intention after the other, so that it can be taken back: places in its log alone.

Two facts hold them, newest last: those done, and those undone since. They hold no content, are bounded, and are written
in the transaction of the intention itself; of an earlier device of this installation (a restored copy) nothing is kept.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass

from idos_p2p.log.entry import Entry
from idos_p2p.services.cell import Cell

MOST_KEPT = 100  # nobody takes back more; 900 bytes with each write
_DONE, _UNDONE = "intentions done", "intentions undone"
_ITEM = struct.Struct(">IIB")


@dataclass(frozen=True, slots=True)
class Intention:
    """The entries of one intention: so many of this device's log, from ``first`` on.

    ``vain``: taking it back wrote nothing, since others had changed all of it; in the list of those undone it stands
    for itself then.
    """

    first: int
    count: int
    vain: bool = False


def done(cell: Cell) -> list[Intention]:
    """Return what can be undone, the oldest first."""
    return _read(cell, _DONE)


def undone(cell: Cell) -> list[Intention]:
    """Return the compensations that can be taken back in turn, the oldest first."""
    return _read(cell, _UNDONE)


def keep(cell: Cell, done: Sequence[Intention], undone: Sequence[Intention]) -> None:
    """Keep both lists, in the transaction under way."""
    for fact, intentions in ((_DONE, done), (_UNDONE, undone)):
        items = (_ITEM.pack(one.first, one.count, one.vain) for one in intentions[-MOST_KEPT:])
        written = b"".join([cell.device, *items]) if intentions else b""
        if (cell.store.facts.get(fact) or b"") != written:
            cell.store.facts.set(fact, written)


def remember(cell: Cell, intention: Intention) -> None:
    """Note what was just written, in the transaction under way: it can be undone, and nothing can be redone."""
    if intention.count:
        keep(cell, [*done(cell), intention], [])


def forget_all(cell: Cell) -> None:
    """Let nothing of what was written so far be undone, in the transaction under way."""
    keep(cell, [], [])


def entries_of(cell: Cell, intention: Intention) -> list[Entry]:
    """Return the entries of an intention whose bodies are still here: none when all it wrote was erased."""
    line = cell.store.log.line(cell.device, 0, intention.first, intention.first + intention.count)
    return [entry for entry in line if entry.payload is not None and not entry.header.is_act]


def _read(cell: Cell, fact: str) -> list[Intention]:
    kept = cell.store.facts.get(fact) or b""
    if kept[:32] != cell.device or (len(kept) - 32) % _ITEM.size:
        return []
    return [Intention(first, count, bool(vain)) for first, count, vain in _ITEM.iter_unpack(kept[32:])]
