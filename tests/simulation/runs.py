"""Many lives, one after the other in several processes, and what they came to."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import traceback
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from hashlib import sha256
from multiprocessing import get_context
from pathlib import Path
from typing import TextIO

from tests.simulation.life import Broken, Lived, live
from tests.simulation.plan import HOURS_AN_ENTRY, WEEK_HOURS, Plan

ROOT = Path(__file__).parents[2]
GARBAGE = (20_000, 20, 20)  # objects before it is looked for: a life makes many that stay, and hardly any cycle


def live_all(plans: Sequence[Plan], processes: int) -> Iterator[Lived]:
    """Live these lives, the longest first; tell each one that broke, and go on with the others."""
    order = sorted(plans, key=lambda plan: -plan.hours)
    if processes == 1 or len(plans) == 1:
        for plan in order:
            if lived := try_one(plan):
                yield lived
        return
    # Each process lives one life after the other; a fresh one each time would load everything again.
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        for done in as_completed([pool.submit(try_one, plan) for plan in order]):
            if lived := done.result():
                yield lived


def try_one(plan: Plan) -> Lived | None:
    """Live one life; tell how it broke, and how to see it again, and return None when it did."""
    gc.set_threshold(*GARBAGE)
    try:
        return live(plan)
    except Broken as broken:
        where = "".join(traceback.format_exception(broken.__cause__, limit=-8))
        say(f"BROKEN at {commit()}: {broken}\n{where}", sys.stderr)
        return None


def say(text: str, to: TextIO | None = None) -> None:
    """Tell whoever waits."""
    (to or sys.stdout).write(text + "\n")
    (to or sys.stdout).flush()


def commit() -> str:
    """Return the git commit of this tree, and whether something in it differs."""
    try:
        asked = ["git", "-C", str(ROOT), "describe", "--always", "--dirty", "--abbrev=40"]
        return subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return "no commit"


def table(lives: Sequence[Lived], seconds: float, seed: int, broken: int) -> str:
    """Return what was done, for people to read."""
    done: Counter[str] = sum((lived.done for lived in lives), Counter())
    faults: Counter[str] = sum((lived.faults for lived in lives), Counter())
    hours = sum(lived.plan.hours for lived in lives)
    devices = sum(lived.plan.devices for lived in lives)
    sizes = sorted(lived.plan.devices for lived in lives) or [0]
    trace = sha256("".join(lived.trace for lived in lives).encode()).hexdigest()
    refused = {name: number for name, number in done.items() if name.startswith("refused: ")}
    codes = ", ".join(f"{name.removeprefix('refused: ')} {number:,}" for name, number in sorted(refused.items()))
    each, met = hours / max(1, done["entries"]), done["met"] / max(1, hours // WEEK_HOURS)
    lines = [
        f"commit {commit()}, seed {seed}, Python hash seed {os.environ.get('PYTHONHASHSEED', 'random')}",
        f"device-hours {hours:,}; lives {len(lives)}, of {sizes[0]} to {sizes[-1]} devices; devices {devices}",
        f"entries acknowledged {done['entries']:,}: one each {each:.1f} device-hours (at least each {HOURS_AN_ENTRY})",
        f"meetings until all were equal {done['meetings']:,}: {met:.2f} a device and week (at least 1)",
        f"meetings interrupted {done['broken meetings']:,}",
        f"faults {faults.total():,}",
        *(f"    {name:<34}{number:>9,}" for name, number in sorted(faults.items(), key=lambda row: (-row[1], row[0]))),
        f"hostile sendings refused {sum(refused.values()):,}: {codes}",
        f"times everybody met and all was compared {done['checks']:,}",
        f"lives broken (diverged, lost, hung, accepted what is refused, outgrew a bound) {broken}",
        f"trace {trace}",
        f"{seconds:.0f} seconds, of {sum(lived.seconds for lived in lives):.0f} seconds of processor time",
    ]
    return "\n".join(lines)
