"""The file of the SQLCipher store: who may read it, what a crash leaves, how it refuses."""

from __future__ import annotations

import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from idos_p2p.errors import RefusedError
from idos_p2p.ids import Address, CellId
from idos_p2p.limits import MIB
from idos_p2p.store import migrations
from idos_p2p.store.database import Database, fingerprint
from idos_p2p.store.ports import HeldAct, Store
from idos_p2p.store.sqlcipher import SqlcipherStore, create_store, open_store
from tests.contract.store.making import CELL, KEY, Author, act, change, creation, height_of, keep, only, projection, put

PAGE = 4096


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cell.db"


@pytest.fixture
def filled(path: Path) -> Path:
    """A closed file with a log of some pages and a read model."""
    store = create_store(path, KEY, CELL)
    ana = Author(1)
    keep(store, ana.write(act(), *(creation(f"{number} " * 90) for number in range(200))))
    put(store, *(projection(f"record {number}") for number in range(200)))
    store.close()
    return path


@pytest.fixture
def database(path: Path) -> Iterator[Database]:
    create_store(path, KEY, CELL).close()
    database = Database.writable(str(path), KEY)
    yield database
    database.close()


def refusal(path: Path, key: bytes = KEY, cell: CellId = CELL) -> RefusedError:
    """Return why the file is refused, having seen that no byte of it changed."""
    before = contents(path.parent)
    with pytest.raises(RefusedError) as caught:
        open_store(path, key, cell)
    after = contents(path.parent)
    assert {name: after.get(name) for name in before} == before
    return caught.value


def contents(directory: Path) -> dict[str, bytes]:
    """The index of the write-ahead log is left out: it is made again by whoever reads it."""
    return {
        file.name: file.read_bytes()
        for file in directory.iterdir()
        if file.is_file() and not file.name.endswith("-shm")
    }


def spoil(path: Path, at: int) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(data)


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("synchronous", 2),
        ("journal_mode", "wal"),
        ("secure_delete", 1),
        ("foreign_keys", 1),
        ("temp_store", 2),
        ("fullfsync", 1),
        ("checkpoint_fullfsync", 1),
        ("page_size", PAGE),
        ("trusted_schema", 0),
    ],
)
def test_the_connection_runs_with_the_settings_that_durability_needs(
    database: Database, pragma: str, value: object
) -> None:
    assert [str(row[0]) for row in database.rows(f"PRAGMA {pragma}")] == [str(value)]


def test_every_page_is_authenticated(database: Database) -> None:
    assert database.rows("PRAGMA cipher_use_hmac") == [("1",)]


def test_a_closed_store_opens_with_all_it_held(path: Path) -> None:
    store = create_store(path, KEY, CELL)
    ana, luc = Author(1), Author(2)
    runs = [ana.write(act(), creation()), luc.write(change(projection("x", author=Author(3)).record))]
    keep(store, *runs)
    put(store, projection("one"))
    dump, unjudged, verdicts = list(store.read_model.dump()), store.judgements.unjudged(9), store.judgements.verdicts()
    store.close()
    again = open_store(path, KEY, CELL)
    assert (height_of(again, ana), height_of(again, luc)) == (ana.height, luc.height)
    assert again.log.acts() == [HeldAct(runs[0][1][0], None)]
    asked = only(again, Address(luc.device, 0), Address(ana.device, 1))
    assert again.log.entries(asked) == [runs[1][1][0], runs[0][1][1]]
    assert again.log.segments(ana.device, 0, 0, MIB) == [runs[0][0].blob]
    assert (again.judgements.unjudged(9), again.judgements.verdicts()) == (unjudged, verdicts)
    assert list(again.read_model.dump()) == dump
    later = luc.write(creation())
    keep(again, later)
    assert again.judgements.unjudged(2) == [unjudged[0], later[1][0].header.record]  # the first was written later
    again.close()


def test_the_files_are_for_their_owner_alone(path: Path) -> None:
    store = create_store(path, KEY, CELL)
    put(store, projection("one"))
    assert {file.name: stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()} == {
        "cell.db": 0o600,
        "cell.db-wal": 0o600,
        "cell.db-shm": 0o600,
    }
    store.close()
    assert [file.name for file in path.parent.iterdir()] == ["cell.db"]


def test_a_store_is_never_made_over_another_file(filled: Path) -> None:
    before = filled.read_bytes()
    with pytest.raises(RefusedError, match="store_exists"):
        create_store(filled, KEY, CELL)
    assert filled.read_bytes() == before


def test_what_an_interrupted_creation_left_is_no_obstacle(path: Path) -> None:
    path.with_name("cell.db.new").write_bytes(b"half a store")
    path.with_name("cell.db.new-wal").write_bytes(b"half a log")
    create_store(path, KEY, CELL).close()
    assert [file.name for file in path.parent.iterdir()] == ["cell.db"]


def test_a_store_in_no_directory_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="store_io"):
        create_store(tmp_path / "nowhere" / "cell.db", KEY, CELL)
    with pytest.raises(RefusedError, match="store_missing"):
        open_store(tmp_path / "cell.db", KEY, CELL)
    assert list(tmp_path.iterdir()) == []


def test_another_key_is_refused_in_silence(filled: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert refusal(filled, key=bytes(32)).code == "store_key"
    assert capfd.readouterr() == ("", "")


def test_the_store_of_another_cell_is_refused(filled: Path) -> None:
    assert refusal(filled, cell=CellId(b"d" * 32)).code == "store_cell"


@pytest.mark.parametrize(
    "content", [b"", b"not a database", b"SQLite format 3\0" + bytes(PAGE - 16)], ids=["empty", "words", "plain"]
)
def test_what_is_no_store_is_refused(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    assert refusal(path).code == "store_damaged"


def test_a_store_damaged_where_it_opens_is_refused_in_silence(filled: Path, capfd: pytest.CaptureFixture[str]) -> None:
    spoil(filled, 1000)
    assert refusal(filled).code == "store_damaged"
    assert capfd.readouterr() == ("", "")


def test_a_flipped_bit_of_any_page_is_found_and_never_crashes(filled: Path, capfd: pytest.CaptureFixture[str]) -> None:
    sound = filled.read_bytes()
    for page in range(1, len(sound) // PAGE):
        filled.write_bytes(sound)
        spoil(filled, page * PAGE + 100)
        assert look_everywhere(filled) == {"store_damaged"}, f"page {page}"
    assert capfd.readouterr() == ("", "")


def look_everywhere(path: Path) -> set[str]:
    """Open, check and read all of a store; return the codes of what was found or refused, none but damage."""
    codes: set[str] = set()
    with refusals_kept(codes):
        store = open_store(path, KEY, CELL)
        codes.update("store_damaged" for _ in store.check())
        with refusals_kept(codes):
            for device, branches in store.log.logs().items():
                for position, branch in enumerate(branches):
                    store.log.line(device, position, 0, branch.height.count)
        with refusals_kept(codes):
            list(store.read_model.dump())
        store.close()
    return codes


@contextmanager
def refusals_kept(codes: set[str]) -> Iterator[None]:
    try:
        yield
    except RefusedError as error:
        codes.add(error.code)


def test_a_segment_that_says_something_else_is_damage(path: Path) -> None:
    store = create_store(path, KEY, CELL)
    ana, again = Author(1), Author(1)
    keep(store, ana.write(creation("one")))
    store.close()
    database = Database.writable(str(path), KEY)
    other, _ = again.write(creation("two"))
    with database.transaction():
        database.write("UPDATE segment SET blob = ?", (other.blob,))
    reopened = SqlcipherStore(database, CELL)
    with pytest.raises(RefusedError, match="store_damaged"):
        reopened.log.line(ana.device, 0, 0, 1)
    database.close()


def test_a_hole_in_the_log_is_found_by_the_check(path: Path) -> None:
    store = create_store(path, KEY, CELL)
    ana = Author(1)
    keep(store, *(ana.write(creation()) for _ in range(3)))
    assert store.check() == []
    store.close()
    database = Database.writable(str(path), KEY)
    with database.transaction():
        database.write("DELETE FROM segment WHERE key & 1 = 1")
    damaged = SqlcipherStore(database, CELL)
    assert damaged.check() == [
        f"hole in the log before {ana.device.hex()} 2",
        "2 entries in segments, 3 to find them by",
    ]
    database.close()


def forked(path: Path) -> tuple[Author, Database]:
    """Return an author whose log has two branches of two segments, the second leaving the first at 2, and its file."""
    store = create_store(path, KEY, CELL)
    ana = Author(1)
    first, second = (ana.write(creation(text), creation(text)) for text in ("one", "two"))
    copy = ana.copy_after(first[1][1])
    keep(store, first, second, copy.write(creation("two'")), copy.write(creation("three'")))
    assert store.check() == []
    store.close()
    return ana, Database.writable(str(path), KEY)


@pytest.mark.parametrize(
    ("damage", "found"),
    [
        ("DELETE FROM segment WHERE key >> 32 = 2 AND key & 0xFFFFFFFF = 2", [3]),
        ("UPDATE segment SET back = zeroblob(32) WHERE key >> 32 = 2 AND key & 0xFFFFFFFF = 2", [2]),
        ("UPDATE segment SET back = head WHERE key >> 32 = 2 AND key & 0xFFFFFFFF = 3", [3]),
        ("UPDATE segment SET count = 1 WHERE key >> 32 = 1 AND key & 0xFFFFFFFF = 0", [2, 2]),
        ("UPDATE segment SET count = 3 WHERE key >> 32 = 1 AND key & 0xFFFFFFFF = 0", [2]),
        ("DELETE FROM segment WHERE key >> 32 = 1 AND key & 0xFFFFFFFF = 0", [2, 2]),
    ],
)
def test_a_hole_in_a_branch_or_where_it_leaves_is_found_by_the_check(path: Path, damage: str, found: list[int]) -> None:
    ana, database = forked(path)
    with database.transaction():
        database.write(damage)
    faults = SqlcipherStore(database, CELL).check()
    assert [fault for fault in faults if "hole" in fault] == [
        f"hole in the log before {ana.device.hex()} {seq}" for seq in found
    ]
    database.close()


def test_a_file_whose_branches_are_not_all_there_is_damaged(path: Path) -> None:
    _, database = forked(path)
    with database.transaction():
        database.write("DELETE FROM segment WHERE key >> 32 = 1")
    with pytest.raises(RefusedError, match="branch missing"):
        SqlcipherStore(database, CELL)
    database.close()


def test_a_newer_store_is_refused_untouched_even_with_a_pending_log(path: Path) -> None:
    create_store(path, KEY, CELL).close()
    newer = Database.writable(str(path), KEY)
    with newer.transaction():
        newer.write("INSERT INTO migration (number, name) VALUES (9999, 'later')")
    error = refusal(path)
    assert (error.code, error.fields) == ("store_newer", {"found": 9999, "known": migrations.known()[-1].number})
    crashed = killed(path)
    assert refusal(crashed).code == "store_newer"
    newer.close()
    assert refusal(path).code == "store_newer"


def killed(path: Path) -> Path:
    """Return the files as a process that is killed now would leave them."""
    left = path.parent / "killed"
    left.mkdir()
    for name in (path.name, path.name + "-wal"):
        shutil.copy(path.with_name(name), left / name)
    return left / path.name


def test_what_a_killed_process_had_committed_is_there(path: Path) -> None:
    store = create_store(path, KEY, CELL)
    ana = Author(1)
    keep(store, ana.write(creation()))
    put(store, projection("one"))
    again = open_store(killed(path), KEY, CELL)
    assert again.log.logs() == store.log.logs()
    assert list(again.read_model.dump()) == list(store.read_model.dump())
    assert again.check() == []
    again.close()
    store.close()


def test_a_new_store_has_seen_every_migration(database: Database) -> None:
    assert database.rows("SELECT number, name FROM migration ORDER BY number") == [
        (migration.number, migration.name) for migration in migrations.known()
    ]


def test_a_full_disk_refuses_the_transaction_and_keeps_the_rest(path: Path) -> None:
    store, database = with_room_for(path, pages=60)
    ana = Author(1)
    kept = ana.write(creation("kept"))
    keep(store, kept)
    too_much = [ana.write(*(creation(f"{number}") for number in range(1000))) for _ in range(20)]
    with pytest.raises(RefusedError, match="store_full"):
        keep(store, *too_much)
    assert height_of(store, ana).count == 1
    assert store.log.line(ana.device, 0, 0, 1) == kept[1]
    database.rows("PRAGMA max_page_count = 100000")
    keep(store, *too_much)
    assert height_of(store, ana).count == 20_001
    assert store.check() == []
    store.close()


def with_room_for(path: Path, pages: int) -> tuple[Store, Database]:
    """Return a store whose file cannot grow past some pages, as on a full disk."""
    create_store(path, KEY, CELL).close()
    database = Database.writable(str(path), KEY)
    database.rows(f"PRAGMA max_page_count = {pages}")
    return SqlcipherStore(database, CELL), database


def test_a_store_that_another_process_writes_to_is_busy(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("idos_p2p.store.database.BUSY_SECONDS", 0.01)
    first = create_store(path, KEY, CELL)
    second = open_store(path, KEY, CELL)
    with first.transaction(), pytest.raises(RefusedError, match="store_busy"):
        keep(second, Author(1).write(creation()))
    keep(second, Author(1).write(creation()))
    second.close()
    first.close()


def test_the_file_opens_with_the_fingerprint_of_its_key_and_nothing_of_the_key(filled: Path) -> None:
    data = filled.read_bytes()
    assert data.startswith(fingerprint(KEY))
    assert KEY not in data
    assert fingerprint(KEY) != fingerprint(bytes(32))
