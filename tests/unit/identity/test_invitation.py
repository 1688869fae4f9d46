"""A link survives a mail program's line breaks, and a slip of the hand is noticed."""

from __future__ import annotations

import base64
import hashlib

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from idos_p2p.errors import RefusedError
from idos_p2p.identity.invitation import SEED_BYTES, Invitation, is_link, read_link
from idos_p2p.ids import CellId, EntryId
from idos_p2p.limits import MAX_INVITE_USES
from tests.unit.log.authors import invitation

CELL = CellId(b"c" * 32)


@given(st.binary(min_size=32, max_size=32), st.binary(min_size=SEED_BYTES, max_size=SEED_BYTES))
def test_every_link_is_read_back(cell: bytes, seed: bytes) -> None:
    link = Invitation(CellId(cell), seed)
    assert read_link(link.link()) == link


@given(st.binary(min_size=32, max_size=32))
def test_a_link_with_a_checkpoint_is_read_back(checkpoint: bytes) -> None:
    link = Invitation(CELL, bytes(SEED_BYTES), EntryId(checkpoint))
    assert read_link(link.link()) == link
    assert read_link(Invitation(CELL, bytes(SEED_BYTES)).link()).checkpoint is None


def test_a_link_is_told_from_a_code() -> None:
    assert is_link(invitation(CELL).link())
    assert is_link(" id\nos:x")
    assert is_link("https://exemple.fr/")
    assert is_link(invitation(CELL).link().removeprefix("idos:"))
    assert not is_link("7-cerise-tambour")
    assert not is_link("cerise tambour")


def test_a_link_is_read_through_the_spaces_and_breaks_of_a_mail() -> None:
    link = invitation(CELL)
    text = link.link()
    assert read_link(f"  {text[:20]}\r\n> \t{text[20:]}\n".replace(">", "")) == link


def test_a_changed_lost_or_doubled_character_is_noticed() -> None:
    link = invitation(CELL)
    text = link.link()
    slips = [text[:at] + other + text[at + 1 :] for at in range(len(text)) for other in "aZ9_-" if text[at] != other]
    slips += [text[:at] + text[at + 1 :] for at in range(len(text))]
    slips += [text[:at] + text[at] + text[at:] for at in range(len(text))]
    assert [slip for slip in slips if not _is_refused(slip) and read_link(slip) != link] == []
    assert sum(map(_is_refused, slips)) >= len(slips) - 5  # the last digit has four bits that say nothing


def _is_refused(text: str) -> bool:
    try:
        read_link(text)
    except RefusedError as fault:
        return fault.code == "invite_link"
    return False


@given(st.text(max_size=120))
@example("idos:")
@example("idos:====")
@example("idos:é")
@example("idos:" + "A" * 71)
@example("IDOS:" + "A" * 71)
def test_any_other_text_is_refused_with_one_reason(text: str) -> None:
    for candidate in (text, "idos:" + text):
        with pytest.raises(RefusedError, match="invite_link"):
            read_link(candidate)


def test_a_link_of_a_newer_format_or_of_another_length_is_refused() -> None:
    for body in (b"\x03" + CELL + bytes(SEED_BYTES), b"\x02" + CELL + bytes(SEED_BYTES), b"\x01" + CELL + bytes(48)):
        code = base64.urlsafe_b64encode(body + hashlib.sha256(body).digest()[:4]).decode().rstrip("=")
        with pytest.raises(RefusedError, match="invite_link"):
            read_link("idos:" + code)


def test_each_number_has_its_own_key_and_none_is_the_knock_key() -> None:
    link = invitation(CELL)
    keys = {link.key(number).seed for number in range(MAX_INVITE_USES)}
    assert len(keys | {link.knock}) == MAX_INVITE_USES + 1
    assert link.knock not in keys
