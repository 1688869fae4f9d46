"""What people wrote is shown, never obeyed; and every control can be named and hit."""

from __future__ import annotations

import ast
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, QLocale, Qt, QUrl
from PySide6.QtGui import QAccessible, QImage, QTextDocument
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from tests.meta.tree import called, modules, nodes, where
from tests.qt import room_facts
from tests.qt.association import item, lively
from tests.qt.conftest import Opened, Opener
from tests.qt.memory_home import MemoryHome
from ui.desktop.presenters.ports import PersonCard, ProjectCard
from ui.desktop.theme.look import Look
from ui.desktop.views.pages import PagesPage
from ui.desktop.views.places import NAMES
from ui.desktop.views.projects import ProjectsPage
from ui.desktop.widgets.reader import Reader
from ui.words import quantities
from ui.words.languages import LANGUAGES, words_for

RICH_TEXT = {"setHtml", "setToolTip", "setRichText", "insertHtml", "setMarkdown", "setWhatsThis", "setStatusTip"}
PLACES = {"setHtml": "ui/desktop/widgets/reader.py", "setToolTip": "ui/desktop/widgets/text.py"}


def test_rich_text_is_made_in_one_place_only() -> None:
    stray = []
    for path in modules("ui"):
        for node in nodes(path):
            name = called(node).rpartition(".")[2]
            if name in RICH_TEXT and PLACES.get(name) != where(path, 1)[:-2]:
                stray.append(where(path, node))
            if isinstance(node, ast.Call) and name in ("QLabel", "QMessageBox", "QToolTip") and node.args:
                stray.append(where(path, node))
    assert stray == []


def _hostile(planted: Path) -> str:
    return f"<img src='file://{planted}'><b>&amp;</b> \u202e\u05d3\u05d5\u05d3\u202c & " + "w" * 500


@pytest.fixture
def planted(tmp_path: Path) -> Path:
    path = tmp_path / "planted.png"
    image = QImage(8, 8, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    image.save(str(path))
    return path


def test_hostile_names_and_titles_are_shown_as_text_on_every_page(open_window: Opener, planted: Path) -> None:
    bad, cell = _hostile(planted), lively()
    cell.people.append(PersonCard("ff" * 32, bad))
    cell.cards = [ProjectCard("ee" * 32, bad, bad, bad, bad, 1, 60, "2026-11-01")]
    cell.items = [item(1, 0, title=bad, text=bad, persons=(bad,), project=bad, author=bad, mine=False, minutes=5)]
    cell.texts = {key: replace(page, title=bad, body=bad, author=bad) for key, page in cell.texts.items()}
    cell.nearby, cell.beside = room_facts.hostile(bad)
    cell.overview_now = replace(cell.overview_now, name=bad, person_name=bad)
    opened = open_window(MemoryHome(cell))
    for name in NAMES:
        opened.shell.go(name)
        opened.settle()
        assert opened.window.width() == 1366  # a long word widens nothing
        opened.window.grab()
    opened.shell.add()
    opened.settle()
    for shown in opened.window.findChildren(QLabel):
        assert shown.textFormat() is Qt.TextFormat.PlainText, shown.text()
    for widget in opened.window.findChildren(QWidget):
        assert "<img" not in widget.toolTip()


@pytest.mark.parametrize(
    "body",
    [
        "![x]({url})",
        "<img src='{url}'>",
        "<img src='{url}' />\n\n[a]: {url}\n![a]",
        "[![x]({url})](https://example.org)",
        "<style>@import '{url}';</style>",
        "<object data='{url}'></object>",
    ],
)
def test_a_page_opens_nothing_it_names(opened: Opened, planted: Path, body: str) -> None:
    reader = Reader(opened.window.desk.look, "page")
    opened.qtbot.addWidget(reader)
    reader.show_markdown(body.format(url=planted.as_uri()))
    reader.resize(400, 300)
    reader.show()
    red = reader.grab().toImage()
    assert not any(
        red.pixelColor(x, y).red() > 200 and red.pixelColor(x, y).green() < 60
        for x in range(0, red.width(), 2)
        for y in range(0, red.height(), 2)
    )
    assert "<img" not in reader.toHtml()


def test_whatever_a_document_asks_for_is_one_clear_pixel(opened: Opened, planted: Path) -> None:
    reader = Reader(opened.window.desk.look, "page")
    opened.qtbot.addWidget(reader)
    for asked in (planted.as_uri(), "//server/share/x.png", "http://example.org/x.png", "data:image/png;base64,AA"):
        for loader in (reader.loadResource, reader.document().loadResource):
            image = loader(QTextDocument.ResourceType.ImageResource, QUrl(asked))
            assert isinstance(image, QImage)
            assert (image.width(), image.height()) == (1, 1)


def test_a_link_is_shown_and_never_followed(opened: Opened) -> None:
    reader = Reader(opened.window.desk.look, "page")
    opened.qtbot.addWidget(reader)
    chosen: list[str] = []
    reader.link_chosen.connect(chosen.append)
    reader.show_markdown("[a](https://example.org) [b](file:///etc/passwd) [c](javascript:alert(1))")
    assert reader.toHtml().count("href=") == 1
    for address in ("https://example.org/x", "file:///etc/passwd", "smb://server/share", "javascript:alert(1)"):
        reader.anchorClicked.emit(QUrl(address))
    assert chosen == ["https://example.org/x"]


def _nameless(root: QWidget) -> list[str]:
    wrong = []
    for widget in root.findChildren(QWidget):
        if widget.focusPolicy() == Qt.FocusPolicy.NoFocus or not widget.isVisibleTo(root):
            continue
        if widget.objectName().startswith("qt_"):  # Qt's own parts: the line inside a date field
            continue
        if not QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name):
            wrong.append(f"{type(widget).__name__} {widget.objectName()}")
    return wrong


@pytest.mark.parametrize("name", [*NAMES, "contribution", "project", "writing"])
def test_every_control_has_a_name(opened: Opened, name: str) -> None:
    _show(opened, name)
    assert _nameless(opened.window) == []


@pytest.mark.parametrize("name", [*NAMES, "contribution", "project"])
def test_every_button_and_field_is_large_enough_to_hit(opened: Opened, name: str) -> None:
    _show(opened, name)
    small = [
        f"{type(widget).__name__} {widget.accessibleName()} {widget.height()}"
        for widget in opened.window.findChildren(QPushButton)
        if widget.isVisibleTo(opened.window) and (widget.height() < 30 or widget.width() < 30)
    ]
    assert small == []


def _show(opened: Opened, name: str) -> None:
    shell = opened.shell
    if name in NAMES:
        shell.go(name)
    elif name == "contribution":
        shell.add()
    elif name == "writing":
        shell.go("pages")
        opened.settle()
        page = shell.page
        assert isinstance(page, PagesPage)
        page.pane.edit.click()
    else:
        shell.go("projects")
        opened.settle()
        tiles = shell.page
        assert isinstance(tiles, ProjectsPage)
        tiles.new.click()
    opened.settle()


def test_first_run_controls_have_names(open_window: Opener) -> None:
    opened = open_window(MemoryHome())
    assert _nameless(opened.window) == []


def test_days_and_months_are_those_of_qt_s_own_locale() -> None:
    for language, name in zip(LANGUAGES, ("fr_FR", "en_GB"), strict=True):
        locale, words = QLocale(name), words_for(language.code)
        for ordinal in range(7):
            day = QDate(2026, 11, 16 + ordinal)
            python = date(2026, 11, 16 + ordinal)
            said = quantities.short_day(words, python).replace("\u00a0", " ")
            assert said == locale.toString(day, "ddd d MMM")
        for month in range(1, 13):
            assert quantities.month(words, date(2026, month, 1)) == locale.toString(QDate(2026, month, 1), "MMMM yyyy")
            assert words.language.short_months[month - 1] == locale.monthName(month, QLocale.FormatType.ShortFormat)


def test_money_is_that_of_qt_s_own_locale() -> None:
    locale = QLocale("fr_FR")
    for cents in (0, 5, 123, 99_999, 124_050, 123_456_789):
        assert quantities.money(words_for("fr"), cents) == locale.toCurrencyString(cents / 100, "€")


def test_the_look_follows_the_wish(opened: Opened) -> None:
    look: Look = opened.window.desk.look
    with opened.qtbot.waitSignal(look.colors_changed):
        look.choose(type(look.choice).DARK)
    assert look.tokens.dark
    look.step(1)
    assert look.scale == 115
    look.step(0)
    assert look.scale == 100
