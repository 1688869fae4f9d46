"""What happens to histories: copies put back, bodies withheld, erased ones that come again."""

from __future__ import annotations

from idos_p2p.ids import Address, EntryId
from idos_p2p.log.entry import Entry
from idos_p2p.log.segment import parse, reseal, unpack
from idos_p2p.services.cell import RESTORED
from idos_p2p.services.ingest import Inserted, Refused, WaitingRoom, ingest
from idos_p2p.services.project import project_all
from tests.simulation.faults import fault
from tests.simulation.held import all_ids, holds, own_entries
from tests.simulation.world import Machine, World

MOST_RESTORED = 4  # times one machine goes back: a device is followed by eight at most
READ_BYTES = 20_000


@fault(3)
def restore_copy(world: World) -> bool:
    """Somebody puts an older copy back. Half of the time the program sees it; else it writes on, or a peer tells it."""
    machines = [one for one in world.machines if one.honest and one.copies and one.restored < MOST_RESTORED]
    if not machines or world.room:
        return False
    machine = world.rng.choice(machines)
    held = all_ids(machine.cell)
    machine.disk = world.rng.choice(machine.copies)()
    world.adopt(machine.disk)
    machine.left = machine.left_id = None
    machine.restored += 1
    if world.rng.random() < 0.5:
        with machine.disk.store.transaction():
            machine.disk.store.facts.set(RESTORED, b"1")
    machine.noted.clear()
    machine.start_again()
    project_all(machine.cell)
    held -= all_ids(machine.cell)
    forget(world, [entry for entry in held if entry in world.acknowledged])
    machine.noted[machine.cell.device] = len(own_entries(machine.cell, 0))
    world.trace.note("restored", machine.name, machine.cell.digest())
    return True


def forget(world: World, gone: list[EntryId]) -> None:
    """Take out of the ledger those of these entries that no honest device holds."""
    honest = [machine.cell for machine in world.machines if machine.honest]
    for entry in gone:
        address = world.acknowledged[entry]
        if not any(holds(cell, entry, address) for cell in honest):
            del world.acknowledged[entry]
            world.void.pop(entry, None)
            world.erased.pop(entry, None)
            world.void_acts.pop(entry, None)


@fault(4)
def bodies_withheld(world: World) -> bool:
    """A relay passes on headers, and keeps the bodies to itself: they are missing until somebody gives them."""
    honest = [machine for machine in world.machines if machine.honest]
    giver, taker = world.rng.sample(honest, 2)
    world.at_work(taker)
    for device in sorted(giver.cell.logs()):
        ours, theirs = giver.cell.logs()[device], taker.cell.logs().get(device, ())
        if len(ours) != 1 or len(theirs) != 1 or theirs[0].height.count >= ours[0].height.count:
            continue
        start = theirs[0].height
        if not holds(giver.cell, start.head, Address(device, start.count - 1)):
            continue  # two histories that nobody has seen together yet
        blob = giver.cell.store.log.segments(device, 0, start.count, READ_BYTES)[0]
        sealed = parse(blob)
        entries = [_bare(entry) for entry in unpack(sealed, giver.cell.id, start.head)]
        outcomes = ingest(taker.cell, [reseal(entries, sealed.signature).blob], WaitingRoom())
        assert not any(isinstance(outcome, Refused) for outcome in outcomes), f"bare headers were refused: {outcomes}"
        if world.room:
            world.room.tell(taker.cell)
        return any(isinstance(outcome, Inserted) for outcome in outcomes)
    return False


def _bare(entry: Entry) -> Entry:
    return entry if entry.header.is_act else Entry(entry.id, entry.header, None)


@fault(2)
def erased_comes_again(world: World) -> bool:
    """Somebody brings a log as it was before its owner erased some of it."""
    if not world.before_erasures:
        return False
    machine: Machine = world.someone()
    ingest(world.at_work(machine), world.rng.choice(world.before_erasures), WaitingRoom())
    if world.room:
        world.room.tell(machine.cell)
    return True
