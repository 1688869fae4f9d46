"""What the gate costs beside the binding: ``python bench/gate.py``, from the project's root.

Both halves of the gate, on a record of its own, against loading and reading the same record with the binding: in turns,
each batch at once after the other, so that a busy machine slows both. Time is that of the processor. Also what a
record of one change costs to be read without the binding. The goal is performance.md §9.8.

``--records``: what the dearest records that the gate lets be take to be loaded and read, each filled to its limit.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path
from random import Random
from statistics import median
from typing import TypeVar

sys.path.insert(0, str(Path(__file__).parents[1]))

from automerge.core import ROOT, Document, ObjType, ScalarType, Transaction

from idos_p2p.ids import DeviceId
from idos_p2p.limits import MAX_VALUE_BYTES
from idos_p2p.papers.plan import plan
from idos_p2p.papers.reading import read_directory
from idos_p2p.records.change import Change, GateRefusal
from idos_p2p.records.context import RecordContext
from idos_p2p.records.document import RecordDocument, create
from idos_p2p.records.gate import examine
from idos_p2p.records.kinds import BY_NAME
from idos_p2p.records.plain import plain_of

AUTHOR = DeviceId(bytes(range(32)))
ROUNDS = 21
Item = TypeVar("Item")
ASSOCIATION = Path(__file__).parents[1] / "ui/command/association"


def small_records(count: int) -> list[bytes]:
    """Return the changes of records with five plain fields, as in W2 of performance.md."""
    random, bodies = Random(2), []
    for number in range(count):
        document = Document(AUTHOR)
        with document.transaction() as transaction:
            transaction.put(ROOT, "title", ScalarType.Str, f"Contribution {number}")
            transaction.put(ROOT, "date", ScalarType.Str, f"2026-{random.randint(1, 12):02}-{random.randint(1, 28):02}")
            transaction.put(ROOT, "minutes", ScalarType.Int, random.randint(15, 480))
            transaction.put(ROOT, "project", ScalarType.Str, random.randbytes(16).hex())
            transaction.put(ROOT, "place", ScalarType.Str, random.choice(("Jardin", "Salle des fêtes", "Atelier")))
        bodies += [change.raw_bytes for change in document.get_changes([])]
    return bodies


class _Anybody:
    """A cell that knows every person and project by name, and holds nothing else."""

    def find(self, kind: str, name: str) -> Sequence[str]:
        return [sha256(f"{kind} {name}".encode()).hexdigest()]

    def same(self, kind: str, values: object) -> Sequence[str]:
        del kind, values
        return []


def contributions(count: int) -> list[bytes]:
    """Return the changes of contributions of the demo's association, as they are imported."""
    kind, bodies = BY_NAME["contribution"], list[bytes]()
    for folder in sorted(path for path in ASSOCIATION.iterdir() if path.is_dir()):
        records = plan(read_directory(folder), _Anybody()).records
        ids = [f"{number:064x}" for number in range(len(records))]
        for record in records:
            if record.kind == kind.name:
                bodies.append(create(kind, record.with_ids(ids), AUTHOR)[0].body)
    return Random(2).sample(bodies, count)


def gate(body: bytes) -> None:
    """Pass one creating change through both halves, as ``judge`` does."""
    change, context = examine(body, AUTHOR), RecordContext()
    context.missing(change)
    context.admit(change)


def binding(body: bytes) -> None:
    """Load one change and read all it holds."""
    document = Document.load(body)
    document.keys(ROOT)
    for value, identifier in document.values(ROOT):
        if value == ObjType.Text:
            document.text(identifier)
        elif isinstance(value, ObjType):
            document.keys(identifier)
            document.values(identifier)


def took(work: Callable[[Item], object], items: Sequence[Item]) -> float:
    """Return the microseconds of processor that an item takes."""
    start = time.process_time_ns()
    for item in items:
        work(item)
    return (time.process_time_ns() - start) / 1000 / len(items)


def measure(name: str, bodies: Sequence[bytes]) -> None:
    """Print the medians of interleaved rounds, and of their ratios."""
    changes = [examine(body, AUTHOR) for body in bodies]
    rounds = [(took(gate, bodies), took(binding, bodies), took(plain_of, changes)) for _ in range(ROUNDS)]
    gated, bound, read = (median(times) for times in zip(*rounds, strict=True))
    ratio = median(one / other for one, other, _ in rounds)
    operations = sum(len(change.operations) for change in changes) / len(changes)
    sizes = f"{sum(map(len, bodies)) / len(bodies):.0f} bytes, {operations:.0f} operations"
    print(f"{name} ({sizes}): gate {gated:.1f} µs, binding {bound:.1f} µs, ratio {ratio:.2f};", end=" ")
    print(f"read from what the gate decoded {read:.1f} µs")


Step = Callable[[Transaction, int], None]


def _text(transaction: Transaction, number: int) -> None:
    transaction.insert(_object(transaction, ObjType.Text), number, ScalarType.Str, "a")


def _maps(transaction: Transaction, _: int) -> None:
    transaction.insert_object(_object(transaction, ObjType.List), 0, ObjType.Map)


def _object(transaction: Transaction, kind: ObjType) -> bytes:
    found = transaction.get(ROOT, "object")
    return transaction.put_object(ROOT, "object", kind) if found is None else found[1]


def _key(transaction: Transaction, number: int) -> None:
    transaction.put(ROOT, "key", ScalarType.Int, number)


def _keys(transaction: Transaction, number: int) -> None:
    transaction.put(ROOT, f"{number:07}", ScalarType.Int, number)


def _bytes(transaction: Transaction, number: int) -> None:
    transaction.put(ROOT, f"{number:07}", ScalarType.Bytes, b"\xff" * MAX_VALUE_BYTES)


DEAREST: dict[str, tuple[Step, int]] = {  # how to fill a record, and how many steps a change takes
    "a text": (_text, 4_999),
    "one key, 64 times a change": (_key, 64),
    "one key, once a change": (_key, 1),
    "as many keys": (_keys, 5_000),
    "maps in a list": (_maps, 4_999),
    "one letter a change": (_text, 1),
    "bytes": (_bytes, 3),
}


def filled(step: Step, steps_a_change: int) -> list[Change]:
    """Return the changes of a record that takes no more."""
    document, context, changes = Document(AUTHOR), RecordContext(), list[Change]()
    while True:
        heads = document.get_heads()
        with document.transaction() as transaction:
            for number in range(steps_a_change):
                step(transaction, len(changes) * steps_a_change + number)
        for made in document.get_changes(heads):
            change = examine(made.raw_bytes, AUTHOR)
            try:
                context.admit(change)
            except GateRefusal:
                return changes
            changes.append(change)


def measure_record(name: str) -> None:
    """Print what one of the dearest records takes."""
    changes = filled(*DEAREST[name])
    operations, size = sum(len(change.operations) for change in changes), sum(len(change.body) for change in changes)
    start = time.process_time()
    document = RecordDocument.load(changes)
    loaded = time.process_time()
    document.fields()
    read = time.process_time()
    print(f"{name}: {len(changes)} changes, {operations} operations, {size} bytes;", end=" ")
    print(f"load {loaded - start:.2f} s, read {read - loaded:.2f} s")


if __name__ == "__main__":
    if sys.argv[1:] == ["--records"]:
        for name in DEAREST:
            measure_record(name)
        sys.exit()
    measure("five plain fields", small_records(1_000))
    measure("contributions", contributions(300))
