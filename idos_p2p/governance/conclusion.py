"""What the whole set of acts concludes: persons, devices, decisions, circles, the cell secret (``Membership``)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from idos_p2p.governance.acts import Erase, Start, Succeed
from idos_p2p.governance.decided import decision_of
from idos_p2p.governance.decisions import Circles
from idos_p2p.governance.facts import Certificate, Facts
from idos_p2p.governance.matters import Charter, Cut, Forget, Place
from idos_p2p.governance.membership import BELONGING, Epoch, Membership, OpenInvite, Person
from idos_p2p.governance.naming import surplus_devices
from idos_p2p.governance.past import Act
from idos_p2p.governance.reasons import reasons
from idos_p2p.governance.standing import Standing
from idos_p2p.ids import ABSENT, DeviceId, EntryId, PersonId, RecordName


def conclude(facts: Facts, standing: Standing) -> Membership:
    """Return what the facts conclude; ``standing`` is that in all of them."""
    surplus, too_often = surplus_devices(facts, standing)
    owners, cuts = _owners(facts, standing, surplus)
    devices = {
        device: person
        for device, person in owners.items()
        if device not in cuts and standing.status(person) in BELONGING
    }
    epochs = _epochs(facts, standing)
    return Membership(
        cell=facts.cell,
        genesis=facts.genesis.body if facts.genesis else None,
        founder=PersonId(facts.genesis.act.id) if facts.genesis else None,
        persons=_persons(facts, standing, devices),
        devices=devices,
        owners=owners,
        cuts=cuts,
        sealing={device: facts.sealing[min(facts.begun[device])] for device in devices},
        invites=_invites(facts, standing),
        starts=_starts(facts),
        succeeded=_succeeded(facts, owners),
        erasures=_erased(facts, standing, owners),
        forgotten=_forgotten(facts, standing),
        decisions={act: decision_of(facts, standing, put) for act, put in facts.puts.items()},
        circles=_circles(facts, standing),
        charter=_charter(facts, standing),
        epochs=epochs,
        renewal_due=_renewal_due(facts, standing, epochs),
        checkpoint=_checkpoint(facts),
        alarms=tuple(sorted([*_keys_used_twice(facts), *(("succeeded_twice", act) for act in too_often)])),
        void=dict(facts.void),
        newer=facts.newer,
        acts=frozenset(facts.history.position),
        heads=facts.history.heads(),
    )


# ------------------------------------------------------------------------------------------------ persons and devices


def _owners(
    facts: Facts, standing: Standing, surplus: frozenset[DeviceId]
) -> tuple[dict[DeviceId, PersonId], dict[DeviceId, Cut | None]]:
    """Return whose each device is or was, and what counts of those that are cut."""
    owners: dict[DeviceId, PersonId] = {}
    cuts: dict[DeviceId, Cut | None] = {}
    for device, first in _first_acts(facts):
        owner = standing.owner(first)
        if device in surplus or owner is None or standing.status(owner) is None:
            continue
        owners[device] = owner
        found = standing.cuts(first)
        whole = [cut for cut in found if cut is not None]
        if standing.off(first) or len(whole) < len(found):
            cuts[device] = None
        elif whole:
            cuts[device] = min(whole, key=lambda cut: (cut.count, cut.head))
    return owners, cuts


def _first_acts(facts: Facts) -> Iterator[tuple[DeviceId, Act]]:
    """Yield one valid first act a device: of a device that began twice, the one with the smallest id."""
    for device in sorted(facts.begun):
        yield device, facts.valid[min(facts.begun[device])]


def _persons(facts: Facts, standing: Standing, devices: Mapping[DeviceId, PersonId]) -> dict[PersonId, Person]:
    devices_of: dict[PersonId, list[DeviceId]] = {}
    for device, person in devices.items():
        devices_of.setdefault(person, []).append(device)
    why = reasons(facts, standing)
    persons: dict[PersonId, Person] = {}
    for person in standing.persons():
        status = standing.status(person)
        if status is None:
            continue
        admits = sorted(facts.admits.get(person, ()), key=lambda said: said.act.id)
        claims = [EntryId(said.body.claims) for said in admits if said.body.claims != ABSENT]
        persons[person] = Person(
            id=person,
            status=status,
            chamber=standing.chamber(person),
            devices=tuple(sorted(devices_of.get(person, ()))),
            claims=claims[-1] if claims else None,
            why=tuple(why.get(person, ())),
            sponsor=standing.owner(admits[0].act) if admits else None,
            disputed=_is_disputed(facts, standing, person),
        )
    return persons


def _is_disputed(facts: Facts, standing: Standing, person: PersonId) -> bool:
    """Whether a disputed decision would change what they are: put them out, or give them a voice."""
    confirms = [one for one in facts.confirms.get(person, ()) if standing.disputed(one)]
    return standing.suspended(person) or (bool(confirms) and not standing.has_voice(person))


def _succeeded(facts: Facts, owners: Mapping[DeviceId, PersonId]) -> dict[DeviceId, DeviceId]:
    """Return which device took whose place."""
    found: dict[DeviceId, DeviceId] = {}
    for device in sorted(owners):
        body = facts.valid[min(facts.begun[device])].body
        if isinstance(body, Succeed):
            found[device] = facts.valid[EntryId(body.origin)].device
    return found


def _starts(facts: Facts) -> dict[DeviceId, EntryId]:
    """Return one start a device: of a device that began twice, the one with the smallest id."""
    found: dict[DeviceId, EntryId] = {}
    for device, begun in facts.begun.items():
        starts = [first for first in begun if isinstance(facts.valid[first].body, Start)]
        if starts:
            found[device] = min(starts)
    return found


# ------------------------------------------------------------------------------------------------------------- doors


def _invites(facts: Facts, standing: Standing) -> dict[EntryId, OpenInvite]:
    used: dict[EntryId, set[int]] = {}
    for invite, number in facts.starts:
        used.setdefault(EntryId(invite), set()).add(number)
    found: dict[EntryId, OpenInvite] = {}
    for act, said in facts.invites.items():
        if not standing.off(said.act):
            is_open = standing.voice(said.act) is not None
            found[act] = OpenInvite(act, said.body, said.act.device, frozenset(used.get(act, ())), is_open)
    return found


def _keys_used_twice(facts: Facts) -> list[tuple[str, EntryId]]:
    return [("invite_key_twice", act) for same in facts.starts.values() if len(same) > 1 for act in same]


# ----------------------------------------------------------------------------------------------------------- records


def _erased(facts: Facts, standing: Standing, owners: Mapping[DeviceId, PersonId]) -> dict[RecordName, EntryId]:
    """Return the records that a device of their owner erased, with one of the acts that say so."""
    found: dict[RecordName, EntryId] = {}
    for act in sorted(facts.erasures, key=lambda act: act.id):
        if not isinstance(act.body, Erase) or standing.off(act):
            continue
        owner = owners.get(DeviceId(act.body.device))
        if owner is not None and owner == owners.get(act.device):
            found.setdefault(RecordName(DeviceId(act.body.device), act.body.seq), act.id)
    return found


def _certificates(facts: Facts) -> list[Certificate]:
    several = [one for certificates in facts.certificates.values() for one in certificates]
    return sorted(several, key=lambda one: one.act.id)


def _forgotten(facts: Facts, standing: Standing) -> dict[RecordName, EntryId]:
    found: dict[RecordName, EntryId] = {}
    for one in _certificates(facts):
        if isinstance(one.matter, Forget) and standing.stands(one):
            for place in one.matter.records:
                found.setdefault(RecordName(DeviceId(place.device), place.seq), one.act.id)
    return found


# --------------------------------------------------------------------------------------------------------- decisions


def _circles(facts: Facts, standing: Standing) -> Circles:
    seated = [one.put.body.project for one in facts.seats if one.put.body.project is not None]
    projects: set[Place] = {*facts.circles, *seated}
    found = {project: standing.circle(project) for project in projects}
    return {project: circle for project, circle in found.items() if circle is not None}


def _charter(facts: Facts, standing: Standing) -> EntryId | None:
    latest = standing.latest([one for one in _certificates(facts) if isinstance(one.matter, Charter)])
    return latest.put.act.id if latest else None


def _checkpoint(facts: Facts) -> EntryId | None:
    pasts = facts.history.pasts
    latest = max(_certificates(facts), key=lambda one: (pasts[one.at].bit_count(), one.act.id), default=None)
    return latest.act.id if latest else None


# ------------------------------------------------------------------------------------------------------------ secret


def _epochs(facts: Facts, standing: Standing) -> tuple[Epoch, ...]:
    """Return the renewals of the cell secret, the one to use first: whose author's word counts, the latest."""
    renewals = [(said[0], said) for said in facts.secrets.values()]
    numbers: dict[int, int] = {}
    for renewal, _ in sorted(renewals, key=lambda one: one[0].at):
        past = facts.history.pasts[renewal.at]
        numbers[renewal.at] = 1 + max((number for at, number in numbers.items() if past >> at & 1), default=0)
    found: list[Epoch] = []
    for renewal, said in renewals:
        sealed: dict[DeviceId, bytes] = {}
        for one in sorted(said, key=lambda one: (one is not renewal, one.act.id)):
            for wrap in one.body.wraps if not standing.off(one.act) else ():
                sealed.setdefault(DeviceId(wrap.device), wrap.sealed)
        found.append(Epoch(renewal.act.id, numbers[renewal.at], sealed, needed=not standing.off(renewal.act)))
    return tuple(sorted(found, key=lambda epoch: (epoch.needed, epoch.number, epoch.id), reverse=True))


def _renewal_due(facts: Facts, standing: Standing, epochs: tuple[Epoch, ...]) -> bool:
    """Whether somebody lost a device, or their place, that the epoch in use does not know of."""
    known = 0
    if epochs and epochs[0].needed:
        known = facts.history.pasts[facts.history.position[epochs[0].id]]
    return any(standing.severs(one) and not known >> one.at & 1 for one in facts.severances)
