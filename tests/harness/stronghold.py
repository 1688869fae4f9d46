"""Two members' processes on loopback: one that is attacked, a friend that goes on meeting it, and how both are."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from idos_p2p.limits import MIB
from sync.channel.connection import Channel, Timeouts
from sync.channel.doors import Door
from sync.channel.handshake import Identity, dial
from tests.harness.household import BESIEGED, FRIEND, Household, household

WITHIN = 60.0  # seconds: what takes longer has failed
PATIENT = Timeouts(connect=20, handshake=20, idle=60, heartbeat=10, close=1)


class Figures(NamedTuple):
    """How a process is: memory in bytes, what it holds open, whom it meets, and what it told its owner."""

    memory: int
    descriptors: int
    sockets: int
    tasks: int
    objects: int
    sessions: int
    peers: int
    equal: int
    digest: str
    entries: int
    told: dict[str, int]

    @property
    def held(self) -> tuple[int, int, int]:
        """What must be as before once an attack is over."""
        return self.descriptors, self.sockets, self.tasks


class Watched:
    """One process, asked through its input and output."""

    def __init__(self, name: str, folder: Path, *peer: str) -> None:
        folder.mkdir()
        self.log = folder / "log"
        words = [sys.executable, "-m", "tests.harness.besieged", name, str(folder), *peer]
        with self.log.open("wb") as errors:
            self.process = subprocess.Popen(
                words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, text=True, encoding="utf-8"
            )
        listening = self._answer()
        self.endpoint: tuple[str, int] = (listening["host"], listening["port"])

    def order(self, word: str) -> Figures:
        """Give an order, and return how the process is then."""
        assert self.process.stdin
        self.process.stdin.write(word + "\n")
        self.process.stdin.flush()
        return Figures(**self._answer())

    def end(self) -> int:
        """Let it end, and return its exit code."""
        self.process.communicate(timeout=WITHIN)
        return self.process.returncode

    def kill(self) -> None:
        """End it at once, if it still runs."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.communicate()

    def lines(self) -> list[str]:
        """Return what it has logged."""
        return self.log.read_text(encoding="utf-8").splitlines()

    def _answer(self) -> Any:
        assert self.process.stdout
        line = self.process.stdout.readline()
        assert line, self.log.read_text(encoding="utf-8")
        return json.loads(line)


@dataclass
class Siege:
    """What an attack is given: both processes, and what a hostile member holds."""

    besieged: Watched
    friend: Watched
    house: Household
    seed: int = 1

    async def dial(self, identity: Identity | None = None, door: Door | None = None) -> Channel:
        """Return a channel to the besieged: the hostile member's, unless it is said whose."""
        doors = [door or self.house.members]
        return await dial(self.besieged.endpoint, doors, identity or self.house.hostile, timeouts=PATIENT)

    async def look(self) -> Figures:
        """Return how the besieged is."""
        return await asyncio.to_thread(self.besieged.order, "look")

    async def met(self) -> None:
        """Return when both members have met."""
        async with asyncio.timeout(WITHIN):
            while not (await self.look()).equal:
                pass

    async def unharmed(self) -> float:
        """Let both members write, and return after how many seconds both hold the same."""
        start = time.monotonic()
        for member in (self.friend, self.besieged):
            await asyncio.to_thread(member.order, "write")
        async with asyncio.timeout(WITHIN):
            while (await self.look()).digest != (await asyncio.to_thread(self.friend.order, "look")).digest:
                pass
        return time.monotonic() - start

    async def calm(self, before: Figures) -> Figures:
        """Return how the besieged is once it holds no more open than before, or the time is over."""
        try:
            async with asyncio.timeout(WITHIN):
                while (now := await self.look()).held > before.held or now.sessions > before.sessions:
                    pass
        except TimeoutError:
            return await self.look()
        return now


@contextmanager
def siege(folder: Path, seed: int = 1) -> Iterator[Siege]:
    """Start both processes, let them meet, and end them; both must end well."""
    house = household()
    besieged = Watched(BESIEGED, folder / "besieged")
    friend = None
    try:
        friend = Watched(FRIEND, folder / "friend", "{}:{}".format(*besieged.endpoint))
        stronghold = Siege(besieged, friend, house, seed)
        asyncio.run(stronghold.met())
        yield stronghold
        assert (friend.end(), besieged.end()) == (0, 0)
    finally:
        for member in (friend, besieged):
            if member is not None:
                member.kill()
        house.close()


def megabytes(grown: int) -> float:
    """Return bytes in MiB, with one digit after the point."""
    return round(grown / MIB, 1)
