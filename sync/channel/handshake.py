"""From a socket to a Channel: knock, TLS, proof, from the dialling end and from the dialled one; and pairing."""

from __future__ import annotations

import asyncio
import errno
import secrets
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from ipaddress import ip_address
from typing import NamedTuple

from idos_p2p.errors import BugError, PeerFault, RefusedError
from idos_p2p.identity.keys import DeviceKey
from idos_p2p.identity.spoken_code import SpokenCode
from idos_p2p.ids import CellId
from sync.channel.authenticate import (
    ANSWER_BYTES,
    CLOSING_BYTES,
    NONCE_BYTES,
    OPENING_BYTES,
    ClientProof,
    Ground,
    Proven,
    ServerProof,
)
from sync.channel.connection import DEFAULT_TIMEOUTS, Channel, Timeouts
from sync.channel.doors import Door, Purpose
from sync.channel.knock import GO_AHEAD, KNOCK_BYTES, knock, recognise
from sync.channel.pairing import ANSWER_BYTES as PAIRING_ANSWER_BYTES
from sync.channel.pairing import (
    ELEMENT_BYTES,
    GREETING_BYTES,
    Aim,
    Gift,
    NewcomerSide,
    PairingGround,
)
from sync.channel.tls import EphemeralCertificate, TlsMachine, client_context
from sync.channel.versions import CHANNEL_VERSIONS, Versions
from sync.channel.wire import SecureWire, Wire
from sync.protocol.limits import MAX_KNOCKS_PER_DIAL, READ_BYTES

Entropy = Callable[[int], bytes]
"""Where nonces come from: so many unpredictable bytes."""

_CAUSES = {
    errno.ECONNREFUSED: "refused",
    errno.ETIMEDOUT: "timeout",
    errno.ENETUNREACH: "no_route",
    errno.EHOSTUNREACH: "no_route",
    errno.EADDRNOTAVAIL: "no_route",
    errno.EACCES: "not_allowed",
    errno.EPERM: "not_allowed",
}


class Identity(NamedTuple):
    """Who this end is: its device, in one cell, and the versions it speaks."""

    cell: CellId
    device_key: DeviceKey
    versions: Versions = CHANNEL_VERSIONS


class Paired(NamedTuple):
    """What came of a spoken code: what was handed over, and a secret that only the two ends know."""

    gift: Gift
    secret: bytes


Pair = Callable[[SecureWire, bytes], Awaitable[None]]
"""Serves who wants to say a code, over a wire whose certificate has this hash; raises PeerFault."""

Probe = Callable[[Wire, Door], Awaitable[None]]
"""Serves who asks whether they can be reached, over a wire that has heard their knock; raises PeerFault."""


async def dial(
    endpoint: tuple[str, int],
    doors: Sequence[Door],
    identity: Identity,
    *,
    timeouts: Timeouts = DEFAULT_TIMEOUTS,
    entropy: Entropy = secrets.token_bytes,
) -> Channel:
    """Return a channel to the peer at (host, port), through the first of these doors that it recognises.

    The doors are tried in order, newest secret first, each on a connection of its own, MAX_KNOCKS_PER_DIAL at most.
    Raises RefusedError (peer_unreachable with its cause, no_door) or PeerFault. The peer checks our proof last: when it
    turns us away there, the first ``read_frame`` says peer_closed.
    """
    refused: Exception = RefusedError("no_door")
    for door in doors[:MAX_KNOCKS_PER_DIAL]:
        wire = await _connect(endpoint, timeouts.connect)
        try:
            async with _half_open(wire, timeouts.handshake):
                secure, proven = await _prove_as_client(wire, door, identity, entropy)
                return Channel(secure, proven, door, timeouts)
        except PeerFault as fault:
            if fault.code != "knock_refused":
                raise
            refused = fault
    raise refused


async def accept(
    wire: Wire,
    doors: Sequence[Door],
    identity: Identity,
    certificate: EphemeralCertificate,
    *,
    pair: Pair | None = None,
    probe: Probe | None = None,
    timeouts: Timeouts = DEFAULT_TIMEOUTS,
    entropy: Entropy = secrets.token_bytes,
) -> Channel | None:
    """Return a channel to the peer that has connected, or raise PeerFault with the socket closed.

    None for one who came to say a code, or asks whether it can be reached: ``pair`` or ``probe`` has served it, and the
    socket is closed.
    """
    async with _half_open(wire, timeouts.handshake):
        door = await _hear_knock(wire, doors, entropy)
        secure = None if door.purpose is Purpose.PROBE else await _secured_by(certificate, wire)
        if secure and door.purpose is not Purpose.PAIR:
            proven = await _prove_as_server(secure, door, identity, certificate, entropy)
            return Channel(secure, proven, door, timeouts)
    if secure is None:
        await _serve_probe(wire, door, probe, timeouts)
        return None
    if pair is None:
        raise BugError("nobody_pairs")
    async with _half_open(wire, timeouts.pairing):
        wire.step = "pairing"
        await pair(secure, certificate.hash)
    await secure.close(timeouts.close, None)
    return None


async def _serve_probe(wire: Wire, door: Door, probe: Probe | None, timeouts: Timeouts) -> None:
    if probe is None:
        raise BugError("nobody_probes")
    async with _half_open(wire, timeouts.probe):
        wire.step = "probe"
        await probe(wire, door)


async def pair_with(
    endpoint: tuple[str, int],
    code: SpokenCode,
    aim: Aim,
    *,
    versions: Versions = CHANNEL_VERSIONS,
    timeouts: Timeouts = DEFAULT_TIMEOUTS,
    entropy: Entropy = secrets.token_bytes,
) -> Paired:
    """Say this code to whoever is at (host, port) and shows one for this aim, and return what they hand over.

    Raises RefusedError (peer_unreachable; ``code_refused`` once our guess was shown, and is spent) or PeerFault:
    ``knock_refused`` when no code of this number is shown for this aim (``is_shown`` tells of the other).
    """
    wire = await _connect(endpoint, timeouts.connect)
    shown = False
    try:
        async with _half_open(wire, timeouts.pairing):
            secure, certificate_hash = await _secured_to(wire, Door.pairing(code.number, aim.value), entropy)
            wire.step = "pairing"
            side = NewcomerSide(PairingGround(code.password, certificate_hash, versions, entropy))
            secure.write(side.opening(await secure.read_exactly(GREETING_BYTES)))
            mark = side.mark(await secure.read_exactly(ELEMENT_BYTES))
            shown = True
            secure.write(mark)
            paired = Paired(side.gift(await secure.read_exactly(PAIRING_ANSWER_BYTES)), side.secret)
    except PeerFault as fault:
        if not shown:
            raise
        raise RefusedError("code_refused") from fault
    await secure.close(timeouts.close, None)
    return paired


async def is_shown(endpoint: tuple[str, int], number: int, aim: Aim, *, timeouts: Timeouts = DEFAULT_TIMEOUTS) -> bool:
    """Say whether a code of this number is shown there for this aim; none of its words is said, and no guess spent."""
    try:
        wire = await _connect(endpoint, timeouts.connect)
        async with _half_open(wire, timeouts.handshake):
            await _knock(wire, Door.pairing(number, aim.value), secrets.token_bytes)
    except (PeerFault, RefusedError):
        return False
    await wire.abort()
    return True


@asynccontextmanager
async def _half_open(wire: Wire, seconds: float) -> AsyncIterator[None]:
    """Bound what happens before the peer is proved; whatever goes wrong, the socket is closed."""
    try:
        async with asyncio.timeout(seconds):
            yield
    except BaseException as error:
        await wire.abort()
        if isinstance(error, TimeoutError):
            raise PeerFault("handshake_slow", step=wire.step) from error
        raise


@asynccontextmanager
async def knocked(
    endpoint: tuple[str, int],
    doors: Sequence[Door],
    *,
    timeouts: Timeouts = DEFAULT_TIMEOUTS,
    entropy: Entropy = secrets.token_bytes,
) -> AsyncIterator[Wire]:
    """Give the wire to the peer at (host, port) once it has let our knock pass, and close it at the end.

    The doors are tried in order, each on a connection of its own. Raises as ``dial``.
    """
    if not doors:
        raise RefusedError("no_door")
    for door in doors[:MAX_KNOCKS_PER_DIAL]:
        wire = await _connect(endpoint, timeouts.connect)
        async with _half_open(wire, timeouts.probe):
            try:
                await _knock(wire, door, entropy)
            except PeerFault:
                if door is doors[:MAX_KNOCKS_PER_DIAL][-1]:
                    raise
                wire.drop()
                continue
            yield wire
            await wire.close(b"", timeouts.close, None)
            return


async def _knock(wire: Wire, door: Door, entropy: Entropy) -> None:
    server_nonce = await wire.read_exactly(NONCE_BYTES)
    wire.write(knock(door.keys.knock, server_nonce, entropy(NONCE_BYTES)))
    try:
        answer = await wire.read_exactly(len(GO_AHEAD))
    except PeerFault as fault:
        # A peer that does not know the secret closes without a word.
        raise PeerFault("knock_refused", step=wire.step) from fault
    if answer != GO_AHEAD:
        raise PeerFault("knock_refused", step=wire.step)


async def _hear_knock(wire: Wire, doors: Sequence[Door], entropy: Entropy) -> Door:
    nonce = entropy(NONCE_BYTES)
    wire.write(nonce)
    door = recognise(await wire.read_exactly(KNOCK_BYTES), nonce, doors)
    if door is None:
        raise PeerFault("knock_refused", step=wire.step)
    wire.write(GO_AHEAD)
    return door


async def _secured_to(wire: Wire, door: Door, entropy: Entropy) -> tuple[SecureWire, bytes]:
    """Knock, bring up TLS, and return the wire inside it with the hash of the certificate that was shown."""
    await _knock(wire, door, entropy)
    wire.step = "tls"
    machine = TlsMachine(client_context(), server_side=False)
    secure = SecureWire(wire, machine)
    await secure.handshake()
    return secure, machine.server_hash()


async def _secured_by(certificate: EphemeralCertificate, wire: Wire) -> SecureWire:
    wire.step = "tls"
    secure = SecureWire(wire, TlsMachine(certificate.context, server_side=True))
    await secure.handshake()
    return secure


async def _prove_as_client(wire: Wire, door: Door, identity: Identity, entropy: Entropy) -> tuple[SecureWire, Proven]:
    secure, certificate_hash = await _secured_to(wire, door, entropy)
    wire.step = "proof"
    proof = ClientProof(_ground(door, identity, certificate_hash), entropy(NONCE_BYTES))
    secure.write(proof.opening())
    closing, proven = proof.closing(await secure.read_exactly(ANSWER_BYTES))
    secure.write(closing)
    return secure, proven


async def _prove_as_server(
    secure: SecureWire, door: Door, identity: Identity, certificate: EphemeralCertificate, entropy: Entropy
) -> Proven:
    secure.wire.step = "proof"
    proof = ServerProof(_ground(door, identity, certificate.hash), entropy(NONCE_BYTES))
    secure.write(proof.answer(await secure.read_exactly(OPENING_BYTES)))
    proof.version()
    return proof.finish(await secure.read_exactly(CLOSING_BYTES))


def _ground(door: Door, identity: Identity, certificate_hash: bytes) -> Ground:
    return Ground(door.keys.auth, identity.cell, certificate_hash, identity.versions, identity.device_key)


async def _connect(endpoint: tuple[str, int], seconds: float) -> Wire:
    host, port = endpoint
    try:
        async with asyncio.timeout(seconds):
            reader, writer = await _open(host, port)
    except OSError as error:
        raise RefusedError("peer_unreachable", host=host, port=port, cause=_cause(error)) from error
    return Wire(reader, writer)


async def _open(host: str, port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """Connect to the first of the host's addresses that answers; raise the last one's own error when none does.

    asyncio would try them all itself, but sums several failures up in one error without a number.
    """
    failure: OSError = OSError(errno.EHOSTUNREACH, "no address")
    for address in await _addresses(host, port):
        try:
            return await asyncio.open_connection(address, port, limit=READ_BYTES)
        except OSError as error:
            failure = error
    raise failure


async def _addresses(host: str, port: int) -> list[str]:
    try:
        return [str(ip_address(host))]
    except ValueError:  # a name
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    numeric = socket.NI_NUMERICHOST | socket.NI_NUMERICSERV
    return [socket.getnameinfo(address, numeric)[0] for *_, address in found]


def _cause(error: OSError) -> str:
    if isinstance(error, socket.gaierror):
        return "name_unknown"
    if isinstance(error, TimeoutError):
        return "timeout"
    return _CAUSES.get(error.errno or 0, "other")
