"""The room, told to a person: the sign first, large enough to be read out, then what is worth talking about."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime

from ui.command.amounts import calendar_day, counted
from ui.command.layout import VALUE_COLUMNS, clean, cut, indented, short
from ui.command.record_text import TITLE_COLUMNS, kind_word
from ui.command.table import Document
from ui.words.catalogue import Words
from ui.words.quantities import names, number, time_of_day

FEW = 5  # titles told of one person or project


def sign_line(sign: Mapping[str, Document], words: Words) -> str:
    """Return the sign of the room as one line, for a stream of events."""
    key = "event_room_may_leave" if sign["may_leave"] else "event_room"
    return words.say(key, equal=number(words, sign["up_to_date"]), **counted(words, sign["present"]))


def _room(document: Document, words: Words) -> list[str]:
    told = _sign(document["sign"], words)
    told += ["", *_meeting(document["meeting"], words)] if document["meeting"] else []
    told += _news(document["brought"], words) if document["meeting"] else []
    told += _part("room_relays", [_relay(relay, words) for relay in document["relays"]], words)
    told += _part("room_absent", [line for one in document["absent"] for line in _absent(one, words)], words)
    told += _part("room_matches", [line for match in document["matches"] for line in _match(match, words)], words)
    return told + _part("room_asked", [_asked_line(asked, words) for asked in document["asked"]], words)


def _sign(sign: Mapping[str, Document] | None, words: Words) -> list[str]:
    if sign is None:
        return [words.say("room_closed")]
    if sign["state"] == "alone":
        return [words.say("room_alone")]
    told = [words.say("room_sign", equal=number(words, sign["up_to_date"]), **counted(words, sign["present"]))]
    if sign["state"] in {"may_leave", "files", "exchanging", "held_up"}:
        told.append(words.say(f"room_{sign['state']}"))
    behind = [_behind(person, words) for person in sign["persons"] if not person["up_to_date"] and not person["me"]]
    behind += [_unknown(device, words) for device in sign["unknown"]]
    return [*told, *indented(behind), words.say("room_from_here")]


def _behind(person: Mapping[str, Document], words: Words) -> str:
    name = _name(person, words)
    if person["code"]:
        return words.say("room_behind_why", name=name, cause=words.error(clean(person["code"])))
    if person["remaining"]:
        return words.say("room_behind_count", name=name, **counted(words, person["remaining"]))
    return words.say("room_behind", name=name)


def _unknown(device: Mapping[str, Document], words: Words) -> str:
    if not device["code"]:
        return words.say("room_unknown")
    return words.say("room_unknown_why", cause=words.error(clean(device["code"])))


def _meeting(meeting: Mapping[str, Document], words: Words) -> list[str]:
    began = datetime.fromisoformat(meeting["began"]).astimezone()
    key = "room_meeting" if meeting["ended"] is None else "room_meeting_over"
    day = calendar_day(began.date().isoformat(), words)
    met = _names(meeting["met"], words) or words.say("room_nobody_met")
    return [words.say(key, day=day, time=time_of_day(began), names=met)]


def _news(news: Mapping[str, Document], words: Words) -> list[str]:
    if not news["entries"]:
        return [words.say("room_brought_none")]
    told = [words.say("room_brought" if news["whole"] else "room_brought_many", **counted(words, news["entries"]))]
    if news["joined"]:
        told.append(words.say("room_joined", names=_names(news["joined"], words)))
    told += _part("room_decisions", [_decision(one, words) for one in news["decisions"]], words)
    told += _part("room_by_person", _shares(news["persons"], words.say("nobody"), words, titles=True), words)
    return told + _part("room_by_project", _shares(news["projects"], words.say("room_no_project"), words), words)


def _decision(one: Mapping[str, Document], words: Words) -> str:
    moved = one["moved"] if one["moved"] in {"put", "answered", "adopted"} else "put"
    title = cut(clean(one["title"]) or words.say("untitled"), VALUE_COLUMNS)
    return words.say(f"room_decision_{moved}", title=title, name=_name(one["by"], words))


def _shares(shares: Sequence[Mapping[str, Document]], unnamed: str, words: Words, *, titles: bool = False) -> list[str]:
    told: list[str] = []
    for share in shares:
        parts = [
            words.say("room_kind_count", kind=kind_word(kind, words), number=number(words, count))
            for kind, count in share["counts"].items()
        ]
        if share["changed"]:
            parts.append(words.say("room_changed", **counted(words, share["changed"])))
        told.append(f"{cut(clean(share['name']) or unnamed, TITLE_COLUMNS)}  {', '.join(parts)}")
        if titles:
            told += indented(_titles(share["items"], words))
    return told


def _titles(items: Iterable[Mapping[str, Document]], words: Words) -> list[str]:
    named = [item for item in items if clean(item["title"]) and item["kind"] != "person"]
    return [f"{kind_word(item['kind'], words)}  {cut(clean(item['title']), VALUE_COLUMNS)}" for item in named[:FEW]]


def _absent(one: Mapping[str, Document], words: Words) -> list[str]:
    told = [_lacking(one, words)]
    aside = [words.say("room_relay", name=_name(relay["carrier"], words)) for relay in one["relays"]]
    if not aside and one["likely"] and one["entries"] != 0:
        carriers = ", ".join(_likely(likely, words) for likely in one["likely"])
        aside = [words.say("room_likely", carriers=carriers), words.say("room_carry_how", absent=short(one["person"]))]
    return told + indented(aside)


def _lacking(one: Mapping[str, Document], words: Words) -> str:
    name = _name(one, words)
    if one["met"] is None:
        return words.say("room_absent_never", name=name)
    day = calendar_day(datetime.fromisoformat(one["met"]).astimezone().date().isoformat(), words)
    if one["entries"] is None:
        return words.say("room_absent_unknown", name=name, day=day)
    if not one["entries"]:
        return words.say("room_absent_equal", name=name, day=day)
    return words.say("room_absent_since", name=name, day=day, **counted(words, one["entries"]))


def _likely(likely: Mapping[str, Document], words: Words) -> str:
    why = likely["why"] if likely["why"] in {"meeting", "circle", "project"} else "project"
    title = cut(clean(likely["title"]) or words.say("untitled"), TITLE_COLUMNS)
    day = calendar_day(likely["day"], words)
    return words.say(f"room_likely_{why}", name=_name(likely["carrier"], words), title=title, day=day)


def _relay(relay: Mapping[str, Document], words: Words) -> str:
    key = "room_relay_due" if relay["due"] else "room_relay_mine"
    return words.say(key, carrier=_name(relay["carrier"], words), absent=_name(relay["absent"], words))


def _match(match: Mapping[str, Document], words: Words) -> list[str]:
    fits = [
        words.say(f"room_fit_{fit['why']}", detail=cut(clean(fit["detail"]), VALUE_COLUMNS))
        for fit in match["fits"]
        if fit["why"] in {"project", "words"}
    ]
    need, offer = match["need"], match["offer"]
    line = words.say(
        "room_match",
        need=_title(need, words),
        needs=_names(need["persons"], words),
        offer=_title(offer, words),
        offers=_names(offer["persons"], words),
    )
    return [line, *indented([", ".join(fits)])]


def _asked_line(asked: Mapping[str, Document], words: Words) -> str:
    kind = kind_word(asked["kind"], words)
    return words.say("room_asked_line", kind=kind, title=_title(asked, words), names=_names(asked["persons"], words))


def _title(asked: Mapping[str, Document], words: Words) -> str:
    return cut(clean(asked["title"]) or words.say("untitled"), TITLE_COLUMNS)


def _name(person: Mapping[str, Document], words: Words) -> str:
    return cut(clean(person["name"]), TITLE_COLUMNS) or words.say("nobody")


def _names(persons: Iterable[Mapping[str, Document]], words: Words) -> str:
    found = [_name(person, words) for person in persons]
    return cut(names(words, found), VALUE_COLUMNS) if found else ""


def _part(key: str, told: Sequence[str], words: Words) -> list[str]:
    return ["", words.say(key), *indented(told)] if told else []


def _carry(document: Document, words: Words) -> list[str]:
    carrier, absent = _name(document["carrier"], words), _name(document["absent"], words)
    return [words.say("room_relay_chosen", carrier=carrier, absent=absent)]


def _end(document: Document, words: Words) -> list[str]:
    return [words.say("room_ended" if document["ended"] else "room_ended_none")]


TELLERS: Mapping[str, Callable[[Document, Words], list[str]]] = {
    "room": _room,
    "room carry": _carry,
    "room end": _end,
}
