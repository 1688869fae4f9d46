"""What goes wrong. Each kind is one registered function that says whether it happened; a later part adds its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from idos_p2p.governance.matters import Chamber
from idos_p2p.services.invite import invite
from idos_p2p.services.project import project_all
from tests.simulation.devices import HOUR_MS
from tests.simulation.doings import do_something, write_something
from tests.simulation.meetings import step
from tests.simulation.world import Machine, World

Happen = Callable[[World], bool]
YEAR_MS = 365 * 24 * HOUR_MS
CHANGES_OF_A_WRITE = 6  # of the store, its commit included, for one small record
MOST_CHANGES = 12  # of the store, until the power fails
LOOKS_AT_HALF = 0.15  # how often somebody looks at what came before a wire was cut
LONGEST_WAIT = 40  # steps of a meeting, for an armed fault to come


@dataclass(frozen=True)
class Fault:
    """Something that goes wrong: ``happen`` says whether it did."""

    name: str
    weight: int
    meeting: bool  # it needs a meeting
    happen: Happen


FAULTS: dict[str, Fault] = {}


def fault(weight: int, *, meeting: bool = False) -> Callable[[Happen], Happen]:
    """Register a function as something that goes wrong, so often beside the others."""

    def register(happen: Happen) -> Happen:
        FAULTS[happen.__name__] = Fault(happen.__name__, weight, meeting, happen)
        return happen

    return register


def go_wrong(world: World) -> None:
    """Let exactly one thing go wrong: what cannot happen now leaves its place to another."""
    kinds = [kind for kind in FAULTS.values() if world.room or not kind.meeting]
    while True:
        [kind] = world.rng.choices(kinds, [kind.weight for kind in kinds])
        world.trace.note("fault", kind.name)
        if kind.happen(world):
            world.faults[kind.name] += 1
            return
        kinds.remove(kind)


def _someone_here(world: World) -> Machine:
    return world.rng.choice(world.there)


# ------------------------------------------------------------------------------------------------------ the network


@fault(30, meeting=True)
def cut_wire(world: World) -> bool:
    """A wire is cut, at whatever byte; often it comes up again."""
    room = world.room
    if room is None or not room.wires:
        return False
    wire = world.rng.choice(room.wires)
    room.hang_up(wire)
    if world.rng.random() < LOOKS_AT_HALF:
        project_all(wire[0].cell)  # at what came before the cut, perhaps without what it builds on
    if world.rng.random() < 0.8:
        room.connect(wire[0].cell, wire[1].cell)
    return True


@fault(8, meeting=True)
def double_wire(world: World) -> bool:
    """Two devices that are connected connect once more, and hear everything on both."""
    room = world.room
    if room is None or not room.wires or len(room.wires) > 2 * len(world.there):
        return False
    one, other = world.rng.choice(room.wires)
    room.connect(other.cell, one.cell)
    return True


@fault(10, meeting=True)
def delay_wire(world: World) -> bool:
    """A wire passes nothing for a while: everything else overtakes what is on it."""
    room = world.room
    if room is None or not room.wires:
        return False
    wire = world.rng.choice(room.wires)
    room.stall(wire)
    step(world, world.rng.randint(1, LONGEST_WAIT))
    room.release(wire)
    return True


@fault(2, meeting=True)
def part_room(world: World) -> bool:
    """The room falls in two halves that do not reach each other; both write; then they do again."""
    room = world.room
    if room is None or len(world.there) < 3:
        return False
    half = {id(machine.cell) for machine in world.rng.sample(world.there, len(world.there) // 2)}
    gone = [wire for wire in room.wires if (id(wire[0].cell) in half) != (id(wire[1].cell) in half)]
    pairs = [(world.machine_of(one.cell), world.machine_of(other.cell)) for one, other in gone]
    for wire in gone:
        room.hang_up(wire)
    write_something(world, _someone_here(world))
    step(world, LONGEST_WAIT)
    for one, other in pairs[:2]:
        room.connect(one.cell, other.cell)
    return bool(gone)


# ------------------------------------------------------------------------------------------------- power and disks


@fault(8)
def crash_while_writing(world: World) -> bool:
    """The power fails in the middle of an intention: all of it is there afterwards, or nothing."""
    machine = world.someone()
    machine.disk.cut_power_after(world.rng.randrange(CHANGES_OF_A_WRITE))
    before = machine.restarts
    write_something(world, machine)
    if machine.disk.disarm() or machine.restarts == before:
        world.crashed(machine)
    return True


@fault(8, meeting=True)
def crash_while_receiving(world: World) -> bool:
    """The power fails while a device takes what peers send, or a little later."""
    machine = _someone_here(world)
    machine.disk.cut_power_after(world.rng.randint(0, MOST_CHANGES))
    before = machine.restarts
    step(world, LONGEST_WAIT)
    if machine.disk.disarm() and machine.restarts == before:
        world.crashed(machine)
    return True


@fault(5)
def kill(world: World) -> bool:
    """A program is killed while it does nothing, and started again."""
    world.crashed(world.someone())
    return True


@fault(4)
def disk_full_while_writing(world: World) -> bool:
    """There is no room for what somebody writes: nothing of it is kept, and the program goes on."""
    machine = world.someone()
    machine.disk.fill_after(world.rng.randint(0, 4))
    if world.rng.random() < 0.5 and machine.cell.membership.confirmed(machine.cell.device):
        machine.disk.fill_after(world.rng.randint(0, 1))  # of an invitation: its entry, and the commit
        with world.intention(machine) as cell:
            invite(cell, 1, 30, Chamber.CONCERNED)
    else:
        write_something(world, machine)
    return not machine.disk.disarm()


@fault(4, meeting=True)
def disk_full_while_receiving(world: World) -> bool:
    """There is no room for what peers send: nothing of it is kept, and it is asked for again."""
    machine = _someone_here(world)
    machine.disk.fill_after(world.rng.randint(0, 4))
    step(world, LONGEST_WAIT)
    return not machine.disk.disarm()


# ------------------------------------------------------------------------------------------------------------ time


@fault(8)
def clock_jumps(world: World) -> bool:
    """Somebody's clock goes wrong, by up to 50 years, or right again."""
    machine = world.someone()
    machine.offset_ms = world.rng.choice([0, HOUR_MS, -HOUR_MS, world.rng.randint(-50 * YEAR_MS, 50 * YEAR_MS)])
    world.at_work(machine)
    do_something(world)
    return True
