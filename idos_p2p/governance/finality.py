"""The finality guard: no history written from an old past overturns what the cell decided since (security §4.6).

A guarded certificate (confirm, exclude, rebind, chambers) is *disputed* when another one, which neither knows it nor is
known to it, outweighs it and its history excludes supporters of the first without whom it would not have been adopted.
A function of the set: every peer that holds both says so, whichever came first.

Of two histories that parted, that one outweighs in whose guarded decisions since more of those took part who had a
voice when they parted: whoever writes on from an old past can bring in as many puppets, and so decide as often, as they
like, but not the others of that time. Between equals the later epoch does.
"""

from __future__ import annotations

from idos_p2p.governance.counting import reaches
from idos_p2p.governance.facts import Certificate, Facts
from idos_p2p.governance.matters import Chambers, Confirm, Exclude, Matter, Rebind
from idos_p2p.governance.standing import Standing
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
    if not unrelated:
        return False
    left = certificate.supporters - _excluded_since(facts, later, certificate)
    return not reaches(certificate.put, left) and _outweighs(facts, later, certificate)


def _outweighs(facts: Facts, later: Certificate, certificate: Certificate) -> bool:
    """Whether the history of ``later`` outweighs that of a certificate, since they parted.

    One that holds no other decision is of the same time: what was decided at once stands side by side.
    """
    since, others = _since(facts, later, certificate), _since(facts, certificate, later)
    if len({one.put.act.id for one in since}) < 2:  # noqa: PLR2004  # itself alone
        return False
    pasts = facts.history.pasts
    parting = Standing(facts, pasts[later.at] & pasts[certificate.at])
    weights = [
        sum(parting.has_voice(person) for person in frozenset().union(*(one.supporters for one in history)))
        for history in (since, others)
    ]
    return (weights[0], later.epoch) > (weights[1], certificate.epoch)


def _since(facts: Facts, one: Certificate, other: Certificate) -> list[Certificate]:
    """Return the guarded certificates that one of two histories holds, itself included, and the other does not."""
    pasts = facts.history.pasts
    theirs = (pasts[one.at] | 1 << one.at) & ~pasts[other.at]
    return [known for known in (*facts.guarded, one) if theirs >> known.at & 1]


def _excluded_since(facts: Facts, later: Certificate, certificate: Certificate) -> frozenset[PersonId]:
    """Return whom the history of ``later``, itself included, excludes and that of the certificate does not."""
    since = _since(facts, later, certificate)
    return frozenset(PersonId(one.matter.person) for one in since if isinstance(one.matter, Exclude))
