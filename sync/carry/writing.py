"""Writing a bundle: under another name, made durable, then given its own; half of one is never seen."""

from __future__ import annotations

import errno
import os
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from idos_p2p.errors import RefusedError
from idos_p2p.log.branches import size
from idos_p2p.services.carry import pieces, recipients
from idos_p2p.services.cell import Cell
from idos_p2p.services.day import day_of
from idos_p2p.store.durable import BINARY, PART, sync_folder
from sync.carry.bundle import About, RecordWriter, make_head
from sync.carry.manifest import Manifest, manifest_record, missing_records, piece_record

SUFFIX = ".idos-bundle"
_NAME_BYTES = 4  # of chance in a name, so that several write into one folder on one day; it tells nothing


@dataclass(frozen=True, slots=True)
class Written:
    """A bundle that lies at its place for good: what holds it may be taken out."""

    path: Path
    entries: int
    devices: int  # that can read it
    size: int  # bytes


def write_bundle(cell: Cell, path: Path) -> Written:
    """Write all that this cell holds, for its effective devices, at this path or in this folder.

    Raises RefusedError: ``not_member_yet``, ``bundle_exists``, ``bundle_full``, ``bundle_io``; nothing is left then.
    """
    if not cell.membership.effective(cell.device):
        raise RefusedError("not_member_yet")
    now = cell.clock.now_ms()
    if path.is_dir():
        path = path / f"{day_of(now)}-{cell.entropy(_NAME_BYTES).hex()}{SUFFIX}"
    if path.exists():
        raise RefusedError("bundle_exists", path=str(path))
    part = path.with_name(path.name + PART)
    try:
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | BINARY, 0o600)
        with os.fdopen(descriptor, "wb") as stream:
            entries, devices = _write(cell, stream, now)
            stream.flush()
            os.fsync(stream.fileno())
        length = part.stat().st_size
        part.rename(path)
        sync_folder(path.parent)
    except OSError as error:
        raise _unwritten(path, error) from error
    finally:
        _forget(part)
    return Written(path, entries, devices, length)


def _write(cell: Cell, stream: BinaryIO, now_ms: int) -> tuple[int, int]:
    """Write the bundle; return how many entries it carries, for how many devices."""
    standing, devices = cell.standing(), recipients(cell)
    head = make_head(cell.id, About(cell.device, now_ms, standing.digest), devices, cell.entropy)
    entries = sum(map(size, standing.logs.values()))
    writer = RecordWriter(stream, head)
    writer.add(manifest_record(cell.id, head, Manifest(entries), cell.keys.device))
    for piece in pieces(cell):
        writer.add(piece_record(piece))
    for record in missing_records(standing.missing):
        writer.add(record)
    writer.finish()
    return entries, len(devices)


def _forget(part: Path) -> None:
    """Leave nothing half-written, as far as the disk still answers."""
    try:
        part.unlink(missing_ok=True)
    except OSError:
        return


def _unwritten(path: Path, error: OSError) -> RefusedError:
    if error.errno in {errno.ENOSPC, errno.EFBIG, errno.EDQUOT}:
        return RefusedError("bundle_full", path=str(path), reason=str(error))
    return RefusedError("bundle_io", path=str(path), reason=str(error))
