"""Answers that were given apart come together in a room, and become a decision there without anybody's gesture."""

from __future__ import annotations

from functools import partial

from idos_p2p.governance.acts import Answer
from idos_p2p.governance.decisions import State
from idos_p2p.governance.matters import Text
from idos_p2p.services.answer import say
from idos_p2p.services.cell import Cell
from idos_p2p.services.decide import propose
from idos_p2p.services.decisions import decision
from idos_p2p.services.told import DecisionTold
from tests.contract.channel.scene import run
from tests.contract.meeting.homes import Home, close, equal, meeting, members
from tests.contract.services.deciding import meet
from tests.simulation.devices import conclusion


def told(proposal: str, cell: Cell) -> DecisionTold:
    return decision(cell, proposal)


def is_complete(home: Home) -> bool:
    return home.engine.complete


def test_answers_given_apart_are_certified_once_by_one_of_those_in_the_room() -> None:
    ana, luc = members()
    meet(ana, luc)
    found = propose(ana, Text(), "Ouvrir le jardin le dimanche")
    meet(ana, luc)
    assert [say(cell, found.id, Answer.CONSENT).adopted for cell in (ana, luc)] == [False, False]
    homes = [Home(ana), Home(luc)]

    async def in_a_room() -> None:
        async with meeting(*homes):
            await equal(*homes)
            while not all(map(is_complete, homes)):
                for home in homes:
                    await home.engine.until(partial(is_complete, home))

    try:
        run(in_a_room())
        decided = [home.look(partial(told, found.id)) for home in homes]
        assert [one.state for one in decided] == [State.ADOPTED] * 2
        assert [sum(act.code == "enacted" for act in one.why) for one in decided] == [1, 1]
        assert homes[0].look(conclusion) == homes[1].look(conclusion)
    finally:
        close(homes)
