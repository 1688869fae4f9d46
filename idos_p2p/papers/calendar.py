"""Meetings as an iCalendar file (RFC 5545), which the calendars of telephones and computers read.

Times float: they are what the clock on the wall says, wherever it hangs. A meeting without a time takes the day.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

LINE_OCTETS = 75  # of a line without its end, RFC 5545 §3.1
MOST_MINUTES = 60 * 24 * 366  # a longer meeting is a slip of the finger, and some calendars choke on it
CALENDAR_BEGINS = b"BEGIN:VCALENDAR\r\n"
PRODUCT = "-//IDOS P2P//Agenda//FR"

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f]")  # but the line feed, which is escaped; a tab becomes a blank
_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)", re.ASCII)


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """One meeting, as a calendar tells it."""

    uid: str  # the same for the same meeting, for ever
    stamp_ms: int  # when it was last changed, in milliseconds since 1970
    title: str
    day: str  # "2026-11-28"; an event on no real day is left out
    time: str = ""  # "14:30"; empty or unreadable: the whole day
    minutes: int = 0
    place: str = ""
    words: str = ""


def calendar(events: Iterable[CalendarEvent], name: str) -> bytes:
    """Return the calendar of these events, in their order: UTF-8, every line ended by CR LF."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    if name:
        lines += [f"NAME:{_text(name)}", f"X-WR-CALNAME:{_text(name)}"]
    for event in events:
        if (day := _day(event.day)) is not None:
            lines += _event(event, day)
    lines.append("END:VCALENDAR")
    return b"".join(_folded(line) for line in lines)


def _event(event: CalendarEvent, day: date) -> Iterator[str]:
    stamp = _moment(event.stamp_ms)
    yield "BEGIN:VEVENT"
    yield f"UID:{_text(event.uid)}"
    yield f"DTSTAMP:{stamp}"
    yield f"LAST-MODIFIED:{stamp}"
    if time := _TIME.fullmatch(event.time):
        yield f"DTSTART:{day:%Y%m%d}T{time[1]}{time[2]}00"
        if event.minutes > 0:
            yield f"DURATION:PT{min(event.minutes, MOST_MINUTES)}M"
    else:
        yield f"DTSTART;VALUE=DATE:{day:%Y%m%d}"
    yield f"SUMMARY:{_text(event.title)}"
    if event.place:
        yield f"LOCATION:{_text(event.place)}"
    if event.words:
        yield f"DESCRIPTION:{_text(event.words)}"
    yield "END:VEVENT"


def _text(value: str) -> str:
    """Return a value of type TEXT (§3.3.11): its own signs escaped, no control character left."""
    value = re.sub(r"\r\n?|\x85|\u2028|\u2029", "\n", value).replace("\t", " ")
    value = _CONTROLS.sub("", value).encode("utf-8", "replace").decode("utf-8")
    return value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> bytes:
    """Return a content line, folded between characters where it is too long (§3.1)."""
    parts, part = [], b""
    for letter in line:
        octets = letter.encode()
        if len(part) + len(octets) > LINE_OCTETS:
            parts.append(part)
            part = b" "
        part += octets
    return b"\r\n".join([*parts, part]) + b"\r\n"


def _moment(time_ms: int) -> str:
    return f"{_EPOCH + timedelta(milliseconds=min(max(time_ms, 0), _LATEST_MS)):%Y%m%dT%H%M%SZ}"


_LATEST_MS = int((datetime(9999, 12, 31, tzinfo=UTC) - _EPOCH).total_seconds()) * 1_000


def _day(text: str) -> date | None:
    try:
        return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC).date()
    except ValueError:
        return None
