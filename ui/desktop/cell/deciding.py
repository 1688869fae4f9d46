"""What Décisions and a project's circles ask, answered by the services of deciding."""

from __future__ import annotations

from collections.abc import Iterable

from idos_p2p.governance.acts import Answer
from idos_p2p.ids import EntryId, PersonId
from idos_p2p.records.kinds import Value
from idos_p2p.services import answer, circles, decide
from idos_p2p.services.cell import Cell
from idos_p2p.services.decisions import decision, decisions
from idos_p2p.services.told import Waiting
from idos_p2p.services.voices import Voices, voices
from idos_p2p.services.waiting import waiting_for_me
from idos_p2p.services.who import who
from idos_p2p.views.records import RecordView, find, listing
from ui.desktop.cell.items import text_of
from ui.desktop.presenters.answering import Ballot
from ui.desktop.presenters.circles import CirclesView, Member
from ui.desktop.presenters.deciding import DecisionsView, DecisionView, Draft

MOST_TEXTS = 1_000


class Deciding:
    """The window's ``DecidingPort``."""

    def __init__(self, cell: Cell) -> None:
        self._cell = cell

    def all(self) -> DecisionsView:
        """Return every decision, every text in preparation, and what waits."""
        cell = self._cell
        drafts = tuple(self._draft(view) for view in drafts_of(cell))
        return DecisionsView(
            decisions=decisions(cell),
            drafts=tuple(sorted(drafts, key=lambda one: (-one.changed_ms, one.id))),
            waiting=waiting_for_me(cell),
            voice=cell.membership.confirmed(cell.device),
        )

    def one(self, named: str) -> DecisionView:
        """Return one decision, by its id or its record's."""
        cell = self._cell
        persons = cell.membership.persons.values()
        return DecisionView(
            told=decision(cell, named),
            me=cell.membership.devices.get(cell.device),
            voice=cell.membership.confirmed(cell.device),
            deviceless=frozenset(person.id for person in persons if not person.devices),
        )

    def waiting(self) -> Waiting:
        """Return what waits for the person at this computer."""
        return waiting_for_me(self._cell)

    def draft(self, record: str) -> Draft | None:
        """Return the text of a proposal that nobody put yet; None when it was put."""
        view = find(self._cell.store.reader, record)
        return None if EntryId(bytes.fromhex(view.id)) in _put(self._cell) else self._draft(view)

    def _draft(self, view: RecordView) -> Draft:
        project = text_of(view.fields, "project")
        author = who(self._cell).author(view.device)
        return Draft(
            id=view.id,
            title=view.title,
            body=text_of(view.fields, "body"),
            project=project,
            project_title=find(self._cell.store.reader, project).title if project else "",
            author=author.name,
            changed_ms=view.touched_ms,
        )


class Answering:
    """The window's ``AnsweringPort``."""

    def __init__(self, cell: Cell) -> None:
        self._cell = cell

    def say(self, named: str, ballot: Ballot) -> bool:
        """Answer, and return whether that adopted the proposal."""
        said = answer.say(
            self._cell, named, Answer(ballot.answer), ground=ballot.ground, words=ballot.words, voter=ballot.voter
        )
        return said.adopted

    def countersign(self, ballot: str) -> bool:
        """Say that one heard a spoken answer, and return whether that adopted the proposal."""
        return answer.countersign(self._cell, ballot)

    def contest(self, ballot: str) -> None:
        """Say that one did not speak the answer recorded in one's name."""
        answer.contest(self._cell, ballot)

    def comment(self, named: str, words: str, round_name: str, teller: str) -> None:
        """Ask about a proposal, or react to it."""
        answer.comment(self._cell, named, words, round_name, teller=teller)

    def integrate(self, comment: str, words: str) -> None:
        """Say how an objection was taken up."""
        answer.integrate(self._cell, comment, words)

    def close(self, named: str) -> None:
        """Withdraw a proposal."""
        decide.close(self._cell, named)


class Circles:
    """The window's ``CirclesPort``."""

    def __init__(self, cell: Cell) -> None:
        self._cell = cell

    def members(self) -> tuple[Member, ...]:
        """Return the persons of the cell, by name."""
        return members_of(self._cell)

    def open(self, project: str, concerned: Iterable[str], carrying: Iterable[str]) -> None:
        """Name the two circles of a project that one opened."""
        circles.open_circle(self._cell, project, tuple(concerned), tuple(carrying))

    def leave(self, project: str) -> None:
        """Leave the circles of a project."""
        circles.leave_circle(self._cell, project)


def circles_view(cell: Cell, project: RecordView) -> CirclesView:
    """Return the circles of a project, and what the person at this computer may do about them."""
    told = circles.circles_of(cell, project.id)
    me = cell.membership.devices.get(cell.device)
    opener = me is not None and cell.membership.person_of(project.device) == me
    mine = next((name for name in ("concerned", "carrying") if me in {one.person for one in getattr(told, name)}), "")
    return CirclesView(told, may_open=opener and not told.opened, mine=mine)


def drafts_of(cell: Cell, project: str = "") -> tuple[RecordView, ...]:
    """Return the texts of proposals that nobody put yet; of one project alone, if one is named."""
    put = _put(cell)
    where = {"project": project} if project else {}
    found = listing(cell.store.reader, "proposal", where, MOST_TEXTS)
    return tuple(view for view in found if EntryId(bytes.fromhex(view.id)) not in put)


def members_of(cell: Cell) -> tuple[Member, ...]:
    """Return the persons of the cell and those who were put out of it, by name."""
    known: Voices = voices(cell)
    persons = cell.membership.persons
    told = known.all(PersonId(person) for person, one in persons.items() if one.status.value != "left")
    return tuple(
        Member(
            id=one.person.hex(),
            name=one.name,
            status=persons[one.person].status.value,
            chamber=persons[one.person].chamber.value,
            deviceless=not persons[one.person].devices,
            mine=one.person == known.me,
        )
        for one in told
    )


def values_of(title: str, body: str, project: str) -> dict[str, Value]:
    """Return the fields of a proposal's text."""
    return {"title": title, "body": body, "project": project or None}


def _put(cell: Cell) -> frozenset[EntryId]:
    return frozenset(EntryId(one.body.record) for one in cell.membership.decisions.values())
