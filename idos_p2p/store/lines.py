"""A record of the read model as one line of canonical text, by public ids alone: equal on peers that hold the same."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from idos_p2p.store.ports import Projection
from idos_p2p.store.words import folded

is_id = re.compile(r"[0-9a-f]{64}", re.ASCII).fullmatch


def line_of(projection: Projection) -> str:
    """Return the line that ``ReadModel.dump`` tells of a record that was projected so."""
    return written(
        {
            "id": projection.id.hex(),
            "record": [projection.record.device.hex(), projection.record.seq],
            "shared": projection.shared,
            "fields": projection.fields,
            "versions": {
                field: [[version.value, version.device.hex(), version.entry.hex()] for version in several]
                for field, several in projection.versions.items()
            },
            "contested": projection.contested,
            "mentions": sorted(projection.mentions),
            "links": sorted({(field, target) for field, target in projection.links if field and is_id(target)}),
            "kind": projection.kind,
            "created_ms": projection.created_ms,
            "touched_ms": projection.touched_ms,
            "day": projection.day,
            "title": projection.title,
            "words": folded(projection.words),
        }
    )


def written(told: Mapping[str, object]) -> str:
    """Return the one text of these values."""
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
