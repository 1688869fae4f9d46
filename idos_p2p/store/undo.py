"""What to do in memory when a transaction is rolled back."""

from __future__ import annotations

from collections.abc import Callable


class Undo:
    """The steps that restore what a transaction changed in memory, last change first."""

    def __init__(self) -> None:
        self._steps: list[Callable[[], None]] = []

    def remember(self, step: Callable[[], None]) -> None:
        """Add the inverse of a change that was just made."""
        self._steps.append(step)

    def restore(self) -> None:
        """Undo every change since the transaction began."""
        while self._steps:
            self._steps.pop()()

    def forget(self) -> None:
        """Keep every change: the transaction is durable."""
        self._steps.clear()
