"""What the commands of the spoken code tell a person: the code alone on a line, who came in, one's computers."""

from __future__ import annotations

import pytest

from idos_p2p.identity.qr import squares_of
from ui.command.devices_text import told_code, told_squares
from ui.command.parser import parse
from ui.command.text import tell
from ui.words.languages import words_for

FRENCH = words_for("fr")
CODE = {"code": "7-cerise-tambour", "for": "person", "minutes": 10, "host": "192.0.2.7", "port": 40123}
DEVICE = "ab" * 32


def test_a_code_stands_alone_on_its_line_with_how_long_it_is_good_and_where() -> None:
    lines = told_code(CODE, FRENCH)
    assert "    7-cerise-tambour" in lines
    assert "10\u00a0minutes" in lines[-2]
    assert lines[-1].endswith("--peer 192.0.2.7:40123")


def test_where_nobody_can_dial_no_address_is_told() -> None:
    assert not any("--peer" in line for line in told_code({**CODE, "host": "", "port": 0}, FRENCH))


def test_a_code_for_another_computer_is_told_as_one() -> None:
    assert told_code({**CODE, "for": "device"}, FRENCH)[0] != told_code(CODE, FRENCH)[0]


def test_who_came_in_is_named() -> None:
    assert tell("cell invite", {"name": "Zoë", "person": "", "device": DEVICE}, FRENCH) == "Zoë est dans la cellule."
    assert "Sans nom" in tell("cell invite", {"name": "", "person": "", "device": DEVICE}, FRENCH)
    for command in ("device add", "device join"):
        assert DEVICE[:8] in tell(command, {"name": "Zoë", "person": "", "device": DEVICE}, FRENCH)


def test_ones_computers_are_told_with_the_one_one_sits_at() -> None:
    rows = [{"device": DEVICE, "here": True, "entries": 1}, {"device": "cd" * 32, "here": False, "entries": 5}]
    here, other = tell("device list", rows, FRENCH).splitlines()
    assert here == "abababab  1 nouveauté   cet ordinateur"
    assert other.split() == ["cdcdcdcd", "5", "nouveautés"]
    assert DEVICE[:8] in tell("device revoke", {"device": DEVICE}, FRENCH)


def test_a_picture_of_squares_is_told_in_half_blocks_light_on_dark() -> None:
    assert told_squares(["10", "01", "11"]) == ["▄▀", "▄▄"]
    rows = ["".join("1" if dark else "0" for dark in row) for row in squares_of("idos:" + "a" * 71)]
    lines = told_squares(rows)
    assert {len(line) for line in lines} == {len(rows)}
    assert len(lines) == (len(rows) + 1) // 2
    told = tell("cell invite", {"link": "idos:x", "qr": rows}, FRENCH).splitlines()
    assert told[1] == "idos:x"
    assert told[3:] == lines


@pytest.mark.parametrize(
    ("words", "shows"),
    [
        (("cell", "invite"), False),
        (("cell", "invite", "--code"), True),
        (("cell", "invite", "--allow-again"), True),
        (("device", "add"), True),
        (("device", "list"), False),
        ((), False),
    ],
)
def test_some_commands_show_a_code_and_wait(words: tuple[str, ...], shows: bool) -> None:
    assert parse(words).shows_code is shows


def test_a_name_made_to_steer_the_terminal_is_told_harmless() -> None:
    told = tell("cell invite", {"name": "\x1b[2J\u202eZoë\n", "person": "", "device": DEVICE}, FRENCH)
    assert told.isprintable()
