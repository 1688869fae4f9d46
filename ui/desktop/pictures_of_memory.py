"""What is behind Dons, Boussole, Historique, Savoirs and Ctrl+K, for the pictures of every screen."""

from __future__ import annotations

from collections.abc import Callable

from idos_p2p.errors import BugError
from ui.desktop.views.compass import CompassPage
from ui.desktop.views.gifts import GiftsPage
from ui.desktop.views.pages import PagesPage
from ui.desktop.views.past import PastPage
from ui.desktop.views.shell import Shell

SOUGHT = "jardin"


def rooms_of_memory(shell: Shell, settle: Callable[[], None], seen: Callable[[str], None]) -> None:
    """Show each panel and call ``seen`` with its name."""
    _gifts(shell, settle, seen)
    _compass_and_past(shell, settle, seen)
    _pages(shell, settle, seen)
    shell.go("around")
    settle()
    shell.search()
    shell.finder.field.setText(SOUGHT)
    shell.finder.ask()
    seen("search")
    shell.finder.close_sheet()


def _gifts(shell: Shell, settle: Callable[[], None], seen: Callable[[str], None]) -> None:
    shell.go("gifts")
    settle()
    page = shell.page
    if not isinstance(page, GiftsPage):
        raise BugError("page_missing")
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
    shell.go("compass")
    settle()
    compass = shell.page
    if not isinstance(compass, CompassPage):
        raise BugError("page_missing")
    compass.open_measure(compass.shown[0].measures[2])
    seen("measure")
    compass.sheet.close_sheet()
    shell.go("past")
    settle()
    past = shell.page
    if not isinstance(past, PastPage):
        raise BugError("page_missing")
    for card in past.model.rows[:1]:
        shell.past.show_record(card.id)
        seen("history")
        shell.past.close_sheet()
    past.choose("bin")
    seen("bin")
    past.choose("latest")


def _pages(shell: Shell, settle: Callable[[], None], seen: Callable[[str], None]) -> None:
    shell.go("pages")
    settle()
    pages = shell.page
    if not isinstance(pages, PagesPage):
        raise BugError("page_missing")
    pages.pane.edit.click()
    seen("page-writing")
    pages.leave()
