"""Keys sign and verify as RFC 8032 says, and never trust a key that anybody could sign for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from idos_p2p.identity.keys import DeviceKey, is_sound, verify
from idos_p2p.ids import DeviceId
from tests.unit.identity.mixed_key import MixedKey

# Every point of small order, and their spellings beyond the prime (RFC 8032 §5.1.3; libsodium's own list).
LOW_ORDER = [
    "0100000000000000000000000000000000000000000000000000000000000000",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0000000000000000000000000000000000000000000000000000000000000080",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
    "0100000000000000000000000000000000000000000000000000000000000080",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
]


def test_a_signature_is_that_of_the_standard() -> None:
    """The second test vector of RFC 8032 §7.1."""
    key = DeviceKey(bytes.fromhex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"))
    assert key.device.hex() == "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"
    assert key.sign(b"\x72").hex() == (
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
    )
    assert verify(key.device, b"\x72", key.sign(b"\x72"))


@pytest.mark.parametrize("point", LOW_ORDER)
def test_a_key_of_low_order_is_unsound_and_verifies_nothing(point: str) -> None:
    device = DeviceId(bytes.fromhex(point))
    assert not is_sound(device)
    for first in LOW_ORDER:
        assert not verify(device, b"anything", bytes.fromhex(first) + bytes(32))


def test_an_honest_key_is_sound() -> None:
    assert all(is_sound(DeviceKey(bytes([seed]) * 32).device) for seed in range(20))
    assert not is_sound(DeviceId(b"short"))


def test_a_signature_with_a_scalar_beyond_the_order_is_refused() -> None:
    """Otherwise each signature would have a second spelling."""
    key = DeviceKey(b"k" * 32)
    signature = key.sign(b"message")
    order = 2**252 + 27742317777372353535851937790883648493
    scalar = int.from_bytes(signature[32:], "little") + order
    assert not verify(key.device, b"message", signature[:32] + scalar.to_bytes(32, "little"))


@given(st.binary(max_size=70), st.binary(max_size=70))
def test_hostile_bytes_are_no_signature_and_never_an_error(device: bytes, signature: bytes) -> None:
    assert not verify(DeviceId(device), b"message", signature)


def test_a_key_does_not_show_its_secret_when_printed() -> None:
    key = DeviceKey(b"s" * 32)
    assert key.seed == b"s" * 32
    assert key.seed.hex() not in repr(key)


def test_a_key_outside_the_prime_order_group_is_unsound_although_it_can_sign() -> None:
    key = MixedKey(b"mixed")
    assert verify(key.device, b"message", key.sign(b"message"))
    assert not is_sound(key.device)
