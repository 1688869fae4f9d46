"""The acts behind what each person is, so that it can be explained in words."""

from __future__ import annotations

from collections.abc import Iterator

from idos_p2p.governance.acts import Begin, Rest, Succeed
from idos_p2p.governance.facts import Certificate, Facts
from idos_p2p.governance.matters import Chambers, Confirm, Exclude, PutToRest, Rebind
from idos_p2p.governance.membership import Fact, Reason
from idos_p2p.governance.standing import Standing
from idos_p2p.ids import ABSENT, EntryId, PersonId

Told = tuple[PersonId, Fact, EntryId]


def reasons(facts: Facts, standing: Standing) -> dict[PersonId, list[Reason]]:
    """Return, of each person, the acts that made them what they are, in causal order, then by id."""
    told = sorted({*_entering(facts, standing), *_own(facts, standing), *_devices(facts, standing), *_decided(facts)})
    told.sort(key=lambda one: (facts.history.pasts[facts.history.position[one[2]]].bit_count(), one[2]))
    found: dict[PersonId, list[Reason]] = {}
    for person, fact, act in told:
        found.setdefault(person, []).append(Reason(fact, act))
    return found


def _entering(facts: Facts, standing: Standing) -> Iterator[Told]:
    founding = standing.founding()
    if facts.genesis is not None:
        yield PersonId(facts.genesis.act.id), Fact.FOUNDED, facts.genesis.act.id
    for person, admits in facts.admits.items():
        for said in (one for one in admits if not standing.off(one.act)):
            yield person, Fact.ADMITTED, said.act.id
            if said.body.start != ABSENT:
                yield person, Fact.STARTED, EntryId(said.body.start)
            if person in founding and facts.genesis and said.act.device == facts.genesis.act.device:
                yield person, Fact.CONFIRMED, said.act.id


def _own(facts: Facts, standing: Standing) -> Iterator[Told]:
    acts = facts.history.acts
    for person, rests in facts.rests.items():
        for at, resting in rests:
            if isinstance(acts[at].body, Rest) and not standing.off(acts[at]):
                yield person, Fact.RESTS if resting else Fact.BACK, acts[at].id
    for person, leaves in facts.leaves.items():
        for at in leaves:
            yield person, Fact.LEFT, acts[at].id


def _devices(facts: Facts, standing: Standing) -> Iterator[Told]:
    acts = facts.history.acts
    for severance in facts.severances:
        if severance.decided is None and not severance.whole:
            yield severance.person, Fact.DEVICE_REVOKED, acts[severance.at].id
    for first in (one for begun in facts.begun.values() for one in begun):
        owner = standing.owner(facts.valid[first])
        body = facts.valid[first].body
        if owner is None or standing.off(facts.valid[first]):
            continue
        if isinstance(body, Begin):
            yield owner, Fact.DEVICE_ADDED, first
        if isinstance(body, Succeed):
            yield owner, Fact.DEVICE_SUCCEEDED, first


def _decided(facts: Facts) -> Iterator[Told]:
    for certificates in facts.certificates.values():
        for one in certificates:
            for person, fact in _told_by(one):
                yield PersonId(person), fact, one.act.id


def _told_by(certificate: Certificate) -> list[tuple[bytes, Fact]]:
    match certificate.matter:
        case Confirm(person=person):
            return [(person, Fact.CONFIRMED)]
        case Exclude(person=person):
            return [(person, Fact.EXCLUDED)]
        case Rebind(person=person):
            return [(person, Fact.REBOUND)]
        case PutToRest(persons=persons):
            return [(person, Fact.PUT_TO_REST) for person in persons]
        case Chambers(concerned=concerned, carrying=carrying) if certificate.put.body.project is None:
            return [(person, Fact.SEATED) for person in (*concerned, *carrying)]
        case _:
            return []
