"""A new laptop joins a large cell: ``python bench/newcomer.py``, from the project's root.

Two real processes over TLS on loopback: ``idos-p2p serve`` on a cell of twelve years (``bench/big_cell.py``), and a
newcomer that comes in by a link as the window lets it. Told are: when the log is home whole; when what everyone wrote
last is shown as at the host (it can be used); when all is projected (it is complete, and both digests are equal); what
that took of memory and processor; and what a second meeting with nothing new costs in session frames.

Others may keep this machine busy, so the processor's times are told beside the clock's.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import resource
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from big_cell import home_of

from idos_p2p.clock import SystemClock
from idos_p2p.identity.invitation import read_link
from idos_p2p.paths import Home
from idos_p2p.services.cell import Cell
from idos_p2p.services.found import Surroundings, choose_cell, open_cell, prepare_to_join
from idos_p2p.views.around import latest
from sync.discovery.addresses import Endpoint
from sync.joining import Newcomer, join
from sync.node import Node, NodeOptions
from sync.search import Search
from sync.worker import CellWorker

ROOT = Path(__file__).parents[1]
SHOWN = 30  # rows of the window's first page
OWN = 1  # of them may have made place for what the newcomer wrote of themselves
JOIN_SECONDS = 30.0
MIB = 1 << 20
GOAL_USABLE_S, GOAL_COMPLETE_S, GOAL_MEBIBYTES, GOAL_SECOND_BYTES = 5, 60, 400, 1_000


def main() -> int:
    """Let a newcomer in, print one table, and say whether it is within the goals."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--home", type=Path, help="be the newcomer, with this home, and print JSON")
    parser.add_argument("--link", help=argparse.SUPPRESS)
    parser.add_argument("--peer", help=argparse.SUPPRESS)
    parser.add_argument("--latest", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.home:
        print(json.dumps(asyncio.run(_come_in(options))))
        return 0
    with tempfile.TemporaryDirectory(prefix="idos-newcomer-") as place:
        return _verdict(_measured(Path(place), options.records))


def _measured(place: Path, records: int) -> dict[str, Any]:
    host, newcomer = place / "host", place / "newcomer"
    shutil.copytree(home_of(records), host)
    shown = _latest_at(host)
    link = _command(host, "cell", "invite")["link"]
    with _serving(host) as peer:
        words = ["--home", str(newcomer), "--link", link, "--peer", peer, "--latest", json.dumps(shown)]
        done = subprocess.run(
            [sys.executable, __file__, *words], cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True
        )
        found: dict[str, Any] = json.loads(done.stdout)
        found["equal"] = found["digest"] == _command(host, "cell", "show")["digest"]
        [again] = _command(newcomer, "sync", "--peer", peer, "--no-discovery")["peers"]
    return {**found, "records": records, "second": again["bytes_in"] + again["bytes_out"], "again": again}


def _latest_at(host: Path) -> list[str]:
    home = Home(host)
    cell = open_cell(Surroundings(home, SystemClock(), secrets.token_bytes), choose_cell(home, ""))
    try:
        return _latest(cell)
    finally:
        cell.close()


def _latest(cell: Cell) -> list[str]:
    return [one.record.id for one in latest(cell.store.reader, SHOWN).items]


def _command(home: Path, *words: str) -> Any:
    command = [sys.executable, "-m", "ui.command.main", "--home", str(home), "--json", *words]
    done = subprocess.run(command, cwd=ROOT, check=False, stdout=subprocess.PIPE, text=True)
    if done.returncode:
        raise SystemExit(f"{' '.join(words)}: {done.stdout}")
    return json.loads(done.stdout)


@contextmanager
def _serving(home: Path) -> Iterator[str]:
    """Open the host, and give the address at which it listens."""
    command = [sys.executable, "-m", "ui.command.main", "--home", str(home), "--json", "serve"]
    process = subprocess.Popen(
        [*command, "--listen", "127.0.0.1:0", "--no-discovery"], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout
        listening = json.loads(process.stdout.readline())
        yield f"{listening['host']}:{listening['port']}"
    finally:
        process.terminate()
        process.communicate()


async def _come_in(options: argparse.Namespace) -> dict[str, Any]:
    """Join as the window lets it: what is newest is shown as soon as the log is home, the rest comes behind it."""
    began, clock = _process_began(), SystemClock()
    around = Surroundings(Home(options.home), clock, secrets.token_bytes)
    newcomer = Newcomer(read_link(options.link), "Nouvelle", ())
    worker = CellWorker(lambda: prepare_to_join(around, newcomer.invitation))
    node = Node(worker, NodeOptions(None, None, discovery=False), lambda _: None, clock=clock, entropy=around.entropy)
    told: dict[str, Any] = {}

    def tell(what: str) -> None:
        told[what] = {"clock": time.time() - began, "processor": time.process_time(), "MiB": _most_mebibytes()}

    async def enter() -> None:
        search = Search((Endpoint.parse(options.peer),), None, discovery=False, seconds=JOIN_SECONDS)
        await join(node, worker, newcomer, search, clock)
        tell("log")
        shown = set(json.loads(options.latest))
        while len(shown - set(await worker.run(_latest))) > OWN:  # each look waits its turn, as the window's do
            pass
        tell("usable")
        await node.engine.projected()
        tell("complete")

    try:
        await node.run(enter)
        told["digest"] = (await worker.run(Cell.digest)).hex()
        told["entries"] = sum((await worker.run(lambda cell: dict(cell.store.judgements.verdicts()))).values())
    finally:
        worker.close()
    return told


def _process_began() -> float:
    """Return when this process was started, in seconds since 1970: loading the program is part of the wait."""
    ticks = int(Path("/proc/self/stat").read_text(encoding="ascii").rpartition(")")[2].split()[19])
    up = float(Path("/proc/uptime").read_text(encoding="ascii").split()[0])
    return time.time() - up + ticks / os.sysconf("SC_CLK_TCK")


def _most_mebibytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / MIB


def _verdict(found: dict[str, Any]) -> int:
    print(f"{found['records']} records, {found['entries']} entries of records")
    for what in ("log", "usable", "complete"):
        at = found[what]
        print(f"{what:9} {at['clock']:6.1f} s  {at['processor']:6.1f} s of the processor  {at['MiB']:5.0f} MiB at most")
    print(f"equal {found['equal']}; a second meeting: {found['second']} B of session frames")
    within = {
        "usable": found["usable"]["clock"] < GOAL_USABLE_S,
        "complete": found["complete"]["clock"] < GOAL_COMPLETE_S,
        "memory": found["complete"]["MiB"] < GOAL_MEBIBYTES,
        "second meeting": found["second"] < GOAL_SECOND_BYTES,
        "equal": found["equal"],
    }
    missed = [goal for goal, reached in within.items() if not reached]
    print(f"missed: {', '.join(missed)}" if missed else "within every goal")
    return len(missed)


if __name__ == "__main__":
    sys.exit(main())
