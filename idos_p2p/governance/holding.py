"""What a set of acts that is closed under its pasts holds, and which of its certificates have effect."""

from __future__ import annotations

from collections.abc import Iterable

from idos_p2p.governance.facts import Certificate, Facts, Found
from idos_p2p.ids import EntryId


class Holding:
    """The acts of ``mask``, and what was decided among them."""

    def __init__(self, facts: Facts, mask: int, found: Found | None = None) -> None:
        self._facts, self.mask = facts, mask
        self._found = Found() if found is None else found

    def has(self, at: int) -> bool:
        """Whether the act at this position is of the set."""
        return bool(self.mask >> at & 1)

    def holds(self, act: EntryId) -> bool:
        """Whether this act is of the set."""
        return self.has(self._facts.history.position[act])

    def stands(self, certificate: Certificate) -> bool:
        """Whether a certificate is of the set and has effect: it is not disputed, or was ratified."""
        return self.has(certificate.at) and not self.disputed(certificate)

    def disputed(self, certificate: Certificate) -> bool:
        """Whether an unrelated certificate contradicts this one and nobody ratified it."""
        known = self._found.disputed.get(certificate.act.id)
        if known is None:
            known = self._found.disputed[certificate.act.id] = self._is_disputed(certificate)
        return known

    def _is_disputed(self, certificate: Certificate) -> bool:
        return any(map(self._disputes, self._disputers(certificate))) and not self._ratified(certificate)

    def _disputes(self, disputer: Certificate) -> bool:
        """Whether a certificate is in a position to dispute another one: none disputes it, or it was ratified."""
        return not self._disputers(disputer) or self._ratified(disputer)

    def _disputers(self, certificate: Certificate) -> list[Certificate]:
        return [one for one in self._facts.disputers.get(certificate.act.id, ()) if self.has(one.at)]

    def _ratified(self, certificate: Certificate) -> bool:
        ratified = self._facts.ratifications.get(certificate.put.act.id, ())
        return any(self.has(one.at) and self._past(one.act.id) >> certificate.at & 1 for one in ratified)

    def latest(self, certificates: Iterable[Certificate]) -> Certificate | None:
        """Return, of the standing ones, the one that no other knows of; of several such, that of the smallest id.

        What was put in the knowledge of a decision comes after all its certificates, so that nobody brings back what
        was decided before by certifying it once more from an old past.
        """
        standing = [one for one in certificates if self.stands(one)]
        last = [one for one in standing if not any(self._knows(other.put.act.id, one) for other in standing)]
        knows = self._facts.history.knows
        ends = [one for one in last if not any(knows(other.act.id, one.act.id) for other in last)]
        return min(ends, key=lambda one: one.act.id, default=None)

    def _knows(self, act: EntryId, decided: Certificate) -> bool:
        """Whether an act knows of a decision, by whichever of its certificates: later ones tell nothing new."""
        past = self._past(act)
        return any(past >> one.at & 1 for one in self._facts.certificates[decided.put.act.id])

    def _past(self, act: EntryId) -> int:
        return self._facts.history.pasts[self._facts.history.position[act]]
