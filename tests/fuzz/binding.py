"""The real binding, asked what it makes of a record that passed the gate.

Run as a program it answers once, in a process that does nothing else: it reads bodies, each after its size (u32), and
writes an ``Answer`` as JSON.
"""

from __future__ import annotations

import json
import struct
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TypedDict

from automerge.core import Document

from idos_p2p.errors import BugError
from idos_p2p.records.change import Change
from idos_p2p.records.document import RecordDocument
from idos_p2p.records.gate import examine
from idos_p2p.records.plan import Plain
from tests.unit.records.crafting import author_of

ROOT = Path(__file__).parents[2]
PEAK_RESET = Path("/proc/self/clear_refs")  # "5" makes the peak what is used now


class Answer(TypedDict):
    """What the binding made of a record."""

    verdict: str  # "ok", or in one word what went wrong
    milliseconds: float  # of processor, to load and read the whole of it
    kilobytes: int  # by which the process grew at most
    holds: Plain  # what was read


def answer(changes: Sequence[Change]) -> Answer:
    """Load and read a record as the program does, then save it and load it again; memory is for the caller to see."""
    start = time.process_time()
    try:
        document = RecordDocument.load(changes)
        holds: Plain = document.fields()
        document.versions()
        verdict = "ok"
    except BugError as error:
        verdict, holds = error.code, None
    milliseconds = (time.process_time() - start) * 1000
    if verdict == "ok":
        verdict = _again(changes)
    return {"verdict": verdict, "milliseconds": milliseconds, "kilobytes": 0, "holds": holds}


def _again(changes: Sequence[Change]) -> str:
    """Save, load again and compare, as nothing but the format's own words."""
    try:
        document = Document.load(b"".join(change.body for change in changes))
        again = Document.load(document.save())
        return "ok" if sorted(again.get_heads()) == sorted(document.get_heads()) else "changed"
    except BaseException:  # noqa: BLE001  # the edge: a panic of the binding is not an Exception
        return "unloadable"


def ask_once(bodies: Sequence[bytes]) -> Answer:
    """Return what the binding makes of a record in a process of its own; "died" when it ended that process."""
    data = b"".join(struct.pack(">I", len(body)) + body for body in bodies)
    command = [sys.executable, "-m", "tests.fuzz.binding"]
    ended = subprocess.run(
        command, cwd=ROOT, input=data, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False
    )
    if ended.returncode:
        return {"verdict": "died", "milliseconds": 0.0, "kilobytes": 0, "holds": None}
    told: Answer = json.loads(ended.stdout)
    return told


def _kilobytes(name: str) -> int:
    """Return one size of this process, as Linux tells it: VmRSS, or its peak since the last reset, VmHWM."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name))


def main() -> None:
    """Answer once."""
    data, at, changes = sys.stdin.buffer.read(), 0, []
    while at < len(data):
        body = data[at + 4 : at + 4 + struct.unpack_from(">I", data, at)[0]]
        changes.append(examine(body, author_of(body)))
        at += 4 + len(body)
    PEAK_RESET.write_text("5", encoding="ascii")
    before = _kilobytes("VmRSS")
    told = answer(changes)
    told["kilobytes"] = _kilobytes("VmHWM") - before
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main()
