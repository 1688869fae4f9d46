"""A device's log as a chain: its head, and the next entry that extends it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from idos_p2p.errors import BugError, PeerFault
from idos_p2p.ids import ABSENT, CellId, DeviceId, EntryId, RecordName
from idos_p2p.log.entry import Entry, Header, Payload, check_header, entry_id


@dataclass(frozen=True, slots=True)
class Height:
    """How far a device's log goes: the number of its entries, and the id of the last one."""

    count: int
    head: EntryId


EMPTY = Height(0, EntryId(ABSENT))


@dataclass(frozen=True, slots=True)
class Draft:
    """What an author wants to say next, before it has a place in the chain.

    ``record`` is None for an act of authority and for an entry that creates a record: ``creates`` tells which.
    """

    kind: int
    payload: Payload
    time_ms: int
    record: RecordName | None = None
    creates: bool = False
    refs: tuple[EntryId, ...] = ()


def extend(cell: CellId, device: DeviceId, height: Height, drafts: Sequence[Draft]) -> list[Entry]:
    """Return the entries that continue the device's chain from this height, one for each draft.

    Raises BugError, with the rule's own code, for a draft that every peer would refuse: signed, it would end the log.
    """
    entries = []
    for draft in drafts:
        record = RecordName(device, height.count) if draft.creates else draft.record
        header = Header(
            cell=cell,
            device=device,
            seq=height.count,
            back=height.head,
            kind=draft.kind,
            record=record,
            payload_size=len(draft.payload.body),
            payload_hash=draft.payload.hash(),
            time_ms=draft.time_ms,
            refs=draft.refs,
        )
        try:
            check_header(header)
        except PeerFault as fault:
            raise BugError(fault.code, **fault.fields) from fault
        entry = Entry(entry_id(header.encode()), header, draft.payload)
        entries.append(entry)
        height = Height(height.count + 1, entry.id)
    return entries
