"""What the services tell of decisions: frozen facts for the command line and the window alike, without words."""

from __future__ import annotations

from dataclasses import dataclass

from idos_p2p.governance.acts import Answer, Ground
from idos_p2p.governance.decisions import State
from idos_p2p.governance.matters import Chamber
from idos_p2p.ids import DeviceId
from idos_p2p.services.voices import Voice


@dataclass(frozen=True, slots=True)
class Behind:
    """One act behind a fact: which fact (a code that ``ui/words`` says), who wrote the act, and when."""

    code: str
    act: str  # id of the act
    who: Voice
    when_ms: int  # the author's clock, for people


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody said of a proposal: a comment record."""

    id: str
    round: str  # "clarification", "reaction", "objection", "integration", or empty
    words: str
    who: Voice  # whose words they are
    by: Voice  # who wrote them down
    when_ms: int


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer to a proposal, as people see it."""

    ballot: str  # id of the act
    voter: Voice
    answer: Answer
    ground: Ground
    reason: str  # id of the comment that says why; empty without one
    words: str  # of that comment; empty while it has not arrived
    by: Voice  # who wrote it: another person where the voter spoke
    spoken: bool
    witness: Voice | None  # who countersigned a spoken one
    contested: bool
    counts: bool
    when_ms: int
    integrated: tuple[Said, ...]  # of an objection: how it was integrated, oldest first


@dataclass(frozen=True, slots=True)
class ChamberTold:
    """One chamber of a decision, and how far it is."""

    chamber: Chamber
    persons: tuple[Voice, ...]  # who answer, by name
    needed: int  # answers without objection; none where the chamber counts nobody
    waits: bool  # it names only persons without a voice yet
    consents: int
    asides: int
    objections: int
    silent: tuple[Voice, ...]  # who have not answered, or whose spoken answer awaits a second person
    missing: int  # answers without objection that are still needed
    consent_missing: bool  # enough would be there, and none of them is a consent

    @property
    def reached(self) -> bool:
        """Whether this chamber has answered enough, without an objection."""
        return not (self.waits or self.missing or self.consent_missing or self.objections)


@dataclass(frozen=True, slots=True)
class MatterTold:
    """What a proposal would do, beyond what its text says."""

    code: str  # "text", "confirm", "exclude", "rest", "rebind", "chambers", "charter", "forget", "ratify"
    persons: tuple[Voice, ...] = ()  # whom it is about
    concerned: tuple[Voice, ...] = ()  # of chambers: who would sit there
    carrying: tuple[Voice, ...] = ()
    gone: tuple[Voice, ...] = ()
    records: tuple[tuple[str, str], ...] = ()  # of forget: id and title of each that is here
    record_count: int = 0  # of forget: all of them
    decision: str = ""  # of ratify: the proposal
    void_entries: int = 0  # of exclude and rebind: what is held here that would count for nothing


@dataclass(frozen=True, slots=True)
class DecisionTold:
    """A proposal, the answers to it, what is missing, and the acts behind each fact."""

    id: str  # of the act that put it
    record: str  # id of the text's record; empty without one
    title: str  # as it was put; empty without a record, or while it has not arrived
    body: str
    as_put: bool  # what was put is here; if not, title and body are those of now, and may be others
    changed_since: bool  # the record says something else by now than what was put
    project: str  # id of the project; empty for the cell
    project_title: str
    matter: MatterTold
    by: Voice
    put_ms: int
    review: str  # the day it comes back
    review_due: bool
    state: State
    ready: bool
    chambers: tuple[ChamberTold, ChamberTold]  # concerned, carrying
    answers: tuple[Answered, ...]  # those that count first, by name; then earlier ones
    said: tuple[Said, ...]  # clarifications, reactions and what was integrated, oldest first
    replaces: str
    replaced_by: tuple[str, ...]
    adopted_ms: int | None  # when its first certificate was written
    why: tuple[Behind, ...]
    mine: Answered | None  # the counted answer of the person at this computer
    may_answer: bool  # they are an elector, and it is not closed
    may_close: bool

    @property
    def waiting(self) -> tuple[str, ...]:
        """Return what is missing before it is adopted, as codes that ``ui/words`` says with each chamber's name."""
        if self.state is not State.OPEN:
            return ()
        found = []
        for chamber in self.chambers:
            if chamber.waits:
                found.append(f"waits_{chamber.chamber.value}")
            elif chamber.objections:
                found.append(f"objection_{chamber.chamber.value}")
            elif chamber.missing:
                found.append(f"answers_{chamber.chamber.value}")
            elif chamber.consent_missing:
                found.append(f"consent_{chamber.chamber.value}")
        return tuple(found or (["certificate"] if self.ready else []))


@dataclass(frozen=True, slots=True)
class CirclesTold:
    """The two circles of a project."""

    project: str  # id
    concerned: tuple[Voice, ...]
    carrying: tuple[Voice, ...]
    opened: bool  # somebody named them
    why: tuple[Behind, ...]

    @property
    def without_concerned(self) -> bool:
        """Whether the project names nobody whom it concerns: told wherever the project is shown."""
        return not self.concerned


@dataclass(frozen=True, slots=True)
class SpokenTold:
    """A spoken answer that awaits a second person who heard it, or that was recorded in somebody's name."""

    decision: str
    title: str
    answer: Answered


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for the person at this computer."""

    proposals: tuple[DecisionTold, ...]  # open, they are an elector, and have not answered
    countersign: tuple[SpokenTold, ...]  # spoken answers that they may countersign
    in_my_name: tuple[SpokenTold, ...]  # spoken answers recorded for them, which they may contest
    guests: tuple[Voice, ...]  # to confirm: nobody proposed it yet; empty without a voice
    reviews: tuple[DecisionTold, ...]  # whose day has come

    @property
    def count(self) -> int:
        """Return how many things wait."""
        return sum(map(len, (self.proposals, self.countersign, self.in_my_name, self.guests, self.reviews)))


@dataclass(frozen=True, slots=True)
class CutTold:
    """How much of a device's log would count."""

    device: DeviceId
    count: int  # entries that count
    void: int  # entries held here that would not
