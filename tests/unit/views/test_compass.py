"""The values compass: what each measure counts, and what it leaves out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from idos_p2p.errors import RefusedError
from idos_p2p.records.kinds import Value
from idos_p2p.store.ports import Projection, Store
from idos_p2p.views.compass import KINDS, Measure, Unit, measure, measures, trend
from idos_p2p.views.measures import FOUND, is_free
from tests.contract.store.making import Author, put
from tests.unit.views.giving import (
    ANA,
    BIKES,
    GARDEN,
    HER,
    HIS,
    LUC,
    WHO,
    ZOE,
    act,
    attestation,
    contested,
    gift,
    named,
    record,
    thanks,
    use,
)


def of(store: Store, key: str, year: int = 2026) -> Measure:
    return measure(store.reader, WHO, key, year, 9)


def parts(found: Measure) -> tuple[int, int]:
    return found.numerator, found.denominator


def ids(*names: str) -> set[str]:
    return {named(name) for name in names}


def dated(made: Projection, day: str = "2026-05-05") -> Projection:
    """Return a record that bears no date of its own, as if it was written on a day."""
    return replace(made, day=day)


def test_every_measure_has_a_value_a_unit_and_a_definition_in_code() -> None:
    assert list(KINDS) == list(FOUND)
    assert all(found.__doc__ for found in FOUND.values())
    assert len({value for value, _ in KINDS.values()}) == 4


def test_an_empty_cell_says_nothing(store: Store) -> None:
    assert {parts(found) for found in measures(store.reader, WHO, 2026, 9)} == {(0, 0)}


def test_cents_are_told_when_one_of_the_concerned_tells_the_effect(store: Store) -> None:
    put(
        store,
        gift("grant", 1_000),
        gift("unused", 500),
        gift("of last year", 9_000, "2025-01-01"),
        use("told by her", {"grant": 200}, persons=[ZOE], teller=ZOE),
        use("told by who wrote it", {"grant": 300, "of last year": 1}, by=HIS, persons=[LUC]),
        use("told by another", {"grant": 100}, by=HIS, persons=[ZOE]),
        use("above it", {"grant": 900}, "2027-01-01", persons=[ANA]),
        contested(use("by a fork", {"unused": 500}, persons=[ANA])),
    )
    told = of(store, "gifts_told")
    assert (parts(told), told.unit) == ((900, 1_500), Unit.CENTS)
    assert (set(told.counted), set(told.missing)) == (ids("grant"), ids("unused"))
    assert parts(of(store, "gifts_spent")) == (1_000, 1_500)
    assert parts(of(store, "gifts_used")) == (1, 2)
    assert parts(of(store, "effects_by_concerned")) == (2, 3)
    assert parts(of(store, "gifts_told", 2025)) == (1, 9_000)


def test_a_use_is_whole_when_it_names_an_act_and_persons(store: Store) -> None:
    put(
        store,
        gift("grant", 1_000),
        act("dig", [ANA]),
        use("whole", {"grant": 1}, act=named("dig"), persons=[ZOE]),
        use("of nobody", {"grant": 1}, act=named("dig")),
        use("by no act", {"grant": 1}, persons=[ZOE]),
    )
    told = of(store, "uses_whole")
    assert (parts(told), set(told.missing)) == ((1, 3), ids("of nobody", "by no act"))


def test_acts_are_attested_by_another_by_the_end_of_the_next_year(store: Store) -> None:
    put(
        store,
        act("seen", [ANA]),
        attestation("he saw it", "seen", HIS),
        act("by herself", [ANA]),
        attestation("she says so", "by herself", HER),
        act("together", [ANA, LUC], by=Author(9)),
        attestation("one of them", "together", HIS),
        act("alone, noted by another", [LUC], by=HER),
        attestation("he says it is so", "alone, noted by another", HIS),
        act("late", [ANA]),
        attestation("too late", "late", HIS, date="2028-01-01"),
        act("corrected", [ANA]),
        attestation("not so", "corrected", HIS, "correction", words="x"),
        act("seen, in no word", [ANA]),
        attestation("of another program", "seen, in no word", HIS, ""),
        contested(act("by a fork", [ANA])),
        act("of last year", [ANA], "2025-12-31"),
        attestation("of last year, too", "of last year", HIS, date="2026-12-31"),
    )
    told = of(store, "acts_attested")
    assert (parts(told), set(told.counted)) == ((3, 7), ids("seen", "together", "seen, in no word"))
    assert parts(of(store, "acts_attested", 2025)) == (1, 1)


def test_thanks_are_precise_when_they_name_what_for(store: Store) -> None:
    put(store, act("dig", [ANA]), thanks("for it", [ANA], about=named("dig")), thanks("in general", [ANA]))
    assert parts(of(store, "thanks_precise")) == (1, 2)


def test_persons_are_counted_once_and_those_without_a_purpose_are_not_named(store: Store) -> None:
    put(
        store,
        record("person", "Ana", {"name": "Ana", "purpose": "Nourrir."}),
        record("person", "Zoé", {"name": "Zoé"}),
        dated(record("person", "Luc", {"name": "Luc", "purpose": " "}), "2030-01-01"),
    )
    told = of(store, "persons_purpose")
    assert (parts(told), told.unit) == ((1, 2), Unit.PERSONS)
    assert (told.counted, told.missing, told.missing_in_all) == ((ANA,), (), 1)


def test_a_project_is_led_with_the_concerned_when_a_beneficiary_took_part(store: Store) -> None:
    put(
        store,
        record("project", "Jardin", {"title": "Jardin"}),
        record("project", "Vélo", {"title": "Vélo"}),
        record("project", "quiet", {"title": "quiet"}),
        act("dig", [ANA, ZOE], project=GARDEN),
        act("mend", [ANA], project=BIKES),
        act("mend with her", [ZOE], "2025-01-01", project=BIKES),
        contested(act("by a fork", [ZOE], project=BIKES)),
        use("for her", {"grant": 1}, project=BIKES, persons=[ZOE]),
    )
    told = of(store, "projects_concerned")
    assert (parts(told), told.counted, told.missing) == ((1, 2), (GARDEN,), (BIKES,))


def test_needs_and_offers_are_opened_by_those_they_are_for(store: Store) -> None:
    def need(name: str, persons: list[str], by: Author = HER) -> Projection:
        fields: dict[str, Value] = {"title": name, "persons": persons}
        return dated(record("need", name, fields, by=by))

    put(store, need("hers", [ANA]), need("for another", [ZOE]), need("for nobody", []), need("his", [LUC, ZOE], HIS))
    told = of(store, "asked_by_concerned")
    assert (parts(told), set(told.counted)) == ((2, 4), ids("hers", "his"))


def test_meetings_count_where_a_beneficiary_came_among_those_that_say_who_came(store: Store) -> None:
    def meeting(name: str, persons: list[str]) -> Projection:
        return record("meeting", name, {"title": name, "date": "2026-06-01", "persons": persons})

    put(store, meeting("with her", [ANA, ZOE]), meeting("without", [ANA]), meeting("nobody knows", []))
    assert parts(of(store, "meetings_concerned")) == (1, 2)


def test_pages_are_free_used_again_and_say_where_they_come_from(store: Store) -> None:
    def page(name: str, **fields: Value) -> Projection:
        return dated(record("page", name, {"title": name, "licence": "CC-BY-SA-4.0", **fields}))

    put(
        store,
        page("Soupe", body="Voir [[soupe]]."),
        page("Compost", licence="CC BY-NC 4.0"),
        page("Compost au jardin", origins=[named("Compost")], body="[[Soupe|la soupe]]"),
        page("D'ailleurs", sources=["un livre"]),
        dated(record("page", "of last year", {"title": "of last year"}), "2025-05-05"),
    )
    assert parts(of(store, "pages_free")) == (3, 4)
    told = of(store, "pages_reused")
    assert (parts(told), set(told.counted)) == ((2, 4), ids("Soupe", "Compost"))
    assert parts(of(store, "pages_sourced")) == (2, 4)


@pytest.mark.parametrize(
    ("licence", "free"),
    [
        ("CC-BY-SA-4.0", True),
        ("cc by 4.0", True),
        ("CC0 1.0", True),
        ("Licence Art Libre 1.3", True),
        ("CC-BY-NC-SA-4.0", False),
        ("CC-BY-ND", False),
        ("Tous droits réservés", False),
        ("", False),
    ],
)
def test_a_licence_is_free_when_anybody_may_use_change_and_share(licence: str, free: bool) -> None:
    assert is_free(licence) is free


def test_records_behind_a_measure_are_the_newest_and_how_many_there_are(store: Store) -> None:
    put(store, *(act(f"{number}", [ANA], f"2026-01-{number:02}") for number in range(1, 21)))
    told = measure(store.reader, WHO, "acts_attested", 2026, 3)
    assert told.missing == tuple(named(name) for name in ("20", "19", "18"))
    assert (told.counted, told.counted_in_all, told.missing_in_all) == ((), 0, 20)
    assert measure(store.reader, WHO, "acts_attested", 2026, 0).missing == ()


def test_records_of_one_day_are_told_in_the_order_of_their_ids(store: Store) -> None:
    put(store, *(act(f"{number}", [ANA]) for number in range(20)))
    told = measure(store.reader, WHO, "acts_attested", 2026, 5)
    assert list(told.missing) == sorted(ids(*map(str, range(20))))[:5]


def test_a_trend_is_the_same_measure_year_by_year(store: Store) -> None:
    put(store, act("seen", [ANA], "2025-02-02"), attestation("so", "seen", HIS), act("other", [ANA], "2026-02-02"))
    told = trend(store.reader, WHO, "acts_attested", (2024, 2025, 2026))
    assert [(point.year, point.numerator, point.denominator) for point in told] == [
        (2024, 0, 0),
        (2025, 1, 1),
        (2026, 0, 1),
    ]


def test_an_unknown_measure_is_refused(store: Store) -> None:
    with pytest.raises(RefusedError) as caught:
        of(store, "score")
    assert caught.value.code == "measure_unknown"


def test_a_person_under_two_records_is_one_whose_purpose_may_be_in_either(store: Store) -> None:
    put(
        store,
        record("person", "Zoé", {"name": "Zoé"}),
        record("person", "Zoé, by others", {"name": "Zoé", "purpose": "Apprendre."}),
        contested(record("person", "by a fork", {"name": "x", "purpose": "x"})),
    )
    who = replace(WHO, records={**WHO.records, named("Zoé, by others"): ZOE})
    told = measure(store.reader, who, "persons_purpose", 2026, 9)
    assert (parts(told), told.counted) == ((1, 1), (ZOE,))


def test_what_another_program_wrote_in_a_field_breaks_no_measure(store: Store) -> None:
    put(
        store,
        gift("grant", 1_000),
        act("dig", [ANA]),
        record("use", "of numbers", {"gifts": 7, "act": 7, "from": 7, "date": "2026-04-01", "effect": "x"}),
        record("attestation", "by a number", {"about": named("dig"), "from": 7, "date": "2026-03-09"}, by=HIS),
        record("attestation", "of a number", {"about": 7, "date": "2026-03-09"}, by=HIS),
        dated(record("page", "free", {"title": "free", "licence": 7, "sources": 7})),
    )
    found = {told.key: parts(told) for told in measures(store.reader, WHO, 2026, 9)}
    assert found["acts_attested"] == (1, 1)
    assert (found["gifts_used"], found["uses_whole"]) == ((0, 1), (0, 1))
    assert (found["pages_free"], found["pages_sourced"]) == ((0, 1), (1, 1))


def test_who_tells_an_effect_is_concerned_also_before_their_record_came(store: Store) -> None:
    stranger = named("a stranger")
    put(store, gift("grant", 10), use("theirs", {"grant": 10}, teller=stranger, persons=[stranger]))
    assert parts(of(store, "effects_by_concerned")) == (1, 1)


def test_an_attestation_of_an_act_in_the_bin_attests_nothing(store: Store) -> None:
    put(
        store,
        record("contribution", "dig", {"what": "dig", "persons": [ANA], "date": "2026-03-02"}, removed=True),
        attestation("he saw it", "dig", HIS),
        record("attestation", "in the bin", {"about": named("sow"), "date": "2026-03-09"}, by=HIS, removed=True),
        act("sow", [ANA]),
    )
    assert parts(of(store, "acts_attested")) == (0, 1)
