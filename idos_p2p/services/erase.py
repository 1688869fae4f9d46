"""Erasing what a person owns: the bodies go from every computer, the headers stay and verify (design §3, §5)."""

from __future__ import annotations

from idos_p2p.errors import RefusedError
from idos_p2p.governance.acts import Erase
from idos_p2p.services.cell import Cell
from idos_p2p.services.project import project_all
from idos_p2p.views.records import find


def erase(cell: Cell, record_id: str) -> None:
    """Erase a record that this person owns, here at once and on every other computer when it learns of it.

    Raises RefusedError: ``record_unknown``, ``erase_shared`` for what nobody owns alone, ``not_owner``,
    ``not_member_yet``, ``device_restored``.
    """
    cell.require_membership()
    view = find(cell.store.reader, record_id)
    if view.shared:
        raise RefusedError("erase_shared", id=view.id, title=view.title)
    if cell.membership.person_of(view.device) != cell.membership.person_of(cell.device):
        raise RefusedError("not_owner", id=view.id, title=view.title)
    try:
        with cell.store.transaction():
            cell.append([cell.act(Erase(view.record.device, view.record.seq))])
            cell.refresh_membership()
    except BaseException:
        cell.forget_unsaved()
        raise
    cell.tell(entries=1)
    project_all(cell)
