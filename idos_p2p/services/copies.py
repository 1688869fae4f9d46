"""Copies of a cell: one a day beside the data, seven kept; one made where the person says; and how one is put back.

A copy is one file, a ZIP archive without compression (what is encrypted does not shrink)::

    about     which cell, of which device, when, how many entries (JSON)
    keys      the secrets of this installation, as they lie in the home: behind the passphrase if there is one
    cell.db   the database, defragmented, under the same key; in place of its instance id it says that it is a copy

It is made from what is committed while others go on writing, checked, written under another name, and renamed: there is
never half a copy. Without a passphrase, whoever holds a copy reads everything in it.

What was erased leaves the copies of each day, too: one made before the last purge is replaced by one made after it.
Copies that a person made elsewhere are theirs, and so is what a restore set aside: no program of ours looks for them. A
copy put back from there holds the words again until this computer meets another one that knows of the erasure.
"""

from __future__ import annotations

import errno
import io
import os
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO

import msgspec

from idos_p2p.errors import RefusedError
from idos_p2p.identity.keystore import CellKeys, is_wrapped, load_keys
from idos_p2p.ids import CellId
from idos_p2p.limits import MIB
from idos_p2p.paths import Home
from idos_p2p.services.cell import Cell
from idos_p2p.services.day import day_of
from idos_p2p.services.found import Surroundings
from idos_p2p.services.instance import COPIED, INSTANCE
from idos_p2p.services.project import PURGE_BYTES, PURGES
from idos_p2p.services.replace import DATABASE, KEYS, commit, finish, making_ready
from idos_p2p.store.ballast import BALLAST_BYTES, ROOM_BYTES, free_bytes
from idos_p2p.store.durable import BINARY, PART, sync_file, sync_folder
from idos_p2p.store.sqlcipher import SqlcipherStore, copy_store, open_store

SUFFIX = ".idos-copy"
KEPT_DAYS = 7
CHEAP_BYTES = 8 * MIB  # a database whose copy takes some 50 ms: a short command makes it on its way out
READ_KIB = 2 * 1024  # of a copy's pages in memory: it is read once, from its beginning to its end
_FORMAT = 1
_ABOUT = "about"


class _About(msgspec.Struct, frozen=True):
    format: int
    cell: str
    made_ms: int
    entries: int
    purges: str = ""  # the fact PURGES of its database, in hexadecimal digits


@dataclass(frozen=True, slots=True)
class Copy:
    """One copy. ``protected``: it opens with the passphrase of its keys only. ``purges``: the fact of its database.

    ``current``: its keys are those of the home, so it opens with the passphrase of today. A copy of each day alone
    knows; of one that lies elsewhere nobody can say before it is opened.
    """

    path: Path
    cell: CellId
    made_ms: int
    entries: int
    size: int  # bytes
    protected: bool
    purges: bytes = b""
    current: bool = True


@dataclass(frozen=True, slots=True)
class Source:
    """What a copy is made of. Nothing in it is shared with whoever works on the cell: use it from any thread."""

    home: Home
    cell: CellId
    store_key: bytes
    purge: bytes = b""  # the last one of the cell's database when this was asked; empty before any


def source_of(home: Home, cell: Cell) -> Source:
    """Return what copies of this cell are made of."""
    return Source(home, cell.id, cell.keys.store, (cell.store.facts.get(PURGES) or b"")[-PURGE_BYTES:])


def make_copy(source: Source, path: Path, made_ms: int) -> Copy:
    """Make a checked copy at this path, or in this folder under the name of its day, and return it.

    Raises RefusedError: copy_exists, copy_full, copy_io, store_damaged (the database itself cannot be copied whole).
    """
    if path.is_dir():
        path = path / (day_of(made_ms) + SUFFIX)
    if path.exists():
        raise RefusedError("copy_exists", path=str(path))
    return _make(source, path, made_ms)


def _make(source: Source, path: Path, made_ms: int) -> Copy:
    """Make a checked copy at this path, in place of what is there."""
    part = path.with_name(path.name + PART)
    try:
        with _workshop(source.home.copies(source.cell)) as workshop:
            about = _copy_database(source, workshop / DATABASE, made_ms)
            shutil.copyfile(source.home.keys(source.cell), workshop / KEYS)
            (workshop / _ABOUT).write_bytes(msgspec.json.encode(about))
            _pack(workshop, part)
        copy = read_copy(part)
        part.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        raise _unwritten(path, error) from error
    except RefusedError as refused:
        if refused.code == "store_full":
            raise RefusedError("copy_full", path=str(path), reason=str(refused)) from refused
        raise
    finally:
        part.unlink(missing_ok=True)
    return replace(copy, path=path)


def read_copy(path: Path) -> Copy:
    """Return what a copy says of itself, every byte of it read and found as it was written.

    Raises RefusedError: copy_missing, copy_damaged, copy_newer.
    """
    with _opened(path) as (archive, about):
        if archive.testzip() is not None:
            raise RefusedError("copy_damaged", path=str(path))
        return _described(path, archive, about)


def daily_copies(home: Home, cell: CellId) -> list[Copy]:
    """Return the copies of each day, the newest first; those that cannot be read are left out."""
    found = []
    kept = home.keys(cell)
    keys = kept.read_bytes() if kept.exists() else b""
    for path in sorted(home.copies(cell).glob("*" + SUFFIX), reverse=True):
        try:
            with _opened(path) as (archive, about):
                found.append(replace(_described(path, archive, about), current=archive.read(KEYS) == keys))
        except RefusedError:
            continue
    return found


def is_due(home: Home, cell: CellId, now_ms: int) -> bool:
    """Say whether the copy of this day is still to be made, and the disk has room for it and the ballast."""
    if _daily_path(home, cell, now_ms).exists():
        return False
    wanted = 2 * _size(home.database(cell)) + BALLAST_BYTES + ROOM_BYTES
    return free_bytes(home.cell_folder(cell)) > wanted


def is_cheap(home: Home, cell: CellId) -> bool:
    """Say whether a copy takes no longer than a person waits for nothing."""
    return _size(home.database(cell)) <= CHEAP_BYTES


def outdated(source: Source) -> list[Copy]:
    """Return the copies of each day that may hold what was erased since: those that do not know the last purge."""
    if not source.purge:
        return []
    return [copy for copy in daily_copies(source.home, source.cell) if not _knows(copy, source.purge)]


def make_daily(source: Source, now_ms: int) -> Copy:
    """Make the copy of this day, and remove the oldest beyond seven; it takes the place of all that are ``outdated``.

    Raises as ``make_copy``.
    """
    path, old = _daily_path(source.home, source.cell, now_ms), outdated(source)
    if not old:
        copy = make_copy(source, path, now_ms)
    else:
        copy = _make(source, path, now_ms)
        for one in old:
            if one.path != path:
                one.path.unlink(missing_ok=True)
        sync_folder(path.parent)
    for one_more in sorted(path.parent.glob("*" + SUFFIX), reverse=True)[KEPT_DAYS:]:
        one_more.unlink(missing_ok=True)
    return copy


def _knows(copy: Copy, purge: bytes) -> bool:
    places = range(0, len(copy.purges), PURGE_BYTES)
    return any(copy.purges[place : place + PURGE_BYTES] == purge for place in places)


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back, and where the state before it is now: None when there was none."""

    copy: Copy
    aside: Path | None


def restore_copy(around: Surroundings, path: Path) -> Restored:
    """Put a copy back in this home; the present state of that cell is set aside. Call it with the home's lock held.

    Raises RefusedError: those of ``read_copy``, ``passphrase_needed``, ``copy_passphrase_wrong`` (it was made under
    another one), copy_full, store_io.
    """
    copy = read_copy(path)
    folder = around.home.cell_folder(copy.cell)
    finish(folder)
    before = around.home.database(copy.cell).exists()
    try:
        with making_ready(folder) as place:
            unpack_copy(path, place)
            keys = _keys(place / KEYS, around.passphrase, path)
            _require_sound(open_store(place / DATABASE, keys.store, copy.cell), path)
            aside = commit(place, around.clock.now_ms())
    finally:
        if not before and folder.exists() and not any(folder.iterdir()):
            folder.rmdir()
    finish(folder)
    return Restored(copy, aside if before else None)


def _keys(file: Path, passphrase: str, copy: Path) -> CellKeys:
    """Return the keys of a copy; the passphrase that it needs is the one of the day it was made."""
    try:
        return load_keys(file, passphrase)
    except RefusedError as refused:
        if refused.code != "passphrase_wrong":
            raise
        raise RefusedError("copy_passphrase_wrong", path=str(copy)) from refused


def keys_of(path: Path) -> bytes:
    """Return the keys file in a copy. Raises RefusedError: copy_missing, copy_damaged, copy_newer."""
    with _opened(path) as (archive, _):
        return archive.read(KEYS)


def rekey(path: Path, keys: bytes) -> None:
    """Put another keys file in a copy, all the rest of it as it was; cut anywhere, the copy is one or the other.

    Raises RefusedError: copy_missing, copy_damaged, copy_newer, copy_full, copy_io; the copy is then as it was.
    """
    part = path.with_name(path.name + PART)
    try:
        descriptor = os.open(part, os.O_RDWR | os.O_CREAT | os.O_TRUNC | BINARY, 0o600)
        with (
            _opened(path) as (archive, _),
            os.fdopen(descriptor, "r+b") as file,
            zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as packed,
        ):
            for name in (_ABOUT, KEYS, DATABASE):
                with _member(archive, name, keys) as member, packed.open(name, "w", force_zip64=True) as place:
                    shutil.copyfileobj(member, place, MIB)
        sync_file(part)
        read_copy(part)
        part.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        raise _unwritten(path, error) from error
    finally:
        part.unlink(missing_ok=True)


def _member(archive: zipfile.ZipFile, name: str, keys: bytes) -> IO[bytes]:
    return io.BytesIO(keys) if name == KEYS else archive.open(name)


def unpack_copy(path: Path, place: Path) -> None:
    """Write the database and the keys of a copy into a folder.

    Raises RefusedError: copy_missing, copy_damaged, copy_newer, copy_full, copy_io.
    """
    try:
        with _opened(path) as (archive, _):
            for name in (DATABASE, KEYS):
                descriptor = os.open(place / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | BINARY, 0o600)
                with archive.open(name) as member, os.fdopen(descriptor, "wb") as file:
                    shutil.copyfileobj(member, file, MIB)
    except OSError as error:
        raise _unwritten(place, error) from error


@contextmanager
def newest_database(home: Home, cell: CellId) -> Iterator[Path | None]:
    """Give the database of the newest daily copy that can be read, unpacked for as long as the block lasts."""
    with _workshop(home.copies(cell)) as workshop:
        for copy in daily_copies(home, cell):
            try:
                unpack_copy(copy.path, workshop)
            except RefusedError:
                for name in (DATABASE, KEYS):
                    (workshop / name).unlink(missing_ok=True)
                continue
            yield workshop / DATABASE
            return
        yield None


@contextmanager
def _workshop(copies: Path) -> Iterator[Path]:
    """Give an empty folder for a copy being made, on the same disk as the cell."""
    copies.mkdir(mode=0o700, exist_ok=True)
    place = copies / ("making" + PART)
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(mode=0o700)
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _copy_database(source: Source, target: Path, made_ms: int) -> _About:
    copy_store(source.home.database(source.cell), target, source.store_key)
    store = open_store(target, source.store_key, source.cell)
    store.keep_in_memory(READ_KIB)
    with store.transaction():
        store.facts.set(INSTANCE, COPIED)
    purges = (store.facts.get(PURGES) or b"").hex()
    entries = sum(store.judgements.verdicts().values()) + len(store.log.acts())
    _require_sound(store, target)
    return _About(_FORMAT, source.cell.hex(), made_ms, entries, purges)


def _require_sound(store: SqlcipherStore, path: Path) -> None:
    """Check a store and close it; raise RefusedError("copy_damaged") unless all of it is sound."""
    try:
        faults = store.check()
    finally:
        store.close()
    if faults:
        raise RefusedError("copy_damaged", path=str(path))


def _pack(workshop: Path, part: Path) -> None:
    descriptor = os.open(part, os.O_RDWR | os.O_CREAT | os.O_TRUNC | BINARY, 0o600)
    with os.fdopen(descriptor, "r+b") as file, zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for name in (_ABOUT, KEYS, DATABASE):
            archive.write(workshop / name, name)
    sync_file(part)


@contextmanager
def _opened(path: Path) -> Iterator[tuple[zipfile.ZipFile, _About]]:
    """Give a copy's archive and what it says of itself."""
    if not path.is_file():
        raise RefusedError("copy_missing", path=str(path))
    try:
        with zipfile.ZipFile(path) as archive:
            if {member.filename for member in archive.infolist()} != {_ABOUT, KEYS, DATABASE}:
                raise RefusedError("copy_damaged", path=str(path))
            if any(member.compress_type != zipfile.ZIP_STORED for member in archive.infolist()):
                raise RefusedError("copy_damaged", path=str(path))  # so that nothing is larger than the file
            about = msgspec.json.decode(archive.read(_ABOUT), type=_About)
            if about.format > _FORMAT:
                raise RefusedError("copy_newer", path=str(path))
            yield archive, about
    except (zipfile.BadZipFile, msgspec.DecodeError, EOFError, ValueError) as error:
        raise RefusedError("copy_damaged", path=str(path)) from error


def _described(path: Path, archive: zipfile.ZipFile, about: _About) -> Copy:
    cell = CellId(bytes.fromhex(about.cell))
    size, protected = path.stat().st_size, is_wrapped(archive.read(KEYS))
    return Copy(path, cell, about.made_ms, about.entries, size, protected, bytes.fromhex(about.purges))


def _daily_path(home: Home, cell: CellId, now_ms: int) -> Path:
    return home.copies(cell) / (day_of(now_ms) + SUFFIX)


def _size(database: Path) -> int:
    """Return how many bytes a database and its pending log take."""
    files = (database, database.with_name(database.name + "-wal"))
    return sum(file.stat().st_size for file in files if file.exists())


def _unwritten(path: Path, error: OSError) -> RefusedError:
    if error.errno == errno.ENOSPC:
        return RefusedError("copy_full", path=str(path), reason=str(error))
    return RefusedError("copy_io", path=str(path), reason=str(error))
