"""Contributions, records and answers, from the services."""

from __future__ import annotations

from collections.abc import Iterable

from idos_p2p.services.around import acts
from idos_p2p.services.cell import Cell
from idos_p2p.services.day import day_of
from idos_p2p.services.note import attest, thank
from idos_p2p.services.people import own_person
from idos_p2p.services.who import who
from idos_p2p.views.around import Cursor, Interaction, Interactions, around, interactions, latest
from idos_p2p.views.persons import Party, Persons
from idos_p2p.views.records import find
from ui.desktop.cell.items import item_of, order_of, place_of, text_of
from ui.desktop.presenters.acts import ActPage, ActQuery, Answer, RecordDetail
from ui.desktop.presenters.ports import TimelineItem
from ui.words.clean import folded

READ_AT_ONCE = 400  # records, between two looks at what a filter kept
MOST_READ = 2_000  # of one question, where a filter keeps few
_WHOLE = {
    "project": "purpose", "person": "purpose", "page": "body", "meeting": "agenda", "need": "details",
    "offer": "details", "proposal": "body", "contribution": "what", "use": "effect", "thanks": "words",
    "attestation": "words", "comment": "words", "gift": "wish",
}  # fmt: skip


class Acts:
    """The window's ``ActsPort``."""

    def __init__(self, cell: Cell) -> None:
        self._cell = cell

    def page(self, query: ActQuery, most: int, before: int | None) -> ActPage:
        """Return contributions, newest first."""
        known = who(self._cell)
        place = place_of(before) if before is not None else None
        step = most if query == ActQuery() else READ_AT_ONCE
        found: list[Interaction] = []
        read = 0
        while len(found) < most and read < MOST_READ:
            page = self._read(known, query, step, place)
            found += [one for one in page.items if _fits(known, query, one)]
            read += len(page.items)
            place = page.next
            if place is None:
                break
        kept = found[:most]
        goes_on = order_of(kept[-1].place) if len(found) > most else order_of(place) if place else None
        me = me_of(self._cell, known)
        return ActPage(tuple(item_of(act, me) for act in acts(self._cell, known, kept)), goes_on)

    def record(self, record_id: str) -> RecordDetail:
        """Return one record of any kind."""
        known = who(self._cell)
        me = me_of(self._cell, known)
        view = find(self._cell.store.reader, record_id)
        (act,) = acts(self._cell, known, interactions(self._cell.store.reader, [view.key]))
        words = text_of(view.fields, _WHOLE.get(view.kind, ""))
        return RecordDetail(item_of(act, me), words, tuple(item_of(answer, me) for answer in act.answers))

    def answer(self, answer: Answer) -> str:
        """Write an attestation or thanks, and return its id."""
        today = day_of(self._cell.clock.now_ms())
        if answer.says == "thanks":
            return thank(self._cell, answer.to, answer.words, today, about=answer.about)
        return attest(self._cell, answer.about, answer.says, today, minutes=answer.minutes, words=answer.words)

    def _read(self, known: Persons, query: ActQuery, most: int, before: Cursor | None) -> Interactions:
        reader = self._cell.store.reader
        if query.person:
            return around(reader, known.party(query.person).records or (query.person,), (), most, before)
        if query.project:
            return around(reader, (query.project,), (), most, before)
        return latest(reader, most, before)


def me_of(cell: Cell, known: Persons) -> Party:
    """Return the person who sits here."""
    return known.party(own_person(cell))


def items_of(cell: Cell, known: Persons, several: Iterable[Interaction]) -> tuple[TimelineItem, ...]:
    """Return these records as the window tells them."""
    me = me_of(cell, known)
    return tuple(item_of(act, me) for act in acts(cell, known, tuple(several)))


def _fits(known: Persons, query: ActQuery, found: Interaction) -> bool:
    if found.record.kind != "contribution":
        return False
    if query.project and not any(one.field == "project" and one.id == query.project for one in found.links):
        return False
    if query.person:
        records = known.party(query.person).records or (query.person,)
        if not any(one.field == "persons" and one.id in records for one in found.links):
            return False
    if not query.words:
        return True
    said = folded(" ".join((found.record.title, *(link.title for link in found.links))))
    return all(word in said for word in folded(query.words).split())
