"""What is sealed to a device is libsodium's sealed box, made from randomness that is given."""

from __future__ import annotations

import pytest
from nacl.public import PrivateKey, SealedBox

from idos_p2p.identity.sealing import OVERHEAD_BYTES, seal, sealing_public, unseal

SECRET = b"the secret of an epoch, 32 bytes"
SEED, OTHER, CHANCE = b"s" * 32, b"o" * 32, b"c" * 32


def sealed() -> bytes:
    box = seal(SECRET, sealing_public(SEED), CHANCE)
    assert box is not None
    return box


def test_what_is_sealed_opens_for_its_device_and_for_no_other() -> None:
    assert unseal(sealed(), SEED) == SECRET
    assert unseal(sealed(), OTHER) is None
    assert len(sealed()) == len(SECRET) + OVERHEAD_BYTES == 80


def test_it_is_the_sealed_box_of_libsodium_both_ways() -> None:
    private = PrivateKey(SEED)
    assert SealedBox(private).decrypt(sealed()) == SECRET
    assert unseal(bytes(SealedBox(private.public_key).encrypt(SECRET)), SEED) == SECRET


def test_a_flipped_bit_anywhere_opens_nothing() -> None:
    box = sealed()
    flipped = [box[:at] + bytes([box[at] ^ 1]) + box[at + 1 :] for at in range(len(box))]
    assert [at for at, altered in enumerate(flipped) if unseal(altered, SEED) is not None] == []
    assert all(unseal(box[:size], SEED) is None for size in range(len(box)))


@pytest.mark.parametrize("low", [bytes(32), b"\x01" + bytes(31)], ids=["zero", "one"])
def test_to_a_key_of_low_order_nothing_is_sealed(low: bytes) -> None:
    assert seal(SECRET, low, CHANCE) is None


def test_the_same_chance_makes_the_same_box_and_another_another() -> None:
    assert sealed() == sealed()
    assert seal(SECRET, sealing_public(SEED), b"d" * 32) != sealed()
