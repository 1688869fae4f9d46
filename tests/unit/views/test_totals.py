"""Whatever is in the records, the sums are the sums of the records, and agree with each other."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from idos_p2p.store.memory import MemoryStore
from idos_p2p.store.ports import Projection, Store
from idos_p2p.views.compass import measures
from idos_p2p.views.flow import Column, Flow, Rest, drawn
from idos_p2p.views.gift_lines import MOST_CENTS, gift_lines, keys_within, use_lines
from idos_p2p.views.gifts import Gifts, gifts, years
from idos_p2p.views.ledger import Account, Accounts, GiftLine, settled
from idos_p2p.views.period import ALWAYS, calendar_year, year_of
from idos_p2p.views.records import find
from idos_p2p.views.thread import Thread, strands, thread
from tests.contract.store.making import put
from tests.unit.views.giving import ANA, BIKES, DONOR, GARDEN, HER, HIS, LUC, WHO, ZOE, gift, named, record, use

GIFTS = tuple(f"gift {number}" for number in range(5))
YEARS = ("2024", "2025", "2026", "0001", "")

amounts = st.one_of(
    st.integers(0, 10_000),
    st.sampled_from([None, -5, 2**63 - 1, 2**64, -(2**70), MOST_CENTS + 1, "many", ["a"], True]),
)
days = st.sampled_from(["2024-12-31", "2025-01-01", "2025-06-30", "2026-02-01", "2026-2-1", "0001-01-01", "some day"])
people = st.lists(st.sampled_from([ANA, LUC, ZOE, named("a stranger")]), unique=True)
marks = st.sampled_from(["", "", "", "contested", "removed"])
authors = st.sampled_from([HER, HIS])


def marked(made: Projection, mark: str) -> Projection:
    if mark == "removed":
        return replace(made, fields={**made.fields, "removed": "2026-11-01"}, links=())
    return replace(made, contested=mark == "contested")


@st.composite
def given_ones(draw: st.DrawFn) -> list[Projection]:
    return [
        marked(
            gift(name, draw(amounts), draw(days), draw(st.sampled_from([DONOR, LUC, ""])), form=draw(forms)),
            draw(marks),
        )
        for name in draw(st.lists(st.sampled_from(GIFTS), unique=True))
    ]


forms = st.sampled_from(["money", "goods", "service", "from later"])


@st.composite
def uses_of_them(draw: st.DrawFn) -> list[Projection]:
    made = []
    for number in range(draw(st.integers(0, 6))):
        shares = draw(st.dictionaries(st.sampled_from([*GIFTS, "not arrived"]), st.integers(-9, 2**64), max_size=3))
        told = use(
            f"use {number}",
            shares,
            draw(days),
            draw(authors),
            project=draw(st.sampled_from([GARDEN, BIKES, ""])),
            persons=draw(people),
            act=draw(st.sampled_from(["", named("act")])),
        )
        if draw(st.integers(0, 9)) == 0:  # of another type than the kind says: shown, and no share
            told = replace(told, fields={**told.fields, "gifts": json.dumps(told.fields.get("gifts"))}, links=())
        made.append(marked(told, draw(marks)))
    return made


one_store = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])  # emptied for each example
records = st.builds(lambda given, used: [*given, *used], given_ones(), uses_of_them())


def arrived(made: list[Projection], seed: int) -> Store:
    """Return a new store in which these records arrived one by one, in an order drawn from the seed."""
    store = MemoryStore()
    order = list(made)
    Random(seed).shuffle(order)
    for each in order:
        put(store, each)
    return store


def fill(store: Store, made: list[Projection]) -> None:
    """Let the store hold these records and nothing else."""
    with store.transaction():
        store.read_model.clear()
    put(store, *made)


def clamped(value: object) -> int:
    return max(0, min(value, MOST_CENTS)) if isinstance(value, int) and not isinstance(value, bool) else 0


def counts(made: Projection) -> bool:
    return not made.contested and not made.removed


def expected(made: list[Projection]) -> tuple[int, int]:
    """Return what was received and what was used, added up by hand."""
    counted = {each.id.hex(): each for each in made if each.kind == "gift" and counts(each)}
    received = sum(clamped(each.fields.get("cents")) for each in counted.values())
    used = 0
    for each in made:
        shares = each.fields.get("gifts", {})
        if each.kind == "use" and counts(each) and isinstance(shares, dict):
            used += sum(clamped(cents) for name, cents in shares.items() if name in counted)
    return received, used


def balanced(account: Account) -> bool:
    parts = (account.received, account.used, account.left, account.over)
    return account.received + account.over == account.used + account.left and min(parts) >= 0


def total(several: list[Accounts]) -> Accounts:
    return sum(several, Accounts())


def assert_flows(flow: Flow) -> None:
    """What flows into a node flows out of it, but at the ends."""
    into: Counter[str] = Counter()
    out: Counter[str] = Counter()
    for stream in flow.streams:
        assert stream.cents > 0
        out[stream.source] += stream.cents
        into[stream.target] += stream.cents
    assert len({node.key for node in flow.nodes}) == len(flow.nodes)
    assert into.keys() | out.keys() == {node.key for node in flow.nodes}
    for node in flow.nodes:
        assert node.cents in {into[node.key], out[node.key]}
        assert not (into[node.key] and out[node.key]) or into[node.key] == out[node.key]


@one_store
@given(records)
def test_sums_are_those_of_the_records_by_donor_by_project_and_by_year(store: Store, made: list[Projection]) -> None:
    fill(store, made)
    told = gifts(store.reader, WHO, ALWAYS, 99)
    both = told.accounts.both
    assert (both.received, both.used) == expected(made)
    assert balanced(told.accounts.money)
    assert balanced(told.accounts.kind)
    assert total([donor.accounts for donor in told.donors]) == told.accounts
    assert sum(project.used for project in told.projects) == both.used
    assert sum(project.over for project in told.projects) == both.over
    by_year = [gifts(store.reader, WHO, calendar_year(int(year)), 99) for year in YEARS if year]
    undated = [line.accounts for line in told.gifts if not year_of(line.day)]
    assert total([*(each.accounts for each in by_year), *undated]) == told.accounts
    assert_flows(told.flow)


@one_store
@given(records)
def test_each_year_goes_on_from_the_one_before(store: Store, made: list[Projection]) -> None:
    fill(store, made)
    told, all_years = gifts(store.reader, WHO, ALWAYS, 99), years(store.reader)
    brought = 0
    for account in all_years:
        assert account.brought == brought
        assert account.brought + account.received - account.used == account.left - account.over
        brought = account.left - account.over
    assert sum(account.received for account in all_years) == told.accounts.both.received
    assert sum(account.used for account in all_years) == told.accounts.both.used
    assert [account.year for account in all_years] == sorted({account.year for account in all_years})
    if all_years:
        assert (all_years[-1].left, all_years[-1].over) == (told.accounts.both.left, told.accounts.both.over)


@one_store
@given(records)
def test_a_thread_taken_anywhere_adds_up(store: Store, made: list[Projection]) -> None:
    fill(store, [*made, record("project", "Jardin", {}), record("person", "Luc", {})])
    for name in [*(each.id.hex() for each in made if not each.removed), GARDEN, LUC]:
        told = thread(store.reader, WHO, find(store.reader, name), ALWAYS, 99)
        assert balanced(told.accounts.money)
        assert balanced(told.accounts.kind)
        assert told.accounts == total([line.accounts for line in told.gifts])
        assert told.here + told.elsewhere == told.accounts.both.used
        assert min(told.here, told.elsewhere, told.adrift) >= 0
        assert_flows(told.flow)


@given(records, st.integers(0, 99))
def test_the_order_of_arrival_makes_no_difference(made: list[Projection], seed: int) -> None:
    def all_told(store: Store) -> list[Gifts | Thread | object]:
        starts = [each.id.hex() for each in made if not each.removed]
        threads = [thread(store.reader, WHO, find(store.reader, name), ALWAYS, 3) for name in starts]
        counted = measures(store.reader, WHO, 2025, 2)
        return [gifts(store.reader, WHO, ALWAYS, 3), years(store.reader), counted, *threads]

    one, other = arrived(made, 0), arrived(made, seed)
    assert all_told(one) == all_told(other)
    one.close()
    other.close()


@one_store
@given(records, st.integers(0, 3))
def test_a_drawing_of_few_nodes_carries_the_same_cents(store: Store, made: list[Projection], most: int) -> None:
    fill(store, made)
    lines, used = settled(
        gift_lines(store.reader, WHO, keys_within(store.reader, "gift", ALWAYS)),
        use_lines(store.reader, WHO, keys_within(store.reader, "use", ALWAYS)),
    )

    def draw(number: int) -> Flow:
        left = (Rest(line.donor, line.left) for line in lines.values() if not line.contested)
        return drawn(strands(used.values(), lines, lines.keys()), left, number)

    few, many = draw(most), draw(99)
    assert_flows(few)
    for column in Column:
        assert sum(node.cents for node in few.nodes if node.column is column) == sum(
            node.cents for node in many.nodes if node.column is column
        )
        assert len([node for node in few.nodes if node.column is column and node.id]) <= most


@one_store
@given(records)
def test_no_measure_counts_more_than_there_is(store: Store, made: list[Projection]) -> None:
    fill(store, made)
    for year in (2024, 2025):
        for found in measures(store.reader, WHO, year, 2):
            assert 0 <= found.numerator <= found.denominator
            assert len(found.counted) == min(2, found.counted_in_all)


def test_a_line_of_a_gift_says_what_is_left_or_what_is_above_it() -> None:
    line = GiftLine("a", "2026-01-01", DONOR, "money", "", "", cents=500, used=700)
    assert (line.left, line.over) == (0, 200)
    assert replace(line, used=200).left == 300
