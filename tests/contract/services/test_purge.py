"""No byte of what was erased stays in the file: seen on a store without a key, on the real services."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from idos_p2p.ids import CellId
from idos_p2p.services.erase import erase
from idos_p2p.services.project import project_all
from idos_p2p.services.write import add
from idos_p2p.store import migrations
from idos_p2p.store.database import Database
from idos_p2p.store.ports import Store
from idos_p2p.store.sqlcipher import SqlcipherStore
from idos_p2p.views.records import find
from tests.contract.services.forking import own_person
from tests.simulation.devices import Surroundings

TOKEN = "q7Zk2vXw9Rb4"  # as a word that no compressor shortens
KEPT = "h8yd3liw6fse"


@pytest.fixture
def around(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Surroundings]:
    """Devices whose files can be read, and that do not wait for another process."""
    monkeypatch.setattr("idos_p2p.store.database.BUSY_SECONDS", 0.01)

    def create(cell: CellId, _key: bytes) -> Store:
        database = Database.writable(str(tmp_path / "cell.db"), key=None)
        migrations.migrate(database)
        return SqlcipherStore(database, cell)

    surroundings = Surroundings(1, create)
    yield surroundings
    surroundings.close()


def left(directory: Path) -> set[str]:
    """Return what a raw scan of every file finds of what was planted."""
    content = b"".join(file.read_bytes() for file in sorted(directory.iterdir()))
    return {word for word in (TOKEN, KEPT) if word.encode() in content}


def test_an_erased_record_leaves_the_file_when_nobody_else_reads_it(around: Surroundings, tmp_path: Path) -> None:
    ana = around.found()
    given = {"date": "2026-01-01", "persons": [own_person(ana)]}
    secret, kept = (add(ana, "contribution", {**given, "what": word}) for word in (TOKEN, KEPT))
    assert left(tmp_path) == {TOKEN, KEPT}
    reader = Database(str(tmp_path / "cell.db"), key=None)
    reading = reader.stream("SELECT key FROM segment UNION ALL SELECT key FROM segment")
    next(reading)
    erase(ana, secret)
    project_all(ana)
    assert left(tmp_path) == {TOKEN, KEPT}
    reading.close()
    reader.release()
    project_all(ana)
    assert left(tmp_path) == {KEPT}
    assert find(ana.store.reader, kept).fields["what"] == KEPT
