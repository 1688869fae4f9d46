"""Honest changes of Automerge 3.5 for JavaScript (``tests/data/automerge_js``) pass, and are read as it reads them."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
from automerge.core import Document

from idos_p2p.records.change import Change, GateRefusal
from idos_p2p.records.context import RecordContext
from idos_p2p.records.document import RecordDocument
from idos_p2p.records.gate import examine
from idos_p2p.records.plan import Plain
from tests.unit.records.crafting import author_of

FOLDER = Path(__file__).parents[2] / "data/automerge_js"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@cache
def histories() -> list[tuple[list[bytes], Plain]]:
    """Return the bodies of each history in causal order, and what JavaScript reads of the whole."""
    kept = json.loads((FOLDER / "histories.json").read_text(encoding="utf-8"))
    return [(list(map(base64.b64decode, one["changes"])), told(one["holds"])) for one in kept]


def told(held: Plain) -> Plain:
    """Return a value of the file as a record tells it: a moment was kept in milliseconds."""
    match held:
        case {"moment": int(milliseconds)}:
            return (EPOCH + timedelta(milliseconds=milliseconds)).isoformat(timespec="milliseconds")
        case dict():
            return {key: told(value) for key, value in held.items()}
        case list():
            return [told(value) for value in held]
    return held


def gated(bodies: list[bytes]) -> list[Change]:
    """Pass a history through both halves of the gate."""
    context = RecordContext()
    changes = [examine(body, author_of(body)) for body in bodies]
    for change in changes:
        assert context.missing(change) == ()
        context.admit(change)
    return changes


def test_600_changes_of_javascript_are_accepted() -> None:
    assert sum(len(gated(bodies)) for bodies, _ in histories()) >= 600


@pytest.fixture(params=["UTC", "Pacific/Kiritimati", "Pacific/Honolulu"])
def _in_a_time_zone(request: pytest.FixtureRequest) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", request.param)
        time.tzset()
        yield
    time.tzset()


@pytest.mark.usefixtures("_in_a_time_zone")
def test_the_binding_reads_what_javascript_reads_in_every_time_zone() -> None:
    for bodies, holds in histories():
        assert RecordDocument.load(gated(bodies)).fields() == holds


def test_what_javascript_wrote_is_loaded_again_after_save() -> None:
    for bodies, _ in histories():
        document = Document.load(b"".join(bodies))
        again = Document.load(document.save())
        assert again.get_heads() == document.get_heads()
        assert {change.raw_bytes for change in again.get_changes([])} == set(bodies)


@pytest.mark.parametrize(
    ("rule", "name"),
    [
        ("message", "a message in the change"),
        ("value", "a counter"),
        ("value", "not a number"),
        ("columns", "a change without operations"),
        ("columns", "a mark in a text"),
        ("character", "a block in a text"),
        ("key", "a key without letters"),
    ],
)
def test_what_this_program_does_not_know_of_javascript_is_refused_by_name(rule: str, name: str) -> None:
    body = base64.b64decode(json.loads((FOLDER / "refused.json").read_text(encoding="utf-8"))[name])
    with pytest.raises(GateRefusal) as refusal:
        RecordContext().admit(examine(body, author_of(body)))
    assert refusal.value.rule == rule
