"""Whether what is opened is what this installation last wrote: the detection behind the successor rule (design §3).

A copy that was put back must not continue its chain: entries that others already hold would get a second version, and
this device would fork itself. Two things tell:

* an **instance id**, random, in the database (the fact ``instance``) and in a file beside it. A copy carries no id of
  an installation (``COPIED`` stands in its place) and no such file, so a copy is found out however it was put there;
* a **mark** in that file: how many entries this device had written after its last COMMIT. A database that holds fewer
  is an older one. The mark is not synced to the disk: after a power cut it may be too low, never too high, for it is
  raised after the COMMIT has returned. It then merely misses what a peer still tells, who knows more of us than we do.

What is found is kept as the fact ``restored``, until a new device key takes over from the old one.
"""

from __future__ import annotations

import os
import struct
from dataclasses import dataclass
from pathlib import Path

from idos_p2p.errors import RefusedError
from idos_p2p.ids import DeviceId
from idos_p2p.services.cell import Cell
from idos_p2p.store.durable import BINARY, write_durably
from idos_p2p.store.ports import Store

INSTANCE = "instance"
"""The fact that names the installation that writes this database."""

RESTORED, YES = "restored", b"1"
"""The fact, and its value, that say that this device's log must not go on: it may have gone on already, elsewhere."""

PUT_BACK = "put back"
"""The fact that says when that was found, in milliseconds since 1970."""

COPIED = b"copy"
"""What stands in the place of the instance id in a copy."""

INSTANCE_BYTES = 16
_FILE = struct.Struct(">16s32sI")  # instance id, the device whose entries are counted, the mark


@dataclass(frozen=True, slots=True)
class _Kept:
    """What the file beside the database says."""

    instance: bytes
    device: bytes
    mark: int


class Mark:
    """The high-water mark of this device's own log, in the file at ``path``."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._raised = (b"", 0)

    def raise_to(self, device: DeviceId, count: int) -> None:
        """Note that this device has written so many entries; call it after the COMMIT that made them durable.

        A mark that cannot be written is left as it is: it guards the next opening, and is worth no refusal now.
        """
        if (device, count) == self._raised:
            return
        try:
            descriptor = os.open(self._path, os.O_RDWR | BINARY)
        except OSError:
            return
        try:
            kept = _decode(os.read(descriptor, _FILE.size))
            if kept is not None and (kept.device != device or kept.mark < count):
                os.lseek(descriptor, 0, os.SEEK_SET)
                os.write(descriptor, _FILE.pack(kept.instance, device, count))
            self._raised = (device, count)
        except OSError:
            return
        finally:
            os.close(descriptor)


def begin(cell: Cell, path: Path) -> None:
    """Give a new database the id of an installation, in the file at ``path`` and in the fact.

    Raises RefusedError("store_io") when the file cannot be written.
    """
    _adopt(cell.store, path, cell.device, cell.entropy(INSTANCE_BYTES))


def examine(cell: Cell, path: Path) -> bool:
    """Say whether the database is not the one this installation last wrote; what is found is durable on return.

    The fact ``restored`` is set when the database is older than the mark, or another installation's, or a copy.
    Raises RefusedError: "store_full" or "store_io" when that cannot be written, for then nothing may be written at all.
    """
    store, device, entropy, own = cell.store, cell.device, cell.entropy, cell.own_height()
    named, kept = store.facts.get(INSTANCE), _read(path)
    if not named:  # from before this rule, or a beginning that was cut between file and fact
        known = kept.instance if kept is not None else entropy(INSTANCE_BYTES)
        mark = kept.mark if kept is not None and kept.device == device else 0
        _adopt(store, path, device, known, mark)
        named, kept = known, _read(path)
    ours = kept is not None and kept.instance == named
    behind = kept is not None and kept.device == device and kept.mark > own
    if not ours or behind:
        _note_restored(cell, path, entropy(INSTANCE_BYTES))
    return store.facts.get(RESTORED) == YES


def put_back_ms(store: Store) -> int | None:
    """Return when this installation found that its database had been put back from a copy; None: never."""
    kept = store.facts.get(PUT_BACK)
    return int.from_bytes(kept, "big") if kept else None


def _note_restored(cell: Cell, path: Path, instance: bytes) -> None:
    # The facts first: cut before the file is written, the next opening finds the same again.
    with cell.store.transaction():
        cell.store.facts.set(RESTORED, YES)
        cell.store.facts.set(PUT_BACK, cell.clock.now_ms().to_bytes(8, "big"))
        cell.store.facts.set(INSTANCE, instance)
    _write(path, _Kept(instance, cell.device, cell.own_height()))


def _adopt(store: Store, path: Path, device: DeviceId, instance: bytes, mark: int = 0) -> None:
    # The file first: cut before the fact is written, the next opening takes the id from it.
    _write(path, _Kept(instance, device, mark))
    with store.transaction():
        store.facts.set(INSTANCE, instance)


def _read(path: Path) -> _Kept | None:
    try:
        return _decode(path.read_bytes())
    except FileNotFoundError:
        return None
    except OSError as error:
        raise RefusedError("store_io", path=str(path), reason=str(error)) from error


def _decode(data: bytes) -> _Kept | None:
    return _Kept(*_FILE.unpack(data)) if len(data) == _FILE.size else None


def _write(path: Path, kept: _Kept) -> None:
    write_durably(path, _FILE.pack(kept.instance, kept.device, kept.mark))
