"""Undo takes back what this device wrote last, and nothing of what others wrote."""

from __future__ import annotations

import pytest

from idos_p2p.errors import RefusedError
from idos_p2p.services.cell import Cell
from idos_p2p.services.erase import erase
from idos_p2p.services.intentions import MOST_KEPT, done
from idos_p2p.services.undo import LeftAlone, can_redo, can_undo, redo, undo
from idos_p2p.services.write import add, add_all, change
from idos_p2p.views.records import RecordView, find, listing
from tests.contract.services.forking import own_person
from tests.contract.services.sending import Pair
from tests.simulation.devices import assert_sound, conclusion, share

BODY = "Remuer le tas.\nArroser l’été.\nCouvrir l’hiver."


def seen(cell: Cell, record: str) -> RecordView:
    return find(cell.store.reader, record)


def meet(pair: Pair) -> None:
    """Let both take all that the other holds."""
    ana, luc = pair
    share(ana, luc)
    share(luc, ana)
    assert conclusion(ana) == conclusion(luc)


def test_what_was_changed_comes_back_field_by_field_and_can_be_done_again(pair: Pair) -> None:
    ana, _ = pair
    page = add(ana, "page", {"title": "Compost", "body": BODY, "sources": ["un livre"]})
    before = seen(ana, page).fields
    change(ana, page, {"title": "Le compost", "body": BODY.replace("Arroser", "Bien arroser"), "sources": ["un film"]})
    after = seen(ana, page).fields
    assert undo(ana).records == (page,)
    assert seen(ana, page).fields == before
    assert redo(ana).records == (page,)
    assert seen(ana, page).fields == after
    undo(ana)
    assert seen(ana, page).fields == before
    assert_sound(pair)


def test_a_record_that_was_made_goes_to_the_bin_and_comes_back(pair: Pair) -> None:
    ana, _ = pair
    page = add(ana, "page", {"title": "Compost"})
    undo(ana)
    assert seen(ana, page).fields["removed"] == "2026-01-01"
    assert listing(ana.store.reader, "page", {}, 9) == []
    redo(ana)
    assert [view.id for view in listing(ana.store.reader, "page", {}, 9)] == [page]


def test_all_records_of_one_intention_are_taken_back_at_once(pair: Pair) -> None:
    ana, _ = pair
    project, page = add_all(ana, [("project", lambda _: {"title": "Potager"}), ("page", lambda _: {"title": "Semis"})])
    assert undo(ana).records == (project, page)
    assert {view.kind for view in listing(ana.store.reader, "", {}, 9)} == {"person"}


def test_what_somebody_else_changed_meanwhile_is_left_and_told(pair: Pair) -> None:
    ana, luc = pair
    project = add(ana, "project", {"title": "Potager", "place": "Cour"})
    change(ana, project, {"title": "Le potager", "place": "Friche", "needs": "des bâches"})
    meet(pair)
    change(luc, project, {"place": "Gare"})
    meet(pair)
    done_ = undo(ana)
    assert done_.left == (LeftAlone(project, "project", "Le potager", "place", "Luc"),)
    fields = seen(ana, project).fields
    assert (fields["title"], fields["place"], fields.get("needs")) == ("Potager", "Gare", None)


def test_a_field_with_two_versions_is_left_for_somebody_to_settle(pair: Pair) -> None:
    ana, luc = pair
    project = add(ana, "project", {"title": "Potager"})
    meet(pair)
    change(ana, project, {"title": "Jardin d’Ana"})
    change(luc, project, {"title": "Jardin de Luc"})
    meet(pair)
    assert [each.field for each in undo(ana).left] == ["title"]
    assert len(seen(ana, project).versions["title"]) == 2


def test_a_record_in_which_somebody_else_has_written_does_not_go_to_the_bin(pair: Pair) -> None:
    ana, luc = pair
    page = add(ana, "page", {"title": "Compost"})
    meet(pair)
    change(luc, page, {"body": BODY})
    meet(pair)
    done_ = undo(ana)
    assert (done_.records, [(each.field, each.who) for each in done_.left]) == ((), [("removed", "Luc")])
    assert not seen(ana, page).fields.get("removed")
    assert redo(ana).records == ()
    assert [each.who for each in undo(ana).left] == ["Luc"]


def test_in_a_text_ones_own_words_go_and_those_of_others_stay(pair: Pair) -> None:
    ana, luc = pair
    page = add(ana, "page", {"title": "Compost", "body": BODY})
    meet(pair)
    change(ana, page, {"body": BODY.replace("tas.", "tas chaque semaine.")})
    meet(pair)
    body = str(seen(luc, page).fields["body"])
    change(luc, page, {"body": body.replace("semaine", "semaine de mai") + "\nJamais de viande !"})
    meet(pair)
    undo(ana)
    assert seen(ana, page).fields["body"] == BODY.replace("tas.", "tas de mai.") + "\nJamais de viande !"
    redo(ana)
    assert seen(ana, page).fields["body"] == seen(luc, page).fields["body"]


def test_what_was_undone_is_taken_back_on_every_computer(pair: Pair) -> None:
    ana, luc = pair
    page = add(ana, "page", {"title": "Compost"})
    change(ana, page, {"title": "Le compost"})
    meet(pair)
    undo(ana)
    meet(pair)
    assert seen(luc, page).title == "Compost"


def test_a_screen_knows_before_what_would_be_taken_back(pair: Pair) -> None:
    ana, _ = pair
    assert (can_undo(ana), can_redo(ana)) == ((), ())
    project, page = add_all(ana, [("project", lambda _: {"title": "Potager"}), ("page", lambda _: {"title": "Semis"})])
    assert [view.id for view in can_undo(ana)] == [project, page]
    assert can_redo(ana) == ()
    undo(ana)
    assert can_undo(ana) == ()
    assert [view.id for view in can_redo(ana)] == [project, page]
    act = add(ana, "contribution", {"what": "non", "date": "2026-01-01", "persons": [own_person(ana)]})
    assert [view.id for view in can_undo(ana)] == [act]
    erase(ana, act)
    assert (can_undo(ana), can_redo(ana)) == ((), ())


def test_nothing_is_undone_twice_and_a_new_word_ends_what_could_be_done_again(pair: Pair) -> None:
    ana, luc = pair
    with pytest.raises(RefusedError, match="undo_nothing"):
        undo(luc)
    page = add(ana, "page", {"title": "Compost"})
    change(ana, page, {"title": "Le compost"})
    undo(ana)
    change(ana, page, {"title": "Terreau"})
    with pytest.raises(RefusedError, match="redo_nothing"):
        redo(ana)
    undo(ana)
    assert seen(ana, page).title == "Compost"
    undo(ana)
    with pytest.raises(RefusedError, match="undo_nothing"):
        undo(ana)


def test_a_hundred_intentions_are_kept_as_places_in_the_log_and_no_words(pair: Pair) -> None:
    ana, _ = pair
    page = add(ana, "page", {"title": "une confidence 0"})
    for number in range(1, MOST_KEPT + 3):
        change(ana, page, {"title": f"une confidence {number}"})
    kept = ana.store.facts.get("intentions done")
    assert kept is not None
    assert len(kept) == 32 + 9 * MOST_KEPT
    assert b"confidence" not in kept
    assert len(done(ana)) == MOST_KEPT


def test_what_was_erased_is_passed_over(pair: Pair) -> None:
    _, luc = pair
    page = add(luc, "page", {"title": "Compost"})
    given = {"what": "non", "date": "2026-01-01", "persons": [own_person(luc)]}
    erase(luc, add(luc, "contribution", given))
    assert undo(luc).records == (page,)
