"""Around a person, a project's page, the agenda, a page: as documents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path

from idos_p2p.services.agenda import MeetingView, calendar_of, meetings, sign_up, today, write_calendar
from idos_p2p.services.around import Act, Purpose, picture, story
from idos_p2p.services.cell import Cell
from idos_p2p.services.circles import circles_of
from idos_p2p.services.pages import page_view
from idos_p2p.services.project_page import project_page
from idos_p2p.services.waiting import reviews
from idos_p2p.views.around import Cursor
from idos_p2p.views.pages import Attachment, Backlink, Named
from idos_p2p.views.persons import Party
from ui.command import decide_documents, documents
from ui.command.table import Document, Options, Run


def _around(cell: Cell, options: Options) -> Document:
    since, before = options["since"] or "", options["before"]
    cursor = Cursor.parse(before) if before else None
    told = story(cell, options["person"], options["limit"], cursor, since=since)
    document = {
        "person": _party(told.person),
        "items": [_purpose(item) if isinstance(item, Purpose) else _act(item) for item in told.items],
        "next": told.next.text() if told.next else None,
    }
    if options["graph"]:
        document["graph"] = asdict(picture(cell, told.person.id, since=since))
    return document


def _project(cell: Cell, options: Options) -> Document:
    page = project_page(cell, options["id"])
    return {
        "project": documents.record_with_versions(cell, page.record),
        "author": _party(page.author),
        "who": _parties(page.persons),
        "circles": decide_documents.circles(circles_of(cell, page.record.id)),
        "needs": _acts(page.needs),
        "offers": _acts(page.offers),
        "proposals": _acts(page.proposals),
        "meetings": _acts(page.meetings),
        "latest": _acts(page.latest),
        "given": asdict(page.given),
        "named_by": [_backlink(link) for link in page.naming],
        "said": _acts(page.said),
        "names": [_named(name) for name in page.mentions],
        "files": [_file(file) for file in page.attachments],
    }


def _agenda(cell: Cell, options: Options) -> Document:
    found = meetings(cell, options["first"] or today(cell), options["last"] or "", options["person"])
    document: dict[str, Document] = {"items": [_meeting(view) for view in found]}
    if not options["person"]:
        back = reviews(cell, options["first"] or today(cell), options["last"] or "")
        document["reviews"] = [decide_documents.of_all(one) for one in back]
    if options["ics"]:
        genesis = cell.membership.genesis
        write_calendar(Path(options["ics"]), calendar_of(found, genesis.name if genesis else ""))
        document["ics"] = str(options["ics"])
    return document


def _page(cell: Cell, options: Options) -> Document:
    page = page_view(cell, options["id"])
    return {
        "page": documents.record_with_versions(cell, page.record),
        "author": _party(page.author),
        "texts": [{"field": text.field, "names": [_named(name) for name in text.names]} for text in page.texts],
        "backlinks": [_backlink(link) for link in page.backlinks],
        "origins": [asdict(kin) for kin in page.origins],
        "descendants": [asdict(kin) for kin in page.descendants],
        "sources": list(page.sources),
        "files": [_file(file) for file in page.attachments],
        "said": _acts(page.said),
    }


def _signup(cell: Cell, options: Options) -> Document:
    return {"id": sign_up(cell, options["meeting"], options["slot"], options["persons"], options["words"])}


def _act(act: Act) -> dict[str, Document]:
    links = [{"field": link.field, "id": link.id, "kind": link.kind, "title": link.title} for link in act.record.links]
    marked: dict[str, Document] = {"on_behalf": True} if act.on_behalf else {}
    answered: dict[str, Document] = {"answers": _acts(act.answers)} if act.answers else {}
    record = act.record.record
    return {
        **documents.record(record),
        "day": record.day,
        "author": _party(act.author),
        "voices": _parties(act.voices),
        "who": _parties(act.persons),
        "links": links,
        **marked,
        **answered,
    }


def _acts(acts: Iterable[Act]) -> list[Document]:
    return [_act(act) for act in acts]


def _purpose(purpose: Purpose) -> dict[str, Document]:
    marked: dict[str, Document] = {"contested": True} if purpose.contested else {}
    return {
        "id": purpose.entry,
        "kind": "purpose",
        "day": purpose.day,
        "purpose": purpose.text,
        "author": _party(purpose.author),
        **marked,
    }


def _party(party: Party) -> dict[str, Document]:
    return {"id": party.id, "name": party.name}


def _parties(parties: Iterable[Party]) -> list[Document]:
    return [_party(party) for party in parties]


def _meeting(view: MeetingView) -> dict[str, Document]:
    return {
        "meeting": documents.record(view.record),
        "day": view.record.day,
        "project": view.project,
        "author": _party(view.author),
        "who": _parties(view.persons),
        "slots": [
            {
                "name": slot.name,
                "offered": slot.offered,
                "who": _parties(slot.persons),
                "signups": [signup.id for signup in slot.signups],
            }
            for slot in view.slots
        ],
    }


def _named(name: Named) -> dict[str, Document]:
    records = [{"id": found.id, "kind": found.kind, "title": found.title} for found in name.records]
    return {
        "start": name.start,
        "end": name.end,
        "name": name.name,
        "shown": name.shown,
        "records": records,
        "count": name.count,
    }


def _backlink(link: Backlink) -> dict[str, Document]:
    record = link.interaction.record
    return {
        "id": record.id,
        "kind": record.kind,
        "title": record.title,
        "day": record.day,
        "fields": list(link.fields),
        "named": link.named,
    }


def _file(file: Attachment) -> dict[str, Document]:
    return {"name": file.name, "hash": file.hash, "size": file.size}


COMMANDS: Mapping[str, Run] = {
    "around": _around,
    "project": _project,
    "agenda": _agenda,
    "page": _page,
    "signup": _signup,
}
