"""The commands about one's own computers that need nothing but an opened cell."""

from __future__ import annotations

from collections.abc import Mapping

from idos_p2p.services.cell import Cell
from idos_p2p.services.devices import own_devices, revoke
from ui.command.table import Document, Options, Run


def _list(cell: Cell, _options: Options) -> Document:
    return [{"device": each.device.hex(), "here": each.here, "entries": each.entries} for each in own_devices(cell)]


def _revoke(cell: Cell, options: Options) -> Document:
    return {"device": revoke(cell, options["device"]).hex()}


COMMANDS: Mapping[str, Run] = {"device list": _list, "device revoke": _revoke}
