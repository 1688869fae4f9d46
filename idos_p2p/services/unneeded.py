"""Attachments that nobody needs any more: those of an erased record go at once, others some time after the last name.

A record in the bin, an earlier version, an attachment taken away by mistake can all come back: so one that no record in
sight names is kept for ``KEPT_DAYS`` more, by this computer's clock.
"""

from __future__ import annotations

from collections.abc import Iterable

from idos_p2p.errors import RefusedError
from idos_p2p.ids import BlobHash
from idos_p2p.log.entry import Entry
from idos_p2p.records.attachments import ever_named
from idos_p2p.records.change import Change, GateRefusal
from idos_p2p.records.gate import examine
from idos_p2p.services.cell import Cell
from idos_p2p.views.attachments import still_named, wanted

KEPT_DAYS = 30  # as long as the bin
PURGE_DUE = "purge due"
"""The fact that something was erased, and that the file may still hold bytes of it."""

_DAY_MS = 24 * 60 * 60 * 1000
_HASH_BYTES = 32
_ERASED = "attachments of erased records"  # the fact that names, one after the other, those that may have to go


def note_erased(cell: Cell, entries: Iterable[Entry]) -> None:
    """Remember which attachments the bodies of these entries named, before they are dropped, in the transaction."""
    here = cell.store.blobs.held().keys() & ever_named(_changes(entries))
    if here:
        known = cell.store.facts.get(_ERASED) or b""
        cell.store.facts.set(_ERASED, known + b"".join(sorted(here)))


def drop_erased(cell: Cell) -> None:
    """Drop those that no other record names, in sight or in the bin; call it when every record has been projected."""
    noted = cell.store.facts.get(_ERASED)
    if not noted:
        return
    blobs = {BlobHash(noted[start : start + _HASH_BYTES]) for start in range(0, len(noted), _HASH_BYTES)}
    with cell.store.transaction():
        cell.store.blobs.drop(sorted(blobs - still_named(cell.store.reader, blobs)))
        cell.store.facts.set(_ERASED, b"")
        cell.store.facts.set(PURGE_DUE, b"1")


def drop_old(cell: Cell) -> int:
    """Drop those that no record in sight has named for ``KEPT_DAYS``; return how many.

    Nothing is done while records await judgement, for they may name some.
    """
    if cell.store.judgements.unjudged(1):
        return 0
    held, named, now = cell.store.blobs.held(), set(wanted(cell.store.reader)), cell.clock.now_ms()
    again = [blob for blob, one in held.items() if blob in named and one.unnamed_ms is not None]
    fresh = [blob for blob, one in held.items() if blob not in named and one.unnamed_ms is None]
    old = [
        blob
        for blob, one in held.items()
        if blob not in named and one.unnamed_ms is not None and now - one.unnamed_ms >= KEPT_DAYS * _DAY_MS
    ]
    if again or fresh or old:
        with cell.store.transaction():
            cell.store.blobs.mark(again, None)
            cell.store.blobs.mark(fresh, now)
            cell.store.blobs.drop(old)
            if old:
                cell.store.facts.set(PURGE_DUE, b"1")
    return len(old)


def drop_old_if_room(cell: Cell) -> None:
    """Do as ``drop_old``; what a full disk or a failing one refuses is done the next time."""
    try:
        drop_old(cell)
    except RefusedError as refused:
        if refused.code not in {"store_full", "store_io"}:
            raise


def _changes(entries: Iterable[Entry]) -> list[Change]:
    """Return the changes that these entries carry; what the gate refuses named nothing."""
    found = []
    for entry in entries:
        try:
            if entry.payload:
                found.append(examine(entry.payload.body, entry.header.device))
        except GateRefusal:
            continue
    return found
