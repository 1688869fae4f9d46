"""Each kind of corruption, planted in a real file, is named exactly by a deep check, and nothing else is told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from idos_p2p.log.segment import _OUTER, parse
from idos_p2p.services.cell import Cell
from idos_p2p.services.check import Check, check_deep, rebuild
from idos_p2p.services.project import project_all
from idos_p2p.services.write import add, change
from idos_p2p.store.database import PAGE_BYTES
from idos_p2p.store.sqlcipher import SqlcipherStore, open_store
from tests.contract.services.forking import own_person
from tests.simulation.devices import Surroundings, in_files, share

Plant = Callable[[Cell], None]


@pytest.fixture
def around(tmp_path: Path) -> Surroundings:
    return Surroundings(1, in_files(tmp_path))


@pytest.fixture
def cell(around: Surroundings) -> Cell:
    """Ana's, with Luc's news, some projects and a contribution to one of them."""
    ana = around.found("Ana")
    luc = around.joined(ana, "Luc")
    project = add(luc, "project", {"title": "Potager"})
    semis = {"what": "Semis", "date": "2026-11-22", "minutes": 120, "project": project, "persons": [own_person(luc)]}
    add(luc, "contribution", semis)
    page = add(ana, "page", {"title": "Compost", "body": "Du carbone et de l’azote"})
    change(ana, page, {"body": "Du carbone, de l’azote, de l’eau"})
    share(luc, ana)
    project_all(ana)
    assert check_deep(ana).faults == ()
    return ana


def write(cell: Cell, sql: str, *parameters: object) -> None:
    """Change the file past every rule of this program."""
    assert isinstance(cell.store, SqlcipherStore)
    with cell.store.transaction():
        cell.store._database.write(sql, parameters)


def ask(cell: Cell, sql: str, *parameters: object) -> Sequence[object]:
    [row] = cell.store.reader.rows(sql, parameters)
    return row


def opened_again(cell: Cell, around: Surroundings) -> Cell:
    """Return the cell as the next start of the program finds it."""
    assert isinstance(cell.store, SqlcipherStore)
    path = Path(str(ask(cell, "SELECT file FROM pragma_database_list WHERE name = 'main'")[0]))
    cell.store.close()
    around.opened.remove(cell)
    again = Cell(cell.id, cell.keys, open_store(path, cell.keys.store, cell.id), cell.clock, cell.entropy)
    around.opened.append(again)
    return again


def told(checked: Check) -> list[tuple[str, ...]]:
    """Return the faults: the code, then the fields that say where."""
    return [(fault.code, *map(str, fault.fields.values())) for fault in checked.faults]


MIDDLE = "SELECT key, blob FROM segment WHERE key & 0xFFFFFFFF > 0 AND key < 1 << 33 ORDER BY key LIMIT 1"


@pytest.mark.parametrize(
    ("place", "cause"),
    [
        (0, "segment_format"),
        (1, "segment_signature"),  # the device
        (36, "segment_hole"),  # the first seq
        (38, "segment_columns"),  # the count
        (39, "segment_damaged"),  # the checksum
        (50, "segment_signature"),
        (_OUTER.size, "segment_damaged"),
        (-1, "segment_damaged"),
    ],
)
def test_a_byte_of_a_segment_is_told_by_the_part_it_is_in(
    cell: Cell, around: Surroundings, place: int, cause: str
) -> None:
    key, blob = ask(cell, MIDDLE)
    assert isinstance(key, int)
    assert isinstance(blob, bytes)
    flipped = bytearray(blob)
    flipped[place] ^= 1
    write(cell, "UPDATE segment SET blob = ? WHERE key = ?", bytes(flipped), key)
    cell = opened_again(cell, around)
    [(code, device, entry, said)] = told(check_deep(cell))
    if place == 1:
        cause = "store_damaged"  # it says that it is another device's
    if place == 38:
        said = cause if said in ("segment_columns", "segment_flags", "segment_count") else said
    assert (code, device, int(entry), said) == ("log", parse(blob).device.hex(), key & 0xFFFFFFFF, cause)


def test_a_segment_that_is_gone_is_told_where_it_was(cell: Cell, around: Surroundings) -> None:
    key, blob = ask(cell, MIDDLE)
    assert isinstance(key, int)
    assert isinstance(blob, bytes)
    write(cell, "DELETE FROM segment WHERE key = ?", key)
    device, seq = parse(blob).device.hex(), key & 0xFFFFFFFF
    entries, rows = ask(
        cell, "SELECT sum(count), (SELECT count(*) FROM judgement) + (SELECT count(*) FROM act) FROM segment"
    )
    assert told(check_deep(opened_again(cell, around))) == [
        ("file", f"hole in the log before {device} {seq + parse(blob).count}"),
        ("file", f"{entries} entries in segments, {rows} to find them by"),
        ("log", device, str(seq), "segment_hole"),
    ]


@pytest.mark.parametrize("column", ["head", "back"])
def test_a_wrong_end_of_a_segment_is_told(cell: Cell, around: Surroundings, column: str) -> None:
    key, blob = ask(cell, MIDDLE)
    assert isinstance(key, int)
    assert isinstance(blob, bytes)
    write(cell, f"UPDATE segment SET {column} = zeroblob(32) WHERE key = ?", key)
    seq = (key & 0xFFFFFFFF) + (parse(blob).count if column == "head" else 0)
    assert ("file", f"hole in the log before {parse(blob).device.hex()} {seq}") in told(
        check_deep(opened_again(cell, around))
    )


def test_an_altered_end_of_a_log_is_told(cell: Cell, around: Surroundings) -> None:
    key, count, device = ask(
        cell,
        "SELECT max(segment.key), count, lower(hex(device.key)) FROM segment"
        " JOIN device ON device.number = segment.key >> 32 WHERE device.number = 1",
    )
    assert isinstance(key, int)
    assert isinstance(count, int)
    write(cell, "UPDATE segment SET head = zeroblob(32) WHERE key = ?", key)
    assert ("height", device, str((key & 0xFFFFFFFF) + count)) in told(check_deep(opened_again(cell, around)))


TWIN_OF_AN_ACT = """INSERT INTO act
    SELECT arrival + 1000, chain, CAST(substr(header, 1, 174) || x'000000000000' || substr(header, 181) AS BLOB),
        salt, body
    FROM act WHERE arrival = ?"""
ACT = "SELECT arrival, substr(header, 34, 32), substr(header, 66, 4) FROM act ORDER BY arrival LIMIT 1 OFFSET 1"


@pytest.mark.parametrize(
    ("code", "sql"),
    [
        ("act_altered", "UPDATE act SET body = CAST(body || x'00' AS BLOB) WHERE arrival = ?"),
        ("act_altered", "UPDATE act SET salt = zeroblob(16) WHERE arrival = ?"),
        ("act_altered", "UPDATE act SET body = NULL, salt = NULL WHERE arrival = ?"),
        ("act_missing", "DELETE FROM act WHERE arrival = ?"),
        ("act_extra", TWIN_OF_AN_ACT),
    ],
)
def test_an_act_s_row_is_told_by_its_place(cell: Cell, around: Surroundings, code: str, sql: str) -> None:
    arrival, device, seq = ask(cell, ACT)
    assert isinstance(device, bytes)
    assert isinstance(seq, bytes)
    write(cell, sql, arrival)
    faults = [fault for fault in told(check_deep(opened_again(cell, around))) if fault[0] != "file"]
    assert (code, device.hex(), str(int.from_bytes(seq, "big"))) in faults
    assert {fault[0] for fault in faults} == {code}


def test_a_verdict_is_told_by_its_entry(cell: Cell, around: Surroundings) -> None:
    key, device = ask(
        cell,
        "SELECT max(judgement.key), lower(hex(device.key)) FROM judgement"
        " JOIN device ON device.number = judgement.key >> 32 WHERE verdict = 'applied' AND device.number = 2",
    )
    assert isinstance(key, int)
    write(cell, "UPDATE judgement SET verdict = 'void:owner' WHERE key = ?", key)
    expected = ("verdict", device, str(key & 0xFFFFFFFF), "void:owner", "applied")
    assert told(check_deep(opened_again(cell, around))) == [expected]


def test_the_row_of_an_entry_that_is_gone_is_told(cell: Cell, around: Surroundings) -> None:
    key, device = ask(
        cell,
        "SELECT max(judgement.key), lower(hex(device.key)) FROM judgement"
        " JOIN device ON device.number = judgement.key >> 32 WHERE device.number = 1",
    )
    assert isinstance(key, int)
    write(cell, "DELETE FROM judgement WHERE key = ?", key)
    [file, entry] = told(check_deep(opened_again(cell, around)))
    assert file[0] == "file"
    assert entry == ("entry_unlisted", device, str(key & 0xFFFFFFFF))


def test_the_row_of_an_entry_that_never_was_is_told(cell: Cell, around: Surroundings) -> None:
    record, device = ask(
        cell,
        "SELECT max(record), lower(hex(device.key)) FROM judgement JOIN device ON device.number = record >> 32"
        " WHERE device.number = 2",
    )
    assert isinstance(record, int)
    write(
        cell,
        "INSERT INTO judgement (key, record, arrival, verdict) VALUES ((2 << 32) + 999, ?, 9999, 'applied')",
        record,
    )
    [file, unreadable] = told(check_deep(opened_again(cell, around)))
    assert file[0] == "file"
    assert unreadable == ("record_unreadable", device, str(record & 0xFFFFFFFF), "entry_absent")


RECORD = "SELECT key, lower(hex(id)), title FROM record WHERE kind = 'page'"


@pytest.mark.parametrize(
    ("parts", "sql"),
    [
        ("title", "UPDATE record SET title = 'Autre' WHERE key = ?"),
        ("fields", "UPDATE record SET fields = json_set(fields, '$.title', 'Autre') WHERE key = ?"),
        ("fields", "UPDATE record SET fields = json_set(fields, '$.extra', 1) WHERE key = ?"),
        ("kind", "UPDATE record SET kind = 'project' WHERE key = ?"),
        ("shared", "UPDATE record SET shared = 1 - shared WHERE key = ?"),
        ("created_ms", "UPDATE record SET created_ms = created_ms + 1 WHERE key = ?"),
        ("touched_ms", "UPDATE record SET touched_ms = touched_ms + 1 WHERE key = ?"),
        ("contested", "UPDATE record SET contested = 1 WHERE key = ?"),
        ("versions", "UPDATE record SET versions = '{\"title\": []}' WHERE key = ?"),
    ],
)
def test_an_altered_record_is_told_by_its_id_and_the_part(
    cell: Cell, around: Surroundings, parts: str, sql: str
) -> None:
    key, record, title = ask(cell, RECORD)
    write(cell, sql, key)
    kind, shown = "project" if parts == "kind" else "page", "Autre" if parts == "title" else title
    assert told(check_deep(opened_again(cell, around))) == [("view_altered", record, kind, shown, parts)]


def test_a_record_missing_or_extra_is_told(cell: Cell, around: Surroundings) -> None:
    key, record, title = ask(cell, RECORD)
    strange = "ab" * 32
    write(cell, "UPDATE record SET id = unhex(?) WHERE key = ?", strange, key)
    cell = opened_again(cell, around)
    assert told(check_deep(cell)) == [
        ("view_extra", strange, "page", title),
        ("view_missing", record, "page", title),
    ]
    rebuild(cell)
    assert check_deep(cell).faults == ()


def test_links_and_interactions_are_told_by_their_record(cell: Cell, around: Surroundings) -> None:
    key, record, title, day, project = ask(
        cell,
        "SELECT record.key, lower(hex(record.id)), title, day, lower(hex(subject.id)) FROM record"
        " JOIN link ON link.record = record.key JOIN subject ON subject.number = link.subject"
        " WHERE kind = 'contribution' AND field = 'project'",
    )
    assert isinstance(key, int)
    [person] = ask(
        cell,
        "SELECT lower(hex(id)) FROM link JOIN subject ON number = subject WHERE record = ? AND field = 'persons'",
        key,
    )
    write(cell, "DELETE FROM link WHERE record = ? AND field = 'project'", key)
    cell = opened_again(cell, around)
    assert told(check_deep(cell)) == [
        ("view_altered", record, "contribution", title, "links"),
        ("row_extra", "interaction", record, f"{project} {day}"),
        ("row_extra", "work", project, "2026 1 120"),
        ("row_extra", "work", project, f"2026 1 120 {person}"),
    ]
    rebuild(cell)
    key, day = ask(cell, "SELECT key, day FROM record WHERE id = unhex(?)", record)
    write(
        cell,
        "DELETE FROM interaction WHERE record = ? AND subject IN (SELECT subject FROM link WHERE record = ?)",
        key,
        key,
    )
    write(cell, "INSERT INTO link VALUES (77, 'project', (SELECT number FROM subject WHERE id = unhex(?)))", project)
    write(cell, "INSERT INTO interaction SELECT subject, '1999-01-01', record FROM interaction WHERE record = ?", key)
    faults = told(check_deep(cell))
    assert ("row_extra", "link", "", f"{project} project") in faults
    assert ("row_missing", "interaction", record, f"{project} {day}") in faults
    assert [fault for fault in faults if fault[0] == "row_extra" and "1999-01-01" in fault[3]]
    assert {fault[2] for fault in faults} == {record, ""}


def test_a_sum_is_told_by_its_project(cell: Cell, around: Surroundings) -> None:
    [project] = ask(cell, "SELECT lower(hex(id)) FROM subject WHERE number = (SELECT project FROM work LIMIT 1)")
    write(cell, "UPDATE work SET minutes = 121 WHERE person = 0")
    cell = opened_again(cell, around)
    assert told(check_deep(cell)) == [
        ("row_extra", "work", project, "2026 1 121"),
        ("row_missing", "work", project, "2026 1 120"),
    ]
    rebuild(cell)
    assert check_deep(cell).faults == ()


def test_the_search_index_is_told_by_record_and_word(cell: Cell, around: Surroundings) -> None:
    key, record, _ = ask(cell, RECORD)
    # Its words end with the licence, CC-BY-SA-4.0: "0" is the first that differs.
    write(cell, "INSERT INTO search (search, rowid, words) SELECT 'delete', key, words FROM record WHERE key = ?", key)
    cell = opened_again(cell, around)
    assert told(check_deep(cell)) == [("row_missing", "search", record, "0")]
    write(cell, "INSERT INTO search (rowid, words) VALUES (?, 'zoologie')", key)
    assert told(check_deep(cell)) == [
        ("row_extra", "search", record, "zoologie"),
        ("row_missing", "search", record, "0"),
    ]
    rebuild(cell)
    assert check_deep(cell).faults == ()


def test_a_body_gone_from_a_list_is_told(cell: Cell, around: Surroundings) -> None:
    key, device = ask(
        cell,
        "SELECT min(judgement.key), lower(hex(device.key)) FROM judgement"
        " JOIN device ON device.number = judgement.key >> 32 WHERE device.number = 1",
    )
    assert isinstance(key, int)
    write(cell, "INSERT INTO absent (key, erased) VALUES (?, FALSE)", key)
    assert told(check_deep(opened_again(cell, around))) == [("body_listed", device, str(key & 0xFFFFFFFF))]


def test_a_damaged_page_is_told_by_its_number(cell: Cell, around: Surroundings) -> None:
    project_all(cell)
    path = Path(str(ask(cell, "SELECT file FROM pragma_database_list WHERE name = 'main'")[0]))
    root = ask(cell, "SELECT rootpage FROM sqlite_master WHERE name = 'record'")[0]
    assert isinstance(root, int)
    around.opened.remove(cell)
    cell.close()
    data = bytearray(path.read_bytes())
    data[(root - 1) * PAGE_BYTES + 100] ^= 1
    path.write_bytes(bytes(data))
    store = open_store(path, cell.keys.store, cell.id)
    damaged = Cell(cell.id, cell.keys, store, cell.clock, cell.entropy)
    try:
        faults = told(check_deep(damaged))
    finally:
        store._database.release()
    assert any(fault[0] == "file" and f"page {root}" in fault[1] for fault in faults)
    assert faults[-1] == ("unreadable", "store_damaged")
