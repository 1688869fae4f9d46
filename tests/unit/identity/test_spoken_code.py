"""A code is read as people say and type it, and a slip of the hand is noticed before anybody is asked."""

from __future__ import annotations

import random
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from idos_p2p.errors import RefusedError
from idos_p2p.identity import spoken_code
from idos_p2p.identity.spoken_code import SpokenCode, completions, new_code, read_code

CODE = SpokenCode(7, "cerise", "tambour")
WORDS = spoken_code._words()


def plain(text: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter))


def codes(count: int, seed: int) -> list[SpokenCode]:
    return [new_code(random.Random(f"{seed}/{number}").randbytes) for number in range(count)]


def refusal(typed: str) -> str:
    with pytest.raises(RefusedError) as caught:
        read_code(typed)
    return caught.value.code


def test_the_list_has_two_thousand_and_forty_eight_words_that_four_plain_letters_tell_apart() -> None:
    assert len(WORDS) == 2048
    assert len({plain(word)[:4] for word in WORDS}) == 2048
    assert [word for word in WORDS if word != unicodedata.normalize("NFC", word) or len(word) < 4] == []


def test_a_new_code_is_a_number_and_two_words_that_read_back() -> None:
    for code in codes(300, seed=5):
        assert re.fullmatch(r"[1-9]-\w+-\w+", str(code))
        assert read_code(str(code)) == code


def test_codes_are_drawn_from_all_numbers_and_all_words() -> None:
    drawn = codes(40_000, seed=6)
    assert {code.number for code in drawn} == set(range(1, 10))
    assert {code.first for code in drawn} == {code.second for code in drawn} == set(WORDS)
    assert len({(code.first, code.second) for code in drawn}) > 39_500  # independent: 22 bits


@pytest.mark.parametrize(
    "typed",
    [
        "7-cerise-tambour",
        "7 cerise tambour",
        "7CERISE TAMBOUR",
        "  7 – Cérise ,tambour. ",
        "7-ceri-tamb",
        "7cerisetamb",
    ],
)
def test_a_code_is_read_however_it_is_typed(typed: str) -> None:
    if typed == "7cerisetamb":  # two words run together are one word, and no word of the list
        assert refusal(typed) == "code_shape"
    else:
        assert read_code(typed) == CODE


def test_accents_change_nothing_of_what_is_proved() -> None:
    accented = next(word for word in WORDS if word != plain(word))
    code = SpokenCode(3, accented, "tambour")
    assert read_code(f"3 {plain(accented).upper()} tambour") == code
    assert code.password == f"3-{plain(accented)}-tambour".encode("ascii")


@pytest.mark.parametrize("typed", ["", "7", "7-cerise", "cerise-tambour", "0-cerise-tambour", "10-cerise-tambour"])
@pytest.mark.parametrize("end", ["", " "])
def test_what_is_no_number_and_two_words_is_told_so(typed: str, end: str) -> None:
    assert refusal(typed + end) == "code_shape"


@pytest.mark.parametrize("typed", ["7-cer-tambour", "7-cerisier-tambour", "7-zzzz-tambour", "7-cerise-tambouriner"])
def test_a_word_of_no_list_is_told_before_anybody_is_asked(typed: str) -> None:
    assert refusal(typed) == "code_word"


@given(st.text(max_size=60))
def test_whatever_is_typed_is_a_code_or_refused(typed: str) -> None:
    if is_code(typed):
        assert read_code(typed).password.isascii()
    else:
        assert refusal(typed) in {"code_shape", "code_word"}
    assert all(read_or_begun(offered) for offered in completions(typed))


def is_code(typed: str) -> bool:
    try:
        read_code(typed)
    except RefusedError:
        return False
    return True


def read_or_begun(offered: str) -> bool:
    return offered.endswith("-") or bool(read_code(offered))


def test_four_letters_complete_to_one_word_with_or_without_accents() -> None:
    for word in WORDS:
        assert completions(f"7 {plain(word)[:4].upper()}") == (f"7-{word}-",)
    assert completions("7 ceri tamb") == ("7-cerise-tambour",)


def test_fewer_letters_offer_some_words_and_no_more_than_asked_for() -> None:
    assert completions("7-cerise-ta", 3) == ("7-cerise-tabac", "7-cerise-tablier", "7-cerise-tactile")
    assert len(completions("7 c")) == 8


@pytest.mark.parametrize("typed", ["", "7", "ceri", "7-zzzz", "7-zzzz-ta", "7-cerise-tambour-un", "0-ceri"])
def test_nothing_is_offered_where_nothing_fits(typed: str) -> None:
    assert completions(typed) == ()
