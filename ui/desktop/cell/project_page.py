"""A project's page, from the services."""

from __future__ import annotations

from collections.abc import Iterable

from idos_p2p.services.around import Act
from idos_p2p.services.cell import Cell
from idos_p2p.services.decisions import decisions
from idos_p2p.services.project_page import project_page
from idos_p2p.services.who import who
from ui.desktop.cell.acts import items_of, me_of
from ui.desktop.cell.deciding import circles_view, drafts_of
from ui.desktop.cell.items import item_of, named, text_of
from ui.desktop.presenters.ports import TimelineItem
from ui.desktop.presenters.project_page import ProjectView


class Projects:
    """The window's ``ProjectPort``."""

    def __init__(self, cell: Cell) -> None:
        self._cell = cell

    def read(self, project_id: str) -> ProjectView:
        """Return a project's page."""
        page, known = project_page(self._cell, project_id), who(self._cell)
        view = circles_view(self._cell, page.record)
        unput = {one.id for one in drafts_of(self._cell, page.record.id)}
        me = me_of(self._cell, known)

        def items(several: Iterable[Act]) -> tuple[TimelineItem, ...]:
            return tuple(item_of(act, me) for act in several)

        fields = page.record.fields
        return ProjectView(
            id=page.record.id,
            title=page.record.title,
            purpose=text_of(fields, "purpose"),
            state=text_of(fields, "state"),
            place=text_of(fields, "place"),
            needed=text_of(fields, "needs"),
            author=page.author.name,
            persons=named(page.persons),
            needs=items(page.needs),
            offers=items(page.offers),
            proposals=items(act for act in page.proposals if act.record.record.id in unput),
            meetings=items(page.meetings),
            latest=items(page.latest),
            naming=items_of(self._cell, known, (link.interaction for link in page.naming if link.named)),
            said=items(page.said),
            given=page.given,
            mine=page.record.shared or page.author.id == me.id,
            circles=view,
            decisions=decisions(self._cell, page.record.id),
            may_propose=view.told.opened and (bool(view.mine) or self._cell.membership.confirmed(self._cell.device)),
        )
