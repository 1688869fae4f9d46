"""Random histories of a cell in which some are liars: they fork, write from old pasts, hide lines, bring puppets.

Honest persons bring in and confirm whom they know, exclude liars alone, and tell each other only a part. At most one of
the founding three lies. What liars write is anything that their keys can sign.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from idos_p2p.governance.acts import (
    Answer,
    Circle,
    Close,
    Countersign,
    Erase,
    Leave,
    Rest,
    Revoke,
    Secret,
    Wrap,
)
from idos_p2p.governance.matters import (
    Chambers,
    Charter,
    Confirm,
    Exclude,
    Forget,
    Matter,
    Place,
    PutToRest,
    Ratify,
    Rebind,
    Text,
)
from idos_p2p.governance.membership import BELONGING, Status
from idos_p2p.governance.past import Act
from idos_p2p.ids import ABSENT, EntryId, PersonId
from tests.unit.governance.world import CARRYING, CONCERNED, Pen, World

SEALED = b"s" * 80


@dataclass
class Human:
    """Somebody, with all the lines that they write."""

    person: PersonId
    pens: list[Pen]
    honest: bool = True
    puppet: bool = False


@dataclass
class Plot:
    """A history as it comes to be."""

    random: Random
    world: World = field(init=False)
    humans: list[Human] = field(default_factory=list)
    without_device: list[PersonId] = field(default_factory=list)
    dormant: list[tuple[Human, Pen, EntryId]] = field(default_factory=list)  # devices that were added and wait
    base: int = 0  # acts of the founding, behind which no liar forks the founder's device

    def __post_init__(self) -> None:
        random = self.random
        self.world = World(chamber=random.choice((CONCERNED, CARRYING)))
        world, founder = self.world, self.world.founder
        liar = random.choice((-1, 0, 1, 2))
        self.humans.append(Human(world.person(founder), [founder], honest=liar != 0))
        for number in (1, 2):
            pen = world.join(founder, chamber=random.choice((CONCERNED, CARRYING)))
            self.humans.append(Human(world.person(pen), [pen], honest=liar != number))
        self.base = len(world.acts)
        world.meet(*[human.pens[0] for human in self.humans])

    # --------------------------------------------------------------------------------------------------- choices

    def pick(self, *, honest: bool, voice: bool = False) -> tuple[Human, Pen] | None:
        """Return somebody and one of their lines: of the honest, one that writes for them as far as it knows."""
        people = [one for one in self.humans if one.honest is honest and not one.puppet and one.pens]
        self.random.shuffle(people)
        for human in people:
            pen = self.random.choice(human.pens)
            if not honest:
                return human, pen
            standing = self.world.standing(pen)
            if pen.device in standing.open_devices(human.person) and (
                standing.has_voice(human.person) if voice else standing.status(human.person) in BELONGING
            ):
                return human, pen
        return None

    def chamber(self) -> tuple[tuple[bytes, ...], tuple[bytes, ...], tuple[bytes, ...]]:
        people = [human.person for human in self.humans if not human.puppet]
        named = self.random.sample(people, min(len(people), self.random.randint(1, 3)))
        cut = self.random.randint(0, len(named))
        return tuple(named[:cut]), tuple(named[cut:]), ()

    def liars(self) -> frozenset[PersonId]:
        """Return whoever lies or is a puppet, and those without a device, for whom two liars could speak."""
        return frozenset({*(human.person for human in self.humans if not human.honest), *self.without_device})

    # ------------------------------------------------------------------------------------------ what honest people do

    def welcome(self) -> None:
        found = self.pick(honest=True, voice=True)
        if found is None or len(self.humans) > 9:
            return
        chamber = self.random.choice((CONCERNED, CARRYING))
        if self.random.random() < 0.15:
            self.without_device.append(self.world.admit_without_device(found[1], chamber))
            return
        pen = self.world.join(found[1], chamber=chamber)
        lies = sum(not human.honest and not human.puppet for human in self.humans)
        wanted = 1 if len(self.humans) < 6 else 2
        self.humans.append(
            Human(self.world.person(pen), [pen], honest=not (lies < wanted and self.random.random() < 0.6))
        )

    def wish(self, human: Human, pen: Pen) -> Matter | None:
        """Return what an honest person would put to the others."""
        random, standing = self.random, self.world.standing(pen)
        guests = [one.person for one in self.humans if not one.puppet] + self.without_device
        guests = [one for one in guests if standing.status(one) is Status.GUEST]
        liars = [one.person for one in self.humans if not one.honest and standing.status(one.person) in BELONGING]
        choice = random.random()
        if guests and choice < 0.5:
            return Confirm(random.choice(guests))
        if liars and choice < 0.8:
            person = random.choice(liars)
            return Exclude(person, self.world.cuts_of(pen, person))
        others = [one for one in standing.persons() if one != human.person and standing.status(one) is Status.CONFIRMED]
        if others and choice < 0.84 and len(others) >= 4:
            return PutToRest((random.choice(others),))
        return random.choice((Text(), Charter(), Chambers(*self.chamber()), Forget((Place(pen.device, 7),))))

    def fair(self, matter: Matter) -> bool:
        """Whether an honest person would consent."""
        puppets = {human.person for human in self.humans if human.puppet}
        known = {human.person: human for human in self.humans}
        match matter:
            case Confirm(person=person):
                return person not in puppets and (person in known or person in self.without_device)
            case Exclude(person=person):
                return person in known and not known[PersonId(person)].honest
            case Rebind(person=person, start=start):
                return any(
                    human.honest and human.person == person and self.world.start_of(pen) == start
                    for human in self.humans
                    for pen in human.pens
                    if pen.tip and pen.name == "found again"
                )
            case PutToRest() | Ratify():
                return self.random.random() < 0.7
            case _:
                return self.random.random() < 0.8

    def ask(self, pen: Pen, matter: Matter, project: Place | None = None) -> None:
        """Put a matter, hear some answers, and enact it where it is adopted as far as somebody knows."""
        world, random = self.world, self.random
        proposal = world.propose(pen, matter, project)
        everyone = [(one, line) for one in self.humans for line in one.pens[-1:] if one.pens]
        random.shuffle(everyone)
        heard = [pair for pair in everyone if random.random() < 0.9]
        told = [pen]
        for one, line in heard:
            line.known |= world.past(proposal)
            answer = self.answer(one, matter)
            world.answer(line, proposal, answer)
            if random.random() < 0.9:
                told.append(line)
        self.speak(proposal, told)
        for line in random.sample(told, min(len(told), 2)):
            known = line.known
            world.meet(line, *random.sample(told, max(1, len(told) - random.randint(0, 1))))
            if world.adopts(line, proposal):
                world.enact(line, proposal)
            elif random.random() < 0.7:
                line.known = known | world.past(proposal) | self.own(line)
        if random.random() < 0.1:
            world.say(pen, Close(proposal.id))

    def own(self, pen: Pen) -> int:
        return (
            0
            if pen.tip is None
            else self.world.facts.history.pasts[self.world.at(pen.tip)] | 1 << self.world.at(pen.tip)
        )

    def answer(self, human: Human, matter: Matter) -> Answer:
        if not human.honest:
            return self.random.choice((Answer.CONSENT, Answer.CONSENT, Answer.ASIDE, Answer.OBJECTION))
        if isinstance(matter, Exclude) and human.person == matter.person:
            return Answer.OBJECTION
        if not self.fair(matter):
            return self.random.choice((Answer.OBJECTION, Answer.OBJECTION, Answer.OBJECTION))
        return self.random.choice((Answer.CONSENT,) * 8 + (Answer.ASIDE,))

    def speak(self, proposal: Act, told: list[Pen]) -> None:
        """Write down the ballots of those without a device."""
        world = self.world
        for person in self.without_device:
            if len(told) > 1 and self.random.random() < 0.8:
                by, witness = self.random.sample(told, 2)
                cast = world.answer(by, proposal, voter=person)
                witness.known |= world.past(cast)
                world.say(witness, Countersign(cast.id))

    def decide(self) -> None:
        found = self.pick(honest=True, voice=True)
        matter = self.wish(*found) if found else None
        if found and matter is not None:
            self.ask(found[1], matter)

    def live(self) -> None:
        """Do what needs nobody else."""
        found = self.pick(honest=True)
        if found is None:
            return
        human, pen = found
        world, random = self.world, self.random
        choice = random.random()
        if choice < 0.2:
            world.say(pen, Rest(random.random() < 0.4))
        elif choice < 0.4:
            human.pens.append(world.add_device(pen))
        elif choice < 0.5:
            others = world.standing(pen).open_devices(human.person) - {pen.device}
            if others:
                world.say(pen, Revoke(world.cuts(pen, [random.choice(sorted(others))])))
        elif choice < 0.54 and len(self.humans) > 6:
            world.say(pen, Leave(world.cuts(pen, world.standing(pen).open_devices(human.person) - {pen.device})))
        elif choice < 0.75:
            circles = self.chamber()[:2]
            act = world.say(pen, Circle(Place(pen.device, random.randint(0, 2)), *circles))
            if isinstance(act.body, Circle) and not world.void(act) and random.random() < 0.7:
                self.ask(pen, Text(), act.body.project)
        elif choice < 0.8:
            human.pens.append(world.succeed(pen))
        else:
            world.say(pen, random.choice((Secret(ABSENT, (Wrap(pen.device, SEALED),)), Erase(pen.device, 3))))

    def lose(self) -> None:
        """Let somebody lose their laptop, and those present bring them back with a new one."""
        found, lost = self.pick(honest=True, voice=True), self.pick(honest=True)
        if found is None or lost is None or found[0] is lost[0]:
            return
        new = self.world.start(self.world.invite(found[1]), name="found again")
        self.world.meet(found[1], new)
        lost[0].pens.append(new)
        cuts = self.world.cuts_of(found[1], lost[0].person)
        self.ask(found[1], Rebind(lost[0].person, self.world.start_of(new), cuts))

    def meet(self) -> None:
        """Let two devices exchange all that they know, or a part."""
        pens = [human.pens[-1] for human in self.humans if human.pens]
        one, other = self.random.sample(pens, 2)
        if self.random.random() < 0.5:
            self.world.meet(one, other)
        else:
            self.learn(one, other.known)

    def learn(self, pen: Pen, mask: int) -> None:
        """Let a device take in what some of these acts knew."""
        acts = list(self.world.facts.history.select(mask))
        pen.known |= self.world.past(*self.random.sample(acts, min(len(acts), self.random.randint(1, 3))))


HONEST: tuple[Callable[[Plot], None], ...] = (
    *(Plot.decide,) * 4,
    *(Plot.welcome,) * 2,
    *(Plot.meet,) * 4,
    Plot.live,
    Plot.lose,
)
