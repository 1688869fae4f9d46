"""What a valid act adds to the facts (``facts``). Nothing is judged here."""

from __future__ import annotations

from collections.abc import Mapping

from idos_p2p.governance.acts import (
    AddDevice,
    Admit,
    Ballot,
    Begin,
    Circle,
    Close,
    Contest,
    Countersign,
    Enact,
    Erase,
    Genesis,
    Invite,
    Leave,
    LeaveCircle,
    Propose,
    Rest,
    Revoke,
    Secret,
    Start,
    Succeed,
)
from idos_p2p.governance.counting import Tally, electors
from idos_p2p.governance.facts import Cast, Certificate, Facts, Put, Said, Severance
from idos_p2p.governance.finality import epoch, is_guarded, note_disputes
from idos_p2p.governance.matters import Chambers, Confirm, Cut, Exclude, PutToRest, Ratify, Rebind
from idos_p2p.governance.past import Act
from idos_p2p.governance.standing import Standing
from idos_p2p.ids import ABSENT, DeviceId, EntryId, PersonId

_OF_NO_STANDING = (Invite, Propose, Ballot, Countersign, Contest, Close, Secret, Erase)
"""Acts that change nobody's standing by themselves, so that what was found before one holds after it."""


def trace(facts: Facts, act: Act) -> None:
    """Note where an act stands, valid or not: its line's first act, and forks of the founding device."""
    at = facts.history.position[act.id]
    facts.first[act.id] = act.id if act.previous is None else facts.first[act.previous]
    facts.roots[act.id] = act.id if act.previous is None else facts.roots[act.previous]
    if not isinstance(act.body, _OF_NO_STANDING):
        facts.standing_mask |= 1 << at
    earlier = facts.by_device.get(act.device, 0)
    if act.id == EntryId(facts.cell) or (facts.genesis is not None and act.device == facts.genesis.act.device):
        for other in facts.history.select(earlier & ~facts.history.pasts[at]):
            if _knows_previous(facts, act, other) and _knows_previous(facts, other, act):
                facts.twins.append((other, act))
                facts.standing_mask |= 1 << at | 1 << facts.history.position[other.id]
        facts.founders.append(act)
    facts.by_device[act.device] = earlier | 1 << at


def _knows_previous(facts: Facts, act: Act, other: Act) -> bool:
    """Whether an act knows what stands before another one on its line, so that these two are where a fork begins."""
    return other.previous is None or facts.history.knows(act.id, other.previous)


def record(facts: Facts, standing: Standing, act: Act) -> None:
    """Add what a valid act says; ``standing`` is that of its own past."""
    at = facts.history.position[act.id]
    match act.body:
        case Genesis() | Start() | Begin() | Succeed():
            _record_device(facts, at, act)
        case Invite() as body:
            facts.invites[act.id] = Said(at, act, body)
        case Admit(start=start) as body:
            person = PersonId(act.id if start == ABSENT else start)
            facts.admits.setdefault(person, []).append(Said(at, act, body))
        case Erase():
            facts.erasures.append(act)
        case Secret(of=of) as body:
            facts.secrets.setdefault(act.id if of == ABSENT else EntryId(of), []).append(Said(at, act, body))
        case Circle(project=project) as body:
            facts.circles.setdefault(project, []).append(Said(at, act, body))
        case Propose() | Ballot() | Countersign() | Contest() | Close() | Enact():
            _record_decision(facts, standing, at, act)
        case Rest() | Leave() | Revoke() | LeaveCircle():
            _record_own(facts, standing, at, act)
        case AddDevice() | None:
            pass


def _record_device(facts: Facts, at: int, act: Act) -> None:
    match act.body:
        case Genesis(sealing=sealing) as genesis:
            facts.genesis = Said(at, act, genesis)
        case Start(invite=invite, number=number, sealing=sealing):
            facts.key_of[act.id] = invite, number
            facts.starts.setdefault((invite, number), []).append(act.id)
        case Succeed(origin=origin, sealing=sealing):
            _bind(facts, act, EntryId(origin))
        case Begin(added=added):
            _bind(facts, act, EntryId(added))
            body = facts.valid[EntryId(added)].body
            sealing = body.sealing if isinstance(body, AddDevice) else b""
        case _:
            return
    facts.begun.setdefault(act.device, []).append(act.id)
    facts.sealing[act.id] = sealing


def _bind(facts: Facts, act: Act, origin: EntryId) -> None:
    facts.bound_by[act.id] = origin
    facts.roots[act.id] = facts.roots[origin]


def _record_own(facts: Facts, standing: Standing, at: int, act: Act) -> None:
    """Add what a person says of themselves."""
    person = standing.writer(act)
    if person is None:
        return
    match act.body:
        case Rest(resting=resting):
            facts.rests.setdefault(person, []).append((at, resting))
        case LeaveCircle(project=project):
            facts.circle_leaves.setdefault(project, []).append((at, person))
        case Leave(cuts=cuts):
            last = Cut(act.device, act.seq + 1, act.id, act.id)
            facts.leaves.setdefault(person, []).append(at)
            left = {**standing.closed_devices(person), **_by_device((*cuts, last))}
            facts.severances.append(Severance(at, person, left, whole=True))
        case Revoke(cuts=cuts):
            facts.severances.append(Severance(at, person, _by_device(cuts), whole=False, keeps=act.device))


def _record_decision(facts: Facts, standing: Standing, at: int, act: Act) -> None:
    person = standing.writer(act)
    if person is None:
        return
    match act.body:
        case Propose() as body:
            found = electors(standing, body.matter, body.project)
            facts.puts[act.id] = Put(at, act, body, person, found.persons, found.needed, found.waits)
            if body.replaces != ABSENT:
                facts.closes.setdefault(EntryId(body.replaces), []).append(at)
                facts.replacements.setdefault(EntryId(body.replaces), []).append(act.id)
        case Ballot() as body:
            voter = person if body.voter == ABSENT else PersonId(body.voter)
            cast = facts.ballots[act.id] = Cast(at, act, body, person, voter)
            facts.casts.setdefault(EntryId(body.proposal), []).append(cast)
        case Countersign(ballot=ballot):
            facts.countersigns.setdefault(EntryId(ballot), []).append((at, person))
        case Contest(ballot=ballot):
            facts.contests.setdefault(EntryId(ballot), []).append(at)
        case Close(proposal=proposal):
            facts.closes.setdefault(EntryId(proposal), []).append(at)
        case Enact(proposal=proposal):
            put = facts.puts[EntryId(proposal)]
            supporters = Tally(facts, standing, put).supporters
            _record_certificate(facts, Certificate(at, act, put, epoch(facts, standing.mask), supporters))


def _record_certificate(facts: Facts, certificate: Certificate) -> None:
    facts.certificates.setdefault(certificate.put.act.id, []).append(certificate)
    if is_guarded(certificate.matter):
        note_disputes(facts, certificate)
        facts.guarded.append(certificate)
    match certificate.matter:
        case Confirm(person=person):
            facts.confirms.setdefault(PersonId(person), []).append(certificate)
        case Exclude(person=person, cuts=cuts):
            facts.exclusions.setdefault(PersonId(person), []).append(certificate)
            _sever(facts, certificate, PersonId(person), cuts)
        case Rebind(person=person, start=start, cuts=cuts):
            facts.rebinds.setdefault(EntryId(start), []).append(certificate)
            _sever(facts, certificate, PersonId(person), cuts)
        case PutToRest(persons=persons):
            for person in persons:
                facts.rests.setdefault(PersonId(person), []).append((certificate.at, True))
        case Chambers():
            facts.seats.append(certificate)
        case Ratify(decision=decision):
            facts.ratifications.setdefault(EntryId(decision), []).append(certificate)
        case _:
            pass


def _sever(facts: Facts, certificate: Certificate, person: PersonId, cuts: tuple[Cut, ...]) -> None:
    """Cut the devices of a person; of those that were cut before, what counted then goes on counting."""
    known = Standing(facts, facts.history.pasts[certificate.put.at])
    left = {**known.closed_devices(person), **_by_device(cuts)}
    facts.severances.append(Severance(certificate.at, person, left, whole=True, decided=certificate))


def _by_device(cuts: tuple[Cut, ...]) -> Mapping[DeviceId, Cut]:
    return {DeviceId(cut.device): cut for cut in cuts}
