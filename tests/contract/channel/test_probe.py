from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from idos_p2p.errors import PeerFault
from sync.channel.doors import Door
from sync.channel.probe import Reach, ask, reach
from tests.contract.channel.scene import LOOPBACK, MEMBERS, listening, run

SECRET, OTHER_SECRET = b"the cell's secret", b"another cell's secret"
PROBE, STRANGE = Door.probe(b"epoch", SECRET), Door.probe(b"epoch", OTHER_SECRET)


@contextmanager
def closed_port() -> Iterator[int]:
    """A port that nobody listens at, and that nobody else gets meanwhile."""
    with socket.socket() as kept:
        kept.bind((LOOPBACK, 0))
        yield kept.getsockname()[1]


def test_a_member_says_that_it_reaches_us_and_nobody_is_let_in_by_that() -> None:
    async def story() -> None:
        async with listening(doors=[MEMBERS, PROBE]) as luc, listening(doors=[MEMBERS, PROBE]) as ana:
            assert await ask(luc.endpoint, [PROBE], ana.endpoint[1]) is Reach.REACHED
            assert (luc.welcomed.qsize(), ana.welcomed.qsize()) == (0, 0)
            assert (luc.turned_away.qsize(), ana.turned_away.qsize()) == (0, 0)

    run(story())


def test_a_member_says_that_nothing_listens_here() -> None:
    async def story() -> None:
        async with listening(doors=[PROBE]) as luc:
            with closed_port() as port:
                assert await ask(luc.endpoint, [PROBE], port) is Reach.REFUSED

    run(story())


@pytest.mark.expects_log("knock_refused")
def test_another_cell_s_idos_at_our_port_is_not_us() -> None:
    async def story() -> None:
        async with listening(doors=[PROBE]) as luc, listening(doors=[STRANGE]) as stranger:
            assert await ask(luc.endpoint, [PROBE], stranger.endpoint[1]) is Reach.OTHER

    run(story())


@pytest.mark.expects_log("knock_refused")
def test_a_stranger_and_an_older_program_are_told_nothing() -> None:
    async def story() -> None:
        async with listening(doors=[MEMBERS]) as luc:
            with pytest.raises(PeerFault, match="knock_refused"):
                await ask(luc.endpoint, [STRANGE, PROBE], 1)

    run(story())


@pytest.mark.expects_log("knock_refused")
def test_the_secrets_are_tried_in_order() -> None:
    async def story() -> None:
        async with listening(doors=[PROBE]) as luc:
            assert await ask(luc.endpoint, [STRANGE, PROBE], luc.endpoint[1]) is Reach.REACHED

    run(story())


def test_a_knock_that_asks_nothing_shows_that_we_are_here() -> None:
    async def story() -> None:
        async with listening(doors=[PROBE]) as luc:
            assert await reach(luc.endpoint, [PROBE]) is Reach.REACHED

    run(story())
