"""Which attachments records name, by the hash of their content."""

from __future__ import annotations

import json
from collections.abc import Iterable

from idos_p2p.ids import BlobHash
from idos_p2p.store.ports import Reader

_ASKED = "SELECT unhex(value) AS hash FROM json_each(?)"


def wanted(reader: Reader) -> list[BlobHash]:
    """Return the attachments that records in sight name, each once, sorted."""
    return [BlobHash(blob) for (blob,) in reader.rows("SELECT DISTINCT hash FROM attachment ORDER BY hash")]


def still_named(reader: Reader, blobs: Iterable[BlobHash]) -> frozenset[BlobHash]:
    """Return those of these that a record in sight, or one in the bin, names."""
    asked = json.dumps([blob.hex() for blob in blobs])
    rows = reader.rows(
        f"SELECT hash FROM ({_ASKED}) WHERE hash IN (SELECT attachment.hash FROM attachment) OR hash IN"  # noqa: S608  # this module's words
        " (SELECT unhex(substr(value, 1, 64)) FROM record, json_each(record.fields, '$.attachments')"
        " WHERE record.removed AND type = 'text')",
        (asked,),
    )
    return frozenset(BlobHash(blob) for (blob,) in rows)


def members_of(reader: Reader, blob: BlobHash) -> list[str]:
    """Return what stands in the fields of the records in sight that name an attachment, others of theirs included."""
    rows = reader.rows(
        "SELECT DISTINCT value FROM attachment JOIN record ON record.key = attachment.record,"
        " json_each(record.fields, '$.attachments') WHERE hash = ? AND type = 'text' ORDER BY value",
        (blob,),
    )
    return [member for (member,) in rows]


def is_wanted(reader: Reader, blob: BlobHash) -> bool:
    """Say whether a record in sight names an attachment."""
    return bool(reader.rows("SELECT 1 FROM attachment WHERE hash = ? LIMIT 1", (blob,)))
