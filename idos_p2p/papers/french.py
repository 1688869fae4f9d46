"""Days, amounts, durations and lists as French people write them in a table, read into the cell's own units."""

from __future__ import annotations

import re
from datetime import date

from idos_p2p.errors import RefusedError
from idos_p2p.papers.cells import parts

_BLANKS = re.compile(r"[\s\u00a0\u2009\u202f]+")
_ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_FRENCH_DAY = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})", re.ASCII)
_AMOUNT = re.compile(r"(\d{1,14})(?:[.,](\d{1,2}))?(?:€|eur|euros?)?", re.ASCII | re.IGNORECASE)
_HOURS = re.compile(r"(\d{1,5})(?:h|:)([0-5]?\d)?(?:mn?|min)?", re.ASCII | re.IGNORECASE)
_DECIMAL_HOURS = re.compile(r"(\d{1,5})[.,](\d{1,2})h", re.ASCII | re.IGNORECASE)
_TIME_OF_DAY = re.compile(r"([01]?\d|2[0-3])(?:h|:)([0-5]\d)?", re.ASCII | re.IGNORECASE)
_HALF = 30  # seconds, from which a minute counts
_WITH_SECONDS = re.compile(r"(?:(\d{1,4})days?,)?(\d{1,5}):([0-5]?\d):([0-5]?\d)", re.ASCII | re.IGNORECASE)
_WHOLE = re.compile(r"\d{1,16}", re.ASCII)
_MINUTES = re.compile(r"(\d{1,16})(?:mn?|min|minutes?)?", re.ASCII | re.IGNORECASE)


def day(text: str) -> str:
    """Return "2026-11-22" for "2026-11-22" or "22/11/2026". Raises RefusedError ``import_date``."""
    iso, french = _ISO_DAY.fullmatch(text), _FRENCH_DAY.fullmatch(text)
    if iso:
        year, month, number = iso.groups()
    elif french:
        number, month, year = french.groups()
    else:
        raise RefusedError("import_date", value=text)
    try:
        return date(int(year), int(month), int(number)).isoformat()
    except ValueError as error:
        raise RefusedError("import_date", value=text) from error


def time_of_day(text: str) -> str:
    """Return "14:30" for "14 h 30", "14h30", "14:30"; "09:00" for "9h". Raises RefusedError ``import_time``."""
    match = _TIME_OF_DAY.fullmatch(_BLANKS.sub("", text))
    if match is None:
        raise RefusedError("import_time", value=text)
    return f"{int(match[1]):02}:{match[2] or '00'}"


def cents(text: str) -> int:
    """Return cents for an amount in euros: "12,50 €", "1 200", "12.5". Raises RefusedError ``import_amount``."""
    match = _AMOUNT.fullmatch(_BLANKS.sub("", text))
    if match is None:
        raise RefusedError("import_amount", value=text)
    euros, fraction = match.groups()
    return int(euros) * 100 + int((fraction or "").ljust(2, "0"))


def whole_cents(text: str) -> int:
    """Return the cents of a column headed ``cents``: a whole number without unit, or an amount that says "€".

    Raises RefusedError ``import_amount``: a bare "12,50" could be either, and money is never guessed.
    """
    compact = _BLANKS.sub("", text)
    if "€" in compact:
        return cents(text)
    if _WHOLE.fullmatch(compact) is None:
        raise RefusedError("import_amount", value=text)
    return int(compact)


def minutes(text: str) -> int:
    """Return minutes for "2 h 30", "1:30", "2h", "1,5 h", "45 min" or "90".

    Also for what Bénévalibre writes, "2:30:00" or "1 day, 2:30:00", to the nearest minute.
    Raises RefusedError ``import_duration``.
    """
    compact = _BLANKS.sub("", text)
    if seconds := _WITH_SECONDS.fullmatch(compact):
        days, whole, sixtieths, rest = (int(number or 0) for number in seconds.groups())
        return days * 1440 + whole * 60 + sixtieths + (rest >= _HALF)
    hours, alone, decimal = _HOURS.fullmatch(compact), _MINUTES.fullmatch(compact), _DECIMAL_HOURS.fullmatch(compact)
    if hours:
        return int(hours[1]) * 60 + int(hours[2] or 0)
    if decimal:
        return int(decimal[1]) * 60 + round(int(decimal[2].ljust(2, "0")) * 60 / 100)
    if alone:
        return int(alone[1])
    raise RefusedError("import_duration", value=text)


def shares(text: str) -> list[tuple[str, int]]:
    """Return (name, cents) for "don-014: 50,00 | don-015: 12,50": cut at "|" alone, as amounts hold commas.

    Raises RefusedError ``import_share`` for a part without ":", ``import_amount`` for its amount.
    """
    found = []
    for part in parts(f"{text}|"):
        name, colon, amount = part.rpartition(":")
        if not colon or not name.strip():
            raise RefusedError("import_share", value=part)
        found.append((name.strip(), cents(amount)))
    return found
