"""The commands that need nothing but an opened cell: they run here, or in the process that holds the home."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from idos_p2p.errors import RefusedError
from idos_p2p.governance.matters import Chamber
from idos_p2p.identity.qr import squares_of
from idos_p2p.log.branches import size
from idos_p2p.services.because import why_members
from idos_p2p.services.cell import Cell
from idos_p2p.services.check import check, check_deep, rebuild
from idos_p2p.services.condition import conditions
from idos_p2p.services.invite import invite
from idos_p2p.services.people import members
from idos_p2p.services.project import settled
from idos_p2p.services.secret import tend_if_room
from idos_p2p.services.space import project_if_room
from idos_p2p.services.write import add, change, kind_named
from idos_p2p.views.records import find, listing
from idos_p2p.views.search import search
from sync.carry.series import status_of
from ui.command import (
    around,
    attaching,
    carrying,
    decide,
    devices,
    documents,
    history,
    identity,
    note,
    papers,
    room,
    thread,
)
from ui.command.documents import Document
from ui.command.values import Assignment, assigned

Options = Mapping[str, Any]
"""The options of a command, as ``parser.parse`` gives them or as JSON brings them."""

MOST_FOUND = 100


def run(cell: Cell, command: str, options: Options) -> Document:
    """Run a command on the cell and return its JSON document; one that reads records sees all that has arrived."""
    if command not in OF_THE_LOG:
        project_if_room(cell)
    before = cell.membership
    document = COMMANDS[command](cell, options)
    if cell.membership is not before:
        tend_if_room(cell)
    return document


def _cell_show(cell: Cell, _options: Options) -> Document:
    genesis = cell.membership.genesis
    if genesis is None:
        raise RefusedError("not_member_yet")
    logs = cell.logs()
    return {
        "id": cell.id.hex(),
        "name": genesis.name,
        "term": genesis.term,
        "members": len(cell.membership.persons),
        "devices": len(cell.membership.devices),
        "entries": sum(map(size, logs.values())),
        "heights": documents.heights(logs),
        "digest": cell.digest().hex(),
        "alarms": [{"code": code, "act": act.hex()} for code, act in cell.membership.alarms],
        "forks": documents.forks(logs, settled(cell)),
        "conditions": [{"code": each.code, **each.fields} for each in conditions(cell)],
        "folder": carrying.folder_document(status_of(cell)),
    }


def _cell_members(cell: Cell, options: Options) -> Document:
    facts = why_members(cell) if options["why"] else {}
    return [documents.member(found, facts.get(found.person)) for found in members(cell)]


def _cell_invite(cell: Cell, options: Options) -> Document:
    link = invite(cell, options["uses"], options["days"], Chamber(options["chamber"])).link()
    if not options["qr"]:
        return {"link": link}
    return {"link": link, "qr": ["".join("1" if dark else "0" for dark in row) for row in squares_of(link)]}


def _add(cell: Cell, options: Options) -> Document:
    kind = kind_named(options["kind"])
    return {"id": add(cell, kind.name, assigned(kind, _assignments(options)))}


def _set(cell: Cell, options: Options) -> Document:
    view = find(cell.store.reader, options["id"])
    entries = change(cell, view.id, assigned(kind_named(view.kind), _assignments(options)))
    return {"id": view.id, "entries": entries}


def _list(cell: Cell, options: Options) -> Document:
    kind = kind_named(options["kind"])
    where = dict(options["where"])
    for name in where:
        if kind.field(name) is None:
            raise RefusedError(
                "field_unknown", kind=kind.name, field=name, accepted=[each.name for each in kind.fields]
            )
    found = [documents.record(view) for view in listing(cell.store.reader, kind.name, where, options["limit"])]
    return decide.marked(cell, found) if kind.name == "project" else found


def _search(cell: Cell, options: Options) -> Document:
    kinds = [kind_named(name).name for name in options["kinds"]]
    found = search(cell.store.reader, " ".join(options["words"]), MOST_FOUND, kinds)
    return {"items": [documents.record(view) for view in found]}


def _check(cell: Cell, options: Options) -> Document:
    checked = check_deep(cell) if options["deep"] else check(cell)
    told: dict[str, Document] = {
        "ok": not checked.faults,
        "entries": checked.entries,
        "faults": [{"code": fault.code, **fault.fields} for fault in checked.faults],
    }
    if options["deep"]:
        told |= {
            "signatures": checked.signatures,
            "changes": checked.changes,
            "missing": [{"device": address.device.hex(), "entry": address.seq} for address in checked.missing],
            "seconds": checked.milliseconds / 1_000,
        }
    return told


def _rebuild(cell: Cell, _options: Options) -> Document:
    return {"entries": rebuild(cell)}


def _assignments(options: Options) -> list[Assignment]:
    return [Assignment(*each) for each in options["assignments"]]


OF_THE_LOG = frozenset({"cell show", "cell invite", *devices.COMMANDS})
"""Commands that ask nothing of the read model."""

COMMANDS: Mapping[str, Callable[[Cell, Options], Document]] = {
    "cell show": _cell_show,
    "cell members": _cell_members,
    "cell invite": _cell_invite,
    "add": _add,
    "set": _set,
    "list": _list,
    "search": _search,
    "check": _check,
    "rebuild": _rebuild,
    **around.COMMANDS,
    **thread.COMMANDS,
    **note.COMMANDS,
    **decide.COMMANDS,
    **history.COMMANDS,
    **attaching.COMMANDS,
    **carrying.COMMANDS,
    **devices.COMMANDS,
    **papers.COMMANDS,
    **identity.COMMANDS,
    **room.COMMANDS,
}
