"""Which records and devices are one person: every story, sum and picture asks here, so that each is counted once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from idos_p2p.ids import DeviceId
from idos_p2p.records.mentions import name_key


@dataclass(frozen=True, slots=True)
class Party:
    """One person: the id that stands for all their records, and the name they go by, both empty when unknown."""

    id: str
    name: str
    records: tuple[str, ...] = ()  # their own first
    devices: tuple[DeviceId, ...] = ()


NOBODY = Party("", "")


@dataclass(frozen=True)
class Persons:
    """The persons of a cell at one moment. A person is named by the id of one of their records: own, else claimed."""

    records: Mapping[str, str] = field(default_factory=dict)  # each person record, the person it tells about; own first
    devices: Mapping[DeviceId, str] = field(default_factory=dict)  # each device, the person who writes with it
    names: Mapping[str, str] = field(default_factory=dict)  # each person, how they call themselves
    roles: Mapping[str, Collection[str]] = field(default_factory=dict)  # each person, words of ``kinds.ROLES``

    def of(self, record: str) -> str:
        """Return the person whom a record tells about; a record that is not here stands for itself."""
        return self.records.get(record, record)

    def all(self, records: Iterable[str]) -> tuple[str, ...]:
        """Return the persons whom these records tell about, each once, sorted."""
        return tuple(sorted({self.of(record) for record in records}))

    def writer(self, device: DeviceId) -> str:
        """Return the person who writes with a device; empty while their record has not arrived."""
        return self.devices.get(device, "")

    def ids(self, person: str) -> tuple[str, ...]:
        """Return all records of the person whom this record tells about, sorted."""
        wanted = self.of(person)
        return tuple(sorted({record for record, found in self.records.items() if found == wanted} | {person, wanted}))

    def having(self, role: str) -> frozenset[str]:
        """Return all records of the persons who have this role."""
        return frozenset(record for record, person in self.records.items() if role in self.roles.get(person, ()))

    @property
    def same(self) -> dict[str, str]:
        """For each further record of a person, the one that stands for them."""
        return {record: person for record, person in self.records.items() if record != person}

    @cached_property
    def parties(self) -> Mapping[str, Party]:
        """The persons by their ids, in the order of their names: nothing they did, so that no list ranks them."""
        records, devices = defaultdict[str, list[str]](list), defaultdict[str, list[DeviceId]](list)
        for record, person in self.records.items():
            records[person].append(record)
        for device, person in self.devices.items():
            devices[person].append(device)
        found = [
            Party(person, self.names.get(person, ""), tuple(records[person]), tuple(devices[person]))
            for person in {*records, *devices}
        ]
        return {party.id: party for party in sorted(found, key=lambda party: (name_key(party.name), party.id))}

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return {person: place for place, person in enumerate(self.parties)}

    def party(self, record: str) -> Party:
        """Return the person whom a record tells about; ``NOBODY`` when it is not here, or of no person."""
        return self.parties.get(self.records.get(record, ""), NOBODY)

    def author(self, device: DeviceId) -> Party:
        """Return the person who writes with this device."""
        return self.parties.get(self.writer(device), NOBODY)

    def several(self, records: Iterable[str]) -> tuple[Party, ...]:
        """Return the persons whom these records tell about and who are known, each once, by name."""
        found = {self.records[record] for record in records if record in self.records}
        return tuple(self.parties[person] for person in sorted(found, key=self._places.__getitem__))
