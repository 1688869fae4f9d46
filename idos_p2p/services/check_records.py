"""Every record judged and projected anew from the log, and compared with what is kept of it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from idos_p2p.errors import Fault
from idos_p2p.ids import Address, DeviceId, EntryId, RecordName
from idos_p2p.records.verdicts import Applied, Contested, Kept, Verdict, Void, Waiting, encode
from idos_p2p.services.cell import Cell
from idos_p2p.services.check_log import CheckFault, LogReading, place
from idos_p2p.services.project import Judged, judged_of, projections_of
from idos_p2p.store.lines import line_of
from idos_p2p.store.ports import Key

_DIGEST_BYTES = 16  # kept of each line, so that a check’s memory does not grow with what people write
_SHOWN_CHARACTERS = 60  # of a title: enough to recognise the record


@dataclass(slots=True)
class RecordsReading:
    """What a comparison of all records found."""

    changes: int = 0  # that went through the gate
    faults: list[CheckFault] = field(default_factory=list)


def compare_records(cell: Cell, log: LogReading) -> RecordsReading:
    """Compare all verdicts and the whole read model with what the log makes of them.

    Records with entries in a log that could not be read are left aside: what was told of the log explains them.
    """
    comparison = _Comparison(cell, log)
    for record, verdicts in cell.store.judgements.by_record():
        comparison.compare(record, verdicts, log.records.pop(record, []))
    for record, left in log.records.items():
        comparison.unlisted(record, left)
    comparison.compare_lines()
    for stray in cell.store.read_model.strays():
        fields = {"table": stray.table, "record": stray.record, "detail": stray.detail}
        comparison.found.faults.append(CheckFault("row_missing" if stray.missing else "row_extra", fields))
    return comparison.found


class _Comparison:
    """What is known of each record while they are compared one after the other."""

    def __init__(self, cell: Cell, log: LogReading) -> None:
        self.found = RecordsReading()
        self._cell, self._unread = cell, log.unread
        self._held = {told["id"]: _digest(line) for line, told in _lines(cell)}
        self._unlike: dict[str, str] = {}  # public id → the line that the log makes, where another one is held
        self._left_aside: set[RecordName] = set()

    def compare(self, record: RecordName, verdicts: Mapping[Key, str], due: Sequence[tuple[EntryId, Address]]) -> None:
        """Compare one record with what is kept of it; ``due`` are its entries by the log."""
        try:
            judged = judged_of(self._cell, record)
        except Fault as fault:
            if not self._unread:
                told = {**place(Address(*record)), "cause": fault.code}
                self.found.faults.append(CheckFault("record_unreadable", told))
            self._left_aside.add(record)
            return
        if self._are_the_log_s(record, judged, due):
            self._compare_verdicts(judged, verdicts)
            for projection in projections_of(record, judged):
                self._compare_line(projection.id.hex(), line_of(projection))

    def unlisted(self, record: RecordName, entries: Sequence[tuple[EntryId, Address]]) -> None:
        """Tell entries of the log that no row leads to."""
        self._left_aside.add(record)
        self.found.faults += [CheckFault("entry_unlisted", place(address)) for _, address in entries]

    def _are_the_log_s(self, record: RecordName, judged: Judged, due: Sequence[tuple[EntryId, Address]]) -> bool:
        """Tell whether the rows lead to exactly the entries that the log has of the record."""
        listed = {entry.id: entry.header.address for entry in judged.entries}
        written = dict(due)
        if listed.keys() == written.keys():
            return True
        self.unlisted(record, [(entry, address) for entry, address in due if entry not in listed])
        for entry, address in listed.items():
            if entry not in written and address.device not in self._unread:
                self.found.faults.append(CheckFault("entry_unknown", place(address)))
        return False

    def _compare_verdicts(self, judged: Judged, held: Mapping[Key, str]) -> None:
        for entry in judged.entries:
            verdict = judged.judgement.verdicts[entry.id]
            self.found.changes += _was_gated(verdict)
            due, kept = encode(verdict), held[judged.keys[entry.id]]
            if due != kept:
                told = {**place(entry.header.address), "held": kept, "due": due}
                self.found.faults.append(CheckFault("verdict", told))

    def _compare_line(self, record: str, line: str) -> None:
        if self._held.pop(record, b"") != _digest(line):
            self._unlike[record] = line

    def compare_lines(self) -> None:
        """Tell each record that is shown otherwise than the log makes it, not shown, or shown and not in the log."""
        if not self._held and not self._unlike:
            return
        for _, held in _lines(self._cell):
            due = self._unlike.pop(held["id"], None)
            if due is not None:
                parts = [part for part, value in json.loads(due).items() if held[part] != value]
                self._tell("view_altered", held, parts=" ".join(sorted(parts)))
            elif held["id"] in self._held:
                device, seq = held["record"]
                if RecordName(DeviceId(bytes.fromhex(device)), seq) not in self._left_aside:
                    self._tell("view_extra", held)
        for line in self._unlike.values():
            self._tell("view_missing", json.loads(line))

    def _tell(self, code: str, told: Mapping[str, Any], **more: str) -> None:
        title = str(told["title"])[:_SHOWN_CHARACTERS]
        self.found.faults.append(CheckFault(code, {"record": told["id"], "kind": told["kind"], "title": title, **more}))


def _lines(cell: Cell) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield each line of the read model, and what it says."""
    for line in cell.store.read_model.dump():
        yield line, json.loads(line)


def _digest(line: str) -> bytes:
    return sha256(line.encode(errors="surrogatepass")).digest()[:_DIGEST_BYTES]


def _was_gated(verdict: Verdict) -> bool:
    """Tell whether the gate looked at the change that an entry carries."""
    match verdict:
        case Applied() | Kept() | Contested() | Waiting("dependency") | Void("dependency"):
            return True
        case Void(why):
            return why.startswith("gate:")
        case _:
            return False
