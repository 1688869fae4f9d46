"""Names in double brackets lead to other records, however they are written."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from idos_p2p.records import mentions as mentions_module
from idos_p2p.records.fields import clean_line
from idos_p2p.records.mentions import MOST, mentions, name_key


def test_names_in_double_brackets_are_found_where_they_stand() -> None:
    text = "Voir [[Jardin partagé]] et [[La soupe|notre soupe]]."
    found = list(mentions(text))
    assert [(one.name, one.shown) for one in found] == [
        ("Jardin partagé", "Jardin partagé"),
        ("La soupe", "notre soupe"),
    ]
    assert [text[one.start : one.end] for one in found] == ["[[Jardin partagé]]", "[[La soupe|notre soupe]]"]


@pytest.mark.parametrize("text", ["[[]]", "[[ ]]", "[un]", "[[a\nb]]", "[[" + "x" * 201 + "]]", "[[a]", "[[\u200b]]"])
def test_what_names_nothing_is_no_mention(text: str) -> None:
    assert list(mentions(text)) == []


def test_one_text_has_a_bounded_number_of_mentions() -> None:
    assert len(list(mentions("[[a]]" * (MOST + 5)))) == MOST


@pytest.mark.parametrize("name", ["Élodie’s Cœur", "ELODIE'S COEUR", "élodie's  coeur", "E\u0301lodie’s cœur"])
def test_case_accents_ligatures_and_apostrophes_make_no_difference(name: str) -> None:
    assert name_key(name) == "elodie's coeur"


@given(st.text())
def test_a_key_is_its_own_key_and_any_text_is_read(text: str) -> None:
    assert name_key(name_key(text)) == name_key(text)
    assert all(text[one.start : one.end].startswith("[[") for one in mentions(text))


@given(st.text(st.sampled_from("aÉœß \u0301\u0327\u1e69\u212b\u2126\uac00\U0001f469[[|]]")) | st.text())
def test_a_key_loses_exactly_what_combines(name: str) -> None:
    letters = unicodedata.normalize("NFKD", clean_line(name).casefold().translate(mentions_module._ALIKE))
    assert name_key(name) == " ".join("".join(one for one in letters if not unicodedata.combining(one)).split())
