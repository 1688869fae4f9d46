"""``meeting check``: what keeps others from appearing, as a document."""

from __future__ import annotations

from collections.abc import Sequence

from idos_p2p.clock import Clock
from sync.discovery.addresses import Endpoint
from sync.node import Node
from sync.presence import Presence
from sync.selftest.examine import Examined, examine
from sync.selftest.observed import Outcome, Verdict
from ui.command.table import Document

CHECK = "meeting check"


async def check(node: Node, clock: Clock, peers: Sequence[Endpoint], seconds: float) -> Document:
    """Examine with a node that runs."""
    return examined_document(await examine(node, clock, peers, seconds=seconds))


def examined_document(examined: Examined) -> Document:
    """Return what the self-test says; ``ok``: no check found a fault."""
    return {
        "ok": all(verdict.outcome is not Outcome.FAULT for verdict in examined.verdicts),
        "checks": [_verdict(verdict) for verdict in examined.verdicts],
        "peers": [presence_document(presence) for presence in examined.presences],
    }


def presence_document(presence: Presence) -> Document:
    """Return one computer that is near or looked for: its furthest state, and why no further."""
    return {
        "device": presence.device.hex() if presence.device else "",
        "endpoints": [str(endpoint) for endpoint in presence.endpoints],
        "by": presence.by.value,
        "ours": presence.ours,
        "state": presence.state.value,
        "code": presence.reason,
        "states": [{"state": step.state.value, "holds": step.holds, "code": step.reason} for step in presence.steps],
    }


def _verdict(verdict: Verdict) -> Document:
    return {
        "check": verdict.check.value,
        "outcome": verdict.outcome.value,
        "cause": verdict.cause,
        "named": dict(verdict.named),
        "ways": [way.value for way in verdict.ways],
    }
