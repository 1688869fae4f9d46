"""Whether a proposal may be put: what each matter asks of the standing that its author knew (design §5)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from idos_p2p.errors import BugError
from idos_p2p.governance.acts import Propose
from idos_p2p.governance.counting import active, electors, targets
from idos_p2p.governance.facts import Facts
from idos_p2p.governance.finality import is_guarded
from idos_p2p.governance.matters import (
    Chambers,
    Charter,
    Confirm,
    Exclude,
    Forget,
    Matter,
    PutToRest,
    Ratify,
    Rebind,
    Text,
    electorate_hash,
)
from idos_p2p.governance.membership import BELONGING, Status
from idos_p2p.governance.naming import circles_fault, cuts_fault, devices_to_cut
from idos_p2p.governance.standing import Standing
from idos_p2p.ids import ABSENT, EntryId, PersonId

FEWEST_TO_EXCLUDE = 3
"""No exclusion below three confirmed (design §5): otherwise one person would decide alone of another."""

_OF_A_PROJECT = (Text, Chambers, Forget)
Rule = Callable[[Facts, Standing, PersonId, Propose], str]
Kind = TypeVar("Kind", bound=Matter)


def propose_fault(facts: Facts, standing: Standing, author: PersonId, body: Propose) -> str:
    """Return why a proposal of somebody with a voice is void in the standing of its own past; empty when it is put."""
    if body.project is not None:
        seats = isinstance(body.matter, Chambers)
        if not isinstance(body.matter, _OF_A_PROJECT) or not (seats or standing.circle(body.project)):
            return "project"
    why = _RULES[type(body.matter)](facts, standing, author, body)
    if why:
        return why
    found = electors(standing, body.matter, body.project)
    if not any(found.persons):
        return "few"
    same = (electorate_hash(found.persons[0]), electorate_hash(found.persons[1])) == (body.concerned, body.carrying)
    return "" if same else "electorate"


def _text(_facts: Facts, _standing: Standing, _author: PersonId, body: Propose) -> str:
    return "" if body.record != ABSENT and body.heads else "person"


def _confirm(_facts: Facts, standing: Standing, _author: PersonId, body: Propose) -> str:
    person = PersonId(_as(body, Confirm).person)
    return "" if standing.status(person) not in {None, Status.CONFIRMED} else "person"


def _exclude(facts: Facts, standing: Standing, author: PersonId, body: Propose) -> str:
    matter = _as(body, Exclude)
    person = PersonId(matter.person)
    if person == author or standing.status(person) not in BELONGING:
        return "person"
    if len(active(standing)) < FEWEST_TO_EXCLUDE:
        return "few"
    return cuts_fault(facts, standing, matter.cuts, devices_to_cut(facts, standing, person))


def _put_to_rest(_facts: Facts, standing: Standing, author: PersonId, body: Propose) -> str:
    named = targets(body.matter)
    counted = active(standing)
    if author in named or not named <= counted:
        return "person"
    return "" if 3 * len(named) <= len(counted) and len(named) == len(_as(body, PutToRest).persons) else "few"


def _rebind(facts: Facts, standing: Standing, author: PersonId, body: Propose) -> str:
    matter = _as(body, Rebind)
    person, start = PersonId(matter.person), EntryId(matter.start)
    if author == person or standing.status(person) not in BELONGING:
        return "person"
    is_start = start in facts.key_of and start in facts.valid and start != EntryId(person)
    if not is_start or standing.owner_of_root(start) != PersonId(start):
        return "person"
    if standing.status(PersonId(start)) not in {None, Status.GUEST} or standing.shares_key(start):
        return "person"
    return cuts_fault(facts, standing, matter.cuts, devices_to_cut(facts, standing, person))


def _chambers(_facts: Facts, standing: Standing, _author: PersonId, body: Propose) -> str:
    matter = _as(body, Chambers)
    if body.project is None and matter.gone:
        return "project"
    if not (*matter.concerned, *matter.carrying, *matter.gone):
        return "person"
    return circles_fault(standing, matter.concerned, matter.carrying, matter.gone)


def _charter(_facts: Facts, _standing: Standing, _author: PersonId, body: Propose) -> str:
    return "" if body.record != ABSENT and body.heads else "person"


def _forget(_facts: Facts, _standing: Standing, _author: PersonId, body: Propose) -> str:
    """A project's circles decide of its own record alone: whoever opens a project names them as they like."""
    if body.project is not None and any(place != body.project for place in _as(body, Forget).records):
        return "project"
    return ""


def _ratify(facts: Facts, standing: Standing, _author: PersonId, body: Propose) -> str:
    decided = facts.certificates.get(EntryId(_as(body, Ratify).decision), ())
    return "" if any(standing.has(one.at) and is_guarded(one.matter) for one in decided) else "proposal"


def _as(body: Propose, kind: type[Kind]) -> Kind:
    if not isinstance(body.matter, kind):
        raise BugError("rule_of_another_matter", matter=type(body.matter).__name__)
    return body.matter


_RULES: dict[type[Matter], Rule] = {
    Text: _text,
    Confirm: _confirm,
    Exclude: _exclude,
    PutToRest: _put_to_rest,
    Rebind: _rebind,
    Chambers: _chambers,
    Charter: _charter,
    Forget: _forget,
    Ratify: _ratify,
}
