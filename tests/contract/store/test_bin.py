"""A record in the bin is kept and found by its id, and stands in no list, story, search or sum."""

from __future__ import annotations

from idos_p2p.store.ports import Store
from idos_p2p.views.around import around
from idos_p2p.views.records import find, listing
from idos_p2p.views.search import search
from tests.contract.store.making import identifier, projection, put


def test_a_record_in_the_bin_is_found_by_its_id_alone_and_comes_back(store: Store) -> None:
    person = identifier("ana").hex()
    shown = projection("semis", words="[[La serre]]", links=[("persons", person)], fields={"needs": "[[La serre]]"})
    removed = projection("semis", fields={"needs": "[[La serre]]", "removed": "2026-11-28"})
    put(store, shown)
    before = list(store.read_model.dump())
    put(store, removed)
    assert find(store.reader, shown.id.hex()).fields["removed"] == "2026-11-28"
    assert listing(store.reader, "project", {}, 9) == []
    assert around(store.reader, [person], [], 9).items == ()
    assert store.reader.rows("SELECT * FROM mention") == []
    assert list(store.read_model.strays()) == []
    put(store, shown)
    assert list(store.read_model.dump()) == before
    assert [view.id for view in listing(store.reader, "project", {}, 9)] == [shown.id.hex()]
    assert len(around(store.reader, [person], [], 9).items) == 1
    assert store.reader.rows("SELECT name FROM mention") == [("la serre",)]
    assert list(store.read_model.strays()) == []


def test_what_is_in_the_bin_is_not_searched(store: Store) -> None:
    put(store, projection("semis", words="framboisiers"))
    assert len(search(store.reader, "framboisiers", 9)) == 1
    put(store, projection("semis", fields={"removed": "2026-11-28"}))
    assert search(store.reader, "framboisiers", 9) == []


def test_amounts_that_nobody_could_mean_count_as_the_most_that_somebody_could(store: Store) -> None:
    for name, minutes in (("a", 90), ("b", -5), ("c", 2**53), ("d", "beaucoup")):
        put(store, projection(name, "contribution", fields={"minutes": minutes}))
    found = store.reader.rows("SELECT title, minutes FROM record ORDER BY title")
    assert found == [("a", 90), ("b", 0), ("c", 52_704_000), ("d", 0)]
