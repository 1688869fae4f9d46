"""Where a home keeps its files.

::

    HOME/lock                 held by the one process that writes
    HOME/serving              where that process listens for other commands of the same home
    HOME/person               whose home this is, in clear: only where several persons use this computer
    HOME/persons/N/           the homes of the other persons of this computer
    HOME/cells/ID/keys        the secrets of this installation in that cell
    HOME/cells/ID/cell.db     the cell: log, read model, facts (SQLCipher)
    HOME/cells/ID/instance    which installation writes it, and how far its own log went; copies never hold it
    HOME/cells/ID/ballast     room kept for the day the disk is full
    HOME/cells/ID/blobs/      attachments, each an encrypted file; their keys and what they are stand in cell.db
    HOME/cells/ID/copies/     one copy a day, the last seven
    HOME/cells/ID/aside/      what a restored copy or a repair took the place of, by moment; never removed by us
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from platformdirs import PlatformDirs

from idos_p2p.ids import CellId

PERSONS = "persons"


def default_home() -> Path:
    """Return the home of the person at this computer (ux §4: never in their documents)."""
    return Path(PlatformDirs("IDOS", appauthor=False, roaming=False).user_data_dir)


@dataclass(frozen=True, slots=True)
class Home:
    """One installation: a folder that may hold several cells."""

    path: Path

    @property
    def lock(self) -> Path:
        """The file that the one writing process holds."""
        return self.path / "lock"

    @property
    def serving(self) -> Path:
        """The file that says where the running process takes commands."""
        return self.path / "serving"

    @property
    def person(self) -> Path:
        """The file that says whose home this is, for whoever chooses at the start."""
        return self.path / "person"

    @property
    def persons(self) -> Path:
        """The folder of the homes of the other persons of this computer."""
        return self.path / PERSONS

    def cell_folder(self, cell: CellId) -> Path:
        """Return the folder of that cell."""
        return self.path / "cells" / cell.hex()

    def keys(self, cell: CellId) -> Path:
        """The file of this installation's secrets in that cell."""
        return self.cell_folder(cell) / "keys"

    def database(self, cell: CellId) -> Path:
        """The file of that cell's store."""
        return self.cell_folder(cell) / "cell.db"

    def instance(self, cell: CellId) -> Path:
        """The file that says which installation writes that cell's store."""
        return self.cell_folder(cell) / "instance"

    def ballast(self, cell: CellId) -> Path:
        """The file that keeps room for the day the disk is full."""
        return self.cell_folder(cell) / "ballast"

    def blobs(self, cell: CellId) -> Path:
        """Return the folder of that cell's attachments."""
        return self.cell_folder(cell) / "blobs"

    def copies(self, cell: CellId) -> Path:
        """Return the folder of that cell's daily copies."""
        return self.cell_folder(cell) / "copies"

    def cells(self) -> list[CellId]:
        """Return the cells of this home, in a stable order."""
        folders = (path.parent.name for path in (self.path / "cells").glob("*/keys"))
        return sorted(CellId(bytes.fromhex(name)) for name in folders if re.fullmatch(r"[0-9a-f]{64}", name))
