"""The real binding in a process of its own, with limits of time and memory: what kills it is told, and harms nobody.

Run as a program it is that process. It reads, for each case, how many bodies (u32), then each body after its size
(u32), and writes a line of JSON a case: see ``Answer``.
"""

from __future__ import annotations

import json
import resource
import select
import struct
import subprocess
import sys
import time
from pathlib import Path
from typing import BinaryIO, TypedDict

from automerge.core import Document

from idos_p2p.errors import BugError
from idos_p2p.records.document import RecordDocument
from idos_p2p.records.gate import examine
from idos_p2p.records.plan import Plain
from tests.unit.records.crafting import author_of

ROOT = Path(__file__).parents[2]
PEAK_RESET = Path("/proc/self/clear_refs")  # "5" makes the peak what is used now
HUNG_SECONDS = 20.0
MAX_ADDRESSES = 1 << 30  # bytes: what would take more ends the process instead of the computer


class Answer(TypedDict):
    """What the binding made of a record."""

    verdict: str  # "ok", or in one word what went wrong
    milliseconds: float  # of processor, to load and read the whole of it
    kilobytes: int  # by which the process grew at most
    holds: Plain  # what was read


def answer(bodies: list[bytes]) -> Answer:
    """Load and read a record as the program does, then save it and load it again."""
    changes = [examine(body, author_of(body)) for body in bodies]
    PEAK_RESET.write_text("5", encoding="ascii")
    start, before = time.process_time(), _kilobytes("VmRSS")
    try:
        document = RecordDocument.load(changes)
        holds: Plain = document.fields()
        document.versions()
        verdict = "ok"
    except BugError as error:
        verdict, holds = error.code, None
    milliseconds = (time.process_time() - start) * 1000
    grown = _kilobytes("VmHWM") - before
    return {
        "verdict": _again(bodies) if verdict == "ok" else verdict,
        "milliseconds": milliseconds,
        "kilobytes": grown,
        "holds": holds,
    }


def _again(bodies: list[bytes]) -> str:
    """Save, load again and compare, as nothing but the format's own words."""
    try:
        document = Document.load(b"".join(bodies))
        again = Document.load(document.save())
        return "ok" if sorted(again.get_heads()) == sorted(document.get_heads()) else "changed"
    except BaseException:  # noqa: BLE001  # the edge: a panic of the binding is not an Exception
        return "unloadable"


def _kilobytes(name: str) -> int:
    """Return one size of this process, as Linux tells it: VmRSS, or its peak since the last reset, VmHWM."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name))


class Binding:
    """That process, asked about one record after the other; born again when one has killed it."""

    def __init__(self) -> None:
        self._process = _born()

    def ask(self, bodies: list[bytes]) -> Answer:
        """Return what the binding makes of a record; the verdicts "died" and "hung" are of the process itself."""
        to, out = self._process.stdin, self._process.stdout
        if to is None or out is None:
            raise RuntimeError
        to.write(struct.pack(">I", len(bodies)) + b"".join(struct.pack(">I", len(body)) + body for body in bodies))
        to.flush()
        heard, _, _ = select.select([out], [], [], HUNG_SECONDS)
        line = out.readline() if heard else b""
        if line:
            told: Answer = json.loads(line)
            return told
        self.close()
        self._process = _born()
        return {"verdict": "died" if heard else "hung", "milliseconds": 0.0, "kilobytes": 0, "holds": None}

    def close(self) -> None:
        """End the process."""
        with self._process:  # waits for it, and closes its pipes
            self._process.kill()


def _born() -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tests.fuzz.binding"]
    pipe, nowhere = subprocess.PIPE, subprocess.DEVNULL
    return subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, stderr=nowhere)


def _number(source: BinaryIO) -> int | None:
    data = source.read(4)
    return struct.unpack(">I", data)[0] if data else None


def main() -> None:
    """Answer case after case until the input ends."""
    resource.setrlimit(resource.RLIMIT_AS, (MAX_ADDRESSES, MAX_ADDRESSES))
    while (count := _number(sys.stdin.buffer)) is not None:
        bodies = [sys.stdin.buffer.read(_number(sys.stdin.buffer) or 0) for _ in range(count)]
        sys.stdout.write(json.dumps(answer(bodies)) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
