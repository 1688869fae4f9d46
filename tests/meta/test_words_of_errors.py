"""Each code that a fault can carry has its sentence in each language, and no sentence waits for a code that is gone.

The codes are read from the source: where a fault is made, and where a function that makes one is called with a code.
"""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from tests.meta.tree import ROOT, modules, nodes, parse, where
from ui.words.catalogue import Language, Plural, Sentence
from ui.words.commands_en import COMMANDS as ENGLISH_COMMANDS
from ui.words.commands_fr import COMMANDS as FRENCH_COMMANDS
from ui.words.en import ENGLISH
from ui.words.en import ERRORS as ENGLISH_ERRORS
from ui.words.en import SENTENCES as ENGLISH_SENTENCES
from ui.words.faults_en import FAULTS as ENGLISH_FAULTS
from ui.words.faults_fr import FAULTS as FRENCH_FAULTS
from ui.words.fr import ERRORS as FRENCH_ERRORS
from ui.words.fr import FRENCH
from ui.words.fr import SENTENCES as FRENCH_SENTENCES

LANGUAGES = pytest.mark.parametrize("language", [FRENCH, ENGLISH], ids=lambda language: language.code)
OURS = pytest.mark.parametrize("faults", [FRENCH_FAULTS, ENGLISH_FAULTS], ids=["fr", "en"])

PASSED_ON = {
    "sync/conversation.py": "the code of the segment that ingest refused",
    "ui/desktop/bridge.py": "the class of an exception that nobody expected: the general sentence names it",
}
"""Files that make a fault from a code they were given by another fault."""

BARE = {"no_door", "peer_unreachable"}
"""Refusals that a meeting tells as a cause alone, as it does every PeerFault: without their fields."""

NOT_SAID = re.compile(
    r"\b(pairs?|peers?|nœuds?|synchron\w*|réplic\w*|tokens?|clés?(?! USB)|opérations?|deltas?|merge|conflits?|bundle"
    r"|hash|log|segments?|entrées?|transactions?|sessions?|protocole|octets)\b|·|\(e\)",
    re.IGNORECASE,
)
"""Words of the code that no screen says (ux.md §2)."""


@dataclass(frozen=True)
class Maker:
    """Something that makes a fault when called: which argument is the code, and which fields come with it."""

    place: int
    fields: frozenset[str] = frozenset()
    own: bool = False  # it adds fields of its own, as its call is written
    mapping: int | None = None  # the argument that holds them in one mapping


@dataclass(frozen=True)
class Made:
    """One place where a fault gets its code. ``fields`` is None where they cannot be read from the source."""

    place: str
    maker: str
    code: str
    fields: frozenset[str] | None


FAULTS: Mapping[str, Maker] = {
    "RefusedError": Maker(0, own=True),
    "PeerFault": Maker(0, own=True),
    "BugError": Maker(0, own=True),
    "MisreadError": Maker(0),
    "ImportFault": Maker(1, mapping=2),
    "TurnedAway": Maker(0),
    "Bye": Maker(0),
}


Function = ast.FunctionDef | ast.AsyncFunctionDef


class _Makers:
    """What is known to make a fault: the classes everywhere, functions by their names, private ones in their file."""

    def __init__(self) -> None:
        self._everywhere = dict(FAULTS)
        self._private: dict[tuple[Path, str], Maker] = {}

    def of(self, path: Path, call: ast.Call) -> Maker | None:
        name = _name(call)
        return self._private.get((path, name)) or self._everywhere.get(name)

    def add(self, path: Path, name: str, maker: Maker) -> bool:
        """Remember a function that makes a fault of the code it is given; say whether that is new."""
        if name.startswith("_"):
            return self._private.setdefault((path, name), maker) is maker
        return self._everywhere.setdefault(name, maker) is maker


@cache
def made() -> tuple[tuple[Made, ...], frozenset[str]]:
    """Return every code with where it comes from, and the files that pass one on which the source does not show."""
    makers = _Makers()
    while True:  # until no function is left that passes a code on
        found: list[Made] = []
        unread: set[str] = set()
        grown = False
        for path in modules():
            for function, call in _calls(path):
                maker = makers.of(path, call)
                code = _argument(call, maker.place) if maker else None
                if maker is None or code is None:
                    continue
                place = _parameter(function, code)
                if function is not None and place is not None:
                    grown |= makers.add(path, function.name, _forwarder(function, call, maker, place))
                elif codes := _codes(path, code):
                    given = _fields(function, call, maker)
                    found.extend(Made(where(path, call), _name(call), each, given) for each in codes)
                elif not (isinstance(code, ast.Attribute) and code.attr == "code"):  # another fault's: known there
                    unread.add(path.relative_to(ROOT).as_posix())
        if not grown:
            return tuple(found), frozenset(unread)


def _calls(path: Path) -> Iterator[tuple[Function | None, ast.Call]]:
    """Give each call of a file with the innermost function it is written in."""
    within: dict[ast.AST, Function] = {}
    for node in nodes(path):  # outer functions come first
        if isinstance(node, Function):
            within.update((inner, node) for inner in ast.walk(node) if inner is not node)
    for node in nodes(path):
        if isinstance(node, ast.Call):
            yield within.get(node), node


def _name(call: ast.Call) -> str:
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def _argument(call: ast.Call, place: int) -> ast.expr | None:
    return call.args[place] if len(call.args) > place else None


def _parameter(function: Function | None, code: ast.expr) -> int | None:
    """Return which argument of the function the code is, when it is one."""
    if function is None or not isinstance(code, ast.Name):
        return None
    names = [argument.arg for argument in function.args.args if argument.arg not in {"self", "cls"}]
    return names.index(code.id) if code.id in names else None


def _codes(path: Path, code: ast.expr) -> list[str]:
    """Return the codes that are written in an expression: words, a choice of words, or a table of words."""
    if isinstance(code, ast.IfExp):
        return [*_codes(path, code.body), *_codes(path, code.orelse)]
    if isinstance(code, ast.Constant) and isinstance(code.value, str):
        return [code.value]
    if isinstance(code, ast.Subscript) and isinstance(code.value, ast.Name):
        return [
            value.value
            for node in parse(path).body
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict)
            if [target.id for target in node.targets if isinstance(target, ast.Name)] == [code.value.id]
            for value in node.value.values
            if isinstance(value, ast.Constant) and isinstance(value.value, str)
        ]
    return []


def _forwarder(function: Function, call: ast.Call, maker: Maker, place: int) -> Maker:
    """Return what a function makes that is given the code; what it takes as ``**fields`` comes with each call."""
    rest = function.args.kwarg
    mapping = None if maker.mapping is None else _argument(call, maker.mapping)
    passed = {ast.unparse(keyword.value) for keyword in call.keywords if keyword.arg is None}
    if mapping is not None:
        passed.add(ast.unparse(mapping))
    own = rest is not None and rest.arg in passed
    return Maker(place, _fields(function, call, maker) or frozenset(), own=own)


def _fields(function: Function | None, call: ast.Call, maker: Maker) -> frozenset[str] | None:
    """Return the fields that come with a code at this call; None when the source does not show them."""
    given = set(maker.fields)
    if maker.own:
        given |= {keyword.arg for keyword in call.keywords if keyword.arg}
    if maker.mapping is not None and (mapping := _argument(call, maker.mapping)) is not None:
        keys = _keys(function, mapping)
        if keys is None:
            return None
        given |= keys
    return frozenset(given)


def _keys(function: Function | None, mapping: ast.expr) -> set[str] | None:
    """Return the keys of a mapping written there, or given that name in the same function."""
    if isinstance(mapping, ast.Name) and function is not None:
        for node in ast.walk(function):
            if isinstance(node, ast.Assign) and mapping.id in {ast.unparse(target) for target in node.targets}:
                return _keys(None, node.value)
    if not isinstance(mapping, ast.Dict):
        return None
    return {key.value for key in mapping.keys if isinstance(key, ast.Constant) and isinstance(key.value, str)}


def _forms(sentence: Sentence) -> tuple[str, ...]:
    return (sentence.one, sentence.other) if isinstance(sentence, Plural) else (sentence,)


def _asked(sentence: Sentence) -> set[str]:
    """Return the fields that a sentence needs."""
    return {name for form in _forms(sentence) for _, name, _, _ in string.Formatter().parse(form) if name}


def test_every_code_can_be_read_from_the_source() -> None:
    _, unread = made()
    assert unread == set(PASSED_ON)


@LANGUAGES
def test_every_fault_has_its_sentence(language: Language) -> None:
    found, _ = made()
    assert {each.code: each.place for each in found if each.code not in language.errors} == {}


@OURS
def test_no_sentence_waits_for_a_code_that_is_gone(faults: Mapping[str, Sentence]) -> None:
    found, _ = made()
    assert set(faults) - {each.code for each in found} == set()


@LANGUAGES
def test_a_sentence_needs_only_the_fields_that_come_with_its_code(language: Language) -> None:
    found, _ = made()
    lacking = [
        f"{each.place} {each.code}: {sorted(absent)}"
        for each in found
        if each.fields is not None and (absent := _asked(language.errors.get(each.code, "")) - each.fields)
    ]
    assert lacking == []


@LANGUAGES
def test_what_a_meeting_tells_as_a_cause_needs_no_field(language: Language) -> None:
    found, _ = made()
    bare = BARE | {each.code for each in found if each.maker in {"PeerFault", "TurnedAway", "_turn_away", "Bye", "end"}}
    assert {code: asked for code in sorted(bare) if (asked := _asked(language.errors.get(code, "")))} == {}


def test_both_languages_say_the_same_codes_with_the_same_fields() -> None:
    french = {code: _asked(sentence) for code, sentence in FRENCH_FAULTS.items()}
    assert {code: _asked(sentence) for code, sentence in ENGLISH_FAULTS.items()} == french


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (FRENCH_FAULTS, FRENCH_ERRORS),
        (ENGLISH_FAULTS, ENGLISH_ERRORS),
        (FRENCH_COMMANDS, FRENCH_SENTENCES),
        (ENGLISH_COMMANDS, ENGLISH_SENTENCES),
    ],
    ids=["errors fr", "errors en", "sentences fr", "sentences en"],
)
def test_no_sentence_hides_another_when_they_are_put_together(
    ours: Mapping[str, Sentence], theirs: Mapping[str, Sentence]
) -> None:
    assert set(ours) & set(theirs) == set()


@pytest.mark.parametrize("sentences", [FRENCH_FAULTS, FRENCH_COMMANDS], ids=["faults", "commands"])
def test_french_says_the_words_of_people(sentences: Mapping[str, Sentence]) -> None:
    said = {
        key: words.group()
        for key, sentence in sentences.items()
        for form in _forms(sentence)
        if (words := NOT_SAID.search(form))
    }
    assert said == {}


def test_french_errors_end_whole_and_speak_to_the_person() -> None:
    unkind = re.compile(r"\b(tu|te|ton|ta|tes|erreur fatale|invalide|échec|échoué)\b", re.IGNORECASE)
    broken = [
        code
        for code, sentence in FRENCH_FAULTS.items()
        for form in _forms(sentence)
        if not form.endswith(".") or unkind.search(form)
    ]
    assert broken == []
