"""Ed25519 through libsodium.

OpenSSL accepts signatures forged under low-order public keys, libsodium refuses them (security §0.7, ADR 0004).
"""

from __future__ import annotations

from functools import lru_cache

from nacl.bindings import crypto_core_ed25519_is_valid_point
from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey

from idos_p2p.ids import DeviceId

SEED_BYTES = 32
SIGNATURE_BYTES = 64
_KNOWN_SIGNATURES = 4096  # some 2 MiB


class DeviceKey:
    """The private half of one device: signs, and names its public half."""

    def __init__(self, seed: bytes) -> None:
        self._key = SigningKey(seed)
        self.device = DeviceId(bytes(self._key.verify_key))

    def __repr__(self) -> str:
        return f"DeviceKey({self.device[:4].hex()})"

    @property
    def seed(self) -> bytes:
        """The 32 secret bytes; only the keystore asks for them."""
        return bytes(self._key)

    def sign(self, message: bytes) -> bytes:
        """Return the 64-byte signature of the message (RFC 8032)."""
        return self._key.sign(message).signature


def verify(device: DeviceId, message: bytes, signature: bytes) -> bool:
    """Say whether the device signed the message; never raises on hostile bytes."""
    if len(signature) != SIGNATURE_BYTES or len(device) != SEED_BYTES:
        return False
    try:
        VerifyKey(device).verify(message, signature)
    except BadSignatureError:
        return False
    return True


@lru_cache(_KNOWN_SIGNATURES)
def verify_lately(device: DeviceId, message: bytes, signature: bytes) -> bool:
    """Say what ``verify`` says, of exactly the same three again without reckoning: several peers send one segment."""
    return verify(device, message, signature)


@lru_cache(_KNOWN_SIGNATURES)
def is_sound(device: DeviceId) -> bool:
    """Say whether a key may be bound to a person: a canonical point of the prime-order group."""
    return len(device) == SEED_BYTES and bool(crypto_core_ed25519_is_valid_point(device))
