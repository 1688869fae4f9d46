"""What waits for the person at this computer, and the decisions that come back on their day."""

from __future__ import annotations

from idos_p2p.governance.decisions import Answered as Ballot
from idos_p2p.governance.decisions import Decision, State
from idos_p2p.governance.matters import Confirm
from idos_p2p.governance.membership import Status
from idos_p2p.ids import PersonId
from idos_p2p.services.cell import Cell
from idos_p2p.services.day import day_of
from idos_p2p.services.decisions import Teller, comes_back, is_elector
from idos_p2p.services.told import DecisionTold, SpokenTold, Waiting
from idos_p2p.services.voices import Voice

_LAST_DAY = "9999-12-31"


def waiting_for_me(cell: Cell) -> Waiting:
    """Return what waits for the person at this computer; nothing before they belong."""
    me = cell.membership.devices.get(cell.device)
    if me is None:
        return Waiting((), (), (), (), ())
    teller = Teller(cell)
    voice = cell.membership.persons[me].has_voice
    known = sorted(cell.membership.decisions.values(), key=lambda found: found.id)
    unanswered = [teller.told(found) for found in known if _awaits(found, me)]
    today = day_of(cell.clock.now_ms())
    return Waiting(
        proposals=tuple(sorted(unanswered, key=lambda told: (told.put_ms, told.id))),
        countersign=_spoken(teller, known, me, mine=False) if voice else (),
        in_my_name=_spoken(teller, known, me, mine=True),
        guests=_guests(cell, teller) if voice else (),
        reviews=_by_day([teller.told(found) for found in known if voice and _is_due(cell, found, today)]),
    )


def reviews(cell: Cell, first: str, last: str = "") -> tuple[DecisionTold, ...]:
    """Return the decisions in force that come back from one day to another, both included, by day.

    ``last`` empty: however far. One that a newer version took the place of does not come back.
    """
    teller = Teller(cell)
    return _by_day(
        [
            teller.told(found)
            for found in cell.membership.decisions.values()
            if first <= found.body.review <= (last or _LAST_DAY) and comes_back(cell, found)
        ]
    )


def _is_due(cell: Cell, found: Decision, today: str) -> bool:
    return found.body.review <= today and comes_back(cell, found)


def _by_day(told: list[DecisionTold]) -> tuple[DecisionTold, ...]:
    return tuple(sorted(told, key=lambda one: (one.review, one.title, one.id)))


def _awaits(found: Decision, me: PersonId) -> bool:
    answered = any(ballot.voter == me and ballot.counts for ballot in found.ballots)
    return found.state is State.OPEN and is_elector(found, me) and not answered


def _spoken(teller: Teller, known: list[Decision], me: PersonId, *, mine: bool) -> tuple[SpokenTold, ...]:
    """Return the spoken answers that await this person: to be countersigned, or recorded in their name."""
    found = []
    for decision in known:
        ballots = [one for one in decision.ballots if (_in_name_of(one, me) if mine else _to_sign(decision, one, me))]
        title = teller.told(decision).title if ballots else ""
        found += [SpokenTold(decision.id.hex(), title, teller.spoken(ballot)) for ballot in ballots]
    return tuple(found)


def _to_sign(found: Decision, ballot: Ballot, me: PersonId) -> bool:
    spoken = ballot.by != ballot.voter and me not in (ballot.by, ballot.voter)
    return found.state is State.OPEN and spoken and ballot.witness is None and not ballot.contested


def _in_name_of(ballot: Ballot, me: PersonId) -> bool:
    return ballot.voter == me and ballot.by != me and not ballot.contested


def _guests(cell: Cell, teller: Teller) -> tuple[Voice, ...]:
    """Return the guests whom nobody proposes to confirm yet."""
    proposed = {
        found.body.matter.person
        for found in cell.membership.decisions.values()
        if found.state is State.OPEN and isinstance(found.body.matter, Confirm)
    }
    persons = cell.membership.persons.values()
    return teller.known.all(
        person.id for person in persons if person.status is Status.GUEST and person.id not in proposed
    )
