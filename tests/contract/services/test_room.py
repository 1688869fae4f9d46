"""The room beside its sign: news by person and project, who is absent, relays, and needs that meet offers."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from idos_p2p.errors import RefusedError
from idos_p2p.governance.acts import Answer
from idos_p2p.governance.matters import Text
from idos_p2p.ids import DeviceId, PersonId
from idos_p2p.services import room
from idos_p2p.services.agenda import sign_up, today
from idos_p2p.services.answer import say
from idos_p2p.services.cell import Cell
from idos_p2p.services.circles import open_circle
from idos_p2p.services.decide import propose
from idos_p2p.services.gatherings import Contact, contacts, end_by_hand, held_now, look_around, meeting, remember
from idos_p2p.services.people import own_person
from idos_p2p.services.relays import choose, close_carried, relays
from idos_p2p.services.room_told import MOST_ITEMS, Absent, Link, News, Share, Why
from idos_p2p.services.undo import undo
from idos_p2p.services.write import add, change
from idos_p2p.views.records import find
from tests.contract.services.sending import Pair
from tests.simulation.devices import Surroundings, share

DAY = "2026-05-04"
Trio = tuple[Cell, Cell, Cell]


def person(cell: Cell) -> PersonId:
    found = cell.membership.person_of(cell.device)
    assert found is not None
    return found


def equal(one: Cell, other: Cell) -> None:
    """Let two meet until both hold the same, and let the first note what the other holds."""
    share(one, other)
    share(other, one)
    now = one.clock.now_ms()
    remember(one, {other.device: Contact(now, now, held_now(one))})


def counts(shares: Iterable[Share]) -> dict[str, dict[str, int]]:
    return {share.name: dict(share.counts) for share in shares}


def brought(cell: Cell) -> News:
    return room.told(cell, ()).brought


def only(found: tuple[Absent, ...]) -> Absent:
    [absent] = found
    return absent


@pytest.fixture
def trio(around: Surroundings) -> Trio:
    """Ana, Luc and Zoé, who hold the same."""
    ana = around.found("Ana")
    luc = around.joined(ana, "Luc")
    zoe = around.joined(ana, "Zoé")
    share(ana, luc)
    return ana, luc, zoe


# ------------------------------------------------------------------------------------------------ what a meeting brings


def test_a_meeting_brings_what_others_wrote_before_and_during_it_and_nothing_of_ones_own(pair: Pair) -> None:
    ana, luc = pair
    garden = add(ana, "project", {"title": "Jardin"})
    share(ana, luc)
    add(luc, "contribution", {"what": "semis", "date": DAY, "persons": [own_person(luc)], "project": garden})
    add(luc, "page", {"title": "Semer"})
    assert look_around(ana, [person(luc)])
    share(luc, ana)
    add(ana, "page", {"title": "à moi"})
    add(luc, "thanks", {"to": [own_person(ana)], "words": "merci", "date": DAY})
    change(luc, garden, {"place": "au fond"})
    share(luc, ana)
    found = brought(ana)
    [luc_did] = found.persons
    assert (luc_did.name, luc_did.id) == ("Luc", own_person(luc))
    assert dict(luc_did.counts) == {"contribution": 1, "page": 1, "thanks": 1}
    assert (luc_did.new, luc_did.changed, found.entries) == (3, 1, 4)
    assert {item.title for item in luc_did.items} == {"semis", "Semer", "merci"}
    assert counts(found.projects) == {"Jardin": {"contribution": 1}, "": {"page": 1, "thanks": 1}}
    assert [share.changed for share in found.projects] == [1, 0]
    assert found.projects[0].items[0].project_title == "Jardin"


def test_what_came_after_a_meeting_is_not_of_it(pair: Pair) -> None:
    ana, luc = pair
    look_around(ana, [person(luc)])
    add(luc, "page", {"title": "pendant"})
    share(luc, ana)
    look_around(ana, [])
    assert end_by_hand(ana)
    add(luc, "page", {"title": "après"})
    share(luc, ana)
    assert counts(brought(ana).persons) == {"Luc": {"page": 1}}
    told = room.told(ana, ()).meeting
    assert told is not None
    assert [voice.name for voice in told.met] == ["Luc"]
    assert told.ended_ms is not None


def test_many_are_counted_and_a_few_are_named_newest_first(pair: Pair) -> None:
    ana, luc = pair
    look_around(ana, [person(luc)])
    for number in range(MOST_ITEMS + 3):
        add(luc, "page", {"title": f"page {number}"})
    share(luc, ana)
    [found] = brought(ana).persons
    assert found.counts["page"] == MOST_ITEMS + 3
    assert [item.title for item in found.items][:2] == [f"page {MOST_ITEMS + 2}", f"page {MOST_ITEMS + 1}"]
    assert len(found.items) == MOST_ITEMS


def test_records_in_the_bin_are_no_news(pair: Pair) -> None:
    ana, luc = pair
    look_around(ana, [person(luc)])
    thrown = add(luc, "page", {"title": "jetée"})
    change(luc, thrown, {"removed": DAY})
    share(luc, ana)
    found = brought(ana)
    assert (found.entries, found.persons) == (2, ())


def test_newcomers_and_decisions_are_told(around: Surroundings, pair: Pair) -> None:
    ana, luc = pair
    look_around(luc, [person(ana)])
    zoe = around.joined(ana, "Zoé")
    put = propose(ana, Text(), "Ouvrir le lundi")
    share(ana, luc)
    found = brought(luc)
    assert [voice.name for voice in found.joined] == ["Zoé"]
    assert [(one.title, one.moved, one.by.name) for one in found.decisions] == [("Ouvrir le lundi", "put", "Ana")]
    look_around(luc, [])
    end_by_hand(luc)
    look_around(luc, [person(ana)])
    say(ana, put.id, Answer.CONSENT)
    share(ana, luc)
    assert [one.moved for one in brought(luc).decisions] == ["answered"]
    assert zoe.membership.effective(zoe.device)


def test_a_meeting_is_remembered_across_processes_and_never_leaves_this_computer(pair: Pair) -> None:
    ana, luc = pair
    before = ana.heights()
    assert look_around(ana, [person(luc)])
    assert not look_around(ana, [person(luc)])
    kept = meeting(ana)
    assert kept is not None
    assert (kept.running, kept.met, ana.heights()) == (True, frozenset({person(luc)}), before)
    assert meeting(luc) is None
    assert not end_by_hand(luc)


# ------------------------------------------------------------------------------------------------------ who is absent


def test_who_was_never_met_lacks_nobody_can_say_what(trio: Trio) -> None:
    ana, luc, zoe = trio
    share(luc, zoe)
    absent = only(room.told(ana, [person(luc)]).absent)
    assert (absent.voice.name, absent.met_ms, absent.lacks) == ("Zoé", None, None)
    assert room.lacking(ana, person(zoe)) is None


def test_who_was_cut_off_was_met_and_what_was_known_before_stays(trio: Trio) -> None:
    ana, luc, zoe = trio
    equal(ana, zoe)
    add(ana, "page", {"title": "depuis"})
    remember(ana, {zoe.device: Contact(ana.clock.now_ms())})
    absent = only(room.told(ana, [person(luc)]).absent)
    assert absent.met_ms is not None
    assert absent.equal_ms is not None
    assert absent.met_ms > absent.equal_ms
    assert absent.lacks == 1


def test_an_absent_person_lacks_what_came_since_by_person_and_project_but_not_their_own_words(trio: Trio) -> None:
    ana, luc, zoe = trio
    equal(ana, zoe)
    add(zoe, "page", {"title": "de Zoé"})
    share(zoe, luc)
    add(luc, "page", {"title": "de Luc"})
    share(luc, ana)
    garden = add(ana, "project", {"title": "Jardin"})
    absent = only(room.told(ana, [person(luc)]).absent)
    found = room.lacking(ana, person(zoe))
    assert found is not None
    assert (absent.lacks, found.entries) == (2, 2)
    assert counts(found.persons) == {"Ana": {"project": 1}, "Luc": {"page": 1}}
    assert [(share.id, share.name) for share in found.projects] == [(garden, "Jardin"), ("", "")]
    equal(ana, zoe)
    assert only(room.told(ana, [person(luc)]).absent).lacks == 0


def test_devices_of_nobody_are_not_kept(pair: Pair) -> None:
    ana, _ = pair
    remember(ana, {DeviceId(b"?" * 32): Contact(1)})
    assert contacts(ana) == {}


def test_those_present_who_meet_an_absent_person_anyway_are_proposed_with_the_nearest_reason(trio: Trio) -> None:
    ana, luc, zoe = trio
    garden = add(ana, "project", {"title": "Jardin"})
    for each in (ana, luc):
        share(ana, each)
    worked = {"date": today(ana), "minutes": 60, "persons": [own_person(luc), own_person(zoe)], "project": garden}
    add(ana, "contribution", {"what": "semis", **worked})
    [likely] = only(room.told(ana, [person(luc)]).absent).likely
    assert (likely.carrier.name, likely.link, likely.title) == ("Luc", Link.PROJECT, "Jardin")
    open_circle(ana, garden, [own_person(luc)], [own_person(zoe)])
    [likely] = only(room.told(ana, [person(luc)]).absent).likely
    assert (likely.carrier.name, likely.link) == ("Luc", Link.CIRCLE)
    meeting_id = add(ana, "meeting", {"title": "Fête", "date": today(ana)})
    sign_up(ana, meeting_id, persons=[own_person(zoe)])
    sign_up(ana, meeting_id)
    proposed = only(room.told(ana, [person(luc)]).absent).likely
    assert [(one.carrier.name, one.link) for one in proposed] == [("Ana", Link.MEETING), ("Luc", Link.CIRCLE)]


# ------------------------------------------------------------------------------------------------------------ relays


def test_a_chosen_relay_is_seen_by_all_and_closed_by_the_carrier_when_the_two_are_equal(trio: Trio) -> None:
    ana, luc, zoe = trio
    chosen = choose(ana, own_person(zoe), person(luc).hex())
    assert choose(ana, own_person(zoe), own_person(luc)) == chosen
    share(ana, luc)
    [mine] = room.told(luc, [person(ana)]).relays
    assert (mine.id, mine.absent.name, mine.carrier.name, mine.mine, mine.due) == (chosen, "Zoé", "Luc", True, False)
    assert room.told(ana, [person(luc)]).relays == ()
    assert only(room.told(ana, [person(luc)]).absent).relays[0].id == chosen
    share(luc, zoe)
    assert [relay.due for relay in room.told(luc, [person(zoe)]).relays] == [True]
    assert close_carried(zoe, [person(luc)]) == ()
    assert close_carried(luc, [person(ana)]) == ()
    assert close_carried(luc, [person(zoe), person(ana)]) == (chosen,)
    assert relays(luc) == ()
    [done] = relays(luc, done=True)
    assert done.done
    assert close_carried(luc, [person(zoe)]) == ()


def test_closing_by_itself_leaves_nothing_to_undo_and_choosing_does(trio: Trio) -> None:
    ana, luc, zoe = trio
    chosen = choose(luc, own_person(zoe), own_person(luc))
    close_carried(luc, [person(zoe)])
    undo(luc)
    assert find(luc.store.reader, chosen).fields["removed"]
    assert relays(luc, done=True) == ()
    assert ana.heights() != luc.heights()


def test_a_relay_goes_between_two_persons_with_computers(trio: Trio) -> None:
    ana, luc, _ = trio
    aside = add(ana, "person", {"name": "Nadia"})
    with pytest.raises(RefusedError, match="relay_same"):
        choose(ana, own_person(luc), own_person(luc))
    with pytest.raises(RefusedError, match="person_unknown"):
        choose(ana, aside, own_person(luc))
    assert relays(ana) == ()


# ------------------------------------------------------------------------------------------------- needs and offers


def test_needs_and_offers_of_those_present_fit_by_project_or_by_the_same_words(pair: Pair) -> None:
    ana, luc = pair
    garden = add(ana, "project", {"title": "Jardin"})
    share(ana, luc)
    bike = add(ana, "need", {"title": "Besoin d’un vélo pour samedi"})
    hands = add(ana, "need", {"title": "Des bras", "project": garden})
    bikes = add(luc, "offer", {"title": "Deux vélos à prêter"})
    tools = add(luc, "offer", {"title": "Des outils", "project": garden})
    cooking = add(luc, "offer", {"title": "Cuisiner ensemble"})
    share(luc, ana)
    told = room.told(ana, [person(luc)])
    found = {(match.need.id, match.offer.id): [(fit.why, fit.detail) for fit in match.fits] for match in told.matches}
    assert found == {(bike, bikes): [(Why.WORDS, "vélo")], (hands, tools): [(Why.PROJECT, "Jardin")]}
    assert [asked.id for asked in told.asked] == [cooking]
    assert room.told(ana, ()).matches == ()


def test_closed_or_past_or_ones_own_or_of_somebody_absent_is_not_matched(trio: Trio) -> None:
    ana, luc, zoe = trio
    add(ana, "need", {"title": "un vélo"})
    add(ana, "offer", {"title": "mon vélo"})
    add(luc, "offer", {"title": "vélo vendu", "state": "closed"})
    add(luc, "offer", {"title": "vélo d’hier", "until": "2025-01-01"})
    add(luc, "offer", {"title": "vélo de Zoé", "persons": [own_person(zoe)]})
    share(luc, ana)
    assert room.told(ana, [person(luc)]).matches == ()
    [match] = room.told(ana, [person(luc), person(zoe)]).matches
    assert [party.name for party in match.offer.present] == ["Zoé"]
