"""Blocks of inputs in processes of their own, limited in time and memory: what kills one is told, and harms nobody.

Run as a program it is such a process: it reads lines of "seed block inputs", and writes what it found as JSON.
"""

from __future__ import annotations

import resource
import signal
import struct
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial
from pathlib import Path
from threading import Lock

from tests.fuzz.driver import Found, Parts, Target, blocks, fault, run_block, target_named

ROOT = Path(__file__).parents[2]
BLOCK_SECONDS = 20  # of processor for one block, which takes a tenth of a second: what takes more hangs, and is ended
MAX_ADDRESSES = 1 << 30  # bytes: what would take more ends the process instead of the computer


class Box:
    """The input that is tried at this moment, in a file that outlives the process."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("r+b", buffering=0)

    def __call__(self, parts: Parts) -> None:
        """Keep an input; it is smaller than what was before it, or longer, and said whole."""
        data = b"".join(struct.pack(">I", len(part)) + part for part in parts)
        self._file.seek(0)
        self._file.write(struct.pack(">I", len(data)) + data)

    def close(self) -> None:
        """Close the file; what it keeps stays."""
        self._file.close()


def open_box(path: Path) -> Parts:
    """Return the input that a dead process left."""
    data = path.read_bytes()
    end = 4 + struct.unpack_from(">I", data)[0] if data else 0
    parts, at = list[bytes](), 4
    while at < end:
        size = struct.unpack_from(">I", data, at)[0]
        parts.append(data[at + 4 : at + 4 + size])
        at += 4 + size
    return tuple(parts)


class Process:
    """One process that tries blocks, born again when an input has killed it."""

    def __init__(self, name: str, folder: Path, seconds: int) -> None:
        self._name = name
        self._seconds = seconds
        self._folder = folder
        self._process = self._born()

    def try_block(self, seed: int, number: int, wanted: int) -> Found:
        """Return what was found in a block; an input that ended or hung the process is a fault, and ends the block."""
        to, out = self._process.stdin, self._process.stdout
        assert to is not None
        assert out is not None
        to.write(f"{seed} {number} {wanted}\n".encode())
        to.flush()
        if line := out.readline():
            return Found.heard(line)
        wrong = "the process hung" if self._process.wait() == -signal.SIGXCPU else "the process died"
        left = open_box(self._box)
        self.close()
        self._process = self._born()
        return Found(inputs=wanted, faults=[fault(wrong, f"seed {seed}, block {number}", left)])

    def close(self) -> None:
        """End the process."""
        with self._process:  # waits for it, and closes its pipes
            self._process.kill()

    def _born(self) -> subprocess.Popen[bytes]:
        with tempfile.NamedTemporaryFile(dir=self._folder, delete=False) as box:
            self._box = Path(box.name)
        command = [sys.executable, "-m", "tests.fuzz.processes", self._name, str(self._box), str(self._seconds)]
        return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def run_apart(target: Target, inputs: int, seed: int, *, processes: int = 2, seconds: int = BLOCK_SECONDS) -> Found:
    """Try that many inputs in processes of their own, and say what they found; the same whatever their number.

    A block that takes more than so many ``seconds`` of processor hangs.
    """
    name = target.__name__.rpartition(".")[2]
    left, lock, found = iter(blocks(inputs)), Lock(), Found()

    def work(folder: Path, _: int) -> None:
        with closing(Process(name, folder, seconds)) as process:
            for number, wanted in _shared(left, lock):
                told = process.try_block(seed, number, wanted)
                with lock:
                    found.add(told)

    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(processes) as pool:
        list(pool.map(partial(work, Path(folder)), range(processes)))
    return found


def _shared(left: Iterator[tuple[int, int]], lock: Lock) -> Iterator[tuple[int, int]]:
    while True:
        with lock:
            block = next(left, None)
        if block is None:
            return
        yield block


def main() -> None:
    """Try block after block until the input ends."""
    resource.setrlimit(resource.RLIMIT_AS, (MAX_ADDRESSES, MAX_ADDRESSES))
    target, box, seconds = target_named(sys.argv[1]), Box(Path(sys.argv[2])), int(sys.argv[3])
    for line in sys.stdin:
        used = resource.getrusage(resource.RUSAGE_SELF)
        until = int(used.ru_utime + used.ru_stime) + seconds
        resource.setrlimit(resource.RLIMIT_CPU, (until, resource.RLIM_INFINITY))
        seed, number, wanted = map(int, line.split())
        sys.stdout.write(run_block(target, seed, number, wanted, box).told() + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
