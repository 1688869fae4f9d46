"""What is behind Dons, Décisions, Boussole, Historique, Savoirs and Ctrl+K, for the pictures of every screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from ui.desktop.views.compass import CompassPage
from ui.desktop.views.decisions import DecisionsPage
from ui.desktop.views.gifts import GiftsPage
from ui.desktop.views.page import Page
from ui.desktop.views.pages import PagesPage
from ui.desktop.views.past import PastPage
from ui.desktop.views.projection import PLACES
from ui.desktop.views.shell import Shell

SOUGHT = "jardin"

Room = TypeVar("Room", bound=Page)


def rooms_of_memory(shell: Shell, settle: Callable[[], None], seen: Callable[[str], None]) -> None:
    """Show each panel and call ``seen`` with its name."""
    _gifts(shell, settle, seen)
    _compass_and_past(shell, settle, seen)
    _pages(shell, settle, seen)
    _decisions(shell, settle, seen)
    shell.go("around")
    settle()
    shell.search()
    shell.finder.field.setText(SOUGHT)
    shell.finder.ask()
    seen("search")
    shell.finder.close_sheet()


def _gifts(shell: Shell, settle: Callable[[], None], seen: Callable[[str], None]) -> None:
    page = _room(shell, "gifts", GiftsPage)
    settle()
    page.turn.click()
    seen("gifts-table")
    page.turn.click()
    for record in [placed.band.record for placed in page.streams.bands if placed.band.record][-1:]:
        page.open_thread(record)
        seen("gifts-thread")
        page.thread_sheet.close_sheet()
    page.form.start()
    seen("gift-form")
    page.form.close_sheet()
    page.use_form.start()
    seen("use-form")
    page.use_form.close_sheet()


def _compass_and_past(shell: Shell, settle: Callable[[], None], seen: Callable[[str], None]) -> None:
    compass = _room(shell, "compass", CompassPage)
    settle()
    compass.open_measure(compass.shown[0].measures[2])
    seen("measure")
    compass.sheet.close_sheet()
    past = _room(shell, "past", PastPage)
    settle()
    for card in past.model.rows[:1]:
        shell.past.show_record(card.id)
        seen("history")
        shell.past.close_sheet()
    past.choose("bin")
    seen("bin")
    past.choose("latest")


def _pages(shell: Shell, settle: Callable[[], None], seen: Callable[[str], None]) -> None:
    pages = _room(shell, "pages", PagesPage)
    settle()
    pages.pane.edit.click()
    seen("page-writing")
    pages.leave()


def _decisions(shell: Shell, settle: Callable[[], None], seen: Callable[[str], None]) -> None:
    page = _room(shell, "decisions", DecisionsPage)
    settle()
    page.propose()
    seen("propose-form")
    page.form.close_sheet()
    for card in [row for row in page.model.rows if row.kind == "decision"][:1]:
        page.list.opened.emit(card)
        seen("decision")
        page.pane.project_button.click()
        for place in (PLACES[0], PLACES[-1]):
            page.projection.go(place)
            seen(f"projection-{place}")
        page.projection.leave()


def _room(shell: Shell, name: str, kind: type[Room]) -> Room:
    """Go to a page and return it."""
    shell.go(name)
    page = shell.page
    if not isinstance(page, kind):
        raise TypeError(name)
    return page
