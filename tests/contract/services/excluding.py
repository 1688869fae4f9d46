"""How a test's cell decides: acts written one after the other on real devices, past the services of deciding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from idos_p2p.governance.acts import ActBody, Answer, Ballot, Enact, Ground, Propose
from idos_p2p.governance.matters import Cut, Exclude, Matter, electorate_hash
from idos_p2p.ids import ABSENT, DeviceId, EntryId, PersonId
from idos_p2p.log.entry import Entry
from idos_p2p.services.cell import Cell
from idos_p2p.services.project import project_all
from tests.simulation.devices import Surroundings, share


@dataclass(frozen=True)
class Four:
    """Three who are confirmed, and a guest, who all hold the same."""

    ana: Cell
    luc: Cell
    zoe: Cell
    max: Cell

    @property
    def others(self) -> tuple[Cell, Cell, Cell]:
        """All but Luc, whom the tests put out."""
        return self.ana, self.zoe, self.max


def four(around: Surroundings) -> Four:
    """Found a cell of four."""
    ana = around.found("Ana")
    luc, zoe, guest = (around.joined(ana, name) for name in ("Luc", "Zoé", "Max"))
    for cell in (luc, zoe):
        share(ana, cell)
    return Four(ana, luc, zoe, guest)


def say(cell: Cell, body: ActBody) -> EntryId:
    """Sign an act, and conclude from it."""
    with cell.store.transaction():
        [entry] = cell.append([cell.act(body)])
        cell.refresh_membership()
    project_all(cell)
    return entry.id


def cut_of(cell: Cell, device: DeviceId, branch: int = 0, count: int | None = None) -> Cut:
    """Return the cut that keeps what this cell holds on one line of a device, or the first so many of it."""
    end = cell.logs()[device][branch].height.count if count is None else count
    line = cell.store.log.line(device, branch, 0, end)
    return Cut(device, end, line[-1].id, last_act(line).id)


def last_act(line: Sequence[Entry]) -> Entry:
    """Return the last act of authority on a line."""
    return [entry for entry in line if entry.header.is_act][-1]


def decide(deciders: Sequence[Cell], matter: Matter) -> EntryId:
    """Let the first put a matter, all of them consent, and the first certify it; all of them hold it then."""
    first, *others = deciders
    for cell in others:
        share(cell, first)
    electors = first.electors(matter)
    hashes = [electorate_hash(persons) for persons in electors.persons]
    proposal = say(first, Propose(matter, None, ABSENT, (), hashes[0], hashes[1], "2027-01-01", ABSENT))
    for cell in others:
        share(first, cell)
    for cell in deciders:
        say(cell, Ballot(proposal, Answer.CONSENT, Ground.NONE, ABSENT, ABSENT))
        share(cell, first)
    ballots = tuple(ballot.id for ballot in first.membership.decisions[proposal].ballots)
    certificate = say(first, Enact(proposal, tuple(sorted(ballots))))
    assert certificate not in first.membership.void, first.membership.void
    for cell in others:
        share(first, cell)
    return certificate


def exclude(deciders: Sequence[Cell], out: Cell, *cuts: Cut) -> EntryId:
    """Put somebody out, as far as the first of those who decide knows their log unless cuts are given."""
    first = deciders[0]
    person = person_of(out)
    named = cuts or tuple(cut_of(first, device) for device in first.membership.persons[person].devices)
    return decide(deciders, Exclude(person, tuple(sorted(named, key=lambda cut: cut.device))))


def person_of(cell: Cell) -> PersonId:
    """Return whose device this cell's is, by its own acts."""
    person = cell.membership.person_of(cell.device)
    assert person is not None
    return person
