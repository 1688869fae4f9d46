"""Opening a proposal, putting it to its chambers, amending it, and closing it (design §5, a decision)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from idos_p2p.errors import RefusedError
from idos_p2p.governance.acts import Close, Propose
from idos_p2p.governance.counting import Electors, targets
from idos_p2p.governance.decisions import Decision, State
from idos_p2p.governance.matters import (
    Chambers,
    Charter,
    Exclude,
    Forget,
    Matter,
    Place,
    PutToRest,
    Text,
    electorate_hash,
)
from idos_p2p.governance.proposing import FEWEST_TO_EXCLUDE
from idos_p2p.ids import ABSENT, EntryId
from idos_p2p.services.authority import Step, one_step
from idos_p2p.services.cell import Cell
from idos_p2p.services.day import day_of
from idos_p2p.services.decisions import decision_named, may_close
from idos_p2p.services.put_text import find_at, find_if_here, heads_of, place_of
from idos_p2p.services.write import add, change
from idos_p2p.views.records import RecordView, find

REVIEW_YEARS = 1
"""When a decision comes back by itself, unless the proposal says another day."""


@dataclass(frozen=True, slots=True)
class Put:
    """A proposal that was put: the id of its act, and of the record that holds its text."""

    id: str
    record: str


def draft(cell: Cell, title: str, body: str = "", project: str = "") -> str:
    """Write the text of a proposal and return the record's id: everybody may edit it until it is put.

    Raises RefusedError as ``services.write.add``.
    """
    return add(cell, "proposal", {"title": title, "body": body, "project": project})


def put(cell: Cell, record_id: str, matter: Matter | None = None, *, review: str = "") -> Put:
    """Put a proposal's record (id or prefix; of a charter, its page) to both chambers, as it is now.

    ``review``: the day it comes back, in a year unless said. Raises RefusedError: those of ``check_put``,
    ``link_kind``, ``review_day`` (day, first), and of ``views.records.find``.
    """
    with one_step(cell) as step:
        view = find(cell.store.reader, record_id)
        wanted = _Wanted(matter or Text(), _project_of(cell, view, matter or Text()), review)
        return _put(cell, step, view, wanted)


def propose(cell: Cell, matter: Matter, title: str, *, body: str = "", project: str = "", review: str = "") -> Put:
    """Write the text of a proposal and put it, in one step. Raises RefusedError as ``draft`` and ``put``."""
    with one_step(cell) as step:
        place = place_of(find(cell.store.reader, project)) if project else None
        record = step.record("proposal", {"title": title, "body": body, "project": project})
        step.conclude()
        return _put(cell, step, find(cell.store.reader, record), _Wanted(matter, place, review))


def amend(
    cell: Cell,
    named: str,
    values: Mapping[str, object],
    integrated: Mapping[str, str] | None = None,
    *,
    review: str = "",
) -> Put:
    """Put a new version of an open proposal or of a decision: it asks for consent again, and closes an open one.

    ``values`` change the record's title and body. ``integrated`` says, for the comment of each objection (id or
    prefix), how it was taken up: this is kept with the objection. An open one is for its proposer; a decision
    that comes back may be put anew by anybody with a voice.
    Raises RefusedError: ``decision_closed``, ``not_proposer``, ``decision_textless``, and those of ``put`` and of
    ``services.write.change``.
    """
    found = decision_named(cell, named)
    if found.state is State.CLOSED:
        raise RefusedError("decision_closed", id=found.id.hex())
    view = find_if_here(cell.store.reader, EntryId(found.body.record))
    if view is None:
        raise RefusedError("decision_textless", id=found.id.hex())
    check_put(cell, found.body.matter, found.body.project)
    replaces = _replaced(cell, found)
    reasons = [find(cell.store.reader, comment).id for comment in (integrated or {})]
    if values:
        change(cell, view.id, values)
    with one_step(cell) as step:
        for comment, words in zip(reasons, (integrated or {}).values(), strict=True):
            step.record("comment", {"about": comment, "words": words, "round": "integration"})
        view = find(cell.store.reader, view.id)
        return _put(cell, step, view, _Wanted(found.body.matter, found.body.project, review, replaces))


def close(cell: Cell, named: str) -> None:
    """Withdraw an open proposal of one's own, or one whose author has no voice any more.

    Raises RefusedError: ``decision_closed``, ``decision_adopted``, ``not_proposer``, and those of ``decision_named``.
    """
    with one_step(cell) as step:
        found = decision_named(cell, named)
        if found.state is State.CLOSED:
            raise RefusedError("decision_closed", id=found.id.hex())
        if found.enacts:
            raise RefusedError("decision_adopted", id=found.id.hex())
        if not may_close(cell, found):
            raise RefusedError("not_proposer")
        step.act(Close(found.id))


def _replaced(cell: Cell, found: Decision) -> bytes:
    """Return what a new version takes the place of; nothing, where somebody else puts an adopted text anew."""
    if may_close(cell, found):
        return found.id
    if found.state is State.OPEN:
        raise RefusedError("not_proposer")
    return ABSENT


def check_put(cell: Cell, matter: Matter, project: Place | None) -> Electors:
    """Return who would answer a matter; refuse what everybody would hold void, or what nobody could ever decide.

    Raises RefusedError: ``no_voice``, ``matter_of_cell``, ``circle_unknown`` (title), ``electorate_waits``,
    ``nobody_decides``, ``exclude_self``, ``exclude_too_few`` (least), ``rest_too_many`` (most).
    """
    membership = cell.membership
    if not membership.confirmed(cell.device):
        raise RefusedError("no_voice")
    if project is not None:
        _check_project(cell, matter, project)
    found = cell.electors(matter, project)
    if any(found.waits):
        raise RefusedError("electorate_waits")
    if not any(found.persons):
        raise RefusedError("nobody_decides")
    if membership.devices[cell.device] in targets(matter):
        raise RefusedError("exclude_self")
    if isinstance(matter, Exclude | PutToRest):
        _check_few(cell, matter)
    return found


def _check_project(cell: Cell, matter: Matter, project: Place) -> None:
    """Refuse what is for the cell, and a project whose circles nobody named: they are what such a decision names."""
    if not isinstance(matter, Text | Chambers | Forget):
        raise RefusedError("matter_of_cell")
    if not isinstance(matter, Chambers) and project not in cell.membership.circles:
        view = find_at(cell, project)
        raise RefusedError("circle_unknown", title=view.title if view else "")


def _check_few(cell: Cell, matter: Exclude | PutToRest) -> None:
    """No exclusion below three confirmed; to rest, a third of the electors at most (design §5)."""
    active = sum(map(len, cell.electors(Text()).persons))
    if isinstance(matter, Exclude) and active < FEWEST_TO_EXCLUDE:
        raise RefusedError("exclude_too_few", least=FEWEST_TO_EXCLUDE)
    if isinstance(matter, PutToRest) and 3 * len(matter.persons) > active:
        raise RefusedError("rest_too_many", most=active // 3)


def review_day(cell: Cell, said: str) -> str:
    """Return the day on which a decision comes back: the one said, which must be to come, or in a year.

    Raises RefusedError: ``review_day`` (day, first).
    """
    today = date.fromisoformat(day_of(cell.clock.now_ms()))
    if not said:
        last = 28 if (today.month, today.day) == (2, 29) else today.day
        return today.replace(year=today.year + REVIEW_YEARS, day=last).isoformat()
    try:
        day = date.fromisoformat(said)
    except ValueError:
        day = today
    if day <= today:
        raise RefusedError("review_day", day=said, first=today.isoformat())
    return day.isoformat()


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What is put, to which project, until when, in place of what."""

    matter: Matter
    project: Place | None
    review: str
    replaces: bytes = ABSENT


def _put(cell: Cell, step: Step, view: RecordView, wanted: _Wanted) -> Put:
    electors = check_put(cell, wanted.matter, wanted.project)
    expected = "page" if isinstance(wanted.matter, Charter) else "proposal"
    if view.kind != expected:
        raise RefusedError("link_kind", field="record", found=view.kind, accepted=expected)
    concerned, carrying = electors.persons
    act = step.act(
        Propose(
            matter=wanted.matter,
            project=wanted.project,
            record=bytes.fromhex(view.id),
            heads=heads_of(cell, view),
            concerned=electorate_hash(concerned),
            carrying=electorate_hash(carrying),
            review=review_day(cell, wanted.review),
            replaces=wanted.replaces,
        )
    )
    return Put(act.hex(), view.id)


def _project_of(cell: Cell, view: RecordView, matter: Matter) -> Place | None:
    """Return the project that a proposal's text names; a charter is the cell's."""
    project = view.fields.get("project")
    if isinstance(matter, Charter) or not isinstance(project, str) or not project:
        return None
    return place_of(find(cell.store.reader, project))
