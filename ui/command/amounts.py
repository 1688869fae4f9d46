"""Counts and days as the command line writes them."""

from __future__ import annotations

from datetime import date

from ui.command.layout import VALUE_COLUMNS, clean, cut
from ui.words.catalogue import Words
from ui.words.quantities import NO_BREAK, number


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
