"""An association that lives: its devices write, edit, invite and meet as a seed says."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from idos_p2p.governance.acts import Chamber
from idos_p2p.ids import Address, EntryId
from idos_p2p.log.chain import EMPTY
from idos_p2p.records.kinds import Value
from idos_p2p.services.cell import Cell
from idos_p2p.services.found import write_own_person
from idos_p2p.services.invite import invite
from idos_p2p.services.project import project_all
from idos_p2p.services.write import add, change
from idos_p2p.views.records import RecordView, listing
from tests.simulation.devices import HOUR_MS, SetClock, Surroundings, pass_door, share, the_invite
from tests.simulation.meeting import Room, meet

WORDS = (
    *("semis", "chantier", "café", "🍅", "église", "l’atelier", "vélo"),
    *("soupe", "Zoé", "naïve", "œuvre", "mardi", "récolte", "compost"),
)
YEAR_MS = 365 * 24 * HOUR_MS


@dataclass
class Association:
    """The devices of one cell, and every entry that its author was told is durable."""

    seed: int
    rng: random.Random = field(init=False)
    around: Surroundings = field(init=False)
    cells: list[Cell] = field(default_factory=list)
    acknowledged: dict[Address, EntryId] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.rng = random.Random(self.seed)
        self.around = Surroundings(self.seed)
        self.cells.append(self.around.found("Ana"))
        self._note(self.cells[0])

    def _note(self, cell: Cell) -> None:
        """Note that everything this device has written so far was acknowledged."""
        count = cell.heights().get(cell.device, EMPTY).count
        for entry in cell.store.log.entries(Address(cell.device, seq) for seq in range(count)):
            self.acknowledged[entry.header.address] = entry.id

    def live(self, steps: int, most_devices: int) -> None:
        """Do so many things, one after the other."""
        doings = (
            [self.write] * 5 + [self.edit] * 6 + [self.invite] * 2 + [self.meet_two] * 4 + [self.gather, self.pause]
        )
        for _ in range(steps):
            doing = self.rng.choice(doings)
            if doing != self.invite or len(self.cells) < most_devices:
                doing()

    def someone(self) -> Cell:
        return self.rng.choice(self.cells)

    def words(self, most: int = 6) -> str:
        return " ".join(self.rng.choice(WORDS) for _ in range(self.rng.randint(1, most)))

    def write(self) -> None:
        """Somebody writes a record."""
        cell = self.someone()
        persons = [view.id for view in listing(cell.store.reader, "person", {}, 100)]
        match self.rng.randint(0, 3):
            case 0:
                add(cell, "project", {"title": self.words(), "needs": self.words()})
            case 1:
                add(cell, "page", {"title": self.words(), "body": "\n".join(self.words() for _ in range(6))})
            case 2 if persons:
                who = self.rng.sample(persons, min(len(persons), 2))
                add(cell, "contribution", {"what": self.words(), "date": "2026-05-04", "persons": who, "minutes": 90})
            case _:
                add(cell, "person", {"name": self.words(2), "skills": [self.rng.choice(WORDS)]})
        self._note(cell)

    def edit(self) -> None:
        """Somebody edits a record that is theirs to edit, often one that others edit too."""
        cell = self.someone()
        project_all(cell)
        views = [view for view in listing(cell.store.reader, "", {}, 1000) if self._may_edit(cell, view)]
        if not views:
            return
        views.sort(key=lambda view: (view.kind != "page", view.created_ms, view.id))
        view = self.rng.choice(views[:3] if self.rng.random() < 0.7 else views)
        change(cell, view.id, self._edited(view))
        self._note(cell)

    def _may_edit(self, cell: Cell, view: RecordView) -> bool:
        owner, me = cell.membership.person_of(view.device), cell.membership.person_of(cell.device)
        return view.kind in {"project", "page", "person"} and (view.shared or owner == me)

    def _edited(self, view: RecordView) -> dict[str, Value]:
        if view.kind == "person":
            return {"skills": self.rng.sample(WORDS, 3)}
        if view.kind == "project":
            return {self.rng.choice(["place", "title", "needs"]): self.words()}
        body = view.fields.get("body")
        lines = str(body or "").split("\n")
        lines[self.rng.randrange(len(lines))] = self.words()
        if self.rng.random() < 0.2:
            lines.insert(self.rng.randrange(len(lines) + 1), self.words())
        return {"body": "\n".join(lines)}

    def invite(self) -> None:
        """A confirmed member invites; the newcomer comes in by the same or another confirmed member's door."""
        sponsors = [cell for cell in self.cells if cell.membership.confirmed(cell.device)]
        author, door = self.rng.choice(sponsors), self.rng.choice(sponsors)
        invitation = invite(author, 1, 300, self.rng.choice(list(Chamber)))
        self._note(author)
        share(author, door)
        name = f"{self.rng.choice(WORDS)} {len(self.cells)}"
        clock_is_off = self.rng.choice([0, 0, YEAR_MS, -3 * YEAR_MS // 2])
        newcomer = self.around.newcomer(invitation, name, offset_ms=clock_is_off)
        if door.clock.now_ms() > door.membership.invites[the_invite(door, invitation)].body.not_after_ms:
            return  # this device's clock went ahead, past the invitation's day
        pass_door(door, newcomer, invitation, name)
        self._note(door)
        meet(self.rng, door, newcomer)
        project_all(newcomer)
        write_own_person(newcomer, name, ["volunteer"])
        self.cells.append(newcomer)
        self._note(newcomer)

    def meet_two(self) -> None:
        """Two devices meet, and the wire may be cut anywhere; one may write meanwhile."""
        if len(self.cells) < 2:
            return
        one, other = self.rng.sample(self.cells, 2)
        room = Room(self.rng)
        room.connect(one, other)
        room.run(self.rng.randint(0, 25))
        if self.rng.random() < 0.5:
            add(one, "project", {"title": self.words()})
            self._note(one)
            room.tell(one)
        room.run(self.rng.choice([3, 10, 50_000]))
        room.cut()

    def gather(self) -> None:
        """Everybody who is there meets at once, and writes while they do."""
        there = self.rng.sample(self.cells, self.rng.randint(1, len(self.cells)))
        room = Room(self.rng)
        for number, one in enumerate(there):
            for other in there[number + 1 :]:
                if self.rng.random() < 0.7:
                    room.connect(one, other)
        for cell in there:
            room.run(self.rng.randint(0, 40))
            add(cell, "project", {"title": self.words()})
            self._note(cell)
            room.tell(cell)
        room.run(self.rng.choice([20, 50_000]))
        room.cut()

    def pause(self) -> None:
        """Time passes, and some clocks are set wrong or right again."""
        for cell in self.cells:
            assert isinstance(cell.clock, SetClock)
            cell.clock.now += self.rng.choice([HOUR_MS, 24 * HOUR_MS, -5 * HOUR_MS])

    def heal(self) -> int:
        """Let everybody meet everybody until all hold the same; return how many rounds that took."""
        for rounds in range(1, len(self.cells) + 2):
            meet(self.rng, *self.cells)
            if len({cell.digest() for cell in self.cells}) == 1:
                return rounds
        raise AssertionError("the devices met and did not become equal")

    def lost(self) -> list[Address]:
        """Return the acknowledged entries that some device lacks or holds otherwise."""
        return [
            address
            for cell in self.cells
            for address, entry in self.acknowledged.items()
            if address.seq >= cell.heights().get(address.device, EMPTY).count
            or cell.store.log.entries([address])[0].id != entry
        ]
