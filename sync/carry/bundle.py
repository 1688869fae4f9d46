"""The bytes of a bundle: a header that only the cell can tell anything from, and a stream only its devices can open.

``BUNDLE.md`` has every field. Everything here raises RefusedError with a code of its own for each way in which a file
is not what was written; what was yielded before that is whole, and stays good.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from typing import BinaryIO, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from idos_p2p.errors import RefusedError
from idos_p2p.identity.sealing import OVERHEAD_BYTES, seal, unseal
from idos_p2p.ids import CellId, DeviceId
from idos_p2p.labels import Label, keyed
from sync.protocol.limits import BUNDLE_CHUNK_BYTES, MAX_BUNDLE_BOXES, MAX_BUNDLE_RECORD_BYTES

MAGIC = b"IDOS-P2P bundle\n"
FORMAT = 1
KEY_BYTES = 32
SALT_BYTES = 16
TAG_BYTES = 16
BOX_BYTES = KEY_BYTES + OVERHEAD_BYTES
BOXES_MULTIPLE = 16  # so that a file tells how many devices the cell has no closer than that
_START = struct.Struct(f">BH{SALT_BYTES}s")
_ABOUT = struct.Struct(">32s6s16s32s")
_RECORD = struct.Struct(">BI")

MANIFEST, SEGMENT, MISSING, ENCLOSED, READERS, PLACES, END = 1, 2, 3, 4, 5, 6, 7
"""The types of records; those of newer programs are left aside."""

_READ_BYTES = 1 << 20

Entropy = Callable[[int], bytes]


@dataclass(frozen=True, slots=True)
class About:
    """What the cell's devices, and whoever else knows its id, can tell of a bundle without opening it."""

    exporter: DeviceId
    made_ms: int
    digest: bytes  # of all that the exporter held


@dataclass(frozen=True, slots=True)
class Head:
    """The beginning of a bundle, as written, and the key of what follows."""

    about: About
    content: bytes
    key: bytes = field(repr=False)

    @property
    def hash(self) -> bytes:
        """What every chunk, and the exporter's signature, is bound to."""
        return sha256(self.content).digest()


@dataclass(frozen=True, slots=True)
class Record:
    """One item of the stream."""

    type: int
    body: bytes


def head_bytes(recipients: int) -> int:
    """Return how long the beginning of a bundle for so many devices is."""
    boxes = recipients + -recipients % BOXES_MULTIPLE
    return len(MAGIC) + _START.size + _ABOUT.size + TAG_BYTES + boxes * BOX_BYTES


def make_head(cell: CellId, about: About, recipients: Sequence[bytes], entropy: Entropy) -> Head:
    """Return the beginning of a bundle for these sealing keys."""
    key, salt = entropy(KEY_BYTES), entropy(SALT_BYTES)
    sealed = [box for public in recipients[:MAX_BUNDLE_BOXES] if (box := seal(key, public, entropy(32))) is not None]
    boxes = b"".join(sorted([*sealed, *_nobodys(-len(sealed) % BOXES_MULTIPLE, entropy)]))
    start = MAGIC + _START.pack(FORMAT, len(boxes) // BOX_BYTES, salt)
    told = _ABOUT.pack(about.exporter, about.made_ms.to_bytes(6, "big"), about.digest, sha256(boxes).digest())
    hidden = AESGCM(keyed(Label.BUNDLE_ABOUT, cell, salt)).encrypt(bytes(12), told, start)
    return Head(about, start + hidden + boxes, key)


def read_head(stream: BinaryIO, cell: CellId, sealing_seed: bytes) -> Head:
    """Return the beginning of a bundle, opened with this device's sealing key.

    Raises RefusedError: ``bundle_unknown`` (no bundle), ``bundle_newer`` and ``bundle_older`` (another format),
    ``bundle_cut``, ``bundle_foreign`` (of another cell, or its first bytes are damaged), ``bundle_damaged``,
    ``bundle_not_for_us``.
    """
    magic = stream.read(len(MAGIC))
    if magic != MAGIC:
        raise RefusedError("bundle_cut" if MAGIC.startswith(magic) else "bundle_unknown")
    begun = _exactly(stream, _START.size)
    version, count, salt = _START.unpack(begun)
    if version != FORMAT:
        raise RefusedError("bundle_newer" if version > FORMAT else "bundle_older")
    start, hidden = MAGIC + begun, _exactly(stream, _ABOUT.size + TAG_BYTES)
    try:
        told = AESGCM(keyed(Label.BUNDLE_ABOUT, cell, salt)).decrypt(bytes(12), hidden, start)
    except InvalidTag as error:
        raise RefusedError("bundle_foreign") from error
    if count > MAX_BUNDLE_BOXES:
        raise RefusedError("bundle_damaged")
    boxes = _exactly(stream, count * BOX_BYTES)
    exporter, made, digest, hashed = _ABOUT.unpack(told)
    if sha256(boxes).digest() != hashed:
        raise RefusedError("bundle_damaged")
    each = (boxes[at : at + BOX_BYTES] for at in range(0, len(boxes), BOX_BYTES))
    key = next((key for box in each if (key := unseal(box, sealing_seed)) is not None), None)
    if key is None or len(key) != KEY_BYTES:
        raise RefusedError("bundle_not_for_us")
    return Head(About(DeviceId(exporter), int.from_bytes(made, "big"), digest), start + hidden + boxes, key)


def _nobodys(count: int, entropy: Entropy) -> list[bytes]:
    """Return so many boxes that nobody opens, and nobody tells from others."""
    boxes: list[bytes] = []
    while len(boxes) < count:
        box = seal(entropy(KEY_BYTES), entropy(32), entropy(32))
        if box is not None:
            boxes.append(box)
    return boxes


def _exactly(stream: BinaryIO, size: int) -> bytes:
    content = stream.read(size)
    if len(content) != size:
        raise RefusedError("bundle_cut")
    return content


class Sink(Protocol):
    """Where the bytes of a bundle go."""

    def write(self, data: bytes, /) -> object:
        """Take them."""
        ...


class RecordWriter:
    """Writes the records of a bundle after its head; ``finish`` last, or the file counts as cut."""

    def __init__(self, stream: Sink, head: Head) -> None:
        stream.write(head.content)
        self._stream, self._cipher, self._context = stream, AESGCM(head.key), head.hash
        self._pending = bytearray()
        self._number = 0

    def add(self, record: Record) -> None:
        """Write one record."""
        self._pending += packed(record)
        while len(self._pending) > BUNDLE_CHUNK_BYTES:  # the last chunk is never empty: it waits for what follows
            self._write(bytes(self._pending[:BUNDLE_CHUNK_BYTES]), last=False)
            del self._pending[:BUNDLE_CHUNK_BYTES]

    def finish(self) -> None:
        """Write the end."""
        self._write(bytes(self._pending), last=True)

    def _write(self, chunk: bytes, *, last: bool) -> None:
        self._stream.write(self._cipher.encrypt(_nonce(self._number, last=last), chunk, self._context))
        self._number += 1


def packed(record: Record) -> bytes:
    """Return a record as it stands in the stream."""
    return _RECORD.pack(record.type, len(record.body)) + record.body


class RecordReader:
    """Opens what follows the head of a bundle, block by block; gives each record whole and as it was written."""

    def __init__(self, head: Head) -> None:
        self._cipher, self._context = AESGCM(head.key), head.hash
        self._sealed, self._opened = bytearray(), bytearray()
        self._number = 0

    def feed(self, data: bytes) -> Iterator[Record]:
        """Yield the records that these next bytes complete; raise RefusedError("bundle_damaged").

        The end is awaited: the last chunk is opened by ``finish``.
        """
        self._sealed += data
        size = BUNDLE_CHUNK_BYTES + TAG_BYTES
        while len(self._sealed) > size:
            try:
                yield from self._open(bytes(self._sealed[:size]), last=False)
            except InvalidTag as error:
                raise RefusedError("bundle_damaged") from error
            del self._sealed[:size]

    def finish(self) -> Iterator[Record]:
        """Yield what the end completes.

        Raises RefusedError: ``bundle_cut`` where the file ended too early or its end is damaged, ``bundle_damaged``
        where the last record has no end.
        """
        last = bytes(self._sealed)
        try:
            yield from self._open(last, last=True)
        except InvalidTag as error:
            with suppress(InvalidTag):  # a whole one that others should follow
                yield from self._open(last, last=False)
            raise RefusedError("bundle_cut") from error
        if self._opened:
            raise RefusedError("bundle_damaged")

    def _open(self, chunk: bytes, *, last: bool) -> Iterator[Record]:
        self._opened += self._cipher.decrypt(_nonce(self._number, last=last), chunk, self._context)
        self._number += 1
        at = 0
        while len(self._opened) - at >= _RECORD.size:
            kind, size = _RECORD.unpack_from(self._opened, at)
            if size > MAX_BUNDLE_RECORD_BYTES:
                raise RefusedError("bundle_damaged")
            end = at + _RECORD.size + size
            if len(self._opened) < end:
                break
            yield Record(kind, bytes(self._opened[at + _RECORD.size : end]))
            at = end
        del self._opened[:at]


def records(stream: BinaryIO, head: Head) -> Iterator[Record]:
    """Yield the records that follow the head in a stream; raises as ``RecordReader`` does."""
    reader = RecordReader(head)
    while block := stream.read(_READ_BYTES):
        yield from reader.feed(block)
    yield from reader.finish()


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])
