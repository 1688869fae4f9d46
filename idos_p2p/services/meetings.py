"""What this installation remembers of meetings; never shared, for it says who was when where."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, NamedTuple

import msgspec
from msgspec import Meta

from idos_p2p.ids import DeviceId
from idos_p2p.services.cell import Cell
from idos_p2p.services.reopen import is_out

MAX_REMEMBERED = 64
"""Devices whose last address is kept: a room, and the computers that are always on; 5 KB."""

_LAST = "last meeting"
_PLACES = "places met at"
_PORT_SECRET = "port secret"  # noqa: S105  # the name of a fact
_BYTES = 8
_SECRET_BYTES = 16


class Place(NamedTuple):
    """Where a device was met last: a host that can be dialled, and the port it listened at."""

    host: str
    port: int


class _Kept(msgspec.Struct, frozen=True, array_like=True):
    """One device and its place, as the fact holds it; the most recently met stands last."""

    device: Annotated[bytes, Meta(min_length=32, max_length=32)]
    host: str
    port: Annotated[int, Meta(ge=1, le=65_535)]


def last_meeting(cell: Cell) -> int | None:
    """Return when this computer was last up to date with another one, in milliseconds since 1970; None: never."""
    kept = cell.store.facts.get(_LAST)
    return int.from_bytes(kept, "big") if kept else None


def remember_meeting(cell: Cell, time_ms: int) -> None:
    """Keep the moment of a meeting that ended with both sides equal."""
    with cell.store.transaction():
        cell.store.facts.set(_LAST, time_ms.to_bytes(_BYTES, "big"))


def remember_places(cell: Cell, met: Mapping[DeviceId, Place]) -> None:
    """Keep where these devices can be dialled again, for when nothing shows where they are."""
    kept = {device: place for device, place in remembered_places(cell).items() if device not in met}
    places = [_Kept(device, *place) for device, place in (*kept.items(), *met.items())]
    with cell.store.transaction():
        cell.store.facts.set(_PLACES, msgspec.msgpack.encode(places[-MAX_REMEMBERED:]))


def remembered_places(cell: Cell) -> dict[DeviceId, Place]:
    """Return where devices of the cell were met last, MAX_REMEMBERED at most, the most recently met last.

    Devices that were put out are left out.
    """
    kept = cell.store.facts.get(_PLACES)
    rows = msgspec.msgpack.decode(kept, type=list[_Kept]) if kept else []
    known = {DeviceId(row.device): Place(row.host, row.port) for row in rows}
    return {device: place for device, place in known.items() if not is_out(cell.membership, device)}


def port_secret(cell: Cell) -> bytes:
    """Return 16 random bytes of this installation, made the first time, from which its ports are chosen."""
    known = cell.store.facts.get(_PORT_SECRET)
    if known is None:
        known = cell.entropy(_SECRET_BYTES)
        with cell.store.transaction():
            cell.store.facts.set(_PORT_SECRET, known)
    return known
