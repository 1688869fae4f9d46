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

ATTACHMENT: dict[str, Any] = {"hash": A, "name": EVIL, "size": 4_200_000, "type": "image/png"}

ATTACHING_DOCUMENTS: dict[str, Any] = {
    "attach": {"id": B, **ATTACHMENT},
    "attachments": {"items": [ATTACHMENT, {**ATTACHMENT, "size": None, "type": ""}]},
    "detach": {"id": B, **ATTACHMENT},
    "save": {**ATTACHMENT, "path": EVIL},
}
"""What the commands of attachments answer."""

KEEPING_DOCUMENTS: dict[str, Any] = {
    "copy make": {**COPY, "protected": False, "attachments_left_out": 2},
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
