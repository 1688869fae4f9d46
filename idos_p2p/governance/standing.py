"""Who everybody is within a set of acts that is closed under its pasts: the past of one act, or all that is here.

What an act may do is asked of the standing in its own past; what the cell is, of the standing in everything. The same
functions answer both, so that no rule has two versions.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from idos_p2p.governance.acts import Admit
from idos_p2p.governance.decisions import ProjectCircle
from idos_p2p.governance.facts import Certificate, Said, Severance
from idos_p2p.governance.holding import Holding
from idos_p2p.governance.matters import Chamber, Chambers, Cut, Place, Rebind
from idos_p2p.governance.membership import BELONGING, Status
from idos_p2p.governance.past import Act
from idos_p2p.ids import ABSENT, DeviceId, EntryId, PersonId

FOUNDING_CONFIRMATIONS = 2
"""The first two persons admitted on the genesis device's own chain are confirmed at once (design §5, Founding)."""


class Standing(Holding):
    """What the acts of ``mask`` say of persons and devices."""

    def counts(self, at: int) -> bool:
        """Whether the act at this position is of the set and stands past no cut of its device."""
        return self.has(at) and not self.off(self._facts.history.acts[at])

    # ----------------------------------------------------------------------------------------------------- devices

    def writer(self, act: Act) -> PersonId | None:
        """Return the person for whom an act is written, who belongs; None when it is nobody's word here."""
        owner = self.owner(act)
        if owner is None or self.off(act) or self.status(owner) not in BELONGING:
            return None
        return owner

    def voice(self, act: Act) -> PersonId | None:
        """Return the person for whom an act is written, if they have a voice."""
        person = self.writer(act)
        return person if person is not None and self.has_voice(person) else None

    def owner(self, act: Act) -> PersonId | None:
        """Return whose device wrote an act, whether or not it counts."""
        root = self._facts.roots.get(act.id)
        return None if root is None else self.owner_of_root(root)

    def owner_of_root(self, root: EntryId) -> PersonId:
        """Return the person of the devices that go back to this genesis or start."""
        rebinds = self._facts.rebinds.get(root)
        if not rebinds:
            return PersonId(root)
        bound = self.latest(rebinds)
        return PersonId(bound.matter.person) if bound and isinstance(bound.matter, Rebind) else PersonId(root)

    def owner_of_device(self, device: DeviceId) -> PersonId | None:
        """Return whose a device is, or was before it was cut."""
        first = min((one for one in self._facts.begun.get(device, ()) if self.holds(one)), default=None)
        return None if first is None else self.owner_of_root(self._facts.roots[first])

    def open_devices(self, person: PersonId) -> frozenset[DeviceId]:
        """Return the devices of a person that no cut ends."""
        return frozenset(
            device
            for device, begun in self._facts.begun.items()
            for first in begun
            if self.holds(first)
            and self.owner_of_root(self._facts.roots[first]) == person
            and not self.off(self._facts.valid[first])
            and not self.cuts(self._facts.valid[first])
        )

    def closed_devices(self, person: PersonId) -> dict[DeviceId, Cut]:
        """Return what counts of the devices of a person that were cut already."""
        found: dict[DeviceId, Cut] = {}
        for device, begun in self._facts.begun.items():
            firsts = [self._facts.valid[first] for first in begun if self.holds(first)]
            cuts = [cut for first in firsts if self.owner(first) == person for cut in self.cuts(first)]
            counting = [cut for cut in cuts if cut is not None]
            if counting and len(counting) == len(cuts):
                found[device] = min(counting, key=lambda cut: (cut.count, cut.head))
        return found

    def holders(self) -> frozenset[PersonId]:
        """Return who has a device that no cut ends."""
        if self._found.holders is None:
            firsts = [self._facts.valid[first] for begun in self._facts.begun.values() for first in begun]
            open_ones = [first for first in firsts if self.holds(first.id) and not self.off(first)]
            self._found.holders = frozenset(
                self.owner_of_root(self._facts.roots[first.id]) for first in open_ones if not self.cuts(first)
            )
        return self._found.holders

    def off(self, act: Act) -> bool:
        """Whether an act is off a cut of its device, or its device is bound by one that is."""
        known = self._found.off.get(act.id)
        if known is None:
            known = self._found.off[act.id] = self._is_off(act)
        return known

    def _is_off(self, act: Act) -> bool:
        if not self._severances():
            return False
        if any(cut is None or not self.pinned(cut, act) for cut in self.cuts(act)):
            return True
        origin = self._facts.bound_by.get(self._facts.first[act.id])
        return origin is not None and self.off(self._facts.valid[origin])

    def _off_a_decision(self, act: Act) -> bool:
        """Whether an act is off a cut that the cell decided, by itself or by what binds its device."""
        for severance in self._facts.severances:
            if severance.decided is not None and self.stands(severance.decided):
                applies, cut = self._cut(severance, act)
                if applies and (cut is None or not self.pinned(cut, act)):
                    return True
        origin = self._facts.bound_by.get(self._facts.first[act.id])
        return origin is not None and self._off_a_decision(self._facts.valid[origin])

    def cuts(self, act: Act) -> list[Cut | None]:
        """Return the cuts that apply to the device of an act; None for one that leaves nothing of it."""
        first = self._facts.first[act.id]  # all acts of one line share them
        known = self._found.cuts.get(first)
        if known is None:
            found = (self._cut(severance, act) for severance in self._severances())
            known = self._found.cuts[first] = [cut for applies, cut in found if applies]
        return known

    def pinned(self, cut: Cut, act: Act) -> bool:
        """Whether an act stands on the line that a cut of its device keeps."""
        history = self._facts.history
        line = history.lines[history.position[EntryId(cut.act)]]
        return act.seq < cut.count and bool(line >> history.position[act.id] & 1)

    def _severances(self) -> list[Severance]:
        if self._found.severances is None:
            self._found.severances = [one for one in self._facts.severances if self.severs(one)]
        return self._found.severances

    def severs(self, severance: Severance) -> bool:
        """Whether a severance is of the set and has effect.

        What a person's own devices cut stands whoever cut first, unless the cell cut the device that says so: otherwise
        whoever stole it could take its owner's new one from them for ever.
        """
        if severance.decided is not None:
            return self.stands(severance.decided)
        return self.has(severance.at) and not self._off_a_decision(self._facts.history.acts[severance.at])

    def _cut(self, severance: Severance, act: Act) -> tuple[bool, Cut | None]:
        """Return whether a severance applies to the device of an act, and which cut it leaves it."""
        if severance.whole:
            applies = severance.person == self.owner(act) and not self._bound_knowing(act, severance)
            return applies, severance.cuts.get(act.device)
        for device in self._succeeded(act):
            if device == severance.keeps:
                return False, None
            if device in severance.cuts:  # of what took its place without being named nothing counts
                return True, severance.cuts[device] if device == act.device else None
        return False, None

    def _bound_knowing(self, act: Act, severance: Severance) -> bool:
        """Whether the device of an act was bound to its person by somebody who knew of a severance.

        Only a decision says that, never its own first act, nor one that added it: whoever holds a key that was cut
        could write one, whenever and in whatever knowledge.
        """
        bound = [one for one in self._facts.rebinds.get(self._facts.roots[act.id], ()) if self.stands(one)]
        mine = severance.decided and severance.decided.put
        return any(one.put is mine or self._knows_severance(one.act.id, severance) for one in bound)

    def _knows_severance(self, act: EntryId, severance: Severance) -> bool:
        if severance.decided is not None:
            return self._knows(act, severance.decided)
        return bool(self._past(act) >> severance.at & 1)

    def _succeeded(self, act: Act) -> Iterable[DeviceId]:
        """Yield the device of an act, the one whose place it took, and so on."""
        yield act.device
        first = self._facts.valid.get(self._facts.first[act.id])
        while first is not None and (origin := self._facts.bound_by.get(first.id)) is not None:
            before = self._facts.valid[origin]
            if before.seq:  # added by another device, not succeeded
                return
            yield before.device
            first = before

    # ----------------------------------------------------------------------------------------------------- persons

    def status(self, person: PersonId) -> Status | None:
        """Return what a person is; None for nobody, for a guest whose door falls, and for one who became another."""
        if person not in self._found.statuses:
            self._found.statuses[person] = self._status(person)
        return self._found.statuses[person]

    def has_voice(self, person: PersonId) -> bool:
        """Whether a person may invite, propose and certify."""
        return self.status(person) in {Status.CONFIRMED, Status.RESTING}

    def _status(self, person: PersonId) -> Status | None:
        facts = self._facts
        if not facts.created(person) or self.latest(facts.rebinds.get(EntryId(person), ())):
            return None
        confirms = [one for one in facts.confirms.get(person, ()) if self.stands(one)]
        if self._excluded([one for one in facts.exclusions.get(person, ()) if self.stands(one)], confirms):
            return Status.EXCLUDED
        if self._left(facts.leaves.get(person, ()), confirms):
            return Status.LEFT
        if confirms or person in self.founding():
            if self.suspended(person):
                return Status.GUEST
            return Status.RESTING if self._rests(person) else Status.CONFIRMED
        return Status.GUEST if any(self._admits_now(admit) for admit in facts.admits.get(person, ())) else None

    def suspended(self, person: PersonId) -> bool:
        """Whether a disputed exclusion takes the voice of a person, and no more than that, until it is ratified."""
        exclusions = [one for one in self._facts.exclusions.get(person, ()) if self.has(one.at) and self.disputed(one)]
        confirms = [one for one in self._facts.confirms.get(person, ()) if self.stands(one)]
        return self._excluded(exclusions, confirms)

    def _excluded(self, exclusions: Iterable[Certificate], confirms: Sequence[Certificate]) -> bool:
        """Whether one of these took a place that no confirmation, put in the knowledge of it, gave back."""
        return any(not any(self._knows(one.put.act.id, loss) for one in confirms) for loss in exclusions)

    def _left(self, leaves: Iterable[int], confirms: Sequence[Certificate]) -> bool:
        acts = [self._facts.history.acts[at] for at in leaves if self.has(at)]
        counting = [act.id for act in acts if not self._off_a_decision(act)]
        return any(not any(self._facts.history.knows(one.put.act.id, act) for one in confirms) for act in counting)

    def _admits_now(self, admit: Said[Admit]) -> bool:
        """Whether an admission is of the set, and neither it nor the invitation stands past a cut."""
        if not self.has(admit.at) or self.off(admit.act):
            return False
        if admit.body.start == ABSENT:
            return True
        invite, _number = self._facts.key_of[EntryId(admit.body.start)]
        return not self.off(self._facts.invites[EntryId(invite)].act)

    def _rests(self, person: PersonId) -> bool:
        """Whether the latest that is known says that a person rests; what says otherwise at the same time wins."""
        said = [(at, resting) for at, resting in self._facts.rests.get(person, ()) if self.counts(at)]
        said += [(one.at, False) for one in self._facts.confirms.get(person, ()) if self.stands(one)]
        pasts = self._facts.history.pasts
        latest = [resting for at, resting in said if not any(pasts[other] >> at & 1 for other, _ in said)]
        return bool(latest) and all(latest)

    def founding(self) -> frozenset[PersonId]:
        """Who is confirmed without a decision: the founder, and the first two whom their first device admitted."""
        found = self._found.founding
        if found is None:
            found = self._found.founding = self._founding()
        return found

    def _founding(self) -> frozenset[PersonId]:
        facts = self._facts
        if facts.genesis is None or not self.has(facts.genesis.at):
            return frozenset()
        founder = PersonId(facts.genesis.act.id)
        admits = [act for act in facts.founders if self.holds(act.id) and act.id in facts.valid and not self.off(act)]
        if any(self._forks_there(twins, admits) for twins in facts.twins):
            return frozenset({founder})
        found = _admitted(admits)[:FOUNDING_CONFIRMATIONS]
        return frozenset({founder, *(PersonId(key) for key in found if not self.shares_key(key))})

    def _forks_there(self, twins: tuple[Act, Act], admits: Sequence[Act]) -> bool:
        """Whether the founder's device forked before the two persons were admitted, off no cut.

        A later fork leaves no doubt who they are; otherwise whoever holds that key could silence them years later.
        """
        if not all(self.holds(act.id) and not self.off(act) for act in twins):
            return False
        common = self._past(twins[0].id) & self._past(twins[1].id)
        before = [act for act in admits if common >> self._facts.history.position[act.id] & 1]
        return len(_admitted(before)) < FOUNDING_CONFIRMATIONS

    def shares_key(self, start: EntryId) -> bool:
        """Whether another device started with the same one-time key."""
        key = self._facts.key_of.get(start)
        return key is not None and sum(map(self.holds, self._facts.starts[key])) > 1

    # --------------------------------------------------------------------------------------------------- chambers

    def persons(self) -> tuple[PersonId, ...]:
        """Everybody who is or was a person within the set, ascending."""
        if self._found.persons is None:
            facts = self._facts
            everyone = set(facts.admits)
            if facts.genesis is not None:
                everyone.add(PersonId(facts.genesis.act.id))
            self._found.persons = tuple(sorted(one for one in everyone if self.status(one) is not None))
        return self._found.persons

    def chamber(self, person: PersonId) -> Chamber:
        """Return where a person of the cell sits."""
        seats = [one for one in self._facts.seats if one.put.body.project is None]
        return self._seat(seats, person) or self._facts.chamber_at_first(person)

    def _seat(self, seats: Iterable[Certificate], person: PersonId) -> Chamber | None:
        """Return where the latest decision that names a person seats them; None when none does, or out of a circle."""
        seat = self.latest([one for one in seats if person in _named(one)])
        if seat is None or not isinstance(seat.matter, Chambers):
            return None
        if person in seat.matter.concerned:
            return Chamber.CONCERNED
        return Chamber.CARRYING if person in seat.matter.carrying else None

    def circle(self, project: Place) -> ProjectCircle | None:
        """Return the circles of a project; None for one that has none."""
        facts = self._facts
        opened = [said for said in facts.circles.get(project, ()) if self.has(said.at) and not self.off(said.act)]
        seats = [one for one in facts.seats if one.put.body.project == project and self.stands(one)]
        if not opened and not seats:
            return None
        first = min(opened, key=lambda said: said.act.id) if opened else None
        placed: dict[PersonId, Chamber | None] = {}
        if first is not None:
            placed |= {PersonId(person): Chamber.CONCERNED for person in first.body.concerned}
            placed |= {PersonId(person): Chamber.CARRYING for person in first.body.carrying}
        for person in {PersonId(one) for seat in seats for one in _named(seat)}:
            placed[person] = self._seat(seats, person)
        left = {person for at, person in facts.circle_leaves.get(project, ()) if self._left_circle(at, person, seats)}
        there = {person: seat for person, seat in placed.items() if person not in left and self._is_here(person)}
        return ProjectCircle(
            project,
            tuple(sorted(person for person, seat in there.items() if seat is Chamber.CONCERNED)),
            tuple(sorted(person for person, seat in there.items() if seat is Chamber.CARRYING)),
            (*(() if first is None else (first.act.id,)), *(seat.act.id for seat in seats)),
        )

    def _left_circle(self, at: int, person: PersonId, seats: Iterable[Certificate]) -> bool:
        back = [one for one in seats if person in _named(one) and self._past(one.put.act.id) >> at & 1]
        return self.counts(at) and not back

    def _is_here(self, person: PersonId) -> bool:
        return self.status(person) in BELONGING


def _admitted(acts: Iterable[Act]) -> list[EntryId]:
    """Return whom these acts admit, once each, in their order: by their start or, without a device, by the act."""
    bodies = [(act.id, act.body) for act in acts]
    keys = [EntryId(act if body.start == ABSENT else body.start) for act, body in bodies if isinstance(body, Admit)]
    return list(dict.fromkeys(keys))


def _named(seat: Certificate) -> tuple[bytes, ...]:
    matter = seat.matter
    return (*matter.concerned, *matter.carrying, *matter.gone) if isinstance(matter, Chambers) else ()
