"""The calendar day of a moment, for records that carry no date of their own."""

from __future__ import annotations

from idos_p2p.clock import moment_of


def day_of(time_ms: int) -> str:
    """Return the UTC day of a moment, "2026-11-22": UTC, so that every peer says the same of one entry."""
    return moment_of(time_ms).date().isoformat()
