"""One writing process a home: the lock that the system releases when the process ends, however it ends."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from idos_p2p.errors import RefusedError

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


class HomeLock:
    """Held from its making to ``release``."""

    def __init__(self, path: Path) -> None:
        """Take the lock; raise RefusedError("home_in_use") when another process holds it."""
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            if sys.platform == "win32":
                msvcrt.locking(self._descriptor, msvcrt.LK_NBLCK, 1)
            else:
                fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            os.close(self._descriptor)
            raise RefusedError("home_in_use", home=str(path.parent)) from error

    def release(self) -> None:
        """Let another process write."""
        os.close(self._descriptor)
