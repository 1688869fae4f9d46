"""What a disk may hold after a power cut, from what was asked of it before.

What was synced is there. Of what was not, any part may be: each write falls into sectors of 512 bytes, and each sector
may have reached the disk, or not, or have been under way and hold anything; a cut of a file's size, a new name, a
rename and a removal may each have happened, or not. Any subset is any order: the disk's last state is the same whatever
order the ones that arrived came in, for two writes of one place are never swapped.

One promise of the hardware is taken as kept, as SQLite does (its "powersafe overwrite", on by default): a write does
not change bytes beside it. So only a sector that a write covers whole may hold anything.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

from tests.harness.trace import (
    Acknowledged,
    Begun,
    Call,
    Content,
    Linked,
    Made,
    Naming,
    Removed,
    Renamed,
    Synced,
    SyncedDirectory,
    Truncated,
    Wrote,
)

SECTOR_BYTES = 512
ARRIVED = (0.0, 0.02, 0.2, 0.5, 0.8, 0.98, 1.0)  # what part of the unsynced arrives; one of these for each file and cut
TORN = (0.0, 0.0, 0.02, 0.3)  # what part of the sectors that did not arrive holds anything


class Disk:
    """The files of one directory as the calls of a trace leave them, and what of it is sure."""

    def __init__(self) -> None:
        self.begun = self.acknowledged = -1
        self._names: dict[str, int] = {}
        self._files: dict[int, bytearray] = {}
        self._unsure_names: list[Naming] = []
        self._unsure: dict[int, list[Content]] = {}

    def take(self, call: Call) -> None:
        """Let one call happen."""
        match call:
            case Begun(turn):
                self.begun = turn
            case Acknowledged(turn):
                self.acknowledged = turn
            case Wrote() | Truncated():
                self._unsure[call.file].append(call)
            case Synced(file):
                for content in self._unsure[file]:
                    change(self._files[file], content)
                self._unsure[file].clear()
            case SyncedDirectory():
                for naming in self._unsure_names:
                    rename(self._names, naming)
                self._unsure_names.clear()
            case Made() | Linked() | Renamed() | Removed():
                if isinstance(call, Made):
                    self._files[call.file] = bytearray()
                    self._unsure[call.file] = []
                self._unsure_names.append(call)

    def cut(self, dice: random.Random) -> dict[str, bytes]:
        """Return the files that a power cut at this moment may leave, by name."""
        arrived = dice.choice(ARRIVED)
        names = dict(self._names)
        for naming in self._unsure_names:
            if dice.random() < arrived:
                rename(names, naming)
        return {name: self._cut_file(file, dice) for name, file in names.items()}

    def _cut_file(self, file: int, dice: random.Random) -> bytes:
        arrived, torn = dice.choice(ARRIVED), dice.choice(TORN)
        held = bytearray(self._files[file])
        for content in self._unsure[file]:
            for part in [content] if isinstance(content, Truncated) else sectors(content):
                if dice.random() < arrived:
                    change(held, part)
                elif isinstance(part, Wrote) and len(part.data) == SECTOR_BYTES and dice.random() < torn:
                    change(held, Wrote(part.file, part.offset, dice.randbytes(SECTOR_BYTES)))
        return bytes(held)


def lay_out(files: dict[str, bytes], directory: Path) -> None:
    """Write these files into an empty directory."""
    for name, held in files.items():
        (directory / name).write_bytes(held)


def change(held: bytearray, content: Content) -> None:
    """Write to a file, or cut it, or lengthen it by zeros."""
    if isinstance(content, Truncated):
        del held[content.size :]
        held.extend(bytes(content.size - len(held)))
        return
    held.extend(bytes(max(0, content.offset - len(held))))
    held[content.offset : content.offset + len(content.data)] = content.data


def rename(names: dict[str, int], naming: Naming) -> None:
    """Give, change or take a name; a name whose file never arrived has nothing to change."""
    match naming:
        case Made(name, file) | Linked(name, file):
            names[name] = file
        case Removed(name):
            names.pop(name, None)
        case Renamed(name, to) if name in names:
            names[to] = names.pop(name)


def sectors(wrote: Wrote) -> Iterator[Wrote]:
    """Split a write where the disk's sectors end."""
    at, end = wrote.offset, wrote.offset + len(wrote.data)
    while at < end:
        upto = min(end, (at // SECTOR_BYTES + 1) * SECTOR_BYTES)
        yield Wrote(wrote.file, at, wrote.data[at - wrote.offset : upto - wrote.offset])
        at = upto
