"""Counts, sizes, seconds and days as the command line writes them."""

from __future__ import annotations

from datetime import date

from ui.command.layout import VALUE_COLUMNS, clean, cut
from ui.words.catalogue import Words
from ui.words.quantities import NO_BREAK, number

THOUSAND = 1000  # sizes are told as disks and networks count them
_LARGEST_UNIT = 3


def counted(words: Words, count: int) -> dict[str, object]:
    """Return the fields of a sentence that counts: the count that chooses the plural, and how it is written."""
    return {"count": count, "number": number(words, count)}


def calendar_day(value: object, words: Words) -> str:
    """Return "5 nov. 2026"; what is no day is shown as it was written."""
    try:
        day = date.fromisoformat(str(value))
    except ValueError:
        return cut(clean(value), VALUE_COLUMNS)
    return f"{day.day}{NO_BREAK}{words.language.short_months[day.month - 1]}{NO_BREAK}{day.year}"


def byte_size(count: int, words: Words) -> str:
    """Return "512 o", "14,2 ko", "1,5 Mo"."""
    amount, unit = float(count), 0
    while amount >= THOUSAND and unit < _LARGEST_UNIT:
        amount, unit = amount / THOUSAND, unit + 1
    told = number(words, count) if not unit else decimal(amount, words)
    return words.say(f"size_{unit}", amount=told)


def decimal(value: float, words: Words) -> str:
    """Return a number with one decimal, as the language writes it."""
    told = f"{value:.1f}"
    return told if words.language.code == "en" else told.replace(".", ",")
