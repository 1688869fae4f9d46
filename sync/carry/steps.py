"""Long work that goes between a cell and a slow disk, in steps: nobody waits for the one while the other is asked.

What carries is a generator that runs where the cell does. It yields a ``Step`` whenever something is to be done with
files; whoever drives it does that wherever it likes, and sends back what came of it. To close it is to cancel it:
whatever was half done is taken away again.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from idos_p2p.errors import RefusedError

T = TypeVar("T")


def _nothing() -> None:
    """Give way to others."""


@dataclass(frozen=True, slots=True)
class Step:
    """What is to be done with files before the work goes on, and how far all of it is by then, in bytes.

    ``total`` is 0 while it is not known.
    """

    work: Callable[[], Any] = _nothing
    done: int = 0
    total: int = 0


Steps = Generator[Step, Any, T]


class Closable(Protocol):
    """A file being read or written."""

    def close(self) -> None:
        """Let go of it; never raises."""
        ...


F = TypeVar("F", bound=Closable)


class Opening(Generic[F]):
    """A file that a step opens. It is closed at the end also when the work was cancelled before it took it."""

    def __init__(self, work: Callable[[], F]) -> None:
        self._work = work
        self._opened: list[F] = []

    def __call__(self) -> F:
        """Open it: the work of a step."""
        self._opened.append(self._work())
        return self._opened[-1]

    def close(self) -> None:
        """Let go of it."""
        for one in self._opened:
            one.close()


Progress = Callable[[int, int], None]
"""Told how many bytes are done, of how many; 0 while that is not known. From the thread that drives."""


@dataclass(frozen=True, slots=True)
class Done:
    """What the work came to."""

    result: Any


@dataclass(frozen=True, slots=True)
class Came:
    """What a step brought: a value, or the fault that the disk answered with."""

    value: Any = None
    fault: OSError | None = None


def go_on(steps: Steps[Any], came: Came | None) -> Step | Done:
    """Go on with what the last step brought; None at the beginning. Raises what the work raises."""
    try:
        if came is None:
            return next(steps)
        return steps.send(came.value) if came.fault is None else steps.throw(came.fault)
    except StopIteration as end:
        return Done(end.value)


def do(step: Step) -> Came:
    """Do what a step says."""
    try:
        return Came(step.work())
    except OSError as fault:
        return Came(fault=fault)


def unheard(_done: int, _total: int) -> None:
    """Listen to no progress."""


def never() -> bool:
    """Cancel nothing."""
    return False


def carry_out(steps: Steps[T], progress: Progress = unheard, cancelled: Callable[[], bool] = never) -> T:
    """Do all of it here and now, and return what it came to.

    ``cancelled`` is asked before each step; then RefusedError("carry_cancelled") is raised and nothing half is left.
    """
    came: Came | None = None
    try:
        while not isinstance(told := go_on(steps, came), Done):
            if cancelled():
                raise RefusedError("carry_cancelled")
            progress(told.done, told.total)
            came = do(told)
    finally:
        steps.close()
    result: T = told.result
    return result
