"""Where each proposal stands, told from the standing in everything that is known."""

from __future__ import annotations

from idos_p2p.governance.acts import Answer
from idos_p2p.governance.counting import CHAMBERS, Tally, reaches
from idos_p2p.governance.decisions import Answered, Decision, Electorate, State
from idos_p2p.governance.facts import Cast, Certificate, Facts, Put
from idos_p2p.governance.standing import Standing
from idos_p2p.ids import ABSENT, EntryId


def decision_of(facts: Facts, standing: Standing, put: Put) -> Decision:
    """Return a valid proposal, the answers to it, and where it stands."""
    tally = Tally(facts, standing, put)
    certificates = facts.certificates.get(put.act.id, [])
    closes = [at for at in facts.closes.get(put.act.id, ()) if standing.counts(at)]
    state = _state(facts, standing, tally, certificates, closed=bool(closes) or standing.off(put.act))
    late = tally.objections if certificates else ()
    replaced_by = facts.replacements.get(put.act.id, ())
    return Decision(
        id=put.act.id,
        body=put.body,
        by=put.by,
        device=put.act.device,
        chambers=(_electorate(put, 0), _electorate(put, 1)),
        ballots=tuple(
            _answered(tally, cast) for cast in sorted(tally.casts, key=lambda cast: (cast.voter, cast.act.id))
        ),
        state=state,
        ready=state is State.OPEN and tally.adopts,
        enacts=tuple(sorted(one.act.id for one in certificates)),
        late=tuple(sorted(late)),
        replaced_by=tuple(sorted(act for act in replaced_by if not standing.off(facts.valid[act]))),
        why=_why(facts, standing, tally, certificates, closes),
    )


def _state(facts: Facts, standing: Standing, tally: Tally, certificates: list[Certificate], *, closed: bool) -> State:
    if not certificates:
        return State.CLOSED if closed else State.OPEN
    if all(standing.disputed(one) for one in certificates):
        return State.DISPUTED
    if all(is_contested(facts, tally, one) for one in certificates):
        return State.CONTESTED
    return State.UNDER_REVIEW if tally.objections else State.ADOPTED


def is_contested(facts: Facts, tally: Tally, certificate: Certificate) -> bool:
    """Whether a certificate would not have come to be without ballots whose voters say that they did not speak them."""
    listed = [facts.ballots[EntryId(ballot)] for ballot in getattr(certificate.act.body, "ballots", ())]
    denied = {cast.voter for cast in listed if cast.by != cast.voter and tally.contested(cast)}
    denied -= {cast.voter for cast in listed if cast.body.answer is not Answer.OBJECTION and not tally.contested(cast)}
    return not reaches(certificate.put, certificate.supporters - denied)


def _why(
    facts: Facts, standing: Standing, tally: Tally, certificates: list[Certificate], closes: list[int]
) -> tuple[EntryId, ...]:
    """Return the acts that closed or disputed a decision, or that contest one of its ballots, ascending."""
    found = {facts.history.acts[at].id for at in closes} if not certificates else set[EntryId]()
    for one in certificates:
        found |= {disputer.act.id for disputer in facts.disputers.get(one.act.id, ()) if standing.stands(disputer)}
    for cast in tally.casts:
        contests = facts.contests.get(cast.act.id, ())
        found |= {facts.history.acts[at].id for at in contests if standing.counts(at)}
    return tuple(sorted(found))


def _electorate(put: Put, number: int) -> Electorate:
    persons = tuple(sorted(put.electors[number]))
    return Electorate(CHAMBERS[number], persons, put.needed[number], put.waits[number])


def _answered(tally: Tally, cast: Cast) -> Answered:
    spoken = cast.by != cast.voter
    counted = tally.counted.get(cast.voter)
    return Answered(
        id=cast.act.id,
        voter=cast.voter,
        answer=cast.body.answer,
        ground=cast.body.ground,
        reason=EntryId(cast.body.reason) if cast.body.reason != ABSENT else None,
        by=cast.by,
        witness=tally.witness(cast) if spoken else None,
        contested=spoken and tally.contested(cast),
        counts=counted is not None and counted.act.id == cast.act.id,
    )
