"""What the window asks of a cell, each question with the arguments of a person who looks about.

A question draws its arguments by a seeded chance from what the cell holds, so that fifty of a sort differ.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from random import Random

from idos_p2p.services.agenda import meetings
from idos_p2p.services.around import picture, story
from idos_p2p.services.cell import Cell
from idos_p2p.services.compass import measures_of
from idos_p2p.services.pages import page_view
from idos_p2p.services.people import everyone, own_person, own_records
from idos_p2p.services.project_page import project_page
from idos_p2p.services.recognition import recognition_of
from idos_p2p.services.thread import gifts_of, thread_from
from idos_p2p.services.who import who
from idos_p2p.views.around import latest
from idos_p2p.views.figures import figures
from idos_p2p.views.period import calendar_year
from idos_p2p.views.projects import cards
from idos_p2p.views.records import recent
from idos_p2p.views.search import search

SHOWN = 30  # rows of a page in the window
PROJECTS = 1_000  # all of a cell
YEARS = (2016, 2026)

Question = Callable[[], object]


class Questions:
    """Draws questions about one cell."""

    def __init__(self, cell: Cell, seed: int, *, learn: bool = True) -> None:
        """``learn``: read what to ask about; without it there is the first view alone."""
        self._cell, self._random = cell, Random(seed)
        self._reader = cell.store.reader
        self._ids: dict[str, list[str]] = {}
        if not learn:
            return
        self._persons = [person.id for person in everyone(cell)]
        texts = self._reader.rows("SELECT words FROM record WHERE words <> '' ORDER BY key LIMIT 2000")
        self._words = sorted({word for (text,) in texts for word in text.split() if len(word) > 4 and word.isalpha()})

    def all(self) -> Mapping[str, Callable[[], Question]]:
        """Return what draws one more question of each sort; those before the line are the goal's own."""
        return {
            "around a person": self._story,
            "around a person, older": self._older,
            "a project's page": lambda: self._about("project", project_page),
            "the thread of a gift": lambda: self._about("gift", thread_from),
            "the thread of a use": lambda: self._about("use", thread_from),
            "the thread of a person": self._thread_of_person,
            "the thread of a project, a year": self._thread_of_project,
            "the compass of a year": lambda: self._in_year(lambda year: measures_of(self._cell, year)),
            "all projects": lambda: lambda: cards(self._reader, PROJECTS, who(self._cell).same),
            "search as you type": self._search,
            "the agenda of a month": self._agenda,
            "the picture around a person": self._picture,
            "the gifts of a year": lambda: self._in_year(lambda year: gifts_of(self._cell, calendar_year(year))),
            "recognition of a person, a year": self._recognition,
            "a page": lambda: self._about("page", page_view),
            "the latest pages": lambda: lambda: recent(self._reader, "page", SHOWN),
            "the latest of everyone": lambda: lambda: latest(self._reader, SHOWN),
            "a person's figures": lambda: self._figures,
        }

    def first_view(self) -> object:
        """Ask what the window shows first: who sits here, the figures of the year, and the story around them."""
        mine = own_person(self._cell)
        return self._figures(), story(self._cell, mine, SHOWN)

    def _story(self) -> Question:
        person = self._person()
        return lambda: story(self._cell, person, SHOWN)

    def _older(self) -> Question:
        person = self._person()
        cursor = story(self._cell, person, SHOWN).next
        return lambda: story(self._cell, person, SHOWN, cursor)

    def _picture(self) -> Question:
        person = self._person()
        since = (date(2026, 11, 28) - timedelta(self._random.randrange(92, 366))).isoformat()
        return lambda: picture(self._cell, person, since=since)

    def _thread_of_person(self) -> Question:
        person, year = self._person(), self._year()
        return lambda: thread_from(self._cell, person, calendar_year(year))

    def _thread_of_project(self) -> Question:
        project, year = self._of("project"), self._year()
        return lambda: thread_from(self._cell, project, calendar_year(year))

    def _recognition(self) -> Question:
        person, year = self._person(), self._year()
        return lambda: recognition_of(self._cell, person, calendar_year(year))

    def _agenda(self) -> Question:
        first = f"{self._year()}-{self._random.randint(1, 12):02}"
        return lambda: meetings(self._cell, f"{first}-01", f"{first}-31")

    def _search(self) -> Question:
        word = self._random.choice(self._words)
        typed = word[: self._random.randint(2, len(word))]
        if self._random.random() < 0.4:
            typed = f"{self._random.choice(self._words)} {typed}"
        return lambda: search(self._reader, typed, SHOWN)

    def _figures(self) -> object:
        return figures(self._reader, own_records(self._cell)[0], "2026-01-01")

    def _about(self, kind: str, ask: Callable[[Cell, str], object]) -> Question:
        record = self._of(kind)
        return lambda: ask(self._cell, record)

    def _in_year(self, ask: Callable[[int], object]) -> Question:
        year = self._year()
        return lambda: ask(year)

    def _person(self) -> str:
        # whoever is around most has the longest story: they are asked for as often as all others together
        return self._random.choice(self._persons if self._random.random() < 0.5 else self._persons[:12])

    def _of(self, kind: str) -> str:
        if kind not in self._ids:
            rows = self._reader.rows("SELECT lower(hex(id)) FROM record WHERE kind = ? ORDER BY id", (kind,))
            self._ids[kind] = [record for (record,) in rows]
        return self._random.choice(self._ids[kind])

    def _year(self) -> int:
        return self._random.randint(*YEARS)
