from __future__ import annotations

import asyncio
import logging
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from idos_p2p.errors import PeerFault
from sync.channel.handshake import Identity, dial
from sync.channel.knock import GO_AHEAD, NONCE_BYTES, knock
from sync.channel.listener import TurnedAway
from sync.channel.places import Bounds
from sync.channel.tls import EphemeralCertificate, TlsMachine, client_context
from sync.channel.versions import Versions
from sync.channel.wire import SecureWire, Wire
from tests.contract.channel.scene import (
    ANA,
    CELL,
    LOOPBACK,
    LUC,
    MEMBERS,
    PATIENT,
    STRANGERS,
    Scene,
    certificate,
    listening,
    run,
)

DEVICES = (ANA.device_key.device, LUC.device_key.device)


@asynccontextmanager
async def raw(scene: Scene) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    reader, writer = await asyncio.open_connection(*scene.endpoint)
    try:
        yield reader, writer
    finally:
        writer.transport.abort()


async def knocked(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Knock rightly, as a member would."""
    nonce = await reader.readexactly(NONCE_BYTES)
    writer.write(knock(MEMBERS.keys.knock, nonce, bytes(NONCE_BYTES)))
    assert await reader.readexactly(1) == GO_AHEAD


def first_tls_bytes() -> bytes:
    client = TlsMachine(client_context(), server_side=False)
    client.handshake()
    return client.data_to_send()


@pytest.mark.expects_log("peer turned away code=knock_refused step=knock host=127.0.0.1")
def test_another_cell_s_member_is_turned_away_with_one_line_and_sees_nothing(caplog: pytest.LogCaptureFixture) -> None:
    async def story() -> None:
        async with listening() as scene:
            with pytest.raises(PeerFault, match="knock_refused"):
                await dial(scene.endpoint, [STRANGERS], ANA, timeouts=PATIENT)
            assert (await scene.turned_away.get()).code == "knock_refused"
            assert scene.welcomed.empty()

    run(story())
    lines = [record for record in caplog.records if record.name == "idos.sync.channel"]
    assert len(lines) == 1
    assert lines[0].levelno == logging.WARNING


@pytest.mark.expects_log("peer turned away code=knock_refused")
@pytest.mark.parametrize("hello", [first_tls_bytes(), b"GET / HTTP/1.1\r\nHost: idos\r\nAccept: text/html\r\n\r\n"])
def test_who_does_not_knock_gets_a_nonce_and_not_a_byte_more(hello: bytes) -> None:
    async def story() -> None:
        async with listening() as scene, raw(scene) as (reader, writer):
            writer.write(hello)
            seen = b""
            try:
                while data := await reader.read(4096):
                    seen += data
            except ConnectionResetError:
                pass  # closed with our bytes unread
            assert len(seen) == NONCE_BYTES
            assert (await scene.turned_away.get())[::2] == ("knock_refused", "knock")

    run(story())


@pytest.mark.expects_log("peer turned away code=knock_refused")
def test_a_plain_tls_client_sees_no_certificate() -> None:
    async def story() -> None:
        async with listening() as scene:
            with pytest.raises((ssl.SSLError, ConnectionError)):
                await asyncio.open_connection(*scene.endpoint, ssl=client_context(), server_hostname="")
            assert (await scene.turned_away.get()).code == "knock_refused"

    run(story())


@pytest.mark.expects_log("peer turned away code=not_tls step=tls")
def test_a_member_that_knocks_and_then_speaks_no_tls_is_turned_away() -> None:
    async def story() -> None:
        async with listening() as scene, raw(scene) as (reader, writer):
            await knocked(reader, writer)
            writer.write(b"bonjour" * 20)
            assert (await scene.turned_away.get())[::2] == ("not_tls", "tls")

    run(story())


@pytest.mark.expects_log("peer turned away code=proof_refused step=proof")
def test_who_knows_the_knock_but_not_the_key_sees_no_device() -> None:
    async def story() -> None:
        async with listening() as scene, raw(scene) as (reader, writer):
            await knocked(reader, writer)
            secure = SecureWire(Wire(reader, writer), TlsMachine(client_context(), server_side=False))
            await secure.handshake()
            secure.write(bytes(50))
            with pytest.raises(PeerFault, match="peer_closed"):
                await secure.read()
            assert (await scene.turned_away.get())[::2] == ("proof_refused", "proof")

    run(story())


@pytest.mark.expects_log("peer turned away code=proof_refused step=proof")
def test_the_same_secret_in_another_cell_opens_nothing() -> None:
    elsewhere = Identity(type(CELL)(b"d" * 32), ANA.device_key)

    async def story() -> None:
        async with listening() as scene:
            with pytest.raises(PeerFault, match="peer_closed"):
                await dial(scene.endpoint, [MEMBERS], elsewhere, timeouts=PATIENT)
            assert (await scene.turned_away.get()).code == "proof_refused"

    run(story())


@pytest.mark.expects_log("peer turned away code=proof_refused step=proof")
def test_a_relay_with_a_certificate_of_its_own_is_found_out_and_sees_no_device() -> None:
    relay_certificate = EphemeralCertificate.create()
    overheard: list[bytes] = []

    async def relay(client: Wire, server: Wire) -> None:
        client.write(await server.read_exactly(NONCE_BYTES))
        server.write(await client.read_exactly(48))
        client.write(await server.read_exactly(1))
        towards_client = SecureWire(client, TlsMachine(relay_certificate.context, server_side=True))
        towards_server = SecureWire(server, TlsMachine(client_context(), server_side=False))
        async with asyncio.TaskGroup() as both:
            both.create_task(towards_client.handshake())
            both.create_task(towards_server.handshake())
        overheard.append(await towards_client.read())
        towards_server.write(overheard[0])
        with pytest.raises(PeerFault, match="peer_closed"):
            overheard.append(await towards_server.read())
        await client.abort()
        await server.abort()

    async def story() -> None:
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

        async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await relay(Wire(reader, writer), Wire(*await asyncio.open_connection(*scene.endpoint)))
            done.set_result(None)

        async with listening() as scene:
            between = await asyncio.start_server(connected, LOOPBACK, 0)
            with pytest.raises(PeerFault, match="peer_closed"):
                await dial((LOOPBACK, between.sockets[0].getsockname()[1]), [MEMBERS], ANA, timeouts=PATIENT)
            await done
            between.close()
            assert (await scene.turned_away.get())[::2] == ("proof_refused", "proof")

    run(story())
    assert len(overheard[0]) == 50
    assert not any(said.count(device) for device in DEVICES for said in overheard)


@pytest.mark.expects_log("peer turned away code=version_unknown step=proof")
def test_a_program_of_another_age_is_told_so() -> None:
    newer = Identity(CELL, ANA.device_key, Versions(7, 9))

    async def story() -> None:
        async with listening() as scene:
            with pytest.raises(PeerFault, match="version_unknown") as caught:
                await dial(scene.endpoint, [MEMBERS], newer, timeouts=PATIENT)
            assert caught.value.fields == {"ours": (7, 9), "theirs": (1, 1)}
            assert (await scene.turned_away.get()).code == "version_unknown"

    run(story())


@pytest.mark.expects_log("peer turned away code=peer_closed step=proof")
def test_a_home_that_dials_itself_says_so() -> None:
    async def story() -> None:
        async with listening() as scene:
            with pytest.raises(PeerFault, match="same_device"):
                await dial(scene.endpoint, [MEMBERS], LUC, timeouts=PATIENT)
            assert (await scene.turned_away.get()).code == "peer_closed"

    run(story())


@pytest.mark.expects_log("peer turned away code=handshake_slow step=knock")
@pytest.mark.parametrize("said", [b"", b"a", bytes(47)])
def test_who_dallies_at_the_knock_is_turned_away(said: bytes) -> None:
    async def story() -> None:
        async with listening(timeouts=PATIENT._replace(handshake=0.05)) as scene, raw(scene) as (_, writer):
            writer.write(said)
            assert (await scene.turned_away.get())[::2] == ("handshake_slow", "knock")

    run(story())


def test_a_server_that_dallies_is_given_up() -> None:
    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    async def story() -> None:
        server = await asyncio.start_server(silent, LOOPBACK, 0)
        port = server.sockets[0].getsockname()[1]
        with pytest.raises(PeerFault, match="handshake_slow") as caught:
            await dial((LOOPBACK, port), [MEMBERS], ANA, timeouts=PATIENT._replace(handshake=0.05))
        assert caught.value.fields == {"step": "knock"}
        server.close()
        await server.wait_closed()

    run(story())


@pytest.mark.expects_log("peer turned away code=half_open_displaced step=knock")
def test_members_get_in_past_those_who_only_hold_places() -> None:
    async def story() -> None:
        async with listening(bounds=Bounds(half_open=4, connections=8)) as scene:
            holders = [await asyncio.open_connection(*scene.endpoint) for _ in range(4)]
            for reader, _ in holders:
                await reader.readexactly(NONCE_BYTES)
            await scene.meet()
            away = await scene.turned_away.get()
            assert away == TurnedAway("half_open_displaced", holders[0][1].get_extra_info("sockname"), "knock")
            assert await holders[0][0].read() == b""
            for _, writer in holders:
                writer.transport.abort()

    run(story())


@pytest.mark.expects_log("peer turned away code=(knock_refused|peer_closed|half_open_displaced)")
def test_members_get_in_through_a_flood_of_junk_and_the_log_stays_short(caplog: pytest.LogCaptureFixture) -> None:
    async def junk(scene: Scene) -> None:
        async with raw(scene) as (reader, writer):
            writer.write(bytes(48))
            try:
                await reader.read()
            except ConnectionResetError:
                return

    async def story() -> None:
        async with listening() as scene:
            async with asyncio.TaskGroup() as together:
                for _ in range(200):
                    together.create_task(junk(scene))
                for _ in range(3):
                    together.create_task(scene.dial())
            for _ in range(3):
                await scene.welcomed.get()
            for _ in range(200):
                await scene.turned_away.get()

    run(story())
    assert len([record for record in caplog.records if record.name == "idos.sync.channel"]) <= 60
    assert certificate().hash
