"""Takes the key out while a bundle is written or read, at many moments, and looks at what is left.

``python -m tests.harness.pulled_out --entries 50000 --pulls 100 --seed 1``. One computer writes a whole cell on a key
that behaves like FAT (``fat_key.py``), another reads it; the key is taken out at an operation drawn by chance, in every
other run while it is written, else while it is read. After each: the sentence is the one for it, no file has a name
that it does not deserve, what else was on the key is there, both cells are sound; and the next try brings the rest.
It prints its figures, and ends with 1 when anything of that is not so. Nothing else is left out but the projection of
records, which no key has a part in: the last cell alone is projected and checked deeply.
"""

from __future__ import annotations

import argparse
import itertools
import random
import secrets
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from idos_p2p.errors import RefusedError
from idos_p2p.identity.keystore import CellKeys
from idos_p2p.log.branches import size
from idos_p2p.records.document import create
from idos_p2p.records.fields import accept
from idos_p2p.records.kinds import BY_NAME, code_of
from idos_p2p.services.attach import attach
from idos_p2p.services.carry import Enclosure, enclosures
from idos_p2p.services.cell import Cell
from idos_p2p.services.check import check_deep
from idos_p2p.services.project import project_all
from idos_p2p.services.write import add
from sync.carry.reading import preview_bundle, read_bundle
from sync.carry.writing import SUFFIX, write_bundle
from tests.harness.fat_key import PLACE, FatKey
from tests.harness.writing import scratch, tell
from tests.simulation.devices import SetClock, Surroundings, in_files

TELL_EVERY = 10
AT_ONCE = 1_000  # entries written in one transaction
DEVICES = 4
BESIDE = {"photo.jpg": b"not ours" * 999, f"2026-01-01-00000000{SUFFIX}.txt": b"neither"}
WRITING = ("bundle_pulled_out",)
READING = ("bundle_pulled_out_reading", "bundle_missing")  # the latter before anything of it was seen


@dataclass
class Figures:
    """What became of some pulls."""

    pulls: int = 0
    sentences: Counter[str] = field(default_factory=Counter)
    half_left: int = 0  # keys on which something half was found under the other name, and left alone by readers
    whole_left: int = 0  # keys on which the file was there for good although its writer could not know
    faults: list[str] = field(default_factory=list)


class Carrying:
    """A cell of so many entries, and whoever reads it."""

    def __init__(self, entries: int, seed: int, around: Surroundings, folder: Path, attachments: int = 3) -> None:
        self.dice = random.Random(f"pulled out {seed}")
        self._around, self._folder, self._seed = around, folder, seed
        self._made = itertools.count()
        self.writer = self._written(entries, attachments)
        self.figures = Figures()
        self.digest = self.writer.digest()
        self.reader = self._blank()

    def pull(self, *, writing: bool) -> None:
        """Take the key out once, while it is written or read, and look at all that was touched."""
        self.figures.pulls += 1
        (self._while_written if writing else self._while_read)()
        if self.writer.digest() != self.digest:
            self._fault("the writing cell has changed")

    def finish(self) -> None:
        """Let the last reader have everything, and check it deeply."""
        read_bundle(self.reader, self._key_with_bundle()[1], files=self._key)
        project_all(self.reader)
        if self.reader.digest() != self.digest or check_deep(self.reader).faults:
            self._fault("the last reader is not sound")
        if attached(self.reader) != attached(self.writer):
            self._fault("the last reader lacks attachments")

    def _while_written(self) -> None:
        key = FatKey(self.dice, BESIDE, pulled_at=1 + self.dice.randrange(self._operations(writing=True)))
        code, written = "", None
        try:
            written = write_bundle(self.writer, PLACE, files=key).path
        except RefusedError as refused:
            code = refused.code
        self._expect(code, WRITING)
        again = key.plugged_in_again()
        self._look_at(again)
        if written is not None:
            self._fault("a key that was out was told to be done")
        path = write_bundle(self.writer, PLACE, files=again).path
        told = preview_bundle(self._near, path, files=again)
        if told.stopped or not told.equal:
            self._fault(f"what was written the second time: {told.stopped}")
        left = again.plugged_in_again().contents()
        if path.name not in left or any(name.endswith(".part") for name in left):
            self._fault("what was told to be done is not on the key, or something half is")

    def _while_read(self) -> None:
        self._key, path = self._key_with_bundle()
        before = total(self.reader)
        self._key.pulled_at = self._key.operations + 1 + self.dice.randrange(self._operations(writing=False))
        code, came = "", 0
        try:
            found = read_bundle(self.reader, path, files=self._key)
            code, came = found.stopped.code if found.stopped else "", sum(found.news.values())
        except RefusedError as refused:
            code = refused.code
        self._expect(code, READING)
        if total(self.reader) != before + came:
            self._fault("what was told to have come is not what came")
        if len(self.reader.store.log.missing()):
            self._fault("half an entry came")
        if self.dice.random() < 0.3:
            found = read_bundle(self.reader, path, files=self._key.plugged_in_again())
            if found.stopped or self.reader.digest() != self.digest:
                self._fault(f"the next try did not bring the rest: {found.stopped}")
            self._close_reader()
            self.reader = self._blank()

    def _look_at(self, key: FatKey) -> None:
        """Look at what a key holds that was taken out while a bundle was written."""
        held = key.contents()
        if any(held.get(name) != content for name, content in BESIDE.items()):
            self._fault("something else on the key is lost")
        for name in held.keys() - BESIDE.keys():
            if name.endswith(".part"):
                self.figures.half_left += 1
                continue
            self.figures.whole_left += 1
            told = preview_bundle(self._near, PLACE / name, files=key)
            if told.stopped or not told.equal:
                self._fault(f"a file has a name that it does not deserve: {name}")

    def _expect(self, code: str, codes: tuple[str, ...]) -> None:
        self.figures.sentences[code] += 1
        if code not in codes:
            self._fault(f"told {code or 'nothing'}")

    def _fault(self, what: str) -> None:
        self.figures.faults.append(f"pull {self.figures.pulls}: {what}")

    def _key_with_bundle(self) -> tuple[FatKey, Path]:
        self._key = FatKey(self.dice, {"carried": self._bundle}, most=1 << 31)
        return self._key, PLACE / "carried"

    def _operations(self, *, writing: bool) -> int:
        return self._writing_operations if writing else self._reading_operations

    def measure(self) -> int:
        """Write and read once with the key in; return how many bytes that is."""
        key = FatKey(self.dice, BESIDE)
        path = write_bundle(self.writer, PLACE, files=key).path
        self._writing_operations, before = key.operations, key.operations
        self._bundle = key.contents()[path.name]
        self._near = self._blank()
        read_bundle(self._near, path, files=key)
        self._reading_operations = key.operations - before
        return len(self._bundle)

    def _written(self, entries: int, attachments: int) -> Cell:
        cell = self._around.found("Ana")
        for name in range(DEVICES - 1):
            self._around.joined(cell, f"Personne {name}")
        kind = BY_NAME["comment"]
        [about] = [row[0] for row in cell.store.reader.rows("SELECT lower(hex(id)) FROM record LIMIT 1")]
        while (left := entries - total(cell)) > 0:
            drafts = []
            for number in range(min(left, AT_ONCE)):
                values = accept(kind, {"about": about, "words": f"Mot {left - number}"}, partial=False)
                [made] = create(kind, values, cell.device)
                drafts.append(cell.change(code_of(kind), made.body, None))
            with cell.store.transaction():
                cell.append(drafts)
        page = add(cell, "page", {"title": "Des pièces jointes"})
        for number in range(attachments):
            path = self._folder / f"{number}.bin"
            path.write_bytes(self.dice.randbytes(150_000 * number + 10))
            attach(cell, page, path)
        return cell

    def _blank(self) -> Cell:
        keys = self.writer.keys
        number = next(self._made)
        store = random.Random(f"{self._seed} {number}").randbytes(32)
        return self._around.cell(
            self.writer.id, CellKeys(keys.device, keys.sealing_seed, store), SetClock(), random.Random(number)
        )

    def _close_reader(self) -> None:
        self._around.opened.remove(self.reader)
        self.reader.close()


def total(cell: Cell) -> int:
    """Return how many entries a cell holds."""
    return sum(map(size, cell.logs().values()))


def attached(cell: Cell) -> list[Enclosure]:
    """Return the attachments of a cell that records name."""
    return enclosures(cell)


def runs(pulls: int) -> Iterator[bool]:
    """Yield whether each pull is while writing."""
    return (number % 2 == 0 for number in range(pulls))


def main() -> None:
    """Pull as often as asked, and tell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entries", type=int, default=50_000)
    parser.add_argument("--pulls", type=int, default=100)
    parser.add_argument("--seed", type=int, default=secrets.randbelow(1 << 32))
    asked = parser.parse_args()
    tell(f"seed {asked.seed}")
    start = time.monotonic()
    with tempfile.TemporaryDirectory(dir=scratch()) as place:
        around = Surroundings(asked.seed, in_files(Path(place)))
        try:
            carrying = Carrying(asked.entries, asked.seed, around, Path(place))
            bundle = carrying.measure()
            tell(
                f"{total(carrying.writer)} entries, a bundle of {bundle} bytes; {time.monotonic() - start:.0f} s so far"
            )
            for number, writing in enumerate(runs(asked.pulls), 1):
                carrying.pull(writing=writing)
                if number % TELL_EVERY == 0:
                    tell(f"{number} pulls, {time.monotonic() - start:.0f} s so far")
            carrying.finish()
        finally:
            around.close()
    figures = carrying.figures
    tell(*figures.faults)
    tell(
        f"{figures.pulls} pulls in {time.monotonic() - start:.0f} s: {dict(figures.sentences)}; something half left on"
        f" {figures.half_left} keys, the whole file on {figures.whole_left}; {len(figures.faults)} faults"
    )
    sys.exit(bool(figures.faults))


if __name__ == "__main__":
    main()
