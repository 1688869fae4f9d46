"""Cells that have grown already, for the tests: so many persons with a voice who all know everything."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from random import Random

from idos_p2p.governance.evaluation import Evaluation
from idos_p2p.governance.matters import Confirm
from idos_p2p.governance.membership import Membership
from tests.unit.governance.world import CARRYING, CONCERNED, Pen, World, verify

NAMES = ("Fanny", "Ali", "Bea", "Chloé", "Driss", "Eva", "Farid", "Gina")


def grown(persons: int, concerned: Sequence[int] = ()) -> tuple[World, list[Pen]]:
    """Return a cell of so many confirmed persons, all carrying but these, founded by the first three."""
    world = World(chamber=CONCERNED if 0 in concerned else CARRYING)
    world.founder.name = NAMES[0]
    pens = [world.founder]
    for number in range(1, persons):
        chamber = CONCERNED if number in concerned else CARRYING
        pens.append(world.join(world.founder, NAMES[number], chamber))
        if number > 2:
            world.meet(*pens)
            world.decide(pens[:-1], Confirm(world.person(pens[-1])))
        world.meet(*pens)
    return world, pens


def arrivals(world: World, orders: int = 3, parts: int = 4) -> Iterator[Membership]:
    """Yield what a peer concludes as everything arrives, in parts, in several orders; each ends as the others do."""
    random = Random(1)
    whole = world.membership()
    for _ in range(orders):
        acts = list(world.acts)
        random.shuffle(acts)
        evaluation = Evaluation(world.cell, verify)
        for part in range(parts):
            evaluation.add(acts[part::parts])
            yield evaluation.conclude()
        assert evaluation.conclude() == whole


def subsets(world: World, acts: Sequence[int]) -> Iterator[Membership]:
    """Yield what a peer concludes that lacks any of these acts (by position), with what knows of them."""
    pasts = world.facts.history.pasts
    everything = world.facts.history.all
    for size in range(len(acts) + 1):
        for lacking in combinations(acts, size):
            gone = {at for at in range(len(pasts)) if any(at == one or pasts[at] >> one & 1 for one in lacking)}
            yield world.membership(everything & ~sum(1 << at for at in gone))
