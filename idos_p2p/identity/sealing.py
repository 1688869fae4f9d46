"""The X25519 key that secrets of the cell are sealed to (decisions renew them; see design §5, cell secret).

What is sealed is libsodium's sealed box: an ephemeral public key of 32 bytes, then a box under it of the content and a
tag of 16. Its nonce is BLAKE2b-192(ephemeral key ‖ recipient's key). Only the recipient opens it, and it tells neither
who made it nor for whom. libsodium's own function draws the ephemeral key itself; here randomness is an argument.
"""

from __future__ import annotations

from hashlib import blake2b

from nacl.bindings import crypto_box, crypto_box_NONCEBYTES, crypto_box_seal_open
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey

OVERHEAD_BYTES = 48


def sealing_public(seed: bytes) -> bytes:
    """Return the 32-byte X25519 public key of this 32-byte private one (RFC 7748)."""
    return bytes(PrivateKey(seed).public_key)


def seal(content: bytes, public: bytes, ephemeral_seed: bytes) -> bytes | None:
    """Return the content sealed to a public key; the seed is 32 random bytes, used for nothing else.

    None when the key is worth nothing (of low order): whoever binds such a key shuts out themselves, and nobody else.
    """
    ephemeral = PrivateKey(ephemeral_seed)
    opening = bytes(ephemeral.public_key)
    nonce = blake2b(opening + public, digest_size=crypto_box_NONCEBYTES).digest()
    try:
        return opening + crypto_box(content, nonce, public, bytes(ephemeral))
    except CryptoError:
        return None


def unseal(sealed: bytes, seed: bytes) -> bytes | None:
    """Return what was sealed to the key of this seed, or None when it was sealed to another, or altered."""
    private = PrivateKey(seed)
    try:
        return crypto_box_seal_open(sealed, bytes(private.public_key), bytes(private))
    except CryptoError:
        return None
