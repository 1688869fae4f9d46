"""The rounds of a decision to choose from, with how much was said in each where there is room for it."""

from __future__ import annotations

from collections.abc import Sequence

from ui.desktop.presenters.decision import Round
from ui.desktop.views.page import Desk
from ui.desktop.widgets.buttons import Segments


def round_steps(
    desk: Desk, rounds: Sequence[Round], now: str, room: int, first: Sequence[tuple[str, str]] = ()
) -> Segments:
    """Return the rounds, after ``first``, as wide as ``room`` lets them be."""
    name = desk.words.say("round_view")
    told = Segments(desk.look, name, [*first, *((one.name, one.short) for one in rounds)], now)
    told.ensurePolished()
    if told.sizeHint().width() <= room:
        return told
    told.deleteLater()
    return Segments(desk.look, name, [*first, *((one.name, one.title) for one in rounds)], now)
