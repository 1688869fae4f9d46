"""What exporting a large cell costs: seconds and peak memory of each format, on the real store.

``python -m bench.export [--records N] [--keep DIR]``. Records are contributions of 150 persons and gifts with their
uses, written here; with ``--keep`` the cell stays in DIR and is taken again the next time.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from idos_p2p.identity.keystore import new_keys
from idos_p2p.ids import CellId
from idos_p2p.papers.formats import Format
from idos_p2p.services.cell import Cell
from idos_p2p.services.export import export
from idos_p2p.services.write import add_all
from idos_p2p.store.sqlcipher import open_store
from tests.simulation.devices import SetClock, Surroundings, in_files

PERSONS = 150
BATCH = 500
WORDS = (
    "semis",
    "arrosage",
    "accueil",
    "épicerie",
    "récolte",
    "courrier",
    "réunion",
    "vélo",
    "cuisine",
    "d’été",
    "tri",
)


def build(folder: Path, records: int) -> None:
    """Found a cell with so many records, and note what opens it."""
    around = Surroundings(1, in_files(folder))
    cell = around.found("Ana")
    dice = random.Random(1)
    persons = add_all(cell, [("person", _given({"name": f"Personne {number}"})) for number in range(PERSONS)])
    projects = add_all(cell, [("project", _given({"title": f"Projet {number}"})) for number in range(20)])
    written = PERSONS + len(projects) + 1
    gifts: list[str] = []
    while written < records:
        batch = [_record(dice, persons, projects, gifts) for _ in range(min(BATCH, records - written))]
        ids = add_all(cell, [(kind, _given(values)) for kind, values in batch])
        gifts += [identifier for identifier, (kind, _) in zip(ids, batch, strict=True) if kind == "gift"]
        written += len(batch)
    around.close()
    (folder / "cell.json").write_text(json.dumps({"cell": cell.id.hex(), "records": records}))


def _given(values: Mapping[str, object]) -> Callable[[Sequence[str]], Mapping[str, object]]:
    return lambda _ids: values


def _record(
    dice: random.Random, persons: list[str], projects: list[str], gifts: list[str]
) -> tuple[str, dict[str, object]]:
    day = f"2026-{dice.randint(1, 12):02}-{dice.randint(1, 28):02}"
    said = " ".join(dice.choices(WORDS, k=dice.randint(4, 20)))
    if gifts and dice.random() < 0.05:
        return "use", {"gifts": {dice.choice(gifts): dice.randint(1, 5000)}, "date": day, "effect": said}
    if dice.random() < 0.05:
        return "gift", {"donor": dice.choice(persons), "cents": dice.randint(1, 50_000), "date": day, "wish": said}
    if dice.random() < 0.02:
        return "page", {"title": f"{said} {dice.random()}", "body": said * 10}
    held = {"what": said, "date": day, "minutes": dice.randint(10, 300), "project": dice.choice(projects)}
    return "contribution", {**held, "persons": dice.sample(persons, dice.randint(1, 4))}


def opened(folder: Path) -> Cell:
    """Open the cell again, with the keys that its founding drew."""
    told = json.loads((folder / "cell.json").read_text())
    rng = random.Random("1 Ana")
    keys = new_keys(rng.randbytes(32), rng.randbytes(32), rng.randbytes(32))
    cell_id = CellId(bytes.fromhex(told["cell"]))
    path = folder / f"{keys.store[:4].hex()}.db"
    return Cell(cell_id, keys, open_store(path, keys.store, cell_id), SetClock(), rng.randbytes)


def measure(folder: Path, wanted: Format) -> Iterator[str]:
    """Export once and tell what it took, the opening of the cell aside."""
    cell = opened(folder)
    before = _peak()
    with TemporaryDirectory() as place:
        start = time.process_time()
        done = export(cell, Path(place, "out"), wanted)
        seconds = time.process_time() - start
    peak = _peak()
    cell.close()
    yield f"{wanted:10} {sum(done.records.values()):8} records {seconds:7.1f} s {done.size / 2**20:7.1f} MiB"
    yield f" peak {peak:5.0f} MiB, {peak - before:4.0f} above the opened cell"


def _peak() -> float:
    """Return the most memory this process had at once, in MiB; what it was forked from does not count."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def main() -> None:
    """Build the cell, then measure each format in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--measure", choices=[each.value for each in Format], help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.measure:
        print(*measure(asked.keep, Format(asked.measure)), sep="")
        return
    with TemporaryDirectory() as place:
        folder = asked.keep or Path(place)
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / "cell.json").exists():
            build(folder, asked.records)
        for wanted in Format:
            command = [sys.executable, "-m", "bench.export", "--keep", str(folder), "--measure", wanted.value]
            subprocess.run(command, check=True)


if __name__ == "__main__":
    main()
