"""Who keeps a place in session, and who loses it."""

from __future__ import annotations

import pytest

from idos_p2p.errors import PeerFault
from idos_p2p.ids import DeviceId
from sync.channel.doors import Purpose
from sync.channel.places import Bounds, Place, loses
from sync.protocol.limits import STRANGER_SECONDS

ROOM, OLD_LINK, NEW_LINK = (Purpose.MEMBER, b"epoch"), (Purpose.JOIN, b"old"), (Purpose.JOIN, b"new")
BOUNDS = Bounds(connections=3, strangers=4)


def device(number: int) -> DeviceId:
    """Return a device: those below 100 are the cell's."""
    return DeviceId(bytes([number]) * 32)


def belongs(one: DeviceId) -> bool:
    return one[0] < 100


def place(number: int, door: tuple[Purpose, bytes] = ROOM, since: float = 0.0) -> Place:
    return Place(device(number), door, since)


def goes(held: list[Place], comes: Place) -> int | None:
    return loses(held, comes, belongs, BOUNDS)


def test_there_is_room_for_members_however_many_strangers_there_are() -> None:
    strangers = [place(number) for number in (100, 101, 102, 103)]
    assert goes([*strangers, place(1), place(2)], place(3)) is None


def test_no_member_goes_for_another() -> None:
    with pytest.raises(PeerFault, match="too_many_connections"):
        goes([place(1), place(2), place(3)], place(4, since=1000.0))


@pytest.mark.parametrize("who", [1, 100])
def test_a_device_that_comes_a_third_time_takes_its_own_first_place(who: int) -> None:
    other = place(who + 1)
    assert goes([other, place(who)], place(who)) is None
    assert goes([other, place(who), place(who)], place(who)) == 1


def test_a_member_that_comes_again_when_all_places_are_taken_takes_its_own() -> None:
    assert goes([place(1), place(2), place(3)], place(2)) == 1


def test_strangers_by_one_door_do_not_keep_out_who_comes_by_another() -> None:
    held = [place(1), *(place(number, OLD_LINK) for number in (100, 101, 102, 103))]
    assert goes(held, place(110, NEW_LINK)) == 1
    assert goes([*held[:4], place(110, NEW_LINK)], place(111, NEW_LINK)) == 1
    with pytest.raises(PeerFault, match="too_many_connections"):
        goes([*held[:3], place(110, NEW_LINK), place(111, NEW_LINK)], place(112, NEW_LINK))


def test_strangers_by_one_door_lose_their_places_once_they_had_time_to_be_let_in() -> None:
    held = [place(number, since=number / 100) for number in (100, 101, 102, 103)]
    with pytest.raises(PeerFault, match="too_many_connections"):
        goes(held, place(110, since=STRANGER_SECONDS))
    assert goes(held, place(110, since=STRANGER_SECONDS + 1)) == 0


def test_who_was_let_in_meanwhile_is_no_stranger_any_more() -> None:
    newcomers = [place(number, NEW_LINK) for number in (10, 11, 102, 103)]
    assert goes(newcomers, place(110, NEW_LINK)) is None
