"""One connection to one database, with its settings, its transactions, and its errors as faults of ours."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import sqlcipher3

from idos_p2p.errors import BugError, Fault, RefusedError
from idos_p2p.labels import Label, digest
from idos_p2p.store.undo import Undo

KEY_BYTES = 32
SALT_BYTES = 16
PAGE_BYTES = 4096  # 16,384 gains nothing in bulk and makes one edit slower (performance §5)
CHECKPOINT_PAGES = 4_000  # 16 MiB of log before pages are moved: bulk loading gains, a small store never waits
CACHE_KIB = 49_152  # of pages kept deciphered: a large cell’s compass and search take a third less than with 16 MiB
BUSY_SECONDS = 5.0  # another process that checks or copies the file; a home has one writing process

_CIPHER_SETTINGS = ("PRAGMA cipher_compatibility = 4", f"PRAGMA cipher_page_size = {PAGE_BYTES}")
_SETTINGS = (
    f"PRAGMA page_size = {PAGE_BYTES}",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",  # NORMAL lost acknowledged entries in 420 of 600 power cuts (security §2.4)
    "PRAGMA fullfsync = ON",  # macOS: a plain fsync does not reach the disk
    "PRAGMA checkpoint_fullfsync = ON",
    "PRAGMA secure_delete = ON",
    "PRAGMA foreign_keys = ON",
    "PRAGMA temp_store = MEMORY",  # nothing readable beside the encrypted file
    f"PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES}",
    f"PRAGMA journal_size_limit = {CHECKPOINT_PAGES * PAGE_BYTES}",
    f"PRAGMA cache_size = -{CACHE_KIB}",
    "PRAGMA trusted_schema = OFF",
)
_ENVIRONMENT = {
    sqlcipher3.SQLITE_FULL: "store_full",
    sqlcipher3.SQLITE_CORRUPT: "store_damaged",
    sqlcipher3.SQLITE_NOTADB: "store_damaged",
    sqlcipher3.SQLITE_BUSY: "store_busy",
    sqlcipher3.SQLITE_LOCKED: "store_busy",
    sqlcipher3.SQLITE_IOERR: "store_io",
    sqlcipher3.SQLITE_CANTOPEN: "store_io",
    sqlcipher3.SQLITE_PERM: "store_io",
    sqlcipher3.SQLITE_READONLY: "store_io",
}


def fingerprint(key: bytes) -> bytes:
    """Return the 16 bytes that open a file made with this key: SQLCipher's salt.

    A raw key needs no random salt (it only separates the page authentication key), so it tells instead whether a
    file that cannot be read is damaged or was given another key.
    """
    return digest(Label.STORE_SALT, key)[:SALT_BYTES]


def fault(error: sqlcipher3.Error) -> Fault:
    """Return the environment's fault that the driver met, or ours."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the rest of an extended code says which call failed
    if code in _ENVIRONMENT:
        return RefusedError(_ENVIRONMENT[code], reason=str(error))
    return BugError("store_statement", reason=str(error))


def pending(path: Path) -> bool:
    """Say whether a write-ahead log stands beside the file, with pages that may not be in it yet."""
    log = path.with_name(path.name + "-wal")
    return log.exists() and log.stat().st_size > 0


class Database:
    """A connection of one thread. Reads at any time, writes inside ``transaction`` only."""

    def __init__(self, address: str, key: bytes | None) -> None:
        """Open a file, made if missing, or ``:memory:``, or a ``file:`` address; ``key`` is None in memory alone."""
        self.undo = Undo()
        self._afterwards: list[Callable[[], None]] = []
        self._writing = False
        try:
            self._connection = sqlcipher3.connect(
                address, timeout=BUSY_SECONDS, isolation_level=None, uri=address.startswith("file:")
            )
        except sqlcipher3.Error as error:
            raise fault(error) from error
        try:
            # First of all, and for the whole process: SQLCipher would write each failed page to stderr.
            self._connection.execute("PRAGMA cipher_log_level = NONE")
            if key is not None:
                self._connection.execute(f"PRAGMA key = \"x'{key.hex()}{fingerprint(key).hex()}'\"")
                for setting in _CIPHER_SETTINGS:
                    self._connection.execute(setting)
        except sqlcipher3.Error as error:
            self._connection.close()
            raise fault(error) from error

    @classmethod
    def writable(cls, address: str, key: bytes | None) -> Database:
        """Open for work, with every setting that durability and erasure need."""
        database = cls(address, key)
        try:
            for setting in _SETTINGS:
                database.rows(setting)
        except Fault:
            database.close()
            raise
        return database

    @classmethod
    def untouched(cls, path: Path, key: bytes) -> Database:
        """Open a file to look at it, changing no byte of it whatever its state."""
        # A read-only connection would leave empty companions behind; without a log none are needed.
        return cls(f"{path.absolute().as_uri()}?mode=ro{'' if pending(path) else '&immutable=1'}", key)

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Return all rows of a query."""
        try:
            found: list[tuple[Any, ...]] = self._connection.execute(sql, parameters).fetchall()
        except sqlcipher3.Error as error:
            raise fault(error) from error
        return found

    def stream(self, sql: str, parameters: Sequence[object] = ()) -> Generator[tuple[Any, ...], None, None]:
        """Yield the rows of a query one by one; close the iterator when it is not read to its end."""
        try:
            with closing(self._connection.execute(sql, parameters)) as cursor:
                yield from cursor
        except sqlcipher3.Error as error:
            raise fault(error) from error

    def write(self, sql: str, parameters: Sequence[object] = ()) -> None:
        """Change rows, inside a transaction."""
        self.require_transaction()
        try:
            self._connection.execute(sql, parameters)
        except sqlcipher3.Error as error:
            raise fault(error) from error

    def write_many(self, sql: str, rows: Iterable[Sequence[object]]) -> int:
        """Run one statement for each row, inside a transaction; return how many rows it changed in all."""
        self.require_transaction()
        try:
            changed: int = self._connection.executemany(sql, rows).rowcount
        except sqlcipher3.Error as error:
            raise fault(error) from error
        return changed

    def once_durable(self, step: Callable[[], None]) -> None:
        """Do this when the transaction under way is durable, never when it is rolled back; it must not raise."""
        self._afterwards.append(step)

    @property
    def folder(self) -> Path:
        """The folder that the file lies in."""
        return Path(str(self.rows("PRAGMA database_list")[0][2])).parent

    def require_transaction(self) -> None:
        """Raise BugError outside a transaction: a change alone would be half an intention."""
        if not self._writing:
            raise BugError("store_no_transaction")

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Make all changes of the block durable together when it ends, or none of them, in file and memory."""
        if self._writing:
            raise BugError("store_nested")
        self._run("BEGIN IMMEDIATE")
        self._writing = True
        try:
            yield
            self._run("COMMIT")
        except BaseException:
            self._afterwards.clear()
            self._roll_back()
            raise
        else:
            self.undo.forget()
            while self._afterwards:
                self._afterwards.pop(0)()
        finally:
            self._writing = False

    def copy_to(self, path: Path) -> None:
        """Write all that is committed to a new file under the same key, defragmented; whoever writes goes on writing.

        The file is not synced. Raises RefusedError: store_damaged when a page cannot be read, store_full, store_io.
        """
        self.rows("PRAGMA temp_store = MEMORY")
        # The new file takes this over: without it, a tree's first page keeps what moved below it, beyond any erasure.
        self.rows("PRAGMA secure_delete = ON")
        self.rows("VACUUM INTO ?", (str(path),))

    def close(self) -> None:
        """Move the write-ahead log into the file, empty it, and close."""
        try:
            if not self._writing:
                self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except sqlcipher3.Error as error:
            # Nothing is lost: the log stays beside the file and is read at the next opening.
            if isinstance(fault(error), BugError):
                raise fault(error) from error
        finally:
            self._connection.close()

    def release(self) -> None:
        """Close without writing anything."""
        self._connection.close()

    def _run(self, sql: str) -> None:
        try:
            self._connection.execute(sql)
        except sqlcipher3.Error as error:
            raise fault(error) from error

    def _roll_back(self) -> None:
        self.undo.restore()
        # A full disk may have ended the transaction already.
        if self._connection.in_transaction:
            self._run("ROLLBACK")
