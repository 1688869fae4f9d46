"""The copy of the day, made by whichever command is the first to leave the cell."""

from __future__ import annotations

import logging

from idos_p2p.clock import Clock
from idos_p2p.errors import RefusedError
from idos_p2p.services.copies import Source, is_cheap, is_due, make_daily, outdated

log = logging.getLogger("idos.copies")


def copy_on_leaving(source: Source, clock: Clock) -> None:
    """Make the copy of this day at the end of a short command, where that takes no time; call it with the cell closed.

    After an erasure it is made whatever the time it takes: older ones hold the words. What it meets is logged: the
    command itself went well.
    """
    if outdated(source) or is_cheap(source.home, source.cell):
        copy_if_due(source, clock)


def copy_if_due(source: Source, clock: Clock) -> bool:
    """Make the copy of this day if it is still to be made, or made again; say whether all went well."""
    now = clock.now_ms()
    try:
        if outdated(source) or is_due(source.home, source.cell, now):
            make_daily(source, now)
    except RefusedError as refused:
        log.warning("the copy of the day was not made code=%s", refused.code)
        return False
    return True
