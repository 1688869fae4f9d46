"""Search as you type."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from idos_p2p.store.ports import Store
from idos_p2p.views import search as of_search
from idos_p2p.views.search import Group, search, search_by_kind
from tests.contract.store.making import projection, put

TEXTS = {
    "Épicerie": "L’épicerie solidaire d’Élodie ouvre à 14 h 🌱",
    "Jardin": "Semis de tomates et de cœurs-de-bœuf, main-d'œuvre bienvenue",
    "Atelier": "Réparer un vélo (AND OR NOT NEAR) col:words a*b",
}


@pytest.fixture
def filled(store: Store) -> Store:
    put(store, *(projection(title, words=words) for title, words in TEXTS.items()))
    return store


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("epicerie", {"Épicerie"}),
        ("ÉPI", {"Épicerie"}),
        ("l'épi", {"Épicerie"}),
        ("l’epicerie", {"Épicerie"}),
        ("elodie 14", {"Épicerie"}),
        ("elodie tomates", set()),
        ("coeur", {"Jardin"}),
        ("bœuf", {"Jardin"}),
        ("main-d’oeuvre", {"Jardin"}),
        ("e\u0301picerie", {"Épicerie"}),
        ("NOT", {"Atelier"}),
        ("col:words", {"Atelier"}),
        ("jar", {"Jardin"}),
        ("ardin", set()),
        ("ouvre 🌱", {"Épicerie"}),
        ("—", set()),
        ("", set()),
        ("   ", set()),
    ],
)
def test_each_word_is_the_start_of_a_word_whatever_its_accents(filled: Store, words: str, expected: set[str]) -> None:
    assert {found.title for found in search(filled.reader, words, 9)} == expected


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text(alphabet=st.sampled_from("aé\"'*()^+-:{}[],.\0 \t\nANDORNEAR œ🌱\ud7ff%_\\/"), max_size=30))
def test_nothing_that_is_typed_is_an_error(filled: Store, words: str) -> None:
    assert len(search(filled.reader, words, 9)) <= 3


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text(alphabet=st.characters(codec="utf-8"), min_size=1, max_size=30))
def test_no_character_is_an_error(filled: Store, words: str) -> None:
    search(filled.reader, words, 9)


def test_what_was_touched_last_comes_first_and_no_more_than_asked(store: Store) -> None:
    put(store, *(projection(f"{number}", words="compost", touched_ms=number * 7 % 10) for number in range(10)))
    found = [record.touched_ms for record in search(store.reader, "compost", 4)]
    assert found == [9, 8, 7, 6]


def test_a_whole_page_pasted_is_asked_by_its_first_words(filled: Store) -> None:
    assert [found.title for found in search(filled.reader, "semis de tomates " * 1000, 9)] == ["Jardin"]


@pytest.mark.parametrize("many", [1, 1_000], ids=["kinds of many records", "kinds of few records"])
def test_kinds_may_be_chosen_and_what_others_say_hides_nothing(
    store: Store, monkeypatch: pytest.MonkeyPatch, many: int
) -> None:
    monkeypatch.setattr(of_search, "MANY", many)
    monkeypatch.setattr(of_search, "CANDIDATES", 3)
    old = projection("old", "page", words="compost")
    put(store, old, projection("gift", "gift", words="compost"), projection("another", "page", words="terre"))
    put(store, *(projection(f"{number}", "meeting", words="compost") for number in range(9)))
    assert {found.title for found in search(store.reader, "comp", 9, ["page"])} == {"old"}
    assert {found.title for found in search(store.reader, "comp", 9, ["page", "gift"])} == {"old", "gift"}
    assert search(store.reader, "comp", 9, ["use"]) == []
    assert search(store.reader, " ", 9, ["page"]) == []


def test_groups_tell_each_kind_with_its_last_touched_and_how_many_there_are(store: Store) -> None:
    put(store, *(projection(f"{number}", "page", words="compost", touched_ms=number) for number in range(5)))
    put(store, projection("bin", "meeting", words="compost"), projection("Ana", "person", words="compost"))
    told = [(group.kind, [found.title for found in group.records], group.count) for group in groups(store, 2)]
    assert told == [("person", ["Ana"], 1), ("page", ["4", "3"], 5), ("meeting", ["bin"], 1)]
    assert search_by_kind(store.reader, "", 2) == []


def groups(store: Store, most: int) -> list[Group]:
    return search_by_kind(store.reader, "compost", most)
