"""Who is in the room: our own advertisement kept true, and the others' recognised."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from idos_p2p.clock import Clock
from idos_p2p.errors import RefusedError
from sync.discovery import tags
from sync.discovery.addresses import Endpoint, is_dialable
from sync.discovery.interfaces import hosts_to_meet_on
from sync.discovery.mdns import Mdns
from sync.discovery.tags import Advertisement, RoomSecret
from sync.protocol.limits import INTERFACE_WATCH_SECONDS, MAX_SEEN

log = logging.getLogger("idos.sync.discovery")


@dataclass(frozen=True, slots=True)
class Seen:
    """Some IDOS in the room: a hint whom to dial, proved by nothing."""

    instance: str
    """A random name of one advertisement, by which Gone refers to it."""
    endpoints: tuple[Endpoint, ...]
    """Where to dial it, in this order."""
    name: bytes | None
    """Which of our secrets made its tag; None when none did."""

    @property
    def ours(self) -> bool:
        """Whether it advertises with a secret of this cell."""
        return self.name is not None


@dataclass(frozen=True, slots=True)
class Gone:
    """An advertisement that was withdrawn or has run out."""

    instance: str


@dataclass(frozen=True, slots=True)
class _Told:
    """What our present advertisement rests on; when one of these changes, it is no longer true."""

    hosts: tuple[str, ...]
    hour: int
    secret: RoomSecret


class Discovery:
    """Looks for IDOS on the local networks, and shows ourselves there if we have a port and a secret.

    ``found`` is called in the loop's thread: Seen, again when what an instance says has changed, and Gone; ``moved``
    each time we have entered other networks than before.
    """

    def __init__(
        self,
        found: Callable[[Seen | Gone], None],
        clock: Clock,
        *,
        entropy: Callable[[int], bytes] = secrets.token_bytes,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
        hosts: Callable[[], tuple[str, ...]] = hosts_to_meet_on,
        moved: Callable[[], None] = lambda: None,
    ) -> None:
        self._found = found
        self._clock = clock
        self._entropy = entropy
        self._pause = pause
        self._hosts_to_meet_on = hosts
        self._moved = moved
        self._asked: tuple[str, ...] | None = None
        self._started = False
        self._port: int | None = None
        self._secrets: tuple[RoomSecret, ...] = ()
        self._mdns: Mdns | None = None
        self._hosts: tuple[str, ...] = ()
        self._told: _Told | None = None
        self._own = ""
        self._heard: dict[str, Advertisement] = {}
        self._seen: dict[str, Seen] = {}
        self._watch: asyncio.Task[None] | None = None
        self._turn = asyncio.Lock()  # one change of what we tell at a time, however long the network takes

    @property
    def hosts(self) -> tuple[str, ...]:
        """The addresses that we look and show ourselves at now; empty while there is no network."""
        return self._hosts

    @property
    def heard(self) -> tuple[Advertisement, ...]:
        """What every IDOS in the room says of itself now, ours among them left out."""
        return tuple(self._heard.values())

    @property
    def instance(self) -> str:
        """The name under which we show ourselves now; empty while we do not."""
        return self._own

    async def start(self, port: int | None, interfaces: Sequence[str] | None, secrets: Sequence[RoomSecret]) -> None:
        """Begin. ``secrets`` newest first: that one is advertised, all are recognised.

        Without a port, or without a secret, we only look. ``interfaces``: exactly these of our addresses; None: all
        worth using, watched as they come and go. Raises RefusedError: no_interface (an empty choice) or
        discovery_unavailable (the system refuses; with ``interfaces`` None it is tried again later instead).
        """
        if interfaces is not None and not interfaces:
            raise RefusedError("no_interface")
        self._asked = None if interfaces is None else tuple(interfaces)
        self._port = port
        self._secrets = tuple(secrets)
        self._started = True
        try:
            await self.refresh()
        except RefusedError as refused:
            if self._asked is not None:
                await self.close()
                raise
            _say_it_waits(refused)
        self._watch = asyncio.get_running_loop().create_task(self._keep_true())

    async def change_secrets(self, secrets: Sequence[RoomSecret]) -> None:
        """Advertise with the first of these from now on, and judge again whom we have seen."""
        self._secrets = tuple(secrets)
        for instance in tuple(self._heard):
            self._judge(instance)
        try:
            await self.refresh()
        except RefusedError as refused:
            _say_it_waits(refused)

    async def refresh(self, *, anew: bool = False) -> None:
        """Make what we tell the room true now; called by the watch. ``anew``: with new sockets and names, after sleep.

        Whoever we saw before the sleep may have left: those who are still there are heard again.
        """
        async with self._turn:
            if not self._started:
                return
            hosts = self._asked if self._asked is not None else self._hosts_to_meet_on()
            if hosts != self._hosts or anew:
                await self._move(hosts)
                self._moved()
            await self._tell()

    async def close(self) -> None:
        """Say goodbye and forget whom we saw; on return no task and no socket is left."""
        if self._watch is not None:
            self._watch.cancel()
            (ended,) = await asyncio.gather(self._watch, return_exceptions=True)
            if isinstance(ended, Exception):
                log.error("discovery failed", exc_info=ended)
            self._watch = None
        async with self._turn:
            self._started = False
            await self._leave()

    async def _keep_true(self) -> None:
        while True:
            await self._pause(INTERFACE_WATCH_SECONDS)
            try:
                await self.refresh()
            except RefusedError as refused:
                _say_it_waits(refused)

    async def _move(self, hosts: tuple[str, ...]) -> None:
        """Leave the networks we were on and enter these, under new names: nothing links the two."""
        await self._leave()
        self._hosts = hosts
        if not hosts:
            return
        self._mdns = Mdns(self.hear)
        try:
            await self._mdns.open(hosts)
        except RefusedError:
            await self._leave()
            raise

    async def _leave(self) -> None:
        mdns, self._mdns, self._told, self._hosts = self._mdns, None, None, ()
        if mdns is not None:
            await mdns.close()
        self._heard.clear()
        seen, self._seen = self._seen, {}
        for instance in seen:
            self._found(Gone(instance))

    async def _tell(self) -> None:
        if self._mdns is None or self._port is None:
            return
        if not self._secrets:
            self._told = None
            await self._mdns.withdraw()
            return
        truth = _Told(self._hosts, tags.hour_of(self._clock.now_ms()), self._secrets[0])
        if truth == self._told:
            return
        said = tags.make(truth.secret, self._entropy(tags.NONCE_BYTES), truth.hour, self._port, truth.hosts)
        if self._told is None:
            self._own, host_name = tags.fresh_names(self._entropy)
            await self._mdns.advertise(self._own, host_name, said)
        else:
            await self._mdns.change(said)
        self._told = truth

    def hear(self, instance: str, said: Advertisement | None) -> None:
        """Take what someone on the network says of an instance (None: it is gone), in bounded memory."""
        if instance == self._own:
            return
        if said is None:
            self._heard.pop(instance, None)
            if self._seen.pop(instance, None) is not None:
                self._found(Gone(instance))
            return
        if not all(is_dialable(host, self._hosts) for host in said.hosts):
            return
        if instance not in self._heard and not self._has_room(said):
            return
        self._heard[instance] = said
        self._judge(instance)

    def _has_room(self, said: Advertisement) -> bool:
        """Say whether one more may be followed; one of ours takes the place of a stranger."""
        if len(self._heard) < MAX_SEEN:
            return True
        stranger = next((instance for instance, seen in self._seen.items() if not seen.ours), None)
        if stranger is None or tags.recognise(said, self._secrets, self._clock.now_ms()) is None:
            return False
        self.hear(stranger, None)
        return True

    def _judge(self, instance: str) -> None:
        said = self._heard[instance]
        name = tags.recognise(said, self._secrets, self._clock.now_ms())
        seen = Seen(instance, tuple(Endpoint(host, said.port) for host in said.hosts), name)
        if self._seen.get(instance) != seen:
            self._seen[instance] = seen
            self._found(seen)


def _say_it_waits(refused: RefusedError) -> None:
    # A network that is just coming or going; the next look at the interfaces decides.
    log.info("discovery waits code=%s cause=%s", refused.code, refused.fields.get("cause"))
