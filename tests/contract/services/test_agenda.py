"""Signing up for meetings, and the agenda as everyone sees it."""

from __future__ import annotations

from pathlib import Path

import pytest

from idos_p2p.errors import RefusedError
from idos_p2p.identity.invitation import Invitation
from idos_p2p.services.agenda import calendar_of, meetings, sign_up, take_back, upcoming, write_calendar
from idos_p2p.services.people import own_person
from idos_p2p.services.write import add, change
from idos_p2p.views.records import find
from tests.contract.services.sending import Pair
from tests.simulation.devices import Surroundings, share

SLOTS = ["9 h – 11 h", "11 h – 13 h"]


def fair(pair: Pair, **more: object) -> str:
    ana, luc = pair
    meeting = add(ana, "meeting", {"title": "Fête", "date": "2026-06-01", "time": "14:30", "slots": SLOTS, **more})
    share(ana, luc)
    return meeting


def signed(pair: Pair) -> dict[str, list[str]]:
    """Return the slots and who signed up, the same on both."""
    ana, luc = pair
    share(ana, luc)
    share(luc, ana)
    told = [
        {slot.name: [party.name for party in slot.persons] for slot in view.slots}
        for cell in pair
        for view in meetings(cell, "2026-01-01")
    ]
    assert told[0] == told[1]
    return told[0]


def test_everyone_sees_who_signed_up_for_which_slot_in_that_order(pair: Pair) -> None:
    ana, luc = pair
    meeting = fair(pair)
    sign_up(luc, meeting, "9 h – 11 h")
    omar = add(ana, "person", {"name": "Omar"})
    sign_up(ana, meeting[:10], "11 h – 13 h", [omar, own_person(ana)], words="avec un gâteau")
    sign_up(ana, meeting)
    assert signed(pair) == {"9 h – 11 h": ["Luc"], "11 h – 13 h": ["Ana", "Omar"], "": ["Ana"]}
    assert list(signed(pair)) == [*SLOTS, ""], "nine comes before eleven"


def test_signing_up_twice_is_signing_up_once_and_it_can_be_taken_back(pair: Pair) -> None:
    _, luc = pair
    meeting = fair(pair)
    first = sign_up(luc, meeting, SLOTS[0])
    assert sign_up(luc, meeting, f"  {SLOTS[0]} ") == first
    assert sign_up(luc, meeting, SLOTS[1]) != first
    take_back(luc, first)
    assert signed(pair) == {SLOTS[0]: [], SLOTS[1]: ["Luc"]}
    assert find(luc.store.reader, first).fields["removed"]
    assert sign_up(luc, meeting, SLOTS[0]) != first


def test_nobody_takes_back_what_another_signed(pair: Pair) -> None:
    ana, luc = pair
    mine = sign_up(luc, fair(pair), SLOTS[0])
    share(luc, ana)
    with pytest.raises(RefusedError, match="not_owner"):
        take_back(ana, mine)


def test_a_slot_must_be_one_of_the_meeting_and_the_meeting_a_meeting(pair: Pair) -> None:
    ana, luc = pair
    meeting = fair(pair)
    with pytest.raises(RefusedError) as caught:
        sign_up(luc, meeting, "minuit")
    assert (caught.value.code, caught.value.fields["slot"]) == ("slot_unknown", "minuit")
    assert caught.value.fields["accepted"] == "9 h – 11 h, 11 h – 13 h"
    with pytest.raises(RefusedError, match="link_kind"):
        sign_up(luc, own_person(luc))
    assert signed(pair) == {slot: [] for slot in SLOTS}
    sign_up(luc, meeting, SLOTS[0])
    share(luc, ana)
    change(ana, meeting, {"slots": ["minuit"]})
    assert signed(pair) == {"minuit": [], SLOTS[0]: ["Luc"]}, "who signed up before is not forgotten"


def test_a_stranger_signs_up_for_nothing(around: Surroundings, pair: Pair) -> None:
    ana, _ = pair
    meeting = fair(pair)
    stranger = around.newcomer(Invitation(ana.id, bytes(16)), "nobody")
    share(ana, stranger)
    with pytest.raises(RefusedError, match="not_member_yet"):
        sign_up(stranger, meeting)


def test_a_persons_own_meetings_are_those_they_signed_up_for_or_came_to(pair: Pair) -> None:
    ana, luc = pair
    signed_up = fair(pair)
    came = add(ana, "meeting", {"title": "Bilan", "date": "2026-05-01", "persons": [own_person(luc)]})
    add(ana, "meeting", {"title": "Sans lui", "date": "2026-05-02"})
    past = add(ana, "meeting", {"title": "Passée", "date": "2025-12-01", "persons": [own_person(luc)]})
    sign_up(luc, signed_up, SLOTS[0])
    share(luc, ana)
    assert [view.record.id for view in upcoming(ana, own_person(luc))] == [came, signed_up]
    assert [view.record.title for view in upcoming(ana)] == ["Bilan", "Sans lui", "Fête"]
    assert [view.record.id for view in meetings(ana, "", "2025-12-31", own_person(luc))] == [past]


def test_the_calendar_that_leaves_the_cell_names_no_person(pair: Pair, tmp_path: Path) -> None:
    ana, luc = pair
    fair(pair, agenda="gâteaux; jeux", place="la cour", minutes=90, persons=[own_person(ana)])
    content = calendar_of(meetings(luc, "2026-01-01"), "Le Jardin")
    assert content == calendar_of(meetings(ana, "2026-01-01"), "Le Jardin")
    assert b"Ana" not in content
    for line in (b"DTSTART:20260601T143000", b"DURATION:PT90M", b"SUMMARY:F\xc3\xaate", b"LOCATION:la cour"):
        assert b"\r\n" + line + b"\r\n" in content
    target = tmp_path / "fête.ics"
    write_calendar(target, content)
    write_calendar(target, content)
    assert target.read_bytes() == content


def test_no_other_file_is_written_over(tmp_path: Path) -> None:
    letter = tmp_path / "lettre.txt"
    letter.write_text("cher ami")
    with pytest.raises(RefusedError, match="calendar_exists"):
        write_calendar(letter, b"BEGIN:VCALENDAR\r\n")
    assert letter.read_text() == "cher ami"
    with pytest.raises(RefusedError, match="calendar_io"):
        write_calendar(tmp_path / "absent" / "x.ics", b"")
