"""Who belongs, as the acts of authority conclude (``evaluation``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from idos_p2p.governance.acts import Genesis, Invite
from idos_p2p.governance.decisions import Circles, Decision
from idos_p2p.governance.matters import Chamber, Cut
from idos_p2p.ids import CellId, DeviceId, EntryId, PersonId, RecordName


class Status(StrEnum):
    """What a person may do."""

    CONFIRMED = "confirmed"  # reads, writes, has a voice, opens the door to newcomers
    RESTING = "resting"  # as confirmed, and is no elector until they come back
    GUEST = "guest"  # reads and writes records
    EXCLUDED = "excluded"  # what they wrote before the cut remains
    LEFT = "left"


BELONGING = frozenset({Status.CONFIRMED, Status.RESTING, Status.GUEST})


class Fact(StrEnum):
    """What an act says of a person."""

    FOUNDED = "founded"
    STARTED = "started"
    ADMITTED = "admitted"
    CONFIRMED = "confirmed"
    EXCLUDED = "excluded"
    LEFT = "left"
    RESTS = "rests"
    PUT_TO_REST = "put to rest"
    BACK = "back"
    DEVICE_ADDED = "device added"
    DEVICE_REVOKED = "device revoked"
    DEVICE_SUCCEEDED = "device succeeded"
    REBOUND = "rebound"
    SEATED = "seated"  # moved to another chamber


@dataclass(frozen=True, slots=True)
class Reason:
    """One act behind what a person is; of a decision, its certificate."""

    fact: Fact
    act: EntryId


@dataclass(frozen=True, slots=True)
class Person:
    """A person who is or was of the cell, and the acts that say so."""

    id: PersonId
    status: Status
    chamber: Chamber
    devices: tuple[DeviceId, ...]  # that write for them now, ascending
    claims: EntryId | None
    why: tuple[Reason, ...]  # in causal order
    sponsor: PersonId | None = None  # whose device opened the door
    disputed: bool = False  # a disputed decision would change their status

    @property
    def belongs(self) -> bool:
        """Whether they are of the cell now."""
        return self.status in BELONGING

    @property
    def has_voice(self) -> bool:
        """Whether they may invite, propose and certify."""
        return self.status in {Status.CONFIRMED, Status.RESTING}


@dataclass(frozen=True, slots=True)
class OpenInvite:
    """A valid invitation, and which of its one-time keys newcomers have used."""

    id: EntryId
    body: Invite
    by: DeviceId
    used: frozenset[int]
    open: bool = True  # whoever wrote it has a voice still


@dataclass(frozen=True, slots=True)
class Epoch:
    """One renewal of the cell secret: who can open it, and the act that sealed it to each."""

    id: EntryId  # the act that renewed it
    number: int  # one more than that of any it knew of
    sealed: Mapping[DeviceId, bytes]
    needed: bool = True  # its author's word counts still


@dataclass(frozen=True, slots=True)
class Membership:
    """What the acts conclude."""

    cell: CellId
    genesis: Genesis | None = None
    founder: PersonId | None = None
    persons: Mapping[PersonId, Person] = field(default_factory=dict)
    devices: Mapping[DeviceId, PersonId] = field(default_factory=dict)  # that write for somebody who belongs
    owners: Mapping[DeviceId, PersonId] = field(default_factory=dict)  # these and those that once did, up to their cut
    cuts: Mapping[DeviceId, Cut | None] = field(default_factory=dict)  # what counts of a device; None: nothing at all
    sealing: Mapping[DeviceId, bytes] = field(default_factory=dict)
    invites: Mapping[EntryId, OpenInvite] = field(default_factory=dict)
    starts: Mapping[DeviceId, EntryId] = field(default_factory=dict)
    succeeded: Mapping[DeviceId, DeviceId] = field(default_factory=dict)  # device → the older one whose place it took
    erasures: Mapping[RecordName, EntryId] = field(default_factory=dict)  # by the owner
    forgotten: Mapping[RecordName, EntryId] = field(default_factory=dict)  # by decision: of shared records, too
    decisions: Mapping[EntryId, Decision] = field(default_factory=dict)  # by proposal
    circles: Circles = field(default_factory=dict)
    charter: EntryId | None = None  # the proposal of the charter in force
    epochs: tuple[Epoch, ...] = ()  # of the cell secret, the one to use first
    renewal_due: bool = False  # somebody lost their place since the newest epoch
    checkpoint: EntryId | None = None  # the newest certificate: whoever brings a history without it brings an old one
    alarms: tuple[tuple[str, EntryId], ...] = ()
    void: Mapping[EntryId, str] = field(default_factory=dict)
    newer: bool = False  # some act is of a kind that this program does not know: it must not judge by itself
    acts: frozenset[EntryId] = frozenset()  # all that were judged: those whose past is here
    heads: tuple[EntryId, ...] = ()

    def effective(self, device: DeviceId) -> bool:
        """Whether the device writes for a person of the cell now: whether to meet it."""
        return device in self.devices

    def person_of(self, device: DeviceId) -> PersonId | None:
        """Return the person for whom the device writes, or wrote up to its cut; None for a device of nobody."""
        return self.owners.get(device)

    def belongs(self, person: PersonId) -> bool:
        """Whether the person is of the cell now."""
        known = self.persons.get(person)
        return known is not None and known.belongs

    def erased(self, record: RecordName) -> bool:
        """Whether the owner of the record erased it. Of a shared record this says nothing: nobody owns it."""
        return record in self.erasures

    def forgot(self, record: RecordName) -> bool:
        """Whether the cell decided to erase this record, owned or shared."""
        return record in self.forgotten

    def confirmed(self, device: DeviceId) -> bool:
        """Whether the device writes for somebody with a voice."""
        person = self.devices.get(device)
        return person is not None and self.persons[person].has_voice
