"""What a person may give for each field, and how it is read back."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as some

from idos_p2p.errors import RefusedError
from idos_p2p.limits import MAX_NAME_CHARACTERS, MAX_TEXT_CHARACTERS
from idos_p2p.records import fields
from idos_p2p.records.fields import accept, clean_line, clean_text, parse, read
from idos_p2p.records.kinds import BY_NAME, LICENCE
from idos_p2p.records.plan import Plain

ID, OTHER = "a" * 64, "b" * 64
PERSON, PAGE, GIFT, USE = (BY_NAME[name] for name in ("person", "page", "gift", "use"))
CONTRIBUTION, PROJECT = BY_NAME["contribution"], BY_NAME["project"]
WORK = {"what": "Accueil", "date": "2026-11-22", "persons": [ID]}


def refused(kind: str, values: dict[str, object], *, partial: bool = False) -> RefusedError:
    with pytest.raises(RefusedError) as refusal:
        accept(BY_NAME[kind], values, partial=partial)
    return refusal.value


def test_a_new_record_gets_its_defaults_and_loses_what_is_empty() -> None:
    values = accept(PAGE, {"title": " Le  jardin ", "body": "", "sources": []}, partial=False)
    assert values == {"title": "Le jardin", "licence": LICENCE}
    assert accept(CONTRIBUTION, WORK, partial=False) == {**WORK, "form": "time"}


def test_an_edit_holds_only_what_was_named_and_clears_with_nothing() -> None:
    assert accept(PAGE, {"body": None, "sources": None, "licence": ""}, partial=True) == {
        "body": "",
        "licence": None,
        "sources": [],
    }


@pytest.mark.parametrize(
    ("code", "field", "kind", "values"),
    [
        ("field_unknown", "colour", "page", {"title": "x", "colour": "red"}),
        ("field_required", "title", "page", {}),
        ("field_required", "title", "page", {"title": "\u200b "}),
        ("field_required", "what", "contribution", {**WORK, "what": " \n"}),
        ("field_required", "persons", "contribution", {**WORK, "persons": []}),
        ("field_type", "title", "page", {"title": 3}),
        ("field_type", "title", "page", {"title": "\ud800"}),
        ("field_type", "date", "contribution", {**WORK, "date": "2026-02-30"}),
        ("field_type", "date", "contribution", {**WORK, "date": "20261122"}),
        ("field_type", "date", "contribution", {**WORK, "date": "22/11/2026"}),
        ("field_type", "minutes", "contribution", {**WORK, "minutes": -1}),
        ("field_type", "minutes", "contribution", {**WORK, "minutes": True}),
        ("field_type", "minutes", "contribution", {**WORK, "minutes": 1.5}),
        ("field_type", "cents", "contribution", {**WORK, "cents": 2**53 + 1}),
        ("field_type", "project", "contribution", {**WORK, "project": "abc"}),
        ("field_type", "persons", "contribution", {**WORK, "persons": ID}),
        ("field_type", "gifts", "use", {"gifts": {ID: -1}}),
        ("field_choice", "form", "contribution", {**WORK, "form": "magic"}),
        ("field_choice", "roles", "person", {"name": "Ana", "roles": ["king"]}),
        ("field_too_long", "title", "page", {"title": "x" * (MAX_NAME_CHARACTERS + 1)}),
        ("field_too_long", "sources", "page", {"title": "x", "sources": ["é" * 150]}),
        ("field_too_long", "body", "page", {"title": "x", "body": "x" * (MAX_TEXT_CHARACTERS + 1)}),
    ],
)
def test_what_a_field_cannot_hold_is_refused(code: str, field: str, kind: str, values: dict[str, object]) -> None:
    refusal = refused(kind, values)
    assert (refusal.code, refusal.fields["kind"], refusal.fields["field"]) == (code, kind, field)
    assert refusal.fields["accepted"]


def test_an_edit_cannot_clear_what_is_required() -> None:
    assert refused("page", {"title": None}, partial=True).code == "field_required"
    assert refused("contribution", {"persons": []}, partial=True).code == "field_required"


def test_a_line_keeps_accents_and_emoji_and_loses_what_does_not_show() -> None:
    assert clean_line("E\u0301picerie\n du\tcoin") == "Épicerie du coin"
    assert clean_line("\u202eAna\u200b\ufeff\u2066\x07") == "Ana"
    assert (
        clean_line("Jardin 👩\u200d🌾 👩🏽\u200d🌾 🏳\ufe0f\u200d🌈 l’été")
        == "Jardin 👩\u200d🌾 👩🏽\u200d🌾 🏳\ufe0f\u200d🌈 l’été"
    )
    assert clean_line("A\u200dna\ufe0f \u3164 B") == "Ana B"
    assert clean_line("❤\ufe0f") == "❤\ufe0f"


_STRANGE = "\u200d\ufe0f\u115f\u1160\u17b4\u2800\u3164\uffa0\u202f\u00a0\u202e\u0301\u212a\U0001f469\x07\x85"


@given(some.text(some.sampled_from("aé œ’E\t\n" + _STRANGE)) | some.text())
def test_a_line_is_cleaned_alike_at_once_and_letter_by_letter(text: str) -> None:
    whole = unicodedata.normalize("NFC", text)
    shown = [here for before, here in pairwise(" " + whole) if here.isspace() or not fields._is_hidden(before, here)]
    assert clean_line(text) == " ".join(unicodedata.normalize("NFC", "".join(shown)).split())


def test_a_text_keeps_its_lines() -> None:
    assert clean_text("un\r\ndeux\rtrois\n\n\tquatre\x00\x1b") == "un\ndeux\ntrois\n\n\tquatre"


def test_words_and_ids_are_sorted_and_counted_once() -> None:
    values = accept(PERSON, {"name": "Ana", "roles": ["leader", "donor", "leader"]}, partial=False)
    assert values["roles"] == ["donor", "leader"]
    assert accept(CONTRIBUTION, {**WORK, "persons": [OTHER, ID.upper()]}, partial=False)["persons"] == [ID, OTHER]


@pytest.mark.parametrize(
    ("kind", "field", "text", "value"),
    [
        ("page", "title", "Le jardin", "Le jardin"),
        ("page", "body", "un\ndeux", "un\ndeux"),
        ("page", "body", "", None),
        ("page", "sources", "un, deux,,", ["un", "deux"]),
        ("contribution", "minutes", " 90 ", 90),
        ("contribution", "persons", f"{ID},{OTHER}", [ID, OTHER]),
        ("use", "gifts", f"{ID}=1500, {OTHER}=20", {ID: 1500, OTHER: 20}),
    ],
)
def test_words_of_the_command_line_are_read(kind: str, field: str, text: str, value: object) -> None:
    assert parse(BY_NAME[kind], field, text) == value


@pytest.mark.parametrize(
    ("kind", "field", "text", "code"),
    [
        ("page", "colour", "red", "field_unknown"),
        ("contribution", "minutes", "1h30", "field_type"),
        ("use", "gifts", ID, "field_type"),
        ("use", "gifts", f"{ID}=ten", "field_type"),
    ],
)
def test_words_that_mean_nothing_are_refused(kind: str, field: str, text: str, code: str) -> None:
    with pytest.raises(RefusedError) as refusal:
        parse(BY_NAME[kind], field, text)
    assert refusal.value.code == code


def test_a_document_is_read_into_its_kind_and_nothing_is_lost() -> None:
    held: dict[str, Plain] = {
        "title": "\u202eJardin",
        "body": "",
        "sources": {"b": True, "a": True},
        "licence": 3,
        "colour": {"r": 1},
    }
    reading = read(PAGE, held)
    assert reading.values == {"title": "Jardin", "sources": ["a", "b"]}
    assert reading.unknown == {"licence": 3, "colour": {"r": 1}}
    assert read(None, held).unknown == held


def test_shares_and_numbers_are_read_only_when_they_are() -> None:
    assert read(USE, {"gifts": {ID: 5}}).values == {"gifts": {ID: 5}}
    assert read(USE, {"gifts": {ID: True}}).values == {}
    assert read(GIFT, {"cents": True, "donor": ID}).unknown == {"cents": True}


@pytest.mark.parametrize("day", ["demain", "2026-02-30", "20261122", "2026-11-22T10:00", "", " 2026-11-22"])
def test_a_day_that_is_none_is_shown_as_something_unknown_and_dates_nothing(day: str) -> None:
    reading = read(CONTRIBUTION, {"what": "Semis", "date": day})
    assert "date" not in reading.values
    assert reading.unknown == {"date": day}
