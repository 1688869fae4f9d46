"""Who is not in the room: since when they were not met, how much they lack, and who is likely to see them next."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date, timedelta

from idos_p2p.governance.membership import Person
from idos_p2p.ids import DeviceId, PersonId
from idos_p2p.services.agenda import meetings, today
from idos_p2p.services.cell import Cell
from idos_p2p.services.gatherings import Contact, Held, contacts
from idos_p2p.services.news import news, stretches
from idos_p2p.services.put_text import name_of
from idos_p2p.services.room_told import MOST_LIKELY, Absent, Likely, Link, News, Relay
from idos_p2p.services.voices import Voices, by_name, voices
from idos_p2p.views.arrived import Stretch
from idos_p2p.views.records import titles_of
from idos_p2p.views.together import workers

SOON_DAYS = 60  # a meeting farther away is not where two persons see each other next


def absent(cell: Cell, known: Voices, present: Collection[PersonId], relays: Iterable[Relay]) -> tuple[Absent, ...]:
    """Return the persons of the cell who have a computer and are not present, by name.

    ``present``: the others who are; whoever sits here is. ``relays``: the open ones.
    """
    kept = contacts(cell)
    here = {*present, *({known.me} if known.me is not None else ())}
    links = _Links(cell, known, here)
    carried: dict[PersonId, list[Relay]] = {}
    for relay in relays:
        carried.setdefault(relay.absent.person, []).append(relay)
    found = []
    for person in cell.membership.persons.values():
        if not person.belongs or not person.devices or person.id in here:
            continue
        met = [kept[device] for device in person.devices if device in kept]
        lacking = _lacked(cell, person, met)
        found.append(
            Absent(
                voice=known.of(person.id),
                met_ms=max((one.met_ms for one in met), default=None),
                equal_ms=max((one.equal_ms for one in met if one.equal_ms is not None), default=None),
                lacks=None if lacking is None else sum(stretch.count for stretch in lacking),
                relays=tuple(carried.get(person.id, ())),
                likely=links.of(person.id),
            )
        )
    return tuple(sorted(found, key=lambda one: by_name(one.voice)))


def lacking(cell: Cell, person: PersonId) -> News | None:
    """Return what a person lacks at most, by person and by project; None when nobody here can say."""
    known = cell.membership.persons.get(person)
    if known is None:
        return None
    kept = contacts(cell)
    found = _lacked(cell, known, [kept[device] for device in known.devices if device in kept])
    return None if found is None else news(cell, voices(cell), found)


def _lacked(cell: Cell, person: Person, met: Iterable[Contact]) -> tuple[Stretch, ...] | None:
    """Return what none of a person's computers held when we were last equal with it, their own words aside."""
    held = [one.held for one in met if one.held is not None]
    if not held:
        return None
    own = {device for device, owner in cell.membership.owners.items() if owner == person.id}
    return stretches(cell, _all_of(held), None, own)


def _all_of(several: Iterable[Held]) -> Held:
    """Return what is held by one or another: along each branch, as far as the farthest."""
    found: dict[DeviceId, tuple[int, ...]] = {}
    for held in several:
        for device, counts in held.items():
            before = found.get(device, ())
            longest = max(len(before), len(counts))
            both = (each + (0,) * (longest - len(each)) for each in (before, counts))
            found[device] = tuple(map(max, *both))
    return found


_Group = tuple[tuple[Link, str, str, str], Iterable[PersonId]]
"""Persons who meet somewhere: how, the record and the title of it, and its day; the persons."""


class _Links:
    """What ties those present to those absent: meetings to come, circles, and projects that both gave time to."""

    def __init__(self, cell: Cell, known: Voices, here: Collection[PersonId]) -> None:
        self._known = known
        self._here = here
        groups = (*_meetings(cell, known), *_circles(cell), *_projects(cell, known))
        self._groups = [(link, frozenset(persons)) for link, persons in groups]

    def of(self, absent: PersonId) -> tuple[Likely, ...]:
        """Return who of those present is likely to see this person next, each with the nearest reason."""
        nearest: dict[PersonId, Likely] = {}
        for (link, record, title, day), persons in self._groups:  # the nearest come first
            if absent in persons:
                for person in persons & set(self._here):
                    nearest.setdefault(person, Likely(self._known.of(person), link, record, title, day))
        order = list(Link)
        ranked = sorted(nearest.values(), key=lambda one: (order.index(one.link), one.day, by_name(one.carrier)))
        return tuple(ranked[:MOST_LIKELY])


def _meetings(cell: Cell, known: Voices) -> Iterator[_Group]:
    """Yield the meetings that come soon, the next one first, with those who are expected there."""
    first = today(cell)
    last = (date.fromisoformat(first) + timedelta(days=SOON_DAYS)).isoformat()
    for view in meetings(cell, first, last):
        parties = (*view.persons, *(party for slot in view.slots for party in slot.persons))
        records = {record for party in parties for record in (party.id, *party.records)}
        yield (Link.MEETING, view.record.id, view.record.title, view.record.day), _acted(known, records)


def _circles(cell: Cell) -> Iterator[_Group]:
    """Yield the projects whose circles are named, by title, with those who sit in them."""
    circles = {name_of(place): circle for place, circle in cell.membership.circles.items()}
    for name, (record, title) in sorted(titles_of(cell.store.reader, circles).items(), key=lambda one: one[1][::-1]):
        circle = circles[name]
        yield (Link.CIRCLE, record, title, ""), (*circle.concerned, *circle.carrying)


def _projects(cell: Cell, known: Voices) -> Iterator[_Group]:
    """Yield the projects that were worked on this year or the last one, by title, with those who did."""
    since = f"{int(today(cell)[:4]) - 1:04}"
    found = workers(cell.store.reader, since)
    for project in sorted(found, key=lambda one: (one.title, one.id)):
        yield (Link.PROJECT, project.id, project.title, ""), _acted(known, found[project])


def _acted(known: Voices, records: Iterable[str]) -> frozenset[PersonId]:
    return frozenset(known.by_record[record] for record in records if record in known.by_record)
