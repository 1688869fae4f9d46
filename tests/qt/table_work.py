"""What takes a while, in the hands of a test: each question gets a future that the test answers when it likes."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sync.carry.folder import Exchanged
from sync.carry.reading import Reading
from sync.carry.writing import Written
from sync.selftest.examine import Examined
from ui.desktop.presenters.room_work import Progress


@dataclass
class Asked:
    """One question: its name, what it is about, its future, and how to tell how far it is."""

    what: str
    about: str
    future: Future[Any]
    progress: Progress | None = None


@dataclass
class TableWork:
    """A ``RoomWork`` without disks and without a network."""

    asked: list[Asked] = field(default_factory=list)
    files: tuple[Path, ...] = ()
    ended: int = 0

    @property
    def last(self) -> Asked:
        """The last question that was asked."""
        return self.asked[-1]

    def examine(self, address: str) -> Future[Examined]:
        return self._ask("examine", address)

    def end_meeting(self) -> Future[bool]:
        self.ended += 1
        done: Future[bool] = Future()
        done.set_result(True)
        return done

    def bundles(self, folders: tuple[Path, ...]) -> Future[tuple[Path, ...]]:
        done: Future[tuple[Path, ...]] = Future()
        done.set_result(tuple(path for path in self.files if path.parent in folders))
        return done

    def write_bundle(self, folder: Path, progress: Progress) -> Future[Written]:
        return self._ask("write", str(folder), progress)

    def preview_bundle(self, path: Path, progress: Progress) -> Future[Reading]:
        return self._ask("preview", str(path), progress)

    def read_bundle(self, path: Path, progress: Progress) -> Future[Reading]:
        return self._ask("read", str(path), progress)

    def exchange_folder(self, folder: Path, progress: Progress) -> Future[Exchanged]:
        return self._ask("folder", str(folder), progress)

    def _ask(self, what: str, about: str, progress: Progress | None = None) -> Future[Any]:
        self.asked.append(Asked(what, about, Future(), progress))
        return self.last.future
