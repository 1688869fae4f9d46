"""Authors and records for the tests of the store: real keys, real chains, real segments."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from idos_p2p.identity.keys import DeviceKey
from idos_p2p.ids import Address, CellId, DeviceId, EntryId, RecordName
from idos_p2p.labels import Label, digest
from idos_p2p.log.chain import EMPTY, Draft, Height, extend
from idos_p2p.log.entry import SHARED, Entry, Payload
from idos_p2p.log.segment import Sealed, reseal, seal
from idos_p2p.records.kinds import Value
from idos_p2p.store.memory import MemoryStore
from idos_p2p.store.ports import Key, Projection, Store
from idos_p2p.store.read_tables import ReadTables
from idos_p2p.store.sqlcipher import create_store, open_store

CELL = CellId(b"c" * 32)
KEY = bytes(range(32))
UNPLACED = Key(0)
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

    def copy_after(self, entry: Entry) -> Author:
        """Return the same device as it goes on from an older copy of itself, whose last entry was this one."""
        return Author(self.seed, Height(entry.header.seq + 1, entry.id))


def keep(store: Store, *runs: Run) -> list[int]:
    """Append these segments in one transaction; return the positions of their branches."""
    with store.transaction():
        return [store.log.append(sealed, entries) for sealed, entries in runs]


def keys_of(store: Store, *entries: Entry) -> list[Key]:
    """Return the handles of these entries, which the store holds."""
    return [held.key for entry in entries for held in store.log.at(*entry.header.address) if held.entry.id == entry.id]


def only(store: Store, *addresses: Address) -> list[Key]:
    """Return the handles of what stands at these addresses, where nothing forked."""
    found = []
    for address in addresses:
        [held] = store.log.at(*address)
        found.append(held.key)
    return found


def without_body(run: Run, *places: int) -> Run:
    """Return the same segment as somebody passes it on who lacks the bodies of the entries at these places of it."""
    sealed, entries = run
    left = [replace(entry, payload=None) if place in places else entry for place, entry in enumerate(entries)]
    return reseal(left, sealed.signature), left


def height_of(store: Store, author: Author) -> Height:
    """Return the end of an author's log, which has one branch."""
    [branch] = store.log.logs()[author.device]
    return branch.height


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
        creation=UNPLACED,
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


def placed(store: Store, made: Projection) -> Projection:
    """Return the projection with the handle that its creating entry has in this store, or would have.

    It needs a transaction. Most tests of the read model write no log.
    """
    assert isinstance(store.read_model, ReadTables)
    return replace(made, creation=Key(store.read_model._devices.key(made.record)))


def put(store: Store, *projections: Projection) -> None:
    """Put these records in the read model."""
    with store.transaction():
        store.read_model.put([placed(store, made) for made in projections])


def opener(kind: str, directory: Path) -> OpenStore:
    """Return what opens one store: the file again each time, or the one memory has."""
    if kind == "memory":
        store = MemoryStore()
        return lambda: store
    path = directory / "cell.db"
    create_store(path, KEY, CELL).close()
    return lambda: open_store(path, KEY, CELL)
