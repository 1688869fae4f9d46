"""Two independent stores, one behaviour: random lives, compared after each step, the file opened again at any time."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from idos_p2p.ids import Address, DeviceId, EntryId, RecordName
from idos_p2p.labels import Label, digest
from idos_p2p.log.branches import Branch
from idos_p2p.log.chain import Draft
from idos_p2p.log.entry import Entry, Payload
from idos_p2p.store.memory import MemoryStore
from idos_p2p.store.ports import Projection, Store
from idos_p2p.store.sqlcipher import create_store, open_store
from idos_p2p.views.around import latest
from idos_p2p.views.search import search
from tests.contract.store.making import (
    CELL,
    KEY,
    Author,
    act,
    change,
    creation,
    keys_of,
    placed,
    projection,
    without_body,
)

NAMES = ("jardin", "épicerie", "œuvre", "atelier")
VERDICTS = ("applied", "waiting:dependency", "void:owner")
BYTES = (1, 300, 100_000)
WRITERS = 9  # four devices, and older copies of them that went on too
EVERYTHING = 1_000  # segments: more than any of these lives has

authors = st.integers(0, 3)
writers = st.integers(0, WRITERS - 1)
places = st.integers(0, 12)
records = st.tuples(authors, places)


def _give(given: list[bool], address: Address, payload: Payload, store: Store) -> None:
    given.append(store.log.put_back(address, payload))


class RegretError(Exception):
    pass


def all_of(store: Store) -> dict[str, object]:
    logs = store.log.logs()
    branches = [
        (device, position, branch) for device, several in logs.items() for position, branch in enumerate(several)
    ]
    waiting = store.judgements.unjudged(1000)
    return {
        "logs": logs,
        "acts": store.log.acts(),
        "branches": [of_branch(store, *one) for one in branches],
        "lines": [store.log.line(device, position, 0, branch.height.count) for device, position, branch in branches],
        "missing": store.log.missing(),
        "waiting": [waiting, store.judgements.unjudged(2)],
        "of records": [store.log.entries(store.judgements.of_record(record)) for record in waiting],
        "verdicts": dict(store.judgements.verdicts()),
        "dump": list(store.read_model.dump()),
        "search": [sorted(found.id for found in search(store.reader, name, 99)) for name in NAMES],
        "latest": [item.record.day for item in latest(store.reader, 99).items],
        "facts": [store.facts.get(name) for name in NAMES],
    }


def of_branch(store: Store, device: DeviceId, position: int, branch: Branch) -> object:
    """Return all that a store tells of one branch's own entries."""
    first, end = branch.first, branch.height.count
    own = store.log.line(device, position, first, end)
    at = [store.log.at(device, seq) for seq in range(first, end)]
    keys = keys_of(store, *own)
    return (
        {start: [store.log.segments(device, position, start, most) for most in BYTES] for start in range(first, end)},
        store.log.segments(device, position, end, 1),
        own,
        [[held.entry for held in several] for several in at],
        [store.log.position(device, entry.id, entry.header.seq) for entry in own],
        [store.log.position(device, entry.id, entry.header.seq + 1) for entry in own],
        store.log.entries(reversed(keys)),
        store.log.lineage(keys),
    )


class Twins(RuleBasedStateMachine):
    """Does the same to a file and to memory."""

    def __init__(self) -> None:
        super().__init__()
        self.directory = tempfile.TemporaryDirectory()
        self.path = Path(self.directory.name) / "cell.db"
        self.file: Store = create_store(self.path, KEY, CELL)
        self.memory: Store = MemoryStore()
        self.authors = [Author(seed) for seed in range(1, 5)]
        self.writers = list(self.authors)
        self.said: list[Entry] = []
        self.count = 0

    def teardown(self) -> None:
        self.file.close()
        self.memory.close()
        self.directory.cleanup()

    def both(self, step: Callable[[Store], None], *, regret: bool) -> None:
        for store in (self.file, self.memory):
            with suppress(RegretError), store.transaction():
                step(store)
                if regret:
                    raise RegretError

    @rule(
        writer=writers,
        drafts=st.lists(st.one_of(st.none(), st.just(True), records), min_size=1, max_size=6),
        lost=st.sets(st.integers(0, 5), max_size=2),
        regret=st.booleans(),
    )
    def append(self, writer: int, drafts: list[bool | tuple[int, int] | None], lost: set[int], regret: bool) -> None:
        author = self.writers[writer % len(self.writers)]
        before = author.height
        run = author.write(*(self.draft(draft) for draft in drafts))
        passed_on = without_body(run, *(place for place in lost if place < len(drafts) and drafts[place] is not None))
        positions = []
        self.both(lambda store: positions.append(store.log.append(*passed_on)), regret=regret)
        assert positions[0] == positions[1]
        if regret:
            author.height = before
        else:
            self.said.extend(run[1])

    def draft(self, wish: bool | tuple[int, int] | None) -> Draft:
        self.count += 1  # no two entries say the same: a copy that did would not fork
        if isinstance(wish, tuple):
            return change(RecordName(self.authors[wish[0]].device, wish[1]), f"{self.count}")
        return creation(f"{self.count}") if wish else act(f"{self.count}")

    @rule(writer=writers, place=places)
    def go_back(self, writer: int, place: int) -> None:
        said = [entry for entry in self.said if entry.header.device == self.authors[writer % 4].device]
        if len(self.writers) < WRITERS:
            copy = Author(writer % 4 + 1)  # as it was before it said anything
            self.writers.append(copy.copy_after(said[place % len(said)]) if said and place else copy)

    @rule(chosen=st.lists(places, max_size=3), other=st.booleans(), regret=st.booleans())
    def put_back(self, chosen: list[int], other: bool, regret: bool) -> None:
        absent = [
            entry for entry in self.said for address in self.memory.log.missing() if entry.header.address == address
        ]
        for entry in [absent[place % len(absent)] for place in chosen if absent]:
            assert entry.payload is not None
            payload = Payload(entry.payload.salt, b"another") if other else entry.payload
            given: list[bool] = []
            self.both(partial(_give, given, entry.header.address, payload), regret=regret)
            assert given[0] == given[1]

    @rule(chosen=st.lists(places, max_size=3), regret=st.booleans())
    def erase(self, chosen: list[int], regret: bool) -> None:
        of_records = [entry for entry in self.said if not entry.header.is_act]
        erased = [of_records[place % len(of_records)] for place in chosen if of_records]
        self.both(lambda store: store.log.erase(keys_of(store, *erased)), regret=regret)

    @rule(regret=st.booleans())
    def merge(self, regret: bool) -> None:
        dealt: list[int] = []
        self.both(lambda store: dealt.append(store.log.merge(EVERYTHING)), regret=regret)
        assert dealt[0] == dealt[1]

    @rule(chosen=st.lists(st.tuples(places, st.sampled_from(VERDICTS)), max_size=5), regret=st.booleans())
    def judge(self, chosen: list[tuple[int, str]], regret: bool) -> None:
        of_records = [entry for entry in self.said if not entry.header.is_act]
        verdicts = [(of_records[place % len(of_records)], verdict) for place, verdict in chosen if of_records]
        self.both(
            lambda store: store.judgements.judge([(keys_of(store, entry)[0], text) for entry, text in verdicts]),
            regret=regret,
        )

    @rule(chosen=records, regret=st.booleans())
    def reopen_record(self, chosen: tuple[int, int], regret: bool) -> None:
        record = RecordName(self.authors[chosen[0]].device, chosen[1])
        self.both(lambda store: store.judgements.reopen_record(record), regret=regret)

    @rule(chosen=st.sets(authors, max_size=2), regret=st.booleans())
    def reopen(self, chosen: set[int], regret: bool) -> None:
        devices = [self.authors[author].device for author in chosen]
        self.both(lambda store: store.judgements.reopen(devices), regret=regret)

    @rule(
        named=st.lists(st.tuples(records, st.sampled_from(NAMES), records, st.integers(1, 28)), max_size=5),
        regret=st.booleans(),
    )
    def put(self, named: list[tuple[tuple[int, int], str, tuple[int, int], int]], regret: bool) -> None:
        made = [self.made(record, name, linked, day) for record, name, linked, day in named]
        self.both(lambda store: store.read_model.put([placed(store, one) for one in made]), regret=regret)

    @rule(place=places, name=st.sampled_from(NAMES), regret=st.booleans())
    def put_created(self, place: int, name: str, regret: bool) -> None:
        if self.said:
            entry = self.said[place % len(self.said)]
            made = replace(
                projection(name), record=RecordName(*entry.header.address), id=entry.id, contested=bool(place % 2)
            )
            self.both(
                lambda store: store.read_model.put([replace(made, creation=keys_of(store, entry)[0])]), regret=regret
            )

    def made(self, record: tuple[int, int], name: str, linked: tuple[int, int], day: int) -> Projection:
        author, seq = record
        return replace(
            projection(name, day=f"2026-11-{day:02}", links=[("persons", self.id(linked).hex())]),
            record=RecordName(self.authors[author].device, seq),
            id=self.id(record),
        )

    def id(self, record: tuple[int, int]) -> EntryId:
        return EntryId(digest(Label.ENTRY_ID, bytes(record)))

    @rule(dropped=st.lists(records, max_size=4), regret=st.booleans())
    def drop(self, dropped: list[tuple[int, int]], regret: bool) -> None:
        names = [RecordName(self.authors[author].device, seq) for author, seq in dropped]
        self.both(lambda store: store.read_model.drop(names), regret=regret)

    @rule(regret=st.booleans())
    def clear(self, regret: bool) -> None:
        self.both(lambda store: store.read_model.clear(), regret=regret)

    @rule(name=st.sampled_from(NAMES), value=st.binary(max_size=3), regret=st.booleans())
    def fact(self, name: str, value: bytes, regret: bool) -> None:
        self.both(lambda store: store.facts.set(name, value), regret=regret)

    @rule()
    def open_again(self) -> None:
        self.file.close()
        self.file = open_store(self.path, KEY, CELL)

    @invariant()
    def equal(self) -> None:
        assert all_of(self.file) == all_of(self.memory)

    @invariant()
    def sound(self) -> None:
        assert self.file.check() == []


def test_the_file_and_memory_live_the_same_life() -> None:
    run_state_machine_as_test(Twins, settings=settings(max_examples=25, stateful_step_count=25))
