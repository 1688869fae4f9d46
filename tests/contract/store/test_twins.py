"""Two independent stores, one behaviour: random lives, compared after each step, the file opened again at any time."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from idos_p2p.ids import Address, EntryId, RecordName
from idos_p2p.labels import Label, digest
from idos_p2p.log.chain import Draft
from idos_p2p.store.memory import MemoryStore
from idos_p2p.store.ports import Projection, Store
from idos_p2p.store.sqlcipher import create_store, open_store
from idos_p2p.views.around import latest
from idos_p2p.views.search import search
from tests.contract.store.making import CELL, KEY, Author, act, change, creation, projection

NAMES = ("jardin", "épicerie", "œuvre", "atelier")
VERDICTS = ("applied", "waiting:dependency", "void:owner")
BYTES = (1, 300, 100_000)

authors = st.integers(0, 3)
places = st.integers(0, 12)
records = st.tuples(authors, places)


class RegretError(Exception):
    pass


def all_of(store: Store) -> dict[str, object]:
    heights = store.log.heights()
    addresses = [Address(device, seq) for device, height in heights.items() for seq in range(height.count)]
    waiting = store.judgements.unjudged(1000)
    return {
        "heights": heights,
        "acts": store.log.acts(),
        "segments": {
            (device, start, most): store.log.segments(device, start, most)
            for device, height in heights.items()
            for start in (0, height.count // 2, height.count)
            for most in BYTES
        },
        "entries": {address: store.log.entries([address]) for address in addresses},
        "reversed": store.log.entries(reversed(addresses)),
        "waiting": [waiting, store.judgements.unjudged(2)],
        "of records": [store.judgements.of_record(record) for record in waiting],
        "verdicts": dict(store.judgements.verdicts()),
        "dump": list(store.read_model.dump()),
        "search": [sorted(found.id for found in search(store.reader, name, 99)) for name in NAMES],
        "latest": [item.record.day for item in latest(store.reader, 99).items],
        "facts": [store.facts.get(name) for name in NAMES],
    }


class Twins(RuleBasedStateMachine):
    """Does the same to a file and to memory."""

    def __init__(self) -> None:
        super().__init__()
        self.directory = tempfile.TemporaryDirectory()
        self.path = Path(self.directory.name) / "cell.db"
        self.file: Store = create_store(self.path, KEY, CELL)
        self.memory: Store = MemoryStore()
        self.authors = [Author(seed) for seed in range(1, 5)]

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
        author=authors,
        drafts=st.lists(st.one_of(st.none(), st.just(True), records), min_size=1, max_size=6),
        regret=st.booleans(),
    )
    def append(self, author: int, drafts: list[bool | tuple[int, int] | None], regret: bool) -> None:
        writer = self.authors[author]
        before = writer.height
        run = writer.write(*(self.draft(draft) for draft in drafts))
        self.both(lambda store: store.log.append(*run), regret=regret)
        if regret:
            writer.height = before

    def draft(self, wish: bool | tuple[int, int] | None) -> Draft:
        if isinstance(wish, tuple):
            return change(RecordName(self.authors[wish[0]].device, wish[1]))
        return creation() if wish else act()

    @rule(chosen=st.lists(st.tuples(places, st.sampled_from(VERDICTS)), max_size=5), regret=st.booleans())
    def judge(self, chosen: list[tuple[int, str]], regret: bool) -> None:
        found = [
            address
            for record in self.memory.judgements.unjudged(9)
            for address in self.memory.judgements.of_record(record)
        ]
        verdicts = [(found[place % len(found)], verdict) for place, verdict in chosen if found]
        self.both(lambda store: store.judgements.judge(verdicts), regret=regret)

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
        self.both(lambda store: store.read_model.put(made), regret=regret)

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
