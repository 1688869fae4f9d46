"""The room's sign as a process that meets others tells it: to ``room``, and as events of ``serve``."""

from __future__ import annotations

from sync.node import Node
from sync.room import DeviceHere, MeetingChanged, PersonHere, Sign, SignChanged
from sync.worker import CellWorker
from ui.command.room import document_of, voice
from ui.command.table import Document


async def show(node: Node, worker: CellWorker) -> Document:
    """Return what ``room`` answers here."""
    sign = node.sign
    return await worker.run(document_of, sign.others, sign_document(sign))


async def end_meeting(node: Node) -> Document:
    """End the meeting under way by hand."""
    return {"ended": await node.end_meeting()}


def event_document(event: SignChanged | MeetingChanged) -> dict[str, Document]:
    """Return what ``serve`` tells of the room when something of it changed."""
    match event:
        case SignChanged(sign=sign):
            return {"event": "room", **sign_document(sign)}
        case MeetingChanged():
            return {"event": "meeting"}


def sign_document(sign: Sign) -> dict[str, Document]:
    """Return the room's sign."""
    return {
        "state": sign.state.value,
        "present": sign.present,
        "up_to_date": sign.up_to_date,
        "may_leave": sign.may_leave,
        "persons": [_person(person) for person in sign.persons],
        "unknown": [_device(device) for device in sign.unknown],
    }


def _person(person: PersonHere) -> Document:
    return {
        **voice(person.voice),
        "me": person.me,
        "up_to_date": person.up_to_date,
        "remaining": person.remaining,
        "code": person.reason,
        "devices": [_device(device) for device in person.devices],
    }


def _device(device: DeviceHere) -> Document:
    return {
        "device": device.device.hex() if device.device else None,
        "state": device.state.value,
        "up_to_date": device.up_to_date,
        "remaining": device.remaining,
        "code": device.reason,
    }
