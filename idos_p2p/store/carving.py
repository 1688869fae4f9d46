"""What can still be read of a damaged database, page by page, without SQLite: the one place that reads raw rows.

SQLCipher authenticates each page, so a flipped byte costs a whole page, and SQLite stops at the first one it meets; one
bad page near the root would hide everything. Here each page is authenticated and decrypted by itself (SQLCipher 4:
AES-256-CBC, HMAC-SHA-512 over cipher text, vector and page number), the rows of every leaf are read whatever table they
are of, and their overflow is followed. What a value is, its own content says: a segment carries a checksum and a
signature. Pages of the write-ahead log, as far as it was committed, take the place of those in the file.

The layout is SQLite's (https://www.sqlite.org/fileformat2.html, §1.5 to §2.1).
"""

from __future__ import annotations

import hashlib
import hmac
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from idos_p2p.errors import RefusedError
from idos_p2p.ids import BlobHash, DeviceId
from idos_p2p.store.database import KEY_BYTES, PAGE_BYTES, SALT_BYTES, Database, fingerprint

_VECTOR, _CODE = 16, 64
_USABLE = PAGE_BYTES - _VECTOR - _CODE
_CODE_SALT_MASK, _CODE_ROUNDS = 0x3A, 2  # how SQLCipher derives the key of its page codes
_HEADER_BYTES = 100  # of the database, on page 1, before its tree
_TABLE_LEAF, _INDEX_LEAF = 0x0D, 0x0A
_LOG_HEADER, _FRAME_HEADER = struct.Struct(">4I8s8s"), struct.Struct(">II8s8s")
_INTEGER_BYTES = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8, 7: 8}

Value = bytes | str | int | None


class MisreadError(Exception):
    """The bytes are not what the layout says; what they are part of is left out."""


@dataclass(frozen=True, slots=True)
class Remains:
    """What was found: every blob of every row of a table, the facts, and the numbers of the pages that are lost.

    ``attachments`` are what may be rows of attachments: their files will tell.
    """

    blobs: list[bytes]
    facts: dict[str, bytes]
    pages: int
    damaged: tuple[int, ...]
    attachments: dict[BlobHash, tuple[bytes, int]] = field(default_factory=dict)  # key and size, by hash

    @property
    def whole(self) -> bool:
        """Whether every row was read: the first page holds the names of the tables, and none of their rows."""
        return set(self.damaged) <= {1}


def carve(path: Path, key: bytes) -> Remains:
    """Return what can be read of a store's file and of its pending log; changes nothing.

    A fact is a row of two values, a text and a blob, in a table without row ids. Raises RefusedError("store_io").
    """
    try:
        with _Pages(path, key) as pages:
            return _remains(pages)
    except OSError as error:
        raise RefusedError("store_io", path=str(path), reason=str(error)) from error


@dataclass(frozen=True, slots=True)
class Known:
    """What the database says it holds, as far as its tables can be walked: None where they cannot."""

    entries: int | None
    own_end: int | None  # after the last entry of the device asked about; 0 when it has none


def known(path: Path, key: bytes, device: DeviceId) -> Known:
    """Return how many entries the database should hold in all, and of one device."""
    try:
        database = Database.untouched(path, key)
    except RefusedError:
        return Known(None, None)
    try:
        return Known(
            _number(database, "SELECT coalesce(sum(count), 0) FROM segment"),
            _number(
                database,
                "SELECT coalesce(max((segment.key & 0xFFFFFFFF) + segment.count), 0) FROM segment"
                " JOIN device ON device.number = segment.key >> 32 WHERE device.key = ?",
                device,
            ),
        )
    finally:
        database.release()


def _number(database: Database, sql: str, *parameters: object) -> int | None:
    try:
        return int(database.rows(sql, parameters)[0][0])
    except RefusedError:
        return None


def _remains(pages: _Pages) -> Remains:
    blobs: list[bytes] = []
    facts: dict[str, bytes] = {}
    damaged = []
    attachments: dict[BlobHash, tuple[bytes, int]] = {}
    for number in range(1, pages.count + 1):
        page = pages.read(number)
        if page is None:
            damaged.append(number)
            continue
        for kind, row in _rows(pages, page, _HEADER_BYTES if number == 1 else 0):
            if kind == _TABLE_LEAF:
                blobs += [value for value in row if isinstance(value, bytes)]
            elif len(row) == 2 and isinstance(row[0], str) and isinstance(row[1], bytes):  # noqa: PLR2004  # name, value
                facts[row[0]] = row[1]
            else:
                match row:
                    case [bytes(blob), bytes(key), int(size), *_] if len(blob) == len(key) == KEY_BYTES and size >= 0:
                        attachments[BlobHash(blob)] = key, size
    return Remains(blobs, facts, pages.count, tuple(damaged), attachments)


def _rows(pages: _Pages, page: bytes, start: int) -> Iterator[tuple[int, list[Value]]]:
    kind = page[start]
    if kind not in (_TABLE_LEAF, _INDEX_LEAF):
        return
    cells = int.from_bytes(page[start + 3 : start + 5], "big")
    for position in range(cells):
        place = start + 8 + 2 * position
        try:
            payload = _payload(pages, page, int.from_bytes(page[place : place + 2], "big"), kind)
            yield kind, _record(payload)
        except (MisreadError, IndexError, UnicodeDecodeError):
            continue


def _payload(pages: _Pages, page: bytes, at: int, kind: int) -> bytes:
    """Return the bytes of the row whose cell begins there, with those that overflow to other pages."""
    size, at = _varint(page, at)
    most = _USABLE - 35
    if kind == _TABLE_LEAF:
        _, at = _varint(page, at)  # the row id
    else:
        most = (_USABLE - 12) * 64 // 255 - 23
    if size <= most:
        return page[at : at + size]
    least = (_USABLE - 12) * 32 // 255 - 23
    local = least + (size - least) % (_USABLE - 4)
    local = local if local <= most else least
    payload = bytearray(page[at : at + local])
    following = int.from_bytes(page[at + local : at + local + 4], "big")
    while len(payload) < size:
        overflow = pages.read(following)
        if overflow is None:
            raise MisreadError
        payload += overflow[4 : 4 + min(_USABLE - 4, size - len(payload))]
        following = int.from_bytes(overflow[:4], "big")
    return bytes(payload)


def _record(payload: bytes) -> list[Value]:
    end, at = _varint(payload, 0)
    types = []
    while at < end:
        kind, at = _varint(payload, at)
        types.append(kind)
    values: list[Value] = []
    for kind in types:
        size = (kind - 12) // 2 if kind >= 12 else _INTEGER_BYTES.get(kind, 0)  # noqa: PLR2004  # SQLite's serial types
        content, at = payload[at : at + size], at + size
        if len(content) != size:
            raise MisreadError
        values.append(_value(kind, content))
    return values


def _value(kind: int, content: bytes) -> Value:
    if kind >= 12:  # noqa: PLR2004  # SQLite's serial types
        return content.decode() if kind % 2 else content
    if kind in (8, 9):
        return kind - 8
    return int.from_bytes(content, "big", signed=True) if kind else None


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for place in range(at, at + 8):
        value = value << 7 | data[place] & 0x7F
        if data[place] < 0x80:  # noqa: PLR2004  # the last byte has no high bit
            return value, place + 1
    return value << 8 | data[at + 8], at + 9


class _Pages:
    """The pages of a file as its log leaves them, decrypted; None for one that is not authentic."""

    def __init__(self, path: Path, key: bytes) -> None:
        salt = bytes(byte ^ _CODE_SALT_MASK for byte in fingerprint(key))
        self._key = key
        self._code_key = hashlib.pbkdf2_hmac("sha512", key, salt, _CODE_ROUNDS, KEY_BYTES)
        self._path = path
        self._log = path.with_name(path.name + "-wal")

    def __enter__(self) -> _Pages:
        self._file = self._path.open("rb")
        self.count = -(-self._path.stat().st_size // PAGE_BYTES)
        self._newer = self._read_log() if self._log.exists() else {}
        self.count = max(self.count, *self._newer, 0)
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def read(self, number: int) -> bytes | None:
        """Return a page, from the log if it is there and sound."""
        newer = self._newer.get(number)
        if newer is not None:
            return newer
        self._file.seek((number - 1) * PAGE_BYTES)
        return self._open(number, self._file.read(PAGE_BYTES))

    def _read_log(self) -> dict[int, bytes]:
        """Return the pages of the log that a commit follows, the last of each."""
        content = self._log.read_bytes()
        if len(content) < _LOG_HEADER.size:
            return {}
        salts = _LOG_HEADER.unpack_from(content)[4]
        committed: dict[int, bytes] = {}
        pending: dict[int, bytes] = {}
        for at in range(_LOG_HEADER.size, len(content), _FRAME_HEADER.size + PAGE_BYTES):
            frame = content[at : at + _FRAME_HEADER.size + PAGE_BYTES]
            if len(frame) < _FRAME_HEADER.size + PAGE_BYTES:
                break
            number, size_at_commit, frame_salts, _ = _FRAME_HEADER.unpack_from(frame)
            if frame_salts != salts:
                break
            page = self._open(number, frame[_FRAME_HEADER.size :])
            if page is not None:
                pending[number] = page
            if size_at_commit:
                committed.update(pending)
                pending.clear()
        return committed

    def _open(self, number: int, raw: bytes) -> bytes | None:
        skipped = SALT_BYTES if number == 1 else 0
        secret, vector, code = raw[skipped:_USABLE], raw[_USABLE:-_CODE], raw[-_CODE:]
        if number < 1 or len(raw) != PAGE_BYTES:
            return None
        found = hmac.digest(self._code_key, secret + vector + number.to_bytes(4, "little"), "sha512")
        if not hmac.compare_digest(found, code):
            return None
        decryptor = Cipher(algorithms.AES(self._key), modes.CBC(vector)).decryptor()
        return bytes(skipped) + decryptor.update(secret) + decryptor.finalize()
