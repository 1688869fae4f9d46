"""Places that are taken by those who only hold them are there for who comes with a reason."""

from __future__ import annotations

import asyncio

import pytest

from idos_p2p.errors import PeerFault
from idos_p2p.ids import DeviceId
from sync.channel.doors import Door
from sync.channel.knock import GO_AHEAD, NONCE_BYTES, knock
from sync.channel.places import Bounds
from sync.channel.tls import TlsMachine, client_context
from sync.channel.wire import SecureWire, Wire
from tests.contract.channel.scene import ANA, MEMBERS, listening, other, run

SAYING = Door.pairing(7, b"j")
LINK = Door.join(b"an invitation", b"its knock key")


@pytest.mark.expects_log("session ended code=place_lost")
@pytest.mark.expects_log("peer turned away code=too_many_connections step=session")
def test_members_get_in_past_those_who_belong_to_nobody_and_hold_places() -> None:
    """Whoever has an old cell secret, or a link that was used, can invent as many devices as they like."""

    def ana_alone(device: DeviceId) -> bool:
        return device == ANA.device_key.device

    async def story() -> None:
        few = Bounds(half_open=4, connections=2, strangers=2)
        async with listening(doors=(MEMBERS, LINK), bounds=few, belongs=ana_alone) as scene:
            by_link = [await scene.meet(LINK, identity=other(number)) for number in range(2)]
            with pytest.raises(PeerFault, match="peer_closed"):
                await (await scene.dial([LINK], identity=other(3))).read_frame()
            await scene.meet(identity=other(4))
            with pytest.raises(PeerFault, match="peer_closed"):
                await by_link[0][0].read_frame()  # of the door that held most
            ours, theirs = await scene.meet()
            await theirs.write_frame(b"bonjour")
            assert await ours.read_frame() == b"bonjour"

    run(story())


@pytest.mark.expects_log("peer turned away code=(half_open_displaced|too_many_connections)")
def test_who_is_saying_a_code_keeps_that_place_however_many_only_hold_places() -> None:
    """Whoever is cut off then has spent their guess."""

    async def story() -> None:
        heard, over = asyncio.Event(), asyncio.Event()

        async def pair(secure: SecureWire, _hash: bytes) -> None:
            heard.set()
            secure.write(b"greeting")
            await over.wait()
            secure.write(b"gift")
            await secure.wire.drain()

        few = Bounds(half_open=2, connections=4, pairing=1)
        async with listening(doors=(SAYING,), bounds=few) as scene:
            scene.listener.pair = pair
            saying = Wire(*await asyncio.open_connection(*scene.endpoint))
            nonce = await saying.read_exactly(NONCE_BYTES)
            saying.write(knock(SAYING.keys.knock, nonce, bytes(NONCE_BYTES)))
            assert await saying.read_exactly(1) == GO_AHEAD
            secure = SecureWire(saying, TlsMachine(client_context(), server_side=False))
            await secure.handshake()
            assert await secure.read_exactly(8) == b"greeting"
            holders = [await asyncio.open_connection(*scene.endpoint) for _ in range(4)]
            while (await scene.turned_away.get()).code != "half_open_displaced":
                pass
            over.set()
            assert await secure.read_exactly(4) == b"gift"
            await saying.abort()
            for _, writer in holders:
                writer.transport.abort()

    run(story())
