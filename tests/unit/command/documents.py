"""Documents as commands answer them, with what a hostile peer may have written in them."""

from __future__ import annotations

from typing import Any

A, B, C = "a1" * 32, "b2" * 32, "c3" * 32
EVIL = "Zo\u00eb\x1b[2J\x1b]0;owned\x07\x9b31m\r\u202ekcatta\u2066\u0085\u2028end"
"""Clears the screen, sets the title, colours, goes back to the start of the line, turns the direction, breaks it."""

COPY: dict[str, Any] = {
    "id": A,
    "path": EVIL,
    "made": "2026-11-22T15:04:00+00:00",
    "entries": 1527,
    "size": 4_200_000,
    "protected": True,
}

KEEPING_DOCUMENTS: dict[str, Any] = {
    "copy make": {**COPY, "protected": False},
    "copy list": {"copies": [COPY, {**COPY, "entries": 1}]},
    "copy restore": {**COPY, "aside": EVIL},
    "repair": {
        "id": A,
        "needed": True,
        "entries": 1527,
        "missing": 3,
        "from_copy": 12,
        "pages": 400,
        "damaged": 2,
        "own_lost": True,
        "aside": EVIL,
    },
    "rebuild": {"entries": 3},
}
"""What ``copy`` and ``repair`` answer."""

PAPER_DOCUMENTS: dict[str, Any] = {
    "import": {
        "entries": 0,
        "records": {"person": 2},
        "already": {},
        "files": [
            {"file": EVIL, "kind": "person", "new": 1, "already": 0},
            {"file": "b.csv", "kind": "person", "new": 1, "already": 1},
        ],
        "left": [
            {"file": EVIL, "code": "column", "count": 3, "heading": EVIL},
            {"file": EVIL, "code": "entries", "count": 1, "heading": ""},
            {"file": EVIL, "code": "nobody", "count": 2, "heading": ""},
        ],
        "ignored": [EVIL],
        "faults": [
            {"file": EVIL, "line": 3, "column": 2, "heading": EVIL, "code": "import_date", "fields": {"value": EVIL}},
        ],
    },
    "export": {
        "path": EVIL,
        "format": "csv",
        "records": {"person": 2, "gift": 1},
        "removed": 1,
        "contested": 2,
        "unknown": 3,
        "aside": 4,
        "files": 3,
        "size": 4567,
    },
}
