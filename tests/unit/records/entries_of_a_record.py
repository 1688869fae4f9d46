"""Entries of one record as the devices of a cell would write them, one history each or several."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from idos_p2p.ids import Address, CellId, DeviceId, EntryId, PersonId, RecordName
from idos_p2p.log.entry import Entry, Header, Payload, entry_id
from idos_p2p.records.change import Change
from idos_p2p.records.document import create, edit
from idos_p2p.records.judge import Judgement, judge
from idos_p2p.records.kinds import BY_NAME, Kind, Value, code_of
from idos_p2p.records.worlds import Lineage
from tests.unit.records.crafting import ANA

CELL = CellId(b"c" * 32)
PAGE, GIFT = BY_NAME["page"], BY_NAME["gift"]
DONOR = "d" * 64
NOBODY_FORKED: Lineage = {}


@dataclass(frozen=True)
class Everyone:
    """Each device belongs to the person of the same first letter; some devices are nobody's, some persons went."""

    nobodys: frozenset[DeviceId] = frozenset()
    erasures: Collection[RecordName] = ()
    gone: frozenset[PersonId] = frozenset()
    forgotten: Collection[RecordName] = ()

    def person_of(self, device: DeviceId) -> PersonId | None:
        return None if device in self.nobodys else PersonId(device[:1] * 32)

    def belongs(self, person: PersonId) -> bool:
        return person not in self.gone

    def erased(self, record: RecordName) -> bool:
        return record in self.erasures

    def forgot(self, record: RecordName) -> bool:
        return record in self.forgotten


@dataclass
class Log:
    """Writes entries of one record as the devices of a cell would."""

    kind: Kind = PAGE
    entries: list[Entry] = field(default_factory=list)
    seqs: dict[DeviceId, int] = field(default_factory=dict)
    record: RecordName | None = None

    def write(self, change: Change | bytes, device: DeviceId, *, kind: int | None = None, seq: int = -1) -> Entry:
        body = change if isinstance(change, bytes) else change.body
        place = self.seqs.get(device, 4) + 1 if seq < 0 else seq
        self.seqs[device] = place
        if self.record is None:
            self.record = RecordName(device, place)
        code = code_of(self.kind) if kind is None else kind
        entry = an_entry(body, Address(device, place), self.record, code, 1_000 * len(self.entries))
        self.entries.append(entry)
        return entry

    def judge(self) -> Judgement:
        return judge(self.entries, Everyone(), NOBODY_FORKED)

    def changes(self) -> Sequence[Change]:
        """Return all that is accepted, in causal order."""
        return self.judge().worlds[0].changes

    def edit(self, device: DeviceId, **values: Value) -> Entry:
        (change,) = edit(self.changes(), self.kind, values, device)
        return self.write(change, device)


def an_entry(body: bytes, place: Address, record: RecordName, kind: int, time_ms: int) -> Entry:
    """Return an entry with an id of its own; only what the judge reads is true."""
    header = Header(
        cell=CELL,
        device=place.device,
        seq=place.seq,
        back=EntryId(b"b" * 32),
        kind=kind,
        record=record,
        payload_size=len(body),
        payload_hash=b"p" * 32,
        time_ms=time_ms,
    )
    return Entry(entry_id(header.encode() + body), header, Payload(b"s" * 16, body))


def a_page() -> Log:
    log = Log()
    log.write(create(PAGE, {"title": "un", "body": "texte"}, ANA)[0], ANA)
    return log
