"""Authors and records for the tests of the store: real keys, real chains, real segments."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from idos_p2p.identity.keys import DeviceKey
from idos_p2p.ids import CellId, DeviceId, EntryId, RecordName
from idos_p2p.labels import Label, digest
from idos_p2p.log.chain import EMPTY, Draft, Height, extend
from idos_p2p.log.entry import SHARED, Entry, Payload
from idos_p2p.log.segment import Sealed, seal
from idos_p2p.records.kinds import Value
from idos_p2p.store.memory import MemoryStore
from idos_p2p.store.ports import Projection, Store
from idos_p2p.store.sqlcipher import create_store, open_store

CELL = CellId(b"c" * 32)
KEY = bytes(range(32))
INVITE = 2
PROJECT = 33 | SHARED

Run = tuple[Sealed, list[Entry]]
OpenStore = Callable[[], Store]


def act(text: str = "an act") -> Draft:
    return Draft(INVITE, Payload(b"s" * 16, text.encode()), 1_700_000_000_000)


def creation(text: str = "a record") -> Draft:
    return Draft(PROJECT, Payload(b"s" * 16, text.encode()), 1_700_000_000_000, creates=True)


def change(record: RecordName, text: str = "a change") -> Draft:
    return Draft(PROJECT, Payload(b"s" * 16, text.encode()), 1_700_000_000_001, record=record)


@dataclass
class Author:
    """A device that writes; it knows its own height."""

    seed: int
    height: Height = EMPTY
    key: DeviceKey = field(init=False)

    def __post_init__(self) -> None:
        self.key = DeviceKey(bytes([self.seed]) * 32)

    @property
    def device(self) -> DeviceId:
        return self.key.device

    def write(self, *drafts: Draft) -> Run:
        """Return the segment of what the author says next, and its entries."""
        entries = extend(CELL, self.device, self.height, drafts)
        self.height = Height(self.height.count + len(entries), entries[-1].id)
        return seal(entries, self.key.sign), entries


def keep(store: Store, *runs: Run) -> None:
    """Append these segments in one transaction."""
    with store.transaction():
        for sealed, entries in runs:
            store.log.append(sealed, entries)


def identifier(name: str) -> EntryId:
    """Return an id for a record told by a word."""
    return EntryId(digest(Label.ENTRY_ID, name.encode()))


def projection(
    name: str,
    kind: str = "project",
    *,
    author: Author | None = None,
    day: str = "2026-11-22",
    touched_ms: int = 1,
    words: str = "",
    fields: Mapping[str, Value] | None = None,
    links: Sequence[tuple[str, str]] = (),
) -> Projection:
    """Return what a record of this name projects to; its place in its author's log follows from the name."""
    author = author or Author(1)
    return Projection(
        record=RecordName(author.device, int.from_bytes(identifier(name)[:3])),
        id=identifier(name),
        kind=kind,
        shared=True,
        created_ms=1,
        touched_ms=touched_ms,
        day=day,
        title=name,
        words=f"{name} {words}",
        fields=fields or {},
        versions={},
        links=links,
    )


def put(store: Store, *projections: Projection) -> None:
    """Put these records in the read model."""
    with store.transaction():
        store.read_model.put(projections)


def opener(kind: str, directory: Path) -> OpenStore:
    """Return what opens one store: the file again each time, or the one memory has."""
    if kind == "memory":
        store = MemoryStore()
        return lambda: store
    path = directory / "cell.db"
    create_store(path, KEY, CELL).close()
    return lambda: open_store(path, KEY, CELL)
