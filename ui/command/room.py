"""``room``: what the meeting brought, who is absent and lacks what, who brings it to them, and what may fit."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from idos_p2p.ids import PersonId
from idos_p2p.services.cell import Cell
from idos_p2p.services.gatherings import end_by_hand
from idos_p2p.services.relays import choose, relays
from idos_p2p.services.room import lacking, told
from idos_p2p.services.room_told import Absent, Asked, Item, Likely, News, Relay, RoomTold, Share
from idos_p2p.services.space import project_if_room
from idos_p2p.services.voices import Voice
from idos_p2p.views.persons import Party
from ui.command.documents import moment
from ui.command.table import Document

Options = Mapping[str, Any]


def document_of(cell: Cell, present: Collection[PersonId], sign: Document) -> Document:
    """Return what ``room`` answers while these other persons are present, with the sign that is shown."""
    project_if_room(cell)
    return {"sign": sign, **_beside(cell, told(cell, present))}


def _room(cell: Cell, _options: Options) -> Document:
    """Return what is told while nobody is met by this home: the last meeting, who is absent, and what is carried."""
    return document_of(cell, (), None)


def _carry(cell: Cell, options: Options) -> Document:
    chosen = choose(cell, options["absent"], options["carrier"])
    return _relay(next(relay for relay in relays(cell) if relay.id == chosen))


def _end(cell: Cell, _options: Options) -> Document:
    return {"ended": end_by_hand(cell)}


def _beside(cell: Cell, found: RoomTold) -> dict[str, Document]:
    meeting = found.meeting
    return {
        "meeting": None
        if meeting is None
        else {
            "began": moment(meeting.began_ms),
            "ended": None if meeting.ended_ms is None else moment(meeting.ended_ms),
            "met": [voice(each) for each in meeting.met],
        },
        "brought": _news(found.brought),
        "absent": [_absent(one, lacking(cell, one.voice.person)) for one in found.absent],
        "relays": [_relay(relay) for relay in found.relays],
        "matches": [
            {
                "need": _asked(match.need),
                "offer": _asked(match.offer),
                "fits": [{"why": fit.why.value, "detail": fit.detail} for fit in match.fits],
            }
            for match in found.matches
        ],
        "asked": [_asked(asked) for asked in found.asked],
    }


def _absent(one: Absent, lacks: News | None) -> Document:
    return {
        **voice(one.voice),
        "met": None if one.met_ms is None else moment(one.met_ms),
        "equal": None if one.equal_ms is None else moment(one.equal_ms),
        "entries": one.lacks,
        "lacks": None if lacks is None else _news(lacks),
        "relays": [_relay(relay) for relay in one.relays],
        "likely": [_likely(likely) for likely in one.likely],
    }


def _likely(one: Likely) -> Document:
    return {
        "carrier": voice(one.carrier),
        "why": one.link.value,
        "record": one.record,
        "title": one.title,
        "day": one.day,
    }


def _relay(relay: Relay) -> Document:
    return {
        "id": relay.id,
        "absent": voice(relay.absent),
        "carrier": voice(relay.carrier),
        "day": relay.day,
        "done": relay.done,
        "due": relay.due,
        "mine": relay.mine,
    }


def _news(news: News) -> Document:
    return {
        "entries": news.entries,
        "whole": news.whole,
        "persons": _shares(news.persons),
        "projects": _shares(news.projects),
        "decisions": [
            {"id": one.id, "title": one.title, "moved": one.moved, "by": voice(one.by)} for one in news.decisions
        ],
        "joined": [voice(each) for each in news.joined],
    }


def _shares(shares: Iterable[Share]) -> Document:
    return [
        {
            "id": share.id,
            "name": share.name,
            "counts": dict(share.counts),
            "changed": share.changed,
            "items": [_item(item) for item in share.items],
        }
        for share in shares
    ]


def _item(item: Item) -> Document:
    return {
        "id": item.id,
        "kind": item.kind,
        "title": item.title,
        "day": item.day,
        "by": voice(item.by),
        "project": item.project,
        "project_title": item.project_title,
    }


def _asked(asked: Asked) -> Document:
    return {
        "id": asked.id,
        "kind": asked.kind,
        "title": asked.title,
        "until": asked.until,
        "project": asked.project,
        "project_title": asked.project_title,
        "persons": _parties(asked.persons),
        "present": _parties(asked.present),
    }


def _parties(parties: Iterable[Party]) -> Document:
    return [{"id": party.id, "name": party.name} for party in parties]


def voice(one: Voice) -> dict[str, Document]:
    """Return a person: as acts know them, and the id of their record."""
    return {"person": one.person.hex(), "id": one.record, "name": one.name}


COMMANDS: Mapping[str, Callable[[Cell, Options], Document]] = {
    "room": _room,
    "room carry": _carry,
    "room end": _end,
}
