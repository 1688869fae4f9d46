"""What the form of a proposal asks, answered by the services of deciding."""

from __future__ import annotations

from idos_p2p.errors import RefusedError
from idos_p2p.governance.matters import Charter, Matter, Text
from idos_p2p.services import decide, matters
from idos_p2p.services.cell import Cell
from idos_p2p.services.cutting import cuts_of
from idos_p2p.services.matter_told import cuts_told
from idos_p2p.services.put_text import find_at
from idos_p2p.services.voices import person_named, voices
from idos_p2p.services.write import add, change
from idos_p2p.views.records import recent
from ui.desktop.cell.deciding import members_of, values_of
from ui.desktop.presenters.ports import Named
from ui.desktop.presenters.proposing import GONE, Amendment, Offers, Wish

MOST_OFFERED = 200


class Proposing:
    """The window's ``ProposingPort``."""

    def __init__(self, cell: Cell) -> None:
        self._cell = cell

    def offers(self) -> Offers:
        """Return who and what a proposal may be about."""
        cell = self._cell
        voice = cell.membership.confirmed(cell.device)
        me = cell.membership.devices.get(cell.device)
        projects = [
            (view.title, view.id)
            for place, circle in cell.membership.circles.items()
            if (voice or me in {*circle.concerned, *circle.carrying}) and (view := find_at(cell, place))
        ]
        pages = recent(cell.store.reader, "page", MOST_OFFERED)
        return Offers(
            members=members_of(cell),
            projects=tuple(Named(record, title, "project") for title, record in sorted(projects)),
            pages=tuple(Named(view.id, view.title, "page") for view in pages),
            voice=voice,
        )

    def put(self, wish: Wish) -> str:
        """Put a proposal, or keep its text in preparation; return the id of the decision, or of the text's record."""
        cell = self._cell
        if wish.about == "charter":
            return decide.put(cell, wish.page, Charter(), review=wish.review).id
        if wish.keep or wish.draft:
            values = values_of(wish.title, wish.body, wish.project)
            record = wish.draft or add(cell, "proposal", values)
            if wish.draft:
                change(cell, record, values)
            return record if wish.keep else decide.put(cell, record, review=wish.review).id
        matter = self._matter(wish)
        return decide.propose(cell, matter, wish.title, body=wish.body, project=wish.project, review=wish.review).id

    def amend(self, decision: str, change_: Amendment) -> str:
        """Put a new version, and return its id."""
        values = {"title": change_.title, "body": change_.body}
        return decide.amend(self._cell, decision, values, dict(change_.integrated), review=change_.review).id

    def ratify(self, decision: str, title: str) -> str:
        """Propose that a disputed decision stands, and return the proposal's id."""
        return decide.propose(self._cell, matters.ratify(self._cell, decision), title).id

    def void(self, person: str) -> int:
        """Return how many entries held here would count for nothing, were that person put out now."""
        cell = self._cell
        return sum(cut.void for cut in cuts_told(cell, cuts_of(cell, person_named(cell, voices(cell), person))))

    def _matter(self, wish: Wish) -> Matter:
        cell, person = self._cell, wish.person
        match wish.about:
            case "confirm":
                return matters.confirm(cell, person)
            case "exclude":
                return matters.exclude(cell, person)
            case "rest":
                return matters.put_to_rest(cell, [person])
            case "seat":
                seats = [[person] if wish.seat == name else [] for name in ("concerned", "carrying", GONE)]
                return matters.chambers(cell, *seats)
            case "text" | "project":
                return Text()
            case _:
                raise RefusedError("link_kind", field="about", found=wish.about, accepted="text")
