"""Days, amounts and durations as a French treasurer writes them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from idos_p2p.errors import RefusedError
from idos_p2p.papers import french
from idos_p2p.papers.cells import parts


@pytest.mark.parametrize("text", ["2026-11-22", "22/11/2026", "22.11.2026"])
def test_a_day_is_read_in_both_orders(text: str) -> None:
    assert french.day(text) == "2026-11-22"


@given(st.dates())
def test_every_day_reads_back(day: date) -> None:
    assert french.day(f"{day.day}/{day.month:02}/{day.year:04}") == day.isoformat()
    assert french.day(day.isoformat()) == day.isoformat()


@pytest.mark.parametrize(
    "text", ["31/02/2026", "2026-13-01", "22/11/26", "hier", "", "\u0662\u0662/11/2026", "2026-11-22T10:00"]
)
def test_a_day_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(RefusedError, match="import_date"):
        french.day(text)


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("12,50 €", 1250),
        ("12.5", 1250),
        ("0,05€", 5),
        ("1 200", 120_000),
        ("1\u202f200,00\u00a0€", 120_000),
        ("50 euros", 5000),
        ("0", 0),
    ],
)
def test_an_amount_is_euros(text: str, cents: int) -> None:
    assert french.cents(text) == cents


@given(st.integers(0, 10**12))
def test_every_amount_reads_back(cents: int) -> None:
    assert french.cents(f"{cents // 100},{cents % 100:02} €") == cents


@pytest.mark.parametrize("text", ["-5", "12,505", "douze", "1.200,50", "12 $", "", "1e3", "nan"])
def test_an_amount_that_could_mean_something_else_is_refused(text: str) -> None:
    with pytest.raises(RefusedError, match="import_amount"):
        french.cents(text)


def test_a_column_of_cents_takes_cents_and_never_guesses() -> None:
    assert french.whole_cents("1250") == 1250
    assert french.whole_cents("12,50 €") == 1250
    with pytest.raises(RefusedError, match="import_amount"):
        french.whole_cents("12,50")


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("2 h 30", 150),
        ("2h", 120),
        ("2h05", 125),
        ("2 h 30 min", 150),
        ("1:30", 90),
        ("1,5 h", 90),
        ("1,25h", 75),
        ("45 min", 45),
        ("45mn", 45),
        ("90", 90),
        ("0\u202fh\u202f20", 20),
    ],
)
def test_a_duration_is_minutes(text: str, minutes: int) -> None:
    assert french.minutes(text) == minutes


@pytest.mark.parametrize("text", ["une heure", "1:75", "-30", "1,5", "2 h 30 s", "", ":30"])
def test_a_duration_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(RefusedError, match="import_duration"):
        french.minutes(text)


@pytest.mark.parametrize(
    ("text", "time"), [("14:30", "14:30"), ("9h", "09:00"), ("9 h 05", "09:05"), ("23h59", "23:59")]
)
def test_a_time_of_day_is_hours_and_minutes(text: str, time: str) -> None:
    assert french.time_of_day(text) == time


@pytest.mark.parametrize("text", ["24:00", "12:60", "midi", "9", "", "1:5"])
def test_a_time_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(RefusedError, match="import_time"):
        french.time_of_day(text)


def test_a_list_is_cut_at_bars_or_else_at_commas() -> None:
    assert parts("Aya N'Guessan, Zoë Lindqvist") == ["Aya N'Guessan", "Zoë Lindqvist"]
    assert parts("Carnet, tome 2 | Conseils de Solène |") == ["Carnet, tome 2", "Conseils de Solène"]
    assert parts(" , ") == []


def test_shares_name_a_gift_and_euros() -> None:
    assert french.shares("don-014: 50,00 € | don-015 : 12,5") == [("don-014", 5000), ("don-015", 1250)]
    for text in ("don-014 50", ": 50"):
        with pytest.raises(RefusedError, match="import_share"):
            french.shares(text)
