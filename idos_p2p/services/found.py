"""The beginning of a cell on this installation: founding one, preparing to join one, opening one."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from idos_p2p.clock import Clock
from idos_p2p.errors import RefusedError
from idos_p2p.governance.acts import Genesis, encode
from idos_p2p.governance.matters import Chamber
from idos_p2p.identity.invitation import Invitation
from idos_p2p.identity.keystore import CellKeys, load_keys, new_keys, save_keys
from idos_p2p.identity.sealing import sealing_public
from idos_p2p.ids import ABSENT, CellId
from idos_p2p.limits import MAX_NAME_CHARACTERS, TERM
from idos_p2p.log.chain import EMPTY, Draft, extend
from idos_p2p.log.entry import GENESIS, SALT_BYTES, Entry, Payload
from idos_p2p.log.segment import seal
from idos_p2p.paths import Home
from idos_p2p.services import instance, write
from idos_p2p.services.adopt import adopt_person
from idos_p2p.services.cell import Cell, Entropy
from idos_p2p.services.homes import is_shared, name_home
from idos_p2p.services.intentions import forget_all
from idos_p2p.services.receipts import write_receipts
from idos_p2p.services.replace import ASIDE, finish
from idos_p2p.services.secret import FIRST_EPOCH, keep_secret, tend
from idos_p2p.services.space import project_if_room
from idos_p2p.services.succeed import succeed_if_restored
from idos_p2p.services.unneeded import drop_old
from idos_p2p.store.ballast import Ballast
from idos_p2p.store.sqlcipher import SqlcipherStore, create_store, open_store
from idos_p2p.views.records import find


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a cell needs of the computer: its home, its clock, its randomness, and the passphrase if there is one."""

    home: Home
    clock: Clock
    entropy: Entropy
    passphrase: str = ""


def found(around: Surroundings, name: str, person: str, roles: Sequence[str], term: str = TERM) -> Cell:
    """Found a cell with one person, open it, and return it.

    Raises RefusedError: ``cell_name``, ``cell_term``, and those of a person's record.
    """
    name = " ".join(name.split())
    if not 0 < len(name) <= MAX_NAME_CHARACTERS:
        raise RefusedError("cell_name")
    keys = _new_keys(around)
    genesis = Genesis(name, _checked_term(term), Chamber.CARRYING, sealing_public(keys.sealing_seed))
    payload = Payload(around.entropy(SALT_BYTES), encode(genesis))
    first = extend(CellId(ABSENT), keys.device.device, EMPTY, [Draft(GENESIS, payload, around.clock.now_ms())])
    cell = _create(around, CellId(first[0].id), keys)
    try:
        _write_genesis(cell, first)
        write_own_person(cell, person, roles)
        _name_home(around.home, cell)
        _keep_keys(around, cell)  # last: a founding that is cut leaves a folder that is no cell yet
    except BaseException:
        cell.close()
        shutil.rmtree(around.home.cell_folder(cell.id))
        raise
    return cell


def prepare_to_join(around: Surroundings, invitation: Invitation) -> Cell:
    """Return a cell that knows its id and nothing else yet, or the one an earlier attempt began.

    Raises RefusedError("already_member") when this home is already in that cell.
    """
    if not around.home.keys(invitation.cell).exists():
        cell = _create(around, invitation.cell, _new_keys(around))
        _keep_keys(around, cell)
        return cell
    cell = open_cell(around, invitation.cell)
    if cell.membership.effective(cell.device) and cell.store.facts.get(write.OWN_PERSON):
        cell.close()
        raise RefusedError("already_member")
    return cell


def forget_vain_attempt(around: Surroundings, cell_id: CellId) -> None:
    """Take away what an attempt to join left when nobody opened: keys that signed nothing, and an empty store.

    Otherwise this home would hold a cell that it is not in. An attempt that was cut later on stays, to be done again.
    Call it with the home's lock held.
    """
    try:
        cell = open_cell(around, cell_id)
    except RefusedError:
        return  # what does not open is not ours to judge
    empty = not cell.heights()
    cell.close()
    if empty:
        shutil.rmtree(around.home.cell_folder(cell_id))


def open_cell(around: Surroundings, cell_id: CellId) -> Cell:
    """Open a cell of this home; what an interrupted session left unjudged is judged now.

    A restore that was cut is finished first. A database put back from a copy is told apart (``services/instance.py``),
    and writes on with a new device.
    Raises RefusedError: ``keys_damaged``, ``passphrase_needed``, ``passphrase_wrong``, and those of ``open_store``.
    """
    finish(around.home.cell_folder(cell_id))
    keys = load_keys(around.home.keys(cell_id), around.passphrase)
    store = _open_with_room(around.home, cell_id, keys)
    try:
        cell = Cell(cell_id, keys, store, around.clock, around.entropy)
        instance.examine(cell, around.home.instance(cell_id))
        _keep_mark(around.home, cell, store)
        project_if_room(cell)
        if not store.full:
            succeed_if_restored(cell)
            write_receipts(cell)
            adopt_person(cell)
            tend(cell)
            _clear_away(around.home, cell)
            _name_home(around.home, cell)
    except BaseException:
        store.close()
        raise
    return cell


def _open_with_room(home: Home, cell_id: CellId, keys: CellKeys) -> SqlcipherStore:
    """Open the store; on a disk without even the room that reading takes, with the place of the ballast."""
    path, ballast = home.database(cell_id), Ballast(home.ballast(cell_id))
    try:
        store = open_store(path, keys.store, cell_id)
    except RefusedError as refused:
        if refused.code not in {"store_full", "store_io"} or not home.ballast(cell_id).exists():
            raise
        ballast.free()
        store = open_store(path, keys.store, cell_id)
    store.guard(ballast)
    return store


def _name_home(home: Home, cell: Cell) -> None:
    """Say whose home this is where several persons choose theirs; it is worth no refusal to open."""
    if not is_shared(home):
        return
    own = cell.store.facts.get(write.OWN_PERSON)
    try:
        name_home(home, find(cell.store.reader, own.decode()).title if own else "")
    except RefusedError as refused:
        if refused.code not in {"store_full", "store_io", "record_unknown"}:
            raise


def _clear_away(home: Home, cell: Cell) -> None:
    """Let go of attachments that nobody needs, and of files that nothing leads to.

    A state that was set aside may still know these, and they go to the latest.
    """
    try:
        cell.store.blobs.clear_away(max((home.cell_folder(cell.id) / ASIDE).glob("*"), default=None))
        drop_old(cell)
    except RefusedError as refused:
        if refused.code not in {"store_full", "store_io"}:  # of a disk that is: tried again at the next opening
            raise


def _keep_mark(home: Home, cell: Cell, store: SqlcipherStore) -> None:
    """Raise the mark of this device's own log after each COMMIT."""
    mark = instance.Mark(home.instance(cell.id))
    store.after_commit = lambda: mark.raise_to(cell.device, cell.own_height())


def choose_cell(home: Home, prefix: str) -> CellId:
    """Return the home's cell whose id begins so; without a prefix, its only one.

    Raises RefusedError: ``cell_none``, ``cell_unknown``, ``cell_ambiguous``.
    """
    cells = home.cells()
    if not cells:
        raise RefusedError("cell_none")
    chosen = [cell for cell in cells if cell.hex().startswith(prefix.lower())]
    if not chosen:
        raise RefusedError("cell_unknown", prefix=prefix)
    if len(chosen) > 1:
        raise RefusedError("cell_ambiguous", cells=", ".join(cell.hex()[:16] for cell in chosen))
    return chosen[0]


def write_own_person(cell: Cell, name: str, roles: Sequence[str]) -> str:
    """Write this person's own record, once, and return its id."""
    known = cell.store.facts.get(write.OWN_PERSON)
    if known:
        return known.decode()
    record = write.add(cell, "person", {"name": name, "roles": list(roles)}, owned=True)
    with cell.store.transaction():
        cell.store.facts.set(write.OWN_PERSON, record.encode())
        forget_all(cell)  # to be somebody is not undone by a key
    return record


def _new_keys(around: Surroundings) -> CellKeys:
    return new_keys(around.entropy(32), around.entropy(32), around.entropy(32))


def _create(around: Surroundings, cell_id: CellId, keys: CellKeys) -> Cell:
    folder = around.home.cell_folder(cell_id)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    database = around.home.database(cell_id)
    database.unlink(missing_ok=True)  # left by a creation that was cut before its keys were kept: nothing can open it
    store = create_store(database, keys.store, cell_id)
    store.guard(Ballast(around.home.ballast(cell_id)))
    cell = Cell(cell_id, keys, store, around.clock, around.entropy)
    instance.begin(cell, around.home.instance(cell_id))
    _keep_mark(around.home, cell, store)
    return cell


def _keep_keys(around: Surroundings, cell: Cell) -> None:
    """Make the folder a cell of this home."""
    save_keys(around.home.keys(cell.id), cell.keys, around.passphrase, around.entropy(16))


def _write_genesis(cell: Cell, first: Sequence[Entry]) -> None:
    with cell.store.transaction():
        cell.append_verified(seal(first, cell.keys.device.sign), first)
        cell.refresh_membership()
        keep_secret(cell, FIRST_EPOCH, cell.entropy(32))


def _checked_term(term: str) -> str:
    try:
        day = date.fromisoformat(term)
    except ValueError as error:
        raise RefusedError("cell_term", term=term, latest=TERM) from error
    if day > date.fromisoformat(TERM):
        raise RefusedError("cell_term", term=term, latest=TERM)
    return day.isoformat()
