"""Lives random histories and judges each: ``python -m tests.unit.governance.histories_run --histories 20000 --seed 1``.

Each history has its own seed, which is printed with every fault: ``--seed N --histories 1`` lives it again.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from random import Random

from tests.unit.governance.judging import faults, is_fair
from tests.unit.governance.schemes import history

BATCH = 50


def judged(seed: int) -> Counter[str]:
    """Live and judge one history; return what there was to count, faults with their seed."""
    plot = history(seed)
    told = Counter({"histories": 1, "acts": len(plot.world.acts)})
    told["adopted"] = len(plot.world.facts.certificates)
    told["exclusions"] = len(plot.world.facts.exclusions)
    told["disputes"] = len(plot.world.facts.disputers)
    if not is_fair(plot):
        told["liars could decide alone: passed over"] = 1
        return told
    for fault in faults(plot, Random(seed)):
        told[f"FAULT {fault} (seed {seed})"] += 1
    return told


def judged_batch(seeds: range) -> Counter[str]:
    """Judge the histories of these seeds."""
    told: Counter[str] = Counter()
    for seed in seeds:
        told += judged(seed)
    return told


def main() -> int:
    """Judge as many histories as are asked for; return 0 if nothing is at fault."""
    parser = argparse.ArgumentParser(prog="python -m tests.unit.governance.histories_run", description=__doc__)
    parser.add_argument("--histories", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1, help="of the first one; each next has the next")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args()
    started, end = time.monotonic(), options.seed + options.histories
    batches = [range(first, min(first + BATCH, end)) for first in range(options.seed, end, BATCH)]
    told: Counter[str] = Counter()
    with ProcessPoolExecutor(options.workers) as pool:
        for one in pool.map(judged_batch, batches):
            told += one
    found = sorted(name for name in told if name.startswith("FAULT"))
    numbers = ", ".join(f"{count} {name}" for name, count in told.items() if not name.startswith("FAULT"))
    sys.stdout.write(f"{numbers}; {len(found)} at fault; {time.monotonic() - started:.0f} s\n")
    kinds = Counter(name.rpartition(" (seed ")[0] for name in found)
    for kind, count in kinds.most_common():
        seeds = [name.rpartition(" (seed ")[2].rstrip(")") for name in found if name.startswith(f"{kind} (seed ")]
        sys.stdout.write(f"{count} × {kind}: seeds {', '.join(seeds[:10])}\n")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
