"""Recognition, from the services."""

from __future__ import annotations

from pathlib import Path

from idos_p2p.papers.formats import Format
from idos_p2p.services.cell import Cell
from idos_p2p.services.export import export
from idos_p2p.services.recognition import recognition_of
from idos_p2p.views.period import ALWAYS, calendar_year
from idos_p2p.views.recognition import Recognition


class Recognitions:
    """The window's ``RecognitionPort``."""

    def __init__(self, cell: Cell) -> None:
        self._cell = cell

    def of(self, person_id: str, year: int) -> Recognition:
        """Return what recognises somebody in a year; 0: always."""
        return recognition_of(self._cell, person_id, calendar_year(year) if year else ALWAYS)

    def export(self, person_id: str, folder: str, language: str) -> int:
        """Write what concerns a person as tables into a new folder, and return how many records that is."""
        written = export(
            self._cell, Path(folder), Format.CSV, language="en" if language == "en" else "fr", person=person_id
        )
        return sum(written.records.values())
