from __future__ import annotations

import asyncio

import pytest

from idos_p2p.errors import BugError, PeerFault, RefusedError
from sync.channel.connection import Channel
from sync.channel.doors import Door, Purpose
from sync.channel.handshake import dial
from sync.channel.listener import Listener
from sync.channel.places import Bounds
from sync.protocol.limits import MAX_FRAME_BYTES, MAX_KNOCKS_PER_DIAL
from tests.contract.channel.scene import (
    ANA,
    LOOPBACK,
    LUC,
    MEMBERS,
    PATIENT,
    STRANGERS,
    certificate,
    everybody,
    listening,
    other,
    run,
)


def test_two_members_meet_and_each_knows_which_device_the_other_is() -> None:
    async def story() -> None:
        async with listening() as scene:
            ours, theirs = await scene.meet()
            assert (ours.peer, theirs.peer) == (LUC.device_key.device, ANA.device_key.device)
            assert (ours.version, theirs.version) == (1, 1)
            assert ours.remote == scene.endpoint
            await ours.write_frame(b"bonjour")
            assert await theirs.read_frame() == b"bonjour"
            await theirs.write_frame(b"bonsoir")
            assert await ours.read_frame() == b"bonsoir"
            assert (ours.bytes_out, ours.bytes_in, theirs.bytes_out, theirs.bytes_in) == (11, 11, 11, 11)

    run(story())


def test_a_newcomer_comes_in_by_the_door_of_its_invitation() -> None:
    invitation = Door.join(b"invite 7", b"knock key of the invitation")

    async def story() -> None:
        async with listening(doors=[MEMBERS, Door.join(b"invite 6", b"another"), invitation]) as scene:
            _, theirs = await scene.meet(invitation)
            assert theirs.door.purpose is Purpose.JOIN
            assert theirs.door.name == b"invite 7"

    run(story())


@pytest.mark.expects_log("peer turned away code=knock_refused")
def test_who_was_absent_when_the_secret_was_renewed_gets_in_with_the_old_one_and_the_other_way_round() -> None:
    old, new = Door.member(b"epoch 1", b"old"), Door.member(b"epoch 2", b"new")

    async def story() -> None:
        async with listening(doors=[new, old]) as renewed:
            _, theirs = await renewed.meet(old)
            assert theirs.door == old
        async with listening(doors=[old]) as absent:
            ours = await absent.dial([new, old])
            assert ours.door == old

    run(story())


@pytest.mark.expects_log("peer turned away code=knock_refused")
def test_a_dial_knocks_a_bounded_number_of_times() -> None:
    doors = [Door.member(b"", bytes([number])) for number in range(MAX_KNOCKS_PER_DIAL + 5)]

    async def story() -> None:
        async with listening() as scene:
            with pytest.raises(PeerFault, match="knock_refused"):
                await scene.dial(doors)
            assert scene.turned_away.qsize() == MAX_KNOCKS_PER_DIAL

    run(story())


def test_large_frames_cross_in_both_directions_at_once() -> None:
    body = bytes(range(256)) * (MAX_FRAME_BYTES // 256)

    async def send(channel: Channel) -> None:
        for _ in range(8):
            await channel.write_frame(body)

    async def receive(channel: Channel) -> None:
        for _ in range(8):
            assert await channel.read_frame() == body

    async def story() -> None:
        async with listening() as scene:
            ours, theirs = await scene.meet()
            async with asyncio.TaskGroup() as together:
                for channel in (ours, theirs):
                    together.create_task(send(channel))
                    together.create_task(receive(channel))

    run(story())


def test_who_writes_waits_for_a_peer_that_does_not_read() -> None:
    async def story() -> None:
        async with listening() as scene:
            ours, theirs = await scene.meet()
            async with asyncio.TaskGroup() as together:
                for _ in range(16):
                    together.create_task(ours.write_frame(bytes(MAX_FRAME_BYTES)))
                assert await theirs.read_frame() == bytes(MAX_FRAME_BYTES)
                written = ours.bytes_out
                assert theirs.bytes_in < written
                for _ in range(15):
                    await theirs.read_frame()

    run(story())


def test_the_last_words_before_a_polite_end_arrive_though_the_peer_was_speaking_too() -> None:
    async def story() -> None:
        async with listening() as scene:
            ours, theirs = await scene.meet()
            await theirs.write_frame(b"unheard" * 1000)
            await ours.write_frame(b"last words")
            async with asyncio.TaskGroup() as together:
                together.create_task(ours.close())
                assert await theirs.read_frame() == b"last words"
                with pytest.raises(PeerFault, match="peer_closed"):
                    await theirs.read_frame()
                together.create_task(theirs.close())
            with pytest.raises(PeerFault, match="peer_closed"):
                await ours.write_frame(b"too late")

    run(story())


def test_a_reader_that_is_waiting_learns_that_its_own_end_closes() -> None:
    async def story() -> None:
        async with listening() as scene:
            ours, theirs = await scene.meet()
            reading = asyncio.create_task(ours.read_frame())
            answering = asyncio.create_task(theirs.read_frame())
            await asyncio.sleep(0)
            closing = asyncio.create_task(ours.close())
            with pytest.raises(PeerFault, match="peer_closed"):
                await answering
            await theirs.close()
            await closing
            with pytest.raises(PeerFault, match="peer_closed"):
                await reading

    run(story())


def test_a_cancelled_read_loses_nothing() -> None:
    async def story() -> None:
        async with listening() as scene:
            ours, theirs = await scene.meet()
            reading = asyncio.create_task(theirs.read_frame())
            await asyncio.sleep(0)
            reading.cancel()
            with pytest.raises(asyncio.CancelledError):
                await reading
            await ours.write_frame(b"still here")
            assert await theirs.read_frame() == b"still here"

    run(story())


def test_two_readers_of_one_channel_are_our_own_fault() -> None:
    async def story() -> None:
        async with listening() as scene:
            ours, _ = await scene.meet()
            reading = asyncio.create_task(ours.read_frame())
            await asyncio.sleep(0)
            with pytest.raises(BugError, match="two_readers"):
                await ours.read_frame()
            reading.cancel()

    run(story())


def test_heartbeats_keep_two_silent_peers_together_and_are_not_counted() -> None:
    brisk = PATIENT._replace(idle=0.4, heartbeat=0.02)

    async def story() -> None:
        async with listening(timeouts=brisk) as scene:
            ours, theirs = await scene.meet(timeouts=brisk)
            loop = asyncio.get_running_loop()
            after_the_idle_time = loop.create_future()
            loop.call_later(3 * brisk.idle, after_the_idle_time.set_result, None)
            async with asyncio.TaskGroup() as together:
                theirs_reads = together.create_task(theirs.read_frame())
                ours_reads = together.create_task(ours.read_frame())
                await after_the_idle_time
                await ours.write_frame(b"still there")
                await theirs.write_frame(b"so are we")
            assert (await theirs_reads, await ours_reads) == (b"still there", b"so are we")
            assert ours.bytes_in == 4 + len(b"so are we")

    run(story())


def test_a_peer_that_says_nothing_at_all_is_given_up_after_the_idle_time() -> None:
    async def story() -> None:
        async with listening() as scene:
            ours, _ = await scene.meet(timeouts=PATIENT._replace(idle=0.05, heartbeat=0.01))
            with pytest.raises(PeerFault, match="peer_idle"):
                await ours.read_frame()

    run(story())


def test_a_peer_that_takes_nothing_is_given_up_after_the_idle_time() -> None:
    async def fill(channel: Channel) -> None:
        while True:
            await channel.write_frame(bytes(MAX_FRAME_BYTES))

    async def story() -> None:
        async with listening() as scene:
            ours, _ = await scene.meet(timeouts=PATIENT._replace(idle=0.05))
            with pytest.raises(PeerFault, match="peer_idle"):
                await fill(ours)

    run(story())


@pytest.mark.expects_log("peer turned away code=too_many_connections")
def test_no_more_peers_are_let_in_than_the_bound() -> None:
    async def story() -> None:
        async with listening(bounds=Bounds(half_open=4, connections=2)) as scene:
            await scene.meet()
            await scene.meet(identity=other(1))
            with pytest.raises(PeerFault, match="peer_closed"):
                await (await scene.dial(identity=other(2))).read_frame()
            assert (await scene.turned_away.get()).code == "too_many_connections"

    run(story())


def test_closing_the_listener_ends_every_session_and_every_socket() -> None:
    async def story() -> None:
        async with listening() as scene:
            ours, _ = await scene.meet()
            half_open, writer = await asyncio.open_connection(*scene.endpoint)
            await half_open.readexactly(16)
            closing = asyncio.create_task(scene.close())
            with pytest.raises(PeerFault, match="peer_closed"):
                await ours.read_frame()
            await ours.close()
            await closing
            assert await half_open.read() == b""
            writer.close()
            await writer.wait_closed()
        with pytest.raises(RefusedError, match="peer_unreachable") as caught:
            await scene.dial()
        assert caught.value.fields["cause"] == "refused"

    run(story())


@pytest.mark.expects_log("session ended code=proof_refused")
def test_a_fault_of_one_session_ends_that_session_alone() -> None:
    async def welcome(channel: Channel) -> None:
        if await channel.read_frame() == b"break a rule":
            raise PeerFault("proof_refused")

    async def story() -> None:
        async with listening(welcome=welcome) as scene:
            good = await scene.dial()
            bad = await scene.dial()
            await bad.write_frame(b"break a rule")
            with pytest.raises(PeerFault, match="peer_closed"):
                await bad.read_frame()
            await good.write_frame(b"all is well")
            with pytest.raises(PeerFault, match="peer_closed"):
                await good.read_frame()

    run(story())


@pytest.mark.expects_log("session failed")
def test_a_defect_of_one_session_is_logged_whole_and_ends_that_session_alone() -> None:
    async def welcome(_channel: Channel) -> None:
        raise ZeroDivisionError

    async def story() -> None:
        async with listening(welcome=welcome) as scene:
            for _ in range(2):
                ours = await scene.dial()
                with pytest.raises(PeerFault, match="peer_closed"):
                    await ours.read_frame()

    run(story())


def test_a_port_that_is_taken_is_said_and_nothing_is_left_open() -> None:
    async def story() -> None:
        async with listening() as scene:
            second = Listener(LUC, certificate(), lambda: [MEMBERS], scene.welcome, belongs=everybody)
            with pytest.raises(RefusedError, match="cannot_listen") as caught:
                await second.open([LOOPBACK], scene.port)
            assert caught.value.fields["cause"] == "port_in_use"
            with pytest.raises(RefusedError, match="cannot_listen") as caught:
                await second.open(["192.0.2.77"], 0)
            assert caught.value.fields["cause"] == "address_unknown"
            await second.close()

    run(story())


def test_one_port_serves_every_address_asked_for() -> None:
    async def story() -> None:
        async with listening() as scene:
            listener = Listener(LUC, certificate(), lambda: [MEMBERS], scene.welcome, belongs=everybody)
            port = await listener.open([LOOPBACK, "127.0.0.2"], 0)
            for host in (LOOPBACK, "127.0.0.2"):
                (await dial((host, port), [MEMBERS], ANA, timeouts=PATIENT)).abort()
            await listener.close()

    run(story())


def test_with_nothing_to_knock_with_nobody_is_dialled() -> None:
    async def story() -> None:
        with pytest.raises(RefusedError, match="no_door"):
            await dial((LOOPBACK, 9), [], ANA)

    run(story())


def test_an_unknown_name_is_said() -> None:
    async def story() -> None:
        with pytest.raises(RefusedError, match="peer_unreachable") as caught:
            await dial(("nobody.invalid", 9), [STRANGERS], ANA, timeouts=PATIENT)
        assert caught.value.fields["cause"] == "name_unknown"

    run(story())
