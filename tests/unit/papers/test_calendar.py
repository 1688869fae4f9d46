"""The calendar follows RFC 5545: lines, folding, escaping, times of day and whole days."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from idos_p2p.papers.calendar import LINE_OCTETS, CalendarEvent, calendar

FAIR = CalendarEvent(
    uid="ab" * 32,
    stamp_ms=1_780_000_000_123,
    title="Fête; du quartier, 12 \\ 14",
    day="2026-06-01",
    time="14:30",
    minutes=90,
    place="Place de l’Église",
    words="gâteaux\nmusique\tjeux\r\nfin",
)


def unfolded(content: bytes) -> list[str]:
    """Return the content lines, as a reader joins them (§3.1)."""
    assert content.endswith(b"\r\n")
    return content.replace(b"\r\n ", b"").decode().split("\r\n")[:-1]


def value(content: bytes, name: str) -> str:
    (found,) = [line.partition(":")[2] for line in unfolded(content) if re.split("[:;]", line)[0] == name]
    return found


def unescaped(text: str) -> str:
    return re.sub(r"\\(.)", lambda found: {"n": "\n"}.get(found[1], found[1]), text)


def test_a_meeting_is_an_event_of_its_hour_on_the_wall() -> None:
    assert unfolded(calendar([FAIR], "Le Jardin")) == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//IDOS P2P//Agenda//FR",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "NAME:Le Jardin",
        "X-WR-CALNAME:Le Jardin",
        "BEGIN:VEVENT",
        f"UID:{'ab' * 32}",
        "DTSTAMP:20260528T202640Z",
        "LAST-MODIFIED:20260528T202640Z",
        "DTSTART:20260601T143000",
        "DURATION:PT90M",
        "SUMMARY:Fête\\; du quartier\\, 12 \\\\ 14",
        "LOCATION:Place de l’Église",
        "DESCRIPTION:gâteaux\\nmusique jeux\\nfin",
        "END:VEVENT",
        "END:VCALENDAR",
    ]


@pytest.mark.parametrize("time", ["", "vers midi", "25:00", "9:30", "14:30:00", "١٤:٣٠"])
def test_without_a_time_that_reads_it_takes_the_day(time: str) -> None:
    lines = unfolded(calendar([replace(FAIR, time=time)], ""))
    assert "DTSTART;VALUE=DATE:20260601" in lines
    assert not [line for line in lines if line.startswith(("DURATION", "DTEND", "NAME"))]


@pytest.mark.parametrize("day", ["", "demain", "2026-02-30", "2026-6-1x", "2026-06-01\r\nATTACH:x"])
def test_a_meeting_on_no_real_day_is_left_out(day: str) -> None:
    assert "BEGIN:VEVENT" not in unfolded(calendar([replace(FAIR, day=day)], ""))


def test_the_same_meetings_give_the_same_bytes_and_the_uid_stays_when_they_change() -> None:
    moved = replace(FAIR, day="2027-01-01", title="Remise")
    assert calendar([FAIR], "a") == calendar([FAIR], "a")
    assert value(calendar([moved], "a"), "UID") == value(calendar([FAIR], "a"), "UID")


@pytest.mark.parametrize("minutes", [0, -30])
def test_a_meeting_of_unknown_length_has_none(minutes: int) -> None:
    assert b"DURATION" not in calendar([replace(FAIR, minutes=minutes)], "")


def test_a_length_or_a_moment_that_nobody_could_mean_is_bounded() -> None:
    content = calendar([replace(FAIR, minutes=2**53, stamp_ms=2**62)], "")
    assert value(content, "DURATION") == "PT527040M"
    assert value(content, "DTSTAMP") == "99991231T000000Z"


texts = st.text(st.characters(codec="utf-8") | st.sampled_from(";,\\\n\r\t \x00\x7f\u2028é🍅"), max_size=200)


@given(texts, texts, texts)
def test_whatever_people_write_stays_in_its_line_and_reads_back(title: str, place: str, words: str) -> None:
    content = calendar([replace(FAIR, title=title, place=place, words=words)], title)
    for line in content.split(b"\r\n"):
        assert len(line) <= LINE_OCTETS
        line.decode()  # folded between characters, never inside one
        assert not re.search(rb"[\x00-\x08\x0a-\x1f\x7f]", line)
    names = {re.split("[:;]", line)[0] for line in unfolded(content)}
    assert names <= {
        *("BEGIN", "VERSION", "PRODID", "CALSCALE", "METHOD", "NAME", "X-WR-CALNAME", "UID", "DTSTAMP", "END"),
        *("LAST-MODIFIED", "DTSTART", "DURATION", "SUMMARY", "LOCATION", "DESCRIPTION"),
    }
    plain = re.sub(r"\r\n?|\x85|\u2028|\u2029", "\n", title).replace("\t", " ")
    assert unescaped(value(content, "SUMMARY")) == re.sub("[\x00-\x09\x0b-\x1f\x7f]", "", plain)


def test_a_long_line_is_cut_at_seventy_five_octets() -> None:
    content = calendar([replace(FAIR, title="é" * 100)], "")
    long = [line for line in content.split(b"\r\n") if "é".encode() in line]
    assert [len(line) for line in long[:2]] == [74, 75]
    assert long[1].startswith(b" ")
