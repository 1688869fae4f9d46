"""The open formats that an export is written in (docs/export.md)."""

from __future__ import annotations

from enum import StrEnum


class Format(StrEnum):
    """How an export is written."""

    JSON = "json"  # every record with all that is known of it, a line each
    CSV = "csv"  # a table a kind, which an import reads
    MARKDOWN = "markdown"  # the pages, and what was said at meetings
    JSONLD = "jsonld"  # linked data, in terms of Valueflows and schema.org
    AUTOMERGE = "automerge"  # each record with its whole history
