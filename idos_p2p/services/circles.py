"""The two circles of a project: those concerned, and those who carry it (mission, value 3)."""

from __future__ import annotations

from collections.abc import Sequence

from idos_p2p.errors import RefusedError
from idos_p2p.governance.acts import Circle, LeaveCircle
from idos_p2p.governance.decisions import ProjectCircle
from idos_p2p.services.authority import one_step
from idos_p2p.services.because import behind
from idos_p2p.services.cell import Cell
from idos_p2p.services.put_text import place_of
from idos_p2p.services.told import CirclesTold
from idos_p2p.services.voices import person_named, voices
from idos_p2p.views.records import RecordView, find, listing

MOST_PROJECTS = 10_000


def open_circle(cell: Cell, project: str, concerned: Sequence[str], carrying: Sequence[str]) -> None:
    """Name the two circles of a project that the person at this computer opened.

    Persons are ids or prefixes (``services.voices.person_named``). Later changes are a decision of both circles.
    Raises RefusedError: ``no_voice``, ``not_opener``, ``circle_open`` when they are named, ``circle_twice`` (name) for
    somebody in both, ``link_kind``, and those of ``person_named`` and ``views.records.find``.
    """
    view = _project(cell, project)
    known = voices(cell)
    left = sorted({person_named(cell, known, named) for named in concerned})
    right = sorted({person_named(cell, known, named) for named in carrying})
    for person in left:
        if person in right:
            raise RefusedError("circle_twice", name=known.of(person).name)
    with one_step(cell) as step:
        if not cell.membership.confirmed(cell.device):
            raise RefusedError("no_voice")
        if cell.membership.person_of(view.device) != cell.membership.person_of(cell.device):
            raise RefusedError("not_opener", title=view.title)
        if place_of(view) in cell.membership.circles:
            raise RefusedError("circle_open", title=view.title)
        step.act(Circle(place_of(view), tuple(left), tuple(right)))


def leave_circle(cell: Cell, project: str) -> None:
    """Leave the circles of a project. Raises RefusedError: ``not_in_circle``, and as ``open_circle``."""
    view = _project(cell, project)
    with one_step(cell) as step:
        circle = cell.membership.circles.get(place_of(view))
        me = cell.membership.person_of(cell.device)
        if circle is None or me not in {*circle.concerned, *circle.carrying}:
            raise RefusedError("not_in_circle", title=view.title)
        step.act(LeaveCircle(place_of(view)))


def circles_of(cell: Cell, project: str) -> CirclesTold:
    """Return the circles of a project (id or prefix); both empty while nobody named them."""
    view = _project(cell, project)
    circle = cell.membership.circles.get(place_of(view))
    if circle is None:
        return CirclesTold(view.id, (), (), opened=False, why=())
    known = voices(cell)
    return CirclesTold(
        project=view.id,
        concerned=known.all(circle.concerned),
        carrying=known.all(circle.carrying),
        opened=True,
        why=tuple(behind(cell, known, "circle", act) for act in circle.why),
    )


def without_concerned(cell: Cell) -> frozenset[str]:
    """Return the ids of the projects, none of them closed or in the bin, that name nobody whom they concern."""
    return frozenset(
        view.id
        for view in listing(cell.store.reader, "project", {}, MOST_PROJECTS)
        if view.fields.get("state") != "closed" and not _has_concerned(cell.membership.circles.get(place_of(view)))
    )


def _has_concerned(circle: ProjectCircle | None) -> bool:
    return circle is not None and circle.has_concerned()


def _project(cell: Cell, project: str) -> RecordView:
    view = find(cell.store.reader, project)
    if view.kind != "project":
        raise RefusedError("link_kind", field="project", found=view.kind, accepted="project")
    return view
