"""What is measured beside the workloads: a live edit, opening, a link that is cut, and what verifying alone takes."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from typing import NamedTuple

from bench.meeting.bring import DOCUMENTS, PYTHON
from bench.meeting.cells import Workload, cell_of, prepared, stored
from bench.meeting.ends import REPO, US, Told, pair
from bench.meeting.link import link
from bench.meeting.words import ROOT
from idos_p2p.log.segment import open_sealed, parse

EDITS = 60
CUTS = (0.1, 0.5, 0.9)


class Edits(NamedTuple):
    """Edits of one title, some time apart, in milliseconds and bytes of session frames or messages both ways."""

    engine: str
    here_ms: float
    there_p50_ms: float
    there_p95_ms: float
    bytes: float
    messages: float


def edits(engine: str, work: Workload) -> Edits:
    """Let one end edit a record so often while the other is here; in sync before."""
    with pair(engine, work) as ends:
        ends.listener.say("go")
        ends.dialler.asked(f"go {ends.address}")
        if engine == REPO:
            ends.listener.say("over")
        ends.listener.heard()
        before = ends.listener.asked("grown")
        made = ends.dialler.asked(f"edit {EDITS}")["edits"]
        after = ends.listener.asked("grown")
    arrived = after["grown"][len(before["grown"]) :]
    there = [_first_after(arrived, began) for began, _ in made]
    return Edits(
        engine,
        median((done - began) / 1e6 for began, done in made),
        median(there),
        quantiles(there, n=20)[-1],
        _both_ways(before, after, "bytes") / EDITS,
        _both_ways(before, after, "frames") / EDITS,
    )


def _first_after(arrived: list[int], began: int) -> float:
    return min(moment - began for moment in arrived if moment > began) / 1e6


def _both_ways(before: Told, after: Told, what: str) -> int:
    return sum(after[f"{what}_{way}"] - before[f"{what}_{way}"] for way in ("in", "out"))


class Opening(NamedTuple):
    """From the beginning to the first fifty records, in milliseconds, and the peak of memory in MiB."""

    of_kind_ms: float  # beyond ours: fifty of one kind
    ours_ms: float
    ours_mib: float
    theirs_ms: float
    theirs_mib: float

    @property
    def ratio(self) -> float:
        """Ours to theirs."""
        return self.ours_ms / self.theirs_ms


def opening(work: Workload, rounds: int) -> Opening:
    """Open a cell that holds the workload, and let automerge-py load its document of the same, in turns."""
    ours: list[Told] = []
    theirs: list[Told] = []
    program = str(Path(__file__).with_name("others.py"))
    numbers = (str(work.common), str(work.apart_here), str(work.apart_there), str(DOCUMENTS))
    with TemporaryDirectory() as folder:
        home = prepared(work).homes.copied_one(Path(folder), here=True)
        for _ in range(rounds):
            words = [sys.executable, "-m", "bench.meeting.opening", str(home)]
            ours.append(json.loads(subprocess.check_output(words, cwd=ROOT)))
            theirs.append(json.loads(subprocess.check_output([str(PYTHON), program, "load", "listen", *numbers])))
    then = median(one["of_kind_ms"] for one in ours)
    return Opening(then, *(median(one[key] for one in told) for told in (ours, theirs) for key in ("ms", "mib")))


class Cut(NamedTuple):
    """A meeting whose link was cut once, and what crossed the link in all beside one that was not cut."""

    at: float
    bytes: int
    uncut: int

    @property
    def ratio(self) -> float:
        """What the cut cost."""
        return self.bytes / self.uncut


def cuts(work: Workload) -> list[Cut]:
    """Let ours meet uncut, and then cut at several places."""
    uncut = _crossed(work, 0)
    return [Cut(at, _crossed(work, int(uncut * at)), uncut) for at in CUTS]


def _crossed(work: Workload, cut_at: int) -> int:
    with pair(US, work) as ends, link(int(ends.listener.ready["port"]), cut_at) as laid:
        ends.listener.say("go")
        ends.dialler.asked(f"go {laid.address} equal")
        carried = laid.carried
        ends.dialler.stop()
        ends.listener.stop()
    return carried


class Ceiling(NamedTuple):
    """What verifying a log takes without keeping it, in seconds of one process."""

    seconds: float
    processor_s: float
    entries: int


def ceiling(work: Workload) -> Ceiling:
    """Open every segment of the workload: inflate, chain, hash, one signature each; nothing is written."""
    segments = [(sealed.blob, height) for sealed, height, _ in stored(prepared(work).homes.here)]
    cell = cell_of(prepared(work).homes.here)
    began, used = time.monotonic(), time.process_time()
    entries = sum(len(open_sealed(parse(blob), cell, height)) for blob, height in segments)
    return Ceiling(time.monotonic() - began, time.process_time() - used, entries)
