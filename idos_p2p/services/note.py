"""The one gesture: what several persons did together, written once, with thanks and attestations tied to it.

Who writes for others is the author of the record and not among its persons: that is how "on behalf of" is known, and
nothing else marks it. The person concerned confirms or corrects by an attestation of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from idos_p2p.errors import RefusedError
from idos_p2p.records.kinds import Value
from idos_p2p.services.cell import Cell
from idos_p2p.services.who import who
from idos_p2p.services.write import add, add_all
from idos_p2p.views.gift_lines import MOST_MINUTES, amount_of, keys_linking, members_of, text_of
from idos_p2p.views.last_time import last_contribution
from idos_p2p.views.persons import Persons
from idos_p2p.views.records import RecordView, by_keys, find

_Values = Callable[[Sequence[str]], Mapping[str, object]]
"""What gives a record's values from the ids of those written before it."""


@dataclass(frozen=True, slots=True)
class Noted:
    """What was done together. Times in minutes, of each person; money in cents, of all of them."""

    what: str
    persons: tuple[str, ...]
    date: str
    minutes: int | None = None
    form: str = "time"
    cents: int | None = None
    project: str = ""
    meeting: str = ""
    skills: tuple[str, ...] = ()
    place: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a meeting's attendance suggests to note: nothing is written until somebody gives ``noted`` to ``note``."""

    noted: Noted  # its persons are those who came and for whom nothing is noted of this meeting yet
    already: tuple[str, ...]  # who came and for whom something is noted


def note(cell: Cell, noted: Noted, *, each: bool = False, thanks: str = "", present: Sequence[str] = ()) -> list[str]:
    """Write what was done, in one transaction, and return the ids of the contributions.

    One for all persons, or ``each`` one of their own, among which the cents are parted evenly. ``thanks``: words to
    its persons, the one who writes aside. ``present``: persons who say that they were there, and are written for.
    Raises RefusedError: those of ``services.write.add``.
    """
    known = who(cell)
    persons = known.all(find(cell.store.reader, person).id for person in noted.persons)
    parts = _parts(replace(noted, persons=persons), each=each)
    drafts: list[tuple[str, _Values]] = [("contribution", _always(_contribution(part))) for part in parts]
    me = known.writer(cell.device)
    for place, part in enumerate(parts):
        to = [person for person in part.persons if person != me]
        if thanks.strip() and to:
            drafts.append(("thanks", _about(place, {"to": to, "words": thanks, "date": noted.date})))
        for teller in present:
            values = {"says": "present", "from": teller, "date": noted.date}
            drafts.append(("attestation", _about(place, values)))
    return add_all(cell, drafts)[: len(parts)]


def thank(cell: Cell, to: Sequence[str], words: str, date: str, *, about: str = "", giver: str = "") -> str:
    """Thank these persons, for the record ``about`` if one is named, and return the id.

    ``giver``: the person whose words these are, when another writes them down.
    """
    return add(cell, "thanks", {"to": list(to), "words": words, "date": date, "about": about, "from": giver})


def attest(
    cell: Cell, about: str, says: str, date: str, *, minutes: int | None = None, words: str = "", teller: str = ""
) -> str:
    """Say of an act or an effect "present", "right" or "correction", and return the id.

    ``minutes``: how long it really was, in a correction. ``teller``: the person who says it, when another writes.
    Raises RefusedError: ``correction_empty``, ``minutes_uncorrected``, and those of ``services.write.add``.
    """
    if says == "correction" and not minutes and not words.strip():
        raise RefusedError("correction_empty")
    if says != "correction" and minutes is not None:
        raise RefusedError("minutes_uncorrected")
    values = {"about": about, "says": says, "date": date, "minutes": minutes, "words": words, "from": teller}
    return add(cell, "attestation", values)


def confirm(cell: Cell, act: str, date: str) -> str:
    """Say that what others noted for the person at this computer is right, and return the id of the attestation.

    Raises RefusedError: ``not_concerned`` when they took no part in it.
    """
    return attest(cell, _mine(cell, act).id, "right", date)


def correct(cell: Cell, act: str, date: str, *, minutes: int | None = None, words: str = "") -> str:
    """Say how what others noted for the person at this computer really was. Raises RefusedError as ``confirm`` does."""
    return attest(cell, _mine(cell, act).id, "correction", date, minutes=minutes, words=words)


def proposed(cell: Cell, meeting_id: str) -> Proposal:
    """Return what the attendance of a meeting (id or prefix) suggests to note. Raises RefusedError("not_a_meeting")."""
    reader = cell.store.reader
    meeting = find(reader, meeting_id)
    if meeting.kind != "meeting":
        raise RefusedError("not_a_meeting", kind=meeting.kind, title=meeting.title)
    linking = by_keys(reader, keys_linking(reader, "meeting", [meeting.id]))
    return proposal(meeting, [view for view in linking if view.kind == "contribution"], who(cell))


def proposal(meeting: RecordView, noted: Sequence[RecordView], known: Persons) -> Proposal:
    """Return what a meeting suggests to note, when these contributions of it are noted already."""
    came = known.all(members_of(meeting.fields, "persons"))
    told = {person for view in noted for person in known.all(members_of(view.fields, "persons"))}
    return Proposal(
        Noted(
            what=meeting.title,
            persons=tuple(person for person in came if person not in told),
            date=meeting.day,
            minutes=amount_of(meeting.fields, "minutes", MOST_MINUTES) or None,
            project=text_of(meeting.fields, "project"),
            meeting=meeting.id,
            place=text_of(meeting.fields, "place"),
        ),
        already=tuple(person for person in came if person in told),
    )


def as_last_time(cell: Cell, today: str, project: str = "") -> Noted | None:
    """Return what the person at this computer noted last, for a project (id or prefix) or at all, dated today."""
    known = who(cell)
    me = known.writer(cell.device)
    devices = [device for device, person in known.devices.items() if person == me] or [cell.device]
    wanted = find(cell.store.reader, project).id if project else ""
    view = last_contribution(cell.store.reader, devices, wanted)
    if view is None:
        return None
    return Noted(
        what=text_of(view.fields, "what"),
        persons=tuple(person for person in known.all(members_of(view.fields, "persons")) if person in known.names),
        date=today,
        minutes=_number(view.fields.get("minutes")),
        form=text_of(view.fields, "form"),
        cents=_number(view.fields.get("cents")),
        project=text_of(view.fields, "project"),
        skills=tuple(members_of(view.fields, "skills")),
        place=text_of(view.fields, "place"),
    )


def _mine(cell: Cell, act: str) -> RecordView:
    view, known = find(cell.store.reader, act), who(cell)
    if known.writer(cell.device) not in known.all(members_of(view.fields, "persons")):
        raise RefusedError("not_concerned", title=view.title)
    return view


def _number(value: Value) -> int | None:
    return value if isinstance(value, int) else None


def _always(values: Mapping[str, object]) -> _Values:
    return lambda _ids: values


def _about(place: int, values: Mapping[str, object]) -> _Values:
    """Return what ties these values to the record that was written at this place."""
    return lambda ids: {**values, "about": ids[place]}


def _parts(noted: Noted, *, each: bool) -> list[Noted]:
    """Return what is noted in one, or for each person apart."""
    if not each or not noted.persons:
        return [noted]
    even, odd = divmod(noted.cents or 0, len(noted.persons))
    return [
        replace(noted, persons=(person,), cents=None if noted.cents is None else even + (place < odd))
        for place, person in enumerate(noted.persons)
    ]


def _contribution(noted: Noted) -> dict[str, object]:
    return {
        "what": noted.what,
        "date": noted.date,
        "form": noted.form,
        "minutes": noted.minutes,
        "cents": noted.cents,
        "project": noted.project,
        "persons": list(noted.persons),
        "meeting": noted.meeting,
        "skills": list(noted.skills),
        "place": noted.place,
    }
