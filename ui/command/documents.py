"""What commands answer, as the JSON documents of design §8."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING

from idos_p2p.clock import moment_of
from idos_p2p.ids import DeviceId
from idos_p2p.log.branches import Logs, forked_at, heads
from idos_p2p.records.kinds import Value
from idos_p2p.services.cell import Cell
from idos_p2p.services.people import Member, writers
from idos_p2p.views.records import RecordView
from ui.command.table import Document

if TYPE_CHECKING:
    from idos_p2p.services.told import Behind
    from idos_p2p.services.voices import Voice
    from sync.carry.series import FolderStatus


def record(view: RecordView) -> dict[str, Value]:
    """Return a record as ``list`` gives it: the same on every device that holds the same."""
    marked: dict[str, Value] = {"contested": True} if view.contested else {}
    return {"id": view.id, "kind": view.kind, **dict(sorted(view.fields.items())), **marked}


def record_with_versions(cell: Cell, view: RecordView) -> dict[str, Document]:
    """Return a record as ``show`` gives it, with the versions of fields that hold several and who wrote each."""
    names = writers(cell)
    document: dict[str, Document] = dict(record(view))
    if view.versions:
        document["versions"] = {
            field: [
                {"value": version.value, "who": names.get(version.device, ""), "entry": version.entry.hex()}
                for version in versions
            ]
            for field, versions in sorted(view.versions.items())
        }
    return document


def heights(logs: Logs) -> dict[str, Document]:
    """Return how many entries the longest history of each device has."""
    return {device.hex(): max(branch.height.count for branch in logs[device]) for device in sorted(logs)}


def forks(logs: Logs, settled: Collection[DeviceId]) -> list[dict[str, Document]]:
    """Return the devices that wrote several histories, from where these differ, and the ids of their ends.

    Without those that are settled: a cut says which of the histories counts.
    """
    return [
        {"device": device.hex(), "from": place, "heads": [height.head.hex() for height in heads(logs[device])]}
        for device in sorted(logs)
        if device not in settled and (place := forked_at(logs[device])) is not None
    ]


def member(found: Member, why: Iterable[Behind] | None) -> dict[str, Document]:
    """Return a member, with the acts behind what they are when these are given."""
    document: dict[str, Document] = {
        "person": found.records[0] if found.records else "",
        "name": found.name,
        "roles": _words(found.fields),
        "status": found.status.value,
        "chamber": found.chamber.value,
        "devices": [device.hex() for device in found.devices],
    }
    return document if why is None else {**document, "why": behind(why)}


def behind(acts: Iterable[Behind]) -> list[Document]:
    """Return the acts behind a fact: which fact, who wrote the act, and when."""
    return [{"fact": one.code, "act": one.act, "who": voice(one.who), "when": moment(one.when_ms)} for one in acts]


def voice(found: Voice) -> dict[str, Document]:
    """Return a person whom acts name."""
    return {"id": found.record, "name": found.name, "person": found.person.hex()}


def moment(time_ms: int) -> str:
    """Return a moment as documents write it."""
    return moment_of(time_ms).isoformat(timespec="seconds")


def _words(fields: Mapping[str, Value]) -> list[str]:
    roles = fields.get("roles")
    return roles if isinstance(roles, list) else []


def folder_document(status: FolderStatus) -> dict[str, Document]:
    """Return the shared folder of a home, as ``carry folder`` and ``cell show`` tell it."""
    looked = None if status.looked_ms is None else moment(status.looked_ms)
    folder = str(status.folder) if status.folder else None
    return {"folder": folder, "looked": looked, "code": status.code, "own": status.own, "others": status.others}
