"""The X25519 key that secrets of the cell are sealed to (decisions renew them; see design §5, cell secret)."""

from __future__ import annotations

from nacl.public import PrivateKey


def sealing_public(seed: bytes) -> bytes:
    """Return the 32-byte X25519 public key of this 32-byte private one (RFC 7748)."""
    return bytes(PrivateKey(seed).public_key)
