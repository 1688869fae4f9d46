"""The store of an installation: one encrypted file per cell."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from idos_p2p.errors import BugError, Fault, RefusedError
from idos_p2p.ids import CellId
from idos_p2p.store import migrations
from idos_p2p.store.ballast import Ballast
from idos_p2p.store.blobs import FOLDER, FileBlobs
from idos_p2p.store.database import KEY_BYTES, PAGE_BYTES, Database, fingerprint, pending
from idos_p2p.store.devices import Devices
from idos_p2p.store.durable import sync_folder
from idos_p2p.store.judgement_tables import FactTable, JudgementTables
from idos_p2p.store.log_tables import LogTables
from idos_p2p.store.ports import Blobs, Facts, Judgements, Log, Reader, ReadModel
from idos_p2p.store.read_tables import ReadTables

_PLAIN = b"SQLite format 3\0"
# Each segment stands where the one before it on its line ends. The first of a branch may leave a segment in the middle.
_HOLES = """
    WITH joint AS (
        SELECT segment.key, segment.back, device.key AS device,
            segment.key & 0xFFFFFFFF = device.first AS begins,
            iif(segment.key & 0xFFFFFFFF = device.first, coalesce(device.parent, device.number), device.number) << 32
                AS chain
        FROM segment JOIN device ON device.number = segment.key >> 32
    )
    SELECT lower(hex(joint.device)) || ' ' || (joint.key & 0xFFFFFFFF) FROM joint
    LEFT JOIN segment AS previous ON previous.key = (
        SELECT max(earlier.key) FROM segment AS earlier
        WHERE earlier.key BETWEEN joint.chain AND joint.chain + (joint.key & 0xFFFFFFFF) - 1
    )
    WHERE CASE
        WHEN previous.key IS NULL THEN joint.key & 0xFFFFFFFF <> 0 OR joint.back <> zeroblob(32)
        WHEN previous.key + previous.count = joint.chain + (joint.key & 0xFFFFFFFF) THEN previous.head <> joint.back
        ELSE NOT (begins AND previous.key + previous.count > joint.chain + (joint.key & 0xFFFFFFFF))
    END
"""


class SqlcipherStore:
    """One cell's store in tables (``store/ports.py``)."""

    def __init__(self, database: Database, cell: CellId, blobs: Blobs | None = None) -> None:
        """Serve from a database whose schema is this program's; attachments lie in a folder beside it unless told."""
        self._database = database
        self._ballast: Ballast | None = None
        self._full = False
        self.after_commit: Callable[[], None] = _nothing
        devices = Devices(database)
        judgements = JudgementTables(database, devices)
        self.log: Log = LogTables(database, devices, cell)
        self.judgements: Judgements = judgements
        self.read_model: ReadModel = ReadTables(database, devices, judgements.forget)
        self.facts: Facts = FactTable(database)
        self.reader: Reader = database
        self.blobs: Blobs = blobs or FileBlobs(database, database.folder / FOLDER)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Give the transaction of one intention: all of it is durable when it ends, or nothing of it is.

        Raises RefusedError("store_full") at once while the disk has no room (``guard``).
        """
        self._require_room()
        try:
            with self._database.transaction():
                yield
        except RefusedError as error:
            if error.code == "store_full":
                self._run_out()
            raise
        self.after_commit()

    @property
    def full(self) -> bool:
        """Whether the disk had no room: reading goes on, and each change is refused until there is room again."""
        return self._full

    def guard(self, ballast: Ballast) -> None:
        """Write only while this ballast stands, from now on; without room for it the store is ``full`` at once."""
        self._ballast = ballast
        self._full = not ballast.make()

    def check(self) -> list[str]:
        """Return the faults that the store finds in its own file; empty when it is sound."""
        faults: list[str] = []
        try:
            # SQLCipher checks the file alone; a page half written at a power cut is whole in the log: move it first.
            self._database.rows("PRAGMA wal_checkpoint")
            faults += [fault for (fault,) in self._database.rows("PRAGMA cipher_integrity_check")]
            faults += [fault for (fault,) in self._database.rows("PRAGMA integrity_check") if fault != "ok"]
            faults += [f"hole in the log before {place}" for (place,) in self._database.rows(_HOLES)]
            entries, rows = self._database.rows(
                "SELECT (SELECT coalesce(sum(count), 0) FROM segment),"
                " (SELECT count(*) FROM judgement) + (SELECT count(*) FROM act)"
            )[0]
        except RefusedError as error:
            return [*faults, str(error)]
        if entries != rows:
            faults.append(f"{entries} entries in segments, {rows} to find them by")
        return faults

    def purge(self) -> None:
        """After an erasure was made durable: leave no byte of what it dropped in any file of the store."""
        with self.transaction():
            self._database.write("INSERT INTO search (search) VALUES ('optimize')")  # deleted words leave the index
        ((busy, _, _),) = self._database.rows("PRAGMA wal_checkpoint(TRUNCATE)")
        if busy:
            raise RefusedError("store_busy", reason="the log is being read")

    def keep_in_memory(self, kib: int) -> None:
        """Hold at most so many KiB of the file's pages from now on, and give back at once what is more than that."""
        self._database.rows(f"PRAGMA cache_size = -{int(kib)}")
        self._database.rows("PRAGMA shrink_memory")

    def close(self) -> None:
        """Release the file; the store is not used afterwards."""
        self._database.close()

    def _require_room(self) -> None:
        if self._full and self._ballast is not None:
            self._full = not self._ballast.make()
            if self._full:
                raise RefusedError("store_full")

    def _run_out(self) -> None:
        """Make room for reading and closing; from now on nothing is written until the ballast stands again."""
        if self._ballast is not None:
            self._ballast.free()
            self._full = True


def create_store(path: Path, key: bytes, cell: CellId, blobs: Path | None = None) -> SqlcipherStore:
    """Make the store of a cell in a new file, readable by its owner alone, and open it.

    ``key`` is 32 random bytes; ``blobs`` is the folder of its attachments, beside the file unless told.
    The file appears whole or not at all.
    Raises RefusedError: store_exists, store_full, store_io.
    """
    _require_key(key)
    if path.exists():
        raise RefusedError("store_exists", path=str(path))
    unfinished = path.with_name(path.name + ".new")
    try:
        for leftover in _companions(unfinished):
            leftover.unlink(missing_ok=True)
        # The write-ahead log and its index take the rights of the file they belong to.
        os.close(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        database = Database.writable(str(unfinished), key)
        try:
            migrations.migrate(database)
            with database.transaction():
                database.write("INSERT INTO cell (id) VALUES (?)", (cell,))
        finally:
            database.close()
        unfinished.rename(path)
        sync_folder(path.parent)
    except OSError as error:
        raise RefusedError("store_io", path=str(path), reason=str(error)) from error
    return open_store(path, key, cell, blobs)


def open_store(path: Path, key: bytes, cell: CellId, blobs: Path | None = None) -> SqlcipherStore:
    """Open the store of a cell, bringing an older schema to this program's.

    Raises RefusedError, the file as it was: store_missing, store_key, store_damaged, store_newer (found, known),
    store_cell (another cell's), store_busy, store_full, store_io.
    """
    _require_key(key)
    other = _other_fingerprint(path, key)
    if other and not pending(path):
        raise other
    try:
        _look(path, key, cell)
    except RefusedError as error:
        raise other or error from error
    database = Database.writable(str(path), key)
    try:
        migrations.migrate(database)
        return SqlcipherStore(database, cell, FileBlobs(database, blobs) if blobs else None)
    except Fault:
        database.release()
        raise


def copy_store(path: Path, target: Path, key: bytes) -> None:
    """Write all that a store has committed to a new file, readable by its owner alone, while others go on writing.

    Raises RefusedError: store_damaged when a page cannot be read, store_full, store_io.
    """
    _require_key(key)
    os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    database = Database(str(path), key)
    try:
        database.copy_to(target)
    finally:
        database.release()


def _require_key(key: bytes) -> None:
    if len(key) != KEY_BYTES:
        raise BugError("store_key_size", size=len(key))


def _other_fingerprint(path: Path, key: bytes) -> RefusedError | None:
    """Return why the file does not open with this key's fingerprint: a wrong key, or damage; None when it does.

    Where a log is pending, it may hold the first page that a power cut left half written in the file.
    """
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            opening = file.read(len(_PLAIN))
    except FileNotFoundError as error:
        raise RefusedError("store_missing", path=str(path)) from error
    except OSError as error:
        raise RefusedError("store_io", path=str(path), reason=str(error)) from error
    if opening == fingerprint(key):
        return None
    whole = size > 0 and size % PAGE_BYTES == 0 and opening != _PLAIN
    return RefusedError("store_key" if whole else "store_damaged", path=str(path))


def _look(path: Path, key: bytes, cell: CellId) -> None:
    """Refuse a file that this program must not write to, before anything may change it."""
    database = Database.untouched(path, key)
    try:
        migrations.check_version(database)
        if database.rows("SELECT id FROM cell") != [(cell,)]:
            raise RefusedError("store_cell", path=str(path))
    finally:
        database.release()


def _companions(path: Path) -> tuple[Path, ...]:
    return (path, path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm"))


def _nothing() -> None:
    """Do nothing after a commit, until somebody asks for more."""
