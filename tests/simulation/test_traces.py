"""The same seed lives the same life, byte for byte, whatever Python's hash seed is.

A hundred at once: ``for s in 0 1; do PYTHONHASHSEED=$s python -m tests.simulation --traces 100 | sha256sum; done``.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
HASH_SEEDS = ("0", "1", "4711")
LIVES = 4


def test_the_trace_of_a_seed_is_the_same_twice_under_different_hash_seeds() -> None:
    command = [sys.executable, "-m", "tests.simulation", "--traces", str(LIVES), "--seed", "7", "--processes", "1"]
    running = [
        subprocess.Popen(command, cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": seed}, stdout=subprocess.PIPE)
        for seed in HASH_SEEDS
    ]
    traces = [process.communicate()[0].decode().splitlines() for process in running]
    assert all(process.returncode == 0 for process in running)
    assert all(len(trace) == LIVES for trace in traces)
    assert traces[1:] == [traces[0]] * (len(HASH_SEEDS) - 1)
