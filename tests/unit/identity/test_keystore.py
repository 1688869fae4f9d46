"""The keys of an installation come back as they were kept, and nothing else comes back instead."""

from __future__ import annotations

import stat
from pathlib import Path

import msgspec
import pytest

from idos_p2p.errors import RefusedError
from idos_p2p.identity.keystore import CellKeys, load_keys, new_keys, save_keys

KEYS = new_keys(b"d" * 32, b"x" * 32, b"s" * 32)
SALT = b"n" * 16


def seeds(keys: CellKeys) -> tuple[bytes, bytes, bytes]:
    return keys.device.seed, keys.sealing_seed, keys.store


def refusal(path: Path, passphrase: str) -> str:
    with pytest.raises(RefusedError) as caught:
        load_keys(path, passphrase)
    return caught.value.code


def test_keys_come_back_without_a_passphrase_and_only_their_owner_may_read_them(tmp_path: Path) -> None:
    path = tmp_path / "keys"
    save_keys(path, KEYS, "", SALT)
    assert seeds(load_keys(path, "")) == seeds(load_keys(path, "not needed")) == seeds(KEYS)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_keys_behind_a_passphrase_need_it_and_are_not_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "keys"
    save_keys(path, KEYS, "cerise tambour", SALT)
    assert seeds(load_keys(path, "cerise tambour")) == seeds(KEYS)
    assert refusal(path, "") == "passphrase_needed"
    assert refusal(path, "cerise tambours") == "passphrase_wrong"
    content = path.read_bytes()
    assert [seed for seed in seeds(KEYS) if seed in content] == []


def test_a_damaged_file_is_told_from_a_wrong_passphrase_where_that_can_be_known(tmp_path: Path) -> None:
    path = tmp_path / "keys"
    assert refusal(path, "") == "keys_damaged"
    save_keys(path, KEYS, "", SALT)
    content = path.read_bytes()
    for damaged in (b"", content[:-1], content + b"\0", b"\xff" * 40, msgspec.msgpack.encode([1, b"", b""])):
        path.write_bytes(damaged)
        assert refusal(path, "") == "keys_damaged"


def test_a_wrapped_file_cut_short_never_opens_and_never_crashes(tmp_path: Path) -> None:
    path = tmp_path / "keys"
    for kept in ({"salt": SALT, "secrets": b""}, {"salt": SALT, "secrets": b"z" * 80}, {"salt": b"x", "secrets": b""}):
        path.write_bytes(msgspec.msgpack.encode({"format": 1, **kept}))
        assert refusal(path, "word") in {"keys_damaged", "passphrase_wrong"}


def test_a_file_of_a_newer_format_is_not_read_as_this_one(tmp_path: Path) -> None:
    path = tmp_path / "keys"
    save_keys(path, KEYS, "", SALT)
    kept = msgspec.msgpack.decode(path.read_bytes())
    path.write_bytes(msgspec.msgpack.encode({**kept, "format": 2}))
    assert refusal(path, "") == "keys_damaged"


def test_keys_do_not_show_their_secrets_when_printed() -> None:
    assert not any(seed.hex() in repr(KEYS) or repr(seed) in repr(KEYS) for seed in seeds(KEYS))
