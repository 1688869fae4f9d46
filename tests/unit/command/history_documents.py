"""What the commands of history, of the bin and of erasing answer, with what a hostile peer may have written in it."""

from __future__ import annotations

from typing import Any

from tests.unit.command.documents import EVIL, A, B, C

_LEFT = {"id": A, "kind": "page", "title": EVIL, "field": EVIL, "who": EVIL}
_BINNED = {"id": A, "kind": "page", "title": EVIL, "since": "2026-11-02", "days_left": 4, "own": True}
_ERASED = {"done": 11, "computers": 12, "waiting": [EVIL]}

CHANGES: list[dict[str, Any]] = [
    {"field": "minutes", "before": 900, "after": 840},
    {"field": "place", "before": EVIL, "after": None},
    {"field": "project", "before": None, "after": A, "titles": {A: EVIL}},
    {"field": "skills", "before": [EVIL], "after": [EVIL, "x"], "added": [EVIL], "removed": [EVIL]},
    {"field": "gifts", "before": {}, "after": {A: 1200}, "added": [A], "removed": []},
    {"field": "what", "before": EVIL, "after": EVIL, "pieces": [{"kept": EVIL}, {"deleted": EVIL}, {"inserted": EVIL}]},
    {"field": EVIL, "before": EVIL, "after": EVIL},
]

HISTORY_DOCUMENTS: dict[str, Any] = {
    "history": [
        {
            "when": "2026-11-02T09:30:00+00:00",
            "who": EVIL,
            "entry": B,
            "kind": "contribution",
            "created": created,
            "contested": not created,
            "kept": created,
            "changes": CHANGES,
        }
        for created in (True, False)
    ],
    "undo": {"records": [A, B], "left": [_LEFT]},
    "redo": {"records": [A], "left": [_LEFT]},
    "restore": {"id": A, "entries": 1},
    "remove": {"id": A},
    "put-back": {"id": A},
    "bin": {"items": [_BINNED], "due": 2, "records": [A, B]},
    "erase": {"id": A, "count": 3, "erased": _ERASED},
    "show": {
        "id": A,
        "kind": "page",
        "title": EVIL,
        "body": f"# {EVIL}\n\n- un\n  - deux\x1b[0m",
        "from_later": [EVIL],
    },
    "register": {
        "revised": "2026-11-28",
        "items": [
            {
                "name": name,
                "basis": "contract",
                "persons": ["donor", EVIL],
                "months": months,
                "since": since,
                "fields": {"page": ["title"], EVIL: [EVIL]},
            }
            for name, months, since in (("members", 36, "leaving"), (EVIL, 0, "cell"), ("gifts", 132, "record"))
        ],
    },
    "due": {
        "day": "2026-11-28",
        "items": [
            {
                "id": C,
                "kind": "page",
                "title": EVIL,
                "processing": "bin",
                "fields": [EVIL],
                "counted_from": "2026-10-01",
                "since": "2026-10-31",
                "own": True,
            }
        ],
    },
}
