"""Short forms of the whole room (``python -m tests.harness.room``): real processes in namespaces, by mDNS alone."""

from __future__ import annotations

import pytest

from tests.harness.homes import Size
from tests.harness.network import why_no_filter, why_no_network
from tests.harness.room import Outcome, meet, room_of, two_rooms

needs_network = pytest.mark.skipif(bool(why_no_network()), reason=why_no_network())
needs_filter = pytest.mark.skipif(bool(why_no_filter()), reason=why_no_filter())

SIZE = Size(homes=4, common=200, own=60)


def is_equal(outcome: Outcome) -> bool:
    """Say whether all ended with one digest; each sent what another lacked, and nobody was unheard of."""
    return len(outcome.digests) == 1 and outcome.ratio >= 1


@needs_network
def test_a_room_finds_each_other_by_mdns_alone_and_who_is_cut_off_goes_on_where_it_was() -> None:
    with room_of(SIZE) as room:
        outcome = meet(room, cut=True)
    assert is_equal(outcome)
    assert outcome.cut
    assert outcome.cut.kept >= outcome.cut.told  # what was told as received was durable
    assert outcome.cut.received_then == outcome.cut.lacked - outcome.cut.kept


@needs_filter
def test_a_room_that_loses_every_tenth_packet_ends_equal() -> None:
    with room_of(SIZE, loss=10) as room:
        assert is_equal(meet(room, cut=False))


@needs_network
def test_a_room_with_fifty_milliseconds_of_delay_ends_equal() -> None:
    with room_of(SIZE, delay_ms=50) as room:
        assert is_equal(meet(room, cut=False))


@needs_network
def test_two_rooms_that_one_laptop_joins_end_equal() -> None:
    with two_rooms(SIZE) as room:
        outcome = meet(room, cut=False)
    assert is_equal(outcome)
    assert outcome.codes == {}  # nobody dialled an address of the other room
