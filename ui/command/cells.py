"""What a cell is, who belongs to it, and the link that invites; as documents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from idos_p2p.errors import RefusedError
from idos_p2p.governance.matters import Chamber
from idos_p2p.log.branches import size
from idos_p2p.services.cell import Cell
from idos_p2p.services.condition import conditions
from idos_p2p.services.invite import invite
from idos_p2p.services.people import members
from idos_p2p.services.project import settled
from sync.carry.series import status_of
from ui.command import documents
from ui.command.table import Document, Options, Run

if TYPE_CHECKING:
    from idos_p2p.ids import PersonId
    from idos_p2p.services.told import Behind


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
        "folder": documents.folder_document(status_of(cell)),
    }


def _cell_members(cell: Cell, options: Options) -> Document:
    facts: Mapping[PersonId, Sequence[Behind]] = {}
    if options["why"]:
        from idos_p2p.services.because import why_members

        facts = why_members(cell)
    return [documents.member(found, facts.get(found.person)) for found in members(cell)]


def _cell_invite(cell: Cell, options: Options) -> Document:
    link = invite(cell, options["uses"], options["days"], Chamber(options["chamber"])).link()
    if not options["qr"]:
        return {"link": link}
    from idos_p2p.identity.qr import squares_of

    return {"link": link, "qr": ["".join("1" if dark else "0" for dark in row) for row in squares_of(link)]}


COMMANDS: Mapping[str, Run] = {"cell show": _cell_show, "cell members": _cell_members, "cell invite": _cell_invite}
