"""What it costs to conclude who belongs: ``python bench/membership.py``, from the project's root.

Makes a cell of 150 persons and 2,000 acts of authority with real keys: invitations, confirmations, decisions, persons
put out and brought back on a new device. Then evaluates all of it from scratch, signatures included, and adds one act
after the other. Goals (issue 5): 2 s, and 20 ms an act, of processor time. Exits 1 beyond them.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from idos_p2p.governance.acts import ActBody, Admit, Answer, Ballot, Enact, Ground, Invite, Propose, Rest
from idos_p2p.governance.evaluation import Evaluation
from idos_p2p.governance.matters import Chamber, Confirm, Cut, Exclude, Matter, Rebind, Text, electorate_hash
from idos_p2p.governance.past import Act, act_of
from idos_p2p.identity.invitation import Invitation
from idos_p2p.identity.keys import verify
from idos_p2p.ids import ABSENT, EntryId, PersonId
from tests.unit.log.authors import Author, founder

GOAL_SECONDS, GOAL_MILLISECONDS = 2.0, 20.0
SINGLES = 20
ONE_IN = 6  # confirmations, to a person put out or brought back


class History:
    """A cell whose acts all know each other: nothing is spared by parts that a device has not heard of."""

    def __init__(self) -> None:
        self.founder, genesis = founder()
        first = act_of(genesis)
        self.acts = [first]
        self.evaluation = Evaluation(self.founder.cell, verify, self.acts)
        self.authors = {PersonId(first.id): self.founder}
        self._last: dict[bytes, Act] = {self.founder.device: first}
        self._seeds = 10

    def next_act(self, author: Author, body: ActBody, *, first: bool = False) -> Act:
        """Return an act that refers to all that is known, which nothing is told of yet."""
        refs: Sequence[EntryId] = () if first else self.evaluation.heads()
        last = self._last.get(author.device)
        act = act_of(author.act(body, *refs), last.id if last else None)
        self._last[author.device] = act
        return act

    def say(self, author: Author, body: ActBody, *, first: bool = False) -> Act:
        """Write an act."""
        act = self.next_act(author, body, first=first)
        self.acts.append(act)
        self.evaluation.add([act])
        return act

    def join(self, chamber: Chamber) -> EntryId:
        """Bring in one more guest with a device, and return their start."""
        self._seeds += 1
        link = Invitation(self.founder.cell, self._seeds.to_bytes(16, "big"))
        invite = self.say(self.founder, Invite((link.key(0).device,), link.knock, chamber, 2**48 - 1))
        author = Author(self._seeds, self.founder.cell)
        start = self.say(author, author.start(link, invite.id), first=True)
        self.say(self.founder, Admit(start.id, chamber, ABSENT))
        self.authors[PersonId(start.id)] = author
        return start.id

    def decide(self, matter: Matter) -> None:
        """Put a matter, have as many consent as it takes, and enact it."""
        found = self.evaluation.electors(matter)
        concerned, carrying = map(electorate_hash, found.persons)
        text = (b"r" * 32, (b"h" * 32,)) if isinstance(matter, Text) else (ABSENT, ())
        body = Propose(matter, None, *text, concerned, carrying, "2027-01-01", ABSENT)
        proposal = self.say(self.founder, body)
        voters = [
            voter for there, needed in zip(found.persons, found.needed, strict=True) for voter in sorted(there)[:needed]
        ]
        ballots = [
            self.say(self.authors[voter], Ballot(proposal.id, Answer.CONSENT, Ground.NONE, ABSENT, ABSENT)).id
            for voter in voters
        ]
        self.say(self.founder, Enact(proposal.id, tuple(sorted(ballots))))

    def cut(self, person: PersonId) -> tuple[Cut, ...]:
        """Return the cut of a person's device at what it said last."""
        last = self._last[self.authors[person].device]
        return (Cut(last.device, last.seq + 1, last.id, last.id),)


def grown(persons: int, acts: int) -> History:
    """Return a cell of so many persons and about so many acts."""
    history = History()
    while len(history.authors) < persons:
        history.join(Chamber.CONCERNED if len(history.authors) % 2 else Chamber.CARRYING)
    guests = list(history.authors)[3:]
    for number, person in enumerate(guests):
        if len(history.acts) > acts - persons:
            break
        if number % ONE_IN == 2:
            history.decide(Exclude(person, history.cut(person)))
        elif number % ONE_IN == 4:
            start = history.join(Chamber.CONCERNED)
            history.decide(Rebind(person, start, history.cut(person)))
            history.authors[person] = history.authors.pop(PersonId(start))
        else:
            history.decide(Confirm(person))
    while len(history.acts) < acts - persons // 3:
        history.decide(Text())
    return history


def main() -> int:
    """Measure, print, and say whether it was within the goals."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--persons", type=int, default=150)
    parser.add_argument("--acts", type=int, default=2_000)
    given = parser.parse_args()
    history = grown(given.persons, given.acts)
    begun = time.process_time()
    evaluation = Evaluation(history.founder.cell, verify, history.acts)
    membership = evaluation.conclude()
    seconds = time.process_time() - begun
    singles = []
    for number in range(SINGLES):
        act = history.next_act(history.founder, Rest(number % 2 == 0))
        begun = time.process_time()
        evaluation.add([act])
        same = evaluation.conclude()
        singles.append(1_000 * (time.process_time() - begun))
        history.evaluation.add([act])
        history.acts.append(act)
    equal = same == Evaluation(history.founder.cell, verify, reversed(history.acts)).conclude()
    voices = sum(person.has_voice for person in membership.persons.values())
    print(f"{len(history.acts)} acts, {len(membership.persons)} persons, {voices} with a voice,", end=" ")
    print(f"{len(membership.decisions)} decisions, {len(membership.void)} void")
    print(f"from scratch           {seconds:6.2f} s of the processor (goal {GOAL_SECONDS:g})")
    print(f"one more act, median   {statistics.median(singles):6.1f} ms, at most {max(singles):.1f}", end=" ")
    print(f"(goal {GOAL_MILLISECONDS:g})")
    print(f"equal to from scratch, the acts in another order: {equal}")
    return int(seconds > GOAL_SECONDS or statistics.median(singles) > GOAL_MILLISECONDS or not equal)


if __name__ == "__main__":
    sys.exit(main())
