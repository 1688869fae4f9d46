"""The register: each field of each kind has one purpose and one time, and days are counted as people do."""

from __future__ import annotations

from collections import Counter

import pytest

from idos_p2p.records.kinds import KINDS
from idos_p2p.records.processing import PROCESSINGS, REVISED, Since, months_after, months_before, processing_of
from ui.words.languages import LANGUAGES


def test_each_field_of_each_kind_belongs_to_exactly_one_processing() -> None:
    belongs = Counter(
        (kind, field) for processing in PROCESSINGS for kind, fields in processing.fields.items() for field in fields
    )
    assert belongs == Counter((kind.name, field.name) for kind in KINDS for field in kind.fields)


def test_a_time_is_counted_from_something_or_is_the_cells() -> None:
    for processing in PROCESSINGS:
        assert (processing.since is Since.CELL) == (processing.months == 0)
        assert processing.months % 12 == 0
        assert processing.persons


def test_accounts_are_kept_for_ten_years_after_the_longest_financial_year() -> None:
    for kind in ("gift", "use", "contribution"):
        found = processing_of(kind)
        assert found is not None
        assert found.months == 12 * (10 + 1)
    assert processing_of("vote") is None


def test_each_processing_has_its_words_in_each_language() -> None:
    for language in LANGUAGES:
        for processing in PROCESSINGS:
            wanted = (f"processing_{processing.name}", f"purpose_{processing.name}", f"basis_{processing.basis}")
            assert set(wanted) <= language.sentences.keys()


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [("2026-11-28", 132, "2015-11-28"), ("2024-02-29", 12, "2023-02-28"), ("2026-03-31", 1, "2026-02-28")],
)
def test_months_are_those_of_the_calendar(day: str, months: int, then: str) -> None:
    assert months_before(day, months) == then
    assert months_after(then, months)[:7] == day[:7]


def test_the_table_says_when_it_was_revised() -> None:
    assert months_after(REVISED, 0) == REVISED
