"""The tag by which members recognise each other's advertisements, and strangers do not (security §4.10). Pure.

    tag = HMAC(secret, label "mdns" | nonce 8 | hour u32 | port u16 | places)[:12]
    places = for each address, sorted by its bytes: length u8 | packed address 4 or 16

hour = hours since 1970-01-01 UTC. The tag covers where it leads, so that a copied one leads to its true owner only, for
two hours at most. The result is never more than a hint whom to dial: the channel proves.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from ipaddress import ip_address

from idos_p2p.labels import Label, keyed

NAME_BYTES = 8
NONCE_BYTES = 8
TAG_BYTES = 12
_HOUR_MS = 3_600_000


@dataclass(frozen=True, slots=True)
class RoomSecret:
    """A cell secret, under the name that its Door has; no text of this object shows it."""

    name: bytes
    secret: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Advertisement:
    """What one IDOS says of itself to everyone in the room."""

    nonce: bytes
    tag: bytes
    port: int
    hosts: tuple[str, ...]
    """IP addresses, in the order to dial them."""


def fresh_names(entropy: Callable[[int], bytes]) -> tuple[str, str]:
    """Return an instance name and a host name that mean nothing and were never used."""
    return entropy(NAME_BYTES).hex(), entropy(NAME_BYTES).hex()


def hour_of(now_ms: int) -> int:
    """Return the hour that a tag made now carries."""
    return now_ms // _HOUR_MS


def make(secret: RoomSecret, nonce: bytes, hour: int, port: int, hosts: Sequence[str]) -> Advertisement:
    """Return our advertisement; the nonce is new for each."""
    return Advertisement(nonce, _tag(secret.secret, nonce, hour, port, hosts), port, tuple(hosts))


def recognise(heard: Advertisement, secrets: Iterable[RoomSecret], now_ms: int) -> bytes | None:
    """Return the name of the secret that made this tag within an hour of now, or None: some IDOS, not known as ours."""
    if len(heard.nonce) != NONCE_BYTES or len(heard.tag) != TAG_BYTES:
        return None
    now = hour_of(now_ms)
    for secret in secrets:
        for hour in (now, now - 1, now + 1):
            if hmac.compare_digest(heard.tag, _tag(secret.secret, heard.nonce, hour, heard.port, heard.hosts)):
                return secret.name
    return None


def hours_ahead(heard: Advertisement, secrets: Iterable[RoomSecret], now_ms: int, reach: int) -> int | None:
    """Return by how many hours the clock of who advertises is ahead of ours, or None when no secret made its tag.

    Looks ``reach`` hours back and forth, the nearest first: some 3 microseconds a secret and hour, so not in the loop.
    """
    if len(heard.nonce) != NONCE_BYTES or len(heard.tag) != TAG_BYTES:
        return None
    now, known = hour_of(now_ms), tuple(secrets)
    for distance in range(reach + 1):
        for hours in {distance, -distance}:
            for secret in known if now + hours >= 0 else ():
                if hmac.compare_digest(
                    heard.tag, _tag(secret.secret, heard.nonce, now + hours, heard.port, heard.hosts)
                ):
                    return hours
    return None


def _tag(secret: bytes, nonce: bytes, hour: int, port: int, hosts: Iterable[str]) -> bytes:
    packed = sorted(ip_address(host).packed for host in hosts)
    places = b"".join(len(place).to_bytes(1, "big") + place for place in packed)
    said = (nonce, hour.to_bytes(4, "big"), port.to_bytes(2, "big"), places)
    return keyed(Label.MDNS, secret, *said)[:TAG_BYTES]
