"""The spoken code of a running cell: what a screen asks, carried to the meetings' loop."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from typing import Any, Protocol, TypeVar

from idos_p2p.governance.matters import Chamber
from idos_p2p.ids import DeviceId
from idos_p2p.services.cell import Cell
from idos_p2p.services.pairing import allow_pairing
from idos_p2p.services.people import members
from sync.channel.pairing import Aim
from sync.node import Node
from sync.protocol.limits import CODE_SECONDS
from sync.worker import CellWorker
from ui.desktop.presenters.codes import CameIn, ShownCode

T = TypeVar("T")


class Ask(Protocol):
    """Runs work with the node in its own loop, from any thread."""

    def __call__(self, work: Callable[[Node], Coroutine[Any, Any, T]], /) -> Future[T]:
        """Return the future of what the work returns."""
        ...


class Codes:
    """The window's ``CodePort``."""

    def __init__(self, ask: Ask, worker: CellWorker) -> None:
        self._ask = ask
        self._worker = worker

    def show(self, *, device: bool = False, concerned: bool = False) -> Future[ShownCode]:
        """Show a new code, in the place of an older one."""
        aim = Aim.DEVICE if device else Aim.JOIN
        chamber = Chamber.CONCERNED if concerned else Chamber.CARRYING

        async def shown(node: Node) -> ShownCode:
            code = await node.sponsor.show(aim, chamber)
            return ShownCode(str(code), int(CODE_SECONDS / 60), str(node.endpoint or ""))

        return self._ask(shown)

    def wait(self) -> Future[CameIn]:
        """Return who came in by the code that is shown, once they have said who they are."""

        async def came_in(node: Node) -> CameIn:
            return await self._worker.run(_who, await node.newcomer())

        return self._ask(came_in)

    def hide(self) -> None:
        """Show no code any more."""

        async def hidden(node: Node) -> None:
            node.sponsor.hide()

        self._ask(hidden)

    def allow_again(self) -> Future[None]:
        """Show codes although three wrong ones were said."""
        return self._worker.submit(allow_pairing)


def _who(cell: Cell, device: DeviceId) -> CameIn:
    found = next((member for member in members(cell) if device in member.devices), None)
    return CameIn(found.name if found else "", device.hex())
