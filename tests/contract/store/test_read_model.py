"""The read model, on both stores."""

from __future__ import annotations

import json
from dataclasses import replace

from idos_p2p.ids import DeviceId, EntryId
from idos_p2p.records.kinds import Value
from idos_p2p.store.ports import Store, Version
from idos_p2p.views.around import around
from idos_p2p.views.records import find, listing
from idos_p2p.views.search import search
from tests.contract.store.making import Author, identifier, projection, put


def test_a_record_comes_back_as_it_was_projected(store: Store) -> None:
    versions = {
        "title": [
            Version("a", DeviceId(b"d" * 32), EntryId(b"e" * 32)),
            Version(None, DeviceId(b"f" * 32), EntryId(b"g" * 32)),
        ]
    }
    fields: dict[str, Value] = {
        "title": "Œuf 🌱",
        "minutes": 2**62,
        "words": ["a", "b"],
        "shares": {"ab": -3},
        "none": None,
    }
    made = projection("one", fields=fields, touched_ms=7)
    made = replace(made, versions=versions)
    put(store, made)
    seen = find(store.reader, made.id.hex())
    assert (seen.id, seen.record, seen.kind, seen.shared, seen.day) == (
        made.id.hex(),
        made.record,
        "project",
        True,
        made.day,
    )
    assert (seen.created_ms, seen.touched_ms, seen.title, seen.device) == (1, 7, "one", made.record.device)
    assert seen.fields == fields
    assert {name: list(several) for name, several in seen.versions.items()} == versions


def test_putting_a_record_again_replaces_all_that_was_known_of_it(store: Store) -> None:
    person, other, ana = identifier("Ana").hex(), identifier("Luc").hex(), Author(1)
    put(store, projection("act", words="jardin", day="2026-01-01", links=[("persons", person)]), projection("rest"))
    put(store, projection("act", words="potager", day="2026-02-02", links=[("persons", other)]))
    assert search(store.reader, "jardin", 9) == []
    assert [found.title for found in search(store.reader, "potager", 9)] == ["act"]
    assert around(store.reader, [person], [], 9).items == ()
    assert [item.record.day for item in around(store.reader, [other], [], 9).items] == ["2026-02-02"]
    assert len(around(store.reader, [], [ana.device], 9).items) == 2


def test_the_last_of_two_projections_of_a_record_in_one_batch_is_kept(store: Store) -> None:
    put(store, projection("act", words="first"), projection("act", words="second"))
    assert len(listing(store.reader, "project", {}, 9)) == 1
    assert search(store.reader, "first", 9) == []


def test_a_dropped_record_is_found_nowhere(store: Store) -> None:
    person, kept, gone = (
        identifier("Ana").hex(),
        projection("kept"),
        projection("gone", links=[("persons", identifier("Ana").hex())]),
    )
    put(store, kept)
    before = list(store.read_model.dump())
    put(store, gone)
    with store.transaction():
        store.read_model.drop([gone.record, gone.record._replace(device=Author(9).device)])
    assert list(store.read_model.dump()) == before
    assert search(store.reader, "gone", 9) == []
    assert around(store.reader, [person], [], 9).items == ()


def test_a_link_that_is_no_id_is_left_in_the_field_alone(store: Store) -> None:
    put(store, projection("act", links=[("persons", "Ana"), ("persons", "A" * 64), ("persons", "é" * 64)]))
    assert around(store.reader, [], [Author(1).device], 9).items[0].links == ()


def test_the_dump_is_equal_whatever_the_order_and_the_history(store: Store) -> None:
    person = identifier("Ana").hex()
    records = [projection(name, links=[("project", person), ("persons", person)]) for name in ("a", "b", "c")]
    put(store, *records)
    first = list(store.read_model.dump())
    with store.transaction():
        store.read_model.clear()
    assert list(store.read_model.dump()) == []
    put(store, records[2], projection("a", words="other"))
    put(store, *reversed(records))
    assert list(store.read_model.dump()) == first
    assert [json.loads(line)["links"] for line in first] == [[["persons", person], ["project", person]]] * 3


def test_a_put_of_nothing_changes_nothing(store: Store) -> None:
    put(store)
    assert list(store.read_model.dump()) == []
