from __future__ import annotations

import asyncio
from contextlib import suppress

import pytest

from idos_p2p.errors import PeerFault
from sync.channel.connection import Channel, Timeouts
from sync.channel.handshake import dial
from sync.channel.places import Bounds
from tests.contract.channel.meddler import Deed, Line, Meddling, meddled
from tests.contract.channel.scene import ANA, LOOPBACK, LUC, MEMBERS, PATIENT, Scene, listening, run

SHORT = PATIENT._replace(handshake=0.25)
CODES = {
    "knock_refused",
    "not_tls",
    "tls_broken",
    "proof_refused",
    "version_unknown",
    "handshake_slow",
    "peer_closed",
    "frame_too_large",
    "peer_idle",
}
AT_ONCE = 24  # meddled meetings side by side


async def attempt(scene: Scene, meddling: Meddling | None, timeouts: Timeouts) -> tuple[str, Line]:
    """Dial through the meddler and say one word; return how it ended ("met", or the fault's code)."""
    async with meddled(scene.endpoint, meddling) as (port, line):
        try:
            channel = await dial((LOOPBACK, port), [MEMBERS], ANA, timeouts=timeouts)
        except PeerFault as fault:
            return fault.code, line
        try:
            assert channel.peer == LUC.device_key.device
            await channel.write_frame(b"bonjour")
            assert await channel.read_frame() == b"bonjour"
            return "met", line
        except PeerFault as fault:
            return fault.code, line
        finally:
            channel.abort()


async def echo(channel: Channel) -> None:
    assert channel.peer == ANA.device_key.device
    with suppress(PeerFault):
        while True:
            await channel.write_frame(await channel.read_frame())


@pytest.mark.expects_log("peer turned away")
@pytest.mark.parametrize("deed", list(Deed), ids=[deed.value for deed in Deed])
@pytest.mark.parametrize("towards_server", [True, False], ids=["towards the server", "towards the client"])
def test_a_line_cut_stalled_or_altered_anywhere_ends_in_a_named_way(deed: Deed, *, towards_server: bool) -> None:
    brisk = SHORT._replace(idle=0.25, heartbeat=0.2, close=0.1)

    async def story() -> None:
        async with listening(welcome=echo, timeouts=brisk, bounds=Bounds(64, 64, of_device=64)) as scene:
            ending, line = await attempt(scene, None, PATIENT)
            assert ending == "met"
            length = line.to_server if towards_server else line.to_client
            endings: dict[int, str] = {}
            places = asyncio.Queue[int]()
            for place in [*range(0, 72, 3), *range(72, length, 17), length - 1]:
                places.put_nowait(place)

            async def work() -> None:
                while not places.empty():
                    place = places.get_nowait()
                    endings[place], _ = await attempt(scene, Meddling(deed, towards_server, place), brisk)

            async with asyncio.TaskGroup() as together:
                for _ in range(AT_ONCE):
                    together.create_task(work())
            assert set(endings.values()) <= CODES | {"met"}
            met = [place for place, ending in endings.items() if ending == "met"]
            # Only what TLS itself ignores (a record's legacy version) may pass, altered; nothing cut or stalled may.
            assert len(met) <= (len(endings) // 10 if deed is Deed.ALTER else 1)

    run(story())
