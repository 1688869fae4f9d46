"""The disk of a simulated machine: the real stores, on which the power fails, or space ends, at a chosen moment.

What was committed stays, what was not is gone: the transaction under way vanishes whole. What a program forgets when
it dies (sessions, waiting rooms, membership) goes with the ``Cell``. Torn and reordered sectors of the real file are
the work of ``tests/harness``.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Protocol, cast

from idos_p2p.errors import RefusedError
from idos_p2p.ids import CellId
from idos_p2p.store.memory import MemoryStore
from idos_p2p.store.ports import Facts, Judgements, Log, Reader, ReadModel, Store
from idos_p2p.store.sqlcipher import create_store, open_store

_LOG_CHANGES = frozenset({"append", "put_back", "erase", "merge"})
_FACT_CHANGES = frozenset({"set"})
_OTHER_CHANGES = frozenset({"judge", "reopen", "reopen_record", "put", "drop", "clear"})
_CHANGES = _LOG_CHANGES | _FACT_CHANGES | _OTHER_CHANGES

Change = tuple[str, str, tuple[Any, ...]]  # Any: whatever the port's method takes


class PowerCut(BaseException):
    """The machine is dead from here on: nothing in its program may catch this and go on."""

    def __init__(self, disk: Disk) -> None:
        super().__init__()
        self.disk = disk


class DiskFull(RefusedError):
    """There was no room for a change, and there is again once its transaction has failed."""

    def __init__(self, disk: Disk) -> None:
        super().__init__("store_full", reason="simulated")
        self.disk = disk


@dataclass
class _Moment:
    """When something goes wrong: after so many more changes of the store."""

    left: int
    happens: Callable[[], BaseException]
    after_commit: bool  # whether it may also come between a commit and the moment somebody is told


class Disk(Protocol):
    """What a machine keeps its cell on."""

    store: Store  # that the program uses

    def cut_power_after(self, changes: int) -> None:
        """Let the power fail at one of the next changes, or at their commit, or right after it."""
        ...

    def fill_after(self, changes: int) -> None:
        """Let space end at one of the next changes; it is found again when the transaction has failed."""
        ...

    def disarm(self) -> bool:
        """Let nothing go wrong any more; say whether something still would have."""
        ...

    def restart(self) -> None:
        """Open again what was committed, after the power failed or the program was killed."""
        ...

    def copy(self) -> Callable[[], Disk]:
        """Return what makes a disk with a copy of what is committed now, as often as it is called."""
        ...

    def close(self) -> None:
        """Let go of everything."""
        ...


@dataclass
class Wire:
    """What stands between the program and its store: counts the changes, and interrupts one of them."""

    moment: _Moment | None = None
    pending: list[Change] = field(default_factory=list)
    committed: list[Change] = field(default_factory=list)

    def passes(self) -> None:
        """Let one change pass, unless this is the moment."""
        if self.moment:
            if self.moment.left == 0:
                moment, self.moment = self.moment, None
                raise moment.happens()
            self.moment.left -= 1


class _Part:
    """One port of the store behind the wire."""

    def __init__(self, name: str, part: object, wire: Wire) -> None:
        self._name, self._part, self._wire = name, part, wire

    def __getattr__(self, method: str) -> object:
        real = getattr(self._part, method)
        known = partial(self._change, method, real) if method in _CHANGES else real
        self.__dict__[method] = known
        return known

    def _change(self, method: str, real: Callable[..., object], *given: object) -> object:
        self._wire.passes()
        kept = tuple(list(one) if isinstance(one, Iterator) else one for one in given)
        if method not in _OTHER_CHANGES:
            self._wire.pending.append((self._name, method, kept))
        return real(*kept)


class _WiredStore:
    """The real store, seen through the wire."""

    def __init__(self, store: Store, wire: Wire) -> None:
        self._store, self._wire = store, wire
        self.log = cast(Log, _Part("log", store.log, wire))
        self.judgements = cast(Judgements, _Part("judgements", store.judgements, wire))
        self.read_model = cast(ReadModel, _Part("read_model", store.read_model, wire))
        self.facts = cast(Facts, _Part("facts", store.facts, wire))
        self.reader: Reader = store.reader

    def __getattr__(self, name: str) -> object:
        return getattr(self._store, name)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        wire = self._wire
        wire.pending.clear()
        with self._store.transaction():
            yield
            wire.passes()  # the last moment before it is durable
        wire.committed += wire.pending
        if wire.moment and wire.moment.after_commit:
            wire.passes()  # the first moment after: durable, and nobody was told

    def check(self) -> list[str]:
        return self._store.check()

    def close(self) -> None:
        self._store.close()


def wired(store: Store, wire: Wire) -> Store:
    """Return the store, seen through the wire."""
    return cast(Store, _WiredStore(store, wire))


class _Armed(Disk):
    """What both disks do about the moment when something goes wrong."""

    def __init__(self) -> None:
        self._wire = Wire()

    def _dies(self) -> BaseException:
        return PowerCut(self)

    def _fills(self) -> BaseException:
        return DiskFull(self)

    def cut_power_after(self, changes: int) -> None:
        self._wire.moment = _Moment(changes, self._dies, after_commit=True)

    def fill_after(self, changes: int) -> None:
        self._wire.moment = _Moment(changes, self._fills, after_commit=False)

    def disarm(self) -> bool:
        moment, self._wire.moment = self._wire.moment, None
        return moment is not None


class MemoryDisk(_Armed):
    """A disk in memory: the store's own roll-back is what the power cut leaves."""

    def __init__(self, changes: Sequence[Change] = ()) -> None:
        super().__init__()
        self._real = MemoryStore()
        self.store = wired(self._real, self._wire)
        if changes:
            with self._real.transaction():
                for part, method, given in changes:
                    getattr(getattr(self._real, part), method)(*given)
            self._wire.committed += changes

    def restart(self) -> None:
        self._real._database._roll_back()  # what was not committed is gone, whatever the program believed
        self.store = wired(self._real, self._wire)

    def copy(self) -> Callable[[], Disk]:
        kept, at = self._wire.committed, len(self._wire.committed)
        return lambda: MemoryDisk(kept[:at])

    def close(self) -> None:
        self._real.close()


class FileDisk(_Armed):
    """A disk with the real encrypted file: a power cut leaves the file and its write-ahead log as they were."""

    def __init__(self, folder: Path, cell: CellId, key: bytes, source: Path | None = None) -> None:
        super().__init__()
        folder.mkdir(parents=True)
        self._folder, self._cell, self._key = folder, cell, key
        self._files = 0
        self._path = self._next()
        self._left: Path | None = None
        if source:
            _copy_files(source, self._path)
        self._real = open_store(self._path, key, cell) if source else create_store(self._path, key, cell)
        self.store = wired(self._real, self._wire)

    def _next(self) -> Path:
        self._files += 1
        return self._folder / f"{self._files}.db"

    def _dies(self) -> BaseException:
        self._left = self._next()
        _copy_files(self._path, self._left)
        return super()._dies()

    def restart(self) -> None:
        self._real.close()
        self._path, self._left = self._left or self._path, None
        self._real = open_store(self._path, self._key, self._cell)
        self.store = wired(self._real, self._wire)

    def copy(self) -> Callable[[], Disk]:
        saved = self._next()
        _copy_files(self._path, saved)
        return lambda: FileDisk(self._folder / f"back {self._next().stem}", self._cell, self._key, saved)

    def close(self) -> None:
        self._real.close()


def _copy_files(source: Path, target: Path) -> None:
    """Copy a database and the write-ahead log beside it, as they are at this moment."""
    for end in ("", "-wal"):
        beside = source.with_name(source.name + end)
        if beside.exists():
            shutil.copyfile(beside, target.with_name(target.name + end))
