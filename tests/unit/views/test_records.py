"""Records as lists and pages show them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from idos_p2p.errors import RefusedError
from idos_p2p.ids import EntryId
from idos_p2p.records.kinds import Value
from idos_p2p.store.ports import Store
from idos_p2p.views.records import by_title, changed_lately, find, listing, titles
from tests.contract.store.making import identifier, projection, put


def test_a_listing_is_sorted_by_id_of_one_kind_and_bounded(store: Store) -> None:
    pages = [projection(f"page {number}", "page") for number in range(5)]
    put(store, *pages, projection("a project"))
    ids = sorted(page.id.hex() for page in pages)
    assert [record.id for record in listing(store.reader, "page", {}, 9)] == ids
    assert [record.id for record in listing(store.reader, "page", {}, 2)] == ids[:2]
    assert len(listing(store.reader, "", {}, 9)) == 6
    assert listing(store.reader, "gift", {}, 9) == []


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ({"place": "L'Île-d'Yeu"}, ["act"]),
        ({"minutes": "90"}, ["act"]),
        ({"minutes": "9"}, []),
        ({"skills": "cuisine"}, ["act"]),
        ({"skills": "cuis"}, []),
        ({"gifts": "ab"}, ["act"]),
        ({"minutes": "90", "place": "ailleurs"}, []),
        ({"nothing": "90"}, []),
        ({'pla"ce': "'; --"}, ["strange"]),
    ],
)
def test_a_condition_compares_a_field_as_text_or_what_a_set_contains(
    store: Store, where: dict[str, str], expected: list[str]
) -> None:
    fields: dict[str, Value] = {
        "place": "L'Île-d'Yeu",
        "minutes": 90,
        "skills": ["couture", "cuisine"],
        "gifts": {"ab": 500},
    }
    put(store, projection("act", fields=fields), projection("strange", fields={'pla"ce': "'; --"}))
    assert [record.title for record in listing(store.reader, "project", where, 9)] == expected


def with_id(name: str, opening: str) -> EntryId:
    return EntryId(bytes.fromhex(opening) + identifier(name)[len(opening) // 2 :])


def test_a_record_is_found_by_its_id_or_by_any_prefix_that_it_alone_has(store: Store) -> None:
    one, two = (replace(projection(name), id=with_id(name, f"abcd{name}")) for name in ("01", "02"))
    put(store, one, two, replace(projection("last"), id=EntryId(b"\xff" * 32)))
    assert find(store.reader, "abcd01").title == "01"
    assert find(store.reader, " ABCD0" + "2 ").title == "02"
    assert find(store.reader, two.id.hex()).title == "02"
    assert find(store.reader, "ffff").title == "last"


@pytest.mark.parametrize(
    ("prefix", "code"),
    [
        ("abcd", "record_ambiguous"),
        ("abce", "record_unknown"),
        ("abc", "record_prefix_short"),
        ("", "record_prefix_short"),
        ("jardin", "record_unknown"),
        ("ab cd01", "record_unknown"),
        ("abcd01" + "0" * 59, "record_unknown"),
    ],
)
def test_a_prefix_that_names_no_single_record_is_refused(store: Store, prefix: str, code: str) -> None:
    made = [replace(projection(name), id=with_id(name, f"abcd{name}")) for name in ("01", "02")]
    put(store, *made)
    with pytest.raises(RefusedError) as caught:
        find(store.reader, prefix)
    assert caught.value.code == code
    if code == "record_ambiguous":
        assert caught.value.fields["ids"] == tuple(record.id.hex() for record in made)


def test_records_are_found_by_their_exact_title(store: Store) -> None:
    put(store, projection("Épicerie"), projection("Épicerie "), projection("Jardin"))
    assert [record.title for record in by_title(store.reader, "project", "Épicerie")] == ["Épicerie"]
    assert by_title(store.reader, "page", "Épicerie") == []


def test_titles_are_given_of_the_records_that_are_here(store: Store) -> None:
    put(store, projection("Jardin"), projection("Atelier"))
    jardin, absent = identifier("Jardin").hex(), identifier("Absent").hex()
    assert titles(store.reader, [jardin, absent, "no id"]) == {jardin: "Jardin"}
    assert titles(store.reader, []) == {}


def test_what_was_changed_lately_comes_first_whatever_its_kind(store: Store) -> None:
    put(
        store,
        projection("a", "page", touched_ms=3),
        projection("b", touched_ms=9),
        projection("c", "gift", touched_ms=5),
    )
    put(store, projection("d", touched_ms=99, fields={"removed": "2026-11-28"}))
    assert [view.title for view in changed_lately(store.reader, 2)] == ["b", "c"]
