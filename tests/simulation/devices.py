"""Devices of one cell on the real services, with a clock and a randomness of their own; nothing of the computer."""

from __future__ import annotations

import random
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from idos_p2p.governance.acts import Genesis, Start, encode
from idos_p2p.governance.matters import Chamber
from idos_p2p.governance.proofs import proof_message
from idos_p2p.identity.invitation import Invitation
from idos_p2p.identity.keystore import CellKeys, new_keys
from idos_p2p.identity.sealing import sealing_public
from idos_p2p.ids import ABSENT, CellId, DeviceId, EntryId
from idos_p2p.limits import TERM
from idos_p2p.log.chain import EMPTY, Draft, extend
from idos_p2p.log.entry import GENESIS, SALT_BYTES, Payload
from idos_p2p.log.segment import seal
from idos_p2p.services.cell import Cell
from idos_p2p.services.check import check_deep
from idos_p2p.services.found import write_own_person
from idos_p2p.services.ingest import Inserted, Outcome, WaitingRoom, ingest
from idos_p2p.services.invite import Offer, admit, invite, offer, welcome, write_start
from idos_p2p.services.project import project_all
from idos_p2p.store.memory import MemoryStore
from idos_p2p.store.ports import Store
from idos_p2p.store.sqlcipher import create_store

NEW_YEAR_MS = 1_767_225_600_000  # 2026-01-01
HOUR_MS = 3_600_000

OpenStore = Callable[[CellId, bytes], Store]


class SetClock:
    """A clock that somebody sets; it moves a little each time it is read, and may be wrong by years."""

    def __init__(self, offset_ms: int = 0) -> None:
        self.now = NEW_YEAR_MS + offset_ms

    def now_ms(self) -> int:
        self.now += 7
        return self.now


def in_memory(_cell: CellId, _key: bytes) -> Store:
    """Return a store of a simulation."""
    return MemoryStore()


def in_files(folder: Path) -> OpenStore:
    """Return what opens real stores, one file for each key."""

    def create(cell: CellId, key: bytes) -> Store:
        name = key[:4].hex()
        return create_store(folder / f"{name}.db", key, cell, folder / f"{name}.blobs")

    return create


@dataclass
class Surroundings:
    """What devices of a test are made from."""

    seed: int
    open_store: OpenStore = in_memory
    opened: list[Cell] = field(default_factory=list)

    def cell(self, cell_id: CellId, keys: CellKeys, clock: SetClock, rng: random.Random) -> Cell:
        """Return an opened cell that knows nothing yet."""
        cell = Cell(cell_id, keys, self.open_store(cell_id, keys.store), clock, rng.randbytes)
        self.opened.append(cell)
        return cell

    def close(self) -> None:
        """Close every cell."""
        for cell in self.opened:
            cell.close()

    def found(self, person: str = "Ana") -> Cell:
        """Found a cell, as ``services.found`` does in a home."""
        rng, clock = random.Random(f"{self.seed} {person}"), SetClock()
        keys = new_keys(rng.randbytes(32), rng.randbytes(32), rng.randbytes(32))
        genesis = Genesis("Le Jardin", TERM, Chamber.CARRYING, sealing_public(keys.sealing_seed))
        draft = Draft(GENESIS, Payload(rng.randbytes(SALT_BYTES), encode(genesis)), clock.now_ms())
        first = extend(CellId(ABSENT), keys.device.device, EMPTY, [draft])
        cell = self.cell(CellId(first[0].id), keys, clock, rng)
        with cell.store.transaction():
            cell.append_verified(seal(first, keys.device.sign), first)
            cell.refresh_membership()
        write_own_person(cell, person, ["volunteer"])
        return cell

    def newcomer(self, invitation: Invitation, name: str, offset_ms: int = 0) -> Cell:
        """Return a device that holds an invitation and nothing else."""
        rng = random.Random(f"{self.seed} {name}")
        keys = new_keys(rng.randbytes(32), rng.randbytes(32), rng.randbytes(32))
        return self.cell(invitation.cell, keys, SetClock(offset_ms), rng)

    def joined(self, sponsor: Cell, name: str, *, offset_ms: int = 0, chamber: Chamber = Chamber.CONCERNED) -> Cell:
        """Bring in a newcomer through this sponsor, up to date with it."""
        invitation = invite(sponsor, 1, 30, chamber)
        cell = self.newcomer(invitation, name, offset_ms)
        pass_door(sponsor, cell, invitation, name)
        share(sponsor, cell)
        write_own_person(cell, name, ["beneficiary"])
        share(cell, sponsor)
        return cell


def the_invite(sponsor: Cell, invitation: Invitation) -> EntryId:
    """Return the act that an invitation is, as the knock tells it."""
    return next(known.id for known in sponsor.membership.invites.values() if known.body.knock == invitation.knock)


def pass_door(sponsor: Cell, newcomer: Cell, invitation: Invitation, name: str, promised: Collection[int] = ()) -> None:
    """Ask, offer, start, welcome, as ``sync.door`` does."""
    offered = offer(sponsor, the_invite(sponsor, invitation), newcomer.device, promised)
    start = write_start(newcomer, invitation, offered)
    outcomes = ingest(sponsor, [start], WaitingRoom())
    assert all(isinstance(outcome, Inserted) for outcome in outcomes)
    welcome(newcomer, admit(sponsor, newcomer.device, name))


def blobs(cell: Cell, device: DeviceId | None = None, start: int = 0) -> list[bytes]:
    """Return the segments that a cell holds, branches after those they leave: of one device, or of all by id."""
    devices = [device] if device else sorted(cell.logs())
    return [
        blob
        for one in devices
        for position, branch in enumerate(cell.logs().get(one, ()))
        for blob in cell.store.log.segments(one, position, max(start, branch.first), 1 << 40)
    ]


def share(giver: Cell, taker: Cell) -> list[Outcome]:
    """Let one cell take all that another holds, and judge it."""
    outcomes = ingest(taker, blobs(giver), WaitingRoom())
    project_all(taker)
    return outcomes


def forged_start(newcomer: Cell, invitation: Invitation, offered: Offer, key: int) -> bytes:
    """Write a start that another key of the invitation proves than the one it names, and return its segment."""
    sealing = sealing_public(newcomer.keys.sealing_seed)
    message = proof_message(newcomer.id, offered.invite, newcomer.device, sealing)
    body = Start(offered.invite, offered.number, sealing, invitation.key(key).sign(message))
    with newcomer.store.transaction():
        newcomer.append([newcomer.act(body)])
    return newcomer.store.log.segments(newcomer.device, 0, 0, 1)[0]


@dataclass(frozen=True)
class Conclusion:
    """All that must be equal on two devices that hold the same."""

    digest: bytes
    read_model: tuple[str, ...]
    membership: object
    verdicts: tuple[tuple[str, int], ...]


def conclusion(cell: Cell) -> Conclusion:
    """Return what a cell has concluded from all it holds."""
    return Conclusion(
        cell.digest(),
        tuple(cell.store.read_model.dump()),
        cell.membership,
        tuple(sorted(cell.store.judgements.verdicts().items())),
    )


def assert_sound(cells: Sequence[Cell]) -> None:
    """Every cell agrees with its own log, made anew."""
    for cell in cells:
        checked = check_deep(cell)
        assert checked.faults == ()
