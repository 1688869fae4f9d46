"""One new file on a disk that may go at any moment: under another name, made durable, read back, then given its own.

Half of one is never seen under its own name. What is left under the other name is replaced the next time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import partial
from hashlib import sha256
from pathlib import Path

from idos_p2p.errors import RefusedError
from idos_p2p.labels import Label, keyed
from idos_p2p.limits import MIB
from idos_p2p.services.cell import Cell
from idos_p2p.store.durable import PART
from sync.carry.files import Files, Target
from sync.carry.steps import Opening, Step, Steps

BLOCK_BYTES = 1 * MIB  # written, and read back, at once
_PART_DIGITS = 16


def part_name(cell: Cell, suffix: str) -> str:
    """Return the other name of what this installation writes: always the same, and that of no other's.

    So what it left when a key was pulled out is found again by whoever may replace it. It tells nothing.
    """
    return keyed(Label.FOLDER_NAME, cell.keys.store, b"part").hex()[:_PART_DIGITS] + suffix + PART


def placing(files: Files, part: Path, name: str, content: Iterable[bytes], total: int) -> Steps[int]:
    """Write a file of this content, and return how many bytes it has once it is there for good under its name.

    Raises OSError as the disk does, and RefusedError("bundle_unlike") when it gives back something else than it was
    given: then, and when it is cancelled, nothing stays, as far as the disk still answers.
    """
    opening, placed = Opening(partial(_make_anew, files, part)), False
    try:
        target: Target = yield Step(opening, 0, total)
        summed, size = sha256(), 0
        for block in _blocks(content):
            yield Step(partial(target.write, block), size, total)
            summed.update(block)
            size += len(block)
        yield Step(target.sync, size, total)
        target.close()
        if (yield Step(partial(_sum_of, files, part), size, total)) != (size, summed.digest()):
            raise RefusedError("bundle_unlike", path=str(part.with_name(name)))
        yield Step(partial(files.put, part, name), size, total)
        placed = True
    finally:
        opening.close()
        if not placed:
            with suppress(OSError):
                files.remove(part)
    return size


def _make_anew(files: Files, part: Path) -> Target:
    files.remove(part)
    return files.make(part)


def _sum_of(files: Files, path: Path) -> tuple[int, bytes]:
    """Read a file through, from the disk, and return how many bytes it has and what they sum up to."""
    source = files.open(path)
    try:
        summed, size = sha256(), 0
        while block := source.read(BLOCK_BYTES):
            summed.update(block)
            size += len(block)
        return size, summed.digest()
    finally:
        source.close()


def _blocks(content: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the same bytes in blocks that are worth a write each."""
    pending = bytearray()
    for part in content:
        pending += part
        if len(pending) >= BLOCK_BYTES:
            yield bytes(pending)
            pending.clear()
    if pending:
        yield bytes(pending)
