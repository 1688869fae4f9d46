"""A migration cut anywhere leaves the schema before it or after it, never between, and loses nothing."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from idos_p2p.errors import RefusedError
from idos_p2p.store import migrations
from idos_p2p.store.database import Database
from tests.contract.store.making import KEY
from tests.harness import recording
from tests.harness.disk import Disk, lay_out
from tests.harness.migrating import holdings, make_first, opened, record, steps
from tests.harness.writing import NAME

SEED = 20261122
CUTS = 120

needs_recording = pytest.mark.skipif(
    not recording.possible(), reason="this build of SQLCipher hides the functions by which its file calls are recorded"
)


@pytest.fixture
def first(tmp_path: Path) -> Path:
    """A closed store of the first schema."""
    path = tmp_path / "first" / NAME
    path.parent.mkdir()
    make_first(path)
    return path


def look(path: Path) -> tuple[int, object]:
    """Return the version of a file and what it holds, changing nothing."""
    database = Database.untouched(path, KEY)
    try:
        return migrations.version(database), holdings(database)
    finally:
        database.release()


def migrated(path: Path) -> tuple[int, object]:
    """Bring a file to the last schema, and return what ``look`` says then."""
    with opened(path) as database:
        migrations.migrate(database, steps())
        assert database.rows("PRAGMA integrity_check") == [("ok",)]
    return look(path)


def test_a_store_of_the_first_schema_comes_to_the_last_one_with_all_it_held(first: Path) -> None:
    version, held = look(first)
    assert version == 1
    assert migrated(first) == (len(steps()), held)


def test_a_process_killed_at_any_statement_leaves_one_schema_or_the_next(
    first: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, held = look(first)
    images: list[Path] = []
    write = Database.write

    def written(database: Database, sql: str, parameters: tuple[object, ...] = ()) -> None:
        images.append(image(first, tmp_path / f"before {len(images)}"))
        write(database, sql, parameters)

    with monkeypatch.context() as patch:
        patch.setattr(Database, "write", written)
        migrated(first)
    assert len(images) == sum(len(step.statements) + 1 for step in steps()[1:])
    versions = []
    for left in images:
        version, kept = look(left)
        assert kept == held
        versions.append(version)
        assert migrated(left) == (len(steps()), held)
    assert versions == sorted(versions)
    assert set(versions) == set(range(1, len(steps())))


def image(path: Path, place: Path) -> Path:
    """Return the files as a process that is killed now would leave them."""
    place.mkdir()
    for name in (path.name, path.name + "-wal"):
        if path.with_name(name).exists():
            shutil.copy(path.with_name(name), place / name)
    return place / path.name


def test_a_statement_that_is_refused_leaves_the_schema_before(first: Path) -> None:
    _, held = look(first)
    last = steps()[-1]
    broken = migrations.Migration(last.number, last.name, (*last.statements, "SELECT * FROM nowhere"))
    with opened(first) as database, pytest.raises(Exception, match="nowhere"):
        migrations.migrate(database, [*steps()[:-1], broken])
    assert look(first) == (last.number - 1, held)
    assert migrated(first) == (last.number, held)


@needs_recording
def test_a_power_cut_during_a_migration_leaves_one_schema_or_the_next(tmp_path: Path) -> None:
    (tmp_path / "work").mkdir()
    calls = record(tmp_path)
    _, held = look(tmp_path / "work" / NAME)
    dice, cuts, seen = random.Random(SEED), 0, set()
    while cuts < CUTS:
        disk = Disk()
        for call in calls[: dice.randint(len(calls) // 4, len(calls))]:
            disk.take(call)
        if disk.acknowledged < 0:  # cut while the first store was still being made
            continue
        cuts += 1
        place = tmp_path / f"cut {cuts}"
        place.mkdir()
        lay_out(disk.cut(dice), place)
        version, kept = look(place / NAME)
        assert kept == held, f"seed {SEED} cut {cuts}"
        assert max(disk.acknowledged, 1) <= version <= max(disk.begun, 1), f"seed {SEED} cut {cuts}"
        seen.add(version)
        assert migrated(place / NAME) == (len(steps()), held)
    assert seen == set(range(1, len(steps()) + 1))


def test_a_schema_of_a_newer_program_is_never_migrated(first: Path) -> None:
    migrated(first)
    with opened(first) as database, pytest.raises(RefusedError, match="store_newer"):
        migrations.check_version(database)
