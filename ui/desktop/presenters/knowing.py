"""Savoirs: links between pages and records, who names a page, where it comes from."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from idos_p2p.services.pages import PageView
from idos_p2p.views.pages import Attachment, Kin, Named
from ui.desktop.presenters.gifts import day_of
from ui.desktop.presenters.lines import Line, field_word, icon_of, kind_word, tint_of
from ui.words import quantities
from ui.words.catalogue import Words
from ui.words.clean import one_line, shortened

SCHEME = "idos"
"""Of the addresses that lead to a record of this cell: ``idos:KIND/ID``."""

FILE = "file"
"""The kind of a line that stands for an attachment."""

MOST_TITLES = 8
MOST_TITLE = 120

_SIGNS = re.compile(r"([\\`*_\[\]<>&~|#])")
_ADDRESS = re.compile(r"idos:([a-z]{1,40})/([0-9a-f]{64})")
_OPEN = re.compile(r"\[\[([^\[\]\n]{0,80})$")


class KnowPort(Protocol):
    """What Savoirs asks of the cell beside its pages."""

    def leads(self, page: str) -> PageView:
        """Return a page with all that leads from and to it."""
        ...

    def resolve(self, text: str) -> tuple[Named, ...]:
        """Return the names in double brackets of a text, and the records they lead to."""
        ...

    def titles(self, words: str, most: int) -> tuple[str, ...]:
        """Return titles that could stand in double brackets."""
        ...

    def attach(self, page: str, path: str) -> str:
        """Attach a copy of a file to a page, and return the name it has there."""
        ...

    def save_file(self, page: str, file: str, folder: str) -> str:
        """Write an attachment of a page into a folder, and return where it is."""
        ...


@dataclass(frozen=True, slots=True)
class PageLeads:
    """Where a page leads, for the strip below it and the panel it opens."""

    id: str
    title: str
    strip: str  # "" when there is nothing
    parts: tuple[tuple[str, tuple[Line, ...]], ...]


def linked(text: str, names: Iterable[Named]) -> str:
    """Return the Markdown with each name that leads somewhere made a link; the others stay as they were written."""
    parts: list[str] = []
    at = 0
    for name in names:
        if not name.records or name.start < at:
            continue
        target = name.records[0]
        shown = _SIGNS.sub(r"\\\1", one_line(name.shown) or one_line(name.name))
        parts += [text[at : name.start], f"[{shown}]({SCHEME}:{target.kind}/{target.id})"]
        at = name.end
    return "".join((*parts, text[at:]))


def target_of(address: str) -> tuple[str, str] | None:
    """Return the kind and id of the record that an address leads to, None when it leads out of the cell."""
    found = _ADDRESS.fullmatch(address)
    return (found[1], found[2]) if found else None


def link_typed(line: str) -> str | None:
    """Return what is typed of a name in double brackets at the end of a line; None when no bracket is open."""
    found = _OPEN.search(line)
    return found[1] if found else None


def page_leads(words: Words, page: PageView, today: date) -> PageLeads:
    """Return where a page leads."""
    cited = tuple(
        Line(
            link.interaction.record.id,
            icon_of(link.interaction.record.kind),
            tint_of(link.interaction.record.kind),
            shortened(link.interaction.record.title, MOST_TITLE) or kind_word(words, link.interaction.record.kind),
            words.say(
                "leads_line",
                kind=kind_word(words, link.interaction.record.kind),
                day=day_of(words, link.interaction.record.day, today),
            ),
            link.interaction.record.kind,
        )
        for link in page.backlinks
    )
    parts = (
        (words.say("leads_cited", count=len(cited)), cited),
        (words.say("leads_origins"), _kin(words, page.origins)),
        (words.say("leads_descendants"), _kin(words, page.descendants)),
        (field_word(words, "sources"), tuple(_source(source) for source in page.sources)),
        (field_word(words, "attachments"), tuple(_file(words, one) for one in page.attachments)),
    )
    told = [words.say("leads_cited", count=len(cited))] if cited else []
    told += [words.say("leads_from", title=shortened(one.title, 40)) for one in page.origins[:1] if one.title]
    told += [words.say("leads_made", count=len(page.descendants))] if page.descendants else []
    told += [words.say("leads_sources", count=len(page.sources))] if page.sources else []
    told += [words.say("leads_files", count=len(page.attachments))] if page.attachments else []
    title = shortened(page.record.title, MOST_TITLE) or words.say("untitled")
    return PageLeads(page.record.id, title, " · ".join(told), tuple((head, lines) for head, lines in parts if lines))


def _kin(words: Words, several: Iterable[Kin]) -> tuple[Line, ...]:
    return tuple(
        Line(kin.id if kin.title else "", "book-open", "knowledge", shortened(kin.title, MOST_TITLE), "", "page")
        if kin.title
        else Line("", "book-open", "knowledge", words.say("leads_not_here"))
        for kin in several
    )


def _source(source: str) -> Line:
    return Line("", "link", "meeting", shortened(source, MOST_TITLE))


def _file(words: Words, one: Attachment) -> Line:
    size = words.say("leads_file_missing")
    if one.size is not None:
        size = words.say("leads_file_here", size=quantities.byte_size(words, one.size))
    here = one.hash if one.size is not None else ""
    return Line(here, "paperclip", "meeting", shortened(one.name, MOST_TITLE), size, FILE)
