"""What passes between two homes that meet, beside the changes themselves: the workloads of bench/meeting, shorter."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.meeting.cells import Workload, prepared
from bench.meeting.ends import US, Meeting, meet

pytestmark = pytest.mark.skipif(not Path("/proc/self/clear_refs").exists(), reason="memory is measured through /proc")

NEWCOMER = Workload("a newcomer", 0, 1_000, 0)
APART = Workload("apart", 1_000, 200, 200)
IN_SYNC = Workload("in sync", 200, 0, 0)

# What is measured, and a little: a change that costs more has to say so. What the goals lack: docs/performance.md.
NEWCOMER_TO_RAW, APART_TO_RAW = 0.52, 0.68
IN_SYNC_BYTES = 100  # performance.md §9, row 4
TLS_SHARE = 0.1  # of all that crosses the line, at most: records of TLS, the knock, the proof
GROWTH_MIB = 24.0  # of who takes a thousand entries, or two hundred
AROUND = 10  # frames that are no segment: hello, heights, have, attachments


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return where the homes of these tests are made."""
    return tmp_path_factory.mktemp("cells")


def measured(work: Workload, cache: Path) -> tuple[Meeting, int]:
    """Let two homes meet; return what it cost, and the bytes of the changes that passed."""
    ready = prepared(work, cache)
    return meet(US, work, ready), ready.raw


def test_a_newcomer_takes_half_of_what_the_changes_are(cache: Path) -> None:
    meeting, raw = measured(NEWCOMER, cache)
    assert meeting.received == NEWCOMER.new
    assert sum(meeting.bytes) <= NEWCOMER_TO_RAW * raw
    assert meeting.bytes[1] < 3_000  # what the newcomer says: which logs it holds, and which it follows
    assert meeting.frames[1] <= AROUND
    assert meeting.line_bytes <= (1 + TLS_SHARE) * sum(meeting.bytes)
    assert meeting.grown_mib[1] <= GROWTH_MIB


def test_who_were_apart_pass_each_entry_once_and_nothing_of_what_both_hold(cache: Path) -> None:
    meeting, raw = measured(APART, cache)
    assert meeting.received == APART.new
    assert sum(meeting.bytes) <= APART_TO_RAW * raw
    assert max(meeting.grown_mib) <= GROWTH_MIB


def test_who_hold_the_same_say_one_short_word_each(cache: Path) -> None:
    meeting, _ = measured(IN_SYNC, cache)
    assert meeting.received == 0
    assert meeting.frames == (1, 1)
    assert sum(meeting.bytes) <= IN_SYNC_BYTES
