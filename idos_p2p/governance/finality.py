"""The finality guard: no history written from an old past overturns what the cell decided since (security §4.6).

A guarded certificate (confirm, exclude, rebind, chambers) is *disputed* when another one, which neither knows it nor is
known to it, is of a later epoch and its history excludes supporters of the first without whom it would not have been
adopted. A function of the set: every peer that holds both says so, whichever came first.
"""

from __future__ import annotations

from idos_p2p.governance.counting import reaches
from idos_p2p.governance.facts import Certificate, Facts
from idos_p2p.governance.matters import Chambers, Confirm, Exclude, Matter, Rebind
from idos_p2p.ids import PersonId

_GUARDED = (Confirm, Exclude, Rebind, Chambers)


def is_guarded(matter: Matter) -> bool:
    """Whether the guard covers a matter."""
    return isinstance(matter, _GUARDED)


def epoch(facts: Facts, past: int) -> int:
    """Return one more than the highest epoch of the guarded certificates in a past."""
    return 1 + max((one.epoch for one in facts.guarded if past >> one.at & 1), default=0)


def note_disputes(facts: Facts, new: Certificate) -> None:
    """Note which earlier guarded certificates a new one disputes, and which dispute it."""
    for other in facts.guarded:
        if _contradicts(facts, new, other):
            facts.disputers.setdefault(other.act.id, []).append(new)
        if _contradicts(facts, other, new):
            facts.disputers.setdefault(new.act.id, []).append(other)


def _contradicts(facts: Facts, later: Certificate, certificate: Certificate) -> bool:
    """Whether what ``later`` knows takes away the ground of a certificate that it does not know."""
    pasts = facts.history.pasts
    unrelated = not pasts[later.at] >> certificate.at & 1 and not pasts[certificate.at] >> later.at & 1
    if later.epoch <= certificate.epoch or not unrelated:
        return False
    gone = _excluded_since(facts, later, certificate)
    return bool(gone & certificate.supporters) and not reaches(certificate.put, certificate.supporters - gone)


def _excluded_since(facts: Facts, later: Certificate, certificate: Certificate) -> frozenset[PersonId]:
    """Return whom the history of ``later``, itself included, excludes and that of the certificate does not."""
    pasts = facts.history.pasts
    theirs = (pasts[later.at] | 1 << later.at) & ~pasts[certificate.at]
    return frozenset(
        PersonId(one.matter.person)
        for one in (*facts.guarded, later)
        if isinstance(one.matter, Exclude) and theirs >> one.at & 1
    )
