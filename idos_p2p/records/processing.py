"""What the cell keeps of persons, why, and for how long: the register of processing (RGPD, article 30), dated.

Each field of each kind belongs to exactly one processing, so that nothing is kept without a purpose and a time. The
words for people are in ``ui/words``; here is what a program needs to say which time is over. Where the durations come
from, as read in November 2026 (whoever is responsible for the association reads them again before relying on them):

* **Accounts**: books and their supporting pieces are kept ten years from the end of the financial year (Code de
  commerce, article L123-22). That covers gifts, their use, and volunteering that is valued in accounts 86 and 87, for
  which the contributions and their attestations are the supporting pieces (règlement ANC 2018-06). A financial year may
  end up to twelve months after the day of the record, so eleven years are counted from it.
* **Tax receipts**: six years for what the administration may ask to see (Livre des procédures fiscales, article
  L102 B), which the eleven years cover.
* **Members**: what is kept of a person who left goes, unless they agree expressly (CNIL, délibération 2010-229 of 10
  June 2010); persons who are in touch without belonging, three years after the last contact (CNIL, référentiel on
  managing contacts, and its guide for associations). The day of leaving is here the last day anything tells of a
  person who does not belong: three years are counted from it, the time in which their acts are still asked about.
* **Help**: who needs or offers what, who signed up, and who brings news to whom, three years, as for contacts.
* **Thanks**: five years, the general limitation period (Code civil, article 2224).
* **Life of the association**: minutes and decisions are its memory (loi of 1 July 1901, article 5, and décret of 16
  August 1901, articles 6 and 31, for its special register), and knowledge is shared for good under a free licence: as
  long as the cell lives.
* **Proof**: who erased what, and that it was done, is kept to be able to show it (RGPD, articles 5.2 and 17).
"""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from idos_p2p.records.kinds import ROLES

REVISED = "2026-11-28"
"""The day this table was last set against its sources."""


class Basis(StrEnum):
    """Why a processing is lawful (RGPD, article 6)."""

    CONTRACT = "contract"  # membership
    LEGAL_OBLIGATION = "legal_obligation"
    LEGITIMATE_INTEREST = "legitimate_interest"


class Since(StrEnum):
    """From what a time is counted."""

    RECORD = "record"  # the record's day
    LEAVING = "leaving"  # the last day anything tells of the person, once they do not belong
    CELL = "cell"  # no time: as long as the cell lives


@dataclass(frozen=True, slots=True)
class Processing:
    """One line of the register."""

    name: str
    basis: Basis
    persons: tuple[str, ...]  # whom it is about, by their roles in the cell
    since: Since
    months: int  # how long it is kept; 0 for the cell's life
    fields: Mapping[str, tuple[str, ...]]  # by kind


_PEOPLE = ("volunteer", "beneficiary", "leader", "employee")
_ACT = (
    "what",
    "date",
    "form",
    "minutes",
    "cents",
    "project",
    "persons",
    "meeting",
    "skills",
    "place",
    "attachments",
)
_REMOVED = "removed"
_SIGNED = ("author", _REMOVED)  # of every kind that one person writes for others to read

PROCESSINGS: tuple[Processing, ...] = (
    Processing(
        "members",
        Basis.CONTRACT,
        ROLES,
        Since.LEAVING,
        36,
        {"person": ("name", "roles", "purpose", "skills", "reach", _REMOVED)},
    ),
    Processing(
        "volunteering",
        Basis.LEGAL_OBLIGATION,
        _PEOPLE,
        Since.RECORD,
        132,
        {
            "contribution": (*_ACT, *_SIGNED),
            "attestation": ("about", "says", "minutes", "words", "date", "from", *_SIGNED),
        },
    ),
    Processing(
        "gifts",
        Basis.LEGAL_OBLIGATION,
        ("donor", "beneficiary"),
        Since.RECORD,
        132,
        {
            "gift": ("donor", "form", "cents", "what", "date", "wish", "attachments", *_SIGNED),
            "use": ("gifts", "project", "act", "persons", "date", "effect", "from", "attachments", *_SIGNED),
        },
    ),
    Processing(
        "help",
        Basis.LEGITIMATE_INTEREST,
        _PEOPLE,
        Since.RECORD,
        36,
        {
            "need": ("title", "details", "project", "persons", "until", "state", *_SIGNED),
            "offer": ("title", "details", "project", "persons", "until", "state", *_SIGNED),
            "signup": ("meeting", "persons", "slot", "words", *_SIGNED),
            "relay": ("to", "persons", "date", "words", "state", *_SIGNED),
        },
    ),
    Processing(
        "recognition",
        Basis.LEGITIMATE_INTEREST,
        ROLES,
        Since.RECORD,
        60,
        {"thanks": ("to", "about", "words", "date", "from", *_SIGNED)},
    ),
    Processing(
        "life",
        Basis.LEGITIMATE_INTEREST,
        _PEOPLE,
        Since.CELL,
        0,
        {
            "project": ("title", "purpose", "state", "place", "needs", "attachments", *_SIGNED),
            "meeting": (
                *("title", "date", "time", "minutes", "place", "project", "agenda", "report", "persons", "slots"),
                *("attachments", *_SIGNED),
            ),
            "page": ("title", "body", "licence", "sources", "origins", "attachments", *_SIGNED),
            "comment": ("about", "words", "from", "round", *_SIGNED),
            "proposal": ("title", "body", "project", *_SIGNED),
        },
    ),
    Processing("proof", Basis.LEGAL_OBLIGATION, ROLES, Since.CELL, 0, {"receipt": ("records", _REMOVED)}),
)


def processing_of(kind: str) -> Processing | None:
    """Return the processing to which the fields of a kind belong; None for a kind of a newer program."""
    return next((processing for processing in PROCESSINGS if kind in processing.fields), None)


def months_before(day: str, months: int) -> str:
    """Return the day so many months earlier: what is dated before it has been kept for longer.

    The last day of a month that is too short stands for those it lacks.
    """
    return _moved(date.fromisoformat(day), -months).isoformat()


def months_after(day: str, months: int) -> str:
    """Return the day so many months later, counted as ``months_before`` does."""
    return _moved(date.fromisoformat(day), months).isoformat()


def _moved(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
