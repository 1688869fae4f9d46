"""One cell: no formula leaves in it, and what is written comes back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from idos_p2p.papers.cells import disarmed, joined, parts, rearmed

DANGEROUS = "=+-@\t\r\uff1d\uff0b\uff0d\uff20"
TRICKY = st.text(st.one_of(st.sampled_from("'|\\,;: " + DANGEROUS), st.characters(exclude_categories=["Cs"])))
PART = TRICKY.map(str.strip).filter(bool)


@given(TRICKY)
def test_no_cell_begins_like_a_formula_and_each_comes_back(text: str) -> None:
    assert disarmed(text)[:1] not in set(DANGEROUS)
    assert rearmed(disarmed(text)) == text


@pytest.mark.parametrize("sign", DANGEROUS)
def test_each_sign_that_begins_a_formula_is_disarmed(sign: str) -> None:
    assert disarmed(f"{sign}1+1") == f"'{sign}1+1"


@pytest.mark.parametrize("text", ["l'été", "'tis", "", "'", "1+1", "a=b"])
def test_words_are_left_as_they_are(text: str) -> None:
    assert disarmed(text) == text
    assert rearmed(text) == text


@given(st.lists(PART))
def test_a_list_comes_back_whatever_its_members_hold(words: list[str]) -> None:
    assert parts(joined(words)) == words


@pytest.mark.parametrize(
    ("cell", "members"),
    [
        ("a, b", ["a", "b"]),
        ("Dupont, Marie |", ["Dupont, Marie"]),
        (r"a\|b | c", ["a|b", "c"]),
        (r"fin\\ | c", ["fin\\\\", "c"]),
    ],
)
def test_a_list_is_cut_at_bars_where_there_is_one_and_else_at_commas(cell: str, members: list[str]) -> None:
    assert parts(cell) == members
