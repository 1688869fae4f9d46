"""Why a person is what they are: the acts behind it, each with who wrote it and when."""

from __future__ import annotations

from collections.abc import Mapping

from idos_p2p.governance.acts import ADMIT
from idos_p2p.governance.membership import Fact, Reason
from idos_p2p.ids import DeviceId, EntryId, PersonId
from idos_p2p.log.entry import Entry
from idos_p2p.services.cell import Cell
from idos_p2p.services.decisions import acts_by_id
from idos_p2p.services.told import Behind
from idos_p2p.services.voices import Voice, Voices, voices

FIRST = "confirmed at founding"
"""The fact of the first two whom the founder admits: they have a voice at once (design §5)."""


def why_members(cell: Cell) -> Mapping[PersonId, tuple[Behind, ...]]:
    """Return, for each person whom acts ever named, what these say of them, in causal order."""
    known, acts = voices(cell), acts_by_id(cell)
    return {
        person.id: tuple(_behind(known, acts, _code(acts, reason), reason.act) for reason in person.why)
        for person in cell.membership.persons.values()
    }


def behind(cell: Cell, known: Voices, code: str, act: EntryId) -> Behind:
    """Return one act behind a fact."""
    return _behind(known, acts_by_id(cell), code, act)


def _code(acts: Mapping[EntryId, Entry], reason: Reason) -> str:
    """Return the code of a fact; whoever was among the first, whom nobody had to confirm, is told apart."""
    entry = acts.get(reason.act)
    if reason.fact is Fact.CONFIRMED and entry is not None and entry.header.kind == ADMIT:
        return FIRST
    return reason.fact.value


def _behind(known: Voices, acts: Mapping[EntryId, Entry], code: str, act: EntryId) -> Behind:
    entry = acts.get(act)
    if entry is None:
        return Behind(code, act.hex(), Voice(PersonId(b""), "", ""), 0)
    return Behind(code, act.hex(), known.writer(DeviceId(entry.header.device)), entry.header.time_ms)
