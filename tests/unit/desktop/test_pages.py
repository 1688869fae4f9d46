"""Saving a page never overwrites another's words."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.qt.association import TODAY, MemoryCell
from ui.desktop.presenters import pages
from ui.desktop.presenters.ports import PageText
from ui.words.languages import words_for

PAGE = PageText("aa", "Guide", "Un.\nDeux.\nTrois.\n", "CC-BY-SA-4.0", "Zoë", 0)
WORDS = st.lists(st.sampled_from(["un", "deux", "trois", " ", "\n", "é", "."]), max_size=12).map("".join)


def _cell(now: PageText) -> MemoryCell:
    cell = MemoryCell()
    cell.texts[now.id] = now
    return cell


@pytest.fixture
def changed() -> MemoryCell:
    cell = _cell(replace(PAGE, body="Un.\nDeux.\nTrois.\nQuatre.\n"))
    cell.worker.shutdown()
    return cell


def test_words_that_arrived_meanwhile_stay(changed: MemoryCell) -> None:
    saved = pages.save_page(changed, PAGE, "Guide", "Un et demi.\nDeux.\nTrois.\n")
    assert saved.page.body == "Un et demi.\nDeux.\nTrois.\nQuatre.\n"
    assert saved.merged


def test_nothing_typed_writes_nothing(changed: MemoryCell) -> None:
    before = changed.texts["aa"]
    assert not pages.save_page(changed, PAGE, "Guide", PAGE.body).merged
    assert changed.texts["aa"] == before


def test_an_emptied_title_keeps_the_one_before(changed: MemoryCell) -> None:
    assert pages.save_page(changed, PAGE, "   ", PAGE.body).page.title == "Guide"


def test_a_title_another_changed_stays_when_mine_did_not_change() -> None:
    cell = _cell(replace(PAGE, title="Guide d’accueil"))
    cell.worker.shutdown()
    assert pages.save_page(cell, PAGE, "Guide", "Un.").page.title == "Guide d’accueil"


@given(WORDS, WORDS)
def test_one_who_changed_nothing_takes_the_other_s_text(base: str, changed: str) -> None:
    assert pages.merged(base, base, changed) == changed
    assert pages.merged(base, changed, base) == changed
    assert pages.merged(base, changed, changed) == changed


@given(WORDS, st.sampled_from(["AAA", "AAA "]), st.sampled_from(["BBB", " BBB"]), st.data())
def test_what_two_persons_insert_is_all_there(base: str, one: str, other: str, data: st.DataObject) -> None:
    here = data.draw(st.integers(0, len(base)))
    there = data.draw(st.integers(0, len(base)))
    joined = pages.merged(base, base[:here] + one + base[here:], base[:there] + other + base[there:])
    assert "AAA" in joined
    assert "BBB" in joined


def test_two_changes_of_one_word_are_both_kept_apart() -> None:
    assert pages.merged("le chat dort", "le chien dort", "le lapin dort") == "le lapin chien dort"


def test_the_list_shows_words_not_marks() -> None:
    cell = _cell(replace(PAGE, body="## Accueillir\n- Dire **bonjour**\n> merci"))
    cell.worker.shutdown()
    (row,) = pages.rows(words_for("fr"), cell.pages(), TODAY)
    assert row.opening == "Accueillir Dire bonjour merci"
