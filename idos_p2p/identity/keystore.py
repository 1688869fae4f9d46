"""The secrets of one installation in one cell, in one file that its owner alone may read (design §7).

Without a passphrase the file protects by its mode alone; with one, Argon2id (RFC 9106) derives the key of a sealed box.
A passphrase is what a person typed, in Unicode's composed form: "é" is one letter on every keyboard.
"""

from __future__ import annotations

import os
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta
from nacl import pwhash
from nacl.exceptions import CryptoError
from nacl.secret import SecretBox

from idos_p2p.errors import RefusedError
from idos_p2p.identity.keys import DeviceKey

ARGON2_OPERATIONS = 3
ARGON2_MEMORY_BYTES = 64 << 20  # 1.2 s on a busy old laptop (security §2.5)
_SALT_BYTES = pwhash.argon2id.SALTBYTES

Secret = Annotated[bytes, Meta(min_length=32, max_length=32)]


class _Secrets(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    device: Secret
    sealing: Secret
    store: Secret


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    format: Literal[1]
    salt: bytes  # empty: the secrets are not wrapped
    secrets: bytes


@dataclass(frozen=True, slots=True)
class CellKeys:
    """The device's signing key, the seed of its sealing key, and the key of its database."""

    device: DeviceKey
    sealing_seed: bytes
    store: bytes

    def __repr__(self) -> str:
        return f"CellKeys({self.device!r})"


def new_keys(device_seed: bytes, sealing_seed: bytes, store_key: bytes) -> CellKeys:
    """Return keys made from three times 32 random bytes."""
    return CellKeys(DeviceKey(device_seed), sealing_seed, store_key)


def save_keys(path: Path, keys: CellKeys, passphrase: str, salt: bytes) -> bytes:
    """Write the keys durably, wrapped when the passphrase is not empty, and return what the file holds.

    ``salt`` is 16 random bytes. Cut anywhere, the file is the one before or this one.
    """
    secrets = msgspec.msgpack.encode(_Secrets(keys.device.seed, keys.sealing_seed, keys.store))
    if passphrase:
        secrets = bytes(SecretBox(_stretch(passphrase, salt)).encrypt(secrets))
    content = msgspec.msgpack.encode(_File(1, salt if passphrase else b"", secrets))
    put_keys(path, content)
    return content


def put_keys(path: Path, content: bytes) -> None:
    """Put the content of a keys file, as ``save_keys`` returned it, in place of this one, durably."""
    part = path.with_suffix(".part")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    part.replace(path)
    _make_durable(path.parent)


def _make_durable(folder: Path) -> None:
    """Make a rename in this folder survive a power cut: a database whose key is lost is lost."""
    if os.name == "posix":  # Windows needs and offers nothing of the kind
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def load_keys(path: Path, passphrase: str) -> CellKeys:
    """Return the keys kept in this file.

    Raises RefusedError: ``keys_damaged``, ``passphrase_needed`` or ``passphrase_wrong``.
    """
    try:
        return open_keys(path.read_bytes(), passphrase)
    except (OSError, msgspec.DecodeError) as error:
        raise RefusedError("keys_damaged", path=str(path)) from error


def open_keys(content: bytes, passphrase: str) -> CellKeys:
    """Return the keys in the content of a keys file.

    Raises RefusedError: ``passphrase_needed``, ``passphrase_wrong``; msgspec.DecodeError when it is no keys file.
    """
    kept = msgspec.msgpack.decode(content, type=_File)
    secrets = kept.secrets if not kept.salt else _unwrap(kept, passphrase)
    opened = msgspec.msgpack.decode(secrets, type=_Secrets)
    return new_keys(opened.device, opened.sealing, opened.store)


def is_wrapped(content: bytes) -> bool:
    """Say whether the content of a keys file is behind a passphrase; raise ValueError when it is no keys file."""
    return bool(msgspec.msgpack.decode(content, type=_File).salt)


def _unwrap(kept: _File, passphrase: str) -> bytes:
    if not passphrase:
        raise RefusedError("passphrase_needed")
    try:
        return SecretBox(_stretch(passphrase, kept.salt)).decrypt(kept.secrets)
    except CryptoError as error:
        raise RefusedError("passphrase_wrong") from error


def _stretch(passphrase: str, salt: bytes) -> bytes:
    typed = unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogatepass")
    return pwhash.argon2id.kdf(SecretBox.KEY_SIZE, typed, salt[:_SALT_BYTES], ARGON2_OPERATIONS, ARGON2_MEMORY_BYTES)
