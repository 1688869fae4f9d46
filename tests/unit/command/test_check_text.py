"""A check says how much it looked at, and where each fault is, in both languages."""

from __future__ import annotations

import pytest

from ui.command.text import tell
from ui.words.catalogue import NARROW
from ui.words.languages import words_for

FRENCH, ENGLISH = words_for("fr"), words_for("en")
DEVICE, RECORD = "d1" * 32, "e2" * 32
PLACE = {"device": DEVICE, "entry": 7}
SHOWN = {"record": RECORD, "kind": "page", "title": "Semis"}
FAULTS = (
    {"code": "file", "detail": "page 7"},
    {"code": "unreadable", "cause": "store_damaged"},
    {"code": "log", **PLACE, "cause": "segment_damaged"},
    {"code": "height", **PLACE},
    {"code": "act_missing", **PLACE},
    {"code": "act_extra", **PLACE},
    {"code": "act_altered", **PLACE},
    {"code": "membership"},
    {"code": "entry_unlisted", **PLACE},
    {"code": "entry_unknown", **PLACE},
    {"code": "record_unreadable", **PLACE, "cause": "store_damaged"},
    {"code": "verdict", **PLACE, "held": "void:owner", "due": "applied"},
    {"code": "body_unlisted", **PLACE},
    {"code": "body_listed", **PLACE},
    {"code": "view_missing", **SHOWN},
    {"code": "view_extra", **SHOWN},
    {"code": "view_altered", **SHOWN, "parts": "title words"},
    {"code": "row_missing", "table": "search", "record": RECORD, "detail": "semis"},
    {"code": "row_extra", "table": "link", "record": RECORD, "detail": "project"},
)


def test_a_deep_check_says_how_much_it_looked_at() -> None:
    sound = {
        "ok": True,
        "entries": 12,
        "faults": [],
        "signatures": 1_234,
        "changes": 11,
        "missing": [],
        "seconds": 2.345,
    }
    assert tell("check", sound, FRENCH).split("\n") == [
        f"Tout est en ordre{NARROW}: 12 nouveautés gardées ici.",
        f"Relu depuis le début{NARROW}: 1{NARROW}234 signatures, 11 changements, en 2,3 s.",
    ]
    lacking = {**sound, "missing": [PLACE, PLACE]}
    assert tell("check", lacking, ENGLISH).split("\n")[1:] == [
        "Read again from the beginning: 1,234 signatures, 11 changes, in 2.3 s.",
        "The text of 2 pieces of news has not come yet: it is asked of every computer that is met.",
    ]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault["code"])
def test_each_fault_says_where_it_is(fault: dict[str, str | int]) -> None:
    for words in (FRENCH, ENGLISH):
        line = tell("check", {"ok": False, "entries": 1, "faults": [fault]}, words).split("\n")[-1]
        assert "…" not in line
        for field in ("device", "entry", "record", "detail", "parts", "held", "due"):
            assert str(fault.get(field, "")) in line
