"""Whatever may be refused has its sentence, in every language, with the fields that come with it."""

from __future__ import annotations

import ast
import string
from collections.abc import Iterator

import pytest

from tests.meta.tree import called, modules, nodes, where
from ui.words.catalogue import Language, Plural, Sentence
from ui.words.en import ENGLISH
from ui.words.fr import FRENCH

LANGUAGES = pytest.mark.parametrize("language", [FRENCH, ENGLISH], ids=lambda language: language.code)


def _raised(name: str) -> Iterator[tuple[str, str, set[str] | None]]:
    """Give (place, code, fields) of each fault of that class made anywhere; fields are None when given as ``**``."""
    for path in modules():
        for node in nodes(path):
            if isinstance(node, ast.Call) and called(node) == name and node.args:
                fields = {keyword.arg for keyword in node.keywords if keyword.arg}
                open_ended = any(keyword.arg is None for keyword in node.keywords)
                for code in ast.walk(node.args[0]):  # both of: ``"a" if … else "b"``
                    if isinstance(code, ast.Constant) and isinstance(code.value, str):
                        yield where(path, node), code.value, None if open_ended else fields


def _asked(sentence: Sentence) -> set[str]:
    """Return the fields that a sentence needs."""
    forms = (sentence.one, sentence.other) if isinstance(sentence, Plural) else (sentence,)
    return {name for form in forms for _, name, _, _ in string.Formatter().parse(form) if name}


@LANGUAGES
def test_every_refusal_has_a_sentence(language: Language) -> None:
    silent = {code: place for place, code, _ in _raised("RefusedError") if code not in language.errors}
    assert silent == {}


@LANGUAGES
def test_every_sentence_of_a_refusal_gets_its_fields(language: Language) -> None:
    lacking = [
        f"{place} {code}: {sorted(absent)}"
        for place, code, fields in _raised("RefusedError")
        if fields is not None and (absent := _asked(language.errors.get(code, "")) - fields)
    ]
    assert lacking == []
