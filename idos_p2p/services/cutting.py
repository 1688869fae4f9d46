"""Where the logs of a person's devices are cut: at the newest that is known of each here (design §5, exclude)."""

from __future__ import annotations

from idos_p2p.errors import BugError
from idos_p2p.governance.matters import Cut
from idos_p2p.ids import DeviceId, EntryId, PersonId
from idos_p2p.log.branches import Branches
from idos_p2p.services.cell import Cell

_AT_ONCE = 500  # entries read at once, from the end of a log backwards


def cuts_of(cell: Cell, person: PersonId) -> tuple[Cut, ...]:
    """Return the newest heights known here of each device of a person that has to be cut, by device.

    Of a device that forked, the longest history counts, and of equal ones that with the smallest head.
    """
    devices = sorted(cell.devices_to_cut(person))
    logs = cell.logs()
    return tuple(_cut(cell, device, logs[device]) for device in devices if logs.get(device))


def cut_of(cell: Cell, device: DeviceId) -> Cut:
    """Return the newest height known here of one device, as ``cuts_of`` does."""
    return _cut(cell, device, cell.logs()[device])


def _cut(cell: Cell, device: DeviceId, branches: Branches) -> Cut:
    position = min(range(len(branches)), key=lambda each: (-branches[each].height.count, branches[each].height.head))
    height = branches[position].height
    return Cut(device, height.count, height.head, _last_act(cell, device, position, height.count))


def _last_act(cell: Cell, device: DeviceId, position: int, count: int) -> EntryId:
    """Return the last act of authority on a line: every log begins with one."""
    for end in range(count, 0, -_AT_ONCE):
        line = cell.store.log.line(device, position, max(0, end - _AT_ONCE), end)
        for entry in reversed(line):
            if entry.header.is_act:
                return entry.id
    raise BugError("entry_absent", device=device.hex(), seq=0)
