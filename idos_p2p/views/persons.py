"""Which records and devices are one person: who counts persons asks here, so that each is counted once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from idos_p2p.ids import DeviceId


@dataclass(frozen=True, slots=True)
class Persons:
    """The persons of a cell. A person is named by the id of one of their records: their own, else the one claimed."""

    records: Mapping[str, str] = field(default_factory=dict)  # each person record, the person it tells about
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
