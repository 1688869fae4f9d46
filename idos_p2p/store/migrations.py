"""From any earlier schema to this program's: numbered steps, each in one transaction with its record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise

import sqlcipher3

from idos_p2p.errors import BugError, RefusedError
from idos_p2p.store.database import Database


@dataclass(frozen=True, slots=True)
class Migration:
    """One step of the schema."""

    number: int
    name: str
    statements: tuple[str, ...]


@cache
def known() -> tuple[Migration, ...]:
    """Return this program's migrations in order; they are numbered from 1 without a hole."""
    found = []
    for resource in files("idos_p2p.store.schema").iterdir():
        if resource.name.endswith(".sql"):
            number, name = resource.name.removesuffix(".sql").split("_", 1)
            found.append(Migration(int(number), name, _statements(resource.read_text(encoding="utf-8"))))
    found.sort(key=lambda migration: migration.number)
    if not found or found[0].number != 1 or any(b.number - a.number != 1 for a, b in pairwise(found)):
        raise BugError("store_migrations", numbers=[migration.number for migration in found])
    return tuple(found)


def version(database: Database) -> int:
    """Return the number of the last migration that the file has seen; 0 when it is new."""
    if not database.rows("SELECT 1 FROM sqlite_master WHERE name = 'migration'"):
        return 0
    (last,) = database.rows("SELECT coalesce(max(number), 0) FROM migration")[0]
    return int(last)


def check_version(database: Database) -> None:
    """Refuse a file that a newer program made, or that has no schema at all; changes nothing."""
    found, last = version(database), known()[-1].number
    if found > last:
        raise RefusedError("store_newer", found=found, known=last)
    if found == 0:
        raise RefusedError("store_damaged", reason="no schema")


def migrate(database: Database, steps: Sequence[Migration] | None = None) -> None:
    """Bring the schema to this program's, or through these steps. A new file is made by the same steps.

    Each step is one transaction with its record: whatever cuts it, the file is at the version before it or after it.
    """
    found = version(database)
    for migration in known() if steps is None else steps:
        if migration.number > found:
            with database.transaction():
                for statement in migration.statements:
                    database.write(statement)
                database.write("INSERT INTO migration (number, name) VALUES (?, ?)", (migration.number, migration.name))


def _statements(script: str) -> tuple[str, ...]:
    statements, open_lines = [], ""
    for line in script.splitlines(keepends=True):
        open_lines += line
        if sqlcipher3.complete_statement(open_lines):
            statements.append(open_lines.strip())
            open_lines = ""
    if open_lines.strip():
        raise BugError("store_migrations", open=open_lines)
    return tuple(statements)
