"""What the window asks of the cell, and what it is told: the one contract between the services and the screens.

The services' side is written in the composition root; nothing here knows Qt, SQL or sockets.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Protocol, TypeVar

from idos_p2p.records.kinds import Value
from ui.desktop.presenters.codes import CodePort
from ui.desktop.presenters.present import MeetingChanged, MeetingPort, RoomChanged
from ui.desktop.presenters.room_work import RoomWork
from ui.desktop.presenters.rooms import Rooms
from ui.desktop.presenters.this_computer import ComputerPort

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Figures:
    """What one person did since 1 January, counted from the records; never a score."""

    minutes: int
    contributions: int
    persons: int  # others who took part in the same contributions
    projects: int
    thanks: int = 0  # received


@dataclass(frozen=True, slots=True)
class Named:
    """A record that another names: who or what it is, and where to go."""

    id: str
    name: str
    kind: str = "person"


@dataclass(frozen=True, slots=True)
class Notice:
    """Something out of the ordinary that a person must know on every page (``services/condition.py``)."""

    code: str  # "full", "repaired", "repaired_new_device", "restored"
    count: int = 0


@dataclass(frozen=True, slots=True)
class CopyCard:
    """One copy of the cell."""

    path: str
    made_ms: int
    size: int  # bytes


@dataclass(frozen=True, slots=True)
class Keeping:
    """Where the cell's data lives, and the copy of each day, the newest first."""

    place: str
    copies: tuple[CopyCard, ...] = ()
    protected: bool = False  # by a passphrase


@dataclass(frozen=True, slots=True)
class CellOverview:
    """The cell and the person who sits at this computer."""

    name: str
    person: str  # public id of this person's own record
    person_name: str
    roles: tuple[str, ...]  # words of ``records.kinds.ROLES``
    since_ms: int | None  # when this person's record was created
    members: int
    devices: int
    entries: int
    last_meeting_ms: int | None  # when this computer was last up to date with another one
    example: bool = False  # the invented association of the first run
    figures: Figures | None = None  # None: not counted, the screen shows no figures
    notices: tuple[Notice, ...] = ()  # the gravest first


@dataclass(frozen=True, slots=True)
class TimelineItem:
    """One interaction around a person, newest first.

    ``order`` grows with time and differs for each item: it is what ``CellPort.around(before=…)`` takes to go on.
    ``title`` is the kind's title field, ``text`` its other words; both are what people wrote, never trusted.
    """

    id: str
    kind: str
    order: int
    day: str  # "2026-11-17": the record's own date, else the day it was created
    title: str
    text: str = ""
    persons: tuple[str, ...] = ()  # names of those it links, this person left out
    project: str = ""  # the project's title
    minutes: int | None = None
    cents: int | None = None
    author: str = ""  # who wrote it
    mine: bool = False  # written by this person
    contested: bool = False  # by a computer that wrote several histories: shown, in no total
    people: tuple[Named, ...] = ()  # whom it is about: who took part, is thanked, signed up; oneself included
    voices: tuple[Named, ...] = ()  # whose act or whose words it is
    about: Named | None = None  # what it speaks of
    within: Named | None = None  # the project it belongs to
    on_behalf: bool = False  # somebody wrote it for others, being none of them
    unconfirmed: bool = False  # noted for others, none of whom has said yet that it was so
    to_confirm: bool = False  # noted for the person who sits here, who has said nothing of it yet
    attested: int = 0  # other persons who say that it was so
    correction: bool = False  # one waits to be followed
    says: str = ""  # an attestation's word; a need's, an offer's state; a gift's form
    time: str = ""  # of a meeting
    place: str = ""
    until: str = ""  # the last day of a need or an offer


@dataclass(frozen=True, slots=True)
class ProjectCard:
    """One project, with what the records say of it."""

    id: str
    title: str
    purpose: str
    state: str  # "idea", "open" or "closed"
    place: str = ""
    persons: int = 0  # who took part in its contributions
    minutes: int = 0
    last_day: str = ""  # of its newest contribution
    without_concerned: bool = False  # names nobody whom it concerns: told wherever it is shown


@dataclass(frozen=True, slots=True)
class PageCard:
    """One page of knowledge in a list, most recently changed first."""

    id: str
    title: str
    opening: str  # its first words, a hundred characters or so
    author: str
    changed_ms: int


@dataclass(frozen=True, slots=True)
class PageText:
    """One page to read; ``body`` is Markdown as people wrote it."""

    id: str
    title: str
    body: str
    licence: str
    author: str
    changed_ms: int


@dataclass(frozen=True, slots=True)
class PersonCard:
    """One person of the cell; ``mine`` marks the one who sits here."""

    id: str
    name: str
    roles: tuple[str, ...] = ()
    mine: bool = False


@dataclass(frozen=True, slots=True)
class RecordsChanged:
    """Records were written, here or by a peer, and can be read now."""

    ids: frozenset[str]
    kinds: frozenset[str]


@dataclass(frozen=True, slots=True)
class MembersChanged:
    """Who belongs to the cell changed."""


@dataclass(frozen=True, slots=True)
class Stopped:
    """The cell stopped by itself; ``code`` says why ("" when it was asked to)."""

    code: str = ""


Event = RecordsChanged | MembersChanged | RoomChanged | MeetingChanged | Stopped


class CellPort(Rooms, Protocol):
    """The use-cases the screens need. Every call runs in the cell's worker thread and may raise ``RefusedError``."""

    def overview(self) -> CellOverview:
        """Return the cell and who sits here."""
        ...

    def around(self, person: str, most: int, before: int | None) -> tuple[TimelineItem, ...]:
        """Return at most ``most`` interactions of a person, newest first, older than the ``order`` given."""
        ...

    def projects(self) -> tuple[ProjectCard, ...]:
        """Return the projects: open ones first, then by title."""
        ...

    def pages(self) -> tuple[PageCard, ...]:
        """Return the pages, most recently changed first."""
        ...

    def page(self, page_id: str) -> PageText:
        """Return one page."""
        ...

    def persons(self) -> tuple[PersonCard, ...]:
        """Return the persons of the cell, by name."""
        ...

    def add(self, kind: str, values: Mapping[str, Value]) -> str:
        """Write a record and return its public id; it is durable when this returns."""
        ...

    def set(self, record_id: str, values: Mapping[str, Value]) -> None:
        """Change fields of a record; text is written as the difference to what it is now."""
        ...

    def invite(self) -> str:
        """Return a new invitation link."""
        ...

    def keeping(self) -> Keeping:
        """Return where the data lives, and the copies."""
        ...

    def make_copy(self, path: str) -> CopyCard:
        """Make a checked copy there, with the keys that open it, and return it."""
        ...


class OpenedCell(Protocol):
    """A cell that runs: its services, its worker thread, its events."""

    @property
    def port(self) -> CellPort:
        """The use-cases; called only inside ``submit``."""
        ...

    @property
    def meeting(self) -> MeetingPort:
        """The meeting's state; called only inside ``submit``."""
        ...

    @property
    def codes(self) -> CodePort:
        """The spoken code; only of a cell that meets others."""
        ...

    @property
    def work(self) -> RoomWork:
        """What takes a while beside the meetings; only of a cell that meets others."""
        ...

    def submit(self, work: Callable[[], Answer]) -> Future[Answer]:
        """Run ``work`` in the cell's single worker thread, after what was submitted before."""
        ...

    def listen(self, listener: Callable[[Event], None]) -> None:
        """Call ``listener`` with every later event, from whatever thread it happens in."""
        ...

    def close(self) -> None:
        """Finish what was submitted, stop the loop and the threads, close the store; then no event comes any more."""
        ...


class HomePort(ComputerPort, Protocol):
    """This computer before it has a cell. Calls may take seconds; they run in the bridge's own thread."""

    def open(self) -> OpenedCell | None:
        """Return the cell of this home, running, or None when there is none yet."""
        ...

    def unlock(self, passphrase: str) -> OpenedCell | None:
        """As ``open``, of a cell that is behind this passphrase."""
        ...

    def restore(self, path: str) -> OpenedCell:
        """Put a copy in the place of the cell, which is set aside, and return it running. The cell must be closed."""
        ...

    def repair(self) -> OpenedCell:
        """Keep what can be read of a damaged cell, and return it running. The cell must be closed."""
        ...

    def create(self, cell_name: str, person_name: str) -> OpenedCell:
        """Found a cell and return it running."""
        ...

    def join(self, link: str, person_name: str) -> OpenedCell:
        """Enter a cell with a link or a spoken code, and return it running; RefusedError when nobody answers."""
        ...

    def join_as_device(self, code: str) -> OpenedCell:
        """Enter a cell as another computer of the person who shows this code, and return it running."""
        ...

    def example(self, person_name: str) -> OpenedCell:
        """Open the invented association, in a place of its own, and return it running."""
        ...
