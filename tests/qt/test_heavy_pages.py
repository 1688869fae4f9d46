"""A page written to make its reader slow is drawn in time all the same (security §3.2, blow-up)."""

from __future__ import annotations

import time

import pytest

from tests.qt.conftest import Opened
from ui.desktop.widgets.reader import Reader

SECONDS = 5.0  # of the processor: ten times what the slowest takes on an idle core
SIZE = 20_000  # characters; ten times as many in one paragraph take Qt far longer (docs/threats.md)


def repeated(pattern: str, size: int = SIZE) -> str:
    return (pattern * (size // len(pattern) + 1))[:size]


HEAVY = {
    "nested quotes": "> " * 2_000 + "x",
    "nested lists": "\n".join(" " * (2 * depth) + "- x" for depth in range(400)),
    "emphasis never closed": repeated("*a _b "),
    "brackets never closed": repeated("["),
    "links never closed": repeated("[a]("),
    "code never closed": repeated("`a"),
    "one word": repeated("x"),
    "empty lines": repeated("\n\n"),
    "a table without end": "|a|b|\n|-|-|\n" + repeated("|x|y|\n", 12_000),
    "references": repeated("[a]: b\n"),
}


@pytest.mark.parametrize("name", HEAVY)
def test_a_page_made_to_be_slow_is_drawn_in_time(opened: Opened, name: str) -> None:
    reader = Reader(opened.window.desk.look, "page")
    opened.qtbot.addWidget(reader)
    started = time.process_time()
    reader.show_markdown(HEAVY[name])
    reader.resize(400, 300)
    reader.grab()
    assert time.process_time() - started < SECONDS
