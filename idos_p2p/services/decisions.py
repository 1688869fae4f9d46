"""Decisions as people see them: the text that was put, the answers, what is missing, and the acts behind each fact."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from idos_p2p.errors import RefusedError
from idos_p2p.governance.acts import Answer
from idos_p2p.governance.decisions import Answered as Ballot
from idos_p2p.governance.decisions import Decision, Electorate, State
from idos_p2p.ids import ABSENT, DeviceId, EntryId, PersonId, RecordName
from idos_p2p.log.entry import Entry
from idos_p2p.services.cell import Cell
from idos_p2p.services.day import day_of
from idos_p2p.services.matter_told import matter_told
from idos_p2p.services.put_text import find_if_here, put_text
from idos_p2p.services.told import Answered, Behind, ChamberTold, DecisionTold, Said
from idos_p2p.services.voices import Voices, voices
from idos_p2p.views.pages import said_about
from idos_p2p.views.records import PREFIX_DIGITS, RecordView, find

MOST_SAID = 1_000  # of one proposal: a whole cell, several times over
STANDING = frozenset({State.ADOPTED, State.UNDER_REVIEW, State.CONTESTED})
"""The states of a decision that is in force."""


def decisions(cell: Cell, project: str = "") -> tuple[DecisionTold, ...]:
    """Return every proposal that was put, the newest first; of one project (id or prefix) alone, if one is named.

    Raises RefusedError as ``views.records.find``.
    """
    wanted = find(cell.store.reader, project).record if project else None
    teller = Teller(cell)
    found = [one for one in cell.membership.decisions.values() if wanted is None or _project(one) == wanted]
    return tuple(sorted(map(teller.told, found), key=lambda told: (-told.put_ms, told.id)))


def decision(cell: Cell, named: str) -> DecisionTold:
    """Return one proposal, by the id of its act or of its record, or a prefix.

    Raises RefusedError: ``decision_unknown``, ``decision_ambiguous`` (ids), ``record_prefix_short``.
    """
    return Teller(cell).told(decision_named(cell, named))


def decision_named(cell: Cell, named: str) -> Decision:
    """Return what the acts conclude of the proposal of this id; of a record put several times, the one put last."""
    wanted = named.strip().lower()
    if len(wanted) < PREFIX_DIGITS:
        raise RefusedError("record_prefix_short", prefix=named, digits=PREFIX_DIGITS)
    known = cell.membership.decisions
    found = [one for one in known.values() if one.id.hex().startswith(wanted)]
    if not found:
        put = [one for one in known.values() if one.body.record.hex().startswith(wanted)]
        records = {one.body.record for one in put}
        found = put if len(records) > 1 else [one for one in put if not one.replaced_by][:1] or put[:1]
    if not found:
        raise RefusedError("decision_unknown", prefix=named)
    if len(found) > 1:
        raise RefusedError("decision_ambiguous", prefix=named, ids=tuple(sorted(one.id.hex() for one in found)))
    return found[0]


def acts_by_id(cell: Cell) -> Mapping[EntryId, Entry]:
    """Return every act of authority that is held, by its id."""
    return {held.entry.id: held.entry for held in cell.store.log.acts()}


class Teller:
    """What telling several decisions needs, looked up once."""

    def __init__(self, cell: Cell) -> None:
        self._cell = cell
        self._acts = acts_by_id(cell)
        self.known: Voices = voices(cell)
        self._today = day_of(cell.clock.now_ms())

    def told(self, found: Decision) -> DecisionTold:
        """Return a decision as people see it."""
        text = put_text(self._cell, found.body)
        answers = self._answers(found)
        chambers = (self._chamber(found, found.chambers[0]), self._chamber(found, found.chambers[1]))
        me = self.known.me
        adopted = [self._when(act) for act in found.enacts]
        return DecisionTold(
            id=found.id.hex(),
            record=text.record,
            title=text.title,
            body=text.body,
            as_put=text.as_put,
            changed_since=text.changed_since,
            project=text.project,
            project_title=text.project_title,
            matter=matter_told(self._cell, self.known, found.body.matter),
            by=self.known.of(found.by),
            put_ms=self._when(found.id),
            review=found.body.review,
            review_due=comes_back(self._cell, found) and found.body.review <= self._today,
            state=found.state,
            ready=found.ready,
            chambers=chambers,
            answers=answers,
            said=tuple(one for one in self._said(text.view) if one.round != "objection"),
            replaces=found.body.replaces.hex() if found.body.replaces != ABSENT else "",
            replaced_by=tuple(act.hex() for act in found.replaced_by),
            adopted_ms=min(adopted) if adopted else None,
            why=self._why(found),
            mine=next((one for one in answers if one.counts and one.voter.person == me), None),
            may_answer=me is not None and is_elector(found, me) and takes_answers(found),
            may_close=found.state is State.OPEN and may_close(self._cell, found),
        )

    def spoken(self, ballot: Ballot) -> Answered:
        """Return one answer."""
        return self._answer(ballot)

    def _when(self, act: EntryId) -> int:
        entry = self._acts.get(act)
        return entry.header.time_ms if entry else 0

    def _behind(self, code: str, act: EntryId) -> Behind:
        entry = self._acts.get(act)
        who = self.known.writer(DeviceId(entry.header.device)) if entry else self.known.of(PersonId(b""))
        return Behind(code, act.hex(), who, self._when(act))

    def _why(self, found: Decision) -> tuple[Behind, ...]:
        acts = [("put", found.id)]
        acts += [("enacted", act) for act in found.enacts]
        acts += [("late_objection", act) for act in found.late]
        acts += [("replaced", act) for act in found.replaced_by]
        code = {State.DISPUTED: "disputes", State.CONTESTED: "contests"}.get(found.state, "closed")
        acts += [(code, act) for act in found.why if act not in found.replaced_by]
        return tuple(self._behind(code, act) for code, act in acts)

    def _chamber(self, found: Decision, electorate: Electorate) -> ChamberTold:
        counted = {one.voter: one.answer for one in found.ballots if one.counts and one.voter in electorate.persons}
        told = Counter(counted.values())
        agreeing = told[Answer.CONSENT] + told[Answer.ASIDE]
        silent = [person for person in electorate.persons if person not in counted]
        return ChamberTold(
            chamber=electorate.chamber,
            persons=self.known.all(electorate.persons),
            needed=electorate.needed,
            waits=electorate.waits,
            consents=told[Answer.CONSENT],
            asides=told[Answer.ASIDE],
            objections=told[Answer.OBJECTION],
            silent=self.known.all(silent),
            missing=max(0, electorate.needed - agreeing),
            consent_missing=electorate.needed > 0 and not told[Answer.CONSENT],
        )

    def _answers(self, found: Decision) -> tuple[Answered, ...]:
        told = [self._answer(one) for one in found.ballots]
        return tuple(sorted(told, key=lambda one: (not one.counts, one.voter.name.casefold(), one.when_ms, one.ballot)))

    def _answer(self, ballot: Ballot) -> Answered:
        reason = self._comment(ballot.reason)
        return Answered(
            ballot=ballot.id.hex(),
            voter=self.known.of(ballot.voter),
            answer=ballot.answer,
            ground=ballot.ground,
            reason=ballot.reason.hex() if ballot.reason else "",
            words=_line(reason.fields.get("words")) if reason else "",
            by=self.known.of(ballot.by),
            spoken=ballot.by != ballot.voter,
            witness=self.known.of(ballot.witness) if ballot.witness else None,
            contested=ballot.contested,
            counts=ballot.counts,
            when_ms=self._when(ballot.id),
            integrated=tuple(one for one in self._said(reason) if one.round == "integration"),
        )

    def _comment(self, record: EntryId | None) -> RecordView | None:
        """Return the comment that says why; None without one, or while it is not here."""
        return find_if_here(self._cell.store.reader, record) if record else None

    def _said(self, view: RecordView | None) -> tuple[Said, ...]:
        """Return what was said about a record, oldest first."""
        if view is None:
            return ()
        found = said_about(self._cell.store.reader, view, MOST_SAID)
        return tuple(self._one_said(one.record) for one in found if one.record.kind == "comment")

    def _one_said(self, view: RecordView) -> Said:
        by = self.known.writer(view.device)
        who = self.known.by_record.get(_line(view.fields.get("from")))
        return Said(
            id=view.id,
            round=_line(view.fields.get("round")),
            words=_line(view.fields.get("words")),
            who=self.known.of(who) if who is not None else by,
            by=by,
            when_ms=view.created_ms,
        )


def is_elector(found: Decision, person: PersonId) -> bool:
    """Whether a person answers this proposal."""
    return any(person in chamber.persons for chamber in found.chambers)


def takes_answers(found: Decision) -> bool:
    """Whether an answer to a proposal still counts: late objections to an adopted one do, too."""
    return found.state is not State.CLOSED and not found.replaced_by


def comes_back(cell: Cell, found: Decision) -> bool:
    """Whether a decision is in force and comes back on its day: no newer version of it was put."""
    if found.state not in STANDING or found.replaced_by:
        return False
    return not any(
        other.body.record == found.body.record != ABSENT
        and other.body.review > found.body.review
        and (other.state is State.OPEN or other.state in STANDING)
        for other in cell.membership.decisions.values()
    )


def may_close(cell: Cell, found: Decision) -> bool:
    """Whether the person at this computer may withdraw a proposal: their own, or that of somebody without a voice."""
    persons = cell.membership.persons
    me = cell.membership.devices.get(cell.device)
    if me is None or not persons[me].has_voice:
        return False
    return found.by == me or found.by not in persons or not persons[found.by].has_voice


def _project(found: Decision) -> RecordName | None:
    place = found.body.project
    return RecordName(DeviceId(place.device), place.seq) if place else None


def _line(value: object) -> str:
    return value if isinstance(value, str) else ""
