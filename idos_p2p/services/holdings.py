"""What this installation knows of how far others' computers are: at least so far, from what they have shown of it."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from idos_p2p.ids import DeviceId, EntryId
from idos_p2p.log.chain import Height
from idos_p2p.log.heights import Heights
from idos_p2p.services.carry import Reached, Span, reached
from idos_p2p.services.cell import Cell

MOST_ROWS = 8_192  # heads remembered of one computer, as many as one may tell in a meeting; 600 KB

_Rows = tuple[tuple[bytes, int, bytes], ...]


def note_holdings(cell: Cell, device: DeviceId, ends: Heights) -> None:
    """Remember that a device holds these entries, and so all that is before each of them, in a transaction of its own.

    What was known of it before stands where this says nothing of a log. Of a device that is not of the cell, nothing
    is remembered, nor of more heads than anybody has.
    """
    known = _known(cell, device)
    rows = {**known, **{each: tuple(heights) for each, heights in ends.items() if heights}}
    told = tuple((each, height.count, height.head) for each, heights in sorted(rows.items()) for height in heights)
    if rows == known or not cell.membership.effective(device) or len(told) > MOST_ROWS:
        return
    with cell.store.transaction():
        cell.store.facts.set(_fact(device), msgspec.msgpack.encode(told))


def known_of(cell: Cell, devices: Iterable[DeviceId]) -> Reached:
    """Return how far along each branch all of these devices are at least; nowhere for one that has shown nothing."""
    logs = cell.logs()
    led = [_reached(cell, device) for device in devices]
    return {
        each: [min((_at(one, each, number) for one in led), default=0) for number in range(len(branches))]
        for each, branches in logs.items()
    }


def _reached(cell: Cell, device: DeviceId) -> Reached:
    """Return how far a device is: whoever holds an entry holds its history."""
    rows = _known(cell, device)
    ends = [(each, height) for each, heights in rows.items() for height in heights]
    return reached(cell, [Span(each, 0, height.count, height.head) for each, height in ends])


def _known(cell: Cell, device: DeviceId) -> dict[DeviceId, tuple[Height, ...]]:
    if device == cell.device:
        return dict(cell.heights())
    stored = cell.store.facts.get(_fact(device))
    found: dict[DeviceId, tuple[Height, ...]] = {}
    for each, count, head in msgspec.msgpack.decode(stored, type=_Rows) if stored else ():
        found[DeviceId(each)] = (*found.get(DeviceId(each), ()), Height(count, EntryId(head)))
    return found


def _at(led: Reached, device: DeviceId, position: int) -> int:
    places = led.get(device, ())
    return places[position] if position < len(places) else 0


def _fact(device: DeviceId) -> str:
    return f"holds/{device.hex()}"
