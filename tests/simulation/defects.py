"""Defects planted on purpose, each in one place of the product: the simulator must catch every one of them.

A simulator that finds nothing proves nothing until it is seen to find what is there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from hashlib import sha256
from typing import Any

import pytest

from idos_p2p.errors import PeerFault
from idos_p2p.governance import standing as governance
from idos_p2p.ids import Address, DeviceId
from idos_p2p.log import segment, standing
from idos_p2p.log.entry import Entry
from idos_p2p.log.heights import Gap, Heights
from idos_p2p.records import gate, weaving
from idos_p2p.records.change import Change, ChangeHash, GateRefusal
from idos_p2p.records.verdicts import Verdict, Void
from idos_p2p.records.write_rule import WriteRule
from idos_p2p.services import ingest, project, write
from idos_p2p.services.cell import Cell
from idos_p2p.store import memory_log
from idos_p2p.store.database import Database
from idos_p2p.store.memory_judgements import MemoryJudgements
from idos_p2p.store.memory_log import MemoryLog
from idos_p2p.store.ports import Key
from idos_p2p.store.undo import Undo
from idos_p2p.views import figures
from sync.protocol.session import Session

Plant = Callable[[pytest.MonkeyPatch], None]
DEFECTS: dict[str, Plant] = {}


def defect(plant: Plant) -> Plant:
    """Register a defect under the name of its function."""
    DEFECTS[plant.__name__] = plant
    return plant


def _yes(*_asked: object) -> bool:
    return True


def _nothing(*_asked: object) -> None:
    """Do nothing."""


# ------------------------------------------------------------------------------------------------ the log and the store


@defect
def signature_not_checked(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(segment, "verify", _yes)


@defect
def sent_before_it_is_durable(patch: pytest.MonkeyPatch) -> None:
    @contextmanager
    def writing(cell: Cell) -> Iterator[Any]:
        written = write._Written()
        with cell.store.transaction():
            yield written
            cell.tell(entries=written.entries, ids=written.projected.ids, kinds=written.projected.kinds)

    patch.setattr(write, "_writing", writing)


@defect
def acknowledged_before_the_commit(patch: pytest.MonkeyPatch) -> None:
    """As a disk that says "written" and writes with the next transaction."""

    @contextmanager
    def transaction(database: Database) -> Iterator[None]:
        if database._connection.in_transaction:
            database._run("COMMIT")
            database.undo.forget()
        database._run("BEGIN IMMEDIATE")
        database._writing = True
        try:
            yield
        except BaseException:
            database._roll_back()
            raise
        finally:
            database._writing = False

    patch.setattr(Database, "transaction", transaction)


@defect
def roll_back_forgets_memory(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Undo, "restore", Undo.forget)


@defect
def membership_kept_after_a_failure(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Cell, "forget_unsaved", _nothing)


# ------------------------------------------------------------------------------------------------------- the session


@defect
def gap_off_by_one(patch: pytest.MonkeyPatch) -> None:
    real = Session.next_gap

    def next_gap(session: Session) -> Gap | None:
        gap = real(session)
        if gap is None or gap.start + 1 >= gap.end:
            return gap
        return replace(gap, start=gap.start + 1)

    patch.setattr(Session, "next_gap", next_gap)


@defect
def session_never_says_have(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Session, "_say_have", _nothing)


@defect
def strangers_are_told(patch: pytest.MonkeyPatch) -> None:
    real = Session.__init__

    def begin(session: Session, *given: Any, **named: Any) -> None:
        real(session, *given, **{**named, "trusted": True})

    patch.setattr(Session, "__init__", begin)


@defect
def news_is_not_passed_on(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Session, "update", lambda *_given: [])


# --------------------------------------------------------------------------------------------------- what is taken in


@defect
def waiting_room_unbounded(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(ingest, "MAX_WAITING_BYTES", 1 << 60)


@defect
def clock_used_in_a_rule(patch: pytest.MonkeyPatch) -> None:
    real = ingest._take_one

    def take_one(cell: Cell, *given: Any) -> Any:
        outcome, entries = real(cell, *given)
        if any(entry.header.time_ms > cell.clock.now_ms() + 86_400_000 for entry in entries):
            raise PeerFault("entry_of_tomorrow")
        return outcome, entries

    patch.setattr(ingest, "_take_one", take_one)


@defect
def start_not_proved(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(ingest, "_awaited", lambda *_given: None)


# ----------------------------------------------------------------------------------------------------- what it is worth


@defect
def guests_have_a_voice(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(governance.Standing, "has_voice", _yes)


@defect
def gate_skipped(patch: pytest.MonkeyPatch) -> None:
    real = gate.examine

    def examine(body: bytes, device: DeviceId) -> Change:
        try:
            return real(body, device)
        except GateRefusal:
            return Change(ChangeHash(sha256(body).digest()), body, device, 1, 1, 1, (), ())

    patch.setattr(weaving, "examine", examine)


@defect
def anybody_writes_anything(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(WriteRule, "_same_person", _yes)


@defect
def kind_of_record_not_compared(patch: pytest.MonkeyPatch) -> None:
    real = WriteRule.judge

    def verdict(rule: WriteRule, entry: Entry) -> Verdict | None:
        found = real(rule, entry)
        return None if found == Void("kind") else found

    patch.setattr(WriteRule, "judge", verdict)


@defect
def heights_digest_ignores_the_heads(patch: pytest.MonkeyPatch) -> None:
    def digest_of(heights: Heights, missing: Iterable[Address] = ()) -> bytes:
        counts = [(device, [height.count for height in heights[device]]) for device in sorted(heights)]
        return sha256(repr((counts, sorted(set(missing)))).encode()).digest()[:16]

    patch.setattr(standing, "heights_digest", digest_of)


@defect
def second_branch_dropped(patch: pytest.MonkeyPatch) -> None:
    real = ingest.new_part

    def new_part(cell: Cell, entries: Sequence[Entry]) -> tuple[Sequence[Entry], int]:
        fresh, branch = real(cell, entries)
        branches = cell.logs().get(entries[0].header.device, ())
        leaves = fresh and branches and all(one.height.head != fresh[0].header.back for one in branches)
        return ((), max(branch, 0)) if leaves else (fresh, branch)

    patch.setattr(ingest, "new_part", new_part)


@defect
def missing_bodies_not_asked_for(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Session, "_ask", _nothing)


@defect
def bodies_that_came_are_not_told(patch: pytest.MonkeyPatch) -> None:
    """As the product once did: found by this simulator."""

    @contextmanager
    def log_step(cell: Cell) -> Iterator[None]:
        with cell.store.transaction():
            yield

    patch.setattr(Cell, "log_step", log_step)


@defect
def erased_bodies_stay(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(project, "_erase_bodies", _nothing)


@defect
def merged_under_a_wrong_signature(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(memory_log, "reseal", lambda entries, _signature: segment.reseal(entries, bytes(64)))


@defect
def forks_are_not_contested(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(MemoryLog, "lineage", lambda *_asked: {})


@defect
def contested_entries_are_counted(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(figures, "_FIGURES", figures._FIGURES.replace("AND NOT record.contested", ""))


@defect
def first_verdict_stands(patch: pytest.MonkeyPatch) -> None:
    """What was judged before all it builds on had come stays as it was judged: the order of arrival decides."""
    real = MemoryJudgements._set

    def once(judgements: MemoryJudgements, key: Key, verdict: str) -> None:
        if not judgements._verdicts[key]:
            real(judgements, key, verdict)

    patch.setattr(MemoryJudgements, "_set", once)


@defect
def records_not_judged_again(patch: pytest.MonkeyPatch) -> None:
    def refresh(cell: Cell) -> bool:
        before, cell.membership = cell.membership, cell._evaluate()
        return before != cell.membership

    patch.setattr(Cell, "refresh_membership", refresh)
