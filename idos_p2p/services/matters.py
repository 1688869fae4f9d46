"""What may be proposed, made from what people name: persons and records by their ids."""

from __future__ import annotations

from collections.abc import Sequence

from idos_p2p.errors import RefusedError
from idos_p2p.governance.acts import Admit
from idos_p2p.governance.decisions import State
from idos_p2p.governance.matters import (
    Chamber,
    Chambers,
    Confirm,
    Exclude,
    Forget,
    Place,
    PutToRest,
    Ratify,
    Rebind,
)
from idos_p2p.governance.membership import Status
from idos_p2p.ids import ABSENT, EntryId, PersonId
from idos_p2p.limits import MAX_FORGOTTEN
from idos_p2p.services.authority import one_step
from idos_p2p.services.cell import Cell
from idos_p2p.services.cutting import cuts_of
from idos_p2p.services.decisions import decision_named
from idos_p2p.services.put_text import place_of
from idos_p2p.services.voices import Voices, person_named, voices
from idos_p2p.views.bin import owned_by
from idos_p2p.views.records import find


def confirm(cell: Cell, person: str) -> Confirm:
    """Return the matter that gives a guest, or somebody who was put out, a voice.

    Raises RefusedError: ``person_has_voice`` (name).
    """
    known = voices(cell)
    wanted = person_named(cell, known, person)
    if cell.membership.persons[wanted].status is Status.CONFIRMED:
        raise RefusedError("person_has_voice", name=known.of(wanted).name)
    return Confirm(wanted)


def exclude(cell: Cell, person: str) -> Exclude:
    """Return the matter that puts a person out; what stands in their logs here, now, is what remains of them.

    Raises RefusedError: ``gone_already`` (name).
    """
    known = voices(cell)
    wanted = person_named(cell, known, person)
    _require_belonging(cell, known, wanted)
    return Exclude(wanted, cuts_of(cell, wanted))


def put_to_rest(cell: Cell, persons: Sequence[str]) -> PutToRest:
    """Return the matter that lets persons rest of whom nobody hears. Raises ``person_rests_not`` (name)."""
    known = voices(cell)
    wanted = sorted({person_named(cell, known, person) for person in persons})
    for person in wanted:
        if cell.membership.persons[person].status is not Status.CONFIRMED:
            raise RefusedError("person_rests_not", name=known.of(person).name)
    return PutToRest(tuple(wanted))


def rebind(cell: Cell, person: str, guest: str) -> Rebind:
    """Return the matter that makes a guest's device that of a person whose own is lost, or who never had one.

    Raises RefusedError: ``rebind_guest`` (name) unless the guest came in by an invitation, with one device, and
    ``gone_already`` (name).
    """
    known = voices(cell)
    wanted, newcomer = person_named(cell, known, person), person_named(cell, known, guest)
    _require_belonging(cell, known, wanted)
    found = cell.membership.persons[newcomer]
    starts = [cell.membership.starts.get(device) for device in found.devices]
    if found.status is not Status.GUEST or len(starts) != 1 or starts[0] is None or wanted == newcomer:
        raise RefusedError("rebind_guest", name=known.of(newcomer).name)
    return Rebind(wanted, starts[0], cuts_of(cell, wanted))


def chambers(cell: Cell, concerned: Sequence[str], carrying: Sequence[str], gone: Sequence[str] = ()) -> Chambers:
    """Return the matter that seats persons; those it does not name stay. Raises ``circle_twice`` (name)."""
    known = voices(cell)
    seats = [_persons(cell, known, named) for named in (concerned, carrying, gone)]
    for person in seats[0]:
        if person in seats[1]:
            raise RefusedError("circle_twice", name=known.of(person).name)
    if not any(seats):
        raise RefusedError("chambers_empty")
    return Chambers(*seats)


def forget(cell: Cell, records: Sequence[str]) -> Forget:
    """Return the matter that erases records for good, whoever owns them. Raises ``forget_many`` (most)."""
    places = {place_of(find(cell.store.reader, record)) for record in records}
    return _forget(places)


def forget_person(cell: Cell, person: str) -> Forget:
    """Return the matter that erases what a person who asks or has left owns, and the records that tell about them.

    Raises RefusedError: ``forget_many`` (most).
    """
    known = voices(cell)
    wanted = person_named(cell, known, person)
    devices = {device for device, whose in cell.membership.owners.items() if whose == wanted}
    places = {Place(record.device, record.seq) for record in owned_by(cell.store.reader, devices)}
    about = [record for record, whose in known.by_record.items() if whose == wanted]
    places |= {place_of(find(cell.store.reader, record)) for record in about}
    return _forget(places)


def ratify(cell: Cell, named: str) -> Ratify:
    """Return the matter that lets a disputed decision stand. Raises ``not_disputed``."""
    found = decision_named(cell, named)
    if found.state is not State.DISPUTED:
        raise RefusedError("not_disputed", id=found.id.hex())
    return Ratify(found.id)


def admit_without_device(cell: Cell, name: str, chamber: Chamber, record: str = "") -> tuple[PersonId, str]:
    """Bring in a person who has no device, as a guest; return them, and the record that tells about them.

    ``record``: the shared person record that they claim; without one, it is written.
    Raises RefusedError: ``no_voice``, ``record_claimed``, ``link_kind``, and those of ``services.write.add``.
    """
    with one_step(cell) as step:
        if not cell.membership.confirmed(cell.device):
            raise RefusedError("no_voice")
        claimed = _claimed(cell, record) if record else step.record("person", {"name": name})
        act = step.act(Admit(ABSENT, chamber, bytes.fromhex(claimed)))
    return PersonId(act), claimed


def _claimed(cell: Cell, record: str) -> str:
    view = find(cell.store.reader, record)
    if view.kind != "person" or not view.shared:
        raise RefusedError("link_kind", field="person", found=view.kind, accepted="person")
    claims = {person.claims for person in cell.membership.persons.values()}
    if EntryId(bytes.fromhex(view.id)) in claims:
        raise RefusedError("record_claimed", title=view.title)
    return view.id


def _require_belonging(cell: Cell, known: Voices, person: PersonId) -> None:
    if not cell.membership.persons[person].belongs:
        raise RefusedError("gone_already", name=known.of(person).name)


def _persons(cell: Cell, known: Voices, named: Sequence[str]) -> tuple[PersonId, ...]:
    return tuple(sorted({person_named(cell, known, person) for person in named}))


def _forget(places: set[Place]) -> Forget:
    if not 1 <= len(places) <= MAX_FORGOTTEN:
        raise RefusedError("forget_many", most=MAX_FORGOTTEN)
    return Forget(tuple(sorted(places, key=lambda place: (place.device, place.seq))))
