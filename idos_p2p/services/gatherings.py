"""The meeting under way and the last one, and each computer met: never shared, for it says who was when where.

A meeting begins when the first other is met, and ends when nobody has been there for a while, or by hand. Of the one
under way, or of the last one, is kept who was met, and how far every log was here when it began and when it ended. Of
each device of the cell is kept when it was last met, and how far every log was when both last held the same: what it
held at least. Bounded by the cell's devices. Facts of this store, in no log, in no bundle, and in no export.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

import msgspec

from idos_p2p.ids import DeviceId, PersonId
from idos_p2p.services.cell import Cell

APART_MS = 15 * 60_000  # a walk, a meal, a Wi-Fi that fails: whoever is back within it goes on with the same meeting
REMEMBER_MS = 5 * 60_000  # what is kept of a meeting that goes on is at most so old: each time is a durable write

_MEETING, _MET = "meeting", "met "  # facts; the second one is followed by the device, in hex

Held = Mapping[DeviceId, tuple[int, ...]]
"""How far every log goes: of each device, the count of entries along each branch, by the position it has here."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A meeting as it is kept. Times in milliseconds since 1970, by this computer's clock."""

    began_ms: int
    seen_ms: int  # when somebody was last seen to be there
    met: frozenset[PersonId]
    before: Held  # what was held here when it began
    after: Held | None = None  # what was held when all had gone; None while somebody is there
    ended_ms: int | None = None
    lingering: bool = False  # ended by hand, and not all have gone since

    @property
    def running(self) -> bool:
        """Whether it is under way."""
        return self.ended_ms is None


@dataclass(frozen=True, slots=True)
class Contact:
    """What is known of one device: when it was last met, and what it held when both last held the same."""

    met_ms: int
    equal_ms: int | None = None
    held: Held | None = None


def advance(kept: Kept | None, present: frozenset[PersonId], now_ms: int, held: Held) -> Kept | None:
    """Return the meeting after a look at who is there: begun, gone on, or ended. Pure; the same when nothing moved.

    ``held`` is what is held here now. To be asked at each change of who is there, and now and then.
    """
    if kept is not None and kept.running and now_ms - kept.seen_ms >= APART_MS:
        kept = replace(kept, ended_ms=kept.seen_ms, after=kept.after if kept.after is not None else held)
    if not present:
        return _without_anybody(kept, now_ms, held)
    if kept is None or (not kept.running and not kept.lingering):
        return Kept(now_ms, now_ms, present, held)
    if kept.lingering:
        return kept
    if present <= kept.met and kept.after is None and 0 <= now_ms - kept.seen_ms < REMEMBER_MS:
        return kept
    return replace(kept, seen_ms=now_ms, met=kept.met | present, after=None)


def ended(kept: Kept | None, now_ms: int, held: Held, *, alone: bool) -> Kept | None:
    """Return the meeting ended by hand; the next one begins with whoever comes once all have gone. Pure."""
    if kept is None or not kept.running:
        return kept
    after = kept.after if kept.after is not None else held
    return replace(kept, ended_ms=now_ms, after=after, lingering=not alone)


def _without_anybody(kept: Kept | None, now_ms: int, held: Held) -> Kept | None:
    if kept is None:
        return None
    if kept.lingering:
        return replace(kept, lingering=False)
    if kept.running and (kept.after is None or now_ms < kept.seen_ms):  # just left; or the clock was put back
        return replace(kept, seen_ms=now_ms, after=kept.after if kept.after is not None else held)
    return kept


def held_now(cell: Cell) -> Held:
    """Return how far every log goes here."""
    return {device: tuple(branch.height.count for branch in branches) for device, branches in cell.logs().items()}


def meeting(cell: Cell) -> Kept | None:
    """Return the meeting under way, else the last one; None when nobody was ever met."""
    found = _read(cell.store.facts.get(_MEETING), _Meeting)
    if found is None:
        return None
    met = frozenset(map(PersonId, found.met))
    after = None if found.after is None else _held(found.after)
    return Kept(found.began, found.seen, met, _held(found.before), after, found.ended, found.lingering)


def look_around(cell: Cell, present: Collection[PersonId]) -> bool:
    """Note who is there now, oneself aside but for another computer of one's own; say whether a meeting began or ended.

    Durable when anything changed that is worth it. The first look of a process is one at nobody.
    """
    before = meeting(cell)
    after = advance(before, frozenset(present), cell.clock.now_ms(), held_now(cell))
    if after is not None and after != before:
        with cell.store.transaction():
            _keep(cell, after)
    return _told_of(before) != _told_of(after)


def end_by_hand(cell: Cell, *, alone: bool = True) -> bool:
    """End the meeting under way, and say whether there was one. ``alone``: nobody is there any more."""
    before = meeting(cell)
    after = ended(before, cell.clock.now_ms(), held_now(cell), alone=alone)
    if after is None or after == before:
        return False
    with cell.store.transaction():
        _keep(cell, after)
    return True


def contacts(cell: Cell) -> dict[DeviceId, Contact]:
    """Return what is kept of each device that writes, or wrote, for somebody of the cell; none that was never met."""
    found = {device: contact(cell, device) for device in cell.membership.owners if device != cell.device}
    return {device: known for device, known in found.items() if known is not None}


def contact(cell: Cell, device: DeviceId) -> Contact | None:
    """Return what is kept of one device; None when it was never met."""
    found = _read(cell.store.facts.get(_MET + device.hex()), _Contact)
    if found is None:
        return None
    return Contact(found.met, found.equal, None if found.held is None else _held(found.held))


def remember(cell: Cell, met: Mapping[DeviceId, Contact]) -> None:
    """Keep what is known of these devices now, in one durable step; what was known of an earlier equality stays.

    A device of nobody is not kept: so who comes and goes cannot fill the store.
    """
    with cell.store.transaction():
        for device, known in met.items():
            if device in cell.membership.owners:
                before = contact(cell, device)
                equal = known if known.held is not None or before is None else before
                held = None if equal.held is None else _rows(equal.held)
                written = msgspec.msgpack.encode(_Contact(known.met_ms, equal.equal_ms, held))
                cell.store.facts.set(_MET + device.hex(), written)


_Rows = list[tuple[bytes, list[int]]]
_T = TypeVar("_T")


class _Meeting(msgspec.Struct, frozen=True, array_like=True):
    began: int
    seen: int
    met: list[bytes]
    before: _Rows
    after: _Rows | None
    ended: int | None
    lingering: bool


class _Contact(msgspec.Struct, frozen=True, array_like=True):
    met: int
    equal: int | None
    held: _Rows | None


def _read(kept: bytes | None, kind: type[_T]) -> _T | None:
    """Return what a fact holds; None for none, or for one that another version of this program wrote otherwise."""
    try:
        return msgspec.msgpack.decode(kept, type=kind) if kept else None
    except msgspec.MsgspecError:
        return None


def _told_of(kept: Kept | None) -> tuple[int, int | None] | None:
    return None if kept is None else (kept.began_ms, kept.ended_ms)


def _keep(cell: Cell, kept: Kept) -> None:
    after = None if kept.after is None else _rows(kept.after)
    row = _Meeting(
        kept.began_ms, kept.seen_ms, sorted(kept.met), _rows(kept.before), after, kept.ended_ms, kept.lingering
    )
    cell.store.facts.set(_MEETING, msgspec.msgpack.encode(row))


def _rows(held: Held) -> _Rows:
    return [(device, list(counts)) for device, counts in sorted(held.items())]


def _held(rows: _Rows) -> Held:
    return {DeviceId(device): tuple(counts) for device, counts in rows}
