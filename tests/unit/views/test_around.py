"""Around a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from idos_p2p.ids import DeviceId, RecordName
from idos_p2p.store.ports import Reader, Store
from idos_p2p.views.around import Cursor, Interactions, answers, around, latest
from tests.contract.store.making import Author, identifier, projection, put

ANA, LUC, JARDIN = (identifier(name).hex() for name in ("Ana", "Luc", "Jardin"))


class CountingReader:
    """Counts the queries that a view makes."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self.queries = 0

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        self.queries += 1
        return self._reader.rows(sql, parameters)


def shown(page: Interactions) -> list[str]:
    return [item.record.title for item in page.items]


def fill(store: Store) -> None:
    device = Author(2)
    put(
        store,
        projection("Ana", "person"),
        projection("Jardin", author=Author(3)),
        projection("dig", "contribution", day="2026-03-01", links=[("persons", ANA), ("project", JARDIN)]),
        projection("sow", "contribution", day="2026-05-01", links=[("persons", ANA), ("persons", LUC)]),
        projection("told by Ana", "page", day="2026-04-01", author=device),
        projection("told of Ana by herself", "page", day="2026-06-01", author=device, links=[("persons", ANA)]),
        projection("of others", "contribution", day="2026-07-01", links=[("persons", LUC)]),
    )


def test_around_a_person_is_what_links_them_or_they_wrote_newest_day_first_each_once(store: Store) -> None:
    fill(store)
    page = around(store.reader, [ANA], [Author(2).device], 9)
    assert shown(page) == ["told of Ana by herself", "sow", "told by Ana", "dig"]
    assert page.next is None
    assert shown(around(store.reader, [ANA, LUC], [], 9)) == ["of others", "told of Ana by herself", "sow", "dig"]
    assert shown(around(store.reader, [JARDIN], [], 9)) == ["dig"]


def test_around_nobody_or_a_stranger_is_nothing(store: Store) -> None:
    fill(store)
    assert around(store.reader, [], [], 9) == Interactions((), None)
    assert around(store.reader, ["00" * 32], [Author(9).device], 9) == Interactions((), None)


def test_links_come_with_their_titles_or_none_while_the_record_is_not_here(store: Store) -> None:
    fill(store)
    links = {item.record.title: item.links for item in around(store.reader, [ANA], [], 9).items}
    assert [(link.field, link.id, link.kind, link.title) for link in links["dig"]] == [
        ("persons", ANA, "person", "Ana"),
        ("project", JARDIN, "project", "Jardin"),
    ]
    assert [(link.id, link.title) for link in links["sow"]] == [(LUC, ""), (ANA, "Ana")]


def test_pages_follow_each_other_without_hole_or_repeat_even_on_one_day(store: Store) -> None:
    days = [f"2026-01-0{1 + number % 3}" for number in range(20)]
    put(store, *(projection(f"{number}", "page", day=day, links=[("persons", ANA)]) for number, day in enumerate(days)))
    everything = shown(around(store.reader, [ANA], [Author(1).device], 99))
    assert len(set(everything)) == 20
    pages, before = [], None
    while True:
        page = around(store.reader, [ANA], [Author(1).device], 3, before)
        pages += shown(page)
        before = page.next
        if before is None:
            break
    assert pages == everything


def test_the_latest_of_everyone_are_newest_first_and_continue(store: Store) -> None:
    fill(store)
    first = latest(store.reader, 2)
    # Ana and Jardin have the day they were created, the latest of all.
    assert set(shown(first)) == {"Ana", "Jardin"}
    assert isinstance(first.next, Cursor)
    assert shown(latest(store.reader, 2, first.next)) == ["of others", "told of Ana by herself"]


def test_a_page_of_any_length_takes_three_queries(store: Store) -> None:
    fill(store)
    for most in (1, 100):
        counting = CountingReader(store.reader)
        around(counting, [ANA], [Author(2).device], most)
        assert counting.queries == 3


def test_more_devices_than_one_query_can_join_are_all_seen(store: Store) -> None:
    devices = [DeviceId(number.to_bytes(32)) for number in range(1, 1001)]
    records = {device: projection(f"by {place}") for place, device in enumerate(devices)}
    put(store, *(replace(made, record=RecordName(device, 0)) for device, made in records.items()))
    assert set(shown(latest(store.reader, 2000))) == {made.title for made in records.values()}


def test_the_order_within_a_day_is_the_authors_clock_then_the_id_whatever_came_first(store: Store) -> None:
    made = [replace(projection(f"{number}", links=[("persons", ANA)]), created_ms=number // 2) for number in range(12)]
    for one in sorted(made, key=lambda one: one.record.seq):
        put(store, one)
    expected = sorted(made, key=lambda one: (one.created_ms, one.id), reverse=True)
    assert shown(around(store.reader, [ANA], [], 99)) == [one.title for one in expected]
    assert shown(latest(store.reader, 5)) == [one.title for one in expected[:5]]


def test_where_a_page_ended_is_a_word_that_means_the_same_anywhere(store: Store) -> None:
    fill(store)
    page = around(store.reader, [ANA], [], 1)
    assert page.next is not None
    assert Cursor.parse(page.next.text()) == page.next
    for nonsense in ("", "2026-01-01", "2026-01-01/x/00", "2026-01-01/1/jardin"):
        with pytest.raises(ValueError, match=r"."):
            Cursor.parse(nonsense)


def test_a_story_may_begin_on_a_day(store: Store) -> None:
    fill(store)
    devices = [Author(2).device]
    assert shown(around(store.reader, [ANA], devices, 9, since="2026-04-01")) == [
        "told of Ana by herself",
        "sow",
        "told by Ana",
    ]
    assert shown(around(store.reader, [ANA], devices, 9, since="2026-06-02")) == []


def test_what_was_said_or_made_of_records_is_told_by_record_oldest_first_the_last_of_each(store: Store) -> None:
    fill(store)
    dig, sow = (identifier(name).hex() for name in ("dig", "sow"))
    put(
        store,
        projection("seen", "attestation", day="2026-03-02", links=[("about", dig)]),
        projection("thanked", "thanks", day="2026-03-03", links=[("about", dig)]),
        projection("used", "use", day="2026-03-04", links=[("act", dig), ("gifts", dig)]),
        projection("elsewhere", "contribution", day="2026-03-04", links=[("meeting", dig)]),
        projection("of sowing", "comment", day="2026-05-04", links=[("about", sow)]),
    )
    page = around(store.reader, [ANA], [], 9)
    keys = {item.record.title: item.record.key for item in page.items}
    told = answers(store.reader, list(keys.values()), 9)
    assert [item.record.title for item in told[keys["dig"]]] == ["seen", "thanked", "used"]
    assert [item.record.title for item in told[keys["sow"]]] == ["of sowing"]
    last_two = answers(store.reader, [keys["dig"]], 2)[keys["dig"]]
    assert [item.record.title for item in last_two] == ["thanked", "used"]
    assert answers(store.reader, [], 9) == {}
