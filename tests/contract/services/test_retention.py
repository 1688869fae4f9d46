"""What is due for erasing is told for the day that is asked, with why; nothing goes by itself."""

from __future__ import annotations

from idos_p2p.services.bin import remove
from idos_p2p.services.cell import Cell
from idos_p2p.services.retention import Due, due
from idos_p2p.services.write import add
from idos_p2p.views.records import find
from tests.contract.services.forking import own_person
from tests.contract.services.sending import Pair
from tests.simulation.devices import share


def told(cell: Cell, day: str) -> list[tuple[str, str, str, bool]]:
    """Return what is due on a day, in few words."""
    return [(each.record, each.processing, each.since, each.own) for each in due(cell, day)]


def test_nothing_is_due_in_a_young_cell(pair: Pair) -> None:
    ana, _ = pair
    add(ana, "page", {"title": "Compost"})
    assert due(ana, "2026-06-01") == []


def test_a_gift_is_due_eleven_years_after_its_day_and_a_need_three(pair: Pair) -> None:
    ana, luc = pair
    gift = add(ana, "gift", {"donor": own_person(ana), "date": "2015-03-01", "cents": 500, "wish": "Pour les semis"})
    need = add(ana, "need", {"title": "Un vélo"})
    assert told(ana, "2026-03-01") == []
    assert told(ana, "2026-03-02") == [(gift, "gifts", "2026-03-01", True)]
    assert due(ana, "2026-03-02")[0] == Due(
        record=gift,
        kind="gift",
        title="Pour les semis",
        processing="gifts",
        fields=("donor", "form", "cents", "date", "wish"),
        counted_from="2015-03-01",
        since="2026-03-01",
        own=True,
    )
    assert told(ana, "2029-01-02") == [(gift, "gifts", "2026-03-01", True), (need, "help", "2029-01-01", False)]
    share(ana, luc)
    assert told(luc, "2026-03-02") == [(gift, "gifts", "2026-03-01", False)]
    assert find(ana.store.reader, gift).fields["wish"] == "Pour les semis"


def test_a_person_is_due_three_years_after_the_last_day_anything_tells_of_them(pair: Pair) -> None:
    ana, _ = pair
    tonio = add(ana, "person", {"name": "Tonio", "reach": "06 00 00 00 00"})
    add(ana, "contribution", {"what": "Semis", "date": "2027-05-04", "persons": [tonio]})
    assert told(ana, "2030-05-04") == []
    assert told(ana, "2030-05-05") == [(tonio, "members", "2030-05-04", False)]
    assert own_person(ana) not in {each.record for each in due(ana, "2060-01-01")}


def test_what_nobody_put_back_from_the_bin_is_due_after_thirty_days(pair: Pair) -> None:
    ana, _ = pair
    act = add(ana, "contribution", {"what": "Semis", "date": "2015-01-01", "persons": [own_person(ana)]})
    assert told(ana, "2026-01-31") == [(act, "volunteering", "2026-01-01", True)]
    remove(ana, act)
    assert told(ana, "2026-01-30") == []
    assert told(ana, "2026-01-31") == [(act, "bin", "2026-01-31", True)]
