"""A member who writes more, while we meet, than people do is heard more slowly; nothing of it is refused or lost."""

from __future__ import annotations

import logging

import pytest

from idos_p2p.services.cell import Cell
from idos_p2p.services.write import add
from sync import admission
from tests.contract.channel.scene import run
from tests.contract.meeting.homes import Home, close, equal, meeting, members
from tests.simulation.devices import conclusion


def _add_one(cell: Cell) -> None:
    add(cell, "project", {"title": "encore un"})


def _contents(cell: Cell) -> object:
    return conclusion(cell)


@pytest.mark.expects_log("heard more slowly")
def test_a_flood_is_told_once_slowed_and_arrives_whole(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(admission, "SEGMENTS_AN_HOUR", 4)
    monkeypatch.setattr(admission, "LONGEST_PAUSE_SECONDS", 0.05)
    ana, luc = members()
    homes = Home(ana), Home(luc)

    async def story() -> None:
        async with meeting(*homes):
            await equal(*homes)
            for _ in range(10):
                await homes[0].worker.run(_add_one)
                await equal(*homes)

    try:
        with caplog.at_level(logging.WARNING):
            run(story())
        slowed = [record for record in caplog.records if "heard more slowly" in record.getMessage()]
        assert len(slowed) == 1
        assert homes[0].look(_contents) == homes[1].look(_contents)
    finally:
        close(homes)


def test_what_was_written_before_the_meeting_is_history_and_has_no_quota(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(admission, "SEGMENTS_AN_HOUR", 4)
    ana, luc = members()
    for number in range(30):
        add(ana, "project", {"title": f"projet {number}"})
    homes = Home(ana), Home(luc)

    async def story() -> None:
        async with meeting(*homes):
            await equal(*homes)

    try:
        run(story())  # a pause would be twenty seconds, and a line in the log
        assert homes[0].look(_contents) == homes[1].look(_contents)
    finally:
        close(homes)
