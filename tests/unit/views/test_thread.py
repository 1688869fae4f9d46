"""The thread from gift to effect and back."""

from __future__ import annotations

from idos_p2p.store.ports import Store
from idos_p2p.views.flow import Column, NodeKind
from idos_p2p.views.gifts import gifts
from idos_p2p.views.ledger import Account
from idos_p2p.views.period import ALWAYS, calendar_year
from idos_p2p.views.persons import Persons
from idos_p2p.views.records import find
from idos_p2p.views.thread import Thread, thread
from tests.contract.store.making import projection, put
from tests.unit.views.giving import (
    ANA,
    BIKES,
    DONOR,
    GARDEN,
    HIS,
    LUC,
    WHO,
    ZOE,
    act,
    contested,
    gift,
    named,
    record,
    use,
)


def fill(store: Store) -> None:
    put(
        store,
        projection("Mairie", "person"),
        projection("Ana", "person"),
        projection("Zoé", "person"),
        projection("Jardin"),
        projection("Vélo"),
        gift("grant", 10_000),
        gift("collection", 2_000, "2025-12-01", LUC),
        act("build the beds", [ANA, LUC], project=GARDEN, minutes=90),
        use("beds", {"grant": 4_000}, project=GARDEN, act=named("build the beds"), persons=[ZOE], teller=ZOE),
        use("lamps", {"grant": 1_000, "collection": 2_500}, "2026-05-01", HIS, project=BIKES, persons=[LUC]),
        use("rent", {"grant": 500}, "2025-12-31"),
    )


def from_(store: Store, name: str, *, year: int | None = None, most: int = 9) -> Thread:
    period = calendar_year(year) if year else ALWAYS
    return thread(store.reader, WHO, find(store.reader, named(name)), period, most)


def uses(told: Thread) -> list[str]:
    return [line.effect.removeprefix("effect of ") for line in told.uses]


def test_from_a_gift_to_all_its_uses_their_acts_persons_and_effects(store: Store) -> None:
    fill(store)
    told = from_(store, "grant")
    (line,) = told.gifts
    assert (line.cents, line.used, line.left, line.over, line.uses) == (10_000, 5_500, 4_500, 0, 3)
    assert uses(told) == ["lamps", "beds", "rent"]
    assert [(done.what, done.minutes, done.persons) for done in told.acts] == [
        ("build the beds", 90, tuple(sorted([ANA, LUC])))
    ]
    assert set(told.persons) == {ANA, LUC, ZOE}
    assert (told.here, told.elsewhere, told.adrift) == (5_500, 0, 0)
    assert told.accounts.money == Account(10_000, 5_500, 4_500, 0, 1)
    assert told.names[GARDEN].title == "Jardin"
    assert told.names[DONOR].title == "Mairie"


def test_from_a_use_back_to_the_gifts_it_takes_from_and_who_tells_its_effect(store: Store) -> None:
    fill(store)
    told = from_(store, "lamps")
    assert {line.id for line in told.gifts} == {named("grant"), named("collection")}
    (line,) = told.uses
    assert (line.teller, line.writer, line.by_concerned) == (LUC, LUC, True)
    assert [(share.cents, share.over) for share in sorted(line.shares, key=lambda share: share.cents)] == [
        (1_000, 0),
        (2_500, 500),
    ]
    assert (told.here, told.elsewhere) == (3_500, 4_500)
    (beds,) = from_(store, "beds").uses
    assert (beds.teller, beds.writer, beds.by_concerned) == (ZOE, ANA, True)


def test_from_an_act_and_from_a_project_to_what_paid_for_them(store: Store) -> None:
    fill(store)
    assert uses(from_(store, "build the beds")) == ["beds"]
    told = from_(store, "Jardin")
    assert uses(told) == ["beds"]
    assert (told.here, told.elsewhere, told.accounts.both.left) == (4_000, 1_500, 4_500)
    assert uses(from_(store, "Jardin", year=2025)) == []
    assert uses(from_(store, "Jardin", year=2026)) == ["beds"]


def test_from_a_person_to_what_became_of_their_gifts_and_to_what_reached_them(store: Store) -> None:
    fill(store)
    assert uses(from_(store, "Mairie")) == ["lamps", "beds", "rent"]
    assert uses(from_(store, "Mairie", year=2025)) == []
    assert uses(from_(store, "Zoé")) == ["beds"]
    assert uses(from_(store, "Ana")) == ["beds"]  # by the act she took part in
    assert from_(store, "Zoé").accounts.both.received == 10_000


def test_a_donor_sees_their_own_gift_and_not_what_others_gave_to_the_same_use(store: Store) -> None:
    fill(store)
    told = from_(store, "grant")
    (lamps, *_) = told.uses
    assert sum(share.cents for share in lamps.shares) == 3_500
    assert told.here == 5_500  # 1,000 of the lamps
    assert {node.id for node in told.flow.nodes if node.column is Column.DONORS} == {DONOR}


def test_what_is_above_a_gift_comes_from_nowhere_and_what_is_left_ends_the_stream(store: Store) -> None:
    fill(store)
    kinds = {node.kind: node.cents for node in from_(store, "collection").flow.nodes}
    assert kinds[NodeKind.OVER] == 500
    kinds = {node.kind: node.cents for node in from_(store, "grant").flow.nodes}
    assert kinds[NodeKind.LEFT] == 4_500
    assert kinds[NodeKind.CELL] == 500
    assert kinds[NodeKind.NOBODY] == 500


def test_whatever_a_drawing_shows_is_named_even_where_lists_are_cut(store: Store) -> None:
    fill(store)
    told = from_(store, "grant", most=1)
    assert told.flow.ids <= told.names.keys() | {LUC}  # Luc's own record is not here
    every = gifts(store.reader, WHO, ALWAYS, 0)
    assert every.gifts == ()
    assert named("beds") in every.flow.ids
    assert every.flow.ids <= every.names.keys() | {LUC}


def test_what_is_contested_is_told_and_in_no_sum(store: Store) -> None:
    put(
        store,
        gift("grant", 1_000),
        contested(gift("forked", 9_000)),
        use("beds", {"grant": 300, "forked": 700}, project=GARDEN),
        contested(use("twice", {"grant": 400}, "2026-02-01", project=GARDEN)),
    )
    told = from_(store, "grant")
    assert uses(told) == ["beds", "twice"]
    assert [line.contested for line in told.uses] == [False, True]
    assert (told.accounts.both, told.here, told.adrift) == (Account(1_000, 300, 700, 0, 1), 300, 400)
    forked = from_(store, "forked")
    assert (forked.gifts[0].used, forked.accounts.both, forked.here, forked.adrift) == (700, Account(), 0, 700)
    assert forked.flow.nodes == ()


def test_a_share_of_a_gift_that_is_not_here_or_in_the_bin_is_told_apart(store: Store) -> None:
    put(
        store,
        gift("grant", 1_000),
        record("gift", "thrown away", {"cents": 800, "date": "2026-01-01"}, removed=True),
        use("beds", {"grant": 100, "thrown away": 200, "not arrived": 300}),
        record("use", "thrown use", {"gifts": {named("grant"): 900}, "effect": "x"}, removed=True),
    )
    told = from_(store, "beds")
    assert (told.here, told.adrift, told.gifts_in_all) == (100, 500, 1)
    assert from_(store, "grant").accounts.both == Account(1_000, 100, 900, 0, 1)


def test_goods_and_services_are_told_apart_with_or_without_a_value(store: Store) -> None:
    put(
        store,
        gift("bread", 2_400, form="goods"),
        gift("a hand", None, form="service"),
        use("breakfast", {"bread": 2_400, "a hand": 0}),
    )
    told = from_(store, "breakfast")
    assert told.accounts.money == Account()
    assert told.accounts.kind == Account(2_400, 2_400, 0, 0, gifts=2, untouched=0, unvalued=1)


def test_lists_are_cut_and_sums_are_not(store: Store) -> None:
    fill(store)
    told = from_(store, "grant", most=1)
    assert uses(told) == ["lamps"]
    assert (told.uses_in_all, told.here) == (3, 5_500)


def test_two_records_of_one_person_are_one(store: Store) -> None:
    fill(store)
    put(store, use("seeds", {"grant": 100}, persons=[named("Zoé, by others"), ZOE]))
    same = Persons({ZOE: ZOE, named("Zoé, by others"): ZOE}, WHO.devices, WHO.names, WHO.roles)
    told = thread(store.reader, same, find(store.reader, named("seeds")), ALWAYS, 9)
    assert told.persons == (ZOE,)
