"""What liars do in a random history: anything that their keys can sign."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from idos_p2p.governance.acts import (
    Admit,
    Answer,
    Ballot,
    Begin,
    Circle,
    Close,
    Contest,
    Countersign,
    Enact,
    Erase,
    Ground,
    Leave,
    LeaveCircle,
    Rest,
    Revoke,
    Secret,
    Wrap,
)
from idos_p2p.governance.matters import (
    Chambers,
    Confirm,
    Cut,
    Exclude,
    Forget,
    Matter,
    Place,
    PutToRest,
    Ratify,
    Rebind,
    Text,
)
from idos_p2p.governance.past import Act
from idos_p2p.ids import ABSENT, EntryId, PersonId
from tests.unit.governance.plots import HONEST, SEALED, Human, Plot
from tests.unit.governance.world import CONCERNED, Pen


class Liars(Plot):
    """A history with people who lie, as it comes to be."""

    def seen(self, human: Human, pen: Pen) -> Pen:
        """Return a line of a liar: this one, or a second one from an earlier act of it."""
        own = [act for act in self.world.acts if act.device == pen.device and self.world.at(act.id) >= self.base]
        if own and self.random.random() < 0.3:
            branch = self.world.fork(pen, self.random.choice(own))
            human.pens.append(branch)
            return branch
        return pen

    def scheme(self) -> None:
        found = self.pick(honest=False)
        if found is None:
            return
        human, pen = found
        pen = self.seen(human, pen)
        if self.random.random() < 0.3:
            self.learn(pen, self.world.facts.history.all)
        self.random.choice(SCHEMES)(self, human, pen)

    def bring_puppet(self, _human: Human, pen: Pen) -> None:
        world = self.world
        if self.random.random() < 0.2:
            world.admit_without_device(pen)
            return
        invite = world.invite(pen, uses=2, chamber=CONCERNED)
        puppet = world.start(invite)
        if self.random.random() < 0.2:
            world.start(invite)
        world.admit(pen, puppet)
        self.humans.append(Human(PersonId(world.start_of(puppet)), [puppet], honest=False, puppet=True))

    def plot(self, human: Human, pen: Pen) -> None:
        """Put something wicked to the others, answer with all hands, and try to enact it without the objections."""
        world, random = self.world, self.random
        target = random.choice(self.humans)
        puppets = [one for one in self.humans if one.puppet]
        cuts = world.cuts_of(pen, target.person)
        matters: list[Matter] = [Exclude(target.person, cuts), Confirm(target.person), Chambers(*self.chamber())]
        matters += [PutToRest((target.person,)), Text(), Forget((Place(target.pens[0].device, 5),))]
        if puppets:
            puppet = random.choice(puppets)
            matters += [Confirm(puppet.person), Rebind(target.person, EntryId(puppet.person), cuts)]
        decided = sorted(world.facts.certificates)
        if decided:
            matters.append(Ratify(random.choice(decided)))
        project = Place(pen.device, random.randint(0, 2)) if random.random() < 0.2 else None
        proposal = world.propose(pen, random.choice(matters), project)
        hands = [line for one in self.humans if not one.honest for line in one.pens]
        for line in random.sample(hands, min(len(hands), 4)):
            world.answer(line, proposal)
            pen.known |= world.past(world.acts[-1])
        if random.random() < 0.3:
            for one in random.sample(self.humans, 2):
                world.answer(one.pens[-1], proposal, Answer.CONSENT if not one.honest else Answer.OBJECTION)
        self.force(human, pen, proposal)

    def force(self, _human: Human, pen: Pen, proposal: Act | None = None) -> None:
        """Enact a proposal, old or new, from a past that leaves out some of what is known."""
        world, random = self.world, self.random
        if proposal is None:
            if not world.facts.puts:
                return
            proposal = world.facts.puts[random.choice(sorted(world.facts.puts))].act
        casts = [cast for cast in world.facts.casts.get(proposal.id, ()) if cast.body.answer is not Answer.OBJECTION]
        some = [cast.act for cast in casts if random.random() < 0.9]
        refs = [act.id for act in some]
        mask = world.past(proposal, *some) | self.own(pen)
        world.say(pen, Enact(proposal.id, world.ballots(pen, proposal, mask)), refs)

    def vote_twice(self, _human: Human, pen: Pen) -> None:
        if self.world.facts.puts:
            put = self.random.choice(sorted(self.world.facts.puts))
            answer = self.random.choice(tuple(Answer))
            ground = Ground.RISK if answer is Answer.OBJECTION else Ground.NONE
            voter = self.random.choice([ABSENT, ABSENT, *self.without_device])
            self.world.say(pen, Ballot(put, answer, ground, ABSENT, voter))

    def grow(self, human: Human, pen: Pen) -> None:
        """Add a device, which may begin much later, knowing what it should not."""
        late = self.random.random() < 0.5
        new = self.world.add_device(pen, begin=not late)
        if late:
            assert pen.tip is not None
            self.dormant.append((human, new, pen.tip))
        else:
            human.pens.append(new)

    def wake(self, _human: Human, _pen: Pen) -> None:
        if self.dormant:
            human, pen, added = self.dormant.pop()
            self.learn(pen, self.world.facts.history.all)
            self.world.say(pen, Begin(added))
            human.pens.append(pen)

    def outlive(self, human: Human, pen: Pen) -> None:
        """Take the place of one's own device, knowing that it was cut."""
        human.pens.append(self.world.succeed(pen, self.world.facts.history.all))

    def cut(self, human: Human, pen: Pen) -> None:
        """Cut devices, one's own or others', at places of one's choice."""
        world, random = self.world, self.random
        acts = [act for act in world.facts.history.select(pen.known) if act.device != pen.device]
        act = random.choice(acts) if acts else None
        if act is None:
            return
        cuts: tuple[Cut, ...] = (Cut(act.device, act.seq + random.randint(1, 2), act.id, act.id),)
        own = world.standing(pen).open_devices(human.person) - {pen.device}
        if random.random() < 0.5 and own:
            cuts = world.cuts(pen, [random.choice(sorted(own))])
        world.say(pen, Leave(cuts) if random.random() < 0.1 else Revoke(cuts))

    def babble(self, _human: Human, pen: Pen) -> None:
        """Say anything."""
        world, random = self.world, self.random
        some = random.choice(world.acts)
        place = Place(some.device, random.randint(0, 3))
        person = random.choice(self.humans).person
        bodies = (
            Rest(random.random() < 0.5),
            Erase(some.device, some.seq),
            Circle(Place(pen.device, random.randint(0, 2)), (person,), ()),
            LeaveCircle(place),
            Close(some.id),
            Countersign(some.id),
            Contest(some.id),
            Admit(some.id, CONCERNED, ABSENT),
            Secret(ABSENT, (Wrap(pen.device, SEALED),)),
            Secret(some.id, (Wrap(some.device, SEALED),)),
            Begin(some.id),
        )
        refs = None if random.random() < 0.5 else ()
        world.say(pen, random.choice(bodies), refs)


SCHEMES: tuple[Callable[[Liars, Human, Pen], None], ...] = (
    *(Liars.plot,) * 3,
    *(Liars.bring_puppet, Liars.vote_twice, Liars.force) * 2,
    *(Liars.grow, Liars.wake, Liars.outlive, Liars.cut),
    *(Liars.babble,) * 3,
)


def history(seed: int, longest: int = 90) -> Liars:
    """Return a history of about so many acts."""
    plot = Liars(Random(seed))
    for _ in range(2):
        plot.welcome()
        plot.decide()
    for _ in range(60):
        if len(plot.world.acts) > longest:
            break
        if plot.random.random() < 0.4:
            plot.scheme()
        else:
            plot.random.choice(HONEST)(plot)
    return plot
