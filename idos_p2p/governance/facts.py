"""What valid acts say, one list a subject: what ``standing`` reads within the past of an act, or of everything."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Generic

from idos_p2p.governance.acts import Admit, Ballot, Body, Circle, Genesis, Invite, Propose, Secret
from idos_p2p.governance.matters import Chamber, Cut, Matter, Place
from idos_p2p.governance.membership import Status
from idos_p2p.governance.past import Act, History
from idos_p2p.ids import CellId, DeviceId, EntryId, PersonId

Verify = Callable[[DeviceId, bytes, bytes], bool]


@dataclass(frozen=True, slots=True)
class Said(Generic[Body]):
    """A valid act: its position, and what it says."""

    at: int
    act: Act
    body: Body


@dataclass(frozen=True, slots=True)
class Severance:
    """An act that takes devices from a person: what they wrote off these cuts counts for nothing.

    ``whole``: of all their devices, the ones without a cut included, unless these were bound in the knowledge of it.
    """

    at: int
    person: PersonId
    cuts: Mapping[DeviceId, Cut]
    whole: bool
    keeps: DeviceId | None = None  # the author's own, of a revocation
    decided: Certificate | None = None  # without effect while this is disputed


@dataclass(frozen=True, slots=True)
class Put:
    """A valid proposal with its two electorates (concerned, carrying), as its own past tells them."""

    at: int
    act: Act
    body: Propose
    by: PersonId
    electors: tuple[frozenset[PersonId], frozenset[PersonId]]
    needed: tuple[int, int]
    waits: tuple[bool, bool]


@dataclass(frozen=True, slots=True)
class Cast:
    """A valid ballot."""

    at: int
    act: Act
    body: Ballot
    by: PersonId
    voter: PersonId


@dataclass(frozen=True, slots=True)
class Certificate:
    """A valid enact: it adopted its proposal, judged by its own past, for good."""

    at: int
    act: Act
    put: Put
    epoch: int  # one more than that of any guarded certificate it knew of
    supporters: frozenset[PersonId]

    @property
    def matter(self) -> Matter:
        """What was decided."""
        return self.put.body.matter


@dataclass(slots=True)
class Facts:
    """All valid acts so far; lists grow in causal order."""

    cell: CellId
    verify: Verify
    history: History = field(default_factory=History)
    genesis: Said[Genesis] | None = None
    valid: dict[EntryId, Act] = field(default_factory=dict)
    void: dict[EntryId, str] = field(default_factory=dict)
    newer: bool = False
    roots: dict[EntryId, EntryId] = field(default_factory=dict)  # act → the start or genesis its device goes back to
    first: dict[EntryId, EntryId] = field(default_factory=dict)  # act → the first act of its own line
    bound_by: dict[EntryId, EntryId] = field(default_factory=dict)  # begin or succeed → the act it goes back to
    invites: dict[EntryId, Said[Invite]] = field(default_factory=dict)
    starts: dict[tuple[bytes, int], list[EntryId]] = field(default_factory=dict)  # by the key that proves them
    key_of: dict[EntryId, tuple[bytes, int]] = field(default_factory=dict)
    admits: dict[PersonId, list[Said[Admit]]] = field(default_factory=dict)
    founders: list[Act] = field(default_factory=list)  # acts of the founding device
    twins: list[tuple[Act, Act]] = field(default_factory=list)  # of them, the first two after each fork
    by_device: dict[DeviceId, int] = field(default_factory=dict)  # mask of the acts of each device
    begun: dict[DeviceId, list[EntryId]] = field(default_factory=dict)  # valid first acts of each device
    sealing: dict[EntryId, bytes] = field(default_factory=dict)  # by a device's first act
    severances: list[Severance] = field(default_factory=list)
    leaves: dict[PersonId, list[int]] = field(default_factory=dict)
    rests: dict[PersonId, list[tuple[int, bool]]] = field(default_factory=dict)  # own acts, and decisions
    confirms: dict[PersonId, list[Certificate]] = field(default_factory=dict)
    exclusions: dict[PersonId, list[Certificate]] = field(default_factory=dict)
    rebinds: dict[EntryId, list[Certificate]] = field(default_factory=dict)  # by start
    seats: list[Certificate] = field(default_factory=list)
    circles: dict[Place, list[Said[Circle]]] = field(default_factory=dict)
    circle_leaves: dict[Place, list[tuple[int, PersonId]]] = field(default_factory=dict)
    puts: dict[EntryId, Put] = field(default_factory=dict)
    casts: dict[EntryId, list[Cast]] = field(default_factory=dict)  # by proposal
    ballots: dict[EntryId, Cast] = field(default_factory=dict)
    countersigns: dict[EntryId, list[tuple[int, PersonId]]] = field(default_factory=dict)  # by ballot
    contests: dict[EntryId, list[int]] = field(default_factory=dict)
    closes: dict[EntryId, list[int]] = field(default_factory=dict)  # by proposal: withdrawn or replaced
    replacements: dict[EntryId, list[EntryId]] = field(default_factory=dict)
    certificates: dict[EntryId, list[Certificate]] = field(default_factory=dict)  # by proposal
    guarded: list[Certificate] = field(default_factory=list)
    disputers: dict[EntryId, list[Certificate]] = field(default_factory=dict)  # by certificate
    ratifications: dict[EntryId, list[Certificate]] = field(default_factory=dict)  # by proposal
    secrets: dict[EntryId, list[Said[Secret]]] = field(default_factory=dict)  # by the renewal: it first, then wraps
    erasures: list[Act] = field(default_factory=list)
    standing_mask: int = 0  # the acts on which anybody's standing may depend

    def created(self, person: PersonId) -> bool:
        """Whether this is a person at all: the founder, somebody who started, or who was admitted without a device."""
        return person in self.admits or (self.genesis is not None and EntryId(person) == self.genesis.act.id)

    def chamber_at_first(self, person: PersonId) -> Chamber:
        """Return the chamber in which a person came."""
        if self.genesis is not None and EntryId(person) == self.genesis.act.id:
            return self.genesis.body.chamber
        return self.admits[person][0].body.chamber


@dataclass(slots=True)
class Found:
    """Answers that were found already; they are the same for all sets that agree on what anybody's standing is."""

    off: dict[EntryId, bool] = field(default_factory=dict)
    statuses: dict[PersonId, Status | None] = field(default_factory=dict)
    disputed: dict[EntryId, bool] = field(default_factory=dict)
    founding: frozenset[PersonId] | None = None
    cuts: dict[EntryId, list[Cut | None]] = field(default_factory=dict)  # by a line's first act
    severances: list[Severance] | None = None
    persons: tuple[PersonId, ...] | None = None
    holders: frozenset[PersonId] | None = None
