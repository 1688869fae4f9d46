"""Showing a spoken code: one at a time, for one guess, and what is handed over to whoever says it right."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from idos_p2p.errors import PeerFault, RefusedError
from idos_p2p.governance.matters import Chamber
from idos_p2p.identity.invitation import Invitation
from idos_p2p.identity.spoken_code import SpokenCode, new_code
from idos_p2p.ids import DeviceId
from idos_p2p.services.cell import Cell, Entropy
from idos_p2p.services.devices import require_room_for_device
from idos_p2p.services.invite import invite, require_voice
from idos_p2p.services.pairing import count_guess, guess_was_right, require_pairing, wrong_codes
from sync.channel.doors import Door
from sync.channel.pairing import (
    MARK_BYTES,
    NO_SEED,
    OPENING_BYTES,
    Aim,
    Gift,
    PairingGround,
    SponsorSide,
)
from sync.channel.versions import CHANNEL_VERSIONS
from sync.channel.wire import SecureWire
from sync.protocol.limits import CODE_SECONDS
from sync.worker import CellWorker

LINK_DAYS = 1  # whoever was cut off after the code was said finishes with what was handed over


@dataclass(eq=False, slots=True)
class _Shown:
    """A code, from its showing to whoever came in by it."""

    aim: Aim
    chamber: Chamber
    code: SpokenCode
    until: float  # of the loop's own clock, which no one sets
    outcome: asyncio.Future[DeviceId]
    said: bool = False
    opens: Door | None = None  # by which whoever said it comes in


class Sponsor:
    """Shows one code at a time. Lives in the loop's thread.

    ``renew_doors`` returns when the doors of this device are those of its membership now.
    """

    def __init__(
        self,
        worker: CellWorker,
        renew_doors: Callable[[], Awaitable[None]],
        entropy: Entropy,
        seconds: float = CODE_SECONDS,
    ) -> None:
        self._worker = worker
        self._renew_doors = renew_doors
        self._entropy = entropy
        self._seconds = seconds
        self._shown: _Shown | None = None
        self._turn = asyncio.Lock()  # one guess at a time

    async def show(self, aim: Aim, chamber: Chamber = Chamber.CARRYING) -> SpokenCode:
        """Return a new code, good for ten minutes and one guess; it takes the place of an older one.

        Raises RefusedError: ``pairing_stopped``, ``no_voice`` for a guest who invites, those of adding a device.
        """
        code = await self._worker.run(_allowed_code, aim)
        self.hide("code_replaced")
        loop = asyncio.get_running_loop()
        self._shown = _Shown(aim, chamber, code, loop.time() + self._seconds, loop.create_future())
        return code

    async def outcome(self) -> DeviceId:
        """Return the device that came in by the code that was shown last, once it is in.

        Raises RefusedError: ``code_wrong``, ``pairing_stopped``, ``code_replaced``, ``code_ended`` after ten minutes or
        when none is shown.
        """
        shown = self._shown
        if shown is None:
            raise RefusedError("code_ended")
        try:
            async with asyncio.timeout_at(shown.until):
                return await asyncio.shield(shown.outcome)
        except TimeoutError as error:
            self._end(shown, RefusedError("code_ended"))
            raise RefusedError("code_ended") from error

    def hide(self, code: str = "code_ended") -> None:
        """Show no code any more; whoever waits for it is told why."""
        if self._shown:
            self._end(self._shown, RefusedError(code))

    def doors(self) -> Sequence[Door]:
        """Return the doors that stand open for whoever is to say the code, or has said it."""
        shown = self._shown
        if shown is None or self._over(shown):
            return ()
        if not shown.said:
            return (Door.pairing(shown.code.number, shown.aim.value),)
        return (shown.opens,) if shown.aim is Aim.DEVICE and shown.opens else ()

    async def serve(self, secure: SecureWire, certificate_hash: bytes) -> None:
        """Hear one guess at the code, and hand over what it opens; a wrong one burns the code.

        Raises PeerFault: code_wrong, code_gone when no code is shown, pairing_malformed, version_unknown.
        """
        async with self._turn:
            shown = self._require_shown(None)
            ground = PairingGround(shown.code.password, certificate_hash, CHANNEL_VERSIONS, self._entropy)
            side = SponsorSide(ground)
            secure.write(side.greeting())
            secure.write(side.element(await secure.read_exactly(OPENING_BYTES)))
            mark = await secure.read_exactly(MARK_BYTES)
            self._require_shown(shown)
            shown.said = True
            try:
                secure.write(side.answer(await self._judge(shown, side, mark)))
                await secure.wire.drain()
            except RefusedError as refused:  # of our own disk or cell: told to the person here
                self._end(shown, refused)
                raise PeerFault("code_gone") from refused
            except BaseException:  # cut: nobody can say it once more
                self._end(shown, RefusedError("code_ended"))
                raise

    def came_in(self, door: Door, device: DeviceId) -> None:
        """Take note that a device was let in by this door."""
        shown = self._shown
        if shown and shown.opens and shown.opens.keys == door.keys and not shown.outcome.done():
            shown.outcome.set_result(device)

    async def _judge(self, shown: _Shown, side: SponsorSide, mark: bytes) -> Gift:
        """Count the guess, look at it, and return what it opens. Raises PeerFault("code_wrong")."""
        await self._worker.run(count_guess)
        try:
            side.check(mark)
        except PeerFault:
            self._end(shown, await self._worker.run(_wrong))
            raise
        gift = await self._worker.run(_gift, shown.aim, shown.chamber)
        join = gift.aim is Aim.JOIN
        shown.opens = Door.join(b"", gift.invitation.knock) if join else Door.device(side.secret)
        await self._renew_doors()
        return gift

    def _require_shown(self, expected: _Shown | None) -> _Shown:
        shown = self._shown
        if shown is None or shown.said or self._over(shown) or (expected and shown is not expected):
            raise PeerFault("code_gone")
        return shown

    def _over(self, shown: _Shown) -> bool:
        return shown.outcome.done() or asyncio.get_running_loop().time() >= shown.until

    def _end(self, shown: _Shown, why: RefusedError) -> None:
        if not shown.outcome.done():
            shown.outcome.set_exception(why)
            shown.outcome.exception()  # whether or not somebody waits for it


def _allowed_code(cell: Cell, aim: Aim) -> SpokenCode:
    require_pairing(cell)
    if aim is Aim.JOIN:
        require_voice(cell)
    else:
        require_room_for_device(cell)
    return new_code(cell.entropy)


def _wrong(cell: Cell) -> RefusedError:
    try:
        require_pairing(cell)
    except RefusedError as stopped:
        return stopped
    return RefusedError("code_wrong", count=wrong_codes(cell))


def _gift(cell: Cell, aim: Aim, chamber: Chamber) -> Gift:
    guess_was_right(cell)
    if aim is Aim.DEVICE:
        return Gift(aim, Invitation(cell.id, NO_SEED, cell.membership.checkpoint))
    return Gift(aim, invite(cell, 1, LINK_DAYS, chamber))
