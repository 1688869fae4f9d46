"""Who is who: the one person behind several records and devices, as every story, sum and picture counts them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from idos_p2p.ids import DeviceId
from idos_p2p.records.mentions import name_key
from idos_p2p.services.cell import Cell
from idos_p2p.services.people import everyone
from idos_p2p.views.around import Interaction
from idos_p2p.views.records import find

VOICES: Mapping[str, str] = {
    "contribution": "persons",
    "signup": "persons",
    "offer": "persons",
    "need": "persons",
    "gift": "donor",
    "attestation": "from",
    "thanks": "from",
    "comment": "from",
    "use": "from",
}
"""The field of each kind that says whose act or whose words it is."""


@dataclass(frozen=True, slots=True)
class Party:
    """One person: the id that stands for all their records, and the name they go by, both empty when unknown."""

    id: str
    name: str
    records: tuple[str, ...] = ()  # their own first
    devices: tuple[DeviceId, ...] = ()


NOBODY = Party("", "")


@dataclass(frozen=True, slots=True)
class Who:
    """The persons of a cell at one moment, by everything that stands for them."""

    parties: tuple[Party, ...]  # by name
    by_record: Mapping[str, Party]
    by_device: Mapping[DeviceId, Party]
    order: Mapping[str, int]  # each one's place by name, by their id

    @property
    def same(self) -> dict[str, str]:
        """For each further record of a person, the one that stands for them."""
        return {record: party.id for record, party in self.by_record.items() if record != party.id}

    def several(self, records: Iterable[str]) -> tuple[Party, ...]:
        """Return the persons whom these records tell about, each once, by name."""
        found = {party.id: party for record in records if (party := self.by_record.get(record))}
        return tuple(sorted(found.values(), key=lambda party: self.order[party.id]))

    def author(self, device: DeviceId) -> Party:
        """Return the person who wrote with this device."""
        return self.by_device.get(device, NOBODY)

    def voices(self, item: Interaction) -> tuple[Party, ...]:
        """Return whose act or words a record is: those it names, otherwise who wrote it."""
        named = self._named(item)
        author = self.author(item.record.device)
        return named or ((author,) if author.id and not item.record.shared else ())

    def on_behalf(self, item: Interaction) -> bool:
        """Say whether somebody wrote it for others, being none of those whose act or words it is."""
        named = self._named(item)
        return bool(named) and self.author(item.record.device) not in named

    def _named(self, item: Interaction) -> tuple[Party, ...]:
        field = VOICES.get(item.record.kind)
        return self.several(link.id for link in item.links if link.field == field)


def by_name(party: Party) -> tuple[str, str]:
    """Return what persons are sorted by: nothing they did, so that no list ranks them."""
    return name_key(party.name), party.id


def who(cell: Cell) -> Who:
    """Return who is known to the cell now."""
    parties = sorted((Party(one.id, one.name, one.records, one.devices) for one in everyone(cell)), key=by_name)
    return Who(
        parties=tuple(parties),
        by_record={record: party for party in parties for record in party.records},
        by_device={device: party for party in parties for device in party.devices},
        order={party.id: place for place, party in enumerate(parties)},
    )


def party_of(cell: Cell, known: Who, record_id: str) -> Party:
    """Return the person whom this record (id or prefix) tells about; of any other record, what stands for it alone.

    Raises RefusedError: ``record_unknown``, ``record_ambiguous``, ``record_prefix_short``.
    """
    found = find(cell.store.reader, record_id)
    return known.by_record.get(found.id) or Party(found.id, found.title, (found.id,))
