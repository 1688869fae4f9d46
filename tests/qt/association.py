"""An honest cell in memory: the window's ports over plain lists, with a real worker thread. For tests of the window."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar

from idos_p2p.errors import BugError, RefusedError
from idos_p2p.ids import DeviceId, PersonId
from idos_p2p.records.kinds import Value
from idos_p2p.services.room_told import News, RoomTold
from sync.carry.series import FolderStatus
from tests.qt import room_facts, rooms
from tests.qt.real_rooms import RealRooms
from tests.qt.table_work import TableWork
from ui.desktop.presenters.agenda import MeetingCard
from ui.desktop.presenters.codes import CodePort
from ui.desktop.presenters.noting import Noting
from ui.desktop.presenters.ports import (
    CellOverview,
    CopyCard,
    Event,
    Figures,
    Keeping,
    PageCard,
    PageText,
    PersonCard,
    ProjectCard,
    RecordsChanged,
    TimelineItem,
)
from ui.desktop.presenters.present import RoomNow

Answer = TypeVar("Answer")

TODAY = date(2026, 11, 22)
NOON_MS = int(datetime(2026, 11, 22, 12, tzinfo=UTC).timestamp() * 1000)
DAY_MS = 86_400_000
ME = "11" * 32
PLACE = "~/.local/share/IDOS/cells/5f2c8a1b"


class NoonClock:
    """It is always the same noon."""

    def now_ms(self) -> int:
        return NOON_MS


class MemoryCell(RealRooms):
    """Records in lists. Every call of its ports checks that it runs in the one worker thread."""

    def __init__(self, name: str = "Les Semeuses", person_name: str = "Aïcha Benali") -> None:
        self.worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="cell-worker")
        self.listeners: list[Callable[[Event], None]] = []
        self.items: list[TimelineItem] = []
        self.cards: list[ProjectCard] = []
        self.texts: dict[str, PageText] = {}
        self.people: list[PersonCard] = [PersonCard(ME, person_name, ("volunteer",), mine=True)]
        self.nearby = RoomNow(visible=True)
        self.beside = RoomTold()
        self.carried: list[tuple[str, str]] = []
        self.taken_back: list[str] = []
        self.shared = FolderStatus(None, None, "", 0, 0)
        self.table = TableWork()
        self.copies: list[CopyCard] = []
        self.refusing = ""
        self.closed = False
        self.answered: list[TimelineItem] = []  # attestations and thanks written here
        self.held: list[MeetingCard] = []
        self.last: Noting | None = None
        self.story = rooms.MemoryStory(self)
        self.acts = rooms.MemoryActs(self)
        self.noting = rooms.MemoryNoting(self)
        self.recognition = rooms.MemoryRecognition(self)
        self.project_page = rooms.MemoryProjects(self)
        self.agenda = rooms.MemoryAgenda(self)
        self.deciding = rooms.MemoryDeciding()
        self.overview_now = CellOverview(
            name=name,
            person=ME,
            person_name=person_name,
            roles=("volunteer",),
            since_ms=NOON_MS - 980 * DAY_MS,
            members=1,
            devices=1,
            entries=1,
            last_meeting_ms=None,
        )

    # OpenedCell

    @property
    def codes(self) -> CodePort:
        raise BugError("cell_meets_nobody")

    @property
    def work(self) -> TableWork:
        return self.table

    @property
    def port(self) -> MemoryCell:
        return self

    @property
    def meeting(self) -> MemoryCell:
        return self

    def submit(self, work: Callable[[], Answer]) -> Future[Answer]:
        return self.worker.submit(work)

    def listen(self, listener: Callable[[Event], None]) -> None:
        self.listeners.append(listener)

    def close(self) -> None:
        self.worker.shutdown(wait=True)
        self.closed = True

    def tell(self, event: Event) -> None:
        """Let something happen, from the worker thread, as a peer's news does."""
        self.worker.submit(lambda: [listener(event) for listener in self.listeners]).result()

    # CellPort

    def overview(self) -> CellOverview:
        return replace(self.overview_now, members=max(1, len(self.people)))

    def around(self, person: str, most: int, before: int | None) -> tuple[TimelineItem, ...]:
        names = {one.id: one.name for one in self.people}
        told = [one for one in self.items if person == ME or names[person] in one.persons]
        ordered = sorted(told, key=lambda item: -item.order)
        return tuple(item for item in ordered if before is None or item.order < before)[:most]

    def projects(self) -> tuple[ProjectCard, ...]:
        return tuple(self.cards)

    def pages(self) -> tuple[PageCard, ...]:
        texts = sorted(self.texts.values(), key=lambda page: -page.changed_ms)
        return tuple(PageCard(page.id, page.title, page.body[:100], page.author, page.changed_ms) for page in texts)

    def page(self, page_id: str) -> PageText:
        return self.texts[page_id]

    def persons(self) -> tuple[PersonCard, ...]:
        return tuple(self.people)

    def add(self, kind: str, values: Mapping[str, Value]) -> str:
        if self.refusing:
            raise RefusedError(self.refusing)
        name = f"{len(self.items) + len(self.cards) + len(self.texts) + 1:064x}"
        if kind == "contribution":
            self.items.append(self._item(name, values))
        elif kind == "project":
            purpose = str(values.get("purpose", ""))
            self.cards.append(ProjectCard(name, str(values["title"]), purpose, "open", str(values.get("place", ""))))
        else:
            title, body = str(values["title"]), str(values["body"])
            mine = self.overview_now.person_name
            self.texts[name] = PageText(name, title, body, "CC-BY-SA-4.0", mine, NOON_MS)
        self.changed(name, kind)
        return name

    def _item(self, name: str, values: Mapping[str, Value]) -> TimelineItem:
        persons = values["persons"]
        names = {person.id: person.name for person in self.people}
        minutes = values.get("minutes")
        project = next((card.title for card in self.cards if card.id == values.get("project")), "")
        day = str(values["date"])
        return TimelineItem(
            id=name,
            kind="contribution",
            order=(date.fromisoformat(day).toordinal() << 32) + len(self.items),
            day=day,
            title=str(values["what"]),
            persons=tuple(names[one] for one in persons if one != ME) if isinstance(persons, list) else (),
            project=project,
            minutes=minutes if isinstance(minutes, int) else None,
            author=self.overview_now.person_name,
            mine=True,
        )

    def set(self, record_id: str, values: Mapping[str, Value]) -> None:
        if any(card.id == record_id for card in self.cards):
            kept: dict[str, Any] = {name: str(value) for name, value in values.items() if name != "needs"}
            self.cards = [replace(one, **kept) if one.id == record_id else one for one in self.cards]
            self.changed(record_id, "project")
            return
        page = self.texts[record_id]
        body, title = values.get("body", page.body), values.get("title", page.title)
        self.texts[record_id] = replace(page, body=str(body), title=str(title), changed_ms=page.changed_ms + 1)
        self.changed(record_id, "page")

    def keeping(self) -> Keeping:
        return Keeping(PLACE, tuple(self.copies))

    def make_copy(self, path: str) -> CopyCard:
        self.copies.insert(0, CopyCard(path, NoonClock().now_ms(), 4_200_000))
        return self.copies[0]

    def invite(self) -> str:
        return "idos-p2p:join/1/MFRGGZDFMZTWQ2LKMFRGGZDFMZTWQ2LKMFRGGZDFMZTWQ2LKMFRGGZDFMZTWQ2LK"

    def changed(self, name: str, kind: str) -> None:
        for listener in self.listeners:
            listener(RecordsChanged(frozenset((name,)), frozenset((kind,))))

    # MeetingPort

    def now(self) -> RoomNow:
        return self.nearby

    def told(self) -> RoomTold:
        return self.beside

    def lacking(self, person: PersonId) -> News | None:
        return self.beside.brought if any(one.voice.person == person for one in self.beside.absent) else None

    def choose(self, absent: str, carrier: str) -> str:
        self.carried.append((absent, carrier))
        return "ab" * 32

    def withdraw(self, relay: str) -> None:
        self.taken_back.append(relay)

    def folder(self) -> FolderStatus:
        return self.shared

    def forget_folder(self) -> None:
        self.shared = FolderStatus(None, None, "", 0, 0)

    def names(self) -> Mapping[DeviceId, str]:
        return {room_facts.device(name).device or DeviceId(b""): name for name in room_facts.NAMES}


def item(number: int, days_ago: int, **values: Any) -> TimelineItem:
    """Return a contribution written some days ago."""
    day = TODAY - timedelta(days=days_ago)
    base = TimelineItem(
        id=f"{number:064x}",
        kind="contribution",
        order=(day.toordinal() << 32) + 10_000 - number,
        day=day.isoformat(),
        title="Plantation des bulbes",
        mine=True,
    )
    return replace(base, **values)


def lively() -> MemoryCell:
    """Return a cell as a year of life leaves it."""
    cell = MemoryCell()
    cell.people += [
        PersonCard(f"{number:064x}", name)
        for number, name in enumerate(
            [
                "Karim Ould-Ahmed",
                "Élodie Garçon",
                "Zoë Martin",
                "Noël Dupré",
                "Fatou N’Diaye",
                "Jean-Baptiste Lefèvre",
                "Inès Costa",
                "Œdipe Roux",
                "Maëlys Faure",
                "Thuy Nguyên",
                "Bernadette de La Tour d’Auvergne-Lauraguais",
                "Samir Haddad",
                "Lucie Petit",
                "Olga Ivanova",
                "Paul Æschlimann",
            ],
            start=100,
        )
    ]
    cell.items = [*_story(), *(_older(number) for number in range(20, 60))]
    cell.cards = _projects()
    cell.held = rooms.meetings(cell.people)
    cell.texts = {page.id: page for page in _texts()}
    cell.nearby, cell.beside = room_facts.exchanging(), room_facts.told(NOON_MS)
    cell.copies = [
        CopyCard(f"{PLACE}/copies/2026-11-{22 - days}.idos-copy", NOON_MS - days * DAY_MS, 4_200_000 - days * 31_000)
        for days in (0, 1, 2, 5)
    ]
    figures = Figures(minutes=7_640, contributions=64, persons=14, projects=5, thanks=18)
    cell.overview_now = replace(
        cell.overview_now,
        roles=("volunteer", "leader"),
        devices=24,
        entries=1_912,
        last_meeting_ms=NOON_MS - 5 * DAY_MS,
        figures=figures,
    )
    return cell


def _story() -> list[TimelineItem]:
    return [
        item(1, 0, title="Accueil et café avec les nouvelles familles 🌱", minutes=90, project="Épicerie solidaire",
             persons=("Élodie Garçon",)),
        item(2, 1, title="Tri des légumes reçus, mise en rayon, et long échange sur les paniers d’hiver : qui les "
             "prépare, qui les porte, et comment on prévient les personnes sans téléphone. On se revoit mardi avec "
             "celles et ceux qui étaient absents pour décider ensemble du jour de distribution. À suivre…",
             minutes=150, project="Épicerie solidaire",
             persons=("Karim Ould-Ahmed", "Zoë Martin", "Noël Dupré", "Fatou N’Diaye"), author="Karim Ould-Ahmed",
             mine=False),
        item(3, 5, minutes=210, project="Jardin partagé", persons=("Karim Ould-Ahmed", "Zoë Martin")),
        item(4, 7, kind="gift", title="Pour les semences du printemps", cents=5_000, persons=("Noël Dupré",),
             author="Noël Dupré", mine=False),
        item(5, 7, kind="page", title="Guide d’accueil", text="Dire bonjour, proposer un café, écouter."),
        item(6, 25, kind="use", title="Douze paniers repas pour six familles", cents=12_450,
             project="Paniers d’hiver", persons=("Inès Costa",)),
        item(7, 30, kind="project", title="Aide aux devoirs", text="Que chaque enfant reparte en ayant compris."),
        item(8, 30, title="Bâche et arrosoirs", cents=3_890, project="Jardin partagé"),
        item(9, 33, kind="person", title="Thuy Nguyên"),
    ]  # fmt: skip


def _older(number: int) -> TimelineItem:
    return item(number, 20 + number * 6, minutes=30 + number * 5 % 200, project="Jardin partagé")


_GARDEN = (
    "Cultiver ensemble ce que l’on mange, et se parler entre voisins de la cité et du bourg, à égalité, toute l’année, "
    "avec ou sans main verte."
)


def _projects() -> list[ProjectCard]:
    rows = (
        ("Épicerie solidaire", "Que chacun choisisse ce qu’il mange, à un prix qu’il peut payer.", "open",
         "12 rue du Marronnier", 21, 38_400, 0),
        ("Jardin partagé", _GARDEN, "open", "Derrière l’école", 14, 21_000, 5),
        ("Aide aux devoirs", "Que chaque enfant reparte en ayant compris.", "open", "Salle des fêtes", 9, 9_120, 12),
        ("Fête de quartier", "Se rencontrer une fois l’an, sans rien acheter.", "closed", "Place du marché", 18, 4_500,
         140),
        ("Paniers d’hiver", "", "open", "", 6, 1_260, 25),
        ("Atelier vélo", "Réparer au lieu de jeter.", "idea", "", 0, 0, -1),
    )  # fmt: skip
    return [
        ProjectCard(f"{number:064x}", *row[:4], row[4], row[5], _days_ago(row[6]))
        for number, row in enumerate(rows, start=500)
    ]


def _days_ago(days: int) -> str:
    return "" if days < 0 else (TODAY - timedelta(days=days)).isoformat()


def _texts() -> list[PageText]:
    guide = """Ce que nous faisons quand quelqu’un pousse la porte pour la première fois.

## Accueillir

- Dire bonjour, donner son **prénom**.
- Proposer un café : « Vous avez un moment ? »
- Écouter avant d’expliquer.

## Ensuite

1. Montrer les rayons, et comment on choisit.
2. Dire combien cela coûte, sans papier à remplir.
3. Demander : *qu’aimeriez-vous faire ici ?*

> Personne ne repart sans avoir parlé à quelqu’un.

| Jour | Qui ouvre | De – à |
|---|---|---|
| Mardi | Karim et Zoë | 14 h – 18 h |
| Samedi | Élodie | 9 h – 12 h |
"""
    rows = (
        ("Guide d’accueil", guide, "Élodie Garçon", 2),
        ("Confiture de courges", "Pour 8 pots : 3 kg de courge, 2 kg de sucre, 4 citrons.", "Fatou N’Diaye", 9),
        ("Composter en ville", "Un tiers de brun, deux tiers de vert, de l’air et de la patience.", "Noël Dupré", 40),
        ("Ouvrir et fermer le local", "La clé est chez Paul. L’alarme se coupe avant la lumière.", "Paul", 120),
    )
    return [
        PageText(f"{number:064x}", title, body, "CC-BY-SA-4.0", author, NOON_MS - days * DAY_MS)
        for number, (title, body, author, days) in enumerate(rows, start=700)
    ]
