"""Who may come in: the listening sockets, how many may be half-way in, and one line for each that is turned away."""

from __future__ import annotations

import asyncio
import errno
import logging
import socket
from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from contextlib import suppress
from functools import partial
from typing import NamedTuple

from idos_p2p.errors import Fault, PeerFault, RefusedError
from sync.channel.connection import DEFAULT_TIMEOUTS, Channel, Timeouts
from sync.channel.doors import Door
from sync.channel.handshake import Identity, Pair, accept
from sync.channel.places import DEFAULT_BOUNDS, Belongs, Bounds, Place, loses
from sync.channel.probe import answer
from sync.channel.tls import EphemeralCertificate
from sync.channel.wire import SecureWire, Wire
from sync.protocol.limits import (
    ACCEPT_RETRY_SECONDS,
    BACKLOG,
    DISPLACE_LAST_SECONDS,
    DISPLACE_SECONDS,
    READ_BYTES,
    REFUSAL_LINES,
    REFUSAL_SECONDS,
)

log = logging.getLogger("idos.sync.channel")

_PORT_ATTEMPTS = 8  # a port free on one address and taken on another is rare; eight in a row are not chance

_CAUSES = {
    errno.EADDRINUSE: "port_in_use",
    errno.EADDRNOTAVAIL: "address_unknown",
    errno.EACCES: "not_allowed",
    errno.EPERM: "not_allowed",
}

_GONE = {errno.ECONNABORTED, errno.ECONNRESET, errno.EPROTO, errno.ENETDOWN, errno.ENETUNREACH, errno.EHOSTUNREACH}
"""What accept(2) says of a connection that ended before it was taken, or of the network behind it."""


class TurnedAway(NamedTuple):
    """A peer that did not get in: why (a fault's code), from where, and how far it had come."""

    code: str
    remote: tuple[str, int]
    step: str
    unsaid: int = 0
    """How many others were turned away since the last one that was told."""


class _HalfOpen(NamedTuple):
    task: asyncio.Task[None]
    since: float


class _InSession(NamedTuple):
    place: Place
    channel: Channel


class Listener:
    """Lets peers in by one of the doors, and hands each proven channel to ``welcome``.

    ``doors`` is asked afresh for every peer, and ``belongs`` which of the devices in session are the cell's: others
    cannot take their places. ``welcome`` runs the whole session: when it returns, the channel is closed; a Fault that
    escapes it is logged and ends that channel alone.
    """

    def __init__(
        self,
        identity: Identity,
        certificate: EphemeralCertificate,
        doors: Callable[[], Sequence[Door]],
        welcome: Callable[[Channel], Awaitable[None]],
        *,
        belongs: Belongs,
        turned_away: Callable[[TurnedAway], None] | None = None,
        timeouts: Timeouts = DEFAULT_TIMEOUTS,
        bounds: Bounds = DEFAULT_BOUNDS,
    ) -> None:
        self._identity = identity
        self._certificate = certificate
        self._doors = doors
        self._welcome = welcome
        self.pair: Pair | None = None
        """Serves those who come to say a code, where one of the doors is for them."""
        self._belongs = belongs
        self._turned_away = turned_away
        self._timeouts = timeouts
        self._bounds = bounds
        self._budget = LineBudget(REFUSAL_LINES, REFUSAL_SECONDS)
        self._sockets: list[socket.socket] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._half_open: dict[Wire, _HalfOpen] = {}  # oldest first
        self._in_session: list[_InSession] = []  # oldest first
        self._pairing = 0
        self._freed = asyncio.Event()

    async def open(self, hosts: Sequence[str], port: int) -> int:
        """Listen at every one of these addresses, on one port (0: any free one); return that port.

        Raises RefusedError("cannot_listen") with its cause, and then listens nowhere.
        """
        attempts = _PORT_ATTEMPTS if port == 0 else 1
        while True:
            attempts -= 1
            try:
                chosen = await self._bind(hosts, port)
                break
            except OSError as error:
                self._close_sockets()
                cause = _bind_cause(error)
                if attempts and cause == "port_in_use":
                    continue
                raise RefusedError("cannot_listen", hosts=tuple(hosts), port=port, cause=cause) from error
        for listening in self._sockets:
            _ = self._own(self._let_everyone_knock(listening))
        return chosen

    async def close(self) -> None:
        """Let nobody in any more and end every session; on return all sockets are closed and no task is left."""
        tasks = tuple(self._tasks)
        for task in tasks:
            task.cancel()
        for ended in await asyncio.gather(*tasks, return_exceptions=True):
            if isinstance(ended, Exception):
                log.error("listener failed", exc_info=ended)
        self._close_sockets()

    async def _bind(self, hosts: Sequence[str], port: int) -> int:
        loop = asyncio.get_running_loop()
        chosen = port
        for host in hosts:
            for family, *_, address in await loop.getaddrinfo(host, chosen, type=socket.SOCK_STREAM):
                listening = socket.create_server(address, family=family, backlog=BACKLOG)
                listening.setblocking(False)
                self._sockets.append(listening)
                chosen = listening.getsockname()[1]
                break
        return chosen

    def _close_sockets(self) -> None:
        for listening in self._sockets:
            listening.close()
        self._sockets.clear()

    def _own(self, work: Coroutine[None, None, None]) -> asyncio.Task[None]:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _let_everyone_knock(self, listening: socket.socket) -> None:
        """Take connections one by one, each when there is room: who comes in a flood waits in the system's queue."""
        while True:
            wire = await _next_wire(listening)
            try:
                await self._make_room()
            except asyncio.CancelledError:
                wire.drop()
                raise
            if len(self._in_session) >= self._bounds.connections + self._bounds.strangers:
                self._turn_away("too_many_connections", wire)
                continue
            task = self._own(self._receive(wire))
            self._half_open[wire] = _HalfOpen(task, asyncio.get_running_loop().time())
            task.add_done_callback(partial(self._forget, wire))

    async def _make_room(self) -> None:
        """Return when fewer are half-open than the bound.

        The oldest of the host that holds most places loses its own after DISPLACE_SECONDS, or DISPLACE_LAST_SECONDS
        when it holds no other. So those who only hold places cannot lock out members, who need some hundredths of a
        second, and a full room of members does not push itself out.
        """
        loop = asyncio.get_running_loop()
        while len(self._half_open) >= self._bounds.half_open:
            held = Counter(wire.remote[0] for wire in self._half_open)
            greediest = max(held, key=held.__getitem__)
            victim = next(wire for wire in self._half_open if wire.remote[0] == greediest)
            longest = DISPLACE_SECONDS if held[greediest] > 1 else DISPLACE_LAST_SECONDS
            patience = self._half_open[victim].since + longest - loop.time()
            if patience <= 0:
                self._half_open.pop(victim).task.cancel()
                self._turn_away("half_open_displaced", victim)
                continue
            self._freed.clear()
            with suppress(TimeoutError):
                async with asyncio.timeout(patience):
                    await self._freed.wait()

    def _forget(self, wire: Wire, _task: asyncio.Task[None]) -> None:
        # Also for a task that was cancelled before it first ran, and so has closed nothing itself.
        wire.drop()
        self._no_longer_half_open(wire)

    def _no_longer_half_open(self, wire: Wire) -> None:
        self._half_open.pop(wire, None)
        self._freed.set()

    async def _receive(self, wire: Wire) -> None:
        """Own one connection from its first byte to its last."""
        channel = await self._let_in(wire)
        session = self._take_place(channel, wire) if channel else None
        if channel is None or session is None:
            return
        try:
            await self._welcome(channel)
        except Fault as fault:
            self._say("session ended code=%s host=%s port=%s unsaid=%d", fault.code, *wire.remote)
            channel.abort()
        except Exception:
            # The edge of this connection's task: one session's defect must not pass unseen, nor end the others.
            log.exception("session failed host=%s port=%s", *wire.remote)
            channel.abort()
        finally:
            if session in self._in_session:
                self._in_session.remove(session)
            await channel.close()

    def _take_place(self, channel: Channel, wire: Wire) -> _InSession | None:
        """Give who has proved their device a place in session, if need be another's; None when there is none."""
        now = asyncio.get_running_loop().time()
        comes = Place(channel.peer, (channel.door.purpose, channel.door.name), now)
        try:
            goes = loses([each.place for each in self._in_session], comes, self._belongs, self._bounds)
        except PeerFault as fault:
            self._turn_away(fault.code, wire)
            return None
        if goes is not None:
            loser = self._in_session.pop(goes).channel
            loser.abort()
            self._say("session ended code=%s host=%s port=%s unsaid=%d", "place_lost", *loser.remote)
        self._in_session.append(session := _InSession(comes, channel))
        return session

    async def _let_in(self, wire: Wire) -> Channel | None:
        try:
            channel = await accept(
                wire,
                self._doors(),
                self._identity,
                self._certificate,
                pair=partial(self._pair, self.pair, wire) if self.pair else None,
                probe=answer,
                timeouts=self._timeouts,
            )
        except PeerFault as fault:
            self._turn_away(fault.code, wire)
            return None
        finally:
            self._no_longer_half_open(wire)
        return channel

    async def _pair(self, pair: Pair, wire: Wire, secure: SecureWire, certificate_hash: bytes) -> None:
        """Let somebody say a code: in a place of their own, for whoever is cut off here has spent their guess."""
        if self._pairing >= self._bounds.pairing:
            raise PeerFault("too_many_connections", step=wire.step)
        self._no_longer_half_open(wire)
        self._pairing += 1
        try:
            await pair(secure, certificate_hash)
        finally:
            self._pairing -= 1

    def _say(self, line: str, *words: object) -> None:
        """Write a line, unless there were too many lately; its last word is how many were left out."""
        unsaid = self._budget.spend(asyncio.get_running_loop().time())
        if unsaid is not None:
            log.warning(line, *words, unsaid)

    def _turn_away(self, code: str, wire: Wire) -> None:
        wire.drop()
        self._say("peer turned away code=%s step=%s host=%s port=%s unsaid=%d", code, wire.step, *wire.remote)
        if self._turned_away is not None:
            self._turned_away(TurnedAway(code, wire.remote, wire.step))


async def _next_wire(listening: socket.socket) -> Wire:
    """Return the next connection; when the system hands none out, wait and ask again."""
    while True:
        try:
            connection, _ = await asyncio.get_running_loop().sock_accept(listening)
        except OSError as error:
            if error.errno in _GONE:  # a peer that was gone before we looked costs the next ones nothing
                continue
            # Too many open files, perhaps: the next ones are still served.
            log.warning("connection not taken errno=%s", error.errno)
            await asyncio.sleep(ACCEPT_RETRY_SECONDS)
            continue
        try:
            return Wire(*await asyncio.open_connection(sock=connection, limit=READ_BYTES))
        except OSError:
            connection.close()  # gone meanwhile
        except BaseException:
            connection.close()
            raise


class LineBudget:
    """At most so many lines in so many seconds; what goes over is counted, and said with the next line."""

    def __init__(self, lines: int, seconds: float) -> None:
        self._lines = lines
        self._seconds = seconds
        self._left = lines
        self._since = 0.0
        self._unsaid = 0

    def spend(self, now: float) -> int | None:
        """Return how many lines were left out since the last one, or None when this one is to be left out too."""
        if now - self._since >= self._seconds:
            self._since, self._left = now, self._lines
        if self._left == 0:
            self._unsaid += 1
            return None
        self._left -= 1
        unsaid, self._unsaid = self._unsaid, 0
        return unsaid


def _bind_cause(error: OSError) -> str:
    if isinstance(error, socket.gaierror):
        return "address_unknown"
    return _CAUSES.get(error.errno or 0, "other")
