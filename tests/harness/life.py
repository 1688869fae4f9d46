"""A life of a store, the same for the same seed: numbered turns, one transaction each, and how to tell them all again.

What a store holds must be what some number of whole turns left, to the last byte of every segment, verdict and
projection; the same turns in memory (``idos_p2p/store/memory.py``) say what that is.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from idos_p2p.errors import Fault
from idos_p2p.ids import Address, DeviceId, RecordName
from idos_p2p.limits import MIB
from idos_p2p.log.branches import Branch
from idos_p2p.log.chain import EMPTY, Draft, Height
from idos_p2p.log.entry import Entry, Payload
from idos_p2p.log.segment import open_sealed, parse
from idos_p2p.store import sqlcipher
from idos_p2p.store.memory import MemoryStore
from idos_p2p.store.ports import Projection, Store
from tests.contract.store.making import (
    CELL,
    KEY,
    Author,
    Run,
    act,
    change,
    creation,
    keys_of,
    placed,
    projection,
    without_body,
)

AUTHORS = 3
TURN = "turn"  # the fact that counts the turns, kept in their transactions
WORDS = ("soupe", "épicerie", "caisse", "œuvre", "jardin", "réunion", "atelier")
BODY_BYTES = (12, 60, 60, 300, 300, 300, 1_500, 9_000)  # from part of a page to a few; rarely more, see _draft
LARGE_BODY_BYTES = 60_000
FORKED = 0.03  # chance that an author goes on from an older copy too
MERGED = 1_000  # segments, so all of them: the two stores may begin a slice at different places

_Chosen = TypeVar("_Chosen")


@dataclass(frozen=True, slots=True)
class Turn:
    """One intention: what two authors said, what was concluded of it, and what the read model shows then.

    Now and then a body comes back or is erased, and small segments are joined.
    """

    number: int
    runs: Sequence[Run]
    verdicts: Sequence[tuple[Entry, str]]
    projections: Sequence[Projection]
    dropped: Sequence[RecordName]
    returned: Sequence[tuple[Address, Payload]]
    erased: Sequence[Entry]
    merged: int  # segments rewritten at most

    def take(self, store: Store) -> None:
        """Do it in one transaction; durable when this returns."""
        with store.transaction():
            for sealed, entries in self.runs:
                store.log.append(sealed, entries)
            store.judgements.judge([(keys_of(store, entry)[0], verdict) for entry, verdict in self.verdicts])
            store.read_model.put([placed(store, made) for made in self.projections])
            store.read_model.drop(self.dropped)
            for address, payload in self.returned:
                store.log.put_back(address, payload)
            store.log.erase(keys_of(store, *self.erased))
            if self.merged:
                store.log.merge(self.merged)
            store.facts.set(TURN, self.number.to_bytes(4, "big"))


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a store: how many turns it holds, and what is wrong with it."""

    turns: int
    faults: Sequence[str]


class Life:
    """Makes its turns in order, and knows what a store holds after each."""

    def __init__(self, seed: str) -> None:
        self._dice = random.Random(seed)
        self._authors = [Author(number) for number in range(1, AUTHORS + 1)]
        self._records: list[RecordName] = []
        self._said: list[Entry] = []  # of records
        self._lacking: list[tuple[Address, Payload]] = []
        self._turns: list[Turn] = []
        self._memory: Store = MemoryStore()
        self._reached = 0  # how many turns it has taken
        self._contents = {0: content(self._memory)}

    def turn(self, number: int) -> Turn:
        """Return the turn of this number, from 1."""
        while len(self._turns) < number:
            self._turns.append(self._make(len(self._turns) + 1))
        return self._turns[number - 1]

    def content_after(self, number: int) -> bytes:
        """Return the digest of what a store holds after so many turns."""
        if number not in self._contents:
            if number < self._reached:  # passed, and not asked for then
                self._memory.close()
                self._memory, self._reached = MemoryStore(), 0
            while self._reached < number:
                self._reached += 1
                self.turn(self._reached).take(self._memory)
            self._contents[number] = content(self._memory)
        return self._contents[number]

    def close(self) -> None:
        """Let go of the memory."""
        self._memory.close()

    def judge(self, path: Path, begun: int) -> Verdict:
        """Open the file as the product does, and tell how many whole turns it holds.

        ``begun`` is the number of the last turn that was begun. The store must also take the turn that comes next.
        """
        faults: list[str] = []
        turns = -1
        try:
            store = sqlcipher.open_store(path, KEY, CELL)
            try:
                faults += store.check()
                if not faults:
                    turns = int.from_bytes(store.facts.get(TURN) or b"", "big")
                    faults += self._compare(store, turns, begun)
            finally:
                store.close()
        except Fault as error:
            faults.append(f"{type(error).__name__}: {error}")
        return Verdict(turns, faults)

    def _compare(self, store: Store, turns: int, begun: int) -> list[str]:
        if turns > begun:
            return [f"{turns} turns, of {begun} begun"]
        if content(store) != self.content_after(turns):
            return [f"what it holds is not what {turns} turns left"]
        self.turn(turns + 1).take(store)
        return []

    def _make(self, number: int) -> Turn:
        runs: list[Run] = []
        projections: list[Projection] = []
        verdicts: list[tuple[Entry, str]] = []
        erased = self._chosen(self._said, 0.1)
        returned = self._chosen(self._lacking, 0.3)
        for author in self._dice.sample(self._authors, self._dice.choice((1, 1, 2))):
            run = author.write(*(self._draft() for _ in range(self._dice.choice((1, 1, 2, 5)))))
            runs.append(self._passed_on(run))
            for entry in run[1]:
                if entry.header.record is None:
                    continue
                if entry.header.creates:
                    self._records.append(entry.header.record)
                if self._dice.random() < 0.8:  # the others wait, as after a meeting cut short
                    verdicts.append((entry, self._dice.choice(("applied", "void:owner"))))
                projections.append(self._projection(author, entry))
                self._said.append(entry)
            if self._dice.random() < FORKED:
                self._authors.append(author.copy_after(self._dice.choice(run[1])))
        dropped = self._chosen(self._records, 0.1)
        latest = {shown.record: shown for shown in projections}
        merged = MERGED if self._dice.random() < 0.1 else 0
        return Turn(number, runs, verdicts, list(latest.values()), dropped, returned, erased, merged)

    def _chosen(self, among: Sequence[_Chosen], chance: float) -> list[_Chosen]:
        return [self._dice.choice(among)] if among and self._dice.random() < chance else []

    def _passed_on(self, run: Run) -> Run:
        """Return the segment, now and then without one of its bodies, which may come back later."""
        of_records = [place for place, entry in enumerate(run[1]) if not entry.header.is_act]
        lost = self._chosen(of_records, 0.1)
        for place in lost:
            entry = run[1][place]
            assert entry.payload is not None
            self._lacking.append((entry.header.address, entry.payload))
        return without_body(run, *lost) if lost else run

    def _draft(self) -> Draft:
        size = LARGE_BODY_BYTES if self._dice.random() < 0.02 else self._dice.choice(BODY_BYTES)
        text = self._dice.randbytes(size // 2).hex()
        what = self._dice.random()
        if what < 0.1:
            return act(text)
        if what < 0.4 and self._records:
            return change(self._dice.choice(self._records), text)
        return creation(text)

    def _projection(self, author: Author, entry: Entry) -> Projection:
        record = entry.header.record or RecordName(author.device, 0)
        name = f"{record.device.hex()[:8]} {record.seq}"
        return replace(
            projection(name, author=author, day=f"2026-11-{self._dice.randint(1, 28):02}"),
            record=record,
            words=" ".join(self._dice.choices(WORDS, k=8)),
            links=[("persons", self._dice.choice(self._authors).device.hex())],
        )


@lru_cache(1 << 14)
def verified(blob: bytes, height: Height) -> Height:
    """Return the height after this segment, chain and signature verified; the same bytes are verified once."""
    sealed = parse(blob)
    return Height(sealed.end, open_sealed(sealed, CELL, height)[-1].id)


def content(store: Store) -> bytes:
    """Return a digest of all that a store holds; every chain and signature of its log is verified on the way.

    Raises PeerFault on a segment that does not follow or is not its author's.
    """
    digest = hashlib.sha256()
    for device, branches in sorted(store.log.logs().items()):
        for position, branch in enumerate(branches):
            reached = _before(store, device, branch)
            for blob in store.log.segments(device, position, branch.first, MIB * 1024):
                reached = verified(blob, reached)
                digest.update(hashlib.sha256(blob).digest())
            digest.update(repr((device, branch, reached == branch.height)).encode())
    digest.update(repr([(held.entry.id, held.previous) for held in store.log.acts()]).encode())
    digest.update(repr(store.log.missing()).encode())
    digest.update(repr(sorted(store.judgements.verdicts().items())).encode())
    digest.update(repr(store.judgements.unjudged(1 << 20)).encode())
    for line in store.read_model.dump():
        digest.update(line.encode() + b"\n")
    digest.update(repr(store.facts.get(TURN)).encode())
    return digest.digest()


def _before(store: Store, device: DeviceId, branch: Branch) -> Height:
    """Return what a branch's own entries build on."""
    if branch.parent is None:
        return EMPTY
    [last] = store.log.line(device, branch.parent, branch.first - 1, branch.first)
    return Height(branch.first, last.id)
