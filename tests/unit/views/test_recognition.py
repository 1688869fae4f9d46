"""What recognises one person, and what proves it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from idos_p2p.store.memory import MemoryStore
from idos_p2p.store.ports import Projection, Store
from idos_p2p.views.period import ALWAYS, Period, calendar_year
from idos_p2p.views.recognition import Given, RecognisedAct, Recognition, recognition
from idos_p2p.views.records import find
from tests.contract.store.making import put
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
    named,
    record,
    thanks,
)

PEOPLE = (
    record("person", "Ana", {"name": "Ana", "purpose": "Nourrir.", "skills": ["cuisine"]}),
    record("person", "Luc", {"name": "Luc"}, by=HIS),
    record("person", "Zoé", {"name": "Zoé"}),
    record("project", "Jardin", {"title": "Jardin"}),
)


def of(store: Store, name: str, period: Period = ALWAYS, most: int = 9) -> Recognition:
    return recognition(store.reader, WHO, find(store.reader, named(name)), period, most)


def whats(acts: Sequence[RecognisedAct]) -> list[str]:
    return [done.what for done in acts]


def test_hours_are_each_persons_by_project_and_by_skill_and_the_others_are_named(store: Store) -> None:
    put(
        store,
        *PEOPLE,
        act("dig", [ANA, LUC], minutes=90, project=GARDEN, skills=["jardinage"]),
        act("cook", [ANA], "2026-05-01", minutes=60, skills=["cuisine", "jardinage"]),
        act("last year", [ANA], "2025-05-01", minutes=30),
        act("of others", [LUC], minutes=999),
    )
    told = of(store, "Ana", calendar_year(2026))
    assert (told.minutes, told.acts_in_all) == (150, 2)
    assert told.projects == (Given("", 60, 1), Given(GARDEN, 90, 1))
    assert told.skills == (Given("cuisine", 60, 1), Given("jardinage", 150, 2))
    assert (told.purpose, told.own_skills) == ("Nourrir.", ("cuisine",))
    assert whats(told.acts) == ["cook", "dig"]
    assert told.acts[1].others == (LUC,)
    assert told.names[GARDEN].title == "Jardin"
    assert (of(store, "Ana").minutes, of(store, "Luc").minutes) == (180, 1_089)


def test_only_another_person_attests_an_act_neither_who_did_it_nor_who_noted_it(store: Store) -> None:
    put(
        store,
        *PEOPLE,
        act("by herself", [ANA], minutes=10),
        attestation("she says so", "by herself", HER),
        act("by Luc for Ana", [ANA], by=HIS, minutes=20),
        attestation("he who noted it", "by Luc for Ana", HIS),
        act("seen", [ANA], minutes=40),
        attestation("he saw it", "seen", HIS, "present"),
        act("put in a mouth", [ANA], minutes=80),
        attestation("Zoé, says Ana", "put in a mouth", HER, teller=ZOE),
        act("told to Luc", [ANA], minutes=160),
        attestation("Zoé, says Luc", "told to Luc", HIS, teller=ZOE),
        act("not so", [ANA], minutes=320),
        attestation("it was not so", "not so", HIS, "correction", words="no"),
    )
    told = of(store, "Ana")
    assert {done.what for done in told.acts if done.attested} == {"seen", "told to Luc"}
    assert (told.attested_acts, told.attested_minutes, told.minutes) == (2, 200, 630)
    (proof,) = next(done.attestations for done in told.acts if done.what == "told to Luc")
    assert (proof.id, proof.attester, proof.writer) == (named("Zoé, says Luc"), ZOE, LUC)


def test_who_took_part_attests_the_part_of_the_others(store: Store) -> None:
    put(
        store,
        *PEOPLE,
        act("together", [ANA, LUC, ZOE], minutes=30),
        attestation("I was there", "together", HIS, "present"),
    )
    assert (of(store, "Zoé").attested_acts, of(store, "Ana").attested_acts, of(store, "Luc").attested_acts) == (1, 1, 0)


def test_what_others_noted_waits_until_the_person_says_so_with_their_own_device(store: Store) -> None:
    put(
        store,
        *PEOPLE,
        act("noted by Luc", [ANA], by=HIS),
        act("confirmed", [ANA], "2026-03-03", by=HIS),
        attestation("she confirms", "confirmed", HER),
        act("confirmed by Luc for her", [ANA], "2026-03-04", by=HIS),
        attestation("he says she confirms", "confirmed by Luc for her", HIS, teller=ANA),
        act("her own", [ANA], "2026-03-05"),
    )
    assert whats(of(store, "Ana").unconfirmed) == ["confirmed by Luc for her", "noted by Luc"]
    assert [done.on_behalf for done in of(store, "Ana").acts] == [False, True, True, True]


def test_a_correction_waits_until_the_act_follows_it(store: Store) -> None:
    followed = replace(act("followed", [ANA], "2026-03-05", minutes=45), touched_ms=9)
    put(
        store,
        *PEOPLE,
        act("too long", [ANA], minutes=90),
        attestation("45", "too long", HIS, "correction", minutes=45),
        followed,
        attestation("45 too", "followed", HIS, "correction", minutes=45),
        replace(attestation("in words", "followed", HIS, "correction", words="le soir"), created_ms=5),
        act("in words only", [ANA], "2026-03-01"),
        attestation("later", "in words only", HIS, "correction", words="le soir"),
        contested(attestation("by a fork", "followed", HIS, "correction", minutes=1)),
    )
    assert whats(of(store, "Ana").corrections) == ["too long", "in words only"]
    assert of(store, "Ana").minutes == 135  # a correction is shown, and corrects nothing by itself


def test_thanks_say_from_whom_and_for_which_act(store: Store) -> None:
    put(
        store,
        *PEOPLE,
        act("dig", [ANA]),
        thanks("for digging", [ANA, LUC], HIS, about=named("dig"), teller=ZOE),
        thanks("in general", [ANA], HIS, date="2025-01-01"),
        contested(thanks("by a fork", [ANA], HIS)),
    )
    told = of(store, "Ana")
    assert [(each.words, each.giver, each.writer, each.about) for each in told.thanks if not each.contested] == [
        ("for digging", ZOE, LUC, named("dig")),
        ("in general", LUC, LUC, ""),
    ]
    assert (told.thanks_in_all, len(told.thanks)) == (2, 3)
    assert told.names[named("dig")].title == "dig"
    assert of(store, "Ana", calendar_year(2025)).thanks_in_all == 1


def test_what_is_contested_or_in_the_bin_counts_for_nobody(store: Store) -> None:
    put(
        store,
        *PEOPLE,
        contested(act("twice", [ANA], minutes=50)),
        record("contribution", "gone", {"what": "gone", "persons": [ANA], "minutes": 7}, removed=True),
        act("seen", [ANA], minutes=5),
        contested(attestation("by a fork", "seen", HIS)),
    )
    told = of(store, "Ana")
    assert (told.minutes, told.acts_in_all, told.attested_acts) == (5, 1, 0)
    assert sorted(whats(told.acts)) == ["seen", "twice"]


def test_lists_are_cut_and_sums_are_not(store: Store) -> None:
    put(store, *PEOPLE, *(act(f"{number}", [ANA], f"2026-01-0{number}", minutes=10) for number in range(1, 8)))
    told = of(store, "Ana", most=2)
    assert whats(told.acts) == ["7", "6"]
    assert (told.minutes, told.acts_in_all) == (70, 7)


takers = st.lists(st.sampled_from([ANA, LUC, ZOE]), min_size=1, unique=True)


@st.composite
def said(draw: st.DrawFn) -> list[Projection]:
    made: list[Projection] = list(PEOPLE)
    for number in range(draw(st.integers(0, 4))):
        minutes = draw(st.one_of(st.integers(-5, 500), st.sampled_from([None, 2**64, "long", False])))
        done = act(
            f"act {number}",
            draw(takers),
            draw(st.sampled_from(["2025-01-01", "2026-01-01", "some day"])),
            draw(st.sampled_from([HER, HIS])),
            minutes=minutes,
            project=draw(st.sampled_from([GARDEN, BIKES, ""])),
            skills=draw(st.lists(st.sampled_from(["a", "b"]), unique=True)),
        )
        made.append(replace(done, contested=draw(st.booleans())))
        for place in range(draw(st.integers(0, 3))):
            told = attestation(
                f"of {number} {place}",
                f"act {number}",
                draw(st.sampled_from([HER, HIS])),
                draw(st.sampled_from(["right", "present", "correction"])),
                teller=draw(st.sampled_from(["", ZOE, ANA])),
                minutes=draw(st.sampled_from([None, 10])),
            )
            made.append(replace(told, contested=draw(st.booleans())))
    return made


@given(said(), st.integers(0, 99))
def test_sums_are_those_of_the_acts_shown_in_any_order_of_arrival(made: list[Projection], seed: int) -> None:
    one, other = MemoryStore(), MemoryStore()
    put(one, *made)
    shuffled = list(made)
    Random(seed).shuffle(shuffled)
    for each in shuffled:
        put(other, each)
    for name in ("Ana", "Luc", "Zoé"):
        told = of(one, name, most=99)
        counted = [done for done in told.acts if not done.contested]
        assert told.minutes == sum(done.minutes for done in counted) == sum(part.minutes for part in told.projects)
        assert told.acts_in_all == len(counted) == sum(part.acts for part in told.projects)
        assert told.attested_acts <= told.acts_in_all
        assert told.attested_minutes <= told.minutes
        assert of(one, name, most=2) == of(other, name, most=2)
    one.close()
    other.close()
