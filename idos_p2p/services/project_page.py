"""A project's page, whole: the project, its persons, what is open, what comes, what was done, given, said of it."""

from __future__ import annotations

from dataclasses import dataclass

from idos_p2p.errors import RefusedError
from idos_p2p.services.around import Act, acts, latest_acts
from idos_p2p.services.cell import Cell
from idos_p2p.services.day import day_of
from idos_p2p.services.who import who
from idos_p2p.views.pages import Attachment, Backlink, Named, attachments, named, naming, said_about
from idos_p2p.views.persons import Party
from idos_p2p.views.project import Given, given, next_meetings, persons, still_open
from idos_p2p.views.records import RecordView, find

MOST_OPEN = 100
MOST_MEETINGS = 20
MOST_LATEST = 20
MOST_NAMING = 50
MOST_SAID = 100


@dataclass(frozen=True, slots=True)
class ProjectPage:
    """All that a project's page shows. Its circles and its decisions come with the acts that make them."""

    record: RecordView
    author: Party
    persons: tuple[Party, ...]  # everyone whom anything of the project links, by name
    needs: tuple[Act, ...]  # open ones, those due soonest first
    offers: tuple[Act, ...]  # the same
    proposals: tuple[Act, ...]  # the texts that somebody proposes to decide
    meetings: tuple[Act, ...]  # from today on, the next one first
    latest: tuple[Act, ...]  # the newest of all that links the project
    given: Given
    naming: tuple[Backlink, ...]  # pages and other records whose texts name the project; the newest first
    said: tuple[Act, ...]  # comments and thanks about the project itself, oldest first
    mentions: tuple[Named, ...]  # the names in double brackets of its purpose
    attachments: tuple[Attachment, ...]


def project_page(cell: Cell, project: str) -> ProjectPage:
    """Return the page of a project, by its id or a prefix.

    Raises RefusedError: ``link_kind`` where it is no project, and as ``views.records.find``.
    """
    reader, known = cell.store.reader, who(cell)
    view = find(reader, project)
    if view.kind != "project":
        raise RefusedError("link_kind", field="project", found=view.kind, accepted="project")
    purpose = view.fields.get("purpose")
    return ProjectPage(
        record=view,
        author=known.author(view.device),
        persons=known.several(persons(reader, view)),
        needs=acts(cell, known, still_open(reader, view, "need", MOST_OPEN)),
        offers=acts(cell, known, still_open(reader, view, "offer", MOST_OPEN)),
        proposals=acts(cell, known, still_open(reader, view, "proposal", MOST_OPEN)),
        meetings=acts(cell, known, next_meetings(reader, view, day_of(cell.clock.now_ms()), MOST_MEETINGS)),
        latest=latest_acts(cell, known, view.id, MOST_LATEST),
        given=given(reader, view, known.same),
        naming=naming(reader, view, MOST_NAMING),
        said=acts(cell, known, said_about(reader, view, MOST_SAID)),
        mentions=named(reader, purpose if isinstance(purpose, str) else "", known.same),
        attachments=attachments(reader, view),
    )
