"""Writing records, and finding them; as documents."""

from __future__ import annotations

from collections.abc import Mapping

from idos_p2p.errors import RefusedError
from idos_p2p.services.cell import Cell
from idos_p2p.services.write import add, change, kind_named
from idos_p2p.views.records import find, listing
from idos_p2p.views.search import search
from ui.command import documents
from ui.command.table import Document, Options, Run
from ui.command.values import Assignment, assigned

MOST_FOUND = 100


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
    if kind.name != "project":
        return found
    from ui.command.decide import marked

    return marked(cell, found)


def _search(cell: Cell, options: Options) -> Document:
    kinds = [kind_named(name).name for name in options["kinds"]]
    found = search(cell.store.reader, " ".join(options["words"]), MOST_FOUND, kinds)
    return {"items": [documents.record(view) for view in found]}


def _assignments(options: Options) -> list[Assignment]:
    return [Assignment(*each) for each in options["assignments"]]


COMMANDS: Mapping[str, Run] = {"add": _add, "set": _set, "list": _list, "search": _search}
