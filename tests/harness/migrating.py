"""A store of the first schema brought to the last one, for what cuts it: a kill, or the power.

``python -m tests.harness.migrating DIRECTORY TRACE`` does it once, and leaves the trace of what was asked of the disk.
"""

from __future__ import annotations

import argparse
import pickle
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from idos_p2p.store import migrations
from idos_p2p.store.database import Database
from idos_p2p.store.migrations import Migration, known
from tests.contract.store.making import CELL, KEY, Author, act, creation
from tests.harness.recording import Recorder
from tests.harness.trace import Call
from tests.harness.writing import NAME, ROOT

ENTRIES = 120


def steps() -> list[Migration]:
    """Return this program's migrations and one more, which rebuilds a table as later ones will."""
    ours = known()
    rebuild = (
        "CREATE TABLE fact_again (name TEXT PRIMARY KEY, value BLOB NOT NULL, kept INTEGER) STRICT, WITHOUT ROWID",
        "INSERT INTO fact_again SELECT name, value, length(value) FROM fact",
        "DROP TABLE fact",
        "ALTER TABLE fact_again RENAME TO fact",
    )
    return [*ours, Migration(ours[-1].number + 1, "later", rebuild)]


def make_first(path: Path) -> None:
    """Make a store of the first schema with a log of some pages, as the first program did."""
    database = Database.writable(str(path), KEY)
    try:
        migrations.migrate(database, steps()[:1])
        ana = Author(1)
        with database.transaction():
            database.write("INSERT INTO cell (id) VALUES (?)", (CELL,))
            database.write("INSERT INTO device (number, key) VALUES (1, ?)", (ana.device,))
            database.write("INSERT INTO fact (name, value) VALUES ('secret/0', ?)", (b"s" * 32,))
            for number in range(0, ENTRIES, 2):
                back = ana.height.head
                sealed, entries = ana.write(act(f"act {number} " * 40), creation(f"record {number} " * 40))
                key = 1 << 32 | sealed.first_seq
                row = (key, sealed.count, back, entries[-1].id, sealed.blob)
                database.write("INSERT INTO segment (key, count, back, head, blob) VALUES (?, ?, ?, ?, ?)", row)
                payload = entries[0].payload
                assert payload is not None
                header = (number, entries[0].header.encode(), payload.salt, payload.body)
                database.write("INSERT INTO act (arrival, header, salt, body) VALUES (?, ?, ?, ?)", header)
                judged = (key + 1, key + 1, number + 1)
                database.write("INSERT INTO judgement (key, record, arrival) VALUES (?, ?, ?)", judged)
    finally:
        database.close()


@contextmanager
def opened(path: Path) -> Iterator[Database]:
    """Give a database as a program that is about to write opens it."""
    database = Database.writable(str(path), KEY)
    try:
        yield database
    finally:
        database.close()


def holdings(database: Database) -> object:
    """Return what no migration may lose."""
    return (
        database.rows("SELECT key, count, back, head, blob FROM segment ORDER BY key"),
        database.rows("SELECT arrival, header, salt, body FROM act ORDER BY arrival"),
        database.rows("SELECT key, record, arrival FROM judgement ORDER BY key"),
        database.rows("SELECT name, value FROM fact ORDER BY name"),
        database.rows("SELECT key FROM device ORDER BY number"),
        database.rows("SELECT id FROM cell"),
    )


def record(directory: Path) -> Sequence[Call]:
    """Return the trace of a process that migrates in ``work`` of this directory, where the first store already is."""
    kept = directory / "trace.pickle"
    command = ("-m", "tests.harness.migrating", str(directory / "work"), str(kept))
    subprocess.run([sys.executable, *command], check=True, cwd=ROOT)
    calls: list[Call] = pickle.loads(kept.read_bytes())
    return calls


def main() -> None:
    """Make the first store and migrate it, step by step, and leave the trace."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("directory", type=lambda path: Path(path).resolve())
    parser.add_argument("trace", type=Path)
    asked = parser.parse_args()
    recorder = Recorder(asked.directory)
    recorder.begin(0)
    make_first(asked.directory / NAME)
    recorder.acknowledge(0)
    for number in range(2, len(steps()) + 1):
        with opened(asked.directory / NAME) as database:
            recorder.begin(number)
            migrations.migrate(database, steps()[:number])
            recorder.acknowledge(number)
    if recorder.failures:
        sys.exit("\n".join(recorder.failures))
    asked.trace.write_bytes(pickle.dumps(recorder.calls))


if __name__ == "__main__":
    main()
