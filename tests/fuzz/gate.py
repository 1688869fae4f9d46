"""Shows the gate spoilt changes, and the binding those it lets through: ``python -m tests.fuzz.gate``.

Nothing may go wrong behind the gate: no panic, no hang, no record that cannot be loaded again, none that takes more
than its time or memory, none read otherwise than the gate decoded it. The same seed gives the same inputs; what goes
wrong is printed with the record's bodies.
"""

from __future__ import annotations

import argparse
import base64
import json
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import TypedDict

from idos_p2p.ids import DeviceId
from idos_p2p.records.change import Change, GateRefusal
from idos_p2p.records.context import RecordContext
from idos_p2p.records.gate import examine
from idos_p2p.records.plain import plain_of
from tests.fuzz.binding import Answer, Binding
from tests.fuzz.rows import continued, spoil_rows
from tests.unit.records.crafting import Parts, honest_history, spoil, take_apart

MAX_MILLISECONDS = 250
MAX_KILOBYTES = 64 * 1024
INPUTS_A_RECORD = 150
LONGEST_RECORD = 24  # changes; beyond, the next record is begun


@dataclass
class Found:
    """What a run saw."""

    inputs: int = 0
    accepted: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    slowest_ms: float = 0.0
    largest_kb: int = 0
    faults: list[str] = field(default_factory=list)
    kept: dict[str, Kept] = field(default_factory=dict)  # the smallest input of each rule and of each way to pass


class Kept(TypedDict):
    """An input worth trying again: bodies as base64, by the devices that they say they are by."""

    rule: str  # that the last body breaks, or nothing when it is accepted
    actor: str  # the device that signed the last one, in hexadecimal
    bodies: list[str]


class Record:
    """A record that grows by honest and by spoilt changes."""

    def __init__(self, changes: list[Change]) -> None:
        self.changes: list[Change] = []
        self._context = RecordContext()
        for change in changes:
            self.try_to_add(change.body, change.actor)

    def try_to_add(self, body: bytes, actor: DeviceId) -> str:
        """Pass a body through both halves of the gate; return the rule it breaks, or nothing."""
        try:
            change = examine(body, actor)
            if self._context.missing(change):
                return "waits"
            self._context.admit(change)
        except GateRefusal as refusal:
            return refusal.rule
        self.changes.append(change)
        return ""

    def bodies(self) -> list[bytes]:
        """Return the bodies of its changes, in order."""
        return [change.body for change in self.changes]


def inputs(random: Random) -> Iterator[tuple[list[Change], Parts]]:
    """Yield without end what to spoil: changes of a record before it, and the parts of an honest change."""
    while True:
        history = honest_history(random, random.randrange(1, 10))
        place = random.randrange(len(history))
        yield history[:place], take_apart(history[place].body)


def run(wanted: int, seed: int, binding: Binding) -> Found:
    """Try that many inputs."""
    random, found = Random(seed), Found()
    for before, honest in inputs(random):
        record, parts = Record(before), honest
        for _ in range(INPUTS_A_RECORD):
            if found.inputs == wanted:
                return found
            found.inputs += 1
            if record.changes and random.random() < 0.02:
                parts = continued(random, record.changes[-1])
            body = (spoil if random.random() < 0.35 else spoil_rows)(random, parts)
            before_it = record.bodies()
            rule = record.try_to_add(body, DeviceId(parts.actor))
            keep(found, rule, parts.actor, [*before_it, body])
            if rule:
                found.refused[rule] += 1
                continue
            found.accepted += 1
            note(found, binding.ask(record.bodies()), record, f"seed {seed}, input {found.inputs}")
            if len(record.changes) > LONGEST_RECORD or random.random() < 0.5:
                record, parts = Record(before), honest
            else:
                parts = continued(random, record.changes[-1])
    return found


def keep(found: Found, rule: str, actor: bytes, bodies: list[bytes]) -> None:
    """Keep the smallest input of each rule; of what passes, of each number of changes."""
    kind = rule or f"passes {len(bodies)}"
    texts = [base64.b64encode(body).decode() for body in bodies]
    before = found.kept.get(kind)
    if before is None or sum(map(len, texts)) < sum(map(len, before["bodies"])):
        found.kept[kind] = {"rule": rule, "actor": actor.hex(), "bodies": texts}


def note(found: Found, answer: Answer, record: Record, where: str) -> None:
    """Take note of what the binding made of a record that passed the gate."""
    found.slowest_ms = max(found.slowest_ms, answer["milliseconds"])
    found.largest_kb = max(found.largest_kb, answer["kilobytes"])
    wrong = "" if answer["verdict"] == "ok" else answer["verdict"]
    if answer["milliseconds"] > MAX_MILLISECONDS or answer["kilobytes"] > MAX_KILOBYTES:
        wrong = wrong or "too dear"
    if len(record.changes) == 1 and plain_of(record.changes[0]) != answer["holds"]:
        wrong = wrong or "read otherwise"
    if wrong:
        bodies = [change.body.hex() for change in record.changes]
        found.faults.append(json.dumps({"wrong": wrong, "where": where, "bodies": bodies}))


def main() -> int:
    """Run from the command line; 1 when anything went wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--inputs", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="write the smallest input of each rule to this file")
    given = parser.parse_args()
    start = time.monotonic()
    with closing(Binding()) as binding:
        found = run(given.inputs, given.seed, binding)
    sys.stdout.write(f"seed {given.seed}: {found.inputs} inputs, {found.accepted} accepted")
    sys.stdout.write(f", slowest {found.slowest_ms:.1f} ms, largest {found.largest_kb} KiB")
    sys.stdout.write(f", {len(found.faults)} faults, {time.monotonic() - start:.0f} s\n")
    sys.stdout.write(f"refused: {dict(found.refused.most_common())}\n")
    sys.stdout.writelines(fault + "\n" for fault in found.faults)
    if given.keep:
        kept = [json.dumps(found.kept[kind]) for kind in sorted(found.kept)]
        given.keep.write_text("[\n" + ",\n".join(kept) + "\n]\n", encoding="ascii")
    return 1 if found.faults else 0


if __name__ == "__main__":
    sys.exit(main())
