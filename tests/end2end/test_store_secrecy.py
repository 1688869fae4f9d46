"""Nothing that people write can be read in the files of a store."""

from __future__ import annotations

from pathlib import Path

from idos_p2p.store import migrations
from idos_p2p.store.database import Database
from idos_p2p.store.ports import Store
from idos_p2p.store.sqlcipher import SqlcipherStore, create_store, open_store
from tests.contract.store.making import CELL, KEY, Author, act, creation, identifier, keep, projection, put

PLANTED = ("framboisiers", "mirabellier", "ciboulette", "verveine", "estragon", "pimprenelle")
STRUCTURE = (b"SQLite format", b"CREATE TABLE")
LINKED = identifier("Noémie")


def plant(store: Store) -> None:
    """Say each planted word in another place: an act, an entry, a title, a text, the index alone, a link, a fact."""
    act_word, entry_word, title, text, indexed, fact = PLANTED
    keep(store, Author(1).write(act(act_word), creation(entry_word)))
    put(store, projection(title, fields={"body": text}, words=indexed, links=[("persons", LINKED.hex())]))
    with store.transaction():
        store.facts.set("place", fact.encode())


def seen(directory: Path) -> set[bytes]:
    """Return what a raw scan of every file finds of what was planted: words in two encodings, ids, key, SQL."""
    needles = [word.encode(encoding) for word in PLANTED for encoding in ("utf-8", "utf-16-le")]
    needles += [LINKED, LINKED.hex().encode(), Author(1).device, KEY, KEY.hex().encode(), *STRUCTURE]
    content = b"".join(file.read_bytes() for file in sorted(directory.iterdir()))
    return {needle for needle in needles if needle in content}


def test_no_planted_word_is_in_the_database_nor_beside_it(tmp_path: Path) -> None:
    store = create_store(tmp_path / "cell.db", KEY, CELL)
    plant(store)
    assert {file.name for file in tmp_path.iterdir()} == {"cell.db", "cell.db-wal", "cell.db-shm"}
    assert (tmp_path / "cell.db-wal").stat().st_size > 0
    assert seen(tmp_path) == set()
    store.close()
    assert seen(tmp_path) == set()
    open_store(tmp_path / "cell.db", KEY, CELL).close()
    assert seen(tmp_path) == set()


def test_the_same_scan_finds_them_in_a_store_without_a_key(tmp_path: Path) -> None:
    database = Database.writable(str(tmp_path / "cell.db"), key=None)
    migrations.migrate(database)
    store = SqlcipherStore(database, CELL)
    plant(store)
    found = {LINKED, Author(1).device, *STRUCTURE, *(word.encode() for word in PLANTED)}
    # An entry alone is compressed with its segment: short, it can still be read.
    assert seen(tmp_path) == found
    store.close()
    assert seen(tmp_path) == found
