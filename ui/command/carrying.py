"""``carry``: the cell in a file that a USB key takes from one computer to another, as documents."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from idos_p2p.ids import DeviceId
from idos_p2p.services.cell import Cell
from idos_p2p.services.people import members
from idos_p2p.services.space import project_if_room
from sync.carry.reading import Reading, preview_bundle, read_bundle
from sync.carry.writing import write_bundle
from ui.command.table import Document, Options, Run


def _write(cell: Cell, options: Options) -> Document:
    written = write_bundle(cell, Path(options["path"]))
    return {
        "path": str(written.path),
        "entries": written.entries,
        "devices": written.devices,
        "size": written.size,
        "attachments_left_out": len(cell.store.blobs.held()),
    }


def _read(cell: Cell, options: Options) -> Document:
    path = Path(options["path"])
    if options["preview"]:
        return {"preview": True, **_reading_document(cell, preview_bundle(cell, path))}
    reading = read_bundle(cell, path)
    project_if_room(cell)
    return {"preview": False, **_reading_document(cell, reading)}


def _reading_document(cell: Cell, reading: Reading) -> dict[str, Document]:
    made_at = datetime.fromtimestamp(reading.made_ms / 1000, UTC).isoformat(timespec="seconds")
    names = {device: member.name for member in members(cell) for device in member.devices}
    stopped = reading.stopped
    return {
        "from": _device_document(reading.exporter, names),
        "member": cell.membership.effective(reading.exporter),
        "made": made_at,
        "carried": reading.entries,
        "entries": sum(reading.news.values()),
        "news": [
            {**_device_document(device, names), "entries": count} for device, count in sorted(reading.news.items())
        ],
        "lacking": reading.lacking,
        "equal": reading.equal,
        "stopped": {"code": stopped.code, "fields": stopped.fields} if stopped else None,
    }


def _device_document(device: DeviceId, names: Mapping[DeviceId, str]) -> dict[str, str]:
    return {"device": device.hex(), "name": names.get(device, "")}


COMMANDS: Mapping[str, Run] = {"carry write": _write, "carry read": _read}
