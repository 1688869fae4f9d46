"""The thread of gifts, recognition and the compass, as documents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict

from idos_p2p.services.cell import Cell
from idos_p2p.services.compass import measure_of, measures_of, trend_of
from idos_p2p.services.recognition import recognition_of
from idos_p2p.services.thread import gifts_of, thread_from, years_of
from idos_p2p.services.who import who
from idos_p2p.views.compass import Measure
from idos_p2p.views.gift_lines import Named
from idos_p2p.views.ledger import Account, Accounts, GiftLine, UseLine
from idos_p2p.views.period import ALWAYS, Period, calendar_year
from idos_p2p.views.persons import Persons
from idos_p2p.views.recognition import RecognisedAct
from idos_p2p.views.records import titles
from ui.command.table import Document, Options, Run
from ui.words.quantities import local

TREND_YEARS = 5


def _thread(cell: Cell, options: Options) -> Document:
    known = who(cell)
    told = thread_from(cell, options["id"], _period(options))
    return {
        "start": told.start,
        "kind": told.kind,
        "period": asdict(told.period),
        "items": [_use(line) for line in told.uses],
        "gifts": [_gift(line) for line in told.gifts],
        "acts": [asdict(line) for line in told.acts],
        "persons": _persons(told.persons, known),
        "uses_in_all": told.uses_in_all,
        "gifts_in_all": told.gifts_in_all,
        "accounts": _accounts(told.accounts),
        "here": told.here,
        "elsewhere": told.elsewhere,
        "adrift": told.adrift,
        "flow": asdict(told.flow),
        "names": _names(told.names, known),
    }


def _gifts(cell: Cell, options: Options) -> Document:
    told = gifts_of(cell, _period(options))
    return {
        "period": asdict(told.period),
        "items": [_gift(line) for line in told.gifts],
        "gifts_in_all": told.gifts_in_all,
        "accounts": _accounts(told.accounts),
        "donors": [{"donor": each.donor, **_accounts(each.accounts)} for each in told.donors],
        "projects": [{**asdict(each), "used": each.used} for each in told.projects],
        "years": [asdict(each) for each in years_of(cell)],
        "contested_gifts": told.contested_gifts,
        "contested_uses": told.contested_uses,
        "flow": asdict(told.flow),
        "names": _names(told.names, who(cell)),
    }


def _recognition(cell: Cell, options: Options) -> Document:
    known = who(cell)
    told = recognition_of(cell, options["person"], _period(options))
    return {
        "person": _person(told.person, known),
        "period": asdict(told.period),
        "minutes": told.minutes,
        "acts_in_all": told.acts_in_all,
        "attested_minutes": told.attested_minutes,
        "attested_acts": told.attested_acts,
        "projects": [asdict(each) for each in told.projects],
        "skills": [asdict(each) for each in told.skills],
        "own_skills": list(told.own_skills),
        "purpose": told.purpose,
        "items": [_act(act) for act in told.acts],
        "corrections": [act.id for act in told.corrections],
        "unconfirmed": [act.id for act in told.unconfirmed],
        "thanks": [asdict(each) for each in told.thanks],
        "thanks_in_all": told.thanks_in_all,
        "names": _names(told.names, known),
    }


def _compass(cell: Cell, options: Options) -> Document:
    year = options["year"] or local(cell.clock.now_ms()).year
    key = options["records"]
    if not key:
        return {"year": year, "items": [_measure(found) for found in measures_of(cell, year, 0)]}
    found = measure_of(cell, key, year)
    names = titles(cell.store.reader, (*found.counted, *found.missing))
    return {
        "year": year,
        "items": [_measure(found)],
        "trend": [asdict(point) for point in trend_of(cell, key, range(year - TREND_YEARS + 1, year + 1))],
        "counted": [{"id": name, "title": names.get(name, "")} for name in found.counted],
        "missing": [{"id": name, "title": names.get(name, "")} for name in found.missing],
    }


def _measure(found: Measure) -> Document:
    return {
        "measure": found.key,
        "value": found.value.value,
        "unit": found.unit.value,
        "numerator": found.numerator,
        "denominator": found.denominator,
        "counted_in_all": found.counted_in_all,
        "missing_in_all": found.missing_in_all,
    }


def _gift(line: GiftLine) -> Document:
    return {**asdict(line), "left": line.left, "over": line.over}


def _use(line: UseLine) -> Document:
    return {**asdict(line), "cents": line.cents, "adrift": line.adrift}


def _act(act: RecognisedAct) -> Document:
    return {**asdict(act), "attested": act.attested, "pending": act.pending}


def _accounts(accounts: Accounts) -> dict[str, Document]:
    return {"money": _account(accounts.money), "kind": _account(accounts.kind), "both": _account(accounts.both)}


def _account(account: Account) -> Document:
    return asdict(account)


def _names(found: Mapping[str, Named], known: Persons) -> Document:
    """Return the titles of records by id; a person goes by the name they give themselves."""
    told = {name: {"kind": each.kind, "title": known.names.get(name, each.title)} for name, each in found.items()}
    return dict(sorted(told.items()))


def _persons(ids: Iterable[str], known: Persons) -> Document:
    return [_person(name, known) for name in ids]


def _person(name: str, known: Persons) -> Document:
    return {"id": name, "name": known.names.get(name, "")}


def _period(options: Options) -> Period:
    if options.get("year"):
        return calendar_year(options["year"])
    if options.get("first") or options.get("last"):
        return Period(options["first"] or "", options["last"] or "")
    return ALWAYS


COMMANDS: Mapping[str, Run] = {
    "thread": _thread,
    "gifts": _gifts,
    "recognition": _recognition,
    "compass": _compass,
}
