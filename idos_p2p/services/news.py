"""What is new: what a meeting brought, and what somebody absent lacks, by person and by project."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from idos_p2p.governance.decisions import Decision
from idos_p2p.governance.membership import Fact
from idos_p2p.ids import DeviceId, EntryId, RecordName
from idos_p2p.records.mentions import name_key
from idos_p2p.services.cell import Cell
from idos_p2p.services.gatherings import Held
from idos_p2p.services.put_text import put_text
from idos_p2p.services.room_told import MOST_ITEMS, DecisionNews, Item, News, Share
from idos_p2p.services.voices import Voice, Voices
from idos_p2p.views.arrived import New, Stretch, created, projects_of
from idos_p2p.views.records import by_keys, titles

MOST_TOLD = 20_000  # entries beyond which nobody reads a digest: a newcomer's first meeting, years of absence


def stretches(cell: Cell, since: Held, until: Held | None, without: Collection[DeviceId]) -> tuple[Stretch, ...]:
    """Return what is held here beyond ``since``, up to ``until`` (None: all), but what these devices wrote."""
    found = []
    for device, branches in sorted(cell.logs().items()):
        if device in without:
            continue
        for position, branch in enumerate(branches):
            start = max(branch.first, _count(since, device, position))
            end = branch.height.count if until is None else min(branch.height.count, _count(until, device, position))
            if start < end:
                found.append(Stretch(device, position, start, end))
    return tuple(found)


def news(cell: Cell, known: Voices, found: Sequence[Stretch]) -> News:
    """Return what these entries bring. Of more than ``MOST_TOLD``, how many they are, and what acts say."""
    entries = sum(stretch.count for stretch in found)
    if not entries:
        return News(0)
    fresh = _acts_in(cell, found)
    decisions = tuple(_moved(cell, known, fresh))
    joined = known.all(
        person.id
        for person in cell.membership.persons.values()
        if any(why.act in fresh and why.fact in _COMING for why in person.why)
    )
    if entries > MOST_TOLD:
        return News(entries, decisions=decisions, joined=joined, whole=False)
    persons, projects = _shares(cell, known, found)
    return News(entries, persons, projects, decisions, joined)


_COMING = frozenset({Fact.FOUNDED, Fact.STARTED, Fact.ADMITTED})


def _count(held: Held, device: DeviceId, position: int) -> int:
    counts = held.get(device, ())
    return counts[position] if position < len(counts) else 0


def _acts_in(cell: Cell, found: Sequence[Stretch]) -> frozenset[EntryId]:
    """Return the acts of authority that stand in these stretches."""
    by_device: dict[DeviceId, list[Stretch]] = {}
    for stretch in found:
        by_device.setdefault(stretch.device, []).append(stretch)
    return frozenset(
        held.entry.id
        for held in cell.store.log.acts()
        for stretch in by_device.get(held.entry.header.device, ())
        if stretch.start <= held.entry.header.seq < stretch.end
    )


def _moved(cell: Cell, known: Voices, fresh: frozenset[EntryId]) -> Iterable[DecisionNews]:
    """Yield the decisions that these acts put, adopted or answered: what moved them furthest, adopted ones first."""
    moved = [(how, decision) for decision in cell.membership.decisions.values() if (how := _how(decision, fresh))]
    order = ("adopted", "put", "answered")
    for how, decision in sorted(moved, key=lambda one: (order.index(one[0]), one[1].id)):
        yield DecisionNews(decision.id.hex(), put_text(cell, decision.body).title, how, known.of(decision.by))


def _how(decision: Decision, fresh: frozenset[EntryId]) -> str:
    if not fresh.isdisjoint(decision.enacts):
        return "adopted"
    if decision.id in fresh:
        return "put"
    return "answered" if any(ballot.id in fresh for ballot in decision.ballots) else ""


@dataclass(slots=True)
class _Sum:
    """What is being summed for one person or project."""

    counts: Counter[str] = field(default_factory=Counter)
    changed: set[RecordName] = field(default_factory=set)
    newest: list[New] = field(default_factory=list)

    def add(self, one: New) -> None:
        """Add a new record; they come newest first."""
        self.counts[one.kind] += 1
        if len(self.newest) < MOST_ITEMS:
            self.newest.append(one)


def _shares(cell: Cell, known: Voices, found: Sequence[Stretch]) -> tuple[tuple[Share, ...], tuple[Share, ...]]:
    """Return what is new by person, by name, and by project, by title; what belongs to none last."""
    persons: defaultdict[Voice, _Sum] = defaultdict(_Sum)
    projects: defaultdict[str, _Sum] = defaultdict(_Sum)
    new, devices = created(cell.store.reader, found)
    writers = {chain: known.writer(device) for chain, device in devices.items()}
    by_chain = {chain: persons[voice] for chain, voice in writers.items()}
    for one in sorted(new, key=_newest_first):
        by_chain[one.chain].add(one)
        projects[one.project].add(one)
    for device, name, project in _changes(cell, found):
        persons[known.writer(device)].changed.add(name)
        projects[project].changed.add(name)
    name_of = titles(cell.store.reader, projects)
    items = _Items(cell, writers, (*persons.values(), *projects.values()), name_of)
    told = [items.share(voice.record, voice.name, sums) for voice, sums in persons.items()]
    of_projects = [items.share(project, name_of.get(project, ""), sums) for project, sums in projects.items()]
    return _in_order(told, lambda _share: False), _in_order(of_projects, lambda share: not share.id)


def _newest_first(one: New) -> tuple[bool, int, int]:
    """Return what new records are sorted by; persons stand last, for they are told as coming in."""
    return one.kind == "person", -one.created_ms, -one.key


def _in_order(shares: Iterable[Share], last: Callable[[Share], bool]) -> tuple[Share, ...]:
    told = (share for share in shares if share.new or share.changed)
    return tuple(sorted(told, key=lambda share: (last(share), name_key(share.name), share.id)))


def _changes(cell: Cell, found: Sequence[Stretch]) -> Iterable[tuple[DeviceId, RecordName, str]]:
    """Yield each record that stood before and was changed, with the device that did it and its project."""
    begun = {one.device: one.start for one in reversed(found)}  # of several branches, where the first begins
    changed = [
        (stretch.device, name)
        for stretch in found
        for name in cell.store.log.changed(stretch.device, stretch.branch, stretch.start, stretch.end)
        if name.device not in begun or name.seq < begun[name.device]
    ]
    projects = projects_of(cell.store.reader, {name for _, name in changed})
    return ((device, name, projects[name]) for device, name in changed if name in projects)


class _Items:
    """The records that are told by title, read at once."""

    def __init__(
        self, cell: Cell, writers: Mapping[int, Voice], sums: Iterable[_Sum], projects: Mapping[str, str]
    ) -> None:
        self._writers = writers
        self._projects = projects
        keys = sorted({one.key for each in sums for one in each.newest})
        self._views = dict(zip(keys, by_keys(cell.store.reader, keys), strict=True))

    def share(self, record: str, name: str, sums: _Sum) -> Share:
        """Return what was summed, with its newest records."""
        items = tuple(map(self._item, sums.newest))
        return Share(record, name, dict(sorted(sums.counts.items())), len(sums.changed), items)

    def _item(self, one: New) -> Item:
        view, title = self._views[one.key], self._projects.get(one.project, "")
        return Item(view.id, view.kind, view.title, view.day, self._writers[one.chain], one.project, title)
