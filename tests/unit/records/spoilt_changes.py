"""Changes made of rows, and the rule that one breaks."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from idos_p2p.ids import DeviceId
from idos_p2p.records.change import Change, GateRefusal
from idos_p2p.records.gate import examine
from tests.fuzz.rows import Row, columns_of
from tests.unit.records.crafting import ANA, Parts

SET_KEY = Row(word="k", kind=6, value=b"a")


def parts_of(*rows: Row, start_op: int = 10, others: Sequence[bytes] = ()) -> Parts:
    """Return a change of these rows whose columns are encoded as the format asks."""
    return Parts(start_op=start_op, others=tuple(others), columns=columns_of(rows))


def taken(parts: Parts) -> Change:
    return examine(parts.build(), DeviceId(parts.actor))


def rule_of(parts: Parts | bytes) -> str:
    with pytest.raises(GateRefusal) as refusal:
        examine(parts if isinstance(parts, bytes) else parts.build(), ANA)
    return refusal.value.rule
