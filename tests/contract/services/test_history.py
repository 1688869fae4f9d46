"""The history of a record by person and meaning, and any moment of it restored."""

from __future__ import annotations

import pytest

from idos_p2p.errors import RefusedError
from idos_p2p.services.cell import Cell
from idos_p2p.services.history import FieldChange, Piece, history, pieces
from idos_p2p.services.undo import restore, undo
from idos_p2p.services.write import add, change
from idos_p2p.views.records import RecordView, find
from tests.contract.services.forking import own_person
from tests.contract.services.sending import Pair
from tests.simulation.devices import share

BODY = "Remuer le tas.\nArroser l’été.\nCouvrir l’hiver."


def seen(cell: Cell, record: str) -> RecordView:
    return find(cell.store.reader, record)


def told(cell: Cell, record: str) -> list[tuple[str, dict[str, tuple[object, object]]]]:
    """Return who did what in a record, in few words."""
    return [
        (entry.who, {each.field: (each.before, each.after) for each in entry.changes})
        for entry in history(cell, record)
    ]


def meet(pair: Pair) -> None:
    ana, luc = pair
    share(ana, luc)
    share(luc, ana)


def test_who_changed_what_from_what_to_what(pair: Pair) -> None:
    ana, luc = pair
    project = add(ana, "project", {"title": "Potager", "place": "Cour"})
    meet(pair)
    change(luc, project, {"place": "Gare", "needs": "des bâches"})
    change(luc, project, {"place": None})
    meet(pair)
    for cell in pair:
        assert told(cell, project) == [
            ("Ana", {"title": (None, "Potager"), "state": (None, "open"), "place": (None, "Cour")}),
            ("Luc", {"place": ("Cour", "Gare"), "needs": (None, "des bâches")}),
            ("Luc", {"place": ("Gare", None)}),
        ]
        assert [entry.created for entry in history(cell, project)] == [True, False, False]


def test_two_who_wrote_apart_are_told_alike_and_so_is_who_settles(pair: Pair) -> None:
    ana, luc = pair
    given = {"title": "Réunion", "date": "2026-05-04", "minutes": 60}
    meeting = add(ana, "meeting", given)
    meet(pair)
    change(ana, meeting, {"minutes": 840})
    change(luc, meeting, {"minutes": 900})
    meet(pair)
    change(luc, meeting, {"minutes": 840})
    meet(pair)
    first, *apart, settled = told(ana, meeting)
    assert first[0] == "Ana"
    assert sorted(apart) == [("Ana", {"minutes": (60, 840)}), ("Luc", {"minutes": (60, 900)})]
    assert settled[0] == "Luc"
    assert told(luc, meeting) == told(ana, meeting)


def test_a_text_tells_the_pieces_and_a_set_its_members(pair: Pair) -> None:
    ana, _ = pair
    page = add(ana, "page", {"title": "Compost", "body": BODY, "sources": ["un livre", "un film"]})
    change(ana, page, {"body": BODY.replace("Arroser", "Bien arroser"), "sources": ["un film", "une voisine"]})
    body, sources = history(ana, page)[1].changes
    assert [(piece.what, piece.text) for piece in body.pieces if piece.what != "kept"] == [
        ("deleted", "A"),
        ("inserted", "Bien a"),
    ]
    assert "".join(piece.text for piece in body.pieces if piece.what == "kept").startswith("Remuer le tas.")
    assert sources == FieldChange(
        "sources",
        ["un film", "un livre"],
        ["un film", "une voisine"],
        added=("une voisine",),
        removed=("un livre",),
    )


def test_a_long_text_around_a_change_is_cut() -> None:
    before = "a" * 100 + " vieux " + "b" * 100 + " neuf"
    found = pieces(before, before.replace("vieux", "jeune").replace("neuf", "tout neuf"))
    assert found[0] == Piece("kept", "…" + "a" * 23 + " ")
    assert [piece.text for piece in found if piece.what == "inserted"] == ["jeune", " tout"]
    assert all(len(piece.text) <= 49 for piece in found)
    assert pieces("même", "même") == ()


def test_any_moment_is_restored_by_a_further_change_and_others_words_by_difference(pair: Pair) -> None:
    ana, luc = pair
    page = add(ana, "page", {"title": "Compost", "body": BODY, "sources": ["un livre"]})
    meet(pair)
    first = seen(ana, page).fields
    change(luc, page, {"title": "Le compost", "body": "Tout autre chose.", "sources": ["un film"], "licence": "CC0"})
    meet(pair)
    entry = history(ana, page)[0].entry.hex()
    assert restore(ana, page, entry[:12]) == 1
    meet(pair)
    assert seen(luc, page).fields == first
    assert len(history(luc, page)) == 3
    undo(ana)
    assert seen(ana, page).title == "Le compost"
    assert restore(ana, page, history(ana, page)[1].entry.hex()) == 0


def test_only_a_moment_of_the_record_itself_is_restored_and_by_who_may_write_it(pair: Pair) -> None:
    ana, luc = pair
    page = add(ana, "page", {"title": "Compost"})
    other = add(ana, "page", {"title": "Terreau"})
    act = add(ana, "contribution", {"what": "Semis", "date": "2026-05-04", "persons": [own_person(ana)]})
    meet(pair)
    for entry in (other, "ab", "", "zzzz"):
        with pytest.raises(RefusedError, match="entry_unknown"):
            restore(ana, page, entry)
    with pytest.raises(RefusedError, match="not_owner"):
        restore(luc, act, act)


def test_a_record_in_the_bin_tells_that_it_was_put_there(pair: Pair) -> None:
    ana, _ = pair
    page = add(ana, "page", {"title": "Compost"})
    change(ana, page, {"removed": "2026-11-02"})
    assert told(ana, page)[1] == ("Ana", {"removed": (None, "2026-11-02")})
    assert restore(ana, page, page) == 1
    assert "removed" not in seen(ana, page).fields
