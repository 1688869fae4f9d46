"""The homes of a whole room, made without a meeting: one cell, so many members, the same common entries in each home,
and some of its own in each.

``common`` and ``own`` are entries of records. The founder's home is made with everybody's beginnings and the common
entries, then copied for each of the others with keys of its own, which then writes its own entries.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from random import Random

from idos_p2p.clock import SystemClock
from idos_p2p.governance.matters import Chamber
from idos_p2p.identity.keystore import CellKeys, load_keys, new_keys, save_keys
from idos_p2p.ids import CellId
from idos_p2p.paths import Home
from idos_p2p.services.cell import Cell
from idos_p2p.services.found import Surroundings, found, open_cell, prepare_to_join, write_own_person
from idos_p2p.services.ingest import Refused, WaitingRoom, ingest
from idos_p2p.services.invite import Offer, admit, invite, welcome, write_start
from idos_p2p.services.write import OWN_PERSON, add_all

ROOT = Path(__file__).parents[2]
SEED = 6
AT_ONCE = 50  # records in one intention, as an import or a busy evening
WORDS = ("jardin", "repas", "vélo", "atelier", "soupe", "caisse", "outil", "graine", "marché", "fête", "table", "pain")

Values = Mapping[str, object]


@dataclass(frozen=True)
class Size:
    """How large a room: homes, entries that all hold, and entries that each holds alone."""

    homes: int
    common: int
    own: int


def homes_of(size: Size) -> tuple[Path, ...]:
    """Return the homes of a room of this size, made now unless they are kept in ``.cache/rooms``. Copy before use."""
    place = ROOT / ".cache" / "rooms" / f"{size.homes}-{size.common}-{size.own}-{_schema()}"
    if not place.exists():
        unfinished = place.with_name(place.name + ".new")
        shutil.rmtree(unfinished, ignore_errors=True)
        make(size, unfinished)
        unfinished.rename(place)
    return tuple(sorted(place.iterdir()))


def make(size: Size, place: Path) -> tuple[Path, ...]:
    """Make the homes of a room in this folder, and return them."""
    random = Random(SEED)
    folders = [place / f"{number:03}" for number in range(size.homes)]
    around = [Surroundings(Home(folder), SystemClock(), random.randbytes) for folder in folders]
    for folder in folders:
        folder.mkdir(parents=True)
    founder = found(around[0], "La grande salle", _name(0), ["volunteer"])
    persons = _let_in(founder, around[1:])
    _write(founder, size.common - founder_entries(founder), random)
    cell, founders_keys = founder.id, founder.keys
    founder.close()
    for home, person in zip(around[1:], persons, strict=True):
        _take_over(around[0], home, cell, founders_keys, person)
    for home in around:
        opened = open_cell(home, cell)
        _write(opened, size.own, random)
        opened.close()
    return tuple(folders)


def founder_entries(cell: Cell) -> int:
    """Return how many entries there are already: everybody's beginnings."""
    return sum(branch.height.count for branches in cell.logs().values() for branch in branches)


def _let_in(founder: Cell, coming: Sequence[Surroundings]) -> list[str]:
    """Let these in, one after the other, in small cells of their own; return everybody's own record."""
    if not coming:
        return []
    invitation = invite(founder, len(coming), 30, Chamber.CARRYING)
    (offered,) = founder.membership.invites
    persons = []
    for number, around in enumerate(coming):
        cell = prepare_to_join(around, invitation)
        _receive(founder, [write_start(cell, invitation, Offer(offered, number))])
        welcome(cell, admit(founder, cell.device, _name(number + 1)))
        _receive(cell, _told(founder))
        persons.append(write_own_person(cell, _name(number + 1), ["volunteer"]))
        _receive(founder, cell.store.log.segments(cell.device, 0, 1, 1 << 20))
        cell.close()
    return persons


def _take_over(founder: Surroundings, around: Surroundings, cell: CellId, founders_keys: CellKeys, person: str) -> None:
    """Put a copy of the founder's store in the place of a newcomer's small one, with the newcomer's own keys."""
    keys = load_keys(around.home.keys(cell), "")
    shutil.rmtree(around.home.path)
    shutil.copytree(founder.home.path, around.home.path)
    own = new_keys(keys.device.seed, keys.sealing_seed, founders_keys.store)
    save_keys(around.home.keys(cell), own, "", b"")
    opened = open_cell(around, cell)
    with opened.store.transaction():
        opened.store.facts.set(OWN_PERSON, person.encode())
    opened.close()


def _write(cell: Cell, entries: int, random: Random) -> None:
    """Write so many records, some at once."""
    for start in range(0, entries, AT_ONCE):
        add_all(cell, [_record(random) for _ in range(min(AT_ONCE, entries - start))])


def _record(random: Random) -> tuple[str, Callable[[Sequence[str]], Values]]:
    title = " ".join(random.choice(WORDS) for _ in range(5))
    body = " ".join(random.choice(WORDS) for _ in range(random.choice((6, 12, 40))))
    values: Values = {"title": title, "body": body} if random.random() < 0.2 else {"title": title}
    kind = "page" if "body" in values else "need"
    return kind, lambda _ids: values


def _told(cell: Cell) -> list[bytes]:
    """Return every segment, the founder's own first: nobody is known before its genesis."""
    devices = sorted(cell.logs(), key=lambda device: device != cell.device)
    return [blob for device in devices for blob in cell.store.log.segments(device, 0, 0, 1 << 20)]


def _receive(cell: Cell, blobs: Sequence[bytes]) -> None:
    outcomes = ingest(cell, blobs, WaitingRoom())
    if any(isinstance(outcome, Refused) for outcome in outcomes):
        raise SystemExit(f"refused: {outcomes}")


def _name(number: int) -> str:
    return f"{WORDS[number % len(WORDS)].title()} {number}"


def _schema() -> str:
    """Return what changes with the tables and with this file: homes made for others are of no use."""
    scripts = sorted((ROOT / "idos_p2p" / "store" / "schema").glob("*.sql"))
    return sha256(b"".join(path.read_bytes() for path in (*scripts, Path(__file__)))).hexdigest()[:8]
