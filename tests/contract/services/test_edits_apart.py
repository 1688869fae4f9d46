"""What two persons wrote apart is there on both after they met; nothing blocks, nothing is lost."""

from __future__ import annotations

import pytest

from idos_p2p.errors import RefusedError
from idos_p2p.services.cell import Cell
from idos_p2p.services.write import add, change
from idos_p2p.views.records import RecordView, find
from tests.contract.services.sending import Pair
from tests.simulation.devices import Surroundings, assert_sound, conclusion, share

MINUTES = "Présents : Ana, Luc\nL’atelier a commencé tard.\nOn a planté 12 tomates 🍅\nProchaine fois : mardi"


def meet(*cells: Cell) -> None:
    """Let everyone take all that anyone holds, until nothing is new."""
    for _ in range(2):
        for giver in cells:
            for taker in cells:
                if giver is not taker:
                    share(giver, taker)
    assert all(conclusion(cell) == conclusion(cells[0]) for cell in cells)


def seen(cell: Cell, record: str) -> RecordView:
    """Return a record as a cell shows it."""
    return find(cell.store.reader, record)


def test_edits_of_different_fields_are_both_there(pair: Pair) -> None:
    ana, luc = pair
    record = add(ana, "project", {"title": "Potager", "place": "derrière l’église"})
    meet(ana, luc)
    change(ana, record, {"place": "rue des Lilas"})
    change(luc, record, {"state": "closed", "needs": "des bâches"})
    meet(ana, luc)
    for cell in pair:
        fields = seen(cell, record).fields
        assert (fields["title"], fields["place"]) == ("Potager", "rue des Lilas")
        assert (fields["state"], fields["needs"]) == ("closed", "des bâches")
        assert seen(cell, record).versions == {}


def test_edits_of_different_lines_of_one_page_are_both_there(pair: Pair) -> None:
    ana, luc = pair
    record = add(ana, "page", {"title": "Compte rendu", "body": MINUTES})
    meet(ana, luc)
    change(ana, record, {"body": MINUTES.replace("Luc", "Luc, Zoé").replace("12", "14")})
    change(luc, record, {"body": MINUTES.replace("mardi", "jeudi 20 h ✨")})
    meet(ana, luc)
    expected = MINUTES.replace("Luc", "Luc, Zoé").replace("12", "14").replace("mardi", "jeudi 20 h ✨")
    assert [seen(cell, record).fields["body"] for cell in pair] == [expected, expected]


def test_two_values_of_one_field_stay_readable_with_their_authors_until_one_is_chosen(pair: Pair) -> None:
    ana, luc = pair
    record = add(ana, "project", {"title": "Potager", "place": "ici"})
    meet(ana, luc)
    change(ana, record, {"place": "chez Ana"})
    change(luc, record, {"place": "chez Luc"})
    meet(ana, luc)
    for cell in pair:
        versions = seen(cell, record).versions["place"]
        assert {(version.value, version.device) for version in versions} == {
            ("chez Ana", ana.device),
            ("chez Luc", luc.device),
        }
        assert seen(cell, record).fields["place"] == versions[0].value
    change(luc, record, {"place": "chez Ana"})
    meet(ana, luc)
    assert [seen(cell, record).versions for cell in pair] == [{}, {}]
    assert [seen(cell, record).fields["place"] for cell in pair] == ["chez Ana", "chez Ana"]


def test_three_who_wrote_apart_keep_three_versions(around: Surroundings, pair: Pair) -> None:
    ana, luc = pair
    zoe = around.joined(luc, "Zoé")
    record = add(ana, "project", {"title": "Potager"})
    meet(ana, luc, zoe)
    for cell, title in ((ana, "Le potager"), (luc, "Le jardin"), (zoe, "Les semis")):
        change(cell, record, {"title": title})
    meet(ana, luc, zoe)
    for cell in (ana, luc, zoe):
        values = {version.value for version in seen(cell, record).versions["title"]}
        assert values == {"Le potager", "Le jardin", "Les semis"}
    assert_sound([ana, luc, zoe])


def test_members_of_a_set_added_apart_are_all_in_it(pair: Pair) -> None:
    ana, luc = pair
    record = add(ana, "person", {"name": "Tonio", "skills": ["cuisine"]})
    meet(ana, luc)
    change(ana, record, {"skills": ["cuisine", "soudure"]})
    change(luc, record, {"skills": ["cuisine", "chant"], "roles": ["volunteer"]})
    meet(ana, luc)
    for cell in pair:
        assert seen(cell, record).fields["skills"] == ["chant", "cuisine", "soudure"]
        assert seen(cell, record).fields["roles"] == ["volunteer"]


def test_a_record_of_ones_own_is_changed_by_nobody_else(pair: Pair) -> None:
    ana, luc = pair
    project = add(ana, "project", {"title": "Potager"})
    persons = [add(ana, "person", {"name": "Tonio"})]
    contribution = add(ana, "contribution", {"what": "Semis", "date": "2026-03-01", "persons": persons})
    meet(ana, luc)
    before = luc.digest()
    with pytest.raises(RefusedError, match="not_owner"):
        change(luc, contribution, {"project": project})
    assert luc.digest() == before


def test_a_change_that_changes_nothing_writes_nothing(pair: Pair) -> None:
    ana, _ = pair
    record = add(ana, "project", {"title": "Potager", "purpose": "Nourrir"})
    before = ana.digest()
    assert change(ana, record, {"title": "Potager", "purpose": "Nourrir"}) == 0
    assert ana.digest() == before
