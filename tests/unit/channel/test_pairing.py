"""SPAKE2 inside the channel: who holds the code gets in, everybody else has one guess and learns nothing."""

from __future__ import annotations

import hashlib
import random
from dataclasses import dataclass, replace

import pytest

from idos_p2p.errors import BugError, PeerFault, RefusedError
from idos_p2p.identity.invitation import Invitation
from idos_p2p.ids import CellId, EntryId
from sync.channel.pairing import (
    ANSWER_BYTES,
    ELEMENT_BYTES,
    GREETING_BYTES,
    MARK_BYTES,
    OPENING_BYTES,
    Aim,
    Gift,
    NewcomerSide,
    PairingGround,
    SponsorSide,
)
from sync.channel.versions import Versions

CODE, OTHER = b"7-cerise-tambour", b"7-cerise-tamiser"
GIFT = Gift(Aim.JOIN, Invitation(CellId(b"c" * 32), b"s" * 16, EntryId(b"k" * 32)))
NO_POINT = b"A" + bytes(31) + b"\x80"
LOW_ORDER = b"A" + (1).to_bytes(32, "little")


def ground(password: bytes, seed: int, certificate: bytes = b"h" * 32) -> PairingGround:
    return PairingGround(password, certificate, Versions(1, 3), random.Random(seed).randbytes)


@dataclass
class Heard:
    """What went over the line until the newcomer's guess."""

    newcomer: NewcomerSide
    sponsor: SponsorSide
    greeting: bytes
    opening: bytes
    element: bytes
    mark: bytes


def guess(newcomer: PairingGround, sponsor: PairingGround) -> Heard:
    dialling, showing = NewcomerSide(newcomer), SponsorSide(sponsor)
    greeting = showing.greeting()
    opening = dialling.opening(greeting)
    element = showing.element(opening)
    return Heard(dialling, showing, greeting, opening, element, dialling.mark(element))


def code_of(fault: type[PeerFault] | type[RefusedError], call: object, *arguments: bytes) -> str:
    assert callable(call)
    with pytest.raises(fault) as caught:
        call(*arguments)
    return caught.value.code


def test_who_holds_the_code_is_given_what_it_opens_and_both_hold_one_secret() -> None:
    heard = guess(ground(CODE, 1), ground(CODE, 2))
    heard.sponsor.check(heard.mark)
    answer = heard.sponsor.answer(GIFT)
    assert heard.newcomer.gift(answer) == GIFT
    assert heard.newcomer.secret == heard.sponsor.secret
    sizes = [len(part) for part in (heard.greeting, heard.opening, heard.element, heard.mark, answer)]
    assert sizes == [GREETING_BYTES, OPENING_BYTES, ELEMENT_BYTES, MARK_BYTES, ANSWER_BYTES]
    assert sizes == [18, 51, 33, 32, 113]


def test_the_bytes_of_this_format_stay() -> None:
    heard = guess(ground(CODE, 1), ground(CODE, 2))
    heard.sponsor.check(heard.mark)
    said = b"".join((heard.greeting, heard.opening, heard.element, heard.mark, heard.sponsor.answer(GIFT)))
    assert hashlib.sha256(said + heard.sponsor.secret).hexdigest() == (
        "112bf485cd02c003ed4164c32a99fc2909e08e76e3270108fb2ff2abd623b305"
    )


@pytest.mark.parametrize("aim", Aim)
@pytest.mark.parametrize("checkpoint", [None, EntryId(b"k" * 32)])
def test_whatever_is_handed_over_is_read_back(aim: Aim, checkpoint: EntryId | None) -> None:
    gift = Gift(aim, Invitation(CellId(b"c" * 32), b"s" * 16, checkpoint))
    assert Gift.decode(gift.encode()) == gift
    assert code_of(PeerFault, Gift.decode, b"x" + gift.encode()[1:]) == "pairing_malformed"
    assert code_of(PeerFault, Gift.decode, gift.encode()[:-1]) == "pairing_malformed"


def test_a_wrong_code_is_found_out_on_both_ends() -> None:
    heard = guess(ground(OTHER, 1), ground(CODE, 2))
    assert code_of(PeerFault, heard.sponsor.check, heard.mark) == "code_wrong"
    honest = guess(ground(CODE, 3), ground(CODE, 4))
    honest.sponsor.check(honest.mark)
    assert code_of(RefusedError, heard.newcomer.gift, honest.sponsor.answer(GIFT)) == "code_refused"


def test_nothing_is_handed_over_before_the_guess_was_right() -> None:
    heard = guess(ground(OTHER, 1), ground(CODE, 2))
    with pytest.raises(BugError, match="proof_out_of_order"):
        heard.sponsor.answer(GIFT)
    with pytest.raises(BugError, match="proof_out_of_order"):
        _ = heard.sponsor.secret
    with pytest.raises(BugError, match="proof_out_of_order"):
        SponsorSide(ground(CODE, 2)).check(bytes(MARK_BYTES))


def test_a_relay_with_another_certificate_is_found_out() -> None:
    heard = guess(ground(CODE, 1, b"h" * 32), ground(CODE, 2, b"i" * 32))
    assert code_of(PeerFault, heard.sponsor.check, heard.mark) == "code_wrong"


def test_a_run_that_was_heard_opens_nothing_later() -> None:
    heard = guess(ground(CODE, 1), ground(CODE, 2))
    again = SponsorSide(ground(CODE, 5))
    again.greeting()
    again.element(heard.opening)
    assert code_of(PeerFault, again.check, heard.mark) == "code_wrong"
    newcomer = NewcomerSide(ground(CODE, 6))
    newcomer.opening(heard.greeting)
    newcomer.mark(heard.element)
    heard.sponsor.check(heard.mark)
    assert code_of(RefusedError, newcomer.gift, heard.sponsor.answer(GIFT)) == "code_refused"


def test_what_we_said_is_not_taken_back_from_a_mirror() -> None:
    newcomer = NewcomerSide(ground(CODE, 1))
    opening = newcomer.opening(bytes(16) + Versions(1, 3).encode())
    assert code_of(PeerFault, newcomer.mark, opening[-ELEMENT_BYTES:]) == "pairing_malformed"
    mirrored = NewcomerSide(ground(CODE, 1))
    opening = mirrored.opening(bytes(16) + Versions(1, 3).encode())
    assert code_of(PeerFault, mirrored.mark, b"B" + opening[-ELEMENT_BYTES + 1 :]) == "pairing_malformed"
    heard = guess(ground(CODE, 1), ground(CODE, 2))
    assert code_of(RefusedError, heard.newcomer.gift, heard.mark + GIFT.encode()) == "code_refused"


@pytest.mark.parametrize("more", [b"", b"\x00", b"\x00" * 32])
@pytest.mark.parametrize("less", [0, 1])
def test_each_message_has_exactly_its_length(more: bytes, less: int) -> None:
    if not more and not less:
        return
    heard = guess(ground(CODE, 1), ground(CODE, 2))
    heard.sponsor.check(heard.mark)

    def wrong(message: bytes) -> bytes:
        return message[: len(message) - less] + more if len(more) != less else message[:-1]

    fresh = NewcomerSide(ground(CODE, 3))
    assert code_of(PeerFault, fresh.opening, wrong(heard.greeting)) == "pairing_malformed"
    assert code_of(PeerFault, SponsorSide(ground(CODE, 4)).element, wrong(heard.opening)) == "pairing_malformed"
    fresh.opening(heard.greeting)
    assert code_of(PeerFault, fresh.mark, wrong(heard.element)) == "pairing_malformed"
    assert code_of(PeerFault, heard.newcomer.gift, wrong(heard.sponsor.answer(GIFT))) == "pairing_malformed"


@pytest.mark.parametrize("element", [NO_POINT, LOW_ORDER, b"A" + b"\xff" * 32, b"S" + b"\x03" * 32, bytes(33)])
def test_an_element_that_is_none_is_no_guess(element: bytes) -> None:
    opening = bytes(16) + Versions(1, 3).encode() + element
    assert code_of(PeerFault, SponsorSide(ground(CODE, 2)).element, opening) == "pairing_malformed"


def test_two_programs_without_a_common_version_part_before_the_guess() -> None:
    newer = replace(ground(CODE, 1), versions=Versions(4, 5))
    showing = SponsorSide(ground(CODE, 2))
    assert code_of(PeerFault, NewcomerSide(newer).opening, showing.greeting()) == "version_unknown"
    opening = NewcomerSide(newer).opening(bytes(16) + newer.versions.encode())
    assert code_of(PeerFault, showing.element, opening) == "version_unknown"


def test_nobody_on_the_line_lowers_the_version() -> None:
    showing, dialling = SponsorSide(ground(CODE, 2)), NewcomerSide(ground(CODE, 1))
    greeting = showing.greeting()
    element = showing.element(dialling.opening(greeting[:16] + Versions(1, 2).encode()))
    assert code_of(PeerFault, showing.check, dialling.mark(element)) == "code_wrong"
