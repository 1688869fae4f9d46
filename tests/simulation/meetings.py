"""Who meets whom: pairs, groups and whole rooms, which things go wrong in until all is quiet."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tests.simulation.disk import Disk, DiskFull, PowerCut
from tests.simulation.meeting import Room, assert_ended_well, live_wires
from tests.simulation.world import Machine, World, assert_cell_follows_store

QUIET = 1_000_000
MOST_IN_A_CIRCLE = 6  # so few may all be connected with all; more come together around one of them
Inject = Callable[[World], None]


def step(world: World, most: int) -> bool:
    """Let a meeting take so many steps, crashes and full disks included; say whether all is quiet now."""
    room = world.room
    assert room is not None
    for _ in range(most):
        try:
            if not room.step() and not room.settle():
                return True
        except PowerCut as cut:
            _back(world, _of(world, cut.disk), crashed=True)
        except DiskFull as full:
            _back(world, _of(world, full.disk), crashed=False)
    assert most < QUIET, "the devices never fall silent"
    return False


def _of(world: World, disk: Disk) -> Machine:
    return next(machine for machine in world.machines if machine.disk is disk)


def _back(world: World, machine: Machine, *, crashed: bool) -> None:
    """Bring a machine that lost its wires back to those it was connected to."""
    room = world.room
    assert room is not None
    if crashed:
        world.crashed(machine)
        return
    assert_cell_follows_store(machine.cell)
    for other in room.leave(machine.cell):
        room.connect(machine.cell, other)


def meeting(world: World, group: Sequence[Machine], faults: int, inject: Inject, *, whole: bool = True) -> None:
    """Let a group meet while so many things go wrong; a whole meeting lasts until all who came are equal."""
    world.room = room = Room(world.rng, world.trace.note, world.note_sent)
    world.there = list(group)
    for machine in group:
        world.at_work(machine)
    world.trace.note("meeting", *(machine.name for machine in group))
    _connect(world, group)
    for _ in range(faults):
        step(world, world.rng.randint(0, 12))
        inject(world)
    if whole:
        _connect_those_left(world, group)
        step(world, QUIET)
        wires = room.cut()
        assert_ended_well(wires)
        for one, other in live_wires(wires):
            assert one.cell.heights() == other.cell.heights(), "two devices say that they are equal, and are not"
        world.done["meetings"] += 1
        world.done["met"] += len(group)
    else:
        step(world, world.rng.randint(0, 60))
        room.cut()
        world.done["broken meetings"] += 1
    world.room, world.there = None, []


def _connect(world: World, group: Sequence[Machine]) -> None:
    """Bring up wires: all with all, a circle, or all with one."""
    room = world.room
    assert room is not None
    cells = [machine.cell for machine in group]
    shape = world.rng.choice(["all", "circle", "star"]) if len(cells) <= MOST_IN_A_CIRCLE else "star"
    if shape == "all":
        for number, one in enumerate(cells):
            for other in cells[number + 1 :]:
                room.connect(one, other)
    elif shape == "circle" and len(cells) > 2:
        for one, other in zip(cells, [*cells[1:], cells[0]], strict=True):
            room.connect(one, other)
    else:
        middle = world.rng.choice(cells)
        for other in cells:
            if other is not middle:
                room.connect(middle, other)


def _connect_those_left(world: World, group: Sequence[Machine]) -> None:
    """Connect to one in the middle whoever lost the way to it."""
    room = world.room
    assert room is not None
    reached, border = {id(group[0].cell)}, [group[0].cell]
    while border:
        cell = border.pop()
        for one, other in room.wires:
            for here, there in ((one.cell, other.cell), (other.cell, one.cell)):
                if here is cell and id(there) not in reached:
                    reached.add(id(there))
                    border.append(there)
    for machine in group[1:]:
        if id(machine.cell) not in reached:
            room.connect(group[0].cell, machine.cell)


def heal(world: World, machines: Sequence[Machine]) -> None:
    """Let these meet, all around each of them in turn, until all hold the same."""
    around = world.rng.sample(machines, len(machines))
    for middle in [*around, *around]:
        world.room = room = Room(world.rng, world.trace.note, world.note_sent)
        for machine in machines:
            if machine is not middle:
                room.connect(middle.cell, machine.cell)
        step(world, QUIET)
        assert_ended_well(room.cut())
        world.room = None
        if len({machine.cell.digest() for machine in machines}) == 1:
            return
    raise AssertionError("the devices met and did not become equal")
