"""A project's page: who, what is open, what comes, what was given and used, what names it."""

from __future__ import annotations

import pytest

from idos_p2p.errors import RefusedError
from idos_p2p.services.cell import Cell
from idos_p2p.services.people import own_person
from idos_p2p.services.project_page import ProjectPage, project_page
from idos_p2p.services.who import who
from idos_p2p.services.write import add, change
from idos_p2p.views.project import Given
from idos_p2p.views.projects import cards
from tests.contract.services.sending import Pair
from tests.simulation.devices import Surroundings, share

DAY = "2026-05-04"


def titles(page: ProjectPage, part: str) -> list[str]:
    return [act.record.record.title for act in getattr(page, part)]


def worked(cell: Cell, project: str, *persons: str, **more: object) -> str:
    values = {"what": "semis", "date": DAY, "minutes": 60, "project": project, "persons": list(persons), **more}
    return add(cell, "contribution", values)


def filled(cell: Cell, other: str) -> str:
    """Write a project with everything a page may show, and return it."""
    potager = add(cell, "project", {"title": "Potager", "purpose": "avec [[Luc]]"})
    elsewhere = add(cell, "project", {"title": "Vélo"})
    for project in (potager, elsewhere):
        add(cell, "need", {"title": f"plus tard {project[:4]}", "project": project, "until": "2026-09-01"})
    add(cell, "need", {"title": "bêche", "project": potager, "until": "2026-06-01"})
    add(cell, "need", {"title": "déjà là", "project": potager, "state": "closed"})
    add(cell, "offer", {"title": "graines", "project": potager, "persons": [other]})
    add(cell, "proposal", {"title": "un toit", "project": potager})
    for day, title in (("2025-12-01", "passée"), ("2026-07-02", "été"), ("2026-07-01", "mi-temps")):
        add(cell, "meeting", {"title": title, "date": day, "project": potager})
    worked(cell, potager, own_person(cell))
    add(cell, "comment", {"about": potager, "words": "quelle récolte"})
    add(cell, "page", {"title": "Arroser", "body": "Au [[potager]], le soir."})
    return potager


def test_the_page_tells_who_what_is_open_what_comes_and_what_was_done(pair: Pair) -> None:
    ana, luc = pair
    potager = filled(ana, own_person(luc))
    share(ana, luc)
    page = project_page(luc, potager[:12])
    assert [party.name for party in page.persons] == ["Ana", "Luc"]
    assert titles(page, "needs") == ["bêche", f"plus tard {potager[:4]}"]
    assert (titles(page, "offers"), titles(page, "proposals")) == (["graines"], ["un toit"])
    assert titles(page, "meetings") == ["mi-temps", "été"]
    assert titles(page, "latest")[:3] == ["été", "mi-temps", "semis"]
    assert titles(page, "said") == ["quelle récolte"]
    assert [link.interaction.record.title for link in page.naming] == ["Arroser"]
    assert [(name.name, [found.kind for found in name.records]) for name in page.mentions] == [("Luc", ["person"])]
    with pytest.raises(RefusedError, match="link_kind"):
        project_page(luc, own_person(luc))


def test_hours_are_those_of_all_persons_together_and_money_is_what_gifts_did_there(pair: Pair) -> None:
    ana, luc = pair
    me, other = own_person(ana), own_person(luc)
    potager, velo = (add(ana, "project", {"title": title}) for title in ("Potager", "Vélo"))
    worked(ana, potager, me, other, minutes=90)
    worked(ana, potager, me, minutes=30)
    worked(ana, velo, me, minutes=500)
    for form, cents in (("expense", 1250), ("goods", 300), ("service", 40)):
        worked(ana, potager, me, form=form, cents=cents, minutes=None)
    money = add(ana, "gift", {"donor": other, "cents": 10_000, "date": DAY})
    goods = add(ana, "gift", {"donor": other, "form": "goods", "cents": 700, "date": DAY})
    for project, shares in ((potager, {money: 600, goods: 500}), (potager, {money: 100}), (velo, {money: 1})):
        add(ana, "use", {"gifts": shares, "project": project, "date": DAY, "effect": "des plants"})
    binned = worked(ana, potager, me, minutes=999)
    change(ana, binned, {"removed": DAY})
    assert project_page(ana, potager).given == Given(
        contributions=5,
        minutes=210,
        expenses=1250,
        in_kind=340,
        uses=2,
        gifts=2,
        money_used=700,
        goods_used=500,
    )
    empty = add(ana, "project", {"title": "Rien"})
    assert project_page(ana, empty).given == Given(0, 0, 0, 0, 0, 0, 0, 0)


def test_a_person_of_two_records_gives_each_hour_once(around: Surroundings, pair: Pair) -> None:
    ana, _ = pair
    written_down = add(ana, "person", {"name": "Zoé"})
    zoe = around.joined(ana, "Zoé")
    potager = add(zoe, "project", {"title": "Potager"})
    worked(zoe, potager, own_person(zoe), written_down)
    share(zoe, ana)
    worked(ana, potager, written_down, own_person(ana))
    page = project_page(ana, potager)
    assert page.given.minutes == 180
    assert [party.name for party in page.persons] == ["Ana", "Zoé"]
    (card,) = cards(ana.store.reader, 9, who(ana).same)
    assert (card.minutes, card.persons, card.contributions) == (180, 2, 2)
