"""Relays: of those present, people choose who brings somebody absent what they lack. A choice is a record of its own.

A relay is shared: any person may choose another one instead, take it back, or close it by hand. It is closed by itself
by the carrier's computer, when that holds the same as one of the absent person's: then everything that was held at the
choice has arrived, for a log never shrinks.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from idos_p2p.errors import RefusedError
from idos_p2p.ids import PersonId
from idos_p2p.services.cell import Cell
from idos_p2p.services.day import day_of
from idos_p2p.services.intentions import Intention
from idos_p2p.services.room_told import Relay
from idos_p2p.services.voices import Voices, by_name, person_named, voices
from idos_p2p.services.write import add, rewrite
from idos_p2p.views.gift_lines import members_of
from idos_p2p.views.records import RecordView, listing

MOST_RELAYS = 1_000  # open ones of one cell: every absent person, several times over


def choose(cell: Cell, absent: str, carrier: str) -> str:
    """Write that ``carrier`` brings ``absent`` what they lack, and return the id of the record.

    Both are an id or a prefix, of a person or of their record. Nothing is written, and the id of the record that stands
    is returned, when the same was chosen and is not done. Raises RefusedError: ``relay_same`` (name) for one and the
    same person, ``relay_without_computer`` (name) for one of them who has none or does not belong, and those of
    ``services.voices.person_named`` and ``services.write.add``.
    """
    known = voices(cell)
    away, bringer = (known.of(person_named(cell, known, named)) for named in (absent, carrier))
    if away.person == bringer.person:
        raise RefusedError("relay_same", name=away.name)
    for voice in (away, bringer):
        person = cell.membership.persons.get(voice.person)
        if person is None or not person.belongs or not person.devices or not voice.record:
            raise RefusedError("relay_without_computer", name=voice.name)
    for standing in relays(cell):
        if (standing.absent, standing.carrier) == (away, bringer):
            return standing.id
    day = day_of(cell.clock.now_ms())
    return add(cell, "relay", {"to": [away.record], "persons": [bringer.record], "date": day})


def relays(cell: Cell, present: Collection[PersonId] = (), *, done: bool = False) -> tuple[Relay, ...]:
    """Return what was chosen and is open, or with ``done`` all of it: by the absent person's name, then the carrier's.

    ``present``: the other persons in the room, by which a relay is due. A record that names several persons is told
    once for each two of them; persons who do not belong any more are left out.
    """
    known = voices(cell)
    where = {} if done else {"state": "open"}
    views = listing(cell.store.reader, "relay", where, MOST_RELAYS)
    found = [relay for view in views for relay in _told(cell, known, view, present)]
    return tuple(sorted(found, key=lambda one: (by_name(one.absent), by_name(one.carrier), one.id)))


def close_carried(cell: Cell, equal: Collection[PersonId]) -> tuple[str, ...]:
    """Close the relays that are done, and return their ids: this computer holds the same as one of each of ``equal``.

    Those of which the person at this computer is the carrier, and every absent person is one of ``equal``: the other
    side writes nothing, so that no two do. It is no act of the person's: they have nothing to undo.
    """
    if cell.restored or not cell.membership.effective(cell.device):
        return ()
    known = voices(cell)
    carried = [
        view
        for view in listing(cell.store.reader, "relay", {"state": "open"}, MOST_RELAYS)
        if known.me in _persons(known, view, "persons") and _persons(known, view, "to") <= set(equal)
    ]
    return rewrite(cell, [(view, {"state": "closed"}) for view in carried], _not_theirs) if carried else ()


def _not_theirs(_intention: Intention) -> None:
    """Take down nothing to undo."""


def _told(cell: Cell, known: Voices, view: RecordView, present: Collection[PersonId]) -> Iterator[Relay]:
    here = {*present, known.me}
    belongs = cell.membership.belongs
    for absent in filter(belongs, _persons(known, view, "to")):
        for carrier in filter(belongs, _persons(known, view, "persons")):
            yield Relay(
                id=view.id,
                absent=known.of(absent),
                carrier=known.of(carrier),
                day=view.day,
                done=view.fields.get("state") == "closed",
                due=absent in here and carrier in here,
                mine=carrier == known.me,
                by=known.writer(view.device),
            )


def _persons(known: Voices, view: RecordView, field: str) -> set[PersonId]:
    """Return the persons whom a field names, as acts know them; none who was only written down."""
    return {known.by_record[record] for record in members_of(view.fields, field) if record in known.by_record}
