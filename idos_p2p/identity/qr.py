"""An invitation as a picture that a telephone or another computer reads. No drawing here: which squares are dark."""

from __future__ import annotations

import segno

Squares = tuple[tuple[bool, ...], ...]
"""Rows of a QR code, its quiet border included; true is dark."""

QUIET_SQUARES = 4  # the empty border that readers ask for (ISO/IEC 18004)


def squares_of(link: str) -> Squares:
    """Return the squares of the QR code that holds this link, with redundancy against a scratched screen (level M)."""
    code = segno.make_qr(link, error="m", boost_error=False)
    return tuple(tuple(bool(square) for square in row) for row in code.matrix_iter(border=QUIET_SQUARES))
