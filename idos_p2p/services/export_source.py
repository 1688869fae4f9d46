"""The records that an export tells, slice by slice, as papers: of the whole cell, or of one person."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from idos_p2p.errors import RefusedError
from idos_p2p.ids import DeviceId
from idos_p2p.papers.known import is_named, name_key
from idos_p2p.papers.paper import Paper, Said, targets
from idos_p2p.records.kinds import AUTHOR, BY_NAME, Field, FieldType, Value
from idos_p2p.services.cell import Cell
from idos_p2p.services.people import KnownPerson, about, everyone
from idos_p2p.views.records import RecordView, find
from idos_p2p.views.whole import Portion, Target, portion, slices
from idos_p2p.views.whole import targets as find_targets

_IDENTIFIER = re.compile(r"[0-9a-f]{64}", re.IGNORECASE)
_SHAPES: Mapping[FieldType, type] = {
    FieldType.INTEGER: int,
    FieldType.WORDS: list,
    FieldType.LINKS: list,
    FieldType.FILES: list,
    FieldType.SHARES: dict,
}


_SIGNING = (AUTHOR.name, "from")


@dataclass(frozen=True, slots=True)
class Slice:
    """Some papers, and the records here that they lead to by their ids."""

    papers: Sequence[Paper]
    targets: Mapping[str, Target]


class Source:
    """What one export reads. It holds the persons of the cell and, for one person alone, which records are theirs."""

    def __init__(self, cell: Cell, person: str = "") -> None:
        """Take the id, or the beginning of it, of a person record; without one, the whole cell is told.

        Raises RefusedError ``export_not_person``, and as ``views.records.find`` does.
        """
        self._cell = cell
        self._reader = cell.store.reader
        self._people = everyone(cell)
        self._main = {record: known.id for known in self._people for record in known.records}
        names = Counter(name_key(known.name) for known in self._people)
        self._alone = {known.id for known in self._people if names[name_key(known.name)] == 1}
        self._authors = {device: known.id for known in self._people for device in known.devices}
        self._devices: Sequence[DeviceId] | None = None
        self._portion: Portion | None = None
        self.person = ""
        if person:
            found = find(self._reader, person)
            if found.kind != "person":
                raise RefusedError("export_not_person", id=found.id, title=found.title)
            records, self._devices = about(cell, person)
            self.person = records[0]
            self._portion = self._with_all_records(portion(self._reader, records, self._devices))

    def slices(self, kind: str = "") -> Iterator[Slice]:
        """Yield the records of a kind, or of all, as they are: a person may have several."""
        for views in slices(self._reader, kind):
            papers = [paper for view in views if (paper := self._paper(view)) is not None]
            yield self._with_targets(papers)

    def merged(self, kind: str, *, signed: bool = False) -> Iterator[Slice]:
        """Yield the records of a kind with each person once, and every link to the record that stands for them.

        ``signed``: each says who wrote it, and whose words it holds, so that it says so under another hand.
        """
        known = {person.id: person for person in self._people}
        for found in self.slices(kind):
            papers = [
                self._once(paper, known) for paper in found.papers if self._main.get(paper.id, paper.id) == paper.id
            ]
            yield self._with_targets([_signed(paper) for paper in papers] if signed else papers)

    def name(self, field: Field, target: str, found: Target) -> str:
        """Return what a table calls a record by: its name where nothing else goes by it, otherwise its id."""
        if len(field.to) != 1:  # a name might be that of a record of another kind
            return target
        alone = target in self._alone if found.kind == "person" else found.alone
        plain = unicodedata.normalize("NFKC", found.title) == found.title and not _like_an_id(found.title)
        return found.title if alone and is_named(BY_NAME[found.kind]) and plain and found.title else target

    def tells_device(self, device: DeviceId) -> bool:
        """Tell whether what this device wrote is part of the export, whatever it is."""
        return self._devices is None or device in self._devices

    def whole(self, paper: Paper) -> bool:
        """Tell whether a record is told whole: of other persons, one person's export tells the name alone."""
        return not self.person or paper.kind != "person" or self._main.get(paper.id, paper.id) == self.person

    def key_told(self, key: int) -> bool:
        """Tell whether a record is part of the export."""
        return self._portion is None or key in self._portion.records or key in self._portion.persons

    def _with_all_records(self, found: Portion) -> Portion:
        """Return a portion with all records of every person in it, and of those who wrote: links follow any of them."""
        records = find_targets(self._reader, sorted(self._main))
        persons = set(found.persons)
        writers = {self._authors.get(device) for device in found.devices}
        for known in self._people:
            keys = {records[record].key for record in known.records if record in records}
            if known.id in writers or not keys.isdisjoint(found.persons):
                persons |= keys - found.records
        return replace(found, persons=frozenset(persons))

    def _paper(self, view: RecordView) -> Paper | None:
        """Return a record as a paper; None where it is not part of the export."""
        if not self.key_told(view.key):
            return None
        paper = _paper(view, self._authors.get(view.device, ""))
        if self._portion is not None and view.key in self._portion.persons:
            name = {"name": paper.fields["name"]} if "name" in paper.fields else {}
            return replace(paper, fields=name, unknown={}, versions={})
        return paper

    def _once(self, paper: Paper, known: Mapping[str, KnownPerson]) -> Paper:
        """Return a person with what all their records say, or another record with links to such persons."""
        person = known.get(paper.id)
        if person is not None and (self._portion is None or paper.id == self.person):
            kind = BY_NAME["person"]
            return replace(paper, fields={name: value for name, value in person.fields.items() if kind.field(name)})
        if not targets(paper):
            return paper
        return replace(paper, fields={name: self._led(paper, name, value) for name, value in paper.fields.items()})

    def _led(self, paper: Paper, name: str, value: Value) -> Value:
        """Return a field with each link as it is followed."""
        field = paper.described.field(name)
        main = self._main
        match field.type if field else None, value:
            case FieldType.LINK, str():
                return main.get(value, value)
            case FieldType.LINKS, list():
                return sorted({main.get(target, target) for target in value})
        return value

    def _with_targets(self, papers: Sequence[Paper]) -> Slice:
        ids = {target for paper in papers for led_to in targets(paper).values() for target in led_to}
        return Slice(papers, find_targets(self._reader, sorted(ids)) if ids else {})


def _paper(view: RecordView, author: str) -> Paper:
    kind = BY_NAME[view.kind]
    known: dict[str, Value] = {}
    unknown: dict[str, Value] = {}
    for name, value in view.fields.items():
        field = kind.field(name)
        fits = field is not None and isinstance(value, _SHAPES.get(field.type, str))
        (known if fits else unknown)[name] = value
    return Paper(
        id=view.id,
        kind=view.kind,
        shared=view.shared,
        contested=view.contested,
        created_ms=view.created_ms,
        touched_ms=view.touched_ms,
        day=view.day,
        device=view.device.hex(),
        seq=view.record.seq,
        author=author,
        fields=known,
        unknown=unknown,
        versions={
            name: [Said(each.value, each.device.hex(), each.entry.hex()) for each in several]
            for name, several in view.versions.items()
        },
    )


def _signed(paper: Paper) -> Paper:
    """Return a record that says itself who wrote it, where that is known and was not said."""
    unsaid = [name for name in _SIGNING if paper.described.field(name) and not paper.fields.get(name)]
    if not paper.author or not unsaid:
        return paper
    return replace(paper, fields={**paper.fields, **dict.fromkeys(unsaid, paper.author)})


def _like_an_id(name: str) -> bool:
    return _IDENTIFIER.fullmatch(name) is not None
