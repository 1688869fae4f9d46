"""The story around anyone, from the services."""

from __future__ import annotations

from datetime import date

from idos_p2p.services.around import Act, picture, story
from idos_p2p.services.cell import Cell
from idos_p2p.services.people import members
from idos_p2p.services.who import party_of, who
from idos_p2p.views.figures import figures
from idos_p2p.views.gift_lines import keys_linking
from idos_p2p.views.graph import Graph
from idos_p2p.views.persons import Party
from idos_p2p.views.records import by_keys, find
from ui.desktop.cell.acts import me_of
from ui.desktop.cell.items import item_of, place_of, purpose_item, words_of
from ui.desktop.presenters.ports import Figures, TimelineItem
from ui.desktop.presenters.story import PersonHead


class Stories:
    """The window's ``StoryPort``."""

    def __init__(self, cell: Cell) -> None:
        self._cell = cell

    def person(self, person_id: str) -> PersonHead:
        """Return who that is."""
        party = party_of(self._cell, who(self._cell), person_id)
        member = next((one for one in members(self._cell) if party.id in one.records), None)
        if member is not None:
            return PersonHead(
                party.id, member.name, words_of(member.fields, "roles"), member.since_ms, self.figures(party)
            )
        view = find(self._cell.store.reader, party.id)
        return PersonHead(party.id, view.title, words_of(view.fields, "roles"), None, self.figures(party))

    def picture(self, person_id: str, most: int) -> Graph:
        """Return what links a person, or a record, to others in the last months."""
        return picture(self._cell, person_id, most=most)

    def around(self, person_id: str, most: int, before: int | None) -> tuple[TimelineItem, ...]:
        """Return at most ``most`` moments of a story, newest first."""
        me = me_of(self._cell, who(self._cell))
        told = story(self._cell, person_id, most, place_of(before) if before is not None else None)
        return tuple(
            item_of(one, me, told.person) if isinstance(one, Act) else purpose_item(one, me) for one in told.items
        )

    def figures(self, party: Party) -> Figures:
        """Return what a person did since 1 January, and the thanks they received."""
        reader = self._cell.store.reader
        year = date.fromtimestamp(self._cell.clock.now_ms() / 1000).year  # noqa: DTZ012  # the year as the wall says it
        first = f"{year}-01-01"
        counted = figures(reader, party.records, first, who(self._cell).same)
        received = by_keys(reader, keys_linking(reader, "to", party.records))
        thanks = sum(view.kind == "thanks" and not view.contested and view.day >= first for view in received)
        return Figures(counted.minutes, counted.contributions, counted.persons, counted.projects, thanks)
