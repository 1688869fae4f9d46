"""The calendar day of a moment, for records that carry no date of their own."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def day_of(time_ms: int) -> str:
    """Return the UTC day of a moment, "2026-11-22": UTC, so that every peer says the same of one entry."""
    return (_EPOCH + timedelta(milliseconds=time_ms)).date().isoformat()
