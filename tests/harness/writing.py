"""The writing process of the power cuts: it lives a life on the real store, and leaves the trace of it.

``python -m tests.harness.writing DIRECTORY TRACE --life SEED --turns N --synchronous FULL --checkpoint PAGES``
"""

from __future__ import annotations

import argparse
import os
import pickle
import random
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from idos_p2p.store import database
from idos_p2p.store.sqlcipher import create_store, open_store
from tests.contract.store.making import CELL, KEY
from tests.harness.life import Life
from tests.harness.recording import Recorder
from tests.harness.trace import Call

NAME = "cell.db"
FULL, NORMAL, OFF = "FULL", "NORMAL", "OFF"
REOPENING = 0.06  # part of the turns after which the store is closed and opened: the log is moved into the file
ROOT = Path(__file__).parents[2]


def scratch() -> str | None:
    """Return a place whose syncs cost nothing, where there is one: neither harness looks at the machine's own disk."""
    place = Path("/dev/shm")
    return str(place) if os.access(place, os.W_OK) else None


def tell(*lines: str) -> None:
    """Say these lines at once, to whoever waits for a long run."""
    sys.stdout.writelines(line + "\n" for line in lines)
    sys.stdout.flush()


def set_connection(synchronous: str, checkpoint: int) -> None:
    """Weaken the settings of this process's connections, and move the log into the file after so many pages.

    The product does so after 16 MiB, which a short life never fills. 0 leaves that as it is.
    """
    settings = dict(setting.removeprefix("PRAGMA ").split(" = ") for setting in database._SETTINGS)
    if (settings["synchronous"], settings["wal_autocheckpoint"]) != (FULL, str(database.CHECKPOINT_PAGES)):
        raise AssertionError(settings)
    settings["synchronous"] = synchronous
    settings["wal_autocheckpoint"] = str(checkpoint or database.CHECKPOINT_PAGES)
    vars(database)["_SETTINGS"] = tuple(f"PRAGMA {name} = {value}" for name, value in settings.items())


def write(recorder: Recorder, directory: Path, life: str, turns: int) -> None:
    """Make a store, and live so many turns of this life in it; it is left open, as the power cut finds it."""
    path = directory / NAME
    turning, dice = Life(life), random.Random(f"{life} reopening")
    recorder.begin(0)
    store = create_store(path, KEY, CELL)
    recorder.acknowledge(0)
    for number in range(1, turns + 1):
        turn = turning.turn(number)
        recorder.begin(number)
        turn.take(store)
        recorder.acknowledge(number)
        if dice.random() < REOPENING:
            store.close()
            store = open_store(path, KEY, CELL)
    store.close()


def record(
    directory: Path, life: str, turns: int, synchronous: str, checkpoint: int, *, before: Sequence[str] = ()
) -> Sequence[Call]:
    """Return the trace of a process that writes in ``work`` of this empty directory; ``before`` leads its command."""
    kept = directory / "trace.pickle"
    work = directory / "work"
    work.mkdir()
    command = ("-m", "tests.harness.writing", str(work), str(kept), "--life", life, "--turns", str(turns))
    settings = ("--synchronous", synchronous, "--checkpoint", str(checkpoint))
    subprocess.run([*before, sys.executable, *command, *settings], check=True, cwd=ROOT)
    calls: list[Call] = pickle.loads(kept.read_bytes())
    return calls


def main() -> None:
    """Write, and leave the trace."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("directory", type=lambda path: Path(path).resolve())
    parser.add_argument("trace", type=Path)
    parser.add_argument("--life", required=True)
    parser.add_argument("--turns", type=int, required=True)
    parser.add_argument("--synchronous", choices=(FULL, NORMAL, OFF), default=FULL)
    parser.add_argument("--checkpoint", type=int, default=0)
    asked = parser.parse_args()
    set_connection(asked.synchronous, asked.checkpoint)
    recorder = Recorder(asked.directory)
    write(recorder, asked.directory, asked.life, asked.turns)
    if recorder.failures:
        sys.exit("\n".join(recorder.failures))
    asked.trace.write_bytes(pickle.dumps(recorder.calls))


if __name__ == "__main__":
    main()
