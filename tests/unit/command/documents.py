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
    "passphrase": "earlier",
}

IDENTITY_DOCUMENTS: dict[str, Any] = {
    "cell passphrase": {"id": A, "protected": True, "copies": 7, "earlier": 1},
    "home list": {
        "homes": [
            {"name": "", "path": EVIL, "cells": 1, "protected": True},
            {"name": EVIL, "path": EVIL, "cells": 0, "protected": False},
        ]
    },
    "home add": {"name": EVIL, "path": EVIL, "cells": 0, "protected": False},
    "cell recover": {"id": A, "record": B, "name": EVIL},
    "cell leave": {
        "id": A,
        "erased": 2,
        "export": {
            "path": EVIL,
            "format": "csv",
            "records": {"person": 2},
            "removed": 0,
            "contested": 0,
            "unknown": 0,
            "aside": 0,
            "attachments": 0,
            "attachments_absent": 0,
            "files": 3,
            "size": 4567,
        },
    },
    "device add": {"name": EVIL, "person": A, "device": B},
    "device join": {"id": A, "person": A, "device": B},
    "device list": [{"device": A, "here": True, "entries": 3}, {"device": B, "here": False, "entries": 1}],
    "device revoke": {"device": EVIL},
}
"""What the commands about who one is answer."""

PAIRING_DOCUMENTS: dict[str, Any] = {
    "device add": {"name": EVIL, "person": A, "device": B},
    "device join": {"id": A, "person": A, "device": B},
    "device list": [{"device": A, "here": True, "entries": 3}, {"device": B, "here": False, "entries": 1}],
    "device revoke": {"device": EVIL},
}
"""What the commands about one's own computers answer."""

MEETING_DOCUMENTS: dict[str, Any] = {
    "status": {
        "open": True,
        "process": 4242,
        "listening": EVIL,
        "memory": 78_000_000,
        "entries": 1500,
        "waiting": 3,
        "digest": "d4" * 16,
        "conditions": [{"code": "repaired", "count": 3}],
        "peers": [
            {"device": A, "state": "ended", "up_to_date": "2026-11-28T10:00:00+00:00", "code": EVIL},
            {"device": B, "state": "up_to_date", "up_to_date": "2026-11-28T10:00:00+00:00", "code": ""},
        ],
    },
    "sync": {
        "peers": [
            {
                "device": A,
                "state": "ended",
                "sent": 1,
                "received": 2,
                "bytes_out": 3,
                "bytes_in": 4,
                "code": EVIL,
            }
        ],
        "digest": "d4" * 16,
        "equal": False,
    },
    "demo": {
        "equal": True,
        "members": [{"name": EVIL, "brought": 300, "received": 1200, "digest": "d4" * 16}],
        "entries": 1500,
        "seconds": 12.34,
        "seconds_in_all": 30.0,
        "bytes": 1_234_567,
        "picture": EVIL,
    },
}
"""What the commands that meet others answer."""

ATTACHMENT: dict[str, Any] = {"hash": A, "name": EVIL, "size": 4_200_000, "type": "image/png"}

ATTACHING_DOCUMENTS: dict[str, Any] = {
    "attach": {"id": B, **ATTACHMENT},
    "attachments": {"items": [ATTACHMENT, {**ATTACHMENT, "size": None, "type": ""}]},
    "detach": {"id": B, **ATTACHMENT},
    "save": {**ATTACHMENT, "path": EVIL},
}
"""What the commands of attachments answer."""

CHECKING_DOCUMENTS: dict[str, Any] = {
    "meeting check": {
        "ok": False,
        "checks": [
            {"check": "network", "outcome": "ok", "cause": "network_ok", "named": {"address": EVIL}, "ways": []},
            {
                "check": "isolation",
                "outcome": "unknown",
                "cause": "isolation_unproved",
                "named": {},
                "ways": ["hotspot"],
            },
            {
                "check": "clock",
                "outcome": "fault",
                "cause": "clock_here_late",
                "named": {"hours": "3"},
                "ways": ["address", "usb"],
            },
        ],
        "peers": [
            {
                "device": A,
                "endpoints": [EVIL],
                "by": "advertised",
                "ours": True,
                "state": "reachable",
                "code": "proof_refused",
                "states": [{"state": "seen", "holds": True, "code": ""}],
            },
            {
                "device": "",
                "endpoints": [EVIL],
                "by": "typed",
                "ours": False,
                "state": "seen",
                "code": "",
                "states": [],
            },
        ],
    },
}
"""What ``meeting check`` answers."""

CARRYING_DOCUMENTS: dict[str, Any] = {
    "carry write": {
        "path": EVIL,
        "entries": 1527,
        "devices": 12,
        "size": 4_200_000,
        "attachments": 2,
        "attachments_left_out": 3,
    },
    "carry read": {
        "preview": False,
        "from": {"device": A, "name": EVIL},
        "member": False,
        "made": "2026-11-22T15:04:00+00:00",
        "carried": 1527,
        "entries": 13,
        "news": [{"device": A, "name": EVIL, "entries": 12}, {"device": B, "name": "", "entries": 1}],
        "attachments": 1,
        "lacking": 2,
        "equal": False,
        "stopped": {"code": "bundle_unreadable", "fields": {"path": EVIL}},
    },
    "carry folder": {
        "folder": EVIL,
        "looked": "2026-11-22T15:04:00+00:00",
        "code": "folder_missing",
        "own": 3,
        "others": 12,
        "exchanged": {
            "folder": EVIL,
            "received": 13,
            "news": [{"device": A, "name": EVIL, "entries": 12}, {"device": B, "name": "", "entries": 1}],
            "read": 2,
            "attachments": 1,
            "written": 5,
            "enclosed": 1,
            "size": 4_200,
            "unready": 1,
            "closed": 2,
            "held_up": {"code": "bundle_full", "fields": {"path": EVIL}},
        },
    },
}
"""What ``carry`` answers."""

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

_ACCOUNT: dict[str, Any] = {
    "received": 10_000,
    "used": 12_500,
    "left": 500,
    "over": 3_000,
    "gifts": 2,
    "untouched": 1,
    "unvalued": 1,
}
_ACCOUNTS: dict[str, Any] = {"money": _ACCOUNT, "kind": {**_ACCOUNT, "over": 0, "untouched": 0}, "both": _ACCOUNT}
_GIFT: dict[str, Any] = {
    "id": A,
    "day": EVIL,
    "donor": B,
    "form": EVIL,
    "what": "",
    "wish": EVIL,
    "cents": 10_000,
    "used": 12_500,
    "uses": 2,
    "left": 0,
    "over": 2_500,
    "contested": True,
}
_USE: dict[str, Any] = {
    "id": B,
    "day": EVIL,
    "effect": EVIL,
    "shares": [],
    "project": C,
    "act": C,
    "persons": [A],
    "teller": A,
    "writer": B,
    "by_concerned": True,
    "contested": False,
    "cents": 12_500,
    "adrift": 0,
}
_ACT: dict[str, Any] = {
    "id": C,
    "day": EVIL,
    "what": EVIL,
    "minutes": 90,
    "persons": [A, B],
    "project": C,
    "contested": True,
}
_ATTESTATION: dict[str, Any] = {
    "id": A,
    "day": EVIL,
    "says": EVIL,
    "minutes": 45,
    "words": EVIL,
    "attester": A,
    "writer": B,
    "by_another": False,
    "pending": True,
    "contested": True,
}
_NAMES: dict[str, Any] = {A: {"kind": "person", "title": EVIL}, C: {"kind": "project", "title": EVIL}}
_MEASURE: dict[str, Any] = {
    "measure": "gifts_told",
    "value": "transparency",
    "unit": "cents",
    "numerator": 900,
    "denominator": 1_500,
    "counted_in_all": 1,
    "missing_in_all": 1,
}
_THANKS: dict[str, Any] = {"id": A, "day": EVIL, "words": EVIL, "giver": A, "writer": A, "about": C, "contested": True}

THREAD_DOCUMENTS: dict[str, Any] = {
    "thread": {
        "items": [_USE, {**_USE, "teller": "", "writer": "", "project": ""}],
        "gifts": [_GIFT, {**_GIFT, "over": 0, "left": 5}, {**_GIFT, "over": 0}, {**_GIFT, "cents": 0, "donor": ""}],
        "acts": [_ACT] * 22,
        "accounts": _ACCOUNTS,
        "here": 1,
        "elsewhere": 2,
        "adrift": 3,
        "names": _NAMES,
    },
    "gifts": {
        "items": [_GIFT],
        "accounts": _ACCOUNTS,
        "donors": [{"donor": A, **_ACCOUNTS}, {"donor": "", **_ACCOUNTS}],
        "projects": [{"project": C, "money": 1, "kind": 2, "used": 3, "over": 1, "uses": 1}],
        "years": [{"year": EVIL, "brought": -5, "received": 1, "used": 1, "left": 0, "over": 5}],
        "contested_gifts": 1,
        "contested_uses": 1,
        "names": _NAMES,
    },
    "recognition": {
        "person": {"id": A, "name": EVIL},
        "purpose": f"{EVIL}\n{EVIL}",
        "minutes": 90,
        "acts_in_all": 1,
        "attested_minutes": 90,
        "attested_acts": 1,
        "projects": [{"key": C, "minutes": 90, "acts": 1}, {"key": "", "minutes": 0, "acts": 1}],
        "skills": [{"key": EVIL, "minutes": 90, "acts": 1}],
        "own_skills": [EVIL],
        "items": [{**_ACT, "attestations": [_ATTESTATION, {**_ATTESTATION, "writer": A, "by_another": True}]}] * 21,
        "corrections": [A],
        "unconfirmed": [B, C],
        "thanks": [_THANKS, {**_THANKS, "giver": "", "writer": "", "about": "", "contested": False}],
        "thanks_in_all": 1,
        "names": _NAMES,
    },
    "compass": {
        "year": 2026,
        "items": [_MEASURE],
        "trend": [{"year": 2025, "numerator": 0, "denominator": 0}, {"year": 2026, "numerator": 1, "denominator": 2}],
        "counted": [{"id": A, "title": EVIL}],
        "missing": [{"id": B, "title": ""}],
    },
    "note": {
        "ids": [A, B],
        "noted": {
            "what": EVIL,
            "persons": [{"id": A, "name": EVIL}, {"id": B, "name": ""}],
            "date": EVIL,
            "minutes": 90,
            "cents": 1_250,
            "skills": [EVIL],
        },
    },
    "thank": {"id": A},
    "attest": {"id": A},
}
"""What the thread, recognition, the compass and the one gesture answer."""
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
        "attachments": 2,
        "attachments_absent": 1,
        "files": 3,
        "size": 4567,
    },
}
