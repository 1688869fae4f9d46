"""Around anyone: every kind that links them, in one order of time, with what was said of it; and as a picture."""

from __future__ import annotations

import pytest

from idos_p2p.errors import RefusedError
from idos_p2p.services.around import Act, Purpose, Story, picture, story
from idos_p2p.services.cell import Cell
from idos_p2p.services.people import own_person
from idos_p2p.services.who import who
from idos_p2p.services.write import add, change
from idos_p2p.views.graph import Graph
from tests.contract.services.sending import Pair
from tests.simulation.devices import HOUR_MS, SetClock, Surroundings, share

DAY = "2026-05-04"


def acts(told: Story) -> list[Act]:
    return [item for item in told.items if isinstance(item, Act)]


def kinds(told: Story) -> set[str]:
    return {act.record.record.kind for act in acts(told)}


def titles(told: Story) -> list[str]:
    return [act.record.record.title for act in acts(told)]


def contribution(cell: Cell, what: str, *persons: str, day: str = DAY, **more: object) -> str:
    return add(cell, "contribution", {"what": what, "date": day, "minutes": 60, "persons": list(persons), **more})


def pass_days(cell: Cell, days: int) -> None:
    assert isinstance(cell.clock, SetClock)
    cell.clock.now += days * 24 * HOUR_MS


def test_every_kind_that_links_a_person_is_in_their_story(pair: Pair) -> None:
    ana, luc = pair
    me = own_person(ana)
    other = own_person(luc)
    act = contribution(luc, "semis", me)
    gift = add(luc, "gift", {"donor": me, "cents": 500, "date": DAY})
    meeting = add(luc, "meeting", {"title": "fête", "date": DAY, "persons": [me]})
    add(luc, "use", {"gifts": {gift: 100}, "persons": [me], "date": DAY, "effect": "du thé"})
    add(luc, "attestation", {"about": act, "date": DAY, "from": me})
    add(luc, "thanks", {"to": [me], "date": DAY, "words": "merci"})
    add(luc, "thanks", {"to": [other], "date": DAY, "words": "merci de sa part", "from": me})
    add(luc, "need", {"title": "une bêche", "persons": [me]})
    add(luc, "offer", {"title": "un coup de main", "persons": [me]})
    add(luc, "signup", {"meeting": meeting, "persons": [me]})
    add(luc, "comment", {"about": me, "words": "une personne de parole"})
    share(luc, ana)
    written_by_luc = {"contribution", "gift", "meeting", "use", "attestation", "thanks", "need", "offer", "signup"}
    assert kinds(story(ana, me, 99)) == written_by_luc | {"comment", "person"}
    assert titles(story(ana, me, 99)).count("merci de sa part") == 1
    add(ana, "page", {"title": "charte"})
    add(ana, "project", {"title": "potager"})
    add(ana, "proposal", {"title": "un toit"})
    assert kinds(story(luc, me, 99)) == written_by_luc | {"comment", "person"}, "not before it arrived"
    share(ana, luc)
    assert kinds(story(luc, me, 99)) == written_by_luc | {"comment", "person", "page", "project", "proposal"}
    assert story(luc, me[:12], 99) == story(luc, me, 99)


def test_what_was_said_of_an_act_stands_below_it_in_both_stories(pair: Pair) -> None:
    ana, luc = pair
    act = contribution(ana, "semis", own_person(ana))
    share(ana, luc)
    add(luc, "attestation", {"about": act, "date": DAY, "says": "present"})
    pass_days(luc, 1)
    add(luc, "comment", {"about": act, "words": "il pleuvait"})
    gift = add(luc, "gift", {"donor": own_person(luc), "cents": 500, "date": DAY})
    add(luc, "use", {"gifts": {gift: 100}, "act": act, "date": "2026-06-01", "effect": "des graines"})
    share(luc, ana)
    (found,) = [one for one in acts(story(ana, own_person(ana), 99)) if one.record.record.id == act]
    said = {answer.record.record.kind: [party.name for party in answer.voices] for answer in found.answers}
    assert said == {"attestation": ["Luc"], "comment": ["Luc"], "use": ["Luc"]}
    (told,) = [one for one in acts(story(ana, own_person(luc), 99)) if one.record.record.id == gift]
    assert [answer.record.record.title for answer in told.answers] == ["des graines"]


def test_pages_of_a_story_follow_each_other_without_hole_or_repeat_purposes_included(pair: Pair) -> None:
    ana, _ = pair
    me = own_person(ana)
    for number in range(12):
        contribution(ana, f"{number}", me, day=f"2026-01-{1 + number % 2:02}")
        if number % 3 == 0:
            pass_days(ana, 1)
            change(ana, me, {"purpose": f"pour apprendre {number}"})
    whole = story(ana, me, 99)
    assert whole.next is None
    assert len(whole.items) == 12 + 4 + 1
    for most in (1, 2, 5):
        items, before = list[Act | Purpose](), None
        while True:
            page = story(ana, me, most, before)
            assert len(page.items) <= most
            items += page.items
            before = page.next
            if before is None:
                break
        assert items == list(whole.items)
    places = [item.place for item in whole.items]
    assert places == sorted(places, reverse=True)
    since = story(ana, me, 99, since="2026-01-02")
    assert [item.place for item in since.items] == [place for place in places if place.day >= "2026-01-02"]


def test_why_a_person_is_here_is_dated_and_its_last_words_of_a_day_stand(pair: Pair) -> None:
    ana, luc = pair
    me = own_person(ana)
    change(ana, me, {"purpose": "pour mang"})
    change(ana, me, {"purpose": "pour manger ensemble"})
    pass_days(ana, 40)
    change(ana, me, {"purpose": "pour transmettre"})
    pass_days(ana, 40)
    change(ana, me, {"purpose": ""})
    share(ana, luc)
    for cell in pair:
        told = [item for item in story(cell, me, 99).items if isinstance(item, Purpose)]
        assert [(item.day, item.text, item.author.name) for item in told] == [
            ("2026-03-22", "", "Ana"),
            ("2026-02-10", "pour transmettre", "Ana"),
            ("2026-01-01", "pour manger ensemble", "Ana"),
        ]


def test_a_person_of_several_records_and_devices_is_one(around: Surroundings, pair: Pair) -> None:
    ana, luc = pair
    written_down = add(ana, "person", {"name": "Zoé", "purpose": "ce qu’on disait d’elle"})
    contribution(ana, "avant", written_down)
    share(ana, luc)
    zoe = around.joined(ana, "Zoé")
    contribution(zoe, "après", own_person(zoe), written_down, own_person(ana))
    change(zoe, own_person(zoe), {"purpose": "ce qu’elle dit"})
    share(zoe, ana)
    both = {"avant", "après"}
    assert both <= set(titles(story(ana, written_down, 99)))
    assert story(ana, written_down, 99) == story(ana, own_person(zoe), 99)
    purposes = [item.text for item in story(ana, written_down, 99).items if isinstance(item, Purpose)]
    assert set(purposes) == {"ce qu’elle dit", "ce qu’on disait d’elle"}
    (told,) = [act for act in acts(story(ana, own_person(ana), 99)) if act.record.record.title == "après"]
    assert [party.name for party in told.persons] == ["Ana", "Zoé"]
    around_ana = picture(ana, own_person(ana), since="2026-01-01")
    assert [node.title for node in around_ana.nodes if node.kind == "person"] == ["Zoé"]
    assert weights(around_ana, "Zoé") == {"contribution": 2}
    assert who(ana).same == {written_down: own_person(zoe)}


def test_who_writes_for_others_is_told_and_what_they_write_of_themselves_is_theirs(pair: Pair) -> None:
    ana, luc = pair
    omar = add(ana, "person", {"name": "Omar"})
    for_omar = contribution(ana, "pour Omar", omar)
    with_omar = contribution(ana, "avec Omar", omar, own_person(ana))
    thanks = add(ana, "thanks", {"to": [own_person(luc)], "date": DAY, "words": "merci", "from": omar})
    own = add(ana, "thanks", {"to": [omar], "date": DAY, "words": "merci Omar"})
    told = {act.record.record.id: act for act in acts(story(ana, omar, 99))}
    behalf = {id_: told[id_].on_behalf for id_ in (for_omar, with_omar, thanks, own)}
    assert behalf == {for_omar: True, with_omar: False, thanks: True, own: False}
    assert [party.name for party in told[thanks].voices] == ["Omar"]
    assert [party.name for party in told[own].voices] == ["Ana"]
    assert told[for_omar].author.name == "Ana"


def test_persons_somebody_merely_wrote_down_are_no_part_of_their_story(pair: Pair) -> None:
    ana, _ = pair
    for name in ("Omar", "Maï", "Idriss"):
        add(ana, "person", {"name": name})
    contribution(ana, "semis", own_person(ana))
    assert titles(story(ana, own_person(ana), 2)) == ["semis", "Ana"]


def test_a_project_or_a_gift_has_a_story_and_a_picture_too(pair: Pair) -> None:
    ana, luc = pair
    potager = add(ana, "project", {"title": "Potager"})
    contribution(ana, "semis", own_person(luc), project=potager)
    assert titles(story(ana, potager, 9)) == ["semis"]
    found = picture(ana, potager, since="2026-01-01")
    assert (found.centre.kind, found.centre.title) == ("project", "Potager")
    assert [node.title for node in found.nodes] == ["Ana", "Luc"]
    with pytest.raises(RefusedError, match="record_unknown"):
        story(ana, "abcdef", 9)


def weights(graph: Graph, title: str) -> dict[str, int]:
    (node,) = [node for node in graph.nodes if node.title == title]
    return {tie.kind: tie.weight for tie in graph.ties if (tie.source, tie.target) == (graph.centre.id, node.id)}


def test_the_picture_leads_through_what_an_act_is_about(pair: Pair) -> None:
    ana, luc = pair
    me = own_person(ana)
    act = contribution(ana, "semis", me)
    share(ana, luc)
    add(luc, "attestation", {"about": act, "date": DAY})
    share(luc, ana)
    for cell in pair:
        assert weights(picture(cell, me, since="2026-01-01"), "Luc") == {"attestation": 1}
        assert weights(picture(cell, own_person(luc), since="2026-01-01"), "Ana") == {"attestation": 1}


def test_the_picture_is_of_the_last_months_unless_said(pair: Pair) -> None:
    ana, luc = pair
    contribution(ana, "semis", own_person(ana), own_person(luc), day="2026-01-02")
    assert weights(picture(ana, own_person(ana)), "Luc") == {"contribution": 1}
    pass_days(ana, 200)
    assert picture(ana, own_person(ana)).nodes == ()
    assert weights(picture(ana, own_person(ana), since="2026-01-01"), "Luc") == {"contribution": 1}
