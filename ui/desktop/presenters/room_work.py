"""What Rencontre sets going that takes a while: the self-test, a key, a shared folder; each can be stopped."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Protocol

from sync.carry.folder import Exchanged
from sync.carry.reading import Reading
from sync.carry.writing import Written
from sync.selftest.examine import Examined

Progress = Callable[[int, int], None]
"""Told how many bytes are done, of how many; 0 while that is not known. From any thread."""


class RoomWork(Protocol):
    """What takes seconds or minutes, beside everything else. To cancel a future is to stop; nothing half is left.

    A future fails with RefusedError where the work is refused. Only of a cell that meets others.
    """

    def examine(self, address: str) -> Future[Examined]:
        """Find out why somebody does not appear; ``address`` ("" for none) should answer, and is dialled from now on.

        Raises RefusedError ``endpoint_unreadable`` for what is none.
        """
        ...

    def end_meeting(self) -> Future[bool]:
        """End the meeting under way; the answer says whether there was one."""
        ...

    def bundles(self, folders: tuple[Path, ...]) -> Future[tuple[Path, ...]]:
        """Return the files in these folders that may carry a cell, the newest first."""
        ...

    def write_bundle(self, folder: Path, progress: Progress) -> Future[Written]:
        """Write all that is here into a new file in that folder."""
        ...

    def preview_bundle(self, path: Path, progress: Progress) -> Future[Reading]:
        """Tell what a file would bring; nothing of it is kept."""
        ...

    def read_bundle(self, path: Path, progress: Progress) -> Future[Reading]:
        """Take what a file brings; what was taken before a stop stays."""
        ...

    def exchange_folder(self, folder: Path, progress: Progress) -> Future[Exchanged]:
        """Make that folder the shared one of this cell, if it is not yet, and exchange with it now."""
        ...
