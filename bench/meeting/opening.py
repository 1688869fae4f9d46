"""A fresh process opens a home and lists what changed last: ``python -m bench.meeting.opening HOME``.

First fifty records of any kind, as the home page does; then fifty of one kind, as its own page does.
"""

from __future__ import annotations

import json
import secrets
import sys
import time
from pathlib import Path

from idos_p2p.clock import SystemClock
from idos_p2p.paths import Home
from idos_p2p.services.found import Surroundings, choose_cell, open_cell
from idos_p2p.views.records import changed_lately, recent

FIRST = 50


def main() -> None:
    """Print how long it took, once everything is imported, how long the second list took, and the peak of memory."""
    began = time.monotonic()
    around = Surroundings(Home(Path(sys.argv[1])), SystemClock(), secrets.token_bytes)
    cell = open_cell(around, choose_cell(around.home, ""))
    shown = [changed_lately(cell.store.reader, FIRST)]
    took = time.monotonic() - began
    shown.append(recent(cell.store.reader, "need", FIRST))
    then = time.monotonic() - began - took
    cell.close()
    if any(len(listed) != FIRST for listed in shown):
        raise SystemExit("fewer records than asked for")
    status = Path("/proc/self/status").read_text(encoding="ascii")
    peak = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM:")) / 1024
    print(json.dumps({"ms": took * 1000, "of_kind_ms": then * 1000, "mib": peak}))


if __name__ == "__main__":
    main()
