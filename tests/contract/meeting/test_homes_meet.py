"""Homes that meet end up equal, whatever they saw before, and whatever a liar answers."""

from __future__ import annotations

from functools import partial
from typing import TypeVar

from idos_p2p.ids import Address
from idos_p2p.log.entry import Entry
from idos_p2p.log.segment import open_sealed, parse, reseal
from idos_p2p.services.cell import Cell
from idos_p2p.services.ingest import WaitingRoom, ingest
from idos_p2p.services.project import project_all
from idos_p2p.services.write import add
from sync.channel.connection import Channel
from sync.channel.handshake import Identity, dial
from sync.engine import Engine
from sync.protocol.messages import (
    AddressRow,
    Bodies,
    BodyRow,
    Follow,
    Have,
    HeightRow,
    HeightsMessage,
    Hello,
    Locator,
    Message,
    SegmentMessage,
    Want,
    decode,
    encode,
)
from tests.contract.channel.scene import MEMBERS, PATIENT, listening, run
from tests.contract.meeting.homes import Home, close, equal, meeting, members
from tests.contract.services.forking import copy_of, shameless
from tests.simulation.devices import Surroundings, blobs, conclusion

M = TypeVar("M", bound=Message)


def _tidy(engine: Engine) -> bool:
    return engine.tidy


def taken_out(cell: Cell, taker: Cell) -> Address:
    """Give the taker the last segment of a cell without its bodies, as a cheating relay does."""
    [branch] = cell.logs()[cell.device]
    before = taker.logs()[cell.device][0].height
    sealed = parse(cell.store.log.segments(cell.device, 0, before.count, 1 << 40)[-1])
    entries = open_sealed(sealed, cell.id, before)
    bare = reseal([Entry(entry.id, entry.header, None) for entry in entries], sealed.signature)
    ingest(taker, [bare.blob], WaitingRoom())
    return Address(cell.device, branch.height.count - 1)


def _missing(cell: Cell) -> list[Address]:
    return cell.store.log.missing()


def _segments(cell: Cell) -> int:
    return len(blobs(cell))


def test_homes_that_saw_different_histories_of_a_device_and_lack_a_body_end_up_equal() -> None:
    ana, luc = members()
    copied = shameless(copy_of(Surroundings(2), luc))
    add(luc, "project", {"title": "le verger"})
    add(copied, "project", {"title": "la mare"})
    log = copied.store.log
    forked = log.segments(luc.device, 0, luc.logs()[luc.device][0].height.count - 1, 1 << 40)
    ingest(ana, forked, WaitingRoom())
    project_all(ana)
    add(ana, "project", {"title": "le four"})
    missing = taken_out(ana, luc)
    homes = Home(ana), Home(luc)

    async def story() -> None:
        async with meeting(*homes):
            await equal(*homes)

    try:
        assert [home.look(_missing) for home in homes] == [[], [missing]]
        run(story())
        assert [home.look(_missing) for home in homes] == [[], []]
        assert [home.look(lambda cell: len(cell.logs()[luc.device])) for home in homes] == [2, 2]
        assert homes[0].look(conclusion) == homes[1].look(conclusion)
    finally:
        close(homes)


def _add_one(cell: Cell) -> None:
    add(cell, "project", {"title": "un de plus"})


def test_small_segments_are_joined_once_all_is_equal_and_what_is_joined_is_sent_on() -> None:
    ana, luc = members()
    for number in range(40):
        add(ana, "project", {"title": f"projet {number}"})
    homes = Home(ana), Home(luc)
    assert homes[0].look(_segments) > 40

    async def story() -> None:
        async with meeting(*homes):
            await equal(*homes)
            for home in homes:
                await home.engine.until(partial(_tidy, home.engine))
            await homes[0].worker.run(_add_one)
            await equal(*homes)

    try:
        run(story())
        assert all(home.look(_segments) < 15 for home in homes)
        assert homes[0].look(conclusion) == homes[1].look(conclusion)
    finally:
        close(homes)


async def heard(channel: Channel, kind: type[M]) -> M:
    """Return the next message of this type, whatever comes before it."""
    while True:
        message = decode(await channel.read_frame())
        if isinstance(message, kind):
            return message


def test_what_a_member_answers_with_a_forged_body_is_left_aside_and_what_is_missing_stays_missing() -> None:
    ana, luc = members()
    add(luc, "project", {"title": "le verger"})
    missing = taken_out(luc, ana)
    home = Home(ana)
    liar = Identity(luc.id, luc.keys.device)
    rows = [HeightRow(device, end.count, end.head) for device, ends in sorted(ana.heights().items()) for end in ends]

    async def story() -> None:
        listener = listening(identity=home.identity, welcome=home.engine.welcome)
        async with home.running(), listener as scene:
            channel = await dial(scene.endpoint, [MEMBERS], liar, timeouts=PATIENT)
            for message in (Hello(b"?" * 16), HeightsMessage(tuple(rows))):
                await channel.write_frame(encode(message))
            assert await heard(channel, Follow) == Follow((luc.device,))
            await channel.write_frame(encode(Have(b"!" * 16, 1)))
            assert await heard(channel, Want) == Want((AddressRow(*missing),))
            await channel.write_frame(encode(Bodies((BodyRow(*missing, bytes(16), b"forged"),))))
            await channel.write_frame(encode(Bodies(())))
            await channel.write_frame(encode(Have(b"?" * 16, 1)))
            assert await heard(channel, Want) == Want((AddressRow(*missing),)), "asked once more, and in vain"
            await channel.close()

    try:
        run(story())
        assert home.look(_missing) == [missing]
    finally:
        close([home])


def test_who_never_answers_a_locator_is_given_all_other_logs_and_never_counts_as_equal() -> None:
    ana, luc = members()
    add(ana, "project", {"title": "le four"})
    home = Home(ana)
    liar = Identity(luc.id, luc.keys.device)
    strange = HeightRow(luc.device, luc.heights()[luc.device][0].count, b"?" * 32)

    async def story() -> None:
        listener = listening(identity=home.identity, welcome=home.engine.welcome)
        async with home.running(), listener as scene:
            channel = await dial(scene.endpoint, [MEMBERS], liar, timeouts=PATIENT)
            for message in (Hello(b"?" * 16), HeightsMessage((strange,)), Follow((ana.device,))):
                await channel.write_frame(encode(message))
            assert (await heard(channel, Locator)).device == luc.device
            sent = 0
            while sent < ana.heights()[ana.device][0].count:
                sealed = parse((await heard(channel, SegmentMessage)).blob)
                assert sealed.device == ana.device
                sent += sealed.count
            assert not home.engine.all_up_to_date
            await channel.close()

    try:
        run(story())
    finally:
        close([home])
