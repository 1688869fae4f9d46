"""Documents of stories, pages and the agenda, with whatever a hostile peer could put in them."""

from __future__ import annotations

from typing import Any

from tests.unit.command.decide_documents import BRIEF, CIRCLES
from tests.unit.command.documents import EVIL, A, B, C

PARTY: dict[str, Any] = {"id": A, "name": EVIL}
NOBODY: dict[str, Any] = {"id": "", "name": ""}
ANSWER: dict[str, Any] = {
    "id": C,
    "kind": "attestation",
    "words": EVIL,
    "day": "2026-05-05",
    "author": PARTY,
    "voices": [PARTY, NOBODY],
    "who": [],
    "links": [],
}
ACT: dict[str, Any] = {
    "id": A,
    "kind": "contribution",
    "what": EVIL,
    "date": EVIL,
    "persons": [A],
    "day": EVIL,
    "author": PARTY,
    "voices": [PARTY],
    "who": [PARTY, {"id": B, "name": "Luc"}],
    "links": [{"field": "persons", "id": A, "kind": "person", "title": EVIL}],
    "answers": [ANSWER],
}
OTHERS: list[dict[str, Any]] = [
    {**ACT, "on_behalf": True},
    {**ACT, "kind": "from_later", "who": [], "author": PARTY, "answers": []},
    {**ACT, "who": [], "author": NOBODY, "contested": True},
]
NAMES: list[dict[str, Any]] = [
    {"start": 0, "end": 9, "name": EVIL, "shown": EVIL, "records": [], "count": 0},
    {
        "start": 0,
        "end": 9,
        "name": EVIL,
        "shown": EVIL,
        "records": [{"id": A, "kind": "page", "title": EVIL}, {"id": B, "kind": EVIL, "title": EVIL}],
        "count": 2,
    },
]
BACKLINK: dict[str, Any] = {"id": A, "kind": "page", "title": EVIL, "day": EVIL, "fields": [EVIL], "named": True}
FILES: list[dict[str, Any]] = [{"name": EVIL, "hash": A, "size": None}, {"name": EVIL, "hash": B, "size": 12_345}]
PURPOSES: list[dict[str, Any]] = [
    {"id": A, "kind": "purpose", "day": "2026-01-01", "purpose": EVIL, "author": PARTY},
    {"id": B, "kind": "purpose", "day": EVIL, "purpose": "", "author": NOBODY},
]

AROUND_DOCUMENTS: dict[str, Any] = {
    "around": {
        "person": PARTY,
        "items": [ACT, *PURPOSES, *OTHERS],
        "next": f"{EVIL}/1/{A}",
        "graph": {
            "centre": {"id": A, "kind": "person", "title": EVIL},
            "nodes": [{"id": B, "kind": "person", "title": EVIL}, {"id": C, "kind": EVIL, "title": ""}],
            "ties": [
                {"source": A, "target": B, "kind": "contribution", "weight": 3},
                {"source": A, "target": B, "kind": EVIL, "weight": 1},
                {"source": B, "target": C, "kind": "contribution", "weight": 1},
            ],
            "others": 12,
            "since": "2026-01-01",
            "records": 4,
            "whole": False,
        },
    },
    "project": {
        "project": {"id": A, "kind": "project", "title": EVIL, "purpose": EVIL},
        "author": PARTY,
        "who": [PARTY],
        "circles": CIRCLES,
        **{part: [ACT, *OTHERS] for part in ("needs", "offers", "proposals", "meetings", "latest", "said")},
        "given": {
            "contributions": 2,
            "minutes": 1_500,
            "expenses": 1,
            "in_kind": 2,
            "uses": 3,
            "gifts": 4,
            "money_used": 5,
            "goods_used": 6,
        },
        "named_by": [BACKLINK],
        "names": NAMES,
        "files": FILES,
    },
    "agenda": {
        "reviews": [{name: value for name, value in BRIEF.items() if name != "answered"}],
        "items": [
            {
                "meeting": {"id": A, "kind": "meeting", "title": EVIL, "place": EVIL, "time": EVIL, "slots": [EVIL]},
                "day": EVIL,
                "project": EVIL,
                "author": PARTY,
                "who": [PARTY],
                "slots": [
                    {"name": EVIL, "offered": True, "who": [PARTY], "signups": [B]},
                    {"name": "", "offered": False, "who": [], "signups": []},
                ],
            },
        ],
        "ics": EVIL,
    },
    "page": {
        "page": {"id": A, "kind": "page", "title": EVIL, "body": f"# {EVIL}\n{EVIL}"},
        "author": PARTY,
        "texts": [{"field": "body", "names": NAMES}],
        "backlinks": [BACKLINK],
        "origins": [{"id": A, "kind": "page", "title": EVIL, "generation": 1}],
        "descendants": [{"id": B, "kind": "", "title": "", "generation": 2}],
        "sources": [EVIL],
        "files": FILES,
        "said": [ANSWER],
    },
    "signup": {"id": A},
}
"""One document a command."""
