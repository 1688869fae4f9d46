"""The rooms of the honest cell in memory: what its stories, acts, meetings and projects tell."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from idos_p2p.errors import RefusedError
from idos_p2p.records.kinds import Value
from idos_p2p.services.told import Waiting
from idos_p2p.views.graph import Graph, Node, Tie
from idos_p2p.views.period import calendar_year
from idos_p2p.views.project import Given
from idos_p2p.views.recognition import Recognition
from ui.desktop.presenters.acts import ActPage, ActQuery, Answer, RecordDetail
from ui.desktop.presenters.agenda import AgendaMonth, MeetingCard, SlotCard
from ui.desktop.presenters.deciding import DecisionsView, DecisionView, Draft
from ui.desktop.presenters.noting import Choices, Noting, Proposed
from ui.desktop.presenters.ports import Named, PersonCard, TimelineItem
from ui.desktop.presenters.project_page import ProjectView
from ui.desktop.presenters.story import PersonHead
from ui.words.clean import folded

if TYPE_CHECKING:
    from tests.qt.association import MemoryCell


class MemoryStory:
    """Stories: the items of the cell are one person's; somebody else's are those that name them."""

    def __init__(self, cell: MemoryCell) -> None:
        self._cell = cell

    def person(self, person_id: str) -> PersonHead:
        card = next(person for person in self._cell.people if person.id == person_id)
        return PersonHead(card.id, card.name, card.roles, None, None)

    def picture(self, person_id: str, most: int) -> Graph:
        me = next((one for one in self._cell.people if one.id == person_id), None)
        centre = Node(person_id, "person" if me else "project", me.name if me else "Jardin partagé")
        ids = {person.name: person.id for person in self._cell.people}
        cards = {card.title: card.id for card in self._cell.cards}
        met = Counter((ids[name], "person", name) for item in self._cell.items for name in item.persons if name in ids)
        met += Counter(
            (cards[item.project], "project", item.project) for item in self._cell.items if item.project in cards
        )
        nodes = sorted(node for node in met if node[0] != person_id)
        shown = tuple(Node(*node) for node in nodes[:most])
        ties = tuple(Tie(centre.id, node.id, "contribution", met[node.id, node.kind, node.title]) for node in shown)
        return Graph(centre, shown, ties, len(nodes) - len(shown), "2026-08-22", sum(met.values()), whole=True)


class MemoryActs:
    """Contributions, and what is said of them."""

    def __init__(self, cell: MemoryCell) -> None:
        self._cell = cell

    def page(self, query: ActQuery, most: int, before: int | None) -> ActPage:
        acts = sorted((one for one in self._cell.items if one.kind == "contribution"), key=lambda one: -one.order)
        titles = {card.id: card.title for card in self._cell.cards}
        names = {person.id: person.name for person in self._cell.people}
        found = [
            item
            for item in acts
            if (before is None or item.order < before)
            and (not query.project or item.project == titles[query.project])
            and (not query.person or names[query.person] in item.persons)
            and all(word in folded(f"{item.title} {item.project}") for word in folded(query.words).split())
        ]
        return ActPage(tuple(found[:most]), found[most - 1].order if len(found) > most else None)

    def record(self, record_id: str) -> RecordDetail:
        item = next((one for one in self._cell.items if one.id == record_id), None)
        if item is None:
            raise RefusedError("record_unknown", prefix=record_id)
        ids = {person.name: person.id for person in self._cell.people}
        people = tuple(Named(ids[name], name) for name in item.persons if name in ids)
        answers = tuple(one for one in self._cell.answered if one.about is not None and one.about.id == record_id)
        return RecordDetail(replace(item, people=people), item.title, answers)

    def answer(self, answer: Answer) -> str:
        if self._cell.refusing:
            raise RefusedError(self._cell.refusing)
        kind = "thanks" if answer.says == "thanks" else "attestation"
        name = f"{len(self._cell.answered) + 9000:064x}"
        voice = Named(self._cell.overview_now.person, self._cell.overview_now.person_name)
        self._cell.answered.append(
            TimelineItem(
                id=name,
                kind=kind,
                order=len(self._cell.answered),
                day="2026-11-22",
                title=answer.words,
                minutes=answer.minutes,
                says=answer.says,
                mine=True,
                voices=(voice,),
                about=Named(answer.about, "", "contribution") if answer.about else None,
                people=tuple(Named(to, "") for to in answer.to),
            )
        )
        self._cell.changed(name, kind)
        return name


class MemoryNoting:
    """The one gesture."""

    def __init__(self, cell: MemoryCell) -> None:
        self._cell = cell

    def choices(self) -> Choices:
        held = tuple(Named(one.id, one.title, one.day) for one in self._cell.held)
        near = tuple(person.id for one in self._cell.held for person in one.persons)
        return Choices(self._cell.projects(), self._cell.persons(), near, held, self._cell.last)

    def proposed(self, meeting_id: str) -> Proposed:
        held = next(one for one in self._cell.held if one.id == meeting_id)
        persons = tuple(person.id for person in held.persons)
        return Proposed(Noting(held.title, held.day, persons, held.minutes, meeting=held.id), held.persons, ())

    def note(self, noting: Noting) -> tuple[str, ...]:
        parts = [(person,) for person in noting.persons] if noting.each else [noting.persons]
        written = []
        for persons in parts:
            values: dict[str, Value] = {"what": noting.what, "date": noting.day, "persons": list(persons)}
            if noting.minutes:
                values["minutes"] = noting.minutes
            if noting.project:
                values["project"] = noting.project
            written.append(self._cell.add("contribution", values))
            if noting.thanks:
                self._cell.acts.answer(Answer(written[-1], "thanks", noting.thanks, to=persons))
        self._cell.last = noting
        return tuple(written)


class MemoryRecognition:
    """What recognises somebody: nobody has attested anything here."""

    def __init__(self, cell: MemoryCell) -> None:
        self._cell = cell

    def of(self, person_id: str, year: int) -> Recognition:
        acts = [one for one in self._cell.items if one.kind == "contribution" and one.day.startswith(str(year or ""))]
        return Recognition(
            person=person_id,
            period=calendar_year(year or 2026),
            minutes=sum(one.minutes or 0 for one in acts),
            acts_in_all=len(acts),
            attested_minutes=0,
            attested_acts=0,
            projects=(),
            skills=(),
            own_skills=(),
            purpose="",
            acts=(),
            corrections=(),
            unconfirmed=(),
            thanks=(),
            thanks_in_all=0,
            names={},
        )

    def export(self, person_id: str, folder: str, language: str) -> int:
        place = Path(folder)
        if place.exists():
            raise RefusedError("export_folder_taken", path=folder)
        place.mkdir()
        (place / f"{person_id[:8]}.{language}.csv").write_text("\n".join(one.title for one in self._cell.items))
        return len(self._cell.items)


class MemoryProjects:
    """A project's page."""

    def __init__(self, cell: MemoryCell) -> None:
        self._cell = cell

    def read(self, project_id: str) -> ProjectView:
        card = next((one for one in self._cell.cards if one.id == project_id), None)
        if card is None:
            raise RefusedError("record_unknown", prefix=project_id)
        latest = tuple(one for one in self._cell.items if one.project == card.title)
        return ProjectView(
            id=card.id,
            title=card.title,
            purpose=card.purpose,
            state=card.state,
            place=card.place,
            needed="",
            author="",
            persons=(),
            needs=(),
            offers=(),
            proposals=(),
            meetings=(),
            latest=latest,
            naming=(),
            said=(),
            given=Given(len(latest), sum(one.minutes or 0 for one in latest), 0, 0, 0, 0, 0, 0),
        )


class MemoryDeciding:
    """Nobody proposed anything here; cells that decide are real ones (``decided``)."""

    def all(self) -> DecisionsView:
        return DecisionsView((), (), self.waiting(), voice=True)

    def one(self, decision: str) -> DecisionView:
        raise RefusedError("decision_unknown", prefix=decision)

    def waiting(self) -> Waiting:
        return Waiting((), (), (), (), ())

    def draft(self, record: str) -> Draft | None:
        raise RefusedError("record_unknown", prefix=record)


class MemoryAgenda:
    """Meetings; one signs up for a slot and takes it back."""

    def __init__(self, cell: MemoryCell) -> None:
        self._cell = cell

    def between(self, first: str, last: str) -> AgendaMonth:
        return AgendaMonth(tuple(one for one in self._cell.held if first <= one.day <= last))

    def meeting(self, meeting_id: str) -> MeetingCard:
        return next(one for one in self._cell.held if one.id == meeting_id)

    def sign_up(self, meeting_id: str, slot: str) -> str:
        me = Named(self._cell.overview_now.person, self._cell.overview_now.person_name)
        self._set(meeting_id, slot, SlotCard(slot, offered=True, persons=(me,), mine="ab" * 32))
        return "ab" * 32

    def take_back(self, signup_id: str) -> None:
        for held in self._cell.held:
            for slot in held.slots:
                if slot.mine == signup_id:
                    self._set(held.id, slot.name, SlotCard(slot.name, slot.offered, ()))

    def calendar(self, path: str) -> int:
        raise RefusedError("calendar_io", path=path)

    def _set(self, meeting_id: str, slot: str, now: SlotCard) -> None:
        self._cell.held = [
            replace(one, slots=tuple(now if each.name == slot else each for each in one.slots))
            if one.id == meeting_id
            else one
            for one in self._cell.held
        ]
        self._cell.changed(meeting_id, "signup")


def meetings(people: list[PersonCard]) -> list[MeetingCard]:
    """Return a meeting that was held and one to come, from the persons of a cell."""
    came = tuple(Named(one.id, one.name) for one in people[1:4])
    slots = (SlotCard("9 h – 11 h", offered=True, persons=()), SlotCard("11 h – 13 h", offered=True, persons=came[:1]))
    past = MeetingCard(
        f"{800:064x}", "Bilan de saison", "2026-11-18", "18:30", 120, "Salle des fêtes", "Les comptes.", "", None,
        "Karim Ould-Ahmed", came, (),
    )  # fmt: skip
    coming = replace(past, id=f"{801:064x}", title="Marché d’hiver", day="2026-11-29", persons=(), slots=slots)
    return [past, coming]
