"""The sign of the room in words: large on Rencontre and across a room, small in the sidebar of every page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from idos_p2p.services.voices import Voice
from sync.room import DeviceHere, Sign, SignState
from ui.desktop.presenters.present import RoomNow
from ui.words import quantities
from ui.words.catalogue import Words
from ui.words.clean import shortened

MOST_NAMED = 3  # persons in one sentence; of more, the others are counted


@dataclass(frozen=True, slots=True)
class SignShown:
    """What the sign says. ``tone`` is that of a banner; ``count`` is empty while nobody else is present."""

    tone: str
    icon: str
    count: str
    title: str
    text: str
    spoken: str


@dataclass(frozen=True, slots=True)
class SmallSign:
    """The sign in the sidebar, all of it empty while one is alone.

    ``tint`` is a colour token; ``badge`` stands beside the entry of Rencontre.
    """

    tint: str = ""
    icon: str = ""
    title: str = ""
    count: str = ""
    badge: str = ""
    spoken: str = ""


_LOOKS = {
    SignState.ALONE: ("here", "wifi"),
    SignState.EXCHANGING: ("here", "refresh-cw"),
    SignState.HELD_UP: ("help", "triangle-alert"),
    SignState.FILES: ("here", "paperclip"),
    SignState.MAY_LEAVE: ("equal", "check-check"),
}


def sign(words: Words, cell: str, now: RoomNow) -> SignShown:
    """Return what the large sign says; ``cell`` is the cell's name."""
    if now.sign.state is SignState.ALONE:
        return _alone(words, cell, now)
    tone, icon = _LOOKS[now.sign.state]
    count = _count(words, now.sign)
    title = words.say(f"sign_{now.sign.state.value}")
    text = _why(words, now.sign)
    return SignShown(tone, icon, count, title, text, f"{count}. {title} {text}")


def small_sign(words: Words, now: RoomNow) -> SmallSign:
    """Return what the sidebar says of the room; nothing while one is alone."""
    if now.sign.state is SignState.ALONE:
        return SmallSign()
    tone, icon = _LOOKS[now.sign.state]
    count = _count(words, now.sign)
    title = words.say(f"sign_small_{now.sign.state.value}")
    badge = f"{now.sign.up_to_date}/{now.sign.present}"
    tint = {"equal": "ok", "help": "warn"}.get(tone, "primary")
    return SmallSign(tint, icon, title, count, badge, f"{count}. {title}")


def short_names(words: Words, voices: Sequence[Voice], unknown: int = 0) -> str:
    """Return "Karim, Zoë et 4 autres"; computers whose person nobody knows are among the others."""
    named = [shortened(voice.name, 40) or words.say("nobody") for voice in voices[:MOST_NAMED]]
    others = len(voices) - len(named) + unknown
    if others and named:
        named.append(words.say("sign_others", count=others))
    elif others:
        named.append(words.say("sign_unknown", count=others))
    return quantities.names(words, named)


def _alone(words: Words, cell: str, now: RoomNow) -> SignShown:
    if not now.meets:
        title, text = words.say("sign_example"), words.say("sign_example_why")
        return SignShown("quiet", "sprout", "", title, text, f"{title} {text}")
    if now.visible:
        title, text = words.say("meeting_visible", cell=shortened(cell, 60)), words.say("meeting_visible_why")
        return SignShown("here", "wifi", "", title, text, f"{title}. {text}")
    title, text = words.say("meeting_hidden"), words.say("meeting_hidden_why")
    return SignShown("hidden", "wifi-off", "", title, text, f"{title}. {text}")


def _count(words: Words, now: Sign) -> str:
    present = words.say("sign_present", count=now.present)
    return words.say("sign_count", present=present, equal=words.say("sign_equal", count=now.up_to_date))


def _why(words: Words, now: Sign) -> str:
    if now.state is SignState.MAY_LEAVE:
        return words.say("sign_may_leave_why")
    if now.state is SignState.FILES:
        return words.say("sign_files_why")
    behind = [person.voice for person in now.behind if not person.me]
    who = short_names(words, behind, len(now.unknown))
    if now.state is SignState.HELD_UP:
        reason = next((words.error(device.reason) for device in _devices(now) if device.reason), "")
        return words.say("sign_held_up_why", who=who, reason=reason)
    remaining = sum(device.remaining for device in _devices(now))
    if not who:
        return words.say("sign_exchanging_here")
    if not remaining:
        return words.say("sign_exchanging_who", who=who)
    return words.say("sign_exchanging_why", count=remaining, number=quantities.number(words, remaining), who=who)


def _devices(now: Sign) -> list[DeviceHere]:
    """Return the computers that are not up to date."""
    known = [device for person in now.persons for device in person.devices if not device.up_to_date]
    return [*known, *now.unknown]
