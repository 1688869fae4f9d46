"""``copy`` and ``repair``: what keeps a cell safe from its disk, as documents; and the copy of each day."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path

from idos_p2p.clock import Clock
from idos_p2p.ids import CellId
from idos_p2p.paths import Home
from idos_p2p.services.copies import (
    Copy,
    Source,
    daily_copies,
    make_copy,
    restore_copy,
    source_of,
)
from idos_p2p.services.found import Surroundings
from idos_p2p.services.salvage import is_sound, repair
from idos_p2p.services.unneeded import drop_old_if_room
from sync.worker import CellWorker
from ui.command.daily import copy_if_due
from ui.command.table import Document

IDLE_SECONDS = 60.0  # after a start, others are met first
AGAIN_SECONDS = 3_600.0


def made(source: Source, path: Path, clock: Clock) -> Document:
    """Make a copy where the person says; attachments are not in it, and how many that leaves out is told."""
    left_out = sum(found.is_file() for found in source.home.blobs(source.cell).rglob("*"))
    return {**copy_document(make_copy(source, path, clock.now_ms())), "attachments_left_out": left_out}


def listed(home: Home, cell_id: CellId) -> Document:
    """Return the copy of each day, the newest first."""
    return {"copies": [copy_document(copy) for copy in daily_copies(home, cell_id)]}


def restored(around: Surroundings, path: Path) -> Document:
    """Put a copy back; the present state is set aside."""
    done = restore_copy(around, path)
    return {**copy_document(done.copy), "aside": str(done.aside) if done.aside else None}


def repaired(around: Surroundings, cell_id: CellId) -> Document:
    """Make a damaged cell sound; a sound one is left as it is."""
    if is_sound(around, cell_id):
        return {"id": cell_id.hex(), "needed": False}
    done = repair(around, cell_id)
    return {
        "id": cell_id.hex(),
        "needed": True,
        "entries": done.entries,
        "missing": done.missing,
        "from_copy": done.from_copy,
        "pages": done.pages,
        "damaged": done.damaged,
        "own_lost": done.own_lost,
        "aside": done.aside,
    }


def copy_document(copy: Copy) -> Document:
    """Return a copy as ``copy list`` tells it."""
    made_at = datetime.fromtimestamp(copy.made_ms / 1000, UTC).isoformat(timespec="seconds")
    return {
        "id": copy.cell.hex(),
        "path": str(copy.path),
        "made": made_at,
        "entries": copy.entries,
        "size": copy.size,
        "protected": copy.protected,
        "passphrase": _needed(copy),
    }


def _needed(copy: Copy) -> str:
    if not copy.protected:
        return "none"
    return "current" if copy.current else "earlier"


async def copy_each_day(worker: CellWorker, home: Home, clock: Clock) -> None:
    """Keep the copy of each day while the home stays open, and a new one after an erasure, until cancelled.

    What nobody needs any more is let go of, too.
    """
    while True:
        await asyncio.sleep(IDLE_SECONDS)
        source = await worker.run(lambda cell: source_of(home, cell))
        copied = await asyncio.to_thread(copy_if_due, source, clock)
        await worker.run(drop_old_if_room)
        if not copied:
            await asyncio.sleep(AGAIN_SECONDS)
