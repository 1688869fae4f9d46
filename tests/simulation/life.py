"""One life from its seed: weeks of writing, meeting and going wrong, and what all must agree on."""

from __future__ import annotations

import gc
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.simulation import histories, hostile, liars
from tests.simulation.checks import check
from tests.simulation.devices import HOUR_MS
from tests.simulation.doings import do_something
from tests.simulation.faults import go_wrong
from tests.simulation.meetings import meeting
from tests.simulation.plan import WEEK_HOURS, Plan
from tests.simulation.trace import Part
from tests.simulation.world import Machine, World

WEEK_MS = WEEK_HOURS * HOUR_MS
MEETING_SHARE = 0.7  # of what goes wrong, does so while devices meet
WRITING_SHARE = 0.25  # how often somebody writes during a meeting, for each thing that goes wrong
WEEKS_BETWEEN_CHECKS = 5
LARGEST_GROUP = 40

KINDS = (histories, hostile, liars)  # what they hold is registered by being imported


@dataclass(frozen=True)
class Lived:
    """What one life came to."""

    plan: Plan
    trace: str
    lines: int
    done: Counter[str]
    faults: Counter[str]
    seconds: float  # of the processor's time


class Broken(AssertionError):
    """A promise was broken; the plan says how to see it again."""

    def __init__(self, plan: Plan, week: int) -> None:
        super().__init__(f"python -m tests.simulation --life {plan}  (week {week})")
        self.plan = plan


def live(plan: Plan, listen: Callable[[tuple[Part, ...]], None] | None = None) -> Lived:
    """Live one life and return what it came to. Raises Broken, with the seed, when a promise was broken."""
    started = time.process_time()
    with tempfile.TemporaryDirectory(prefix="idos-life-") as folder:
        world = World(plan, Path(folder) if plan.on_files else None)
        world.trace.listen = listen
        try:
            _live(world)
        finally:
            world.close()
            gc.collect()
    seconds = time.process_time() - started
    return Lived(plan, world.trace.digest(), world.trace.lines, world.done, world.faults, seconds)


def _live(world: World) -> None:
    plan, week = world.plan, 0
    try:
        world.gather()
        written = world.done["entries"]
        for week in range(1, plan.weeks + 1):
            wanted = written + plan.entries * week // plan.weeks
            _live_a_week(world, wanted, plan.faults * week // plan.weeks - world.faults.total())
            if week % WEEKS_BETWEEN_CHECKS == 0 and week < plan.weeks:
                check(world, thoroughly=False)
        check(world, thoroughly=True)
    except Exception as error:
        raise Broken(plan, week) from error


def _live_a_week(world: World, entries: int, faults: int) -> None:
    """Live until so many entries are written in all, so much has gone wrong, and everybody has met somebody."""
    meetings = _meetings(world)
    start = world.now_ms
    apart = faults - round(faults * MEETING_SHARE)
    left = faults - apart
    for number, (group, whole) in enumerate(meetings):
        _between(world, entries, _part(apart, number, len(meetings)), len(meetings) - number)
        share = _part(left, number, len(meetings))
        meeting(world, group, share, _interrupt, whole=whole)
        world.now_ms = start + WEEK_MS * (number + 1) // (len(meetings) + 1)
    while world.done["entries"] < entries:
        do_something(world)
    world.now_ms = start + WEEK_MS


def _interrupt(world: World) -> None:
    """Let something go wrong while devices meet; people also write meanwhile."""
    if world.rng.random() < WRITING_SHARE:
        do_something(world)
    go_wrong(world)


def _part(total: int, number: int, parts: int) -> int:
    return total * (number + 1) // parts - total * number // parts


def _between(world: World, entries: int, faults: int, left: int) -> None:
    """Let people write, and things go wrong, before the next meeting."""
    quota = max(0, entries - world.done["entries"]) // (left + 1)
    until = world.done["entries"] + quota
    while world.done["entries"] < until:
        do_something(world)
    for _ in range(faults):
        go_wrong(world)


def _meetings(world: World) -> list[tuple[list[Machine], bool]]:
    """Return who meets in a week: everybody at least once until all is said, and some more who are interrupted."""
    machines = world.rng.sample(world.machines, len(world.machines))
    groups: list[tuple[list[Machine], bool]] = []
    at = 0
    most = min(LARGEST_GROUP, max(2, len(machines)))
    while at < len(machines):
        size = most if world.rng.random() < 0.2 else world.rng.choice([2, 2, 3, 4])
        group = machines[at : at + size]
        if len(group) == 1:
            group.append(world.rng.choice([machine for machine in machines if machine is not group[0]]))
        groups.append((group, True))
        at += size
    if world.rng.random() < 0.5:
        groups.append((world.rng.sample(machines, 2), False))
    return groups
