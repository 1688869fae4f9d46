"""Who is in the room, and how far each computer has come, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sync.presence import State
from sync.room import DeviceHere, PersonHere
from ui.desktop.presenters.faces import NOBODY, Face, face
from ui.desktop.presenters.present import Passed, RoomNow
from ui.words import quantities
from ui.words.catalogue import Words
from ui.words.clean import shortened

STEPS = (State.SEEN, State.REACHABLE, State.TRUSTED, State.UP_TO_DATE)
FEW = 6  # persons up to date that are shown as those who are not; of more, only their faces and names


@dataclass(frozen=True, slots=True)
class Step:
    """One of the four states of a computer: whether it holds, and in words why not, as far as that is known.

    ``trouble``: a fault keeps it from holding.
    """

    title: str
    holds: bool
    reason: str
    trouble: bool = False


@dataclass(frozen=True, slots=True)
class ComputerHere:
    """One of a person's computers: what is called of it, and its four states."""

    title: str
    line: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class PersonRow:
    """Somebody in the room. ``share`` is the part that has passed, 0 to 1, while something is passing.

    ``computers``: those of theirs that are present; none for the person here, when they have no other one.
    """

    key: str
    name: str
    face: Face
    line: str
    share: float | None
    done: bool
    trouble: bool
    spoken: str
    computers: tuple[ComputerHere, ...]


@dataclass(frozen=True, slots=True)
class People:
    """Who is present: who is not up to date yet first, each as a card; then the others, as cards or as faces."""

    heading: str
    cards: tuple[PersonRow, ...]
    faces: tuple[PersonRow, ...]
    faces_heading: str


def people(words: Words, now: RoomNow) -> People:
    """Return who is present."""
    persons = now.sign.persons if now.sign.present > 1 else ()
    rows = [_person(words, one, now) for one in persons]
    behind = [row for row in rows if not row.done] + [_unknown(words, one) for one in now.sign.unknown]
    equal = [row for row in rows if row.done]
    heading = words.say("people_heading", count=now.sign.present) if persons else words.say("people_none")
    few = len(equal) <= FEW
    faces = () if few else tuple(equal)
    equal_words = words.say("people_equal", count=len(faces)) if faces else ""
    return People(heading, (*behind, *(equal if few else ())), faces, equal_words)


def _person(words: Words, one: PersonHere, now: RoomNow) -> PersonRow:
    name = shortened(one.voice.name, 80) or words.say("nobody")
    computers = tuple(_computer(words, device, now, number) for number, device in enumerate(one.devices, start=1))
    shown = words.say("people_me", name=name) if one.me else name
    line = _me_line(words, one) if one.me else _line_of(words, one, now)
    trouble = bool(one.reason)
    return PersonRow(
        key=one.voice.person.hex(),
        name=shown,
        face=face(one.voice.name),
        line=line,
        share=None if one.up_to_date or trouble else _share(one.devices, now),
        done=one.up_to_date,
        trouble=trouble and not one.up_to_date,
        spoken=words.say("spoken_peer", name=shown, line=line),
        computers=computers,
    )


def _unknown(words: Words, device: DeviceHere) -> PersonRow:
    name = words.say("peer_unknown")
    computer = _computer(words, device, RoomNow(), 1)
    return PersonRow(
        key=device.instance or (device.device or b"").hex(),
        name=name,
        face=NOBODY,
        line=computer.line,
        share=None,
        done=False,
        trouble=bool(device.reason),
        spoken=words.say("spoken_peer", name=name, line=computer.line),
        computers=(computer,),
    )


def _me_line(words: Words, one: PersonHere) -> str:
    if one.reason:
        return words.error(one.reason)
    if one.up_to_date:
        return words.say("people_me_equal")
    return words.say("people_me_behind")


def _line_of(words: Words, one: PersonHere, now: RoomNow) -> str:
    """Return what is said of a person: what holds one of their computers up, else how far the last of them is."""
    behind = [device for device in one.devices if not device.up_to_date]
    if not behind:
        return _equal(words, one.devices, now)
    told = next((device for device in behind if device.reason), None) or min(behind, key=_order)
    return _line(words, told, now)


def _computer(words: Words, device: DeviceHere, now: RoomNow, number: int) -> ComputerHere:
    line = _equal(words, (device,), now) if device.up_to_date else _line(words, device, now)
    return ComputerHere(words.say("computer_number", number=number), line, _steps(words, device))


def _line(words: Words, device: DeviceHere, now: RoomNow) -> str:
    if device.reason:
        return words.error(device.reason)
    if device.state in (State.TRUSTED, State.UP_TO_DATE):
        passed = _passed(device, now)
        total = passed.done + device.remaining
        if not device.remaining:
            return words.say("peer_trusted")
        done = quantities.number(words, passed.done)
        return words.say("peer_progress", done=done, total=quantities.number(words, total))
    return words.say("peer_reachable" if device.state is State.REACHABLE else "peer_seen")


def _equal(words: Words, devices: Sequence[DeviceHere], now: RoomNow) -> str:
    passed = [_passed(device, now) for device in devices]
    since = max((each.since_ms for each in passed), default=0)
    if not since:
        return words.say("peer_equal")
    time = quantities.time_of_day(quantities.local(since))
    if exchanged := sum(each.done for each in passed):
        return words.say("peer_equal_exchanged", count=exchanged, number=quantities.number(words, exchanged), time=time)
    return words.say("peer_equal_time", time=time)


def _steps(words: Words, device: DeviceHere) -> tuple[Step, ...]:
    """Return the four states. Whoever came in and shows nothing was not seen, and needed not be."""
    reached = _order(device)
    shown = [device.instance is not None, *(place <= reached for place in range(1, len(STEPS)))]
    if device.up_to_date:
        shown[1:] = [True] * (len(STEPS) - 1)
    else:
        shown[-1] = False
    first_off = next((place for place, holds in enumerate(shown) if not holds and place), len(STEPS))
    told = []
    for place, (state, holds) in enumerate(zip(STEPS, shown, strict=True)):
        title = words.say(f"step_{state.value}")
        if holds:
            told.append(Step(title, holds, words.say(f"step_{state.value}_holds")))
        elif place == first_off and device.reason:
            told.append(Step(title, holds, words.error(device.reason), trouble=True))
        else:
            told.append(Step(title, holds, words.say("step_seen_not" if not place else "step_waits")))
    return tuple(told)


def _order(device: DeviceHere) -> int:
    """Return how far a computer has come: 0 seen, to 3 up to date."""
    return STEPS.index(device.state) if device.state in STEPS else 0


def _share(devices: Sequence[DeviceHere], now: RoomNow) -> float | None:
    remaining = sum(device.remaining for device in devices)
    if not remaining:
        return None
    done = sum(_passed(device, now).done for device in devices)
    return done / (done + remaining)


def _passed(device: DeviceHere, now: RoomNow) -> Passed:
    return now.passed.get(device.device, Passed()) if device.device else Passed()
