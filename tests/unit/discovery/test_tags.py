from __future__ import annotations

import secrets
from dataclasses import replace

import pytest

from sync.discovery import tags
from sync.discovery.tags import RoomSecret, hours_ahead, make, recognise

NOW = 1_900_000_000_000
HOUR = 3_600_000
NEW, OLD = RoomSecret(b"epoch 2", b"two" * 8), RoomSecret(b"epoch 1", b"one" * 8)
SAID = make(NEW, b"12345678", tags.hour_of(NOW), 4242, ["192.168.1.7", "fe80::1"])


def test_a_member_knows_by_which_secret_the_tag_was_made() -> None:
    assert recognise(SAID, [NEW, OLD], NOW) == b"epoch 2"
    assert recognise(make(OLD, b"12345678", tags.hour_of(NOW), 1, ["10.0.0.1"]), [NEW, OLD], NOW) == b"epoch 1"


def test_a_stranger_knows_nothing_by_it() -> None:
    assert recognise(SAID, [], NOW) is None
    assert recognise(SAID, [OLD], NOW) is None


def test_a_tag_holds_for_an_hour_around_its_own() -> None:
    assert [recognise(SAID, [NEW], NOW + shift * HOUR) is not None for shift in range(-3, 4)] == [
        False,
        False,
        True,
        True,
        True,
        False,
        False,
    ]


def test_a_copied_tag_leads_nowhere_else() -> None:
    copies = [
        replace(SAID, port=4243),
        replace(SAID, hosts=("192.168.1.8", "fe80::1")),
        replace(SAID, hosts=("192.168.1.7",)),
        replace(SAID, hosts=(*SAID.hosts, "192.168.1.66")),
        replace(SAID, nonce=b"12345679"),
        replace(SAID, nonce=b""),
        replace(SAID, tag=b""),
        replace(SAID, tag=SAID.tag[:11]),
    ]
    assert [recognise(copy, [NEW], NOW) for copy in copies] == [None] * len(copies)


def test_the_order_and_scope_of_the_addresses_do_not_matter() -> None:
    assert recognise(replace(SAID, hosts=("fe80::1%3", "192.168.1.7")), [NEW], NOW) == b"epoch 2"


def test_the_tag_s_bytes_never_change() -> None:
    assert SAID.tag.hex() == "4501fc23e15ba1129ae52ea3"


def test_a_hundred_advertisements_have_nothing_in_common() -> None:
    said = [make(NEW, secrets.token_bytes(8), tags.hour_of(NOW), 4242, ["192.168.1.7"]) for _ in range(100)]
    names = [tags.fresh_names(secrets.token_bytes) for _ in range(100)]
    assert len({one.nonce for one in said}) == len({one.tag for one in said}) == 100
    assert len({name for pair in names for name in pair}) == 200
    assert {len(name) for pair in names for name in pair} == {16}


def test_no_text_of_a_secret_shows_it() -> None:
    assert "two" not in repr(NEW) + str(NEW)


@pytest.mark.parametrize("hours", [0, 1, -3, 40, -48])
def test_by_how_much_a_clock_is_wrong_is_read_from_its_tag(hours: int) -> None:
    said = make(OLD, b"12345678", tags.hour_of(NOW) + hours, 7, ["192.0.2.1"])
    assert hours_ahead(said, [NEW, OLD], NOW, 48) == hours


def test_of_a_stranger_or_too_far_off_nothing_is_read() -> None:
    said = make(OLD, b"12345678", tags.hour_of(NOW) + 49, 7, ["192.0.2.1"])
    assert hours_ahead(said, [NEW, OLD], NOW, 48) is None
    assert hours_ahead(said, [NEW], NOW, 60) is None
    assert hours_ahead(replace(said, tag=b""), [OLD], NOW, 60) is None
