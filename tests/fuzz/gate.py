"""Shows the gate spoilt changes, and the binding those it lets through: ``python -m tests.fuzz.gate``.

Nothing may go wrong behind the gate: no panic, no hang, no record that cannot be loaded again, none that takes more
than its time or memory, none read otherwise than the gate decoded it. The same seed gives the same inputs; what goes
wrong is printed with the author of the last change and all bodies of its record.
"""

from __future__ import annotations

import resource
import sys
from collections.abc import Callable, Iterator
from random import Random

from idos_p2p.ids import DeviceId
from idos_p2p.records.change import Change, GateRefusal
from idos_p2p.records.context import RecordContext
from idos_p2p.records.gate import examine
from idos_p2p.records.plain import plain_of
from tests.fuzz.binding import Answer, answer, ask_once
from tests.fuzz.driver import Parts, Tried, Wrong, main
from tests.fuzz.processes import run_apart
from tests.fuzz.rows import continued, rows_of, spoil_rows
from tests.unit.records.crafting import author_of, honest_history, spoil, take_apart

MAX_MILLISECONDS = 250
MAX_KILOBYTES = 64 * 1024
NOTABLE_MILLISECONDS = 3  # what takes much memory takes time: only then is it worth a look, which takes time too
LONGEST_RECORD = 24  # changes; beyond, the next record is begun


class Record:
    """A record that grows by honest and by spoilt changes."""

    def __init__(self, changes: list[Change]) -> None:
        self.changes: list[Change] = []
        self._context = RecordContext()
        for change in changes:
            self._context.admit(change)
            self.changes.append(change)

    def try_to_add(self, body: bytes, actor: DeviceId) -> str:
        """Pass a body through both halves of the gate; return the rule it breaks, or "accepted"."""
        try:
            change = examine(body, actor)
            if self._context.missing(change):
                return "waits"
            self._context.admit(change)
        except GateRefusal as refusal:
            return refusal.rule
        self.changes.append(change)
        return "accepted"

    def bodies(self) -> Parts:
        """Return the bodies of its changes, in order."""
        return tuple(change.body for change in self.changes)


def tries(random: Random, box: Callable[[Parts], None]) -> Iterator[Tried]:
    """Yield what becomes of spoilt changes of one honest record, each on top of those that passed before it."""
    history = honest_history(random, random.randrange(1, 10))
    place = random.randrange(len(history))
    before, honest = history[:place], take_apart(history[place].body)
    record, parts, rows = Record(before), honest, rows_of(honest)
    while True:
        if record.changes and random.random() < 0.02:
            parts = continued(random, record.changes[-1])
            rows = rows_of(parts)
        body = spoil(random, parts) if random.random() < 0.35 else spoil_rows(random, parts, rows)
        actor, known = DeviceId(parts.actor), record.bodies()
        word = record.try_to_add(body, actor)
        case = (actor, *known, body)
        if word != "accepted":
            yield Tried(case, word)
            continue
        box(case)
        yield behind_the_gate(case, record)
        if len(record.changes) > LONGEST_RECORD or random.random() < 0.5:
            record, parts = Record(before), honest
        else:
            parts = continued(random, record.changes[-1])
        rows = rows_of(parts)


def behind_the_gate(case: Parts, record: Record) -> Tried:
    """Show the binding, in this process, a record that passed the gate.

    What seems too dear is asked again of a process that does nothing else: a busy computer is no fault.
    """
    told = answer(record.changes)
    if told["milliseconds"] > NOTABLE_MILLISECONDS:
        told["kilobytes"] = _PEAK.grown()
    if told["milliseconds"] > MAX_MILLISECONDS or told["kilobytes"] > MAX_KILOBYTES:
        told = ask_once(list(record.bodies()))
    return Tried(case, "accepted", wrong_with(told, record), told["milliseconds"], told["kilobytes"])


def wrong_with(told: Answer, record: Record) -> str:
    """Return what is wrong with what the binding made of a record, or nothing."""
    if told["verdict"] != "ok":
        return told["verdict"]
    if told["milliseconds"] > MAX_MILLISECONDS or told["kilobytes"] > MAX_KILOBYTES:
        return "too dear"
    if len(record.changes) == 1 and plain_of(record.changes[0]) != told["holds"]:
        return "read otherwise"
    return ""


class _Peak:
    """The most memory this process ever took."""

    def __init__(self) -> None:
        self._kilobytes = 0
        self.grown()

    def grown(self) -> int:
        """Return by how many kilobytes it rose since this was asked before."""
        before, self._kilobytes = self._kilobytes, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return self._kilobytes - before


_PEAK = _Peak()


def judge(parts: Parts) -> str:
    """Return the rule that the last of a record's bodies breaks, or "accepted"."""
    actor, *before, body = parts
    record = Record([])
    for earlier in before:
        if record.try_to_add(earlier, author_of(earlier)) != "accepted":
            raise Wrong("what was accepted is not")
    word = record.try_to_add(body, DeviceId(actor))
    if record.changes and (wrong := behind_the_gate(parts, record).wrong):
        raise Wrong(wrong)
    return word


if __name__ == "__main__":
    sys.exit(main("gate", run_apart))
