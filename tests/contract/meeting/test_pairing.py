"""Pairing by a spoken code between real nodes on loopback: one guess, ten minutes, three wrong codes."""

from __future__ import annotations

import asyncio
import random
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import NamedTuple

import pytest

from idos_p2p.errors import PeerFault, RefusedError
from idos_p2p.governance.matters import Chamber
from idos_p2p.governance.membership import Status
from idos_p2p.identity.invitation import Invitation
from idos_p2p.identity.keys import DeviceKey
from idos_p2p.identity.keystore import new_keys
from idos_p2p.identity.spoken_code import SpokenCode, new_code
from idos_p2p.ids import CellId, DeviceId, EntryId
from idos_p2p.services.cell import Cell
from idos_p2p.services.devices import own_devices
from idos_p2p.services.invite import welcome
from idos_p2p.services.pairing import MOST_WRONG_CODES, allow_pairing, wrong_codes
from idos_p2p.services.people import members, own_person
from idos_p2p.services.secret import FIRST_EPOCH
from idos_p2p.services.write import add
from idos_p2p.views.records import find
from sync.channel.doors import Door
from sync.channel.handshake import Identity, Paired, dial, pair_with
from sync.channel.knock import GO_AHEAD, NONCE_BYTES, knock
from sync.channel.pairing import ELEMENT_BYTES, GREETING_BYTES, Aim, Gift
from sync.channel.tls import TlsMachine, client_context
from sync.channel.versions import CHANNEL_VERSIONS
from sync.channel.wire import SecureWire, Wire
from sync.discovery.addresses import Endpoint
from sync.joining import Newcomer, Sponsored, join, join_as_device, say_code
from sync.node import Node, NodeEvent, NodeOptions
from sync.pairing import Sponsor
from sync.search import Search
from sync.worker import CellWorker
from tests.contract.channel.scene import LOOPBACK, PATIENT, run
from tests.contract.meeting.homes import moved
from tests.simulation.devices import SetClock, Surroundings


class Laptop(NamedTuple):
    """A node and the worker of its cell."""

    node: Node
    worker: CellWorker

    @property
    def endpoint(self) -> Endpoint:
        assert self.node.endpoint
        return self.node.endpoint

    @property
    def near(self) -> Search:
        return Search((self.endpoint,), None, discovery=False, seconds=20)


def laptop(opened: Callable[[], Cell], listen: Endpoint | None = None) -> Laptop:
    """Open a laptop; not in a loop, for it makes a certificate."""
    worker = CellWorker(opened)
    options = NodeOptions(listen, None, discovery=False)
    return Laptop(Node(worker, options, _nothing, clock=SetClock(), entropy=secrets.token_bytes), worker)


def _nothing(_event: NodeEvent) -> None:
    """Nobody listens."""


def nobody_yet(cell: CellId, name: str) -> Callable[[], Cell]:
    """Return what opens a cell that knows nothing, as a newcomer's home does."""
    rng = random.Random(name)
    keys = new_keys(rng.randbytes(32), rng.randbytes(32), rng.randbytes(32))
    return lambda: Surroundings(4).cell(cell, keys, SetClock(), rng)


def at_the_table(story: Callable[[Laptop], Awaitable[None]]) -> None:
    """Let Ana, who founded a cell, open her laptop for a story."""
    founded = Surroundings(1).found("Ana")
    welcome(founded, [(FIRST_EPOCH, b"s" * 32)])
    ana = laptop(moved(founded), Endpoint(LOOPBACK, 0))
    try:
        run(ana.node.run(lambda: story(ana)))
    finally:
        ana.worker.close()


@asynccontextmanager
async def newcomer_of(sponsored: Sponsored) -> AsyncIterator[Laptop]:
    """Open the laptop of somebody who was told a code."""
    opened = await asyncio.to_thread(laptop, nobody_yet(sponsored.invitation.cell, "newcomer"))
    try:
        yield opened
    finally:
        await asyncio.to_thread(opened.worker.close)


def another(code: SpokenCode) -> SpokenCode:
    """Return a code with the same number and other words."""
    return SpokenCode(code.number, code.second, code.first)


async def refused(work: Awaitable[object]) -> str:
    try:
        await work
    except (PeerFault, RefusedError) as fault:
        return fault.code
    return "done"


async def knock_and_secure(endpoint: Endpoint, code: SpokenCode) -> SecureWire:
    """Knock where a code with this number is shown, and return the line inside TLS before a word is said."""
    wire = Wire(*await asyncio.open_connection(*endpoint))
    server_nonce = await wire.read_exactly(NONCE_BYTES)
    wire.write(knock(Door.pairing(code.number, Aim.JOIN.value).keys.knock, server_nonce, bytes(NONCE_BYTES)))
    assert await wire.read_exactly(1) == GO_AHEAD
    secure = SecureWire(wire, TlsMachine(client_context(), server_side=False))
    await secure.handshake()
    return secure


async def guess_wrong(ana: Laptop) -> str:
    """Show a code, say another one, and return what Ana is told."""
    code = await ana.node.sponsor.show(Aim.JOIN)
    outcome = asyncio.create_task(refused(ana.node.sponsor.outcome()))
    assert await refused(pair_with(ana.endpoint, another(code), Aim.JOIN, timeouts=PATIENT)) == "code_refused"
    return await outcome


def test_who_says_the_code_comes_in_by_the_ordinary_door_and_is_told_of_on_both_sides() -> None:
    async def story(ana: Laptop) -> None:
        code = await ana.node.sponsor.show(Aim.JOIN, Chamber.CONCERNED)
        outcome = asyncio.create_task(ana.node.sponsor.outcome())
        sponsored = await say_code(code, Aim.JOIN, ana.near, SetClock())
        newcomer = Newcomer(sponsored.invitation, "Luc", ("beneficiary",))
        async with newcomer_of(sponsored) as luc:
            person = await luc.node.run(lambda: join(luc.node, luc.worker, newcomer, sponsored.door, SetClock()))
            device = await luc.worker.run(_device)
        assert await outcome == device
        [found] = [member for member in await ana.worker.run(members) if device in member.devices]
        assert (found.name, found.records, found.status) == ("Luc", (person,), Status.CONFIRMED)
        assert found.chamber is Chamber.CONCERNED
        assert ana.node.sponsor.doors() == ()

    at_the_table(story)


def test_another_computer_of_a_person_comes_in_as_theirs_and_writes_for_them() -> None:
    async def story(ana: Laptop) -> None:
        code = await ana.node.sponsor.show(Aim.DEVICE)
        outcome = asyncio.create_task(ana.node.sponsor.outcome())
        sponsored = await say_code(code, Aim.DEVICE, ana.near, SetClock())
        async with newcomer_of(sponsored) as second:
            person = await second.node.run(lambda: join_as_device(second.node, second.worker, sponsored, SetClock()))
            assert person == await ana.worker.run(own_person) == await second.worker.run(own_person)
            device = await second.worker.run(_device)
            assert await outcome == device
            page = await second.worker.run(lambda cell: add(cell, "page", {"title": "Du second"}))
            assert (await second.worker.run(lambda cell: find(cell.store.reader, page))).title == "Du second"
            assert len(await second.worker.run(own_devices)) == 2
        [found] = await ana.worker.run(members)
        assert sorted(found.devices) == sorted([device, await ana.worker.run(_device)])

    at_the_table(story)


@pytest.mark.expects_log("peer turned away code=code_wrong")
@pytest.mark.expects_log("peer turned away code=knock_refused")
def test_a_wrong_code_burns_the_right_one() -> None:
    async def story(ana: Laptop) -> None:
        code = await ana.node.sponsor.show(Aim.JOIN)
        outcome = asyncio.create_task(refused(ana.node.sponsor.outcome()))
        assert await refused(pair_with(ana.endpoint, another(code), Aim.JOIN, timeouts=PATIENT)) == "code_refused"
        assert await outcome == "code_wrong"
        assert await refused(pair_with(ana.endpoint, code, Aim.JOIN, timeouts=PATIENT)) == "knock_refused"
        assert await ana.worker.run(wrong_codes) == 1
        assert await ana.worker.run(lambda cell: len(cell.membership.invites)) == 0

    at_the_table(story)


@pytest.mark.expects_log("peer turned away code=code_wrong")
def test_three_wrong_codes_stop_pairing_until_a_person_allows_it_again() -> None:
    async def story(ana: Laptop) -> None:
        told = [await guess_wrong(ana) for _ in range(MOST_WRONG_CODES)]
        assert told == ["code_wrong", "code_wrong", "pairing_stopped"]
        assert await refused(ana.node.sponsor.show(Aim.JOIN)) == "pairing_stopped"
        assert await refused(ana.node.sponsor.show(Aim.DEVICE)) == "pairing_stopped"
        await ana.worker.run(allow_pairing)
        code = await ana.node.sponsor.show(Aim.JOIN)
        assert (await pair_with(ana.endpoint, code, Aim.JOIN, timeouts=PATIENT)).gift.aim is Aim.JOIN

    at_the_table(story)


@pytest.mark.expects_log("peer turned away code=code_wrong")
def test_a_right_code_counts_from_nothing_again() -> None:
    async def story(ana: Laptop) -> None:
        for _ in range(2):
            assert await guess_wrong(ana) == "code_wrong"
        await pair_with(ana.endpoint, await ana.node.sponsor.show(Aim.JOIN), Aim.JOIN, timeouts=PATIENT)
        assert await ana.worker.run(wrong_codes) == 0

    at_the_table(story)


@pytest.mark.expects_log("peer turned away code=peer_closed")
@pytest.mark.expects_log("peer turned away code=pairing_malformed")
def test_who_leaves_or_babbles_before_guessing_costs_nobody_a_code() -> None:
    async def story(ana: Laptop) -> None:
        code = await ana.node.sponsor.show(Aim.JOIN)
        for said in (b"", bytes(16) + CHANNEL_VERSIONS.encode() + bytes(ELEMENT_BYTES)):
            secure = await knock_and_secure(ana.endpoint, code)
            await secure.read_exactly(GREETING_BYTES)
            secure.write(said)
            await secure.close(PATIENT.close, None)
        assert (await pair_with(ana.endpoint, code, Aim.JOIN, timeouts=PATIENT)).gift.aim is Aim.JOIN
        assert await ana.worker.run(wrong_codes) == 0

    at_the_table(story)


@pytest.mark.expects_log("peer turned away code=knock_refused")
def test_a_code_of_another_screen_costs_no_guess() -> None:
    async def story(ana: Laptop) -> None:
        code = await ana.node.sponsor.show(Aim.JOIN)
        elsewhere = SpokenCode(code.number % 9 + 1, code.first, code.second)
        near = Search((ana.endpoint,), None, discovery=False, seconds=0.2)
        assert await refused(say_code(elsewhere, Aim.JOIN, near, SetClock())) == "code_nobody"
        assert (await pair_with(ana.endpoint, code, Aim.JOIN, timeouts=PATIENT)).gift.aim is Aim.JOIN

    at_the_table(story)


@pytest.mark.expects_log("peer turned away code=knock_refused")
def test_nobody_pairs_while_no_code_is_shown_nor_after_its_time() -> None:
    async def story(ana: Laptop) -> None:
        code = new_code(random.Random(1).randbytes)
        assert await refused(pair_with(ana.endpoint, code, Aim.JOIN, timeouts=PATIENT)) == "knock_refused"
        brief = Sponsor(ana.worker, _at_once, random.Random(2).randbytes, seconds=0.0)
        await brief.show(Aim.JOIN)
        assert brief.doors() == ()
        assert await refused(brief.outcome()) == "code_ended"

    at_the_table(story)


def test_a_new_code_takes_the_place_of_the_older_one() -> None:
    async def story(ana: Laptop) -> None:
        await ana.node.sponsor.show(Aim.JOIN)
        older = asyncio.create_task(refused(ana.node.sponsor.outcome()))
        await asyncio.sleep(0)
        code = await ana.node.sponsor.show(Aim.JOIN)
        assert await older == "code_replaced"
        assert (await pair_with(ana.endpoint, code, Aim.JOIN, timeouts=PATIENT)).gift.aim is Aim.JOIN

    at_the_table(story)


@pytest.mark.expects_log("peer turned away code=code_gone")
def test_of_two_who_say_a_code_at_once_one_is_heard() -> None:
    async def story(ana: Laptop) -> None:
        code = await ana.node.sponsor.show(Aim.JOIN)
        both = [pair_with(ana.endpoint, code, Aim.JOIN, timeouts=PATIENT) for _ in range(2)]
        told = await asyncio.gather(*map(refused, both))
        assert sorted(told) in (["done", "peer_closed"], ["done", "knock_refused"])
        assert await ana.worker.run(lambda cell: len(cell.membership.invites)) == 1

    at_the_table(story)


@pytest.mark.expects_log("peer turned away code=(knock_refused|peer_closed)")
def test_a_code_for_a_person_adds_no_computer_and_the_other_way_round() -> None:
    async def story(ana: Laptop) -> None:
        for shown, said, told in ((Aim.JOIN, Aim.DEVICE, "code_for_person"), (Aim.DEVICE, Aim.JOIN, "code_for_device")):
            code = await ana.node.sponsor.show(shown)
            assert await refused(say_code(code, said, ana.near, SetClock())) == told
            assert await ana.worker.run(wrong_codes) == 0
            assert (await say_code(code, shown, ana.near, SetClock())).paired.gift.aim is shown  # it was not spent
        assert len(await ana.worker.run(own_devices)) == 1

    at_the_table(story)


@pytest.mark.expects_log("peer turned away code=knock_refused")
def test_who_did_not_say_the_code_finds_no_door_for_computers() -> None:
    async def story(ana: Laptop) -> None:
        paired = await pair_with(ana.endpoint, await ana.node.sponsor.show(Aim.DEVICE), Aim.DEVICE, timeouts=PATIENT)
        stranger = Identity(paired.gift.invitation.cell, DeviceKey(b"x" * 32))
        door = Door.device(bytes(32))
        assert await refused(dial(ana.endpoint, [door], stranger, timeouts=PATIENT)) == "knock_refused"

    at_the_table(story)


def test_a_history_older_than_the_invitation_is_not_joined() -> None:
    async def story(ana: Laptop) -> None:
        paired = await pair_with(ana.endpoint, await ana.node.sponsor.show(Aim.JOIN), Aim.JOIN, timeouts=PATIENT)
        held = paired.gift.invitation
        later = Invitation(held.cell, held.seed, EntryId(b"k" * 32))
        sponsored = Sponsored(ana.endpoint, Paired(Gift(Aim.JOIN, later), paired.secret))
        newcomer = Newcomer(later, "Luc", ())
        async with newcomer_of(sponsored) as luc:
            joining = luc.node.run(lambda: join(luc.node, luc.worker, newcomer, sponsored.door, SetClock()))
            assert await refused(joining) == "join_old"
            assert await luc.worker.run(own_person) == ""

    at_the_table(story)


def _device(cell: Cell) -> DeviceId:
    return cell.device


async def _at_once() -> None:
    """Renew no doors."""
