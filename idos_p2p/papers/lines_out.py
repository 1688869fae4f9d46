"""Records as lines of JSON, with everything that is known of them (docs/export.md). Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from idos_p2p.papers.paper import Paper
from idos_p2p.records.plain import moment

_encode = msgspec.json.Encoder(order="deterministic").encode

Told = dict[str, Any]
"""A record as JSON."""


def told(paper: Paper) -> Told:
    """Return a record with its fields, its other versions, and whatever this program does not understand of it."""
    document: Told = {
        "id": paper.id,
        "kind": paper.kind,
        "shared": paper.shared,
        "created": moment(paper.created_ms),
        "touched": moment(paper.touched_ms),
        "day": paper.day,
        "device": paper.device,
        "seq": paper.seq,
        "author": paper.author,
        "fields": dict(paper.fields),
    }
    if paper.contested:
        document["contested"] = True
    if paper.unknown:
        document["unknown"] = dict(paper.unknown)
    if paper.versions:
        document["versions"] = {
            name: [{"value": said.value, "device": said.device, "entry": said.entry} for said in several]
            for name, several in paper.versions.items()
        }
    return document


def line(document: Mapping[str, Any]) -> str:
    """Return a document on one line."""
    return _encode(document).decode() + "\n"
