"""What a meeting costs beside four other engines on the same workloads: ``python -m bench.meeting``, from the root.

Installs the others into ``.cache/bench`` (PyPI and npm), makes the homes that are not there yet, and lets every engine
run each workload, all of them once a round. Prints one table, and how far each goal of performance.md §9 is reached;
``docs/performance.md`` keeps both. A whole run takes some minutes on a quiet machine.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from bench.meeting.beside import ceiling, cuts, edits, opening
from bench.meeting.bring import PLACE, bring
from bench.meeting.cells import WORKLOADS, prepared
from bench.meeting.ends import OTHERS, REPO, REPO_EACH, US, Meeting, meet, raw_of_record
from bench.meeting.goals import Found, goal_lines, table
from bench.meeting.words import ROOT

EACH_ON = {"W1"}  # a document a record: more than some thousands never end there (performance.md §1)


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--rounds-of-w3", type=int, default=1)
    parser.add_argument("--only", nargs="*", choices=[*WORKLOADS, "beside"], default=[*WORKLOADS, "beside"])
    options = parser.parse_args()
    bring()
    with _told("homes"):
        ready = {name: prepared(WORKLOADS[name]) for name in options.only if name in WORKLOADS}
    meetings: list[Meeting] = []
    for name in ready:
        for number in range(options.rounds_of_w3 if name == "W3" else options.rounds):
            for engine in (US, *OTHERS, REPO, *([REPO_EACH] if name in EACH_ON else [])):
                with _told(f"{name} {engine}, {number + 1}"):
                    meetings.append(meet(engine, WORKLOADS[name]))
    beside = "beside" in options.only
    found = Found(
        meetings,
        {name: raw_of_record(WORKLOADS[name]) for name in ready},
        {name: one.raw for name, one in ready.items()},
        {engine: edits(engine, WORKLOADS["W5"]) for engine in (US, REPO)} if beside else {},
        opening(WORKLOADS["W3"], options.rounds) if beside else None,
        ceiling(WORKLOADS["W3"]) if beside else None,
        cuts(WORKLOADS["W3"]) if beside else (),
        _gate() if beside else None,
    )
    (PLACE / "found.json").write_text(json.dumps(found, indent=1))
    print(f"{_machine()}\n")
    print("\n".join([*table(found), "", *goal_lines(found), "", *_details(found)]))


def _details(found: Found) -> Iterator[str]:
    for one in found.edits.values():
        yield (
            f"{one.engine}, a live edit: here {one.here_ms:.2f} ms, there {one.there_p50_ms:.2f} ms (p50), "
            f"{one.there_p95_ms:.2f} ms (p95); {one.bytes:.0f} bytes in {one.messages:.1f} messages"
        )
    if found.opening:
        yield (
            f"first 50 of 100,000: ours {found.opening.ours_ms:.1f} ms, {found.opening.ours_mib:.0f} MiB, and those of "
            f"one kind {found.opening.of_kind_ms:.1f} ms more; "
            f"automerge-py loads for {found.opening.theirs_ms:.0f} ms, {found.opening.theirs_mib:.0f} MiB"
        )
    if found.ceiling:
        yield f"verified only: {found.ceiling.entries} entries in {found.ceiling.seconds:.2f} s"
    for cut in found.cuts:
        yield f"cut at {cut.at:.0%}: {cut.bytes:,} bytes crossed, {cut.uncut:,} uncut"
    ours = {one.workload: one for one in found.meetings if one.engine == US}
    for name, met in ours.items():
        yield f"{name}: {sum(met.bytes):,} bytes of session frames are {met.line_bytes:,} with TLS and all before it"


def _gate() -> float:
    """Return what the gate takes of a small change, to the binding, as ``bench/gate.py`` measures it."""
    said = subprocess.check_output([sys.executable, str(ROOT / "bench/gate.py")], cwd=ROOT, text=True)
    return float(said.partition("ratio ")[2].partition(";")[0])


def _machine() -> str:
    cpu = "unknown processor"
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            cpu = line.partition(": ")[2]
    node = subprocess.check_output(["node", "--version"], text=True).strip()
    commit = subprocess.check_output(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, text=True).strip()
    return (
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, commit {commit}; {os.cpu_count()} × {cpu}, {platform.system()} "
        f"{platform.release()}, Python {platform.python_version()}, Node {node}; load {os.getloadavg()[1]:.1f}"
    )


@contextmanager
def _told(what: str) -> Iterator[None]:
    print(what, end=" … ", file=sys.stderr, flush=True)
    yield
    print("done", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
