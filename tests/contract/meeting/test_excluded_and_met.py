"""Who was put out meets nobody any more: not at the next meeting, and not for the rest of the one under way."""

from __future__ import annotations

from functools import partial

from idos_p2p.ids import DeviceId
from idos_p2p.log.branches import size
from idos_p2p.services.cell import Cell
from idos_p2p.services.ingest import WaitingRoom, ingest
from idos_p2p.services.write import add
from sync.engine import Engine
from sync.peers import PeerState
from tests.contract.channel.scene import run
from tests.contract.meeting.homes import Home, close, equal, meeting
from tests.contract.services.excluding import exclude, four
from tests.simulation.devices import Surroundings, blobs, share


def ended(engine: Engine) -> bool:
    return any(peer.state is PeerState.ENDED and peer.code == "peer_out" for peer in engine.peers)


def test_an_excluded_member_is_refused_once_both_have_proved_who_they_are() -> None:
    cells = four(Surroundings(1))
    exclude([cells.ana, cells.zoe], cells.luc)
    add(cells.luc, "project", {"title": "le verger"})
    add(cells.ana, "project", {"title": "la mare"})
    homes = Home(cells.luc), Home(cells.ana)
    others = cells.ana.device, cells.luc.device
    before = [home.look(partial(_height, device=device)) for home, device in zip(homes, others, strict=True)]

    async def story() -> None:
        async with meeting(*homes):
            for home in homes:
                await home.engine.until(partial(ended, home.engine))

    try:
        run(story())
        heard = [home.look(partial(_height, device=device)) for home, device in zip(homes, others, strict=True)]
        assert heard == before
    finally:
        close(homes)


def test_a_meeting_with_somebody_ends_when_their_exclusion_arrives() -> None:
    cells = four(Surroundings(1))
    share(cells.ana, cells.luc)
    share(cells.ana, cells.max)
    exclude([cells.ana, cells.zoe], cells.luc)
    homes = Home(cells.max), Home(cells.luc)
    news = blobs(cells.zoe)

    async def story() -> None:
        async with meeting(*homes):
            await equal(*homes)
            await homes[0].worker.run(partial(_hear, news=news))
            for home in homes:
                await home.engine.until(partial(ended, home.engine))

    try:
        run(story())
        assert not homes[0].look(lambda cell: cell.membership.effective(cells.luc.device))
        assert homes[1].look(lambda cell: cell.membership.effective(cells.luc.device))  # nobody tells them any more
    finally:
        close(homes)


def _hear(cell: Cell, news: list[bytes]) -> None:
    ingest(cell, news, WaitingRoom())


def _height(cell: Cell, device: DeviceId) -> int:
    return size(cell.logs()[device])
