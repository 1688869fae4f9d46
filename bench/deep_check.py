"""What `check --deep` costs on a large cell: ``python bench/deep_check.py``, from the project's root.

Writes a cell of so many entries in a home of its own, by the real write path: contributions of several persons to
projects, some of them edited. Then runs the real command on it, in a process of its own, and tells its answer, its
time and its memory. ``--home`` keeps the home, and takes it again when it is there.
"""

from __future__ import annotations

import argparse
import json
import resource
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parents[1]))

from idos_p2p.clock import SystemClock
from idos_p2p.paths import Home
from idos_p2p.services.found import Surroundings, found
from idos_p2p.services.write import add, add_all, change

NewRecord = tuple[str, Callable[[Sequence[str]], Mapping[str, object]]]

ROOT = Path(__file__).parents[1]
RECORDS_AT_ONCE = 1_000
EDITED_ONE_IN = 50
GOAL_SECONDS, GOAL_MEBIBYTES = 180, 400


def main() -> int:
    """Make the cell if need be, check it, and say whether that was sound and within the goal."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entries", type=int, default=100_000)
    parser.add_argument("--home", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = options.home or Path(folder) / "home"
        if not (home / "cells").exists():
            started = time.monotonic()
            _make(home, options.entries)
            size = sum(path.stat().st_size for path in home.rglob("*") if path.is_file())
            print(f"made in {time.monotonic() - started:.0f} s, {size / 2**20:.0f} MiB")
        return _check(home)


def _make(home: Path, entries: int) -> None:
    """Write a cell of at least so many entries."""
    cell = found(Surroundings(Home(home), SystemClock(), secrets.token_bytes), "Le Grand Jardin", "Ana", ["volunteer"])
    random = Random(7)
    persons = [add(cell, "person", {"name": f"Personne {number}", "roles": ["volunteer"]}) for number in range(40)]
    projects = [add(cell, "project", {"title": f"Projet {number}"}) for number in range(60)]
    while (missing := entries - cell.own_height()) > 0:
        count = min(RECORDS_AT_ONCE, missing)
        written = add_all(cell, [_contribution(random, persons, projects) for _ in range(count)])
        for record in written[::EDITED_ONE_IN]:
            change(cell, record, {"minutes": random.randint(15, 480)})
    cell.close()


def _contribution(random: Random, persons: Sequence[str], projects: Sequence[str]) -> NewRecord:
    values = {
        "what": f"Atelier numéro {random.randrange(10_000)}",
        "date": f"2026-{random.randint(1, 12):02}-{random.randint(1, 28):02}",
        "minutes": random.randint(15, 480),
        "project": random.choice(projects),
        "persons": random.sample(persons, 2),
        "place": random.choice(("Jardin", "Salle des fêtes", "Atelier")),
    }
    return "contribution", partial(_same, values)


def _same(values: Mapping[str, object], _ids: Sequence[str]) -> Mapping[str, object]:
    return values


def _check(home: Path) -> int:
    """Run the command, and tell what it found and took."""
    words = [sys.executable, "-m", "ui.command.main", "--home", str(home), "--json", "check", "--deep"]
    started = time.monotonic()
    done = subprocess.run(words, cwd=ROOT, check=False, capture_output=True, text=True)
    seconds = time.monotonic() - started
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor, mebibytes = used.ru_utime + used.ru_stime, used.ru_maxrss / 1024
    if done.returncode not in (0, 1):
        print(done.stderr)
        return done.returncode
    answer = json.loads(done.stdout)
    print(f"{answer}\n{seconds:.0f} s, of the processor {processor:.0f} s, {mebibytes:.0f} MiB")
    print(f"goal: {GOAL_SECONDS} s of the processor, for others may keep this machine busy; {GOAL_MEBIBYTES} MiB")
    return 0 if answer["ok"] and processor <= GOAL_SECONDS and mebibytes <= GOAL_MEBIBYTES else 1


if __name__ == "__main__":
    raise SystemExit(main())
