"""Where devices were met last: remembered here, told to nobody, bounded."""

from __future__ import annotations

from idos_p2p.ids import DeviceId
from idos_p2p.services.meetings import (
    MAX_REMEMBERED,
    Place,
    last_meeting,
    port_secret,
    remember_meeting,
    remember_places,
    remembered_places,
)
from tests.simulation.devices import Surroundings, share


def device(number: int) -> DeviceId:
    return DeviceId(number.to_bytes(32, "big"))


def place(number: int) -> Place:
    return Place(f"192.0.2.{number % 200}", 50_000 + number)


def test_the_last_place_of_each_device_is_kept_and_no_entry_is_written(around: Surroundings) -> None:
    cell = around.found("Ana")
    before = cell.digest()
    remember_places(cell, {device(1): place(1), device(2): place(2)})
    remember_places(cell, {device(1): place(9)})
    assert list(remembered_places(cell).items()) == [(device(2), place(2)), (device(1), place(9))]
    assert cell.digest() == before


def test_what_was_met_longest_ago_is_forgotten_first(around: Surroundings) -> None:
    cell = around.found("Ana")
    for number in range(MAX_REMEMBERED + 5):
        remember_places(cell, {device(number): place(number)})
    assert list(remembered_places(cell)) == [device(number) for number in range(5, MAX_REMEMBERED + 5)]


def test_the_places_of_one_reach_no_other(around: Surroundings) -> None:
    ana = around.found("Ana")
    luc = around.joined(ana, "Luc")
    remember_places(ana, {luc.device: place(1)})
    share(ana, luc)
    assert remembered_places(luc) == {}


def test_the_moment_of_a_meeting_and_the_places_are_kept_apart(around: Surroundings) -> None:
    cell = around.found("Ana")
    assert (last_meeting(cell), remembered_places(cell)) == (None, {})
    remember_meeting(cell, 5)
    remember_places(cell, {device(1): place(1)})
    assert (last_meeting(cell), len(remembered_places(cell))) == (5, 1)


def test_the_secret_of_our_ports_is_made_once(around: Surroundings) -> None:
    ana, luc = around.found("Ana"), around.found("Luc")
    assert len(port_secret(ana)) == 16
    assert port_secret(ana) == port_secret(ana) != port_secret(luc)
