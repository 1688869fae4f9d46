"""The store of an installation: one encrypted file per cell."""

from __future__ import annotations

import os
from contextlib import AbstractContextManager
from pathlib import Path

from idos_p2p.errors import BugError, Fault, RefusedError
from idos_p2p.ids import CellId
from idos_p2p.store import migrations
from idos_p2p.store.database import KEY_BYTES, PAGE_BYTES, Database, fingerprint, pending
from idos_p2p.store.devices import Devices
from idos_p2p.store.judgement_tables import FactTable, JudgementTables
from idos_p2p.store.log_tables import LogTables
from idos_p2p.store.ports import Facts, Judgements, Log, Reader, ReadModel
from idos_p2p.store.read_tables import ReadTables

_PLAIN = b"SQLite format 3\0"
_HOLES = """
    SELECT lower(hex(device.key)) || ' ' || (segment.key & 0xFFFFFFFF) FROM segment
    JOIN device ON device.number = segment.key >> 32
    LEFT JOIN segment AS previous ON previous.key =
        (SELECT max(earlier.key) FROM segment AS earlier
         WHERE earlier.key < segment.key AND earlier.key >> 32 = segment.key >> 32)
    WHERE coalesce(previous.key + previous.count, device.number << 32) <> segment.key
       OR coalesce(previous.head, zeroblob(32)) <> segment.back
"""


class SqlcipherStore:
    """One cell's store in tables (``store/ports.py``)."""

    def __init__(self, database: Database, cell: CellId) -> None:
        """Serve from a database whose schema is this program's."""
        self._database = database
        devices = Devices(database)
        judgements = JudgementTables(database, devices)
        self.log: Log = LogTables(database, devices, cell)
        self.judgements: Judgements = judgements
        self.read_model: ReadModel = ReadTables(database, devices, judgements.forget)
        self.facts: Facts = FactTable(database)
        self.reader: Reader = database

    def transaction(self) -> AbstractContextManager[None]:
        """Return the transaction of one intention: all of it is durable when it ends, or nothing of it is."""
        return self._database.transaction()

    def check(self) -> list[str]:
        """Return the faults that the store finds in its own file; empty when it is sound."""
        try:
            # SQLCipher checks the file alone; a page half written at a power cut is whole in the log: move it first.
            self._database.rows("PRAGMA wal_checkpoint")
            faults = [fault for (fault,) in self._database.rows("PRAGMA cipher_integrity_check")]
            faults += [fault for (fault,) in self._database.rows("PRAGMA integrity_check") if fault != "ok"]
            faults += [f"hole in the log before {place}" for (place,) in self._database.rows(_HOLES)]
            entries, rows = self._database.rows(
                "SELECT (SELECT coalesce(sum(count), 0) FROM segment),"
                " (SELECT count(*) FROM judgement) + (SELECT count(*) FROM act)"
            )[0]
        except RefusedError as error:
            return [str(error)]
        if entries != rows:
            faults.append(f"{entries} entries in segments, {rows} to find them by")
        return faults

    def close(self) -> None:
        """Release the file; the store is not used afterwards."""
        self._database.close()


def create_store(path: Path, key: bytes, cell: CellId) -> SqlcipherStore:
    """Make the store of a cell in a new file, readable by its owner alone, and open it.

    ``key`` is 32 random bytes. The file appears whole or not at all.
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
        _sync_directory(path.parent)
    except OSError as error:
        raise RefusedError("store_io", path=str(path), reason=str(error)) from error
    return open_store(path, key, cell)


def open_store(path: Path, key: bytes, cell: CellId) -> SqlcipherStore:
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
        return SqlcipherStore(database, cell)
    except Fault:
        database.release()
        raise


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


def _sync_directory(directory: Path) -> None:
    """Make a rename durable; Windows needs and offers nothing of the kind."""
    if os.name == "posix":
        descriptor = os.open(directory, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
