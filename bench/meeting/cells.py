"""The homes of our side: a cell of twenty authors, and two homes of it for each workload, made once.

The founder's home and a member's are real: a keystore, a SQLCipher file, a log that each device signed. The authors are
members like any others; their logs are brought to the homes as at a meeting, segment by segment as they were written,
judged, projected, and joined by what runs in idle time. Kept in ``.cache/cells/`` as long as the tables stay.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path
from random import Random
from typing import NamedTuple

from bench.big_cell import Pen, SetClock, start_of, tables
from bench.meeting.words import AUTHORS, ROOT, Record, records
from idos_p2p.governance.matters import Chamber
from idos_p2p.identity.invitation import Invitation
from idos_p2p.identity.keys import DeviceKey
from idos_p2p.ids import CellId, EntryId
from idos_p2p.log.chain import EMPTY, Height
from idos_p2p.log.entry import Entry
from idos_p2p.log.segment import Sealed, parse, seal
from idos_p2p.paths import Home
from idos_p2p.records.document import create
from idos_p2p.records.fields import accept
from idos_p2p.records.kinds import BY_NAME, code_of
from idos_p2p.services.cell import Cell
from idos_p2p.services.found import Surroundings, choose_cell, found, open_cell, prepare_to_join, write_own_person
from idos_p2p.services.ingest import Refused, WaitingRoom, ingest
from idos_p2p.services.invite import Offer, admit, invite, offer, welcome, write_start
from idos_p2p.services.project import project_all
from idos_p2p.services.tidy import tidy_slice

SEED = 6
FORMAT = 1  # of what is made here: a greater one makes all homes anew
FOUNDED_MS = 1_767_261_600_000  # 2026-01-01, ten o'clock
MOST_BETWEEN_MS = 200_000  # two records of the cell; nobody writes by the clock
BATCH = 1_000  # segments ingested in one step
KIND = BY_NAME["need"]


class Workload(NamedTuple):
    """How many records both hold, and how many each lacks of the other's."""

    name: str
    common: int
    apart_here: int
    apart_there: int

    @property
    def new(self) -> int:
        """How many entries pass."""
        return self.apart_here + self.apart_there


WORKLOADS = {
    work.name: work
    for work in (
        Workload("W1", 0, 1_000, 0),
        Workload("W2", 0, 10_000, 0),
        Workload("W3", 0, 100_000, 0),
        Workload("W4", 10_000, 200, 200),
        Workload("W5", 10_000, 0, 0),
    )
}


class Homes(NamedTuple):
    """Two homes of one cell: ``here`` has what ``there`` lacks."""

    here: Path
    there: Path

    def copied_one(self, folder: Path, *, here: bool) -> Path:
        """Return one of them in another place: a meeting changes it."""
        home = self.here if here else self.there
        return Path(shutil.copytree(home, folder / home.name))


class Prepared(NamedTuple):
    """Two homes, and the bytes of all changes that pass between them."""

    homes: Homes
    raw: int


def values_of(record: Record) -> dict[str, object]:
    """Return the record as a need: of all kinds the one that holds its words, its state and its day in the least."""
    return {
        "title": record.title,
        "details": f"{record.notes}\n{record.tag}",
        "state": "closed" if record.done else "open",
        "until": record.due,
    }


def prepared(work: Workload, cache: Path = ROOT / ".cache" / "cells") -> Prepared:
    """Return the homes of a workload, made now unless they are there."""
    folder = cache / f"meeting-{FORMAT}-{work.common}-{work.apart_here}-{work.apart_there}-{tables()}"
    homes = Homes(folder / "here", folder / "there")
    if not folder.exists():
        unfinished = folder.with_name(folder.name + ".new")
        shutil.rmtree(unfinished, ignore_errors=True)
        raw = _Making(Homes(unfinished / "here", unfinished / "there")).make(work)
        (unfinished / "raw").write_text(str(raw))
        unfinished.rename(folder)
    return Prepared(homes, int((folder / "raw").read_text()))


def surroundings(home: Path, clock: SetClock, random: Random) -> Surroundings:
    """Return what a cell of this home needs, with a time and a randomness of the bench."""
    return Surroundings(Home(home), clock, random.randbytes)


class _Making:
    """The two homes, and the authors' pens."""

    def __init__(self, homes: Homes) -> None:
        self._clock, self._random = SetClock(), Random(SEED)
        self._clock.ms = FOUNDED_MS
        self._around = [surroundings(home, self._clock, self._random) for home in homes]
        for home in homes:
            home.mkdir(parents=True)

    def make(self, work: Workload) -> int:
        """Write it all; return the bytes of the changes that one side lacks."""
        here = found(self._around[0], "Le Grand Jardin", "Ana", ["volunteer"])
        invitation = invite(here, AUTHORS + 1, 30, Chamber.CARRYING)
        pens = [self._author(here, invitation, number) for number in range(AUTHORS)]
        there = self._member(here, invitation)
        _take(here, _segments(there))
        self._write(pens, "common", work.common)
        _take(here, _sealed(pens))
        _settle(here)
        _take(there, _segments(here))
        _settle(there)
        half = AUTHORS // 2 if work.apart_there else AUTHORS
        raw = self._write(pens[:half], "here", work.apart_here) + self._write(pens[half:], "there", work.apart_there)
        for cell, writers in ((here, pens[:half]), (there, pens[half:])):
            _take(cell, _sealed(writers))
            _settle(cell)
            cell.close()
        return raw

    def _author(self, here: Cell, invitation: Invitation, number: int) -> Pen:
        (offered,) = here.membership.invites
        pen = Pen(here.id, DeviceKey(self._random.randbytes(32)), self._random, self._clock, EMPTY)
        pen.sign([start_of(here.id, pen.key, invitation, Offer(offered, number), self._random)])
        _take(here, _sealed([pen]))
        admit(here, pen.key.device, "")
        person = BY_NAME["person"]
        values = accept(person, {"name": f"Personne {number + 1}", "roles": ["volunteer"]}, partial=False)
        changes = create(person, values, pen.key.device)
        pen.write(code_of(person, owned=True), [change.body for change in changes], None)
        return pen

    def _member(self, here: Cell, invitation: Invitation) -> Cell:
        """Bring the second home in by the door."""
        there = prepare_to_join(self._around[1], invitation)
        offered = offer(here, EntryId(next(iter(here.membership.invites))), there.device, ())
        _take(here, [write_start(there, invitation, offered)])
        welcome(there, admit(here, there.device, "Luc"))
        _take(there, _segments(here))
        write_own_person(there, "Luc", ["volunteer"])
        return there

    def _write(self, pens: Sequence[Pen], series: str, count: int) -> int:
        """Let the authors write so many records in turn; return the bytes of their changes."""
        size = 0
        for number, record in enumerate(records(count, series)):
            pen = pens[number % len(pens)]
            self._clock.ms += self._random.randrange(MOST_BETWEEN_MS)
            changes = create(KIND, accept(KIND, values_of(record), partial=False), pen.key.device)
            pen.write(code_of(KIND), [change.body for change in changes], None)
            size += sum(len(change.body) for change in changes)
        return size


def _sealed(pens: Iterable[Pen]) -> list[bytes]:
    """Return what they wrote since, each intention in a segment of its own, as it is written."""
    return [seal([entry], pen.key.sign).blob for pen in pens for _, run in pen.segments() for entry in run]


def _segments(cell: Cell) -> list[bytes]:
    log = cell.store.log
    return [blob for device in sorted(cell.logs()) for blob in log.segments(device, 0, 0, 1 << 40)]


def _take(cell: Cell, blobs: Sequence[bytes]) -> None:
    waiting = WaitingRoom()
    for start in range(0, len(blobs), BATCH):
        outcomes = ingest(cell, blobs[start : start + BATCH], waiting)
        if refused := [outcome for outcome in outcomes if isinstance(outcome, Refused)]:
            raise SystemExit(f"refused: {refused}")
        project_all(cell)


def _settle(cell: Cell) -> None:
    while tidy_slice(cell):
        pass


def stored(home: Path) -> list[tuple[Sealed, Height, list[Entry]]]:
    """Return every segment of a home with the height before it, and its entries."""
    cell = opened(home)
    segments = []
    for device in sorted(cell.logs()):
        height = EMPTY
        for blob in cell.store.log.segments(device, 0, 0, 1 << 40):
            sealed = parse(blob)
            entries = cell.store.log.line(device, 0, sealed.first_seq, sealed.end)
            segments.append((sealed, height, entries))
            height = Height(sealed.end, entries[-1].id)
    cell.close()
    return segments


def opened(home: Path) -> Cell:
    """Open the only cell of a home."""
    clock = SetClock()
    clock.ms = FOUNDED_MS
    around = surroundings(home, clock, Random(SEED))
    return open_cell(around, choose_cell(around.home, ""))


def cell_of(home: Path) -> CellId:
    """Return the id of the only cell of a home."""
    return choose_cell(Home(home), "")
