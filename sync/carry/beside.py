"""Attachments that lie in a shared folder, each in a file of its own, under a key that the files of a series tell."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from idos_p2p.errors import RefusedError
from idos_p2p.events import AttachmentsChanged
from idos_p2p.labels import Label, keyed
from idos_p2p.services.carry import Enclosure
from idos_p2p.services.cell import Cell
from idos_p2p.store.sealed_chunks import count, file_bytes, open_chunk, seal_chunk, sealed_bytes
from idos_p2p.views.attachments import is_wanted
from sync.carry.files import Files, Names, Source
from sync.carry.manifest import FOLDER_SUFFIX, Place
from sync.carry.placing import part_name, placing
from sync.carry.steps import Opening, Step, Steps

_KEY_BYTES = 32


def place_of(cell: Cell, one: Enclosure) -> Place:
    """Return where this installation lays an attachment: always in the same place, and in no other's.

    The key encrypts this one content only, so that what was laid half is laid again without harm.
    """
    return Place(one.blob, one.size, keyed(Label.FOLDER_NAME, cell.keys.store, b"attachment", one.blob))


def laying(cell: Cell, files: Files, folder: Path, place: Place, names: Names) -> Steps[int | None]:
    """Lay an attachment in the folder; return how many bytes that took: 0 where it lies there, None where it is gone.

    Raises as ``placing``.
    """
    lies = names.get(place.name)
    if lies is not None and lies[0] == file_bytes(place.size):
        return 0
    if lies is not None:  # half of it, or something else under its name: some carrier left it
        yield Step(partial(files.remove, folder / place.name))
    try:
        part = folder / part_name(cell, FOLDER_SUFFIX)
        return (yield from placing(files, part, place.name, _sealed(cell, place), file_bytes(place.size)))
    except RefusedError as refused:
        if refused.code not in {"attachment_absent", "attachment_damaged"}:
            raise
        return None


def fetching(cell: Cell, files: Files, path: Path, place: Place) -> Steps[bool]:
    """Take an attachment from its file, if all of it is what was told, and a record still names it; say if it came.

    Raises OSError as the disk does, RefusedError: attachment_no_room, attachments_full, store_full, store_io.
    """
    opening = Opening(partial(files.open, path))
    new = cell.store.blobs.begin(cell.entropy(_KEY_BYTES))
    try:
        source: Source = yield Step(opening)
        cipher = ChaCha20Poly1305(place.key)
        for number in range(count(place.size)):
            sealed = yield Step(partial(source.read, sealed_bytes(place.size, number)))
            new.add(open_chunk(cipher, number, sealed, place.size))
        if new.finish() != place.blob or not is_wanted(cell.store.reader, place.blob):
            return False
        with cell.store.transaction():
            cell.store.blobs.keep(new)
    except InvalidTag:
        return False
    finally:
        opening.close()
        new.discard()
    cell.listen(AttachmentsChanged())
    return True


def _sealed(cell: Cell, place: Place) -> Iterator[bytes]:
    cipher, last = ChaCha20Poly1305(place.key), count(place.size) - 1
    for number, chunk in enumerate(cell.store.blobs.read(place.blob)):
        yield seal_chunk(cipher, number, chunk, last=number == last)
