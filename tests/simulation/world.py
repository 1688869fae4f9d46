"""One association and all that surrounds it: its machines, its time, its room, and what was acknowledged."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from idos_p2p.errors import RefusedError
from idos_p2p.governance.matters import Chamber
from idos_p2p.identity.invitation import Invitation
from idos_p2p.identity.keystore import CellKeys
from idos_p2p.ids import Address, CellId, DeviceId, EntryId, RecordName
from idos_p2p.log.segment import Sealed
from idos_p2p.services.cell import Cell, Entropy
from idos_p2p.services.found import write_own_person
from idos_p2p.services.invite import invite
from idos_p2p.services.project import project_all
from idos_p2p.services.succeed import succeed_if_restored
from idos_p2p.store.ports import Store
from tests.simulation.devices import NEW_YEAR_MS, SetClock, Surroundings, pass_door, share
from tests.simulation.disk import Disk, DiskFull, FileDisk, MemoryDisk, PowerCut
from tests.simulation.held import count_of, entries_at, own_entries
from tests.simulation.meeting import Room
from tests.simulation.plan import Plan
from tests.simulation.trace import Trace

MOST_ON_ONE_LINK = 50
SMALL_HALL = 30  # above, newcomers take what their sponsor holds at the end, when everybody is in


@dataclass(eq=False)
class Machine:
    """A computer that holds one device of the cell: its disk, its clock, and the program that runs on it."""

    name: str
    cell: Cell
    clock: SetClock
    disk: Disk
    keys: CellKeys  # of its keystore
    entropy: Entropy
    honest: bool = True
    offset_ms: int = 0  # how wrong its clock is
    noted: dict[DeviceId, int] = field(default_factory=dict)  # own entries that were looked at for the ledger
    copies: list[Callable[[], Disk]] = field(default_factory=list)  # kept somewhere else, the newest last
    restored: int = 0  # how often one was put back
    left: Address | None = None  # the last own entry that went out to a peer, and its id
    left_id: EntryId | None = None
    restarts: int = 0

    def start_again(self) -> None:
        """Start the program on what the disk holds: what it had in memory is gone.

        As ``services.found.open_cell`` does, a device whose log must not go on takes a new key.
        """
        while True:
            self.disk.restart()
            self.cell = type(self.cell)(self.cell.id, self.keys, self.disk.store, self.clock, self.entropy)
            self.restarts += 1
            with suppress(PowerCut, DiskFull):  # also while it takes its new key: then it starts once more
                succeed_if_restored(self.cell)
                return


@dataclass
class World:
    """Everything of one life; it moves only by its seed."""

    plan: Plan
    folder: Path | None = None
    trace: Trace = field(default_factory=Trace)
    machines: list[Machine] = field(default_factory=list)
    acknowledged: dict[EntryId, Address] = field(default_factory=dict)
    void: dict[EntryId, str] = field(default_factory=dict)  # what hostile members wrote: how its verdict must begin
    erased: dict[EntryId, RecordName] = field(default_factory=dict)  # by the act that says so
    before_erasures: list[list[bytes]] = field(default_factory=list)  # logs as somebody may have kept them
    void_acts: dict[EntryId, str] = field(default_factory=dict)
    done: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    now_ms: int = NEW_YEAR_MS
    room: Room | None = None
    there: list[Machine] = field(default_factory=list)  # in the room
    records: list[str] = field(default_factory=list)  # ids that somebody may edit, the newest last

    def __post_init__(self) -> None:
        self.rng = random.Random(f"world {self.plan.seed}")
        self.around = Surroundings(self.plan.seed, self._open_store)
        self._disks: list[Disk] = []
        self._names = 0

    def _open_store(self, cell: CellId, key: bytes) -> Store:
        disk: Disk = MemoryDisk()
        if self.folder:
            disk = FileDisk(self.folder / key[:6].hex(), cell, key)
        self._disks.append(disk)
        return disk.store

    def close(self) -> None:
        """Let go of every disk."""
        for disk in self._disks:
            disk.close()

    def machine(self, name: str, cell: Cell) -> Machine:
        """Take a cell that was just made into this world."""
        assert isinstance(cell.clock, SetClock)
        machine = Machine(name, cell, cell.clock, self._disks[-1], cell.keys, cell.entropy)
        self.machines.append(machine)
        self.acknowledge(machine)
        return machine

    def adopt(self, disk: Disk) -> None:
        """Close this disk with the others at the end."""
        self._disks.append(disk)

    # ----------------------------------------------------------------------------------------------------- who comes
    def gather(self) -> None:
        """Found the cell and let everybody in: by their own links while they are few, else by a few links for all."""
        ana = self.machine("Ana", self.around.found("Ana"))
        wanted = self.plan.devices - 1
        while wanted:
            uses = min(wanted, MOST_ON_ONE_LINK, self.rng.randint(1, 4) if wanted < SMALL_HALL else MOST_ON_ONE_LINK)
            invitation = invite(ana.cell, uses, 300, self.rng.choice(list(Chamber)))
            for _ in range(uses):
                self.let_in(ana, invitation)
            wanted -= uses
        for machine in self.machines[1:]:
            share(ana.cell, machine.cell)
            write_own_person(machine.cell, machine.name, ["volunteer"])
            self.acknowledge(machine)
        self.acknowledge(ana)

    def let_in(self, door: Machine, invitation: Invitation) -> Machine:
        """Bring a newcomer in by a member's door."""
        self._names += 1
        name = f"P{self._names}"
        newcomer = self.around.newcomer(invitation, name)
        pass_door(door.cell, newcomer, invitation, name)
        self.acknowledge(door)
        return self.machine(name, newcomer)

    # ------------------------------------------------------------------------------------------------ what they do
    def someone(self) -> Machine:
        """Return one of the honest machines; while there is a meeting, often one that takes part."""
        there = [machine for machine in self.there if machine.honest]
        if there and self.rng.random() < 0.8:
            return self.rng.choice(there)
        return self.rng.choice([machine for machine in self.machines if machine.honest])

    def machine_of(self, cell: Cell) -> Machine:
        """Return the machine on which this program runs."""
        return next(machine for machine in self.machines if machine.cell is cell)

    def at_work(self, machine: Machine) -> Cell:
        """Return a machine's cell, its clock set by the world's time and its own error."""
        machine.clock.now = max(0, self.now_ms + machine.offset_ms)
        return machine.cell

    @contextmanager
    def intention(self, machine: Machine) -> Iterator[Cell]:
        """Let somebody write; when the power fails meanwhile, the machine starts again and nothing was promised."""
        try:
            yield self.at_work(machine)
        except PowerCut:
            self.crashed(machine)
        except DiskFull:
            assert_cell_follows_store(machine.cell)
        except RefusedError as refused:
            if refused.code != "device_restored":
                raise
            self.crashed(machine)  # it is started again, and writes with another key from then on
        else:
            self.acknowledge(machine)

    def acknowledge(self, machine: Machine) -> None:
        """Note that everything this device has written so far was acknowledged to its person."""
        device = machine.cell.device
        entries = own_entries(machine.cell, machine.noted.get(device, 0))
        for entry in entries:
            if machine.honest:
                self.acknowledged[entry.id] = entry.header.address
            self.trace.note("acknowledged", entry.id)
            self.done["entries"] += 1
        machine.noted[device] = machine.noted.get(device, 0) + len(entries)

    def written(self, machine: Machine) -> int:
        """Return how many entries of this device were acknowledged."""
        return machine.noted.get(machine.cell.device, 0)

    def note_sent(self, cell: Cell, sealed: Sealed) -> None:
        """Note that a device's own entries have left it: from now on they must never be lost, nor be others."""
        machine = self.machine_of(cell)
        if not machine.honest or cell.restored:
            return
        last = Address(sealed.device, sealed.end - 1)
        machine.left, machine.left_id = last, entries_at(cell, *last)[0].id

    # ------------------------------------------------------------------------------------------------- what happens
    def crashed(self, machine: Machine) -> None:
        """The machine lost its power: it leaves the room, starts again, and comes back to whom it was connected to."""
        others = self.room.leave(machine.cell) if self.room else []
        machine.start_again()
        self.trace.note("restart", machine.name, machine.cell.digest())
        if machine.left is not None and machine.left_id is not None:
            held = [entry.id for entry in entries_at(machine.cell, *machine.left)]
            assert machine.left_id in held, "a device forgot, in a power cut, what it had sent"
        device = machine.cell.device
        assert machine.noted.get(device, 0) <= count_of(machine.cell, device), "a power cut took acknowledged entries"
        self.acknowledge(machine)
        for other in others:
            if self.room and other is not machine.cell:
                self.room.connect(machine.cell, other)

    def project(self, machines: Sequence[Machine]) -> None:
        """Bring these machines' read models up to what they hold."""
        for machine in machines:
            project_all(self.at_work(machine))


def assert_cell_follows_store(cell: Cell) -> None:
    """What a program has in memory is what its store says, also after a transaction that failed."""
    fresh = Cell(cell.id, cell.keys, cell.store, cell.clock, cell.entropy)
    assert fresh.membership == cell.membership, "a cell in memory differs from its own store"
