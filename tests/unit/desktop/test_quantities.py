"""Durations, money and days, written and typed."""

from __future__ import annotations

from datetime import date

import pytest

from ui.words import quantities
from ui.words.languages import words_for

FR, EN = words_for("fr"), words_for("en")
TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("2 h 30", 150), ("2h30", 150), ("2 H 05", 125), ("2h", 120), ("2 heures", 120), ("1:30", 90), ("90 min", 90),
        ("45 minutes", 45), ("1,5 h", 90), ("1.25", 75), ("3", 180), ("12", 720), ("13", 13), ("90", 90),
        ("2\u00a0h\u00a030", 150), ("24 h", 1440),
        ("", None), ("0", None), ("2 h 75", None), ("25 h", None), ("demain", None), ("²", None), ("-3", None),
        ("1e3", None), ("99999", None),
    ],
)  # fmt: skip
def test_a_typed_duration_is_understood_or_refused(typed: str, minutes: int | None) -> None:
    assert quantities.minutes_typed(typed) == minutes


def test_what_is_written_is_understood_when_typed() -> None:
    for minutes in range(1, quantities.MOST_MINUTES + 1):
        assert quantities.minutes_typed(quantities.duration(minutes)) == minutes


def test_money_is_written_as_people_write_it() -> None:
    assert quantities.money(FR, 124_050) == "1\u202f240,50\u00a0€"
    assert quantities.money(FR, -5) == "−0,05\u00a0€"
    assert quantities.money(EN, 124_050) == "€1,240.50"


def test_days_are_near_then_dated() -> None:
    said = [quantities.day(FR, day, TODAY) for day in (TODAY, date(2026, 11, 21), date(2026, 11, 17), date(2024, 3, 2))]
    assert said == ["aujourd’hui", "hier", "mar.\u00a017\u00a0nov.", "2\u00a0mars\u00a02024"]


def test_names_are_listed() -> None:
    assert quantities.names(FR, ["Karim", "Zoë", "Élodie"]) == "Karim, Zoë et Élodie"
    assert quantities.names(EN, ["Karim", "Zoë"]) == "Karim and Zoë"
    assert quantities.names(FR, ["Karim"]) == "Karim"
    assert quantities.names(FR, []) == ""


def test_small_and_large_sums_of_time() -> None:
    assert [quantities.hours(FR, minutes) for minutes in (45, 127 * 60 + 20, 70_000)] == [
        "45\u00a0min",
        "127\u00a0h",
        "1\u202f166\u00a0h",
    ]
