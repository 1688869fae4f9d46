"""What was proposed and what became of it, as the acts of authority conclude (``evaluation``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from idos_p2p.governance.acts import Answer, Ground, Propose
from idos_p2p.governance.matters import Chamber, Place
from idos_p2p.ids import DeviceId, EntryId, PersonId


class State(StrEnum):
    """Where a decision stands; every peer that holds the same acts says the same."""

    OPEN = "open"
    ADOPTED = "adopted"
    UNDER_REVIEW = "under review"  # adopted, and an objection came that its certificates did not know
    CLOSED = "closed"  # withdrawn, replaced, or proposed by somebody whose word does not count
    DISPUTED = "disputed"  # adopted from an old past that a later decision contradicts: without effect until ratified
    CONTESTED = "contested"  # adopted by a spoken ballot of which the person says that they did not speak it


@dataclass(frozen=True, slots=True)
class Answered:
    """A ballot, and whether it counts."""

    id: EntryId
    voter: PersonId
    answer: Answer
    ground: Ground
    reason: EntryId | None  # the comment that says why
    by: PersonId  # whose device wrote it: another person, where the voter spoke
    witness: PersonId | None  # who countersigned a spoken one
    contested: bool
    counts: bool  # the latest of its voter, and countersigned where it was spoken


@dataclass(frozen=True, slots=True)
class Electorate:
    """One chamber of a decision, as its proposal's own past tells it."""

    chamber: Chamber
    persons: tuple[PersonId, ...]  # who answer, ascending
    needed: int  # answers without objection; none where the chamber counts nobody
    waits: bool = False  # it names only persons without a voice yet: nothing can be decided before they have one


@dataclass(frozen=True, slots=True)
class Decision:
    """A valid proposal, the answers to it, and where it stands."""

    id: EntryId
    body: Propose
    by: PersonId
    device: DeviceId
    chambers: tuple[Electorate, Electorate]  # concerned, carrying
    ballots: tuple[Answered, ...]  # by voter, then by id
    state: State
    ready: bool  # the ballots that are known here adopt it: anyone may enact it
    enacts: tuple[EntryId, ...]  # its valid certificates, ascending
    late: tuple[EntryId, ...]  # the objections that put it under review
    replaced_by: tuple[EntryId, ...]
    why: tuple[EntryId, ...]  # the acts that closed or disputed it, or that contest it


@dataclass(frozen=True, slots=True)
class ProjectCircle:
    """The two circles of a project, and the acts behind them."""

    project: Place
    concerned: tuple[PersonId, ...]
    carrying: tuple[PersonId, ...]
    why: tuple[EntryId, ...]

    def has_concerned(self) -> bool:
        """Whether the project names anybody whom it concerns; one that does not is told apart wherever it is shown."""
        return bool(self.concerned)


Circles = Mapping[Place, ProjectCircle]
