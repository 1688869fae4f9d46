"""Multicast DNS: the only importer of zeroconf.

Names are new at each advertisement and mean nothing. No probing for their uniqueness: RFC 6762 §8.1 has one skip it who
knows by other means that a name cannot be taken, and 64 random bits say so; we are found a second earlier.
"""

from __future__ import annotations

import asyncio
import re
import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from ipaddress import ip_address

from zeroconf import Error, IPVersion, ServiceStateChange, Zeroconf
from zeroconf.asyncio import AsyncServiceBrowser, AsyncServiceInfo, AsyncZeroconf

from idos_p2p.errors import RefusedError
from sync.discovery.tags import Advertisement
from sync.protocol.limits import ADVERTISEMENT_SECONDS, MAX_ENDPOINTS, MAX_SEEN, MAX_TXT_BYTES, RESOLVE_SECONDS

TYPE = "_idos._tcp.local."
"""The service that every IDOS is."""

_INSTANCE = re.compile(r"[0-9a-f]{16}\._idos\._tcp\.local\.")
"""What our instances are called; anything else is none of ours, or garbage."""

Heard = Callable[[str, Advertisement | None], None]
"""Told of an instance and what it says now; None: it is gone."""


class Mdns:
    """Advertises one service and listens for others, on the addresses given."""

    def __init__(self, heard: Heard) -> None:
        self._heard = heard
        self._zeroconf: AsyncZeroconf | None = None
        self._browser: AsyncServiceBrowser | None = None
        self._ours: AsyncServiceInfo | None = None
        self._resolving: dict[str, asyncio.Task[None]] = {}

    async def open(self, hosts: Sequence[str]) -> None:
        """Listen on these of our addresses; raise RefusedError("discovery_unavailable") when the system will not."""
        for host in hosts:
            _check_is_ours(host)
        with _refusing():
            self._zeroconf = AsyncZeroconf(interfaces=list(hosts))
            await self._zeroconf.zeroconf.async_wait_for_start()
        self._browser = AsyncServiceBrowser(self._zeroconf.zeroconf, [TYPE], handlers=[self._changed])

    async def advertise(self, instance: str, host_name: str, said: Advertisement) -> None:
        """Tell the room, in place of what we told it before under other names."""
        await self.withdraw()
        ours = service_info(instance, host_name, said)
        with _refusing():
            announced = await self._open().async_register_service(ours, cooperating_responders=True)
            self._ours = ours
            await announced  # the second await: until the announcements have been sent

    async def change(self, said: Advertisement) -> None:
        """Tell the room another tag, under the same names and addresses."""
        if self._ours is None or self._ours.server is None:
            return
        self._ours = service_info(
            self._ours.name.removesuffix("." + TYPE), self._ours.server.removesuffix(".local."), said
        )
        with _refusing():
            await (await self._open().async_update_service(self._ours))

    async def withdraw(self) -> None:
        """Say goodbye, if we had said anything."""
        if self._ours is None:
            return
        ours, self._ours = self._ours, None
        with _refusing():
            await (await self._open().async_unregister_service(ours))

    async def close(self) -> None:
        """Say goodbye and close the sockets; on return no task is left."""
        resolving = tuple(self._resolving.values())
        for task in resolving:
            task.cancel()
        await asyncio.gather(*resolving, return_exceptions=True)
        if self._browser is not None:
            await self._browser.async_cancel()
        self._browser = None
        if self._zeroconf is not None:
            zeroconf, self._zeroconf, self._ours = self._zeroconf, None, None
            await zeroconf.async_close()  # which says goodbye first

    def _open(self) -> AsyncZeroconf:
        if self._zeroconf is None:
            raise RefusedError("discovery_unavailable", cause="other", detail="closed")
        return self._zeroconf

    def _changed(self, zeroconf: Zeroconf, service_type: str, name: str, state_change: ServiceStateChange) -> None:
        """Called by zeroconf, in the loop, with whatever anyone on the network sends."""
        if not _INSTANCE.fullmatch(name):
            return
        instance = name.removesuffix("." + service_type)
        if state_change is ServiceStateChange.Removed:
            self._stop_resolving(instance)
            self._heard(instance, None)
            return
        info = AsyncServiceInfo(service_type, name)
        if info.load_from_cache(zeroconf):
            self._tell(instance, info)
        elif instance not in self._resolving and len(self._resolving) < MAX_SEEN:
            task = asyncio.get_running_loop().create_task(self._resolve(zeroconf, instance, info))
            self._resolving[instance] = task
            task.add_done_callback(partial(self._resolved, instance))

    def _stop_resolving(self, instance: str) -> None:
        task = self._resolving.get(instance)
        if task is not None:
            task.cancel()

    async def _resolve(self, zeroconf: Zeroconf, instance: str, info: AsyncServiceInfo) -> None:
        with suppress(Error):  # zeroconf is being closed
            if await info.async_request(zeroconf, RESOLVE_SECONDS * 1000):
                self._tell(instance, info)

    def _resolved(self, instance: str, task: asyncio.Task[None]) -> None:
        if self._resolving.get(instance) is task:
            del self._resolving[instance]

    def _tell(self, instance: str, info: AsyncServiceInfo) -> None:
        said = _read(info)
        if said is not None:
            self._heard(instance, said)


@contextmanager
def _refusing() -> Iterator[None]:
    try:
        yield
    except (OSError, RuntimeError, Error) as error:
        detail = str(error) or type(error).__name__
        raise RefusedError("discovery_unavailable", cause="other", detail=detail) from error


def _check_is_ours(host: str) -> None:
    """Refuse an address that this computer does not have; zeroconf would too, and leave a socket open."""
    try:
        (family, kind, *_, address), *_ = socket.getaddrinfo(
            host, 0, type=socket.SOCK_DGRAM, flags=socket.AI_NUMERICHOST
        )
        with socket.socket(family, kind) as probe:
            probe.bind(address)
    except OSError as error:
        raise RefusedError("discovery_unavailable", cause="address_unknown", host=host) from error


def service_info(instance: str, host_name: str, said: Advertisement) -> AsyncServiceInfo:
    """Return the records that say this under these names: all that others learn by mDNS."""
    return AsyncServiceInfo(
        TYPE,
        f"{instance}.{TYPE}",
        port=said.port,
        properties={"n": said.nonce, "t": said.tag},
        server=f"{host_name}.local.",
        addresses=[ip_address(host).packed for host in said.hosts],
        host_ttl=min(120, ADVERTISEMENT_SECONDS),
        other_ttl=ADVERTISEMENT_SECONDS,
    )


def _read(info: AsyncServiceInfo) -> Advertisement | None:
    """Return what a complete advertisement says, or None when it is not one of an IDOS."""
    hosts = info.parsed_scoped_addresses(IPVersion.All)
    if not info.port or len(info.text) > MAX_TXT_BYTES or not 0 < len(hosts) <= MAX_ENDPOINTS:
        return None
    nonce, tag = info.properties.get(b"n"), info.properties.get(b"t")
    if not nonce or not tag:
        return None
    ipv4_first = sorted(hosts, key=lambda host: (":" in host, host))
    return Advertisement(nonce, tag, info.port, tuple(ipv4_first))
