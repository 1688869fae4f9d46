"""What a meeting brought, or what somebody lacks: by person and by project, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from idos_p2p.services.room_told import DecisionNews, Gathering, Item, News, RoomTold, Share
from ui.desktop.presenters.faces import Face, face
from ui.desktop.presenters.lines import icon_of, kind_word, tint_of
from ui.desktop.presenters.sign import short_names
from ui.words import quantities
from ui.words.catalogue import Words
from ui.words.clean import shortened


@dataclass(frozen=True, slots=True)
class ItemLine:
    """A new record; ``kind`` and ``record`` say where it is shown."""

    record: str
    kind: str
    icon: str
    tint: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class ShareRow:
    """What is new of one person or for one project. ``face`` is None for a project."""

    record: str
    name: str
    face: Face | None
    line: str
    items: tuple[ItemLine, ...]
    more: str  # what is new beyond those items; empty when that is all


@dataclass(frozen=True, slots=True)
class Digest:
    """A digest. ``heading`` says how much it is; ``empty`` stands where there is nothing to tell by person."""

    heading: str
    lead: str
    persons: tuple[ShareRow, ...] = ()
    projects: tuple[ShareRow, ...] = ()
    decisions: tuple[ItemLine, ...] = ()
    joined: str = ""
    empty: str = ""
    running: bool = False  # the meeting can be ended by hand


def brought(words: Words, told: RoomTold, today: date) -> Digest:
    """Return what the meeting under way has brought, or the last one did."""
    if told.meeting is None:
        return Digest(words.say("digest_never"), "", empty=words.say("digest_never_why"))
    running = told.meeting.ended_ms is None
    heading = words.say("digest_heading_now" if running else "digest_heading_then")
    return _digest(words, told.brought, heading, _meeting(words, told.meeting, today), running=running)


def lacking(words: Words, name: str, news: News | None) -> Digest:
    """Return what an absent person lacks."""
    heading = words.say("lacking_heading", name=name)
    if news is None:
        return Digest(heading, "", empty=words.say("away_unknown"))
    return _digest(words, news, heading, words.say("lacking_most"))


def _digest(words: Words, news: News, heading: str, lead: str, *, running: bool = False) -> Digest:
    number = quantities.number(words, news.entries)
    title = words.say("digest_count", heading=heading, count=news.entries, number=number) if news.entries else heading
    empty = ""
    if not news.entries:
        empty = words.say("digest_nothing")
    elif not news.whole:
        empty = words.say("digest_too_many")
    joined = [shortened(voice.name, 40) or words.say("nobody") for voice in news.joined]
    return Digest(
        heading=title,
        lead=lead,
        persons=tuple(_share(words, one, person=True) for one in news.persons),
        projects=tuple(_share(words, one, person=False) for one in news.projects),
        decisions=tuple(_decision(words, one) for one in news.decisions),
        joined=words.say("digest_joined", count=len(joined), names=quantities.names(words, joined)) if joined else "",
        empty=empty,
        running=running,
    )


def _meeting(words: Words, meeting: Gathering, today: date) -> str:
    began = quantities.local(meeting.began_ms)
    day, time = quantities.day(words, began.date(), today), quantities.time_of_day(began)
    who = short_names(words, meeting.met)
    if meeting.ended_ms is None:
        return words.say("digest_since", day=day, time=time, who=who)
    until = quantities.time_of_day(quantities.local(meeting.ended_ms))
    return words.say("digest_then", day=day, time=time, until=until, who=who)


def _share(words: Words, share: Share, *, person: bool) -> ShareRow:
    unknown = words.say("nobody") if person else words.say("digest_no_project")
    shown = shortened(share.name, 80) or unknown
    rest = share.new - len(share.items)
    return ShareRow(
        record=share.id,
        name=shown,
        face=face(share.name) if person else None,
        line=counted(words, share.counts, share.changed),
        items=tuple(_item(words, item, of_person=person) for item in share.items),
        more=words.say("digest_more", count=rest, number=quantities.number(words, rest)) if rest > 0 else "",
    )


def counted(words: Words, counts: Mapping[str, int], changed: int) -> str:
    """Return "3 contributions, 1 savoir, 2 fiches modifiées", the most first."""
    parts = []
    for kind, count in sorted(counts.items(), key=lambda each: (-each[1], each[0])):
        key = f"new_{kind}" if f"new_{kind}" in words.language.sentences else "new_other"
        parts.append(words.say(key, count=count, number=quantities.number(words, count)))
    if changed:
        parts.append(words.say("new_changed", count=changed, number=quantities.number(words, changed)))
    return ", ".join(parts)


def _item(words: Words, item: Item, *, of_person: bool) -> ItemLine:
    where = shortened(item.project_title, 60) if of_person else shortened(item.by.name, 40)
    kind = kind_word(words, item.kind)
    title = shortened(item.title, 120) or kind
    text = " · ".join(part for part in (kind if item.title else "", where) if part)
    return ItemLine(item.id, item.kind, icon_of(item.kind), tint_of(item.kind), title, text)


def _decision(words: Words, news: DecisionNews) -> ItemLine:
    title = shortened(news.title, 120) or words.say("kind_proposal")
    by = shortened(news.by.name, 40) or words.say("nobody")
    return ItemLine(news.id, "decision", "scale", "decision", title, words.say(f"digest_{news.moved}", by=by))
