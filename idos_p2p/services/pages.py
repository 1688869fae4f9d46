"""A page as it is read, whole: its text and whom it names, who names it, its genealogy, what is said of it."""

from __future__ import annotations

from dataclasses import dataclass

from idos_p2p.services.around import Act, acts
from idos_p2p.services.cell import Cell
from idos_p2p.services.who import who
from idos_p2p.views.pages import (
    Attachment,
    Backlink,
    Kin,
    Named,
    attachments,
    backlinks,
    descendants,
    named,
    origins,
    said_about,
)
from idos_p2p.views.persons import Party
from idos_p2p.views.records import RecordView, find

MOST_BACKLINKS = 100
MOST_SAID = 200

_TEXTS = ("body", "purpose", "agenda", "report", "details", "what", "words", "effect", "wish", "needs")


@dataclass(frozen=True, slots=True)
class TextNames:
    """The names in double brackets of one text of a record."""

    field: str
    names: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class PageView:
    """A page, or any other record, with all that leads from and to it."""

    record: RecordView
    author: Party  # who created it
    texts: tuple[TextNames, ...]  # of each text that names others
    backlinks: tuple[Backlink, ...]  # newest first
    origins: tuple[Kin, ...]  # what it was made from, the nearest first
    descendants: tuple[Kin, ...]  # what was made from it
    sources: tuple[str, ...]  # where it comes from, outside the cell
    attachments: tuple[Attachment, ...]
    said: tuple[Act, ...]  # comments, thanks and attestations, oldest first


def page_view(cell: Cell, record_id: str) -> PageView:
    """Return a page by its id or a prefix; any other kind as well. Raises RefusedError as ``views.records.find``."""
    reader, known = cell.store.reader, who(cell)
    view = find(reader, record_id)
    texts = [(name, text) for name in _TEXTS if isinstance(text := view.fields.get(name), str)]
    sources = view.fields.get("sources")
    return PageView(
        record=view,
        author=known.author(view.device),
        texts=tuple(TextNames(name, found) for name, text in texts if (found := named(reader, text, known.same))),
        backlinks=backlinks(reader, view, MOST_BACKLINKS),
        origins=origins(reader, view),
        descendants=descendants(reader, view),
        sources=tuple(sources) if isinstance(sources, list) else (),
        attachments=attachments(reader, view),
        said=acts(cell, known, said_about(reader, view, MOST_SAID)),
    )
