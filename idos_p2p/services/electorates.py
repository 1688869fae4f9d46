"""Who would answer a proposal that is put now, and whether anybody may put it."""

from __future__ import annotations

from idos_p2p.governance.decisions import Electorate
from idos_p2p.governance.matters import (
    Chamber,
    Chambers,
    Charter,
    Exclude,
    Matter,
    Place,
    PutToRest,
    Ratify,
    Rebind,
)
from idos_p2p.governance.membership import Membership, Status
from idos_p2p.ids import PersonId

_TWO_THIRDS = (Exclude, Charter, Chambers, Ratify)


def electorates_now(membership: Membership, matter: Matter, project: Place | None) -> tuple[Electorate, Electorate]:
    """Return who would answer a proposal on this matter."""
    targets = targets_of(matter)
    voting = {
        person.id: person.chamber
        for person in membership.persons.values()
        if person.status is Status.CONFIRMED and person.id not in targets
    }
    circle = membership.circles.get(project) if project is not None else None
    found = []
    for chamber in Chamber:
        if project is None:
            named = [person for person, sits in voting.items() if sits is chamber]
            waits = False
        else:
            seats = () if circle is None else (circle.concerned if chamber is Chamber.CONCERNED else circle.carrying)
            named = [person for person in seats if person in voting]
            waits = bool(seats) and not named
        count = len(named)
        needed = 2 * count // 3 + 1 if isinstance(matter, _TWO_THIRDS) else count // 2 + 1
        found.append(Electorate(chamber, tuple(sorted(named)), needed if count else 0, waits))
    return found[0], found[1]


def targets_of(matter: Matter) -> frozenset[PersonId]:
    """Return whom a matter is about, and who therefore does not answer it."""
    match matter:
        case Exclude(person=person) | Rebind(person=person):
            return frozenset({PersonId(person)})
        case PutToRest(persons=persons):
            return frozenset(map(PersonId, persons))
        case _:
            return frozenset()
