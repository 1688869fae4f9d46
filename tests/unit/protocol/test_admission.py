"""A flood by a member is slowed down; what people write, import or wrote long ago never is (security §3.2)."""

from __future__ import annotations

from idos_p2p.ids import DeviceId
from idos_p2p.limits import MAX_SEGMENT_BYTES, MIB
from sync.admission import BYTES_A_DAY, LONGEST_PAUSE_SECONDS, SEGMENTS_AN_HOUR, Admission

ANA, LUC = DeviceId(b"a" * 32), DeviceId(b"l" * 32)
MONDAY = 1_000.0  # the clock may stand anywhere


def test_a_person_who_writes_without_pause_for_a_week_is_never_slowed() -> None:
    admission = Admission()
    for number in range(7 * 24 * SEGMENTS_AN_HOUR):
        assert admission.heard([(ANA, 600)], MONDAY + number * 3_600 / SEGMENTS_AN_HOUR) is None


def test_an_import_of_a_hundred_thousand_rows_at_once_is_not_slowed() -> None:
    rows, bytes_a_row = 100_000, 250
    segments = rows * bytes_a_row // MAX_SEGMENT_BYTES
    assert Admission().heard([(ANA, MAX_SEGMENT_BYTES)] * segments, MONDAY) is None


def test_a_flood_of_small_segments_is_slowed_from_the_first_one_beyond_the_quota() -> None:
    admission = Admission()
    assert admission.heard([(ANA, 300)] * SEGMENTS_AN_HOUR, MONDAY) is None
    pause = admission.heard([(ANA, 300)], MONDAY)
    assert pause is not None
    assert (pause.device, pause.begins) == (ANA, True)
    assert 0 < pause.seconds <= 6.01
    again = admission.heard([(ANA, 300)] * 1_000, MONDAY)
    assert again is not None
    assert (again.seconds, again.begins) == (LONGEST_PAUSE_SECONDS, False)


def test_a_flood_of_bytes_is_slowed() -> None:
    admission = Admission()
    segments = BYTES_A_DAY // (256 * 1024)
    assert segments < SEGMENTS_AN_HOUR
    assert admission.heard([(ANA, 256 * 1024)] * segments, MONDAY) is None
    pause = admission.heard([(ANA, MIB)], MONDAY)
    assert pause is not None
    assert pause.seconds == LONGEST_PAUSE_SECONDS


def test_a_flood_slows_nobody_else_and_is_forgiven_with_time() -> None:
    admission = Admission()
    assert admission.heard([(ANA, 300)] * 2 * SEGMENTS_AN_HOUR, MONDAY) is not None
    assert admission.heard([(LUC, 300)], MONDAY) is None
    assert admission.heard([(ANA, 300)], MONDAY + 3_599) is not None
    later = admission.heard([(ANA, 300)], MONDAY + 3_613)
    assert later is None
    pause = admission.heard([(ANA, 300)] * SEGMENTS_AN_HOUR, MONDAY + 3_613)
    assert pause is not None
    assert pause.begins


def test_who_is_slowed_is_told_once_whoever_else_is_in_the_batch() -> None:
    admission = Admission()
    admission.heard([(ANA, 300)] * 2 * SEGMENTS_AN_HOUR, MONDAY)
    pause = admission.heard([(ANA, 300), *[(LUC, 300)] * (SEGMENTS_AN_HOUR + 1)], MONDAY)
    assert pause is not None
    assert (pause.device, pause.begins) == (LUC, True)
    assert admission.heard([], MONDAY) is None
