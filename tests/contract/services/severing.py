"""Persons who lose their place, and the acts that say so, without the services that would write them."""

from __future__ import annotations

from collections.abc import Sequence

from idos_p2p.governance.acts import ActBody, Answer, Ballot, Enact, Ground, Leave, Propose
from idos_p2p.governance.matters import Cut, Exclude, electorate_hash
from idos_p2p.ids import ABSENT, EntryId, PersonId
from idos_p2p.services.cell import Cell
from tests.contract.services.sending import Pair
from tests.simulation.devices import Surroundings, share


def say(cell: Cell, body: ActBody) -> EntryId:
    """Write an act, as the services do."""
    with cell.store.transaction():
        [entry] = cell.append([cell.act(body)])
        cell.refresh_membership()
    assert entry.id not in cell.membership.void, cell.membership.void[entry.id]
    cell.tell(entries=1)
    cell.tell_members_changed()
    return entry.id


def person(cell: Cell, who: Cell) -> PersonId:
    """Return the person of a device, as a cell knows them."""
    return cell.membership.owners[who.device]


def leave(cell: Cell) -> None:
    """Let the person of this cell's device leave."""
    say(cell, Leave(()))


def exclude(voters: Sequence[Cell], out: Cell) -> None:
    """Let these, who hold the same, put somebody out."""
    first = voters[0]
    matter = Exclude(person(first, out), (_cut(first, out),))
    concerned, carrying = first.electors(matter).persons
    hashes = electorate_hash(concerned), electorate_hash(carrying)
    put = say(first, Propose(matter, None, ABSENT, (), *hashes, "2027-01-01", ABSENT))
    for voter in voters:
        share(first, voter)
        say(voter, Ballot(put, Answer.CONSENT, Ground.NONE, ABSENT, ABSENT))
        share(voter, first)
    ballots = sorted(each.id for each in first.membership.decisions[put].ballots)
    say(first, Enact(put, tuple(ballots)))
    for voter in voters:
        share(first, voter)


def _cut(cell: Cell, out: Cell) -> Cut:
    height = cell.logs()[out.device][0].height
    acts = [held.entry for held in cell.store.log.acts() if held.entry.header.device == out.device]
    return Cut(out.device, height.count, height.head, max(acts, key=lambda entry: entry.header.seq).id)


def members(around: Surroundings, pair: Pair, *names: str) -> list[Cell]:
    """Return the pair, and others whom Ana let in, all holding the same."""
    ana, luc = pair
    others = [around.joined(ana, name) for name in names]
    for one in (luc, *others):
        share(ana, one)
    return [ana, luc, *others]
