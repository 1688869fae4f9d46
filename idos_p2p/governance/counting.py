"""Who answers a proposal, how many answers it needs, and what the ballots of a set of acts come to (design §5)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from idos_p2p.governance.acts import Answer
from idos_p2p.governance.facts import Cast, Facts, Put
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
from idos_p2p.governance.membership import Status
from idos_p2p.governance.standing import Standing
from idos_p2p.ids import EntryId, PersonId

CHAMBERS = (Chamber.CONCERNED, Chamber.CARRYING)
WITNESSES = 2  # persons with a device that a spoken ballot takes
_WORST_FIRST = (Answer.OBJECTION, Answer.ASIDE, Answer.CONSENT)
_TWO_THIRDS = (Exclude, Charter, Chambers, Ratify)

Pair = tuple[frozenset[PersonId], frozenset[PersonId]]


@dataclass(frozen=True, slots=True)
class Electors:
    """The two electorates of a matter (concerned, carrying), and the answers without objection that each needs."""

    persons: Pair
    needed: tuple[int, int]
    waits: tuple[bool, bool]  # names only persons without a voice yet


def threshold(matter: Matter, electors: int) -> int:
    """Return how many answers without objection a chamber of so many electors needs.

    More than half, or more than two thirds to exclude, to ratify, for the charter and the chambers (design §5). A
    chamber that counts nobody needs nothing.
    """
    if not electors:
        return 0
    return 2 * electors // 3 + 1 if isinstance(matter, _TWO_THIRDS) else electors // 2 + 1


def targets(matter: Matter) -> frozenset[PersonId]:
    """Return whom a matter is about, so that they do not answer it."""
    match matter:
        case Exclude(person=person) | Rebind(person=person):
            return frozenset({PersonId(person)})
        case PutToRest(persons=persons):
            return frozenset(map(PersonId, persons))
        case _:
            return frozenset()


def active(standing: Standing) -> frozenset[PersonId]:
    """Return everybody who counts: confirmed, not at rest, with or without a device.

    A spoken ballot takes two persons with a device, to write and to witness it. Where there are no two, nobody could
    answer for those without one, and nothing could be decided any more: then they do not count.
    """
    confirmed = frozenset(one for one in standing.persons() if standing.status(one) is Status.CONFIRMED)
    writing = confirmed & standing.holders()
    return confirmed if len(writing) >= WITNESSES else writing


def electors(standing: Standing, matter: Matter, project: Place | None) -> Electors:
    """Return who answers a matter, as the acts of this standing tell it.

    Those of the project's circles or, where there are none yet, of the cell's chambers; confirmed and not at rest.
    """
    circle = standing.circle(project) if project is not None else None
    named = (circle.concerned, circle.carrying) if circle else in_chambers(standing)
    about = targets(matter)
    counted = active(standing)
    here = [frozenset(there) & counted for there in named]
    persons = (here[0] - about, here[1] - about)
    waits = [
        circle is not None and not some and any(standing.status(one) is Status.GUEST for one in there)
        for some, there in zip(here, named, strict=True)
    ]
    needed = (threshold(matter, len(persons[0])), threshold(matter, len(persons[1])))
    return Electors(persons, needed, (waits[0], waits[1]))


def in_chambers(standing: Standing) -> tuple[tuple[PersonId, ...], tuple[PersonId, ...]]:
    """Return those who have a voice in each chamber of the cell, at rest or not."""
    having = [person for person in standing.persons() if standing.has_voice(person)]
    sat = [(person, standing.chamber(person)) for person in having]
    return (
        tuple(person for person, seat in sat if seat is Chamber.CONCERNED),
        tuple(person for person, seat in sat if seat is Chamber.CARRYING),
    )


class Tally:
    """The ballots on a proposal within a set of acts, and what they come to."""

    def __init__(self, facts: Facts, standing: Standing, put: Put) -> None:
        self._facts, self._standing, self._put = facts, standing, put

    @cached_property
    def casts(self) -> list[Cast]:
        """Every ballot that stands, ascending by id: what a certificate must list."""
        casts = self._facts.casts.get(self._put.act.id, ())
        here = [cast for cast in casts if self._standing.has(cast.at) and not self._standing.off(cast.act)]
        return sorted(here, key=lambda cast: cast.act.id)

    @cached_property
    def counted(self) -> dict[PersonId, Cast]:
        """The ballot that counts of each elector: the latest or, of concurrent ones, the least willing."""
        by_voter: dict[PersonId, list[Cast]] = {}
        for cast in self.casts:
            if self.is_heard(cast):
                by_voter.setdefault(cast.voter, []).append(cast)
        return {voter: self._latest(casts) for voter, casts in by_voter.items()}

    def is_heard(self, cast: Cast) -> bool:
        """Whether a ballot was written by its voter or, spoken, was countersigned and not contested."""
        if cast.by == cast.voter:
            return True
        return self.witness(cast) is not None and not self.contested(cast)

    def witness(self, cast: Cast) -> PersonId | None:
        """Return who countersigned a spoken ballot, if somebody did."""
        signs = self._facts.countersigns.get(cast.act.id, ())
        return min((person for at, person in signs if self._standing.counts(at)), default=None)

    def contested(self, cast: Cast) -> bool:
        """Whether the person for whom a ballot was recorded says that they did not speak it."""
        return any(self._standing.counts(at) for at in self._facts.contests.get(cast.act.id, ()))

    @cached_property
    def supporters(self) -> frozenset[PersonId]:
        """Whose counted answer is no objection."""
        return frozenset(voter for voter, cast in self.counted.items() if cast.body.answer is not Answer.OBJECTION)

    @cached_property
    def objections(self) -> tuple[EntryId, ...]:
        """The counted objections."""
        return tuple(cast.act.id for cast in self.counted.values() if cast.body.answer is Answer.OBJECTION)

    @cached_property
    def adopts(self) -> bool:
        """Whether nobody objects and enough answer, in each chamber, at least one of them with consent."""
        return not self.objections and not any(self._put.waits) and all(map(self._reaches, (0, 1)))

    def _reaches(self, chamber: int) -> bool:
        needed, there = self._put.needed[chamber], self._put.electors[chamber]
        answers = [self.counted[voter].body.answer for voter in self.supporters & there]
        return len(answers) >= needed and (not needed or Answer.CONSENT in answers)

    def _latest(self, casts: Sequence[Cast]) -> Cast:
        known = 0
        for cast in casts:
            known |= self._facts.history.pasts[cast.at]
        last = [cast for cast in casts if not known >> cast.at & 1]
        return min(last, key=lambda cast: (_WORST_FIRST.index(cast.body.answer), cast.act.id))


def reaches(put: Put, supporters: Iterable[PersonId]) -> bool:
    """Whether these persons alone would be enough in each chamber."""
    left = frozenset(supporters)
    return all(len(left & there) >= needed for there, needed in zip(put.electors, put.needed, strict=True))
