"""A fresh process opens a home and lists the first fifty needs: ``python -m bench.meeting.opening HOME``."""

from __future__ import annotations

import json
import secrets
import sys
import time
from pathlib import Path

from idos_p2p.clock import SystemClock
from idos_p2p.paths import Home
from idos_p2p.services.found import Surroundings, choose_cell, open_cell
from idos_p2p.views.records import recent

FIRST = 50


def main() -> None:
    """Print how long it took, once everything is imported, and the peak of memory."""
    began = time.monotonic()
    around = Surroundings(Home(Path(sys.argv[1])), SystemClock(), secrets.token_bytes)
    cell = open_cell(around, choose_cell(around.home, ""))
    shown = recent(cell.store.reader, "need", FIRST)
    took = time.monotonic() - began
    cell.close()
    if len(shown) != FIRST:
        raise SystemExit(f"{len(shown)} records")
    status = Path("/proc/self/status").read_text(encoding="ascii")
    peak = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM:")) / 1024
    print(json.dumps({"ms": took * 1000, "mib": peak}))


if __name__ == "__main__":
    main()
