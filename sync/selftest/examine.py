"""Looking at what keeps others from appearing, with a node that runs: a few seconds, and nothing that it disturbs."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import IPv4Network

from idos_p2p.clock import Clock
from idos_p2p.errors import PeerFault, RefusedError
from sync.channel.doors import Door
from sync.channel.probe import Reach, ask, reach
from sync.discovery.addresses import Endpoint
from sync.discovery.interfaces import is_near, list_interfaces, list_networks
from sync.discovery.network_kind import kind_of_network
from sync.discovery.tags import Advertisement, RoomSecret, hours_ahead
from sync.node import EVERYWHERE, Node
from sync.presence import By, Presence, State
from sync.selftest.judge import judge
from sync.selftest.observed import Observed, Other, Verdict

MAX_ASKED = 3  # computers that are asked to dial back: one is enough, and one may be wrong about us
MAX_CLOCKS = 8  # advertisements whose hour is looked for
NEAR_HOURS = 48  # a wrong zone or day, looked for with every secret we know
FAR_HOURS = 12 * 366 * 24  # an empty battery: looked for with the newest secret, half a second each

_MET = frozenset({State.TRUSTED, State.UP_TO_DATE})


@dataclass(frozen=True, slots=True)
class Examined:
    """What the self-test says, and on what grounds."""

    verdicts: tuple[Verdict, ...]
    observed: Observed
    presences: tuple[Presence, ...]


async def examine(node: Node, clock: Clock, peers: Sequence[Endpoint] = (), *, seconds: float) -> Examined:
    """Return what keeps others from appearing; call it inside ``node.run``.

    ``peers`` are addresses that should answer. What is under way is waited for, at most ``seconds``; the questions that
    follow take some more where nobody answers.
    """
    node.look_at(peers)
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await node.until(lambda: _is_settled(node, peers))
    observed = await _look(node, clock)
    return Examined(judge(observed), observed, node.sightings.presences())


def _is_settled(node: Node, peers: Sequence[Endpoint]) -> bool:
    """Say whether everybody who is seen or was named is met or has failed to be, and there is somebody."""
    presences = node.sightings.presences()
    tried = [_is_tried(node, presence) for presence in presences if presence.ours]
    named = all(node.sightings.meets((at,)) or node.sightings.failure_at((at,)) for at in peers)
    return named and bool(tried) and all(tried) and bool(node.heard)


def _is_tried(node: Node, presence: Presence) -> bool:
    return presence.state in _MET or node.sightings.failure_at(presence.endpoints) is not None


async def _look(node: Node, clock: Clock) -> Observed:
    networks = list_networks()
    presences = [one for one in node.sightings.presences() if one.ours]
    doors = [Door.probe(room.name, room.secret) for room in node.secrets]
    port = node.endpoint.port if node.endpoint else None
    asked = await _ask_around(presences, networks, doors, port)
    own, kind, hours = await asyncio.gather(
        _knock_at_ourselves(node, doors),
        asyncio.to_thread(kind_of_network),
        asyncio.to_thread(_hours, node.heard[:MAX_CLOCKS], node.secrets, clock.now_ms()),
    )
    return Observed(
        interfaces=list_interfaces(),
        hosts=node.hosts,
        kind=kind,
        port=port,
        own_port=own,
        heard=len(node.heard),
        others=tuple(_other(node, one, networks, asked) for one in presences if one.endpoints or one.device),
        hours=hours,
    )


def _other(node: Node, presence: Presence, networks: Sequence[IPv4Network], asked: dict[Endpoint, Reach]) -> Other:
    failure = node.sightings.failure_at(presence.endpoints)
    came_in = presence.device is not None and node.sightings.came_in(presence.device)
    first = presence.endpoints[0] if presence.endpoints else Endpoint("", 0)
    return Other(
        endpoint=first,
        near=presence.by is By.CAME_IN or any(is_near(at.host, networks) for at in presence.endpoints),
        met=presence.state in _MET,
        came_in=came_in,
        cause=failure.cause if failure else "",
        asked=next((asked[at] for at in presence.endpoints if at in asked), None),
    )


async def _ask_around(
    presences: Iterable[Presence], networks: Sequence[IPv4Network], doors: Sequence[Door], port: int | None
) -> dict[Endpoint, Reach]:
    """Ask a few of those near whom we meet to dial us back."""
    if port is None:
        return {}
    met = [one for one in presences if one.state in _MET]
    near = [next((at for at in one.endpoints if is_near(at.host, networks)), None) for one in met]
    chosen = [at for at in near if at][:MAX_ASKED]
    answers = await asyncio.gather(*(_ask(at, doors, port) for at in chosen))
    return {at: said for at, said in zip(chosen, answers, strict=True) if said is not None}


async def _ask(endpoint: Endpoint, doors: Sequence[Door], port: int) -> Reach | None:
    with suppress(RefusedError, PeerFault):
        return await ask(endpoint, doors, port)
    return None


async def _knock_at_ourselves(node: Node, doors: Sequence[Door]) -> Reach | None:
    """Knock at our own port, at an address that others have of us."""
    if node.endpoint is None or not doors:
        return None
    host = next(iter(node.hosts), "") if node.endpoint.host == EVERYWHERE else node.endpoint.host
    return await reach((host, node.endpoint.port), doors[:1]) if host else None


def _hours(heard: Iterable[Advertisement], secrets: Sequence[RoomSecret], now_ms: int) -> tuple[int, ...]:
    found = []
    for said in heard:
        hours = hours_ahead(said, secrets, now_ms, NEAR_HOURS)
        if hours is None:
            hours = hours_ahead(said, secrets[:1], now_ms, FAR_HOURS)
        if hours is not None:
            found.append(hours)
    return tuple(found)
