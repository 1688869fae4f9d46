"""From the log to the read model: judge the entries of each touched record, and project what is accepted."""

from __future__ import annotations

import gc
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, islice

from idos_p2p.errors import RefusedError
from idos_p2p.governance.matters import Cut
from idos_p2p.ids import DeviceId, EntryId, RecordName
from idos_p2p.log.entry import Entry
from idos_p2p.records.cuts import Limit, Limits
from idos_p2p.records.fields import Reading, read
from idos_p2p.records.judge import Judgement, World, judge
from idos_p2p.records.kinds import REMOVED, SHARED, FieldType, Kind, Value, kind_of
from idos_p2p.records.plan import Plain
from idos_p2p.records.verdicts import Void, encode
from idos_p2p.records.versions import Version as RecordVersion
from idos_p2p.records.versions import content
from idos_p2p.services.cell import Cell
from idos_p2p.services.day import day_of
from idos_p2p.services.unneeded import PURGE_DUE, drop_erased, note_erased
from idos_p2p.store.ports import Key, Projection, Version

SLICE_RECORDS = 500  # one transaction's worth: some 200 ms of work, so that a reader waits no longer
SLICE_UNWATCHED = 2_000  # where nobody looks on, and a command may wait a second: a page is written less often
SLICE_MEANWHILE = 25  # while a log is arriving, which comes first and whole: what is newest so far, and some 20 ms
SLICE_AT_ONCE = 4_000  # where nobody can ask meanwhile: a page of the tables is written once for more of them

PURGES = "purges"
"""The fact that names the last purges of erased words, ``PURGE_BYTES`` random bytes each, the latest at the end.

A copy of the cell that does not know the latest one may hold what was erased (``services/copies.py``).
"""

PURGE_BYTES = 4
_PURGES_KEPT = 32  # no copy of a day is that far behind
_BODIES_ERASED = "bodies erased"  # the fact that the purge that is due is of words, which copies of the cell hold, too


@dataclass(frozen=True, slots=True)
class Projected:
    """Which records the read model changed, or no longer holds."""

    ids: frozenset[str]
    kinds: frozenset[str]


def project_all(cell: Cell) -> None:
    """Judge and project whatever awaits it, slice by slice, each in its own transaction."""
    while project_slice(cell, SLICE_AT_ONCE):
        pass


def project_slice(cell: Cell, most: int = SLICE_RECORDS) -> bool:
    """Judge and project a slice of records, most recently touched first; say whether there was anything to do.

    It is a small one when more of the log arrived since the slice before, so that it holds up the rest as little as can
    be: what came last and is newest of all is to be seen before what is old and came first.
    When there was nothing, what was erased leaves the file, too, and attachments that only it named are dropped.
    """
    most, cell.arriving = min(most, SLICE_MEANWHILE) if cell.arriving else most, False
    with _uncollected(), cell.log_step():
        records = cell.store.judgements.unjudged(most)
        projected = project_records(cell, records)
    cell.tell(ids=projected.ids, kinds=projected.kinds)
    if not records:
        drop_erased(cell)
        _purge_if_due(cell)
    return bool(records)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Look for no cycles meanwhile: a record is read in thousands of small tuples, none of which makes one."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def is_purged(cell: Cell) -> bool:
    """Whether no byte of what was erased is left in the files of the store."""
    return cell.store.facts.get(PURGE_DUE) != b"1"


def _purge_if_due(cell: Cell) -> None:
    """Let what was erased leave the files of the store."""
    if is_purged(cell):
        return
    try:
        cell.store.purge()
    except RefusedError as error:
        if error.code != "store_busy":
            raise
        return  # another process reads the file: tried again the next time, in this life or another
    with cell.store.transaction():
        if cell.store.facts.get(_BODIES_ERASED) == b"1":
            known = (cell.store.facts.get(PURGES) or b"") + cell.entropy(PURGE_BYTES)
            cell.store.facts.set(PURGES, known[-_PURGES_KEPT * PURGE_BYTES :])
            cell.store.facts.set(_BODIES_ERASED, b"0")
        cell.store.facts.set(PURGE_DUE, b"0")


@dataclass(frozen=True, slots=True)
class Judged:
    """A record's entries by their handles, and what becomes of them."""

    keys: Mapping[EntryId, Key]
    entries: Sequence[Entry]
    touched_by_fork: bool
    judgement: Judgement


def project_records(cell: Cell, records: Sequence[RecordName]) -> Projected:
    """Judge and project these records in the transaction under way; bodies that were erased are dropped.

    No more than ``SLICE_RECORDS`` are held in memory at once.
    """
    parts = [
        _project_part(cell, records[start : start + SLICE_RECORDS]) for start in range(0, len(records), SLICE_RECORDS)
    ]
    return Projected(
        frozenset[str]().union(*(part.ids for part in parts)), frozenset[str]().union(*(part.kinds for part in parts))
    )


def _project_part(cell: Cell, records: Sequence[RecordName]) -> Projected:
    verdicts: list[tuple[Key, str]] = []
    projections: list[Projection] = []
    dropped: list[RecordName] = []
    gone: list[Entry] = []
    erased: list[tuple[Key, Entry]] = []
    for record, judged in _judged(cell, records):
        verdicts += [(judged.keys[entry], encode(verdict)) for entry, verdict in judged.judgement.verdicts.items()]
        erased += _erased(judged)
        found = projections_of(record, judged)
        projections += found
        if judged.touched_by_fork or not found:  # what stands there may come from another creating entry
            dropped.append(record)
            gone += [entry for entry in judged.entries if entry.header.creates]
    _erase_bodies(cell, erased)
    cell.store.judgements.judge(verdicts)
    cell.store.read_model.drop(dropped)
    cell.store.read_model.put(projections)
    kinds = [kind.name for entry in gone if (kind := kind_of(entry.header.kind)) is not None]
    return Projected(
        frozenset([*(projection.id.hex() for projection in projections), *(entry.id.hex() for entry in gone)]),
        frozenset([*(projection.kind for projection in projections), *kinds]),
    )


def judge_record(cell: Cell, record: RecordName) -> Judgement:
    """Return the judgement of all entries of a record that this cell holds."""
    return judged_of(cell, record).judgement


def judged_of(cell: Cell, record: RecordName) -> Judged:
    """Return what becomes of all entries of a record that this cell holds, and their handles."""
    ((_, judged),) = _judged(cell, [record])
    return judged


def _judged(cell: Cell, records: Sequence[RecordName]) -> Iterator[tuple[RecordName, Judged]]:
    """Yield each of these records with what becomes of its entries, having opened each segment of the log once."""
    held = [cell.store.judgements.of_record(record) for record in records]
    entries = iter(cell.store.log.entries(chain.from_iterable(held)))
    limits = limits_of(cell)
    for record, keys in zip(records, held, strict=True):
        own = list(islice(entries, len(keys)))
        lineage = cell.store.log.lineage(keys)
        judgement = judge(own, cell.membership, lineage, limits)
        by_id = {entry.id: key for entry, key in zip(own, keys, strict=True)}
        yield record, Judged(by_id, own, bool(lineage), judgement)


def limits_of(cell: Cell) -> Limits:
    """Return how much of the logs counts whose devices a decision, or their own person, cut."""
    return {device: _limit(cell, device, cut) for device, cut in cell.membership.cuts.items()}


def settled(cell: Cell) -> frozenset[DeviceId]:
    """Return the devices of which a cut says what counts, so that nothing they wrote is contested."""
    return frozenset(device for device, limit in limits_of(cell).items() if limit.settles)


def _limit(cell: Cell, device: DeviceId, cut: Cut | None) -> Limit:
    if cut is None:
        return Limit(0, None)
    return Limit(cut.count, cell.store.log.position(device, EntryId(cut.head), cut.count - 1))


def _erased(judged: Judged) -> list[tuple[Key, Entry]]:
    """Return the entries whose record was erased, by its owner or by decision."""
    verdicts = judged.judgement.verdicts
    return [(judged.keys[entry.id], entry) for entry in judged.entries if verdicts[entry.id] == Void("erased")]


def _erase_bodies(cell: Cell, erased: Sequence[tuple[Key, Entry]]) -> None:
    """Drop these bodies in the transaction under way, all at once: each segment is written anew only once."""
    if erased:
        note_erased(cell, [entry for _, entry in erased])
        cell.store.log.erase(key for key, _ in erased)
    if any(entry.payload for _, entry in erased):
        cell.store.facts.set(PURGE_DUE, b"1")
        cell.store.facts.set(_BODIES_ERASED, b"1")


def projections_of(record: RecordName, judged: Judged) -> list[Projection]:
    """Return what the read model holds of the records created at this place: one, unless its device forked.

    None while nothing is accepted, or where this program does not know the kind.
    """
    judgement = judged.judgement
    found = []
    for creation in judgement.creations:
        worlds = judgement.of(creation)
        kind = kind_of(worlds[0].creation.header.kind)
        if kind is not None:
            found.append(_projection(record, judged.keys[creation], kind, worlds))
    return found


def _projection(record: RecordName, creation: Key, kind: Kind, worlds: Sequence[World]) -> Projection:
    held = content(worlds)
    reading = read(kind, held.fields)
    day = reading.values.get(kind.date) if kind.date else None
    shown, created = worlds[0], worlds[0].creation
    fields = _fields(reading)
    removed = bool(fields.get(REMOVED.name))
    return Projection(
        record=record,
        creation=creation,
        id=created.id,
        kind=kind.name,
        shared=bool(created.header.kind & SHARED),
        created_ms=created.header.time_ms,
        touched_ms=max(accepted.entry.header.time_ms for accepted in shown.accepted),
        day=day if isinstance(day, str) else day_of(created.header.time_ms),
        title=_one_line(reading.values.get(kind.title)),
        words="" if removed else _words(reading),
        fields=fields,
        versions=_versions(kind, held.versions),
        links=() if removed else _links(kind, reading),
        contested=shown.contested,
    )


def _fields(reading: Reading) -> dict[str, Value]:
    """Return what the record says, fields of a newer program included as far as they can be shown."""
    unknown = {
        name: plain if isinstance(plain, str | int) else json.dumps(plain, ensure_ascii=False, sort_keys=True)
        for name, plain in reading.unknown.items()
        if plain is not None
    }
    return {**unknown, **reading.values}


def _versions(kind: Kind, found: Mapping[str, Sequence[RecordVersion]]) -> dict[str, list[Version]]:
    return {
        name: [
            Version(_as_value(kind, name, version.value), version.entry.header.device, version.entry.id)
            for version in versions
        ]
        for name, versions in found.items()
    }


def _as_value(kind: Kind, name: str, plain: Plain) -> Value:
    return _fields(read(kind, {name: plain})).get(name)


def _one_line(value: Value) -> str:
    return " ".join(value.split())[:200] if isinstance(value, str) else ""


def _words(reading: Reading) -> str:
    texts: list[str] = []
    for value in reading.values.values():
        if isinstance(value, str):
            texts.append(value)
        elif isinstance(value, list):
            texts.extend(value)
    return "\n".join(texts)


def _links(kind: Kind, reading: Reading) -> list[tuple[str, str]]:
    links: list[tuple[str, str]] = []
    for field in kind.fields:
        value = reading.values.get(field.name)
        if field.type is FieldType.LINK and isinstance(value, str):
            links.append((field.name, value))
        elif field.type in {FieldType.LINKS, FieldType.SHARES} and isinstance(value, list | dict):
            links.extend((field.name, target) for target in value)
    return links
