"""The commands of the thread, recognition, the compass and the one gesture, from their words to their answer."""

from __future__ import annotations

import json
from typing import Any

import pytest

from idos_p2p.errors import RefusedError
from idos_p2p.services.cell import Cell
from idos_p2p.services.people import own_person
from tests.contract.services.sending import Pair
from ui.command import on_cell
from ui.command.parser import WrongWordsError, parse
from ui.command.text import tell
from ui.words.languages import words_for
from ui.words.quantities import NO_BREAK

FRENCH, ENGLISH = words_for("fr"), words_for("en")


def answer(cell: Cell, *words: str) -> Any:
    """Run a command as another process would be asked to, and tell its answer in both languages."""
    options = json.loads(json.dumps({name: value for name, value in vars(parse(words)).items() if name != "home"}))
    document = json.loads(json.dumps(on_cell.run(cell, options["command"], options)))
    for language in (FRENCH, ENGLISH):
        assert tell(options["command"], document, language)
    return document


def told(cell: Cell, *words: str) -> str:
    options = vars(parse(words))
    return tell(options["command"], on_cell.run(cell, options["command"], options), FRENCH).replace(NO_BREAK, " ")


def fill(ana: Cell) -> dict[str, str]:
    ids = {"ana": own_person(ana)}
    ids["town"] = answer(ana, "add", "person", "name=Mairie", "roles=donor")["id"]
    ids["zoe"] = answer(ana, "add", "person", "name=Zoé", "roles=beneficiary")["id"]
    ids["garden"] = answer(ana, "add", "project", "title=Jardin")["id"]
    ids["gift"] = answer(ana, "add", "gift", f"donor={ids['town']}", "cents=10000", "date=2026-03-01")["id"]
    who = ["--who", ids["ana"], ids["zoe"][:8]]
    words = ["note", "Monter les bacs", *who, "--minutes", "90", "--date", "2026-03-02", "--project", ids["garden"]]
    (ids["act"],) = answer(ana, *words, "--skill", "jardinage", "--thanks", "Merci")["ids"]
    named = {"gifts": f"{ids['gift']}=4000", "act": ids["act"], "project": ids["garden"]}
    named |= {"persons": ids["zoe"], "from": ids["zoe"], "date": "2026-04-01", "effect": "On jardine assis"}
    ids["use"] = answer(ana, "add", "use", *(f"{name}={value}" for name, value in named.items()))["id"]
    return ids


def test_the_thread_and_the_gifts_are_told_with_their_sums(pair: Pair) -> None:
    ana, _ = pair
    ids = fill(ana)
    for start in ("gift", "use", "act", "garden", "town", "zoe"):
        document = answer(ana, "thread", ids[start])
        assert [item["id"] for item in document["items"]] == [ids["use"]]
        assert document["accounts"]["both"]["left"] == 6_000
        assert document["names"][ids["town"]]["title"] == "Mairie"
    assert answer(ana, "thread", ids["garden"], "--year", "2025")["items"] == []
    assert answer(ana, "thread", ids["garden"], "--from", "2026-04-01", "--to", "2026-04-01")["uses_in_all"] == 1
    document = answer(ana, "gifts", "--year", "2026")
    assert [item["left"] for item in document["items"]] == [6_000]
    assert [(year["year"], year["left"]) for year in document["years"]] == [("2026", 6_000)]
    assert answer(ana, "gifts", "--year", "2025")["items"] == []
    text = told(ana, "thread", ids["gift"])
    assert text.startswith("Reçu 100,00 € · employé 40,00 € · reste 60,00 €")
    assert "dit par Zoé, noté par Ana" in text


def test_recognition_tells_hours_attestations_and_thanks_with_their_ids(pair: Pair) -> None:
    ana, luc = pair
    ids = fill(ana)
    proof = answer(ana, "attest", ids["act"], "--says", "present", "--from", own_person(luc))["id"]
    thanks = answer(ana, "thank", ids["zoe"], ids["town"], "Merci encore", "--about", ids["act"])["id"]
    document = answer(ana, "recognition", ids["zoe"], "--year", "2026")
    assert (document["minutes"], document["acts_in_all"]) == (90, 1)
    assert [each["id"] for item in document["items"] for each in item["attestations"]] == [proof]
    assert thanks in [each["id"] for each in answer(ana, "recognition", ids["town"])["thanks"]]
    text = told(ana, "recognition", ids["zoe"])
    assert "1 h 30 données, en 1 contribution." in text
    assert "j’y étais\u202f: Luc, noté par Ana" in text
    assert "jardinage  1 h 30" in text


def test_the_compass_tells_each_value_and_one_measure_with_its_records(pair: Pair) -> None:
    ana, _ = pair
    ids = fill(ana)
    document = answer(ana, "compass", "--year", "2026")
    assert len({item["value"] for item in document["items"]}) == 4
    (found,) = answer(ana, "compass", "--year", "2026", "--records", "gifts_told")["items"]
    assert (found["numerator"], found["denominator"]) == (4_000, 10_000)
    one = answer(ana, "compass", "--year", "2026", "--records", "gifts_used")
    assert [each["id"] for each in one["counted"]] == [ids["gift"]]
    assert [point["year"] for point in one["trend"]] == [2022, 2023, 2024, 2025, 2026]
    assert "Sur les dons de l’année" in told(ana, "compass", "--year", "2026", "--records", "gifts_used")


def test_noting_again_is_as_last_time_but_for_what_is_said(pair: Pair) -> None:
    ana, _ = pair
    ids = fill(ana)
    before = ana.own_height()
    seen = answer(ana, "note", "--last", "--minutes", "30", "--preview")
    assert ana.own_height() == before
    assert (seen["ids"], seen["noted"]["what"], seen["noted"]["minutes"]) == ([], "Monter les bacs", 30)
    assert {person["name"] for person in seen["noted"]["persons"]} == {"Ana", "Zoé"}
    written = answer(ana, "note", "Arroser", "--last", "--each", "--date", "2026-05-01")
    assert len(written["ids"]) == 2
    assert answer(ana, "show", written["ids"][0])["project"] == ids["garden"]
    with pytest.raises(RefusedError, match="note_nobody"):
        answer(ana, "note", "Arroser")


def test_a_meeting_is_noted_for_whoever_came(pair: Pair) -> None:
    ana, _ = pair
    ids = fill(ana)
    persons = f"persons={ids['ana']},{ids['zoe']}"
    meeting = answer(ana, "add", "meeting", "title=Chantier", "date=2026-05-02", "minutes=120", persons)["id"]
    (record,) = answer(ana, "note", "--meeting", meeting)["ids"]
    shown = answer(ana, "show", record)
    assert (shown["what"], shown["minutes"], shown["date"], shown["meeting"]) == (
        "Chantier",
        120,
        "2026-05-02",
        meeting,
    )
    assert sorted(shown["persons"]) == sorted((ids["ana"], ids["zoe"]))
    assert "quelque chose est déjà noté" in told(ana, "note", "--meeting", meeting, "--preview")
    with pytest.raises(RefusedError, match="note_nobody"):
        answer(ana, "note", "--meeting", meeting)


@pytest.mark.parametrize(
    "words",
    [
        ("thread",),
        ("gifts", "--year", "0"),
        ("gifts", "--year", "an 2026"),
        ("gifts", "--from", "1 mars"),
        ("thank", "abcd"),
        ("attest", "abcd", "--says", "maybe"),
        ("note", "x", "--minutes", "beaucoup"),
    ],
)
def test_words_that_do_not_fit_are_told(words: tuple[str, ...]) -> None:
    with pytest.raises(WrongWordsError):
        parse(words)
