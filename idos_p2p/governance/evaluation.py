"""Who belongs and what was decided: a pure function over the set of acts, whatever their order of arrival (design §5).

Each act is judged once, from its own causal past alone (its device's chain, its refs, the acts it names), never from a
clock; more knowledge never changes that. Then the whole set says who is effective (``conclusion``).
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from idos_p2p.governance.acts import Begin, Start, Succeed
from idos_p2p.governance.conclusion import conclude
from idos_p2p.governance.counting import Electors, electors
from idos_p2p.governance.facts import Facts, Found, Verify
from idos_p2p.governance.matters import Matter, Place
from idos_p2p.governance.membership import Membership
from idos_p2p.governance.naming import devices_to_cut
from idos_p2p.governance.past import Act
from idos_p2p.governance.recording import record, trace
from idos_p2p.governance.rules import fault
from idos_p2p.governance.standing import Standing
from idos_p2p.ids import CellId, DeviceId, EntryId, PersonId

_KEPT = 64  # sets of which the answers are kept: most acts agree with those just before them


class Evaluation:
    """The acts so far, judged; more may be added at any time, in any order."""

    def __init__(self, cell: CellId, verify: Verify, acts: Iterable[Act] = ()) -> None:
        self.cell = cell
        self._facts = Facts(cell, verify)
        self._found = lru_cache(maxsize=_KEPT)(lambda _agreed: Found())
        self.add(acts)

    def add(self, acts: Iterable[Act]) -> None:
        """Judge these acts, and those that waited for them; ones that are known are left as they are."""
        facts = self._facts
        for act in facts.history.add(acts):
            trace(facts, act)
            standing = self._standing(facts.history.pasts[-1])
            why = fault(facts, standing, act)
            facts.newer |= act.newer
            if why:
                facts.void[act.id] = why
            else:
                facts.valid[act.id] = act
                record(facts, standing, act)

    def knows(self, act: Act) -> bool:
        """Whether an act was judged already."""
        return act.id in self._facts.history.position

    def conclude(self) -> Membership:
        """Return what the acts so far conclude."""
        return conclude(self._facts, self._standing(self._facts.history.all))

    def heads(self) -> tuple[EntryId, ...]:
        """Return the acts that a new one refers to, ascending."""
        return self._facts.history.heads()

    def electors(self, matter: Matter, project: Place | None = None) -> Electors:
        """Return who would answer this matter if it were put now."""
        return electors(self._standing(self._facts.history.all), matter, project)

    def devices_to_cut(self, person: PersonId) -> frozenset[DeviceId]:
        """Return the devices that an act names which puts this person out, brings them back or leaves for them."""
        return devices_to_cut(self._facts, self._standing(self._facts.history.all), person)

    def beginning_fault(self, act: Act) -> str:
        """Return why an act that begins a log, and names one that was judged, is void; empty when it counts."""
        if not isinstance(act.body, Start | Succeed | Begin):
            return "origin"
        return fault(self._facts, Standing(self._facts, self._facts.history.past_of(act)), act)

    def _standing(self, mask: int) -> Standing:
        """Return what the acts of a mask say; sets that agree on what standing depends on share what was found."""
        return Standing(self._facts, mask, self._found(mask & self._facts.standing_mask))


def evaluate(cell: CellId, acts: Iterable[Act], verify: Verify) -> Membership:
    """Return what this set of acts concludes; acts whose past has not arrived are left aside."""
    return Evaluation(cell, verify, acts).conclude()
