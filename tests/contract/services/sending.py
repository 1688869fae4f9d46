"""What tests of ingest send, and what they look at afterwards."""

from __future__ import annotations

from collections.abc import Sequence

from idos_p2p.governance.matters import Chamber
from idos_p2p.identity.invitation import Invitation
from idos_p2p.ids import RecordName
from idos_p2p.limits import MIB
from idos_p2p.services.cell import Cell
from idos_p2p.services.ingest import Inserted, Outcome, Refused, WaitingRoom, ingest
from idos_p2p.services.invite import Offer, invite, write_start
from idos_p2p.services.write import add
from idos_p2p.views.records import find
from tests.simulation.devices import Surroundings, blobs, conclusion, the_invite
from tests.unit.log.authors import Author

Pair = tuple[Cell, Cell]


def kept(cell: Cell) -> tuple[object, ...]:
    """Return all that a refusal must leave as it was."""
    return (*conclusion(cell).__dict__.values(), cell.heights(), blobs(cell), cell.store.log.acts())


def refused(cell: Cell, *sent: bytes, waiting: WaitingRoom | None = None) -> str:
    """Return why what was sent is refused, nothing of it being kept."""
    before = kept(cell)
    outcomes = ingest(cell, sent, waiting or WaitingRoom())
    assert kept(cell) == before
    assert not any(isinstance(outcome, Inserted) for outcome in outcomes)
    last = outcomes[-1]
    assert isinstance(last, Refused)
    return last.code


def brief(outcomes: Sequence[Outcome]) -> list[str]:
    """Return what became of each segment, in a few words."""
    words = []
    for outcome in outcomes:
        match outcome:
            case Inserted(entries=entries):
                words.append(f"inserted {entries}")
            case Refused(code=code):
                words.append(f"refused {code}")
            case _:
                words.append(type(outcome).__name__.lower())
    return words


def news(cell: Cell, words: Sequence[str] = ("un mot",)) -> bytes:
    """Write a project for each word and return the segment of the last."""
    before = cell.own_height()
    for word in words:
        add(cell, "project", {"title": word})
    return cell.store.log.segments(cell.device, 0, before, MIB)[-1]


def writing_as(cell: Cell) -> Author:
    """Return an author who continues a device's log, past the services that would refuse."""
    author = Author(0, cell.id)
    author.key = cell.keys.device
    author.height = cell.own_branches()[0].height
    return author


def begun(around: Surroundings, ana: Cell, name: str = "Zoé") -> tuple[Cell, Invitation, bytes]:
    """Return a newcomer's cell, their invitation and the segment of their start, which nobody has seen yet."""
    invitation = invite(ana, 2, 30, Chamber.CONCERNED)
    zoe = around.newcomer(invitation, name)
    return zoe, invitation, write_start(zoe, invitation, Offer(the_invite(ana, invitation), 0))


def record_of(cell: Cell, record_id: str) -> RecordName:
    """Return the name of the record of that id."""
    return find(cell.store.reader, record_id).record
