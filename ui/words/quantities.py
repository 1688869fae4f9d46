"""Durations, money, days and lists of names, as people write them; and durations as people type them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from idos_p2p.clock import moment_of
from ui.words.catalogue import NARROW, Words

NO_BREAK = "\u00a0"
HOUR = 60  # minutes
MOST_MINUTES = 24 * HOUR  # in one contribution typed by hand: a day; more is a slip of the finger

THOUSAND = 1000  # sizes are told as disks and networks count them
_LARGEST_UNIT = 3
_RECENT_DAYS = 330  # within them a day and a month name one day only
_MOST_BARE_HOURS = 12  # a bare number above is minutes: nobody means ninety hours

_CLOCK = re.compile(r"(\d{1,2})\s*(?:h|:)\s*(\d{1,2})?\s*(?:min|mn|m)?")
_MINUTES = re.compile(r"(\d{1,4})\s*(?:min|mn|m)(?:inutes?)?")
_HOURS = re.compile(r"(\d{1,2})(?:[.,](\d{1,2})\s*h?|\s*(?:h|heures?|hours?))")
_BARE = re.compile(r"(\d{1,4})")


def duration(minutes: int) -> str:
    """Return "45 min", "2 h" or "3 h 30": the same signs in both languages."""
    hours, rest = divmod(minutes, HOUR)
    if not hours:
        return f"{rest}{NO_BREAK}min"
    return f"{hours}{NO_BREAK}h" if not rest else f"{hours}{NO_BREAK}h{NO_BREAK}{rest:02d}"


def hours(words: Words, minutes: int) -> str:
    """Return a large sum of time in whole hours, "1 127 h"; less than an hour stays in minutes."""
    if minutes < HOUR:
        return duration(minutes)
    return f"{number(words, minutes // HOUR)}{NO_BREAK}h"


def number(words: Words, value: int) -> str:
    """Return a whole number with its thousands parted."""
    return f"{value:,}" if words.language.code == "en" else f"{value:,}".replace(",", NARROW)


def money(words: Words, cents: int) -> str:
    """Return cents as euros: "1 240,50 €", or "€1,240.50" in English."""
    euros, rest = divmod(abs(cents), 100)
    sign = "−" if cents < 0 else ""
    if words.language.code == "en":
        return f"{sign}€{euros:,}.{rest:02d}"
    return f"{sign}{number(words, euros)},{rest:02d}{NO_BREAK}€"


def byte_size(words: Words, count: int) -> str:
    """Return "512 o", "14,2 ko", "1,5 Mo"."""
    amount, unit = float(count), 0
    while amount >= THOUSAND and unit < _LARGEST_UNIT:
        amount, unit = amount / THOUSAND, unit + 1
    told = number(words, count) if not unit else decimal(words, amount)
    return words.say(f"size_{unit}", amount=told)


def decimal(words: Words, value: float) -> str:
    """Return a number with one decimal, as the language writes it."""
    told = f"{value:.1f}"
    return told if words.language.code == "en" else told.replace(".", ",")


def day(words: Words, value: date, today: date) -> str:
    """Return "aujourd'hui", "hier", "mar. 17 nov." within the last twelve months, else "17 nov. 2024"."""
    if value == today:
        return words.say("day_today")
    if value == today - timedelta(days=1):
        return words.say("day_yesterday")
    if abs((today - value).days) < _RECENT_DAYS:
        return short_day(words, value)
    return f"{value.day}{NO_BREAK}{words.language.short_months[value.month - 1]}{NO_BREAK}{value.year}"


def short_day(words: Words, value: date) -> str:
    """Return "mar. 17 nov." ("Tue 17 Nov"): checked against Qt's own locale by a test."""
    weekday = words.language.days[value.weekday()]
    return f"{weekday}{NO_BREAK}{value.day}{NO_BREAK}{words.language.short_months[value.month - 1]}"


def month(words: Words, value: date) -> str:
    """Return "novembre 2026"."""
    return f"{words.language.months[value.month - 1]} {value.year}"


def time_of_day(value: datetime) -> str:
    """Return "14 h 05"."""
    return f"{value.hour}{NO_BREAK}h{NO_BREAK}{value.minute:02d}"


def local(milliseconds: int) -> datetime:
    """Return a moment in the time zone of this computer."""
    return moment_of(milliseconds).astimezone()


def names(words: Words, several: Sequence[str]) -> str:
    """Return "Karim, Zoë et Élodie"."""
    *first, last = several or ("",)
    return words.say("list_last", first=", ".join(first), last=last) if first else last


def minutes_typed(text: str) -> int | None:
    """Return the minutes of "2 h 30", "2h", "1:30", "90 min", "1,5" or "3"; None when it is no duration.

    A bare number is hours up to twelve and minutes beyond: nobody means ninety hours.
    """
    typed = " ".join(text.replace(NARROW, " ").replace(NO_BREAK, " ").lower().split())
    found = _minutes(typed)
    return found if found is not None and 0 < found <= MOST_MINUTES else None


def _minutes(typed: str) -> int | None:
    if match := _CLOCK.fullmatch(typed):
        rest = int(match[2] or 0)
        return int(match[1]) * HOUR + rest if rest < HOUR else None
    if match := _MINUTES.fullmatch(typed):
        return int(match[1])
    if match := _HOURS.fullmatch(typed):
        hundredths = int((match[2] or "").ljust(2, "0"))
        return int(match[1]) * HOUR + round(hundredths * HOUR / 100)
    if match := _BARE.fullmatch(typed):
        value = int(match[1])
        return value * HOUR if value <= _MOST_BARE_HOURS else value
    return None
