"""From the log to the read model: judge the entries of each touched record, and project what is accepted."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from idos_p2p.ids import RecordName
from idos_p2p.log.entry import Entry
from idos_p2p.records.document import RecordDocument
from idos_p2p.records.document import Version as RecordVersion
from idos_p2p.records.fields import Reading, read
from idos_p2p.records.judge import Judgement, encode, judge
from idos_p2p.records.kinds import SHARED, FieldType, Kind, Value, kind_of
from idos_p2p.records.plain import plain_of
from idos_p2p.records.plan import Plain
from idos_p2p.services.cell import Cell
from idos_p2p.services.day import day_of
from idos_p2p.store.ports import Projection, Version

RecordVersions = Mapping[str, Sequence[RecordVersion]]

SLICE_RECORDS = 500  # one transaction's worth: some 20 ms of work, so that a reader waits no longer


@dataclass(frozen=True, slots=True)
class Projected:
    """Which records the read model changed."""

    ids: frozenset[str]
    kinds: frozenset[str]


def project_all(cell: Cell) -> None:
    """Judge and project whatever awaits it, slice by slice, each in its own transaction."""
    while project_slice(cell):
        pass


def project_slice(cell: Cell) -> bool:
    """Judge and project one slice of records, most recently touched first; say whether there was anything to do."""
    with cell.store.transaction():
        records = cell.store.judgements.unjudged(SLICE_RECORDS)
        projected = project_records(cell, records)
    cell.tell(ids=projected.ids, kinds=projected.kinds)
    return bool(records)


def project_records(cell: Cell, records: Sequence[RecordName]) -> Projected:
    """Judge and project these records in the transaction under way."""
    projections: list[Projection] = []
    dropped: list[RecordName] = []
    for record in records:
        judgement = judge_record(cell, record)
        by_id = judgement.verdicts
        addresses = {entry.id: entry.header.address for entry in _entries(cell, record)}
        cell.store.judgements.judge((addresses[entry], encode(verdict)) for entry, verdict in by_id.items())
        projection = _projection(record, judgement)
        if projection:
            projections.append(projection)
        else:
            dropped.append(record)
    cell.store.read_model.put(projections)
    cell.store.read_model.drop(dropped)
    return Projected(
        frozenset(projection.id.hex() for projection in projections),
        frozenset(projection.kind for projection in projections),
    )


def judge_record(cell: Cell, record: RecordName) -> Judgement:
    """Return the judgement of all entries of a record that this cell holds."""
    return judge(_entries(cell, record), cell.membership)


def _entries(cell: Cell, record: RecordName) -> list[Entry]:
    return cell.store.log.entries(cell.store.judgements.of_record(record))


def _projection(record: RecordName, judgement: Judgement) -> Projection | None:
    """Return what the read model holds of a record; None while nothing of it is accepted."""
    if not judgement.accepted:
        return None
    created = judgement.accepted[0].entry
    kind = kind_of(created.header.kind)
    if kind is None:
        return None
    held, versions = _content(judgement)
    reading = read(kind, held)
    day = reading.values.get(kind.date) if kind.date else None
    return Projection(
        record=record,
        id=created.id,
        kind=kind.name,
        shared=bool(created.header.kind & SHARED),
        created_ms=created.header.time_ms,
        touched_ms=max(accepted.entry.header.time_ms for accepted in judgement.accepted),
        day=day if isinstance(day, str) else day_of(created.header.time_ms),
        title=_one_line(reading.values.get(kind.title)),
        words=_words(reading),
        fields=_fields(reading),
        versions=_versions(kind, versions, judgement),
        links=_links(kind, reading),
    )


def _content(judgement: Judgement) -> tuple[Mapping[str, Plain], RecordVersions]:
    """Return what a record holds and where it has versions; one change, as most have, needs no document to be read."""
    if len(judgement.changes) == 1:
        return plain_of(judgement.changes[0]), {}
    document = RecordDocument.load(judgement.changes)
    return document.fields(), document.versions()


def _fields(reading: Reading) -> dict[str, Value]:
    """Return what the record says, fields of a newer program included as far as they can be shown."""
    unknown = {
        name: plain if isinstance(plain, str | int) else json.dumps(plain, ensure_ascii=False, sort_keys=True)
        for name, plain in reading.unknown.items()
        if plain is not None
    }
    return {**unknown, **reading.values}


def _versions(kind: Kind, found: RecordVersions, judgement: Judgement) -> dict[str, list[Version]]:
    kept: dict[str, list[Version]] = {}
    for name, versions in found.items():
        kept[name] = [
            Version(_as_value(kind, name, version.value), version.device, judgement.entry_of(version.change).id)
            for version in versions
        ]
    return kept


def _as_value(kind: Kind, name: str, plain: Plain) -> Value:
    reading = read(kind, {name: plain})
    return reading.values.get(name)


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
