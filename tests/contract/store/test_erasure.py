"""After an erasure no byte of it is left in any file; what a scan finds is seen on a store without a key."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from idos_p2p.errors import BugError, RefusedError
from idos_p2p.store import migrations
from idos_p2p.store.database import Database
from idos_p2p.store.memory import MemoryStore
from idos_p2p.store.ports import Store
from idos_p2p.store.sqlcipher import SqlcipherStore
from tests.contract.store.making import CELL, Author, creation, keep, keys_of, placed, projection, put

# As words that no compressor shortens, and that share no beginning in the search index.
BODY, FIELD, TITLE, INDEXED = "q7Zk2vXw9Rb4", "j3Nf8sHy1Ld6", "w5tg0mce8pqa", "v4kz9xub2rno"
KEPT = "h8yd3liw6fse"


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do not wait for another process."""
    monkeypatch.setattr("idos_p2p.store.database.BUSY_SECONDS", 0.01)


@pytest.fixture
def plain(tmp_path: Path) -> Iterator[Store]:
    """A store as ours but for its key: what is in its file can be read."""
    database = Database.writable(str(tmp_path / "cell.db"), key=None)
    migrations.migrate(database)
    store = SqlcipherStore(database, CELL)
    yield store
    store.close()


def left(directory: Path) -> set[str]:
    """Return what a raw scan of every file finds of what was planted."""
    content = b"".join(file.read_bytes() for file in sorted(directory.iterdir()))
    return {word for word in (BODY, FIELD, TITLE, INDEXED, KEPT) if word.encode() in content}


def plant_and_erase(store: Store) -> None:
    """Write records among others, project them, join their segments, and erase one as the services do."""
    ana = Author(1)
    runs = [ana.write(creation(text)) for text in ("a", BODY, KEPT, "d")]
    keep(store, *runs)
    secret = projection(TITLE, fields={"body": FIELD}, words=INDEXED)
    put(store, secret, projection("others"))
    with store.transaction():
        store.log.merge(10)
    with store.transaction():
        store.log.erase(keys_of(store, *runs[1][1]))
        store.read_model.drop([placed(store, secret).record])


def test_no_byte_of_what_was_erased_is_left_after_a_purge(plain: Store, tmp_path: Path) -> None:
    plant_and_erase(plain)
    assert left(tmp_path) == {BODY, FIELD, TITLE, INDEXED, KEPT}  # the pages before the erasure are in the log
    plain.purge()
    assert left(tmp_path) == {KEPT}
    assert plain.check() == []


def test_a_second_purge_finds_nothing_to_do(plain: Store, tmp_path: Path) -> None:
    plant_and_erase(plain)
    plain.purge()
    plain.purge()
    assert left(tmp_path) == {KEPT}


@pytest.mark.usefixtures("impatient")
def test_a_purge_tells_that_another_process_reads_the_file(plain: Store, tmp_path: Path) -> None:
    plant_and_erase(plain)
    reader = Database(str(tmp_path / "cell.db"), key=None)
    reading = reader.stream("SELECT key FROM segment UNION ALL SELECT key FROM segment")
    next(reading)
    with pytest.raises(RefusedError, match="store_busy"):
        plain.purge()
    reading.close()
    plain.purge()
    reader.release()
    assert left(tmp_path) == {KEPT}


def test_a_purge_inside_a_transaction_is_our_bug(plain: Store) -> None:
    with pytest.raises(BugError, match="store_nested"), plain.transaction():
        plain.purge()


def test_memory_has_nothing_to_purge() -> None:
    store = MemoryStore()
    plant_and_erase(store)
    store.purge()
    assert len(list(store.read_model.dump())) == 1
    store.close()
