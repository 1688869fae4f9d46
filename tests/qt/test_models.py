"""The one model of every list: it changes only what is different."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from tests.qt.association import TODAY, item
from ui.desktop.models.rows import ROW, RowsModel
from ui.desktop.presenters import timeline
from ui.desktop.presenters.timeline import TimelineCard
from ui.words.languages import words_for

FR = words_for("fr")


def _cards(*numbers: int) -> tuple[TimelineCard, ...]:
    return timeline.cards(FR, [item(number, 0, title=f"n{number}") for number in numbers], TODAY)


@pytest.fixture
def model() -> RowsModel[TimelineCard]:
    made: RowsModel[TimelineCard] = RowsModel()
    QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Warning, made)  # a warning fails
    return made


@given(st.lists(st.lists(st.integers(0, 12), unique=True, max_size=10), max_size=6))
def test_it_shows_what_it_is_told_whatever_was_there(lists: list[list[int]]) -> None:
    model: RowsModel[TimelineCard] = RowsModel()
    for numbers in lists:
        model.show(_cards(*numbers))
        assert [row.title for row in model.rows] == [f"n{number}" for number in numbers]
        assert model.rowCount() == len(numbers)


def test_a_new_row_is_inserted_and_nothing_else_moves(model: RowsModel[TimelineCard]) -> None:
    model.show(_cards(2, 3, 4))
    inserted: list[tuple[int, int]] = []
    model.rowsInserted.connect(lambda _parent, first, last: inserted.append((first, last)))
    model.modelReset.connect(lambda: pytest.fail("everything was thrown away"))
    model.show(_cards(1, 2, 3, 4, 5))
    assert inserted == [(0, 0), (4, 4)]


def test_a_changed_row_is_told(model: RowsModel[TimelineCard]) -> None:
    model.show(timeline.headed(FR, _cards(2, 3)))
    changed: list[int] = []
    model.dataChanged.connect(lambda first, _last: changed.append(first.row()))
    model.show(timeline.headed(FR, _cards(1, 2, 3)))
    assert changed == [1]  # the month stands on another card now


def test_more_is_asked_for_once_until_it_comes() -> None:
    asked: list[None] = []
    model: RowsModel[TimelineCard] = RowsModel(None, lambda: asked.append(None))
    model.show(_cards(1), goes_on=True)
    root = model.index(-1)
    assert model.canFetchMore(root)
    model.fetchMore(root)
    model.fetchMore(root)
    assert len(asked) == 1
    assert not model.canFetchMore(root)


def test_rows_speak_to_screen_readers(model: RowsModel[TimelineCard]) -> None:
    (card,) = _cards(1)
    model.show([card])
    index = model.index(0)
    assert model.data(index, Qt.ItemDataRole.AccessibleTextRole) == "aujourd’hui\u202f: n1."
    assert model.data(index, ROW) is card
    assert model.data(model.index(7), ROW) is None
