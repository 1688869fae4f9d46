"""Attachments between homes that meet through real channels: last of all, from whoever has them, and never a liar's."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from idos_p2p.ids import BlobHash
from idos_p2p.services.attach import attach
from idos_p2p.services.cell import Cell
from idos_p2p.services.receive import needs
from idos_p2p.services.write import add
from sync.engine import Engine
from sync.peers import PeerState
from tests.contract.channel.scene import run
from tests.contract.meeting.homes import Home, close, meeting, members

CONTENT = b"%PDF-1.7 " + bytes(range(256)) * 6_000
HASH = BlobHash(hashlib.sha256(CONTENT).digest())


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[tuple[Home, Home]]:
    """Ana, who has written a page with an attachment, and Luc, who knows the page alone."""
    ana, luc = members()
    record = add(ana, "page", {"title": "Le rucher"})
    (tmp_path / "plan.pdf").write_bytes(CONTENT)
    homes = Home(ana), Home(luc)
    homes[0].look(partial(_attach_at_home, record=record, path=tmp_path / "plan.pdf"))
    yield homes
    close(homes)


def _attach_at_home(cell: Cell, record: str, path: Path) -> None:
    attach(cell, record, path)


def _complete(engine: Engine) -> bool:
    return engine.complete and any(peer.state is PeerState.UP_TO_DATE for peer in engine.peers)


def _content(cell: Cell) -> bytes:
    return b"".join(cell.store.blobs.read(HASH)) if HASH in cell.store.blobs.held() else b""


def test_what_one_attached_is_with_both_when_the_meeting_is_complete(pair: tuple[Home, Home]) -> None:
    async def story() -> None:
        async with meeting(*pair):
            for home in pair:
                await home.engine.until(partial(_complete, home.engine))

    run(story())
    for home in pair:
        assert home.look(_content) == CONTENT
        found = home.look(needs)
        assert found is not None
        assert (found.missing, found.here) == ((), frozenset({HASH}))
