"""The catalogue: two languages that say the same, and French as it is typeset."""

from __future__ import annotations

import ast
import string
from collections.abc import Iterator, Mapping

import pytest

from idos_p2p.errors import BugError
from tests.meta.tree import called, modules, nodes, where
from ui.words.catalogue import NARROW, Language, Plural, Sentence
from ui.words.clean import folded, lines, one_line, shortened
from ui.words.languages import LANGUAGES, words_for


def _fields(sentence: Sentence) -> set[str]:
    forms = (sentence.one, sentence.other) if isinstance(sentence, Plural) else (sentence,)
    return {name for form in forms for _, name, _, _ in string.Formatter().parse(form) if name}


def _tables(language: Language) -> Iterator[Mapping[str, Sentence]]:
    yield language.sentences
    yield language.errors


def test_every_language_has_the_same_keys_and_fields() -> None:
    first, *others = LANGUAGES
    for other in others:
        for ours, theirs in zip(_tables(first), _tables(other), strict=True):
            assert {key: _fields(ours[key]) for key in ours} == {key: _fields(theirs[key]) for key in theirs}


def test_every_sentence_the_window_asks_for_exists_and_gets_its_fields() -> None:
    known = LANGUAGES[0].sentences
    wrong = []
    for path in modules("ui"):
        for node in nodes(path):
            if isinstance(node, ast.Call) and called(node).rpartition(".")[2] == "say" and node.args:
                key = node.args[0]
                if isinstance(key, ast.Constant) and isinstance(key.value, str):
                    given = {keyword.arg for keyword in node.keywords}
                    open_ended = None in given
                    if key.value not in known or (_fields(known[key.value]) - given and not open_ended):
                        wrong.append(f"{where(path, node)} {key.value}")
    assert [place for place in wrong if "toast.say" not in place] == []


def test_french_sets_narrow_spaces_and_curved_apostrophes() -> None:
    words = words_for("fr")
    assert words.say("help_missing") == f"Quelqu’un n’apparaît pas{NARROW}?"
    assert words.say("page_head", title="a : b") == f"Page «{NARROW}a : b{NARROW}»"  # what people wrote stays


def test_no_french_sentence_breaks_before_a_double_sign() -> None:
    words = words_for("fr")
    for sentence in (*words.language.sentences.values(), *words.language.errors.values()):
        for form in (sentence.one, sentence.other) if isinstance(sentence, Plural) else (sentence,):
            set_ = words.language.typeset(form)
            assert not any(f" {sign}" in set_ for sign in ";:!?»")
            assert "« " not in set_
            assert "'" not in set_


@pytest.mark.parametrize(
    ("language", "count", "said"),
    [("fr", 0, "0 personne"), ("fr", 1, "1 personne"), ("fr", 2, "2 personnes"), ("en", 0, "0 persons")],
)
def test_plurals_follow_the_language(language: str, count: int, said: str) -> None:
    assert words_for(language).say("project_persons", count=count) == said


def test_an_unknown_code_of_error_is_named_in_the_general_sentence() -> None:
    assert "store_melted" in words_for("fr").error("store_melted")


def test_an_unknown_key_is_our_own_mistake() -> None:
    with pytest.raises(BugError):
        words_for("fr").say("no_such_sentence")


def test_a_language_we_do_not_have_is_french() -> None:
    assert [words_for(wish).language.code for wish in ("en_GB.UTF-8", "de_DE", "", "fr-CA")] == ["en", "fr", "fr", "fr"]


def test_hostile_text_is_tamed_and_never_interpreted() -> None:
    assert one_line("a\u202eb\x1b[31m\nc\u200b") == "ab[31m c"
    assert one_line("<img src='file:///etc/passwd'>") == "<img src='file:///etc/passwd'>"
    assert lines("un\n\tdeux\u2066\x07") == "un\n\tdeux"
    assert shortened("é" * 500, 80) == "é" * 79 + "…"
    assert one_line("👩\u200d👧 José") == "👩\u200d👧 José"  # a joiner inside an emoji is part of it


def test_looking_words_up_forgets_accents_and_capitals() -> None:
    assert folded("Élodie À L’ŒUVRE") == "elodie a l’œuvre"
