"""What people do: write, edit, import, invite. Each kind is one registered function; a later part adds its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from idos_p2p.errors import RefusedError
from idos_p2p.governance.matters import Chamber
from idos_p2p.records.kinds import Value
from idos_p2p.services.cell import Cell
from idos_p2p.services.erase import erase
from idos_p2p.services.found import write_own_person
from idos_p2p.services.invite import invite
from idos_p2p.services.project import project_all
from idos_p2p.services.tidy import tidy_slice
from idos_p2p.services.write import OWN_PERSON, add, add_all, change
from idos_p2p.views.records import RecordView, find, listing
from tests.simulation.devices import blobs, share
from tests.simulation.held import own_entries
from tests.simulation.world import Machine, World

Do = Callable[[World], bool]
EDITED_RECORDS = 12  # the newest ones are edited, by many at once: so that edits meet, and no record grows for ever
MOST_COPIES = 3  # kept at once
MOST_NEWCOMERS = 2  # beside those who were there from the beginning
WORDS = (
    *("semis", "chantier", "café", "🍅", "église", "l’atelier", "vélo"),
    *("soupe", "Zoé", "naïve", "œuvre", "mardi", "récolte", "compost"),
)


@dataclass(frozen=True)
class Doing:
    """Something that people do: ``do`` says whether it could be done."""

    name: str
    weight: int
    do: Do


DOINGS: dict[str, Doing] = {}


def doing(weight: int) -> Callable[[Do], Do]:
    """Register a function as something that people do, so often beside the others."""

    def register(do: Do) -> Do:
        DOINGS[do.__name__] = Doing(do.__name__, weight, do)
        return do

    return register


def do_something(world: World) -> None:
    """Let somebody do one thing or another."""
    kinds = list(DOINGS.values())
    [kind] = world.rng.choices(kinds, [kind.weight for kind in kinds])
    world.trace.note("doing", kind.name)
    if kind.do(world):
        world.done[kind.name] += 1


def words(world: World, most: int = 5) -> str:
    """Return some words."""
    return " ".join(world.rng.choice(WORDS) for _ in range(world.rng.randint(1, most)))


def write_something(world: World, machine: Machine) -> None:
    """Let this one write a small record."""
    with world.intention(machine) as cell:
        _remember(world, add(cell, "project", {"title": words(world)}))


def _remember(world: World, record: str) -> None:
    world.records.append(record)
    del world.records[:-EDITED_RECORDS]


@doing(10)
def write(world: World) -> bool:
    """Somebody writes a project, which others may edit."""
    write_something(world, world.someone())
    return True


@doing(3)
def write_page(world: World) -> bool:
    """Somebody writes a page of a few lines."""
    with world.intention(world.someone()) as cell:
        lines = "\n".join(words(world) for _ in range(3))
        _remember(world, add(cell, "page", {"title": words(world), "body": lines}))
    return True


@doing(5)
def contribute(world: World) -> bool:
    """Somebody notes what they did: a record that is theirs alone."""
    note_contribution(world, world.someone())
    return True


def note_contribution(world: World, machine: Machine) -> None:
    """Let this one note what they did."""
    with world.intention(machine) as cell:
        own = cell.store.facts.get(OWN_PERSON)
        values = {"what": words(world), "date": "2026-05-04", "minutes": world.rng.randint(1, 300)}
        add(cell, "contribution", {**values, "persons": [own.decode()] if own else []})


@doing(2)
def bring_rows(world: World) -> bool:
    """Somebody imports a few rows in one step."""
    with world.intention(world.someone()) as cell:
        titles = [words(world) for _ in range(world.rng.randint(2, 8))]
        add_all(cell, [("project", partial(_titled, title)) for title in titles])
    return True


def _titled(title: str, _ids: Sequence[str]) -> dict[str, str]:
    return {"title": title}


@doing(8)
def edit(world: World) -> bool:
    """Somebody edits a record that others edit too; it may not have come to them yet."""
    if not world.records:
        return False
    machine, record = world.someone(), world.rng.choice(world.records)
    done = False
    with world.intention(machine) as cell:
        project_all(cell)
        view = _found(cell, record)
        if view is not None:
            change(cell, view.id, _edited(world, view))
            done = True
    return done


def _found(cell: Cell, record: str) -> RecordView | None:
    try:
        return find(cell.store.reader, record)
    except RefusedError as refused:
        if refused.code != "record_unknown":
            raise
        return None


def _edited(world: World, view: RecordView) -> dict[str, Value]:
    if view.kind == "project":
        return {world.rng.choice(["place", "title", "needs"]): words(world)}
    lines = str(view.fields.get("body") or "").split("\n")
    lines[world.rng.randrange(len(lines))] = words(world)
    if world.rng.random() < 0.2:
        lines.insert(world.rng.randrange(len(lines) + 1), words(world))
    return {"body": "\n".join(lines)}


@doing(1)
def edit_oneself(world: World) -> bool:
    """Somebody says something of themselves, in a record that is theirs alone."""
    with world.intention(world.someone()) as cell:
        project_all(cell)
        own = cell.store.facts.get(OWN_PERSON)
        if own:
            change(cell, own.decode(), {"skills": world.rng.sample(WORDS, 2)})
    return True


@doing(2)
def look(world: World) -> bool:
    """Somebody looks at what has come so far, also in the middle of a meeting."""
    project_all(world.at_work(world.someone()))
    return True


@doing(1)
def tidy(world: World) -> bool:
    """A program has nothing else to do, and joins small segments of its log."""
    machine = world.someone()
    with world.intention(machine) as cell:
        while tidy_slice(cell):
            pass
    return True


@doing(1)
def keep_copy(world: World) -> bool:
    """Somebody copies their cell to somewhere else."""
    machine = world.someone()
    machine.copies.append(machine.disk.copy())
    del machine.copies[:-MOST_COPIES]
    return True


@doing(1)
def erase_own(world: World) -> bool:
    """Somebody erases what is theirs alone; somebody else may have kept a copy of the log before."""
    machine = world.someone()
    done = False
    with world.intention(machine) as cell:
        project_all(cell)
        me = cell.membership.person_of(cell.device)
        views = [view for view in listing(cell.store.reader, "contribution", {}, 20) if not view.shared]
        mine = [view for view in views if me is not None and cell.membership.person_of(view.device) == me]
        if mine:
            view = world.rng.choice(mine)
            world.before_erasures.append(blobs(cell, view.record.device))
            del world.before_erasures[:-MOST_COPIES]
            erase(cell, view.id)
            world.erased[own_entries(cell, world.written(machine))[-1].id] = view.record
            done = True
    return done


@doing(1)
def bring_newcomer(world: World) -> bool:
    """A confirmed member invites, and the newcomer comes in by the same member's door."""
    if len(world.machines) >= world.plan.devices + MOST_NEWCOMERS or world.room:
        return False
    sponsors = [one for one in world.machines if one.honest and one.cell.membership.confirmed(one.cell.device)]
    sponsors = [one for one in sponsors if not one.cell.restored]
    if not sponsors:
        return False
    door = world.rng.choice(sponsors)
    invitation = invite(world.at_work(door), 1, 300, world.rng.choice(list(Chamber)))
    newcomer = world.let_in(door, invitation)
    share(door.cell, world.at_work(newcomer))
    write_own_person(newcomer.cell, newcomer.name, ["beneficiary"])
    world.acknowledge(newcomer)
    return True
