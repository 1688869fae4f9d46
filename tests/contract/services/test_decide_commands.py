"""The commands of deciding, from their words to their answer, told in both languages."""

from __future__ import annotations

import json
from typing import Any

import pytest

from idos_p2p.governance.matters import Chamber
from idos_p2p.services.cell import Cell
from idos_p2p.services.people import own_person
from idos_p2p.services.write import add
from tests.contract.services.deciding import founded, meet, refused
from tests.simulation.devices import Surroundings
from ui.command import on_cell
from ui.command.parser import parse
from ui.command.text import tell
from ui.words.catalogue import NARROW
from ui.words.languages import words_for
from ui.words.quantities import NO_BREAK

FRENCH, ENGLISH = words_for("fr"), words_for("en")


def answer(cell: Cell, *words: str) -> Any:
    """Run a command as another process would be asked to, and tell its answer in both languages."""
    options = {name: value for name, value in vars(parse(words)).items() if name != "home"}
    options = json.loads(json.dumps({**options, "language": "fr"}))
    document = json.loads(json.dumps(on_cell.run(cell, options["command"], options)))
    for language in (FRENCH, ENGLISH):
        assert tell(options["command"], document, language)
    return document


def told(cell: Cell, *words: str) -> str:
    options = {**vars(parse(words)), "language": "fr"}
    lines = tell(options["command"], on_cell.run(cell, options["command"], options), FRENCH)
    return lines.replace(NO_BREAK, " ").replace(NARROW, " ")


@pytest.fixture
def three() -> list[Cell]:
    """Ana carries; Luc and Zoé are concerned; all three have a voice."""
    return founded(Surroundings(1), Chamber.CONCERNED, Chamber.CONCERNED)


def test_a_proposal_from_its_draft_to_what_proves_it(three: list[Cell]) -> None:
    ana, luc, zoe = three
    record = answer(ana, "decide", "propose", "Le dimanche", "--body", "De 10 h à midi.", "--draft")["record"]
    found = answer(ana, "decide", "propose", "--record", record, "--review", "2026-06-01")
    assert found["record"] == record
    assert answer(ana, "decide", "say", found["id"], "consent") | {"ballot": ""} == {
        "ballot": "",
        "comment": "",
        "adopted": False,
    }
    meet(*three)
    assert [one["id"] for one in answer(luc, "decide", "list", "--waiting")["proposals"]] == [found["id"]]
    words = ["decide", "say", found["id"][:8], "objection", "Et les enfants ?", "--ground", "risk"]
    comment = answer(luc, *words)["comment"]
    answer(zoe, "decide", "reply", found["id"], "Qui ouvre ?", "--round", "clarification")
    meet(*three)
    lines = told(ana, "decide", "show", found["id"])
    assert "Luc : objection, un risque majeur" in lines
    assert "question, Zoé : Qui ouvre ?" in lines
    assert "Parmi les concernés, une objection est à prendre en compte." in lines
    taken = ["--integrated", comment, "Deux personnes seront là."]
    second = answer(ana, "decide", "amend", found["id"], "--body", "De 10 h à midi, à deux.", *taken)
    for cell in three:
        meet(*three)
        answer(cell, "decide", "say", second["id"], "consent")
    meet(*three)
    assert "Prise en compte par Ana : Deux personnes seront là." in told(luc, "decide", "show", found["id"])
    lines = told(luc, "decide", "show", second["id"])
    assert "Décidé" in lines
    assert "Décision constatée, par Zoé, 1 janv. 2026" in lines
    shown = answer(luc, "decide", "show", second["id"])
    assert [fact["fact"] for fact in shown["why"]] == ["put", "enacted"]
    assert shown["chambers"]["concerned"]["reached"]
    assert [one["state"] for one in answer(zoe, "decide", "list")["items"]] == ["adopted", "closed"]
    assert [one["id"] for one in answer(zoe, "decide", "list", "--state", "closed")["items"]] == [found["id"]]


def test_a_person_without_a_computer_is_brought_in_confirmed_and_heard(three: list[Cell]) -> None:
    ana, luc, zoe = three
    rose = answer(ana, "cell", "admit", "Rose")["person"]
    assert "Rose" in told(ana, "decide", "list", "--waiting")
    found = answer(ana, "cell", "confirm", rose)
    assert not found["adopted"]
    meet(*three)
    assert answer(luc, "decide", "list")["items"][0]["title"] == "Donner une voix à Rose"
    answer(luc, "decide", "say", found["id"], "consent")
    meet(*three)
    assert answer(zoe, "decide", "say", found["id"], "consent")["adopted"]
    meet(*three)
    first = answer(luc, "cell", "members", "--why")[0]["why"]
    assert [fact["fact"] for fact in first] == ["founded"]
    assert "A une voix dès l’arrivée" in told(ana, "cell", "members", "--why")
    why = next(one for one in answer(luc, "cell", "members", "--why") if one["name"] == "Rose")["why"]
    assert [(fact["fact"], fact["who"]["name"]) for fact in why] == [("admitted", "Ana"), ("confirmed", "Zoé")]
    assert "Sa voix lui a été donnée par décision, par Zoé" in told(luc, "cell", "members", "--why")
    text = answer(ana, "decide", "propose", "Le dimanche")["id"]
    meet(*three)
    ballot = answer(luc, "decide", "say", text, "consent", "Je viendrai", "--for", rose)["ballot"]
    meet(*three)
    assert "attend une deuxième personne qui l’a entendu" in told(zoe, "decide", "show", text)
    answer(zoe, "decide", "countersign", ballot[:10])
    with refused("not_my_ballot"):
        answer(zoe, "decide", "contest", ballot)
    answer(ana, "decide", "close", text)
    with refused("decision_closed"):
        answer(ana, "decide", "enact", text)


def test_a_project_without_a_concerned_person_is_signalled_in_lists_and_on_its_page(three: list[Cell]) -> None:
    ana, luc, _ = three
    project = add(luc, "project", {"title": "Aide aux devoirs"})
    signal = "aucune personne concernée"
    assert answer(luc, "list", "project")[0]["without_concerned"]
    assert "sans personne concernée" in told(luc, "list", "project")
    assert signal in told(luc, "project", project)
    seats = ["--concerned", own_person(luc), "--carrying", own_person(ana)]
    assert not answer(luc, "decide", "circle", project, *seats)["without_concerned"]
    assert signal not in told(luc, "project", project)
    assert "without_concerned" not in answer(luc, "list", "project")[0]
    answer(luc, "decide", "circle", project, "--leave")
    assert signal in told(luc, "decide", "circle", project)


def test_who_belongs_is_proposed_in_one_word(three: list[Cell]) -> None:
    ana, luc, zoe = three
    excluded = answer(ana, "cell", "exclude", own_person(zoe))
    assert excluded["void_entries"] == 0
    meet(*three)
    assert "Exclure Zoé" in told(luc, "decide", "list")
    add(zoe, "project", {"title": "Plus tard"})
    meet(*three)
    assert answer(luc, "decide", "show", excluded["id"])["matter"]["void_entries"] == 1
    assert "1 nouveauté de cette personne" in told(luc, "decide", "show", excluded["id"])
    assert answer(luc, "decide", "say", excluded["id"], "consent")["adopted"]
    meet(ana, luc)
    assert [one["name"] for one in answer(ana, "cell", "members")] == ["Ana", "Luc"]
    page = add(ana, "page", {"title": "Notre charte", "body": "On se parle."})
    charter = answer(ana, "cell", "charter", page)
    meet(ana, luc)
    assert answer(luc, "decide", "say", charter["id"], "consent")["adopted"]
    assert luc.membership.charter is not None
    erased = answer(luc, "cell", "forget", page, "--title", "Effacer la charte")
    meet(ana, luc)
    assert answer(ana, "decide", "say", erased["id"], "consent")["adopted"]
    assert len(ana.membership.forgotten) == 1
    seats = answer(ana, "cell", "chambers", "--carrying", own_person(luc))
    meet(ana, luc)
    assert answer(luc, "decide", "say", seats["id"], "consent")["adopted"]
    assert {one["chamber"] for one in answer(luc, "cell", "members")} == {"carrying"}


def test_resting_and_coming_back_are_ones_own(three: list[Cell]) -> None:
    ana, luc, _ = three
    assert answer(luc, "cell", "rest") == {"resting": True}
    with refused("rests"):
        answer(luc, "cell", "rest")
    meet(*three)
    assert "au repos" in told(ana, "cell", "members")
    found = answer(ana, "decide", "propose", "Le dimanche")["id"]
    meet(*three)
    with refused("not_elector"):
        answer(luc, "decide", "say", found, "consent")
    assert answer(luc, "cell", "rest", "--back") == {"resting": False}
    meet(*three)
    put = answer(ana, "cell", "put-to-rest", own_person(luc))
    meet(*three)
    assert "Mettre au repos Luc" in told(luc, "decide", "show", put["id"])


def test_decisions_that_come_back_stand_in_the_agenda(three: list[Cell]) -> None:
    ana = three[0]
    found = answer(ana, "decide", "propose", "Le dimanche", "--review", "2026-06-01")["id"]
    for cell in three:
        meet(*three)
        answer(cell, "decide", "say", found, "consent")
    meet(*three)
    days = ["--from", "2026-05-01", "--to", "2026-07-01"]
    assert [one["id"] for one in answer(ana, "agenda", *days)["reviews"]] == [found]
    assert "Décisions qui reviennent" in told(ana, "agenda", *days)
    assert answer(ana, "agenda", "--from", "2026-06-02")["reviews"] == []
