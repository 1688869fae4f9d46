"""What the gate lets through, the binding takes: no panic, no record that cannot be loaded again (security §2.1).

The binding runs in a process of its own, because it can end the one it runs in.
"""

from __future__ import annotations

import struct
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import IO

import pytest

from idos_p2p.records.change import Change, GateRefusal
from idos_p2p.records.context import RecordContext
from idos_p2p.records.gate import examine
from tests.unit.records.crafting import honest_history, spoil, take_apart

SEED = 20261122
INPUTS = 6_000


class Oracle:
    """The binding, asked about one record after the other."""

    def __init__(self, to: IO[bytes], answers: IO[bytes]) -> None:
        self._to = to
        self._answers = answers

    def ask(self, bodies: list[bytes]) -> str:
        sized = b"".join(struct.pack(">I", len(body)) + body for body in bodies)
        self._to.write(struct.pack(">I", len(bodies)) + sized)
        self._to.flush()
        return self._answers.readline().decode().strip() or "died"


@pytest.fixture
def oracle() -> Iterator[Oracle]:
    command = [sys.executable, str(Path(__file__).with_name("binding_oracle.py"))]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdin
        assert process.stdout
        yield Oracle(process.stdin, process.stdout)
        process.stdin.close()


def let_through(body: bytes, victim: Change, before: list[Change]) -> bool:
    """Tell whether both halves of the gate accept a body after these changes."""
    context = RecordContext()
    for change in before:
        context.admit(change)
    try:
        change = examine(body, victim.actor)
        if context.missing(change):
            return False
        context.admit(change)
    except GateRefusal:
        return False
    return True


def test_the_binding_takes_and_gives_back_every_honest_history(oracle: Oracle) -> None:
    random = Random(SEED)
    for _ in range(20):
        assert oracle.ask([change.body for change in honest_history(random)]) == "ok", f"seed {SEED}"


def test_the_oracle_sees_what_the_gate_is_for(oracle: Oracle) -> None:
    change = honest_history(Random(SEED), steps=1)[0]
    parts = take_apart(change.body)
    assert oracle.ask([parts.with_column(0x56, None).build()]) != "ok"


def test_no_spoilt_change_that_passes_the_gate_harms_the_binding(oracle: Oracle) -> None:
    random = Random(SEED)
    passed = 0
    for _ in range(INPUTS // 100):
        history = honest_history(random, random.randrange(1, 10))
        place = random.randrange(len(history))
        victim, before = history[place], history[:place]
        parts = take_apart(victim.body)
        for body in [spoil(random, parts) for _ in range(100)]:
            if body != victim.body and let_through(body, victim, before):
                passed += 1
                assert oracle.ask([*(change.body for change in before), body]) == "ok", f"seed {SEED}: {body.hex()}"
    assert passed > INPUTS // 100, "the spoilt changes must get past the framing to mean anything"
