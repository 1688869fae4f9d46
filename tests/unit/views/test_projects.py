"""Projects as cards."""

from __future__ import annotations

from dataclasses import replace

from idos_p2p.records.kinds import Value
from idos_p2p.store.ports import Projection, Store
from idos_p2p.views.figures import figures
from idos_p2p.views.projects import ProjectCard, cards
from tests.contract.store.making import identifier, projection, put

ANA, LUC, JARDIN, VELO = (identifier(name).hex() for name in ("Ana", "Luc", "Jardin", "Vélo"))


def contribution(name: str, day: str, persons: list[str], minutes: Value = None, project: str = JARDIN) -> Projection:
    return projection(
        name,
        "contribution",
        day=day,
        fields={"project": project, "persons": persons, "minutes": minutes},
        links=[("project", project), *(("persons", person) for person in persons)],
    )


def told(card: ProjectCard) -> tuple[str, int, int, int, str]:
    return (card.record.title, card.contributions, card.minutes, card.persons, card.last_day)


def test_a_card_sums_what_was_given_to_its_project_and_counts_each_person_once(store: Store) -> None:
    put(
        store,
        projection("Jardin", day="2026-01-01"),
        projection("Vélo", day="2026-02-01"),
        contribution("dig", "2026-03-01", [ANA, LUC], 90),
        contribution("sow", "2026-04-01", [ANA], 30),
        contribution("lend a spade", "2026-04-02", [ANA]),
        projection("a page about it", "page", day="2026-05-01", links=[("project", JARDIN)]),
        projection("use", "use", day="2026-05-02", links=[("project", VELO), ("persons", LUC)]),
    )
    assert [told(card) for card in cards(store.reader, 9)] == [
        ("Jardin", 3, 210, 2, "2026-04-02"),  # ninety minutes of each of two persons, and thirty of one
        ("Vélo", 0, 0, 0, "2026-02-01"),
    ]
    assert [card.record.title for card in cards(store.reader, 1)] == ["Jardin"]


def test_a_person_of_two_records_counts_once_also_where_one_contribution_names_both(store: Store) -> None:
    ana_again, luc_again, gone = (identifier(name).hex() for name in ("Ana again", "Luc again", "gone"))
    put(
        store,
        projection("Jardin"),
        projection("Vélo"),
        contribution("by both names", "2026-03-01", [ANA, ana_again], 60),
        contribution("by the other name, a year before", "2025-03-01", [ana_again, LUC], 30),
        contribution("by a name whose record went", "2026-03-02", [luc_again], 5),
        contribution("elsewhere", "2026-03-01", [LUC, luc_again], 7, VELO),
    )
    same = {ana_again: ANA, luc_again: gone}
    assert [told(card)[:4] for card in sorted(cards(store.reader, 9, same), key=lambda card: card.record.title)] == [
        ("Jardin", 3, 125, 3),
        ("Vélo", 1, 14, 2),
    ]


def test_a_contribution_that_only_mentions_a_project_elsewhere_is_not_its_own(store: Store) -> None:
    put(
        store,
        projection("Jardin"),
        projection("see also", "contribution", fields={"minutes": 5}, links=[("seen", JARDIN), ("project", VELO)]),
    )
    assert [card.contributions for card in cards(store.reader, 9)] == [0]


def test_what_is_contested_is_in_no_sum_and_still_a_card(store: Store) -> None:
    put(
        store,
        replace(projection("Jardin", day="2026-01-01"), contested=True),
        replace(contribution("dig", "2026-03-01", [ANA, LUC], 90), contested=True),
        contribution("sow", "2026-02-01", [ANA], 30),
    )
    (card,) = cards(store.reader, 9)
    assert told(card) == ("Jardin", 1, 30, 1, "2026-02-01")
    assert card.record.contested
    counted = figures(store.reader, [ANA], "2026-01-01")
    assert (counted.minutes, counted.contributions, counted.persons) == (30, 1, 0)


def test_one_absurd_number_does_not_take_everybodys_sum_away(store: Store) -> None:
    numbers: list[Value] = [2**63 - 1, 2**63 - 1, -5, 2**64 - 1, "ninety", ["a"]]
    put(
        store,
        projection("Jardin"),
        *(contribution(f"{place}", "2026-03-01", [ANA], minutes) for place, minutes in enumerate(numbers)),
        contribution("honest", "2026-03-01", [LUC], 60),
    )
    (card,) = cards(store.reader, 9)
    assert (card.contributions, card.persons) == (7, 2)
    assert card.minutes >= 60


def test_no_project_is_no_card(store: Store) -> None:
    assert cards(store.reader, 9) == []
