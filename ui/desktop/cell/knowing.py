"""What Savoirs asks beside the pages themselves: where they lead, and who names them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from idos_p2p.services.attach import attach, attachments, chosen, export_attachment
from idos_p2p.services.cell import Cell
from idos_p2p.services.pages import PageView, page_view
from idos_p2p.services.who import who
from idos_p2p.views.pages import Attachment, Named, named
from idos_p2p.views.records import recent
from idos_p2p.views.search import search
from ui.words.clean import folded

LOOKED_AT = 8  # records for each title offered
NAMED_KINDS = ("page", "project", "person", "meeting")


class KnowRoom:
    """The window's ``KnowPort``."""

    def __init__(self, cell: Cell) -> None:
        self._cell = cell

    def leads(self, page: str) -> PageView:
        """Return a page with all that leads from and to it."""
        files = [Attachment(one.hash, one.name, one.size) for one in attachments(self._cell, page)]
        return replace(page_view(self._cell, page), attachments=tuple(files))

    def resolve(self, text: str) -> tuple[Named, ...]:
        """Return the names in double brackets of a text, and the records they lead to."""
        return named(self._cell.store.reader, text, who(self._cell).same)

    def attach(self, page: str, path: str) -> str:
        """Attach a copy of a file to a page, and return the name it has there."""
        return attach(self._cell, page, Path(path)).name

    def save_file(self, page: str, file: str, folder: str) -> str:
        """Write an attachment of a page into a folder, and return where it is."""
        return str(export_attachment(self._cell, chosen(self._cell, page, file), Path(folder)))

    def titles(self, words: str, most: int) -> tuple[str, ...]:
        """Return titles that could stand in double brackets, those of pages changed lately when nothing is typed."""
        reader = self._cell.store.reader
        if not words.strip():
            return tuple(dict.fromkeys(view.title for view in recent(reader, "page", most) if view.title))
        sought = folded(words).split()
        found = [view.title for view in search(reader, words, most * LOOKED_AT, NAMED_KINDS)]
        fitting = [title for title in found if all(word in folded(title) for word in sought)]
        return tuple(dict.fromkeys(fitting))[:most]
