"""A key outside the prime-order group, for which signatures that verify can still be made: why keys are checked."""

from __future__ import annotations

import hashlib
import itertools

from nacl import bindings

from idos_p2p.ids import DeviceId

ORDER_TWO = bytes.fromhex("ec" + "ff" * 30 + "7f")  # the point (0, -1)


class MixedKey:
    """An honest key plus a point of order two: half of all attempts at a signature verify."""

    def __init__(self, seed: bytes) -> None:
        self._secret = bindings.crypto_core_ed25519_scalar_reduce(hashlib.sha512(seed).digest())
        honest = bindings.crypto_scalarmult_ed25519_base_noclamp(self._secret)
        self.device = DeviceId(bindings.crypto_core_ed25519_add(honest, ORDER_TWO))

    def sign(self, message: bytes) -> bytes:
        """Return a signature for which the point of order two cancels out."""
        for attempt in itertools.count():
            nonce = bindings.crypto_core_ed25519_scalar_reduce(hashlib.sha512(message + bytes([attempt])).digest())
            commitment = bindings.crypto_scalarmult_ed25519_base_noclamp(nonce)
            challenge = bindings.crypto_core_ed25519_scalar_reduce(
                hashlib.sha512(commitment + self.device + message).digest()
            )
            if challenge[0] % 2 == 0:
                product = bindings.crypto_core_ed25519_scalar_mul(challenge, self._secret)
                return commitment + bindings.crypto_core_ed25519_scalar_add(nonce, product)
        raise AssertionError("half of the attempts succeed")
