"""What each measure of the compass counts, in one function each: the definitions, in code.

All of them are of the records of one calendar year, none of which is contested or in the bin.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace

from idos_p2p.views.gift_lines import text_of
from idos_p2p.views.year import Dated, Others, Year

_FREE = [name.split() for name in ("CC0", "CC BY", "GFDL", "ODBL", "LICENCE ART LIBRE", "PUBLIC DOMAIN")]
_LIMITS = {"NC", "ND"}  # no commercial use, no changes


@dataclass(frozen=True, slots=True)
class Found:
    """What a measure finds: its two numbers, and the records that count towards it, apart from those that do not."""

    numerator: int
    denominator: int
    counted: Dated
    missing: Dated | Others


def gifts_told(year: Year) -> Found:
    """Of the cents given in the year, those used with an effect that one of the concerned tells."""
    gifts, uses = year.gifts
    told: dict[str, int] = {}
    for use in uses:
        for share in use.shares:
            if share.counted and use.by_concerned:
                told[share.gift] = told.get(share.gift, 0) + share.cents - share.over
    counted = {key for key, gift in gifts.items() if gift.id in told}
    found = _of(year.dated("gift"), counted)
    return replace(found, numerator=sum(told.values()), denominator=sum(gift.cents for gift in gifts.values()))


def gifts_spent(year: Year) -> Found:
    """Of the cents given in the year, those that were used, whenever that was."""
    gifts, _ = year.gifts
    received = sum(gift.cents for gift in gifts.values())
    found = _of(year.dated("gift"), {key for key, gift in gifts.items() if gift.uses and not gift.left})
    return replace(found, numerator=received - sum(gift.left for gift in gifts.values()), denominator=received)


def gifts_used(year: Year) -> Found:
    """Of the gifts of the year, those that a use tells of."""
    gifts, _ = year.gifts
    return _of(year.dated("gift"), {key for key, gift in gifts.items() if gift.uses})


def uses_whole(year: Year) -> Found:
    """Of the uses of the year, those that name an act and persons: from gift to effect, nothing is left out."""
    return _of(year.dated("use"), {key for key, use in year.uses.items() if use.act and use.persons})


def acts_attested(year: Year) -> Found:
    """Of the contributions of the year, those attested by another person (``Year.attested``)."""
    attested = year.attested()
    others = year.others("contribution", attested)
    return Found(len(attested), len(attested) + len(others), attested, others)


def thanks_precise(year: Year) -> Found:
    """Of the thanks of the year, those for a precise act."""
    thanks = year.dated("thanks")
    return _of(thanks, year.having("about", thanks))


def persons_purpose(year: Year) -> Found:
    """Of the persons known by the end of the year, those whose raison d'être is written today, each counted once."""
    days: dict[int, str] = {}
    counted = set()
    for person, views in year.persons().items():
        shown = min(views, key=lambda view: (view.id != person, view.id))
        days[shown.key] = shown.day
        if any(text_of(view.fields, "purpose").strip() for view in views):
            counted.add(shown.key)
    return _of(days, counted)


def projects_concerned(year: Year) -> Found:
    """Of the projects with contributions in the year, those in which a beneficiary took part."""
    days, concerned = year.projects()
    return _of(days, concerned)


def asked_by_concerned(year: Year) -> Found:
    """Of the needs and offers opened in the year, those opened by one of those they are for.

    One that names nobody was opened by the concerned when a beneficiary wrote it.
    """
    views = {**year.views("need"), **year.views("offer")}
    days = {key: view.day for key, view in views.items()}
    return _of(days, {key for key, view in views.items() if year.opened_by_concerned(view)})


def effects_by_concerned(year: Year) -> Found:
    """Of the uses of the year, those whose effect is told by one of the persons concerned."""
    return _of(year.dated("use"), {key for key, use in year.uses.items() if use.by_concerned})


def meetings_concerned(year: Year) -> Found:
    """Of the meetings of the year that say who came, those to which a beneficiary came."""
    meetings = year.dated("meeting")
    told = year.having("persons", meetings)
    return _of({key: day for key, day in meetings.items() if key in told}, year.with_concerned(told))


def pages_free(year: Year) -> Found:
    """Of the pages written in the year, those under a licence that lets anybody use, change and share them."""
    return _of_pages(year, {key for key, page in year.pages.items() if is_free(page.licence)})


def pages_reused(year: Year) -> Found:
    """Of the pages written in the year, those that another page was made from, or that another record names."""
    return _of_pages(year, year.made_from(year.pages) | year.named_elsewhere(year.pages))


def pages_sourced(year: Year) -> Found:
    """Of the pages written in the year, those that say where they come from, here or elsewhere."""
    return _of_pages(year, {key for key, page in year.pages.items() if page.sourced})


def is_free(licence: str) -> bool:
    """Say whether a licence of this name lets anybody use, change and share."""
    words = licence.upper().replace("-", " ").split()
    return any(words[: len(free)] == free for free in _FREE) and not set(words) & _LIMITS


def _of_pages(year: Year, counted: Collection[int]) -> Found:
    return _of({key: page.day for key, page in year.pages.items()}, counted)


def _of(days: Dated, counted: Collection[int]) -> Found:
    """Return how many of these records count, and which."""
    yes = {key: day for key, day in days.items() if key in counted}
    return Found(len(yes), len(days), yes, {key: day for key, day in days.items() if key not in counted})


FOUND: Mapping[str, Callable[[Year], Found]] = {
    found.__name__: found
    for found in (
        gifts_told,
        gifts_spent,
        gifts_used,
        uses_whole,
        acts_attested,
        thanks_precise,
        persons_purpose,
        projects_concerned,
        asked_by_concerned,
        effects_by_concerned,
        meetings_concerned,
        pages_free,
        pages_reused,
        pages_sourced,
    )
}
"""Each measure by its key."""
