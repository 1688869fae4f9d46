"""A lifelike cell of any size: ``python bench/big_cell.py --records 100000``, from the project's root.

Twelve years of 150 persons on 40 devices (``bench/association.py``), the same for the same numbers. Every device signs
its own log; its segments are ingested by the founder's home as they would be at a meeting, and projected. Some records
are edited later, some by two persons apart, some are in the bin, and one device forked near the end.

What is made is kept in ``.cache/cells/`` and taken again while the tables stay (``--home`` names another place).
"""

from __future__ import annotations

import argparse
import shutil
import sys
import time
from collections import deque
from collections.abc import Sequence
from datetime import UTC, datetime
from datetime import time as midday
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.association import DEVICES, Association, Values, Wish
from idos_p2p.governance.acts import START, Start, encode
from idos_p2p.governance.matters import Chamber
from idos_p2p.governance.proofs import proof_message
from idos_p2p.identity.invitation import Invitation
from idos_p2p.identity.keys import DeviceKey
from idos_p2p.identity.sealing import sealing_public
from idos_p2p.ids import CellId, RecordName
from idos_p2p.log.chain import EMPTY, Draft, Height, extend
from idos_p2p.log.entry import SALT_BYTES, Entry, Payload
from idos_p2p.log.segment import Sealed, partition, seal
from idos_p2p.paths import Home
from idos_p2p.records.change import Change
from idos_p2p.records.document import create, edit
from idos_p2p.records.fields import accept
from idos_p2p.records.kinds import BY_NAME, SHARED, code_of
from idos_p2p.services.found import Surroundings, found
from idos_p2p.services.ingest import Inserted, WaitingRoom, ingest
from idos_p2p.services.invite import Offer, admit, invite
from idos_p2p.services.project import project_all
from idos_p2p.services.tidy import tidy_slice

ROOT = Path(__file__).parents[1]
SEED = 4
MEETING_EVERY = 2_000  # records between two meetings of the founder's device with all others
EDITED, EDITED_APART = 0.06, 0.002
FORKED, FORK_AT, FORK_RECORDS = 7, 0.97, 40  # which device, after which part of all records, and how many it lost


class SetClock:
    """The moment that the story has reached."""

    def __init__(self) -> None:
        self.ms = 0

    def now_ms(self) -> int:
        """Return it."""
        return self.ms


class Written(NamedTuple):
    """A record that may be edited: where it stands, its changes so far, and the number of its owner's device."""

    name: RecordName
    kind: str
    code: int
    changes: Sequence[Change]
    owner: int


class Pen:
    """One device's log, as the device itself writes it, apart from the founder's home."""

    def __init__(self, cell: CellId, key: DeviceKey, random: Random, clock: SetClock, height: Height) -> None:
        self.key, self.height = key, height
        self._cell, self._random, self._clock = cell, random, clock
        self._pending: list[Entry] = []

    def write(self, code: int, bodies: Sequence[bytes], record: RecordName | None) -> list[Entry]:
        """Write one entry for each body; without a record the first creates it."""
        name, written = record, list[Entry]()
        for body in bodies:
            payload = Payload(self._random.randbytes(SALT_BYTES), body)
            draft = Draft(code, payload, self._clock.now_ms(), record=name, creates=name is None)
            written += self.sign([draft])
            name = written[0].header.record
        return written

    def sign(self, drafts: Sequence[Draft]) -> list[Entry]:
        """Continue the log."""
        entries = extend(self._cell, self.key.device, self.height, drafts)
        self.height = Height(entries[-1].header.seq + 1, entries[-1].id)
        self._pending += entries
        return entries

    def segments(self) -> list[tuple[Sealed, Sequence[Entry]]]:
        """Seal what was written since, and return it."""
        runs, self._pending = list(partition(self._pending)), []
        return [(seal(run, self.key.sign), run) for run in runs]

    def fork(self) -> Pen:
        """Return a second history from here on."""
        return Pen(self._cell, self.key, self._random, self._clock, self.height)


class Story:
    """The cell being made."""

    def __init__(self, home: Path, records: int) -> None:
        self._records, self._random, self._clock = records, Random(SEED), SetClock()
        self._association = Association(self._random, records)
        self._set_clock()
        around = Surroundings(Home(home), self._clock, self._random.randbytes)
        self.cell = found(around, "Le Grand Jardin", self._association.names[0], ["volunteer"])
        self._pens = [Pen(self.cell.id, self.cell.keys.device, self._random, self._clock, EMPTY)]
        self._waiting = WaitingRoom()
        self._editable: deque[Written] = deque(maxlen=400)

    def tell(self) -> None:
        """Write it all."""
        self._welcome()
        lost = None
        for number in range(DEVICES, self._records):
            self._set_clock()
            self._write(self._association.next())
            if self._random.random() < EDITED:
                self._edit()
            if self._random.random() < EDITED_APART:
                self._edit_apart()
            if number == int(self._records * FORK_AT):
                self._meet()
                lost = self._pens[FORKED].fork()
            if number % MEETING_EVERY == 0:
                self._meet()
        self._meet()
        if lost:
            self._write_lost(lost)
        project_all(self.cell)
        while tidy_slice(self.cell):
            pass

    def _welcome(self) -> None:
        invitation = invite(self.cell, DEVICES - 1, 30, Chamber.CARRYING)
        (offered,) = self.cell.membership.invites
        for number in range(1, DEVICES):
            pen = Pen(self.cell.id, DeviceKey(self._random.randbytes(32)), self._random, self._clock, EMPTY)
            self._pens.append(pen)
            pen.sign([start_of(self.cell.id, pen.key, invitation, Offer(offered, number - 1), self._random)])
            self._receive(pen)
            admit(self.cell, pen.key.device, "")
        own = self.cell.own_branches()[0].height
        self._pens[0].height = own
        (record,) = self.cell.store.reader.rows("SELECT lower(hex(id)) FROM record")[0]
        self._association.member(record)
        kind = BY_NAME["person"]
        for number, pen in enumerate(self._pens[1:], start=1):
            values = {"name": self._association.names[number], "roles": ["volunteer"], "skills": ["cuisine"]}
            changes = create(kind, accept(kind, values, partial=False), pen.key.device)
            entries = pen.write(code_of(kind, owned=True), [change.body for change in changes], None)
            self._association.member(entries[0].id.hex())

    def _write(self, wish: Wish) -> None:
        kind, pen = BY_NAME[wish.kind], self._pens[wish.device]
        changes = create(kind, accept(kind, wish.values, partial=False), pen.key.device)
        entries = pen.write(code_of(kind), [change.body for change in changes], None)
        self._association.wrote(wish, entries[0].id.hex())
        name = RecordName(pen.key.device, entries[0].header.seq)
        self._editable.append(Written(name, wish.kind, code_of(kind), changes, wish.device))

    def _edit(self) -> None:
        place = self._random.randrange(len(self._editable))
        self._editable[place] = self._edited(self._editable[place], self._association.edit(self._editable[place].kind))

    def _edit_apart(self) -> None:
        """Let two devices change a shared record without knowing of each other."""
        shared = [place for place, written in enumerate(self._editable) if written.kind in {"need", "offer", "meeting"}]
        if shared:
            place = self._random.choice(shared)
            before = self._editable[place]
            one = self._edited(before, {"title": self._association.sentence()})
            other = self._edited(before, {"title": self._association.sentence()}, beside=one.owner)
            changes = (*one.changes, *other.changes[len(before.changes) :])
            self._editable[place] = before._replace(changes=changes)

    def _edited(self, before: Written, values: Values, beside: int = -1) -> Written:
        device = before.owner
        if before.code & SHARED:
            device = self._random.choice([number for number in range(DEVICES) if number != beside])
        kind, pen = BY_NAME[before.kind], self._pens[device]
        steps = edit(before.changes, kind, accept(kind, values, partial=True), pen.key.device)
        pen.write(before.code, [step.body for step in steps], before.name)
        return before._replace(changes=(*before.changes, *steps), owner=device)

    def _write_lost(self, pen: Pen) -> None:
        """Let the forked device's other history come to light."""
        for _ in range(FORK_RECORDS):
            kind = BY_NAME["comment"]
            values = {"about": self._association.persons[0], "words": self._association.sentence()}
            changes = create(kind, accept(kind, values, partial=False), pen.key.device)
            pen.write(code_of(kind), [change.body for change in changes], None)
        self._receive(pen)

    def _meet(self) -> None:
        own = self._pens[0].segments()
        with self.cell.store.transaction():
            for sealed, entries in own:
                self.cell.append_verified(sealed, entries)
        for pen in self._pens[1:]:
            self._receive(pen)
        project_all(self.cell)

    def _receive(self, pen: Pen) -> None:
        blobs = [sealed.blob for sealed, _ in pen.segments()]
        outcomes = ingest(self.cell, blobs, self._waiting)
        if not all(isinstance(outcome, Inserted) for outcome in outcomes):
            raise SystemExit(f"refused: {outcomes}")

    def _set_clock(self) -> None:
        moment = datetime.combine(self._association.day(), midday(12), UTC)
        self._clock.ms = max(self._clock.ms + 1, int(moment.timestamp() * 1000))


def start_of(cell: CellId, key: DeviceKey, invitation: Invitation, offered: Offer, random: Random) -> Draft:
    """Return the first entry of an invited device, as ``invite.write_start`` writes it."""
    sealing = sealing_public(random.randbytes(32))
    proof = invitation.key(offered.number).sign(proof_message(cell, offered.invite, key.device, sealing))
    body = encode(Start(offered.invite, offered.number, sealing, proof))
    return Draft(START, Payload(random.randbytes(SALT_BYTES), body), 0)


def tables() -> str:
    """Return what changes with the tables: a cell made for others is of no use."""
    scripts = sorted((ROOT / "idos_p2p" / "store" / "schema").glob("*.sql"))
    return sha256(b"".join(script.read_bytes() for script in scripts)).hexdigest()[:8]


def home_of(records: int, home: Path | None = None) -> Path:
    """Return the home of a cell of so many records, made now unless it is there."""
    home = home or ROOT / ".cache" / "cells" / f"{records}-{tables()}"
    if not (home / "cells").exists():
        unfinished = home.with_name(home.name + ".new")
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(parents=True)
        started, used = time.monotonic(), time.process_time()
        story = Story(unfinished, records)
        story.tell()
        story.cell.close()
        shutil.rmtree(home, ignore_errors=True)
        unfinished.rename(home)
        size = sum(path.stat().st_size for path in home.rglob("*") if path.is_file())
        seconds, processor = time.monotonic() - started, time.process_time() - used
        print(f"{records} records made in {seconds:.0f} s, {processor:.0f} s of the processor; {size / 2**20:.0f} MiB")
    return home


def main() -> None:
    """Make a cell, unless it is there."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--home", type=Path)
    options = parser.parse_args()
    print(home_of(options.records, options.home))


if __name__ == "__main__":
    main()
