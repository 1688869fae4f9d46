"""Who belongs, as the acts of authority conclude (``evaluation``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from idos_p2p.governance.acts import Genesis, Invite
from idos_p2p.governance.matters import Chamber
from idos_p2p.ids import CellId, DeviceId, EntryId, PersonId, RecordName


class Status(StrEnum):
    """What a person may do."""

    CONFIRMED = "confirmed"  # reads, writes, has a voice, opens the door to newcomers
    GUEST = "guest"  # reads and writes records


@dataclass(frozen=True, slots=True)
class Person:
    """A person of the cell, and the acts that say so."""

    id: PersonId
    status: Status
    chamber: Chamber
    devices: tuple[DeviceId, ...]
    claims: EntryId | None
    why: tuple[EntryId, ...]


@dataclass(frozen=True, slots=True)
class OpenInvite:
    """A valid invitation, and which of its one-time keys newcomers have used."""

    id: EntryId
    body: Invite
    by: DeviceId
    used: frozenset[int]


@dataclass(frozen=True, slots=True)
class Membership:
    """What the acts conclude."""

    cell: CellId
    genesis: Genesis | None = None
    founder: PersonId | None = None
    persons: Mapping[PersonId, Person] = field(default_factory=dict)
    devices: Mapping[DeviceId, PersonId] = field(default_factory=dict)
    sealing: Mapping[DeviceId, bytes] = field(default_factory=dict)
    invites: Mapping[EntryId, OpenInvite] = field(default_factory=dict)
    starts: Mapping[DeviceId, EntryId] = field(default_factory=dict)
    succeeded: Mapping[DeviceId, DeviceId] = field(default_factory=dict)  # device → the older one whose place it took
    erasures: Mapping[RecordName, EntryId] = field(default_factory=dict)
    alarms: tuple[tuple[str, EntryId], ...] = ()
    void: Mapping[EntryId, str] = field(default_factory=dict)
    acts: frozenset[EntryId] = frozenset()  # all that were judged: those whose past is here
    heads: tuple[EntryId, ...] = ()

    def effective(self, device: DeviceId) -> bool:
        """Whether the device writes for a person of the cell."""
        return device in self.devices

    def person_of(self, device: DeviceId) -> PersonId | None:
        """Return the person for whom the device writes, or None."""
        return self.devices.get(device)

    def erased(self, record: RecordName) -> bool:
        """Whether the owner of the record erased it. Of a shared record this says nothing: nobody owns it."""
        return record in self.erasures

    def confirmed(self, device: DeviceId) -> bool:
        """Whether the device writes for a confirmed person."""
        person = self.devices.get(device)
        return person is not None and self.persons[person].status is Status.CONFIRMED
