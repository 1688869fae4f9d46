"""Acts about devices that are void, each told by why."""

from __future__ import annotations

import msgspec
import pytest

from idos_p2p.governance.acts import AddDevice, Begin, Leave, LeaveCircle, Rest, Revoke, Secret, Succeed, Wrap
from idos_p2p.governance.matters import Place
from idos_p2p.governance.proofs import adding_message
from idos_p2p.ids import ABSENT
from idos_p2p.limits import MAX_DEVICES
from tests.unit.governance.grown import grown
from tests.unit.governance.world import Pen, World, signature


def added_by(world: World, pen: Pen, device: Pen, sealing: bytes = ABSENT) -> AddDevice:
    proof = signature(device.device, adding_message(world.cell, pen.device, device.device, sealing))
    return AddDevice(device.device, sealing, proof)


def test_a_person_has_so_many_devices_and_no_more() -> None:
    world, pens = grown(3)
    for _ in range(MAX_DEVICES - 1):
        world.meet(pens[1], world.add_device(pens[1]))
    one_more = world.say(pens[1], added_by(world, pens[1], world.new_pen()))
    assert world.void(one_more) == "device"
    assert len(world.told(pens[1]).devices) == MAX_DEVICES
    last = world.told(pens[1]).devices
    other = next(device for device in last if device != pens[1].device)
    world.say(pens[1], Revoke(world.cuts(pens[1], [other])))
    assert world.void(world.say(pens[1], added_by(world, pens[1], world.new_pen()))) == ""


def test_a_device_that_is_bound_is_not_added_and_one_is_added_by_its_own_proof_alone() -> None:
    world, pens = grown(3)
    assert world.void(world.say(pens[1], added_by(world, pens[1], pens[2]))) == "device"
    new = world.new_pen()
    body = added_by(world, pens[1], new)
    for changed in (msgspec.structs.replace(body, sealing=b"x" * 32), msgspec.structs.replace(body, proof=b"p" * 64)):
        assert world.void(world.say(pens[1], changed)) == "proof"
    assert world.void(world.say(pens[2], body)) == "proof"  # it was proved to another one
    assert world.void(world.say(pens[1], body)) == ""


def test_a_device_begins_once_by_the_act_that_added_it() -> None:
    world, pens = grown(3)
    new = world.new_pen()
    added = world.say(pens[1], added_by(world, pens[1], new))
    assert world.void(world.say(world.new_pen(), Begin(added.id))) == "origin"  # another device
    assert world.void(world.say(world.new_pen(), Begin(world.acts[1].id))) == "origin"
    assert world.void(world.say(world.new_pen(), Begin(ABSENT))) == "origin"
    assert world.void(world.say(Pen(new.device, seq=1), Begin(added.id))) == "origin"  # not its first entry
    assert world.void(world.say(new, Begin(added.id))) == ""
    assert world.membership().devices[new.device] == world.person(pens[1])


def test_secrets_are_sealed_to_an_added_device_by_the_key_that_it_proved() -> None:
    world, pens = grown(3)
    new = world.new_pen()
    added = world.say(pens[1], added_by(world, pens[1], new, b"s" * 32))
    assert world.void(world.say(new, Begin(added.id))) == ""
    assert world.membership().sealing[new.device] == b"s" * 32


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (AddDevice(b"d" * 32, ABSENT, bytes(64)), "writer"),
        (Leave(()), "writer"),
        (Rest(resting=True), "voice"),
        (LeaveCircle(Place(b"d" * 32, 0)), "circle"),
    ],
)
def test_a_device_of_nobody_says_nothing(body: AddDevice | Leave | Rest | LeaveCircle, why: str) -> None:
    world, _ = grown(3)
    stranger = world.new_pen()
    stranger.known = world.facts.history.all
    assert world.void(world.say(stranger, body)) == why


def test_a_device_of_nobody_neither_revokes_nor_passes_a_secret_on() -> None:
    world, pens = grown(3)
    secret = world.say(pens[0], Secret(ABSENT, (Wrap(pens[0].device, b"s" * 80),)))
    stranger = world.new_pen()
    stranger.known = world.facts.history.all
    assert world.void(world.say(stranger, Secret(secret.id, (Wrap(pens[0].device, b"s" * 80),)))) == "writer"
    assert world.void(world.say(stranger, Revoke(world.cuts(stranger, [pens[1].device])))) == "writer"


def test_a_place_is_taken_from_a_first_act_of_another_device_with_its_proof() -> None:
    world, pens = grown(3)
    for origin in (world.acts[1].id, ABSENT):
        bare = Succeed(origin, 1, world.acts[0].id, ABSENT, bytes(64))
        assert world.void(world.say(world.new_pen(), bare)) == "origin"
    own = Succeed(world.start_of(pens[1]), 1, world.acts[0].id, ABSENT, bytes(64))
    assert world.void(world.say(world.new_pen(), own)) == "proof"
    assert world.void(world.say(Pen(pens[1].device), own)) == "origin"
