"""The association of the demo, as shipped: it comes in by the public path, whole, and its sums are right."""

from __future__ import annotations

import unicodedata
from collections import Counter
from pathlib import Path

import pytest

import ui.command
from idos_p2p.papers.known import KnownRecords
from idos_p2p.papers.plan import ImportPlan, plan
from idos_p2p.papers.reading import read_directory
from idos_p2p.records.kinds import Value

ASSOCIATION = Path(ui.command.__path__[0], "association")
KEEPERS = ("aicha", "karim", "elodie", "zoe", "noel", "aya", "mai", "ilidio")
FIRST_DAY, LAST_DAY = "2025-11-22", "2026-11-21"

Record = tuple[str, str, dict[str, Value]]


def _import(folder: str, cell: list[Record]) -> ImportPlan:
    """Plan one folder and add its records to the cell, under ids made from their number."""
    planned = plan(read_directory(ASSOCIATION / folder), KnownRecords(cell))
    assert planned.faults == ()
    ids: list[str] = []
    for record in planned.records:
        ids.append(f"{len(cell):064x}")
        cell.append((ids[-1], record.kind, record.with_ids(ids)))
    return planned


@pytest.fixture(scope="module")
def cell() -> list[Record]:
    """Return all records, each keeper's folder imported on its own after the common one."""
    records: list[Record] = []
    for folder in ("commun", *KEEPERS):
        _import(folder, records)
    return records


def _of(cell: list[Record], kind: str) -> dict[str, dict[str, Value]]:
    return {record: values for record, name, values in cell if name == kind}


def test_the_whole_year_comes_in(cell: list[Record]) -> None:
    counts = Counter(kind for _, kind, _ in cell)
    assert counts["person"] == 28
    assert counts["project"] == 8
    assert 1_400 <= counts["contribution"] <= 1_600
    assert 55 <= counts["gift"] <= 65
    assert 75 <= counts["use"] <= 90
    assert 15 <= counts["page"] <= 20


def test_every_keeper_brings_a_part_and_nobody_doubles_another(cell: list[Record]) -> None:
    brought = list(cell)
    for folder in (*KEEPERS, "commun", ""):
        again = _import(folder, brought)
        assert again.records == ()
        assert len(again.skipped) > (100 if folder in KEEPERS else 0)


def test_the_year_is_one_year(cell: list[Record]) -> None:
    days = [str(values["date"]) for _, _, values in cell if "date" in values]
    assert min(days) >= FIRST_DAY
    assert max(days) <= LAST_DAY
    months = Counter(day[:7] for day in days)
    assert len(months) == 13  # the end of November 2025 to the middle of November 2026
    assert min(months.values()) > 20


def test_uses_never_exceed_their_gifts_and_come_after_them(cell: list[Record]) -> None:
    gifts, used = _of(cell, "gift"), Counter[str]()
    for use in _of(cell, "use").values():
        assert isinstance(use["gifts"], dict)
        for gift, cents in use["gifts"].items():
            used[gift] += cents
            assert str(use["date"]) >= str(gifts[gift]["date"])
    for gift, values in gifts.items():
        assert isinstance(values["cents"], int)
        assert used[gift] <= values["cents"]
    assert any(not used[gift] for gift in gifts)  # some wait for their use, as in life


def test_all_roles_forms_and_projects_are_there(cell: list[Record]) -> None:
    roles: set[str] = set()
    for person in _of(cell, "person").values():
        assert isinstance(person["roles"], list)
        roles.update(person["roles"])
    assert roles == {"volunteer", "beneficiary", "leader", "employee", "donor"}
    contributions = _of(cell, "contribution").values()
    assert {values.get("form", "time") for values in contributions} == {"time", "goods", "service", "expense"}
    assert {values.get("project") for values in contributions} >= set(_of(cell, "project"))
    assert all(person.get("purpose") for person in _of(cell, "person").values())
    assert any(use.get("act") for use in _of(cell, "use").values())


def test_texts_are_as_people_write_them(cell: list[Record]) -> None:
    words = "\n".join(str(value) for _, _, values in cell for value in values.values())
    assert unicodedata.is_normalized("NFC", words)
    for sign in ("Aïcha", "N'Guessan", "l’", "Œuvrard", "cœur", "« ".replace(" ", "\u00a0"), "\u202f!", "🌱", "Nguyễn"):
        assert sign in words
    whats = Counter(str(values["what"]) for values in _of(cell, "contribution").values())
    assert len(whats) > 900
    assert whats.most_common(1)[0][1] < 8


def test_nobody_is_in_two_places_at_once_twice_over(cell: list[Record]) -> None:
    lived = Counter[tuple[str, str]]()
    for values in _of(cell, "contribution").values():
        minutes, persons = values.get("minutes", 0), values["persons"]
        assert isinstance(minutes, int)
        assert isinstance(persons, list)
        for person in persons:
            lived[person, str(values["date"])] += minutes
    assert max(lived.values()) < 16 * 60


def test_it_stays_small() -> None:
    assert sum(path.stat().st_size for path in ASSOCIATION.rglob("*") if path.is_file()) < 600_000
