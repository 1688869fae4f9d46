"""The way of the gifts: few bands, every cent kept; what is typed becomes a gift or a use."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from idos_p2p.views.flow import Column, Flow, Node, NodeKind, Rest, Strand, drawn
from tests.qt.association import TODAY
from ui.desktop.presenters.gifts import MOST_BANDS, drawing, gathered
from ui.desktop.presenters.giving import GiftDraft, UseDraft, cents_typed, gift_values, use_values
from ui.desktop.presenters.projects import Missing
from ui.words.languages import words_for

FR = words_for("fr")
GIFT = GiftDraft("d1", "money", "50", "", TODAY, "")
USE = UseDraft({"g1": "12,50"}, "p1", frozenset({"bb", "aa"}), " Douze paniers ", "", TODAY)


def wide() -> Flow:
    """Return what thirty persons gave for as many uses of two projects."""
    strands = [Strand(f"d{n:02}", f"p{n % 2}", f"u{n:02}", (f"h{n % 9}",), 100 * (n + 1)) for n in range(30)]
    return drawn(strands, [Rest("d03", 777)], 12)


def sums(flow: Flow) -> dict[Column, int]:
    """Return the cents of each column."""
    found: Counter[Column] = Counter()
    for node in flow.nodes:
        found[node.column] += node.cents
    return dict(found)


def test_a_drawing_holds_what_fits_and_loses_no_cent() -> None:
    flow = wide()
    fewer = gathered(flow, MOST_BANDS)
    assert sums(fewer) == sums(flow)
    assert sum(stream.cents for stream in fewer.streams) == sum(stream.cents for stream in flow.streams)
    for column in Column:
        assert sum(bool(node.id) for node in fewer.nodes if node.column is column) <= MOST_BANDS
    donors = sum(node.members for node in fewer.nodes if node.column is Column.DONORS)
    assert donors == 30


def test_what_flows_in_flows_out_again() -> None:
    flow = gathered(wide(), MOST_BANDS)
    for node in flow.nodes:
        into = sum(stream.cents for stream in flow.streams if stream.target == node.key)
        out = sum(stream.cents for stream in flow.streams if stream.source == node.key)
        assert node.cents == max(into, out)
        assert not into or not out or into == out


def test_those_who_give_stand_by_name_and_nobody_is_first_for_giving_more() -> None:
    flow = drawn([Strand("d1", "p", "u", ("h",), 100), Strand("d2", "p", "u", ("h",), 900)], [], 12)
    shown = drawing(FR, flow, {"d1": "Ana", "d2": "Zoé", "p": "Jardin", "u": "Douze paniers", "h": "Inès"})
    assert [band.title for band in shown.bands] == ["Ana", "Zoé", "Jardin", "Douze paniers", "Inès"]
    assert shown.ribbons[0].spoken.endswith("Ana → Jardin")


def test_a_hostile_name_stays_on_its_line() -> None:
    flow = Flow((Node("donor:d", Column.DONORS, NodeKind.DONOR, "d", 1, 100),), ())
    (band,) = drawing(FR, flow, {"d": "Ana\n\u202e<b>" + "x" * 500}).bands
    assert "\n" not in band.title
    assert "\u202e" not in band.title
    assert len(band.title) <= 80


@pytest.mark.parametrize(
    ("typed", "cents"),
    [
        ("50", 5_000),
        ("12,5", 1_250),
        ("1 240,50 €", 124_050),
        ("1\u202f240.05", 124_005),
        ("0", None),
        ("-3", None),
        ("douze", None),
        ("1,234", None),
        ("", None),
    ],
)
def test_an_amount_is_read_as_people_type_it(typed: str, cents: int | None) -> None:
    assert cents_typed(typed) == cents


def test_a_gift_of_money_needs_an_amount_and_one_of_things_says_what() -> None:
    assert gift_values(FR, GIFT, TODAY) == {"donor": "d1", "form": "money", "date": "2026-11-22", "cents": 5_000}
    things = replace(GIFT, form="goods", amount="", what="Douze cagettes")
    assert gift_values(FR, things, TODAY) == {
        "donor": "d1",
        "form": "goods",
        "date": "2026-11-22",
        "what": "Douze cagettes",
    }


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (replace(GIFT, donor=""), "donor"),
        (replace(GIFT, amount="beaucoup"), "amount"),
        (replace(GIFT, amount=""), "amount"),
        (replace(GIFT, form="service", amount=""), "what"),
        (replace(GIFT, day=TODAY.replace(year=2027)), "day"),
    ],
)
def test_a_gift_says_what_is_missing(draft: GiftDraft, field: str) -> None:
    missing = gift_values(FR, draft, TODAY)
    assert isinstance(missing, Missing)
    assert missing.field == field


def test_a_use_takes_from_gifts_what_is_left_of_them() -> None:
    assert use_values(FR, USE, {"g1": 1_250}, TODAY) == {
        "gifts": {"g1": 1_250},
        "effect": "Douze paniers",
        "date": "2026-11-22",
        "project": "p1",
        "persons": ["aa", "bb"],
    }


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (replace(USE, shares={"g1": "13"}), "gifts"),
        (replace(USE, shares={"g1": ""}), "gifts"),
        (replace(USE, shares={"g1": "x"}), "gifts"),
        (replace(USE, effect=" "), "effect"),
    ],
)
def test_a_use_says_what_is_missing(draft: UseDraft, field: str) -> None:
    missing = use_values(FR, draft, {"g1": 1_250}, TODAY)
    assert isinstance(missing, Missing)
    assert missing.field == field
