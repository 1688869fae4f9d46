"""Kills a writing process at any moment, many times, and looks at what is left.

``python -m tests.harness.kill --kills 5000 --seed 1``. A forked child writes on the real store and says each turn that
is durable; it is killed (SIGKILL) while it makes, opens, writes, closes; then the store is opened as the product opens
a cell (``life.py``), or left for the next child. It ends with 1 when one is corrupt, or an acknowledged turn is lost.
What a killed process wrote stays with the system: only a power cut shows what was not synced (``power_cut.py``).
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import multiprocessing
import os
import random
import secrets
import select
import signal
import struct
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

from idos_p2p.errors import Fault
from idos_p2p.store.sqlcipher import create_store, open_store
from tests.contract.store.making import CELL, KEY
from tests.harness.life import TURN, Life
from tests.harness.writing import NAME, scratch, tell

KILLS_A_LIFE = 20
MOST_TURNS = 6  # a child is killed after so many at most, and a moment
MOST_SECONDS = 0.004  # a few commits
MAKING_SECONDS = 0.06  # a store being made takes so long
CLOSING = 0.15  # part of the turns after which the child closes the store and opens it again
LEFT = 0.3  # part of the kills after which the next child finds the store as it was left
STUCK_SECONDS = 60.0
FOUND, DURABLE = 0, 1
_SAID = struct.Struct(">BI")


@dataclass
class Killed:
    """What became of some kills."""

    kills: int = 0
    turns: int = 0  # acknowledged in all
    before: int = 0  # killed before the store was there
    lost: int = 0
    corrupt: int = 0
    faults: list[str] = field(default_factory=list)

    def add(self, other: Killed) -> None:
        """Count these too."""
        self.kills += other.kills
        self.turns += other.turns
        self.before += other.before
        self.lost += other.lost
        self.corrupt += other.corrupt
        self.faults += other.faults

    @property
    def sound(self) -> bool:
        """Nothing lost, nothing corrupt."""
        return not self.lost and not self.corrupt


@dataclass(frozen=True, slots=True)
class Job:
    """Kills of one life."""

    seed: int
    life: int
    kills: int
    early: bool = False  # the children say a turn before its COMMIT: a fault that this must find


def examine(job: Job) -> Killed:
    """Kill the writers of one life as often as asked, and tell what they left."""
    name = f"{job.seed} {job.life}"
    with tempfile.TemporaryDirectory(dir=scratch()) as directory, contextlib.closing(Life(name)) as life:
        killing = _Killing(life, Path(directory) / NAME, random.Random(name), early=job.early)
        while killing.figures.kills < job.kills and killing.figures.sound:
            killing.kill_one()
        killing.look()
    killing.figures.faults = [f"life {name}, {fault}" for fault in killing.figures.faults]
    return killing.figures


class _Killing:
    """One store, and who writes to it one after the other."""

    def __init__(self, life: Life, path: Path, dice: random.Random, *, early: bool) -> None:
        self.figures = Killed()
        self._life = life
        self._path = path
        self._dice = dice
        self._early = early
        self._durable = -1  # the last turn that was said to be durable; 0 is the making of the store

    def kill_one(self) -> None:
        """Let a child write, kill it, and look at what it left or leave it to the next."""
        self._life.turn(max(self._durable, 0) + MOST_TURNS * 4)  # made once here, not by each child
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            _write(self._life, self._path, writing, self._dice, early=self._early)
        os.close(writing)
        try:
            made = self._durable >= 0
            turns = self._dice.randint(0, MOST_TURNS) if made else 0
            self._listen(reading, turns, self._dice.uniform(0, MOST_SECONDS if made else MAKING_SECONDS))
            os.kill(child, signal.SIGKILL)
            self._hear(os.fdopen(reading, "rb", closefd=False).read())
        finally:
            os.close(reading)
            _, status = os.waitpid(child, 0)
        self.figures.kills += 1
        if not os.WIFSIGNALED(status):
            self._note("corrupt", f"the child gave up: {os.waitstatus_to_exitcode(status)}")
        elif self._dice.random() > LEFT:
            self.look()

    def look(self) -> None:
        """Open the store, compare, and take one more turn."""
        if self._durable < 0 and not self._path.exists():
            self.figures.before += 1
            return
        verdict = self._life.judge(self._path, self._durable + 1)
        if verdict.faults:
            self._note("corrupt", "; ".join(verdict.faults))
        elif verdict.turns < self._durable:
            self._note("lost", f"{verdict.turns} turns of {self._durable}")
        self._durable = verdict.turns + 1

    def _listen(self, reading: int, turns: int, seconds: float) -> None:
        """Hear so many messages, and wait a moment."""
        for _ in range(turns):
            said = os.read(reading, _SAID.size)
            self._hear(said)
            if not said:
                return
        select.select([], [], [], seconds)

    def _hear(self, said: bytes) -> None:
        for kind, turn in _SAID.iter_unpack(said[: len(said) // _SAID.size * _SAID.size]):
            if kind == FOUND and turn < self._durable:
                self._note("lost", f"a child found {turn} turns of {self._durable}")
            self.figures.turns += kind == DURABLE
            self._durable = max(self._durable, turn)

    def _note(self, what: str, fault: str) -> None:
        setattr(self.figures, what, getattr(self.figures, what) + 1)
        self.figures.faults.append(f"kill {self.figures.kills}: {fault}")


def _write(life: Life, path: Path, said: int, dice: random.Random, *, early: bool) -> NoReturn:
    """Live on from what the store holds, saying each turn once it is durable, until killed; a fault ends it."""
    signal.alarm(int(STUCK_SECONDS))  # should the parent have died
    with contextlib.suppress(Fault):
        if not path.exists():
            create_store(path, KEY, CELL).close()
            os.write(said, _SAID.pack(DURABLE, 0))
        store = open_store(path, KEY, CELL)
        found = int.from_bytes(store.facts.get(TURN) or b"", "big")
        os.write(said, _SAID.pack(FOUND, found))
        for number in itertools.count(found + 1):
            if early:
                os.write(said, _SAID.pack(DURABLE, number))
            life.turn(number).take(store)
            if not early:
                os.write(said, _SAID.pack(DURABLE, number))
            if dice.random() < CLOSING:
                store.close()
                store = open_store(path, KEY, CELL)
    os._exit(1)


def main() -> None:
    """Kill as often as asked, and tell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=5_000)
    parser.add_argument("--seed", type=int, default=secrets.randbelow(1 << 32))
    parser.add_argument("--processes", type=int, default=os.cpu_count())
    parser.add_argument("--early", action="store_true", help="say a turn before its COMMIT: this must be found")
    asked = parser.parse_args()
    tell(f"seed {asked.seed}")
    starts = range(0, asked.kills, KILLS_A_LIFE)
    work = [
        Job(asked.seed, life, min(KILLS_A_LIFE, asked.kills - start), asked.early) for life, start in enumerate(starts)
    ]
    figures, begin = Killed(), time.monotonic()
    with multiprocessing.get_context("spawn").Pool(asked.processes) as pool:
        for part in pool.imap_unordered(examine, work):
            figures.add(part)
            tell(*part.faults)
    seconds = time.monotonic() - begin
    tell(
        f"{figures.kills} kills in {seconds:.0f} s ({figures.kills / seconds:.0f}/s), {figures.turns} turns,"
        f" {figures.corrupt} corrupt, {figures.lost} lost acknowledged turns, {figures.before} before there was a store"
    )
    sys.exit(not figures.sound)


if __name__ == "__main__":
    main()
