"""The squares of a QR code are those that any reader knows. zxing read both links back, a terminal's picture too."""

from __future__ import annotations

from idos_p2p.identity.invitation import Invitation
from idos_p2p.identity.qr import QUIET_SQUARES, squares_of
from idos_p2p.ids import CellId, EntryId

FINDER = ["#######", "#.....#", "#.###.#", "#.###.#", "#.###.#", "#.....#", "#######"]
LINKS = [
    Invitation(CellId(b"c" * 32), b"s" * 16).link(),
    Invitation(CellId(b"c" * 32), b"s" * 16, EntryId(b"k" * 32)).link(),
]


def drawn(link: str) -> list[str]:
    return ["".join("#" if dark else "." for dark in row) for row in squares_of(link)]


def test_a_link_becomes_a_square_with_three_corners_and_a_quiet_border() -> None:
    for link in LINKS:
        rows = drawn(link)
        quiet = QUIET_SQUARES
        assert {len(row) for row in rows} == {len(rows)}
        assert all(set(row) == {"."} for row in (*rows[:quiet], *rows[-quiet:]))
        inner = [row[quiet:-quiet] for row in rows[quiet:-quiet]]
        assert [row[:7] for row in inner[:7]] == FINDER
        assert [row[-7:] for row in inner[:7]] == FINDER
        assert [row[:7] for row in inner[-7:]] == FINDER


def test_one_link_is_always_the_same_picture_and_another_one_another() -> None:
    assert squares_of(LINKS[0]) == squares_of(LINKS[0])
    assert squares_of(LINKS[0]) != squares_of(LINKS[1])


def test_a_link_fits_a_picture_that_a_screen_shows_large_enough() -> None:
    assert [len(squares_of(link)) - 2 * QUIET_SQUARES for link in LINKS] == [37, 45]
