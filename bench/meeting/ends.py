"""Two processes of one engine that meet: started, told to go, and measured from outside where that is alike for all."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from bench.meeting.bring import DOCUMENTS, NODE, PROGRAM, PYTHON
from bench.meeting.cells import Prepared, Workload, prepared
from bench.meeting.words import ROOT

US = "IDOS"
REPO, REPO_EACH = "automerge-repo, one doc", "automerge-repo, doc per record"
OTHERS = ("automerge-py, one doc", "automerge-py, doc per record", "pycrdt", "loro")

Told = dict[str, Any]


class Meeting(NamedTuple):
    """What one meeting of one engine cost."""

    engine: str
    workload: str
    equal_s: float  # until both hold the same, durably where the engine keeps anything
    wall_s: float  # until all of it can be read
    processor_s: tuple[float, float]  # of who was dialled and of who dialled
    bytes: tuple[int, int]  # to the one who dialled, and from it
    frames: tuple[int, int]
    grown_mib: tuple[float, float]  # memory of each beyond what it had before
    peak_mib: tuple[float, float]
    line_bytes: int = 0  # with TLS and what comes before it; 0 where there is none
    received: int = 0  # entries that either end took and kept; of ours alone


class End:
    """One process."""

    def __init__(self, words: Sequence[str], cwd: Path = ROOT) -> None:
        self._process = subprocess.Popen(
            list(words), cwd=cwd, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )
        self.ready = self.heard()

    def say(self, line: str) -> None:
        """Tell it what to do."""
        assert self._process.stdin
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()

    def heard(self) -> Told:
        """Wait for its next line."""
        assert self._process.stdout
        line = self._process.stdout.readline()
        if not line:
            raise SystemExit(f"ended too early: {self._process.args!r}")
        told: Told = json.loads(line)
        return told

    def asked(self, line: str) -> Told:
        """Tell it, and wait for its answer."""
        self.say(line)
        return self.heard()

    def memory(self, what: str) -> float:
        """Return VmRSS or VmHWM, in MiB."""
        status = Path(f"/proc/{self._process.pid}/status").read_text(encoding="ascii")
        return next(int(line.split()[1]) for line in status.splitlines() if line.startswith(what + ":")) / 1024

    def forget_peak(self) -> None:
        """Let the peak of memory begin again from here."""
        Path(f"/proc/{self._process.pid}/clear_refs").write_text("5", encoding="ascii")

    def stop(self) -> None:
        """End it."""
        if self._process.poll() is None:
            with contextlib.suppress(BrokenPipeError):
                self.say("stop")
            self._process.communicate()


class Pair(NamedTuple):
    """Who listens and who dials."""

    listener: End
    dialler: End

    @property
    def address(self) -> str:
        """Where the one listens."""
        return f"127.0.0.1:{self.listener.ready['port']}"


@contextlib.contextmanager
def pair(engine: str, work: Workload, ready: Prepared | None = None) -> Iterator[Pair]:
    """Give two processes that hold what the workload says, ready to meet; end them afterwards."""
    with TemporaryDirectory() as folder, contextlib.ExitStack() as ending:
        ends = []
        for role in ("listen", "dial"):
            ends.append(End(*_words(engine, work, role, Path(folder), ready)))
            ending.callback(ends[-1].stop)
        yield Pair(*ends)


def _words(engine: str, work: Workload, role: str, folder: Path, ready: Prepared | None) -> tuple[Sequence[str], Path]:
    if engine == US:
        homes = (ready or prepared(work)).homes
        home = homes.copied_one(folder, here=role == "listen")
        return (sys.executable, "-m", "bench.meeting.ours", str(home), role), ROOT
    numbers = (str(work.common), str(work.apart_here), str(work.apart_there), str(DOCUMENTS))
    program = str(Path(__file__).with_name("others.py"))
    if engine in OTHERS:
        return (str(PYTHON), program, engine, role, *numbers), ROOT
    shape = "one" if engine == REPO else "each"
    files = json.loads(subprocess.check_output([str(PYTHON), program, shape, role, *numbers]))["files"]
    total = str(work.common + work.new)
    return ("node", "--max-old-space-size=8192", PROGRAM, shape, role, total, *files), NODE


def meet(engine: str, work: Workload, ready: Prepared | None = None) -> Meeting:
    """Let two processes of an engine meet once."""
    with pair(engine, work, ready) as ends:
        before = [end.memory("VmRSS") for end in ends]
        for end in ends:
            end.forget_peak()
        ends.listener.say("go")
        dialled = ends.dialler.asked(f"go {ends.address}")
        if engine in {REPO, REPO_EACH}:
            ends.listener.say("over")
        listened = ends.listener.heard()
        peaks = [end.memory("VmHWM") for end in ends]
    return _measured(engine, work, (listened, dialled), before, peaks)


def _measured(
    engine: str, work: Workload, told: tuple[Told, Told], before: Sequence[float], peaks: Sequence[float]
) -> Meeting:
    listened, dialled = told
    if listened.get("digest") != dialled.get("digest"):
        raise SystemExit(f"{engine}: the two ends differ after {work.name}")
    began = dialled["started"]
    return Meeting(
        engine,
        work.name,
        equal_s=(max(one["equal"] for one in told) - began) / 1e9,
        wall_s=(max(one["done"] for one in told) - began) / 1e9,
        processor_s=(listened["processor"], dialled["processor"]),
        bytes=(dialled["bytes_in"], dialled["bytes_out"]),
        frames=(dialled["frames_in"], dialled["frames_out"]),
        grown_mib=(peaks[0] - before[0], peaks[1] - before[1]),
        peak_mib=(peaks[0], peaks[1]),
        line_bytes=dialled.get("tls_in", 0) + dialled.get("tls_out", 0),
        received=sum(one.get("entries_in", 0) for one in told),
    )


def raw_of_record(work: Workload) -> int:
    """Return the bytes of the changes that pass, each of a plain map in a document of its own (performance.md §0)."""
    program = str(Path(__file__).with_name("others.py"))
    numbers = ("0", str(work.apart_here), str(work.apart_there), str(DOCUMENTS))
    told = [
        json.loads(subprocess.check_output([str(PYTHON), program, "raw", role, *numbers]))
        for role in ("listen", "dial")
    ]
    return sum(one["raw"] for one in told)
