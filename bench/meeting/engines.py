"""The other engines, each behind the same four questions; and the documents of Automerge, made once and kept.

Runs in an environment of the bench's own, which holds the engines and nothing of ours (``bring.py``).
"""

from __future__ import annotations

import struct
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import Protocol

import automerge.core as am
import loro
import pycrdt

from bench.meeting.words import Record, records

Listed = list[tuple[int, str, Record]]


class Engine(Protocol):
    """What one engine must do: hold the records, and give and take messages until both hold the same."""

    def hold(self, common: Listed, alone: Listed) -> None:
        """Hold these records, each by its author and its name: first what is common, then what is not."""
        ...

    def opening(self) -> bytes:
        """Return the next message, if there is one."""
        ...

    def hear(self, message: bytes) -> bytes:
        """Take a message and return what is to be said now, if anything is."""
        ...

    def count(self) -> int:
        """Return how many records are held."""
        ...


def fields(record: Record) -> dict[str, object]:
    """Return a record as a map."""
    return record._asdict()


class OneDocument:
    """Automerge through the Python binding: one document of all records, by its own sync."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._document = am.Document()
        self._state = am.SyncState()

    def hold(self, common: Listed, alone: Listed) -> None:
        """Hold these records (``Engine.hold``)."""
        self._document.merge(am.Document.load(saved(self._folder, common, alone).read_bytes()))

    def opening(self) -> bytes:
        """Return the next message (``Engine.opening``)."""
        message = self._document.generate_sync_message(self._state)
        return message.encode() if message else b""

    def hear(self, message: bytes) -> bytes:
        """Take a message and answer it (``Engine.hear``)."""
        self._document.receive_sync_message(self._state, am.Message.decode(message))
        return self.opening()

    def count(self) -> int:
        """Return how many records are held."""
        return self._document.length(am.ROOT)


class ManyDocuments:
    """Automerge through the Python binding: a document a record, the messages of all of them together in one frame."""

    def __init__(self, _folder: Path) -> None:
        self._documents: dict[bytes, am.Document] = {}
        self._states: dict[bytes, am.SyncState] = {}

    def hold(self, common: Listed, alone: Listed) -> None:
        """Hold these records (``Engine.hold``)."""
        for author, name, record in common + alone:
            document = am.Document(actor(author))
            put(document, am.ROOT, record)
            self._documents[place_of(name)] = document
            self._states[place_of(name)] = am.SyncState()

    def opening(self) -> bytes:
        """Return the next message (``Engine.opening``)."""
        return self._say(self._documents)

    def _say(self, names: Iterable[bytes]) -> bytes:
        said = []
        for name in names:
            message = self._documents[name].generate_sync_message(self._states[name])
            if message:
                encoded = message.encode()
                said.append(struct.pack(">16sI", name, len(encoded)) + encoded)
        return b"".join(said)

    def hear(self, message: bytes) -> bytes:
        """Take a message and answer it (``Engine.hear``)."""
        heard, at = [], 0
        while at < len(message):
            name, size = struct.unpack_from(">16sI", message, at)
            at += 20
            if name not in self._documents:
                self._documents[name], self._states[name] = am.Document(), am.SyncState()
            decoded = am.Message.decode(message[at : at + size])
            self._documents[name].receive_sync_message(self._states[name], decoded)
            heard.append(name)
            at += size
        return self._say(heard)

    def count(self) -> int:
        """Return how many records are held."""
        return sum(1 for document in self._documents.values() if document.get_heads())


class Yrs:
    """pycrdt: state vectors, then what the other lacks."""

    def __init__(self, _folder: Path) -> None:
        self._document = pycrdt.Doc()
        self._records = self._document.get("records", type=pycrdt.Map)

    def hold(self, common: Listed, alone: Listed) -> None:
        """Hold these records (``Engine.hold``)."""
        for listed in (common, alone):
            self._hold(listed)

    def _hold(self, listed: Listed) -> None:
        writers: dict[int, pycrdt.Doc] = {}
        for author, name, record in listed:
            # A client's clock goes on from what it has written before: it writes on its own document.
            writer = writers.get(author)
            if writer is None:
                writer = writers[author] = pycrdt.Doc(client_id=author + 1)
                writer.apply_update(self._document.get_update())
            writer.get("records", type=pycrdt.Map)[name] = pycrdt.Map(fields(record))
        for writer in writers.values():
            self._document.apply_update(writer.get_update(self._document.get_state()))

    def opening(self) -> bytes:
        """Return the next message (``Engine.opening``)."""
        return b"s" + self._document.get_state()

    def hear(self, message: bytes) -> bytes:
        """Take a message and answer it (``Engine.hear``)."""
        if message[:1] == b"s":
            return b"u" + self._document.get_update(message[1:])
        self._document.apply_update(message[1:])
        return b""

    def count(self) -> int:
        """Return how many records are held."""
        return len(self._records)


class Loro:
    """loro: version vectors, then updates from there."""

    def __init__(self, _folder: Path) -> None:
        self._document = loro.LoroDoc()

    def hold(self, common: Listed, alone: Listed) -> None:
        """Hold these records (``Engine.hold``)."""
        for listed in (common, alone):
            self._hold(listed)

    def _hold(self, listed: Listed) -> None:
        writers: dict[int, loro.LoroDoc] = {}
        for author, name, record in listed:
            writer = writers.get(author)
            if writer is None:
                writer = writers[author] = self._document.fork()
                writer.peer_id = author + 1
            entry = writer.get_map("records").insert_container(name, loro.LoroMap())
            for field, value in fields(record).items():
                entry.insert(field, value)
            writer.commit()
        before = self._document.oplog_vv
        for writer in writers.values():
            self._document.import_(writer.export(loro.ExportMode.Updates(before)))

    def opening(self) -> bytes:
        """Return the next message (``Engine.opening``)."""
        return b"s" + self._document.oplog_vv.encode()

    def hear(self, message: bytes) -> bytes:
        """Take a message and answer it (``Engine.hear``)."""
        if message[:1] == b"s":
            since = loro.VersionVector.decode(message[1:])
            return b"u" + self._document.export(loro.ExportMode.Updates(since))
        self._document.import_(message[1:])
        return b""

    def count(self) -> int:
        """Return how many records are held."""
        return len(self._document.get_map("records"))


ENGINES = {
    "automerge-py, one doc": OneDocument,
    "automerge-py, doc per record": ManyDocuments,
    "pycrdt": Yrs,
    "loro": Loro,
}


def actor(author: int) -> bytes:
    """Return an author's 16 bytes."""
    return sha256(b"author %d" % author).digest()[:16]


def put(document: am.Document, place: bytes, record: Record) -> None:
    """Write a record in one change."""
    with document.transaction() as transaction:
        for field, value in fields(record).items():
            kind = am.ScalarType.Boolean if isinstance(value, bool) else am.ScalarType.Str
            transaction.put(place, field, kind, value)


def place_of(name: str) -> bytes:
    """Return the 16 bytes that name a document of its own."""
    return sha256(name.encode()).digest()[:16]


def saved(folder: Path, common: Listed, alone: Listed) -> Path:
    """Return the file of one Automerge document, made now unless it lies in the folder.

    Each author writes apart; what is not common is written by who knows all that is.
    """
    path = folder / f"{len(common)}-{alone[0][1] if alone else 'none'}-{len(alone)}.automerge"
    if not path.exists():
        whole = am.Document.load(saved(folder, common, []).read_bytes()) if common and alone else am.Document()
        listed = alone or common
        writers = {author: whole.fork() for author in sorted({author for author, _, _ in listed})}
        for author, writer in writers.items():
            writer.set_actor(actor(author))
        for author, place, record in listed:
            with writers[author].transaction() as transaction:
                entry = transaction.put_object(am.ROOT, place, am.ObjType.Map)
                for field, value in fields(record).items():
                    kind = am.ScalarType.Boolean if isinstance(value, bool) else am.ScalarType.Str
                    transaction.put(entry, field, kind, value)
        for writer in writers.values():
            whole.merge(writer)
        unfinished = path.with_suffix(".new")
        unfinished.write_bytes(whole.save())
        unfinished.rename(path)
    return path


def saved_each(folder: Path, common: Listed, alone: Listed) -> Path:
    """Return a file of one Automerge document for each of these records, each after its length."""
    path = folder / f"{len(common)}-{len(alone)}.each"
    documents = []
    for author, _, record in common + alone:
        document = am.Document(actor(author))
        put(document, am.ROOT, record)
        documents.append(document.save())
    path.write_bytes(b"".join(struct.pack(">I", len(one)) + one for one in documents))
    return path


def raw_bytes(listed: Listed) -> int:
    """Return the bytes of these records' changes, each of a document of its own, as performance.md counts them."""
    size = 0
    for author, _, record in listed:
        document = am.Document(actor(author))
        put(document, am.ROOT, record)
        size += sum(len(change.raw_bytes) for change in document.get_changes([]))
    return size


def listed_of(count: int, series: str, first: int, authors: int) -> Listed:
    """Return the records of a series with their authors and short names."""
    found = []
    for number, record in enumerate(records(count, series)):
        author = first + number % authors
        found.append((author, f"{series[0]}{author}.{number // authors}", record))
    return found
