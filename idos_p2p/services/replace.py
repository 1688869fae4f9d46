"""Another state of a cell put in the place of the present one, which is set aside and never removed.

What is to come is made ready in a folder of its own. ``commit`` gives that folder its name, durably, and from then on
the change happens: whatever cuts it, ``finish`` goes on with it at the next opening. Each of its steps can be repeated.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from idos_p2p.errors import RefusedError
from idos_p2p.store.durable import PART, sync_file, sync_folder

DATABASE, KEYS = "cell.db", "keys"  # as ``Home`` names them
ASIDE = "aside"
_LOG, _INDEX = DATABASE + "-wal", DATABASE + "-shm"
_READY = "restoring-"


@contextmanager
def making_ready(folder: Path) -> Iterator[Path]:
    """Give an empty folder to make the new state ready in: ``cell.db``, and ``keys`` where they change too.

    What is left there without a ``commit`` is removed. Raises RefusedError: store_io, store_full.
    """
    place = folder / ("restoring" + PART)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(mode=0o700)
        yield place
    except OSError as error:
        raise RefusedError("store_io", path=str(folder), reason=str(error)) from error
    finally:
        shutil.rmtree(place, ignore_errors=True)


def commit(place: Path, time_ms: int) -> Path:
    """Decide that what was made ready replaces the present state; return where that will be set aside.

    Call ``finish`` next. Raises RefusedError("store_io"), and nothing has changed.
    """
    folder = place.parent
    moment = _free_moment(folder / ASIDE, time_ms)
    try:
        for file in place.iterdir():
            sync_file(file)
        sync_folder(place)
        place.rename(folder / (_READY + moment))
        sync_folder(folder)
    except OSError as error:
        raise RefusedError("store_io", path=str(place), reason=str(error)) from error
    return folder / ASIDE / moment


def finish(folder: Path) -> None:
    """Put in place what a ``commit`` decided, if one did.

    Raises RefusedError("store_io"); what is left to do is done at the next call.
    """
    try:
        for ready in sorted(folder.glob(_READY + "*")):
            aside = folder / ASIDE / ready.name.removeprefix(_READY)
            aside.mkdir(mode=0o700, parents=True, exist_ok=True)
            _put_database(folder, ready, aside)
            _put_keys(folder, ready, aside)
            for name in (aside, aside.parent, folder):
                sync_folder(name)
            ready.rmdir()
    except OSError as error:
        raise RefusedError("store_io", path=str(folder), reason=str(error)) from error


def _put_database(folder: Path, ready: Path, aside: Path) -> None:
    if not (ready / DATABASE).exists():
        return  # a call before this one did it
    # The log before its file: left beside the new one, it would be read into it.
    for name in (_LOG, _INDEX, DATABASE):
        if (folder / name).exists():
            (folder / name).rename(aside / name)
    (ready / DATABASE).rename(folder / DATABASE)


def _put_keys(folder: Path, ready: Path, aside: Path) -> None:
    if not (ready / KEYS).exists():
        return
    if (folder / KEYS).exists():  # copied, not moved: the folder is a cell for as long as it holds keys
        shutil.copy2(folder / KEYS, aside / KEYS)
        sync_file(aside / KEYS)
    (ready / KEYS).replace(folder / KEYS)


def _free_moment(aside: Path, time_ms: int) -> str:
    """Return a name for this moment, "2026-11-22T15-52-08", that no state set aside has."""
    name = datetime.fromtimestamp(time_ms / 1000, UTC).strftime("%Y-%m-%dT%H-%M-%S")
    names = (name if number == 1 else f"{name}-{number}" for number in count(1))
    return next(each for each in names if not (aside / each).exists())
