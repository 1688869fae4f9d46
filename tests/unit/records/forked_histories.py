"""Entries of one record by devices of which some forked: each history of such a device is a line of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

from idos_p2p.ids import Address, DeviceId, EntryId, RecordName
from idos_p2p.log.entry import Entry
from idos_p2p.records.change import Change
from idos_p2p.records.cuts import Limit
from idos_p2p.records.document import RecordDocument, create, edit
from idos_p2p.records.judge import Judgement, World, judge
from idos_p2p.records.kinds import Kind, Value, code_of
from idos_p2p.records.plan import Plain
from idos_p2p.records.worlds import Lineage
from tests.unit.records.crafting import ANA, BEN, CLO
from tests.unit.records.entries_of_a_record import NOBODY_FORKED, PAGE, Everyone, an_entry

FIRST_SEQ = 5  # of a device in this record
RECORD = RecordName(ANA, FIRST_SEQ)
EVERYONE = Everyone()


@dataclass
class Line:
    """One history of a device: what it wrote in the record, and where it goes on."""

    entries: list[Entry] = field(default_factory=list)
    next_seq: int = FIRST_SEQ


@dataclass
class Histories:
    """What the devices of a cell wrote in one record."""

    kind: Kind = PAGE
    lines: dict[DeviceId, list[Line]] = field(default_factory=dict)
    forked_at: dict[DeviceId, int] = field(default_factory=dict)
    record: RecordName = RECORD
    written: int = 0

    def line(self, device: DeviceId, number: int = 0) -> Line:
        return self.lines.setdefault(device, [Line()])[number]

    def fork(self, device: DeviceId, at: int, *, leaving: int = 0) -> int:
        """Begin another history of a device, which shares what comes before a place; return its number."""
        self.lines[device].append(
            Line([entry for entry in self.line(device, leaving).entries if entry.header.seq < at], at)
        )
        self.forked_at[device] = min(at, self.forked_at.get(device, at))
        return len(self.lines[device]) - 1

    def write(self, body: Change | bytes, device: DeviceId, line: int = 0) -> Entry:
        """Put a change at the end of a line."""
        own = self.line(device, line)
        self.written += 1
        content = body if isinstance(body, bytes) else body.body
        place = Address(device, own.next_seq)
        entry = an_entry(content, place, self.record, code_of(self.kind), 1_000 * self.written)
        own.entries.append(entry)
        own.next_seq += 1
        return entry

    def create(self, line: int = 0, /, **values: Value) -> Entry:
        """Create the record as its device does on one of its lines."""
        return self.write(create(self.kind, values, self.record.device)[0], self.record.device, line)

    def edit(self, known: Iterable[Entry], device: DeviceId, line: int = 0, /, **values: Value) -> Entry:
        """Edit the record as somebody does who knows these entries and of no fork."""
        (world,) = judge(known, Everyone(), NOBODY_FORKED).worlds
        return self.write(edit(world.changes, self.kind, values, device)[0], device, line)

    def entries(self) -> list[Entry]:
        found = {entry.id: entry for lines in self.lines.values() for line in lines for entry in line.entries}
        return list(found.values())

    def contested(self) -> list[Entry]:
        """Return what was written from the fork of its device on."""
        return [entry for entry in self.entries() if self._is_contested(entry)]

    def lineage(self, random: Random) -> Lineage:
        """Return what a peer's store says that learnt of the histories in an order of its own."""
        return self._told(random, {})[0]

    def _told(
        self, random: Random, cuts: Mapping[DeviceId, tuple[int, int | None]]
    ) -> tuple[Lineage, Mapping[DeviceId, Limit]]:
        numbers = {device: random.sample(range(99), len(lines)) for device, lines in self.lines.items()}
        limits = {
            device: Limit(count, None if line is None else numbers[device][line])
            for device, (count, line) in cuts.items()
        }
        lineage = {
            entry.id: frozenset(
                number
                for number, line in zip(numbers[entry.header.device], self.lines[entry.header.device], strict=True)
                if entry in line.entries
            )
            for entry in self.contested()
        }
        return lineage, limits

    def judge(
        self,
        writers: Everyone = EVERYONE,
        *,
        entries: Sequence[Entry] | None = None,
        cuts: Mapping[DeviceId, tuple[int, int | None]] | None = None,
    ) -> Judgement:
        """Return the judgement on which peers agree, whatever the order of arrival and the numbers of the branches.

        A cut is how many entries count, and the line on which the last of them stands, if it is here.
        """
        entries = self.entries() if entries is None else list(entries)
        judgement = judge(entries, writers, *self._told(Random(0), cuts or {}))
        for seed in range(1, 4):
            random = Random(seed)
            again = judge(random.sample(entries, len(entries)), writers, *self._told(random, cuts or {}))
            assert dict(again.verdicts) == dict(judgement.verdicts)
            assert again.worlds == judgement.worlds
        return judgement

    def _is_contested(self, entry: Entry) -> bool:
        device = entry.header.device
        return device in self.forked_at and entry.header.seq >= self.forked_at[device]


def titles(worlds: Iterable[World]) -> list[Plain]:
    """Return the title of the record in each world."""
    return [RecordDocument.load(world.changes).fields()["title"] for world in worlds]


def ids(world: World) -> list[EntryId]:
    """Return the entries of a world, in causal order."""
    return [accepted.entry.id for accepted in world.accepted]


def random_histories(random: Random) -> Histories:
    """Return a page that three devices wrote, each knowing one history of each other; one or two of them forked."""
    histories = Histories()
    for device in random.sample((ANA, BEN, CLO), 3):
        histories.line(device)
    histories.create(title="un", body="texte")
    forkers = random.sample((ANA, BEN, CLO), random.choice((1, 1, 2)))
    for step in range(random.randrange(3, 12)):
        device = random.choice((ANA, BEN, CLO))
        if device in forkers and random.random() < 0.3 and len(histories.lines[device]) < 4:
            _fork_somewhere(random, histories, device)
        _edit_something(random, histories, device, step)
    return histories


def _fork_somewhere(random: Random, histories: Histories, device: DeviceId) -> None:
    leaving = random.randrange(len(histories.lines[device]))
    line = histories.fork(device, random.randint(FIRST_SEQ, histories.line(device, leaving).next_seq), leaving=leaving)
    if device == ANA and not histories.line(ANA, line).entries:
        histories.create(line, title=f"un {line}", body="autre")


def _edit_something(random: Random, histories: Histories, device: DeviceId, step: int) -> None:
    line = random.randrange(len(histories.lines[device]))
    known = list(histories.line(device, line).entries)
    for other in {ANA, BEN, CLO} - {device}:
        history = random.choice(histories.lines[other]).entries
        known += history[: random.randint(0, len(history))]
    seen = [entry for entry in known if entry.header.device != device or entry in histories.line(device, line).entries]
    worlds = judge(seen, Everyone(), NOBODY_FORKED).worlds
    if not worlds:
        return
    made = edit(worlds[0].changes, PAGE, {random.choice(("title", "licence")): f"t{step}"}, device)
    for change in made:
        histories.write(change if random.random() < 0.9 else change.body[:-1], device, line)
