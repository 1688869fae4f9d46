"""A thousand advertisements as the network sees them: nothing but service, address and port ever comes again."""

from __future__ import annotations

import secrets

from zeroconf._protocol.incoming import DNSIncoming
from zeroconf._protocol.outgoing import DNSOutgoing
from zeroconf.const import _FLAGS_AA, _FLAGS_QR_RESPONSE

from sync.discovery import tags
from sync.discovery.mdns import TYPE, service_info
from sync.discovery.tags import RoomSecret

SECRET = RoomSecret(b"epoch", secrets.token_bytes(32))
NOW_MS, PORT, HOSTS = 1_900_000_000_000, 51_000, ("192.0.2.7",)
MANY = 1_000


def packet() -> bytes:
    """Return what one start tells everyone, as bytes of the network: same cell, hour, address and port."""
    said = tags.make(SECRET, secrets.token_bytes(tags.NONCE_BYTES), tags.hour_of(NOW_MS), PORT, HOSTS)
    info = service_info(*tags.fresh_names(secrets.token_bytes), said)
    out = DNSOutgoing(_FLAGS_QR_RESPONSE | _FLAGS_AA)
    for record in (info.dns_pointer(), info.dns_service(), info.dns_text(), *info.dns_addresses()):
        out.add_answer_at_time(record, 0)
    (told,) = out.packets()
    return told


def words(told: bytes) -> list[bytes]:
    """Return every name and every value of a text that a packet holds, but the service's own name."""
    found: set[bytes] = set()
    for record in DNSIncoming(told).answers():
        found.update(getattr(record, name).encode() for name in ("name", "alias", "server") if hasattr(record, name))
        if text := getattr(record, "text", b""):
            found.update(part.partition(b"=")[2] for part in parts(text))
    return sorted(found - {TYPE.encode()})


def parts(text: bytes) -> list[bytes]:
    """Return the strings of a text record: each has its length before it."""
    found = []
    while text:
        found.append(text[1 : 1 + text[0]])
        text = text[1 + text[0] :]
    return found


def test_a_thousand_advertisements_repeat_no_name_and_no_value() -> None:
    seen: set[bytes] = set()
    for _ in range(MANY):
        told = words(packet())
        assert len(told) == 4  # instance, host, nonce, tag
        assert seen.isdisjoint(told)
        seen.update(told)
    assert len(seen) == 4 * MANY
