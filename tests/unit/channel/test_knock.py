from __future__ import annotations

from sync.channel.doors import Door, Purpose
from sync.channel.knock import GO_AHEAD, KNOCK_BYTES, knock, recognise

SERVER_NONCE = bytes(range(16))
CLIENT_NONCE = bytes(range(16, 32))


def some_doors() -> list[Door]:
    return [
        Door.member(b"epoch 2", b"two" * 8),
        Door.member(b"epoch 1", b"one" * 8),
        Door.join(b"invite", b"key" * 8),
    ]


def test_each_door_is_opened_by_its_own_key_and_is_named() -> None:
    doors = some_doors()
    opened = [recognise(knock(door.keys.knock, SERVER_NONCE, CLIENT_NONCE), SERVER_NONCE, doors) for door in doors]
    assert opened == doors
    assert [door.purpose for door in doors] == [Purpose.MEMBER, Purpose.MEMBER, Purpose.JOIN]


def test_a_stranger_s_knock_opens_nothing() -> None:
    stranger = Door.member(b"epoch 1", b"another cell").keys
    assert recognise(knock(stranger.knock, SERVER_NONCE, CLIENT_NONCE), SERVER_NONCE, some_doors()) is None
    assert recognise(bytes(KNOCK_BYTES), SERVER_NONCE, some_doors()) is None
    assert recognise(b"", SERVER_NONCE, some_doors()) is None


def test_a_knock_heard_once_opens_nothing_later() -> None:
    doors = some_doors()
    heard = knock(doors[0].keys.knock, SERVER_NONCE, CLIENT_NONCE)
    assert recognise(heard, bytes(16), doors) is None


def test_with_no_door_every_knock_is_refused() -> None:
    assert recognise(knock(some_doors()[0].keys.knock, SERVER_NONCE, CLIENT_NONCE), SERVER_NONCE, []) is None


def test_an_invitation_and_a_cell_secret_of_equal_bytes_are_equal_doors_only_by_their_keys() -> None:
    assert Door.member(b"", b"same").keys == Door.join(b"", b"same").keys
    assert Door.member(b"", b"same") != Door.join(b"", b"same")


def test_no_text_of_a_door_shows_its_keys() -> None:
    door = some_doors()[0]
    shown = repr(door) + str(door) + repr(door.keys)
    for key in (door.keys.knock, door.keys.auth):
        assert repr(key) not in shown
        assert key.hex() not in shown


def test_the_go_ahead_is_one_byte() -> None:
    assert len(GO_AHEAD) == 1
