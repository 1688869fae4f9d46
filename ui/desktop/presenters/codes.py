"""What a screen asks of the spoken code: to show one, to wait for who says it, and to show codes again."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class ShownCode:
    """A code as it is read out, for how many minutes it is good, and where the other computer may dial."""

    code: str
    minutes: int
    endpoint: str  # empty when nobody may come in


@dataclass(frozen=True, slots=True)
class CameIn:
    """Who came in by the code: a person, or another computer of the person here."""

    name: str
    device: str


class CodePort(Protocol):
    """The code of an opened cell. Each future ends with RefusedError when it is refused; its code has a sentence."""

    def show(self, *, device: bool = False, concerned: bool = False) -> Future[ShownCode]:
        """Show a new code, in the place of an older one: for a person, or for another computer of one's own."""
        ...

    def wait(self) -> Future[CameIn]:
        """Return who came in by the code that is shown, once they are in; cancel it to wait no more."""
        ...

    def hide(self) -> None:
        """Show no code any more."""
        ...

    def allow_again(self) -> Future[None]:
        """Show codes although three wrong ones were said: a person asks for it."""
        ...
