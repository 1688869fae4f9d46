"""Simulate many device-hours with many faults: ``python -m tests.simulation --device-hours 1000000 --faults 100000``.

The work is cut into lives of associations of different sizes, each from its own seed, lived by several processes.
``--life PLAN`` lives one of them again, exactly; ``--traces N`` lives N small ones and prints the hash of each trace.
"""

from __future__ import annotations

import argparse
import os
import sys
import time

from tests.simulation.life import Lived
from tests.simulation.plan import Plan, spread
from tests.simulation.runs import live_all, say, table


def main() -> int:
    """Run what the command line asks for; return 1 when a promise was broken."""
    options = _options()
    started = time.monotonic()
    if options.life:
        plans = [Plan.parse(options.life)]
    elif options.traces:
        plans = small_plans(options.seed, options.traces)
    else:
        plans = spread(options.seed, options.device_hours, options.faults)
    lives: list[Lived] = []
    for number, lived in enumerate(live_all(plans, options.processes), 1):
        lives.append(lived)
        if options.traces:
            say(f"{lived.plan.seed} {lived.trace}")
        elif number % 10 == 0:
            say(f"{number} of {len(plans)} lives, {time.monotonic() - started:.0f} s", sys.stderr)
    lives.sort(key=lambda lived: plans.index(lived.plan))
    broken = len(plans) - len(lives)
    if not options.traces:
        say(table(lives, time.monotonic() - started, options.seed, broken))
    return 1 if broken else 0


def small_plans(seed: int, count: int) -> list[Plan]:
    """Return so many short lives of 3 to 6 devices with everything in them."""
    return [Plan(seed * 1_000_000 + n, 3 + n % 4, 2, 60, 70, on_files=n % 20 == 19) for n in range(count)]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.simulation", description=__doc__)
    parser.add_argument("--device-hours", type=int, default=20_000)
    parser.add_argument("--faults", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--life", default="", help="live this one life again, as a failure named it")
    parser.add_argument("--traces", type=int, default=0, help="live so many small lives and print their traces")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
