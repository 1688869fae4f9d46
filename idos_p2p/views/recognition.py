"""What one person gave, as others attested it and thanked them for it: the records that prove it, never a score."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from idos_p2p.views.gift_lines import Named
from idos_p2p.views.period import Period


@dataclass(frozen=True, slots=True)
class Attestation:
    """What somebody says about an act. The record of this id is the proof."""

    id: str
    day: str
    says: str  # "present", "right" or "correction"
    minutes: int  # what it was, in a correction; 0: not said
    words: str
    attester: str  # the person whose words these are
    writer: str  # the person who wrote them down; another than the attester: on their behalf
    by_another: bool  # neither this person nor who noted the act says it, nor wrote it down
    pending: bool  # a correction that the act does not follow yet
    contested: bool = False


@dataclass(frozen=True, slots=True)
class RecognisedAct:
    """One contribution this person took part in."""

    id: str
    day: str
    what: str
    form: str
    minutes: int  # this person's
    project: str
    skills: tuple[str, ...]
    others: tuple[str, ...]  # the other persons of it (``Who.all``)
    author: str  # the person who noted it
    on_behalf: bool  # the author is not among its persons
    confirmed: bool  # this person attested it themselves, by "present" or "right"
    attestations: tuple[Attestation, ...]  # oldest first
    contested: bool = False  # in no sum

    @property
    def attested(self) -> bool:
        """Whether another person says it was so."""
        return any(each.by_another and each.says != "correction" and not each.contested for each in self.attestations)

    @property
    def pending(self) -> bool:
        """Whether a correction waits to be followed."""
        return any(each.pending for each in self.attestations)


@dataclass(frozen=True, slots=True)
class ThanksReceived:
    """Thanks to this person."""

    id: str
    day: str
    words: str
    giver: str  # the person who thanks
    writer: str  # the person who wrote it down
    about: str  # id of the record it is about; empty: none named
    contested: bool = False


@dataclass(frozen=True, slots=True)
class Given:
    """What this person gave to one project, or with one skill."""

    key: str  # the project's id, or the skill; empty: no project
    minutes: int
    acts: int


@dataclass(frozen=True, slots=True)
class Recognition:
    """Everything that recognises one person in a period. Sums are over all, ``acts`` and ``thanks`` may be cut."""

    person: str
    period: Period
    minutes: int
    acts_in_all: int  # contested ones left out
    attested_minutes: int  # of acts that another person attested
    attested_acts: int
    projects: tuple[Given, ...]  # by project's id, none first
    skills: tuple[Given, ...]  # by skill; an act that took two counts in both
    own_skills: tuple[str, ...]  # as this person tells them of themselves
    purpose: str  # their raison d'être
    acts: tuple[RecognisedAct, ...]  # newest day first
    corrections: tuple[RecognisedAct, ...]  # those with a correction that waits, newest first
    unconfirmed: tuple[RecognisedAct, ...]  # noted on their behalf, not confirmed by them yet, newest first
    thanks: tuple[ThanksReceived, ...]  # newest day first
    thanks_in_all: int  # contested ones left out
    names: Mapping[str, Named]
