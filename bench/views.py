"""What a large cell takes: ``python bench/views.py``, from the project's root.

For each size (``--sizes``), in a fresh process: from opening to the first view, each question of the window
(``bench/questions.py``) fifty times over, how many statements it is, then the read model made anew from the log, whose
canonical dump must be the same, and the memory that all of it took. The cells are made once (``bench/big_cell.py``).

Others may keep this machine busy, so times are those of the processor, and the clock's are told beside them.
"""

from __future__ import annotations

import argparse
import json
import resource
import secrets
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from big_cell import home_of
from questions import Questions

from idos_p2p.clock import SystemClock
from idos_p2p.paths import Home
from idos_p2p.services.check import rebuild
from idos_p2p.services.found import Surroundings, choose_cell, open_cell
from idos_p2p.store.database import Database

ROOT = Path(__file__).parents[1]
SIZES = (1_000, 10_000, 100_000)
RUNS = 50
GOAL_QUESTION_MS, GOAL_OPEN_MS, GOAL_MEBIBYTES, GOAL_REBUILD_S = 50, 1_000, 250, 60


def main() -> int:
    """Measure each size, print one table, and say whether the largest one is within the goals."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--home", type=Path, help="measure this home alone, in this process, and print JSON")
    parser.add_argument("--no-rebuild", action="store_true")
    parser.add_argument("--begun", type=float, default=time.monotonic(), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.home:
        print(json.dumps(_measure(options.home, options.begun, rebuilt=not options.no_rebuild)))
        return 0
    found = [_in_fresh_process(home_of(size), rebuilt=not options.no_rebuild) for size in options.sizes]
    _print(options.sizes, found)
    return _verdict(found[-1])


def _in_fresh_process(home: Path, *, rebuilt: bool) -> dict[str, Any]:
    """Measure a copy of a home, for a rebuild rewrites it."""
    copy = home.with_name(home.name + ".measured")
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(home, copy)
    words = [sys.executable, __file__, "--home", str(copy), *(() if rebuilt else ("--no-rebuild",))]
    words += ["--begun", str(time.monotonic())]
    try:
        done = subprocess.run(words, cwd=ROOT, check=True, capture_output=True, text=True)
    finally:
        shutil.rmtree(copy)
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def _measure(home: Path, begun: float, *, rebuilt: bool) -> dict[str, Any]:
    """Measure a home; ``begun`` is when this process was asked for."""
    started, used = time.monotonic(), time.process_time()
    statements = _count_statements()
    place = Home(home)
    cell = open_cell(Surroundings(place, SystemClock(), secrets.token_bytes), choose_cell(place, ""))
    opened = time.monotonic()
    Questions(cell, 1, learn=False).first_view()
    answer: dict[str, Any] = {
        "open": (opened - started) * 1000,
        "first": (time.monotonic() - started) * 1000,
        "first_processor": (time.process_time() - used) * 1000,
        "whole": (time.monotonic() - begun) * 1000,
        "whole_processor": time.process_time() * 1000,
    }
    answer["questions"] = _ask_all(Questions(cell, 2), statements)
    answer["views_mebibytes"] = _mebibytes()
    if rebuilt:
        before = _digest(cell.store.read_model.dump())
        begun, used = time.monotonic(), time.process_time()
        rebuild(cell)
        answer["rebuild"] = {"clock": time.monotonic() - begun, "processor": time.process_time() - used}
        answer["rebuild"]["equal"] = before == _digest(cell.store.read_model.dump())
    answer["mebibytes"] = _mebibytes()
    cell.close()
    return answer


def _ask_all(questions: Any, statements: list[int]) -> dict[str, dict[str, float]]:
    found = {}
    for name, draw in questions.all().items():
        clock, processor, counts = [], [], []
        for _ in range(RUNS):
            question = draw()
            statements[0] = 0
            begun, used = time.perf_counter(), time.process_time()
            question()
            processor.append((time.process_time() - used) * 1000)
            clock.append((time.perf_counter() - begun) * 1000)
            counts.append(statements[0])
        found[name] = {
            "median": median(processor),
            "p95": sorted(processor)[int(RUNS * 0.95)],
            "clock": median(clock),
            "statements": median(counts),
        }
    return found


def _count_statements() -> list[int]:
    """Count every statement that this process gives the database from now on, in the number returned."""
    count = [0]
    for name in ("rows", "stream", "write", "write_many"):
        setattr(Database, name, _counted(getattr(Database, name), count))
    return count


def _counted(method: Any, count: list[int]) -> Any:
    def counting(*words: Any) -> Any:
        count[0] += 1
        return method(*words)

    return counting


def _digest(lines: Any) -> str:
    told = sha256()
    for line in lines:
        told.update(line.encode(errors="surrogatepass") + b"\n")
    return told.hexdigest()


def _mebibytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _print(sizes: Sequence[int], found: Sequence[dict[str, Any]]) -> None:
    head = "".join(f"{f'{size:,}':>26}" for size in sizes)
    print(f"{'records':38}{head}   growth")
    print(f"ms: median / p95 (clock) statements; each median under {GOAL_QUESTION_MS}")
    for name in found[0]["questions"]:
        cells = [one["questions"][name] for one in found]
        told = "".join(
            f"{each['median']:9.1f} /{each['p95']:6.1f} ({each['clock']:3.0f}) {each['statements']:3.0f}"
            for each in cells
        )
        print(f"{name:38}{told}{_growth(cells[0]['median'], cells[-1]['median'])}")
    _line("open, ms of the clock", [one["open"] for one in found])
    _line("to the first view, clock", [one["first"] for one in found])
    _line("to the first view, processor", [one["first_processor"] for one in found])
    _line("  and from the process's start, clock", [one["whole"] for one in found])
    _line("  and from there, processor", [one["whole_processor"] for one in found])
    _line("memory after all views, MiB", [one["views_mebibytes"] for one in found])
    _line("memory at most, MiB", [one["mebibytes"] for one in found])
    if "rebuild" in found[0]:
        _line("rebuild, s of the processor", [one["rebuild"]["processor"] for one in found])
        _line("rebuild, s of the clock", [one["rebuild"]["clock"] for one in found])
        print(f"{'dump equal':38}" + "".join(f"{one['rebuild']['equal']!s:>26}" for one in found))


def _line(name: str, values: Sequence[float]) -> None:
    print(f"{name:38}" + "".join(f"{value:26.1f}" for value in values) + _growth(values[0], values[-1]))


def _growth(first: float, last: float) -> str:
    return f"{last / first:8.1f}x" if first else ""


def _verdict(largest: dict[str, Any]) -> int:
    """Say what is beyond the goals, by the processor."""
    beyond = [name for name, each in largest["questions"].items() if each["median"] > GOAL_QUESTION_MS]
    beyond += ["first view"] * (largest["whole_processor"] > GOAL_OPEN_MS)
    beyond += ["memory"] * (largest["mebibytes"] > GOAL_MEBIBYTES)
    if "rebuild" in largest:
        beyond += ["rebuild"] * (largest["rebuild"]["processor"] > GOAL_REBUILD_S)
        beyond += ["dump"] * (not largest["rebuild"]["equal"])
    print(f"beyond the goals: {', '.join(beyond) or 'nothing'}")
    return 1 if beyond else 0


if __name__ == "__main__":
    raise SystemExit(main())
