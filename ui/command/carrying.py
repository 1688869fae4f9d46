"""``carry``: the cell in a file that a USB key takes along, and in a folder that others carry; as documents."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from idos_p2p.ids import DeviceId
from idos_p2p.services.carry import Reached, settle
from idos_p2p.services.cell import Cell
from idos_p2p.services.holdings import known_of
from idos_p2p.services.people import about, members
from sync.carry.files import DiskFiles
from sync.carry.folder import Exchanged, Looked, exchanging
from sync.carry.reading import Reading, previewing, taking_in
from sync.carry.series import choose_folder, note_look, status_of
from sync.carry.steps import Step, Steps, carry_out
from sync.carry.writing import writing
from ui.command.documents import folder_document
from ui.command.table import Document, Options, Run


def _write(cell: Cell, options: Options) -> Steps[Document]:
    start = _known(cell, options["for_whom"]) if options["for_whom"] else None
    with_all = not options["no_attachments"]
    written = yield from writing(cell, DiskFiles(), Path(options["path"]), attachments=with_all, start=start)
    return {
        "path": str(written.path),
        "entries": written.entries,
        "devices": written.devices,
        "size": written.size,
        "attachments": written.attachments,
        "attachments_left_out": written.left_out,
    }


def _read(cell: Cell, options: Options) -> Steps[Document]:
    path = Path(options["path"])
    if options["preview"]:
        previewed = yield from previewing(cell, DiskFiles(), path)
        return {"preview": True, **_reading_document(cell, previewed)}
    reading = yield from taking_in(cell, DiskFiles(), path)
    while settle(cell):
        yield Step()
    return {"preview": False, **_reading_document(cell, reading)}


def _folder(cell: Cell, options: Options) -> Steps[Document]:
    if options["forget"]:
        choose_folder(cell, None)
    if options["forget"] or options["path"] is None:
        return folder_document(status_of(cell))
    folder = Path(options["path"])
    done = yield from exchanging(cell, DiskFiles(), folder, Looked())
    if not options["once"]:
        choose_folder(cell, folder)
        note_look(cell, done.held_up.code if done.held_up else "", busy=True)
    return {**folder_document(status_of(cell)), "exchanged": exchanged_document(cell, done)}


def _known(cell: Cell, person: str) -> Reached:
    """Return how far all computers of a person are, as far as they have shown it."""
    devices = [device for device in about(cell, person)[1] if cell.membership.effective(device)]
    return known_of(cell, devices)


def exchanged_document(cell: Cell, done: Exchanged) -> dict[str, Document]:
    """Return what a look at a shared folder brought."""
    return {
        "folder": str(done.folder),
        "received": sum(done.news.values()),
        "news": _news(cell, done.news),
        "read": done.read,
        "attachments": done.attachments,
        "written": done.entries,
        "enclosed": done.enclosed,
        "size": done.size,
        "unready": done.unready,
        "closed": done.closed,
        "held_up": {"code": done.held_up.code, "fields": done.held_up.fields} if done.held_up else None,
    }


def event_document(done: Exchanged) -> dict[str, Document]:
    """Return what a look at the shared folder brought, as ``serve`` tells it."""
    code = done.held_up.code if done.held_up else ""
    received = sum(done.news.values())
    return {"event": "folder", "received": received, "attachments": done.attachments, "size": done.size, "code": code}


def _reading_document(cell: Cell, reading: Reading) -> dict[str, Document]:
    names, stopped = _names(cell), reading.stopped
    return {
        "from": _device_document(reading.exporter, names),
        "member": cell.membership.effective(reading.exporter),
        "made": _moment(reading.made_ms),
        "carried": reading.entries,
        "entries": sum(reading.news.values()),
        "news": _news(cell, reading.news),
        "attachments": reading.attachments,
        "lacking": reading.lacking,
        "equal": reading.equal,
        "stopped": {"code": stopped.code, "fields": stopped.fields} if stopped else None,
    }


def _news(cell: Cell, news: Mapping[DeviceId, int]) -> list[Document]:
    names = _names(cell)
    return [{**_device_document(device, names), "entries": count} for device, count in sorted(news.items())]


def _names(cell: Cell) -> Mapping[DeviceId, str]:
    return {device: member.name for member in members(cell) for device in member.devices}


def _device_document(device: DeviceId, names: Mapping[DeviceId, str]) -> dict[str, str]:
    return {"device": device.hex(), "name": names.get(device, "")}


def _moment(time_ms: int) -> str:
    return datetime.fromtimestamp(time_ms / 1000, UTC).isoformat(timespec="seconds")


STEPS: Mapping[str, Callable[[Cell, Options], Steps[Document]]] = {
    "carry write": _write,
    "carry read": _read,
    "carry folder": _folder,
}
"""The same commands as work in steps, for a process that does other things meanwhile."""


def _now(begin: Callable[[Cell, Options], Steps[Document]]) -> Callable[[Cell, Options], Document]:
    def run(cell: Cell, options: Options) -> Document:
        return carry_out(begin(cell, options))

    return run


COMMANDS: Mapping[str, Run] = {name: _now(begin) for name, begin in STEPS.items()}
