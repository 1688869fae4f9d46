"""How an attachment lies in its file: chunks, each encrypted, that cannot be cut, moved, left out or exchanged.

Each chunk is an AEAD box under the file's own random key, which is used for nothing else. Its nonce is its number and
whether it is the last one, so that a chunk out of its place, a missing one and a missing end all fail to open. The last
chunk is padded with zeros to a multiple of ``PAD_BYTES``: the size of the file tells the size of the content no closer
than that, and nothing else of it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from idos_p2p.limits import ATTACHMENT_CHUNK_BYTES

PAD_BYTES = 4096  # what a file takes on most disks anyway
TAG_BYTES = 16
_NUMBER_BYTES = 11  # of the nonce's twelve; the last byte tells the last chunk


class Cipher(Protocol):
    """Authenticated encryption under one key."""

    def encrypt(self, nonce: bytes, data: bytes, associated_data: bytes | None) -> bytes:
        """Return the data encrypted, and its tag."""
        ...

    def decrypt(self, nonce: bytes, data: bytes, associated_data: bytes | None) -> bytes:
        """Return what was encrypted; raise ``cryptography.exceptions.InvalidTag`` when it was something else."""
        ...


MakeCipher = Callable[[bytes], Cipher]


def seal_chunk(cipher: Cipher, number: int, chunk: bytes, *, last: bool) -> bytes:
    """Return a chunk as it is written."""
    padded = chunk + bytes(-len(chunk) % PAD_BYTES) if last else chunk
    return cipher.encrypt(_nonce(number, last=last), padded, None)


def open_chunk(cipher: Cipher, number: int, sealed: bytes, size: int) -> bytes:
    """Return chunk ``number`` of a content of ``size`` bytes; raise InvalidTag when it is not exactly that."""
    opened = cipher.decrypt(_nonce(number, last=number == count(size) - 1), sealed, None)
    return opened[: chunk_bytes(size, number)]


def count(size: int) -> int:
    """Return how many chunks a content of so many bytes has: at least one."""
    return max(1, -(-size // ATTACHMENT_CHUNK_BYTES))


def chunk_bytes(size: int, number: int) -> int:
    """Return how many bytes of the content are in this chunk."""
    return min(ATTACHMENT_CHUNK_BYTES, size - number * ATTACHMENT_CHUNK_BYTES)


def sealed_bytes(size: int, number: int) -> int:
    """Return how many bytes of the file this chunk takes."""
    held = chunk_bytes(size, number)
    return held + -held % PAD_BYTES + TAG_BYTES


def file_bytes(size: int) -> int:
    """Return how many bytes the file of a content of so many bytes has."""
    last = count(size) - 1
    return last * (ATTACHMENT_CHUNK_BYTES + TAG_BYTES) + sealed_bytes(size, last)


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(_NUMBER_BYTES, "big") + bytes([last])
