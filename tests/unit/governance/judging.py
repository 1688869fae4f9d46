"""What must hold of every history, whoever lies: the checkers of random histories (design §5, security §2.6)."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from idos_p2p.governance.acts import Admit, Answer, Ballot, Circle, Close, Erase, Ground, Rest, Secret, Wrap
from idos_p2p.governance.counting import reaches
from idos_p2p.governance.decisions import State
from idos_p2p.governance.evaluation import Evaluation
from idos_p2p.governance.matters import Confirm, Place
from idos_p2p.governance.membership import Membership, Status
from idos_p2p.governance.past import Act
from idos_p2p.ids import ABSENT, PersonId
from tests.unit.governance.plots import SEALED, Plot
from tests.unit.governance.world import CONCERNED, Pen, World, verify

VOICES = frozenset({Status.CONFIRMED, Status.RESTING})
GONE = frozenset({Status.EXCLUDED, Status.LEFT})
ORDERS = 3


def is_fair(plot: Plot) -> bool:
    """Whether liars, with their puppets, could nowhere decide alone: nothing is promised where they could."""
    liars = plot.liars()
    return not any(reaches(put, liars) for put in plot.world.facts.puts.values())


def faults(plot: Plot, random: Random) -> Iterator[str]:
    """Yield what does not hold of a history."""
    world = plot.world
    whole = world.membership()
    yield from of_one(plot, whole)
    for order in range(ORDERS):
        yield from in_order(plot, whole, random, together=order == 0)
    yield from past_cuts(world, whole, random)


def in_order(plot: Plot, whole: Membership, random: Random, *, together: bool) -> Iterator[str]:
    """Yield what does not hold when the acts arrive in another order, at once or in parts."""
    world, acts = plot.world, list(plot.world.acts)
    random.shuffle(acts)
    evaluation = Evaluation(world.cell, verify)
    before: Membership | None = None
    parts = 1 if together else random.randint(2, 5)
    for part in range(parts):
        taken = acts[len(acts) * part // parts : len(acts) * (part + 1) // parts]
        evaluation.add(taken)
        now = evaluation.conclude()
        yield from of_one(plot, now)
        if before is not None:
            yield from of_more(world, before, now)
        before = now
    if before != whole:
        yield f"another order, another end: {_differing(before, whole)}"
    if not together:
        some = acts[: random.randint(1, len(acts))]
        apart = Evaluation(world.cell, verify)
        for act in some:
            apart.add([act])
        now = apart.conclude()
        yield from of_one(plot, now)
        yield from of_more(world, now, whole)
        if now != Evaluation(world.cell, verify, sorted(some, key=lambda act: act.id)).conclude():
            yield "one by one, another end than from scratch"


def of_one(plot: Plot, membership: Membership) -> Iterator[str]:
    """Yield what does not hold of what some acts conclude."""
    for human in plot.humans:
        person = membership.persons.get(human.person)
        if person is None:
            continue
        if human.honest and person.status is Status.EXCLUDED:
            yield "an honest person is excluded"
        if human.puppet and person.status in VOICES:
            yield "a puppet has a voice"
    for device, owner in membership.owners.items():
        if membership.persons[owner].status in GONE and device not in membership.cuts:
            yield "what a device of somebody gone wrote has no end"
    for device, owner in membership.devices.items():
        if membership.persons[owner].status in GONE or device in membership.cuts:
            yield "a device of somebody gone may be met"


def of_more(world: World, less: Membership, more: Membership) -> Iterator[str]:
    """Yield what more knowledge undid."""
    if not less.void.items() <= more.void.items():
        yield "an act judged once is judged otherwise"
    for proposal, decision in less.decisions.items():
        if not set(decision.enacts) <= set(more.decisions[proposal].enacts):
            yield "an enacted decision is lost"
        if decision.chambers != more.decisions[proposal].chambers:
            yield "another electorate"
    for person, before in less.persons.items():
        after = more.persons.get(person)
        if before.status is not Status.EXCLUDED or (after and after.status is Status.EXCLUDED):
            continue
        suspended = after is not None and after.disputed and not after.has_voice
        if not suspended and not _confirmed_knowing(world, more, person):
            yield "an exclusion is undone without a confirmation that knows of it"


def _confirmed_knowing(world: World, membership: Membership, person: PersonId) -> bool:
    """Whether a decision to confirm somebody was put in the knowledge of an exclusion."""
    pasts = world.facts.history.pasts
    for decision in membership.decisions.values():
        if isinstance(decision.body.matter, Confirm) and decision.body.matter.person == person and decision.enacts:
            past = pasts[world.at(decision.id)]
            if any(past >> one.at & 1 for one in world.facts.exclusions.get(person, ())):
                return True
    return False


# ------------------------------------------------------------------------------------------------------- past a cut


def past_cuts(world: World, whole: Membership, random: Random) -> Iterator[str]:
    """Yield the effects of what a device writes past its cut, as if it did not know of it."""
    cuts = sorted(whole.cuts)
    if not cuts:
        return
    device = random.choice(cuts)
    cut = whole.cuts[device]
    own = [act for act in world.acts if act.device == device]
    after = random.choice(own) if cut is None else next(act for act in own if act.id == cut.act)
    said = list(_said_past(world, world.fork(Pen(device), after), random))
    now = world.membership()
    yield from (f"past a cut: {name}" for name, same in _effects(whole, now, said) if not same)


def _said_past(world: World, pen: Pen, random: Random) -> Iterator[Act]:
    """Write one act of every kind that a cut device could wish to have an effect; none cuts, none certifies."""
    history = world.facts.history
    knowing = [act for act in world.acts if not _severed(world, history.pasts[world.at(act.id)], pen)]
    if knowing and random.random() < 0.5:
        pen.known |= world.past(random.choice(knowing)) if random.random() < 0.7 else 0
    if _severed(world, pen.known, pen):
        return
    pen.seq += 2
    invite = world.invite(pen)
    newcomer = world.start(invite)
    yield invite
    yield world.admit(pen, newcomer)
    yield world.say(pen, Admit(ABSENT, CONCERNED, ABSENT))
    yield world.say(pen, Rest(random.random() < 0.5))
    yield world.say(pen, Circle(Place(pen.device, 9), (world.start_of(newcomer),), ()))
    yield world.say(pen, Erase(pen.device, 1))
    yield world.say(pen, Secret(ABSENT, (Wrap(pen.device, SEALED),)))
    own = [put.act for put in world.facts.puts.values() if put.act.device == pen.device]
    yield from (world.say(pen, Close(put.id)) for put in own)
    puts = sorted(world.facts.puts)
    for put in random.sample(puts, min(len(puts), 4)):
        answer = random.choice(tuple(Answer))
        yield world.say(
            pen, Ballot(put, answer, Ground.RISK if answer is Answer.OBJECTION else Ground.NONE, ABSENT, ABSENT)
        )
        if _severed(world, pen.known, pen):
            return
    yield world.propose(pen, Confirm(world.start_of(newcomer)))
    world.succeed(pen, world.facts.history.all)
    world.add_device(pen)


def _severed(world: World, mask: int, pen: Pen) -> bool:
    standing = world.evaluation._standing(mask)
    owner = standing.owner_of_device(pen.device)
    return owner is not None and pen.device not in standing.open_devices(owner)


def _effects(whole: Membership, now: Membership, said: list[Act]) -> Iterator[tuple[str, bool]]:
    """Yield what an act may have an effect on, and whether it is as it was."""
    names = {act.id for act in said}
    yield f"persons: {_which(whole.persons, now.persons)}", whole.persons == now.persons
    yield "devices", (whole.devices, whole.sealing) == (now.devices, now.sealing)
    yield "owners", whole.owners.items() <= now.owners.items()
    yield "cuts", whole.cuts.items() <= now.cuts.items()
    new = now.owners.keys() - whole.owners.keys()
    yield "a new device counts", all(now.cuts.get(device, "") is None for device in new)
    yield "an invitation", not any(invite.id in names for invite in now.invites.values())
    yield "an older invitation", whole.invites.items() <= now.invites.items()
    yield "erasures", (whole.erasures, whole.forgotten) == (now.erasures, now.forgotten)
    yield "circles", whole.circles == now.circles
    yield "charter", whole.charter == now.charter
    used = [[one for one in membership.epochs if one.needed] for membership in (whole, now)]
    yield "secret", whole.renewal_due == now.renewal_due and used[0] == used[1]
    for proposal, decision in now.decisions.items():
        before = whole.decisions.get(proposal)
        if before is None:
            yield "a proposal", decision.state is State.CLOSED
        else:
            yield f"a decision: {_differing(decision, before)}", decision == before


# ------------------------------------------------------------------------------------------------------------ telling


def _differing(one: object, other: object) -> str:
    fields = [name for name in getattr(one, "__dataclass_fields__", ()) if getattr(one, name) != getattr(other, name)]
    return ", ".join(fields)


def _which(one: object, other: object) -> str:
    assert isinstance(one, dict)
    assert isinstance(other, dict)
    told = [_differing(one[key], other[key]) for key in one.keys() & other.keys() if one[key] != other[key]]
    return f"{len(one.keys() ^ other.keys())} more or less; {told}"
