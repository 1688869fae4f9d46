"""Documents of decisions as commands answer them, with what a hostile peer may have written in them."""

from __future__ import annotations

from typing import Any

from tests.unit.command.documents import EVIL, A, B, C

WHEN = "2026-11-22T15:04:00+00:00"
ANA: dict[str, Any] = {"id": A, "name": EVIL, "person": A}
LUC: dict[str, Any] = {"id": B, "name": "Luc", "person": B}
NOBODY: dict[str, Any] = {"id": "", "name": "", "person": C}
WHY: list[dict[str, Any]] = [
    {"fact": "put", "act": A, "who": ANA, "when": WHEN},
    {"fact": "device added", "act": B, "who": NOBODY, "when": WHEN},
    {"fact": "not yet known", "act": C, "who": LUC, "when": WHEN},
]
SAID: dict[str, Any] = {"id": C, "round": "reaction", "words": EVIL, "who": ANA, "by": ANA, "when": WHEN}
ANSWER: dict[str, Any] = {
    "ballot": A,
    "voter": ANA,
    "answer": "consent",
    "ground": "",
    "comment": "",
    "words": "",
    "by": ANA,
    "spoken": False,
    "witness": None,
    "contested": False,
    "counts": True,
    "when": WHEN,
    "integrated": [],
}
OBJECTION: dict[str, Any] = {
    **ANSWER,
    "answer": "objection",
    "ground": "risk",
    "comment": B,
    "words": EVIL,
    "integrated": [{**SAID, "round": "integration"}],
}
SPOKEN: dict[str, Any] = {**ANSWER, "voter": LUC, "spoken": True, "counts": False}
_CHAMBER: dict[str, Any] = {
    "persons": [ANA, LUC],
    "needed": 2,
    "waits": False,
    "consents": 1,
    "asides": 0,
    "objections": 1,
    "silent": [LUC],
    "missing": 1,
    "reached": False,
}
_EMPTY: dict[str, Any] = {**_CHAMBER, "persons": [], "needed": 0, "objections": 0, "silent": [], "missing": 0}
BRIEF: dict[str, Any] = {
    "id": A,
    "record": B,
    "title": EVIL,
    "matter": {"code": "text"},
    "project": C,
    "project_title": EVIL,
    "by": ANA,
    "put": WHEN,
    "state": "under review",
    "ready": False,
    "waiting": ["objection_concerned", "answers_carrying", "consent_carrying", "waits_concerned", "certificate"],
    "review": "2027-11-22",
    "review_due": False,
    "adopted": WHEN,
    "answered": "consent",
}
WHOLE: dict[str, Any] = {
    **BRIEF,
    "body": EVIL,
    "as_put": False,
    "changed_since": True,
    "chambers": {"concerned": _CHAMBER, "carrying": _EMPTY},
    "answers": [
        ANSWER,
        OBJECTION,
        SPOKEN,
        {**SPOKEN, "witness": ANA, "contested": True},
        {**ANSWER, "answer": "aside", "counts": False},
    ],
    "said": [SAID, {**SAID, "round": "", "by": LUC}],
    "replaces": "",
    "replaced_by": [],
    "why": WHY,
}
CIRCLES: dict[str, Any] = {
    "project": A,
    "concerned": [],
    "carrying": [ANA, LUC],
    "without_concerned": True,
    "why": WHY,
}
_PUT: dict[str, Any] = {"id": A, "record": B}

DECIDE_DOCUMENTS: dict[str, Any] = {
    "decide propose": {"record": B},
    "decide amend": _PUT,
    "decide say": {"ballot": A, "comment": "", "adopted": True},
    "decide countersign": {"adopted": True},
    "decide contest": {"ballot": A},
    "decide reply": {"id": A},
    "decide enact": {"id": A},
    "decide close": {"id": A},
    "decide show": WHOLE,
    "decide list": {
        "proposals": [BRIEF, {**BRIEF, "title": "", "matter": {"code": "confirm", "persons": [ANA]}}],
        "countersign": [{"decision": A, "title": EVIL, "answer": SPOKEN}],
        "in_my_name": [{"decision": A, "title": EVIL, "answer": {**SPOKEN, "witness": ANA}}],
        "guests": [ANA, NOBODY],
        "reviews": [{**BRIEF, "review_due": True}],
    },
    "decide circle": CIRCLES,
    "cell admit": {"person": A, "id": B, "name": EVIL},
    "cell rest": {"resting": True},
    "cell confirm": {**_PUT, "adopted": True},
    "cell exclude": {**_PUT, "adopted": False, "void_entries": 0},
    "cell put-to-rest": {**_PUT, "adopted": False},
    "cell chambers": {**_PUT, "adopted": False},
    "cell charter": {**_PUT, "adopted": False},
    "cell forget": {**_PUT, "adopted": False},
}
"""What ``decide`` and the decisions about who belongs answer."""

MATTERS: list[dict[str, Any]] = [
    {"code": "text"},
    {"code": "confirm", "persons": [ANA]},
    {"code": "exclude", "persons": [ANA], "void_entries": 3},
    {"code": "rest", "persons": [ANA, LUC]},
    {"code": "rebind", "persons": [ANA], "void_entries": 0},
    {"code": "chambers", "concerned": [ANA], "carrying": [LUC], "gone": [NOBODY]},
    {"code": "charter"},
    {"code": "forget", "records": [{"id": A, "title": EVIL}], "record_count": 2},
    {"code": "ratify", "decision": A},
]
