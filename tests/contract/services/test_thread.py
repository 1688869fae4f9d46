"""The thread, recognition and the compass of a real cell: the same on every device, and made anew from the log."""

from __future__ import annotations

import pytest

from idos_p2p.errors import RefusedError
from idos_p2p.services.cell import Cell
from idos_p2p.services.check import rebuild
from idos_p2p.services.compass import KEYS, measure_of, measures_of, trend_of
from idos_p2p.services.erase import erase
from idos_p2p.services.note import Noted, attest, note, thank
from idos_p2p.services.people import own_person
from idos_p2p.services.recognition import recognition_of
from idos_p2p.services.thread import gifts_of, thread_from, years_of
from idos_p2p.services.write import add, change
from idos_p2p.views.ledger import Account
from idos_p2p.views.period import calendar_year
from tests.contract.services.forking import copy_of, shameless
from tests.contract.services.sending import Pair
from tests.simulation.devices import Surroundings, share

DAY = "2026-03-01"


def fill(ana: Cell, luc: Cell) -> tuple[str, str, str, str]:
    """Write a gift and what became of it, on two devices; return the donor, the gift, the project and the use."""
    donor = add(ana, "person", {"name": "Mairie", "roles": ["donor"]})
    garden = add(ana, "project", {"title": "Jardin"})
    gift = add(ana, "gift", {"donor": donor, "cents": 10_000, "date": DAY, "wish": "Des bacs"})
    share(ana, luc)
    (act,) = note(luc, Noted("Monter les bacs", (own_person(luc),), DAY, minutes=90, project=garden))
    values = {
        "gifts": {gift: 4_000},
        "project": garden,
        "act": act,
        "persons": [own_person(luc)],
        "date": DAY,
        "effect": "Trois personnes en fauteuil jardinent",
    }
    use = add(luc, "use", values)
    share(luc, ana)
    attest(ana, act, "right", DAY)
    thank(ana, [own_person(luc)], "Merci", DAY, about=act)
    share(ana, luc)
    return donor, gift, garden, use


def everything(cell: Cell, *starts: str) -> list[object]:
    told: list[object] = [thread_from(cell, start) for start in starts]
    told += [gifts_of(cell), years_of(cell), measures_of(cell, 2026)]
    told += [recognition_of(cell, start) for start in starts[:1]]
    return told


def test_both_devices_tell_the_same_and_so_does_what_is_made_anew(pair: Pair) -> None:
    ana, luc = pair
    starts = fill(ana, luc)
    before = everything(ana, *starts)
    assert everything(luc, *starts) == before
    rebuild(ana)
    assert everything(ana, *starts) == before


def test_the_thread_is_taken_from_either_end(pair: Pair) -> None:
    ana, luc = pair
    donor, gift, garden, use = fill(ana, luc)
    for start in (donor, gift[:8], garden, use, own_person(luc)):
        told = thread_from(ana, start)
        assert [line.id for line in told.gifts] == [gift]
        assert [line.id for line in told.uses] == [use]
        assert told.accounts.money == Account(10_000, 4_000, 6_000, 0, 1)
        assert told.uses[0].by_concerned
    assert gifts_of(ana, calendar_year(2025)).gifts == ()
    with pytest.raises(RefusedError, match="thread_start"):
        thread_from(ana, add(ana, "page", {"title": "Une page"}))


def test_what_is_put_in_the_bin_or_erased_leaves_every_sum(pair: Pair) -> None:
    ana, luc = pair
    _, gift, garden, use = fill(ana, luc)
    change(luc, use, {"removed": DAY})
    share(luc, ana)
    for cell in pair:
        assert gifts_of(cell).accounts.money == Account(10_000, 0, 10_000, 0, 1, 1)
        assert thread_from(cell, garden).uses == ()
    change(luc, use, {"removed": None})
    erase(ana, gift)
    share(luc, ana)
    share(ana, luc)
    for cell in pair:
        assert gifts_of(cell).accounts.both == Account()
        told = thread_from(cell, use)
        assert (told.here, told.adrift) == (0, 4_000)


def test_what_a_forked_device_wrote_is_told_and_in_no_sum(around: Surroundings, pair: Pair) -> None:
    ana, luc = pair
    _, gift, garden, _ = fill(ana, luc)
    twin = shameless(copy_of(around, luc))
    values = {"gifts": {gift: 1_000}, "project": garden, "date": DAY, "effect": "Deux fois"}
    add(luc, "use", values)
    add(twin, "use", {**values, "effect": "Deux fois aussi"})
    note(twin, Noted("Compté en double", (own_person(luc),), DAY, minutes=500))
    for giver in (luc, twin):
        share(giver, ana)
    told = thread_from(ana, garden)
    assert sorted(line.contested for line in told.uses) == [False, True, True]
    assert (told.here, told.adrift, told.accounts.both.used) == (4_000, 2_000, 4_000)
    assert gifts_of(ana).contested_uses == 2
    assert recognition_of(ana, own_person(luc)).minutes == 90
    assert measure_of(ana, "uses_whole", 2026).denominator == 1


def test_the_compass_tells_every_measure_and_a_trend_of_one(pair: Pair) -> None:
    ana, luc = pair
    fill(ana, luc)
    told = {found.key: (found.numerator, found.denominator) for found in measures_of(ana, 2026)}
    assert sorted(told) == sorted(KEYS)
    assert told["gifts_told"] == (4_000, 10_000)
    assert told["gifts_used"] == told["acts_attested"] == told["thanks_precise"] == (1, 1)
    assert told["projects_concerned"] == (1, 1)  # Luc joined as a beneficiary
    points = trend_of(ana, "gifts_used", range(2025, 2027))
    assert [(point.numerator, point.denominator) for point in points] == [(0, 0), (1, 1)]


def test_recognition_is_of_persons(pair: Pair) -> None:
    ana, luc = pair
    _, gift, _, _ = fill(ana, luc)
    with pytest.raises(RefusedError, match="not_a_person"):
        recognition_of(ana, gift)
