"""Documents of the room, with whatever a hostile peer could put in them."""

from __future__ import annotations

from typing import Any

from tests.unit.command.documents import EVIL, A, B, C

WHO: dict[str, Any] = {"person": A, "id": A, "name": EVIL}
UNNAMED: dict[str, Any] = {"person": B, "id": "", "name": ""}
DEVICE: dict[str, Any] = {"device": A, "state": "trusted", "up_to_date": False, "remaining": 3, "code": EVIL}
HERE: dict[str, Any] = {**WHO, "me": False, "up_to_date": False, "remaining": 3, "code": EVIL, "devices": [DEVICE]}
SIGN: dict[str, Any] = {
    "state": "held_up",
    "present": 4,
    "up_to_date": 1,
    "may_leave": False,
    "persons": [
        {**WHO, "me": True, "up_to_date": True, "remaining": 0, "code": "", "devices": []},
        HERE,
        {**HERE, "code": "", "remaining": 1_200},
        {**HERE, **UNNAMED, "code": "", "remaining": 0},
    ],
    "unknown": [{**DEVICE, "device": None}, {**DEVICE, "device": None, "code": ""}],
}
ITEM: dict[str, Any] = {
    "id": C,
    "kind": EVIL,
    "title": EVIL,
    "day": EVIL,
    "by": WHO,
    "project": A,
    "project_title": EVIL,
}
SHARE: dict[str, Any] = {
    "id": A,
    "name": EVIL,
    "counts": {"page": 2, EVIL: 1},
    "changed": 2,
    "items": [ITEM, {**ITEM, "kind": "person"}, {**ITEM, "title": ""}],
}
NEWS: dict[str, Any] = {
    "entries": 1_200,
    "whole": True,
    "persons": [SHARE, {**SHARE, "name": "", "changed": 0}],
    "projects": [SHARE, {**SHARE, "id": "", "name": ""}],
    "decisions": [
        {"id": A, "title": EVIL, "moved": moved, "by": WHO} for moved in ("put", "answered", "adopted", "from_later")
    ],
    "joined": [WHO, UNNAMED],
}
RELAY: dict[str, Any] = {
    "id": C,
    "absent": WHO,
    "carrier": UNNAMED,
    "day": EVIL,
    "done": False,
    "due": True,
    "mine": False,
}
LIKELY: list[dict[str, Any]] = [
    {"carrier": WHO, "why": why, "record": C, "title": EVIL, "day": EVIL}
    for why in ("meeting", "circle", "project", EVIL)
]
WHEN = "2026-11-22T15:04:00+00:00"
ABSENT: dict[str, Any] = {
    **WHO,
    "met": WHEN,
    "equal": WHEN,
    "entries": 12,
    "lacks": NEWS,
    "relays": [],
    "likely": LIKELY,
}
ASKED: dict[str, Any] = {
    "id": A,
    "kind": "need",
    "title": EVIL,
    "until": EVIL,
    "project": A,
    "project_title": EVIL,
    "persons": [{"id": A, "name": EVIL}],
    "present": [],
}
FITS: list[dict[str, Any]] = [{"why": why, "detail": EVIL} for why in ("project", "words", EVIL)]

ROOM: dict[str, Any] = {
    "sign": SIGN,
    "meeting": {"began": WHEN, "ended": None, "met": [WHO, UNNAMED]},
    "brought": NEWS,
    "absent": [
        ABSENT,
        {**ABSENT, "relays": [RELAY]},
        {**ABSENT, "entries": 0, "lacks": None},
        {**ABSENT, "entries": None, "equal": None, "lacks": None},
        {**ABSENT, "met": None, "entries": None, "equal": None, "lacks": None},
    ],
    "relays": [RELAY, {**RELAY, "due": False, "mine": True}],
    "matches": [{"need": ASKED, "offer": {**ASKED, "kind": "offer"}, "fits": FITS}],
    "asked": [ASKED, {**ASKED, "kind": EVIL, "title": ""}],
}
ROOM_DOCUMENTS_OF_MEETINGS: dict[str, Any] = {"room": ROOM, "room carry": RELAY, "room end": {"ended": True}}
