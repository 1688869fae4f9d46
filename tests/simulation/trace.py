"""The trace of a life: one hash over everything that happened in it, to hold two runs against each other."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256

Part = str | int | bytes


class Trace:
    """A rolling SHA-256. ``listen`` hears each line too: to find the first one that differs between two runs."""

    def __init__(self) -> None:
        self._hash = sha256()
        self.lines = 0
        self.listen: Callable[[tuple[Part, ...]], None] | None = None

    def note(self, *what: Part) -> None:
        """Add one thing that happened."""
        for part in what:
            raw = part if isinstance(part, bytes) else str(part).encode()
            self._hash.update(len(raw).to_bytes(4, "big") + raw)
        self._hash.update(b"\n")
        self.lines += 1
        if self.listen:
            self.listen(what)

    def digest(self) -> str:
        """Return the hash of all that was noted, in hexadecimal."""
        return self._hash.hexdigest()
