"""Text on a terminal: harmless, and aligned by the columns that signs take."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.command.layout import clean, columns, cut, lines, width

NO_BREAK = "\u00a0"
TURNING = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def test_stray_bytes_of_a_file_name_can_be_printed() -> None:
    assert clean("caf\udce9.csv").encode() == b"caf?.csv"


@pytest.mark.parametrize(
    ("text", "wide"),
    [("Zoë", 3), ("Zoe\u0308", 3), ("料理", 4), ("🌻", 2), ("👩\u200d🌾", 2), ("", 0), (f"2{NO_BREAK}h", 3)],
)
def test_width_counts_the_columns_of_a_terminal(text: str, wide: int) -> None:
    assert width(text) == wide


def test_a_cut_never_takes_more_columns_than_it_may() -> None:
    assert cut("料理料理", 5) == "料理…"
    assert cut("court", 5) == "court"
    assert width(cut("e\u0301" * 100, 10)) <= 10


def test_columns_that_are_empty_everywhere_are_left_out() -> None:
    assert columns([("a", "", "1"), ("bb", "", "20")], right={2}) == ["a    1", "bb  20"]
    assert columns([]) == []


def test_a_text_keeps_its_lines_and_what_they_begin_with() -> None:
    assert lines("- un\n  - deux\r- trois\x1b[1m") == ["- un", "  - deux", "- trois[1m"]


@given(st.text(st.characters()))
def test_clean_text_is_one_harmless_line_that_can_be_printed(text: str) -> None:
    cleaned = clean(text)
    assert not TURNING & set(cleaned)
    assert not {unicodedata.category(sign) for sign in cleaned} & {"Cc", "Cs", "Zl", "Zp"}
    cleaned.encode()
