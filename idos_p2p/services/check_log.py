"""The log read from its first entries to its ends, as a newcomer would: every header, signature and payload."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from idos_p2p.errors import Fault, RefusedError
from idos_p2p.ids import ABSENT, Address, DeviceId, EntryId, RecordName
from idos_p2p.log.branches import Branch
from idos_p2p.log.chain import EMPTY, Height
from idos_p2p.log.entry import Entry, Payload
from idos_p2p.log.segment import Sealed, open_sealed, parse
from idos_p2p.records.write_rule import is_erased
from idos_p2p.services.cell import Cell

READ_BYTES = 1 << 20

Fields = dict[str, str | int]


@dataclass(frozen=True, slots=True)
class CheckFault:
    """One thing that is wrong, and where: a code and fields, for the faces to tell."""

    code: str
    fields: Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class _Said:
    """What an act says, by the log or by the row that is kept to find it by."""

    address: Address
    previous: EntryId | None
    payload: Payload | None


@dataclass(slots=True)
class LogReading:
    """What a reading of the whole log found."""

    entries: int = 0
    signatures: int = 0
    faults: list[CheckFault] = field(default_factory=list)
    unread: set[DeviceId] = field(default_factory=set)  # whose logs could not be read to their end
    records: dict[RecordName, list[tuple[EntryId, Address]]] = field(default_factory=dict)
    acts: dict[EntryId, _Said] = field(default_factory=dict)
    absent: list[Entry] = field(default_factory=list)
    missing: tuple[Address, ...] = ()  # where a body is asked of every peer


def read_log(cell: Cell) -> LogReading:
    """Verify each branch of each log, and compare the rows of acts with what it says.

    After damage the rest of that device's log is not looked at: nothing tells what it would continue.
    """
    reading = LogReading()
    for device, branches in sorted(cell.logs().items()):
        acts: list[list[tuple[int, EntryId]]] = []  # of each branch, where its own acts stand
        for position, branch in enumerate(branches):
            parent = [] if branch.parent is None else acts[branch.parent]
            acts.append([act for act in parent if act[0] < branch.first])
            if device not in reading.unread:
                _read_branch(cell, _Way(device, position, branch), reading, acts[-1])
    _compare_acts(cell, reading)
    _compare_bodies(cell, reading)
    return reading


class _Way(NamedTuple):
    """A branch, and where it is found."""

    device: DeviceId
    position: int
    branch: Branch


def _read_branch(cell: Cell, way: _Way, reading: LogReading, acts: list[tuple[int, EntryId]]) -> None:
    device, branch = way.device, way.branch
    reached = Height(branch.first, EntryId(ABSENT))
    where: Fields = {"device": device.hex()}
    try:
        reached = _start_of(cell, way)
        for sealed in _segments(cell, way):
            if sealed.device != device:
                raise RefusedError("store_damaged", reason="another device's segment")
            for entry in open_sealed(sealed, cell.id, reached):
                _note(entry, reading, acts)
                reached = Height(entry.header.seq + 1, entry.id)
            reading.signatures += 1
    except Fault as fault:
        reading.unread.add(device)
        reading.faults.append(CheckFault("log", {**where, "entry": reached.count, "cause": fault.code}))
        return
    if reached != branch.height:
        reading.unread.add(device)
        reading.faults.append(CheckFault("height", {**where, "entry": branch.height.count}))


def _start_of(cell: Cell, way: _Way) -> Height:
    """Return what a branch's first own entry must build on."""
    device, position, branch = way
    if branch.first == 0:
        return EMPTY
    return Height(branch.first, cell.store.log.line(device, position, branch.first - 1, branch.first)[0].id)


def _segments(cell: Cell, way: _Way) -> Iterator[Sealed]:
    device, position, branch = way
    at = branch.first
    while at < branch.height.count:
        blobs = cell.store.log.segments(device, position, at, READ_BYTES)
        if not blobs:
            raise RefusedError("store_damaged", reason="segment missing")
        for blob in blobs:
            sealed = parse(blob)
            yield sealed
            at = sealed.end


def _note(entry: Entry, reading: LogReading, acts: list[tuple[int, EntryId]]) -> None:
    """Take in a verified entry."""
    reading.entries += 1
    address = entry.header.address
    if entry.header.record is None:
        reading.acts[entry.id] = _Said(address, acts[-1][1] if acts else None, entry.payload)
        acts.append((address.seq, entry.id))
        return
    reading.records.setdefault(entry.header.record, []).append((entry.id, address))
    if entry.payload is None:
        reading.absent.append(entry)


def _compare_acts(cell: Cell, reading: LogReading) -> None:
    """Compare the acts that membership is concluded from with those of the log."""
    told = {
        held.entry.id: _Said(held.entry.header.address, held.previous, held.entry.payload)
        for held in cell.store.log.acts()
    }
    faults = [
        *(("act_missing", said.address) for act, said in reading.acts.items() if act not in told),
        *(("act_extra", said.address) for act, said in told.items() if act not in reading.acts),
    ]
    unlike = [said for act, said in reading.acts.items() if act in told and told[act].payload != said.payload]
    if not faults:  # otherwise others stand in the place of the one before
        unlike += [said for act, said in reading.acts.items() if told[act].previous != said.previous]
    faults += [("act_altered", said.address) for said in unlike]
    for code, address in faults:
        if address.device not in reading.unread:
            reading.faults.append(CheckFault(code, place(address)))


def _compare_bodies(cell: Cell, reading: LogReading) -> None:
    """Note the bodies that are missing; tell those that are not here, were not erased, and are asked of nobody."""
    reading.missing = tuple(cell.store.log.missing())
    missing = set(reading.missing)
    for entry in reading.absent:
        address, record = entry.header.address, entry.header.record
        if address not in missing and record is not None and not is_erased(entry.header, cell.membership):
            reading.faults.append(CheckFault("body_unlisted", place(address)))
    for address in sorted(missing - {entry.header.address for entry in reading.absent}):
        if address.device not in reading.unread:
            reading.faults.append(CheckFault("body_listed", place(address)))


def place(address: Address) -> Fields:
    """Return the fields that tell where an entry stands."""
    return {"device": address.device.hex(), "entry": address.seq}
