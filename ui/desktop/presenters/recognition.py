"""Reconnaissance: what somebody gave, as others attested it and thanked them for it. Proofs, never a score."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from idos_p2p.views.recognition import Attestation, Given, RecognisedAct, Recognition, ThanksReceived
from ui.desktop.presenters.home import Figure
from ui.words import quantities
from ui.words.catalogue import Words
from ui.words.clean import one_line, shortened

MOST_ROWS = 60  # of one part of the page; the story has them all
YEARS_OFFERED = 5


class RecognitionPort(Protocol):
    """What Reconnaissance asks of the cell."""

    def of(self, person_id: str, year: int) -> Recognition:
        """Return what recognises somebody in a year; 0: always."""
        ...

    def export(self, person_id: str, folder: str, language: str) -> int:
        """Write what concerns a person as tables into a new folder, and return how many records that is."""
        ...


@dataclass(frozen=True, slots=True)
class ProofRow:
    """One line that opens the record of this id. ``acts`` are what may be done of it: "confirm", "correct"."""

    id: str
    icon: str
    tint: str
    title: str
    text: str
    when: str
    acts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the page: its title, its rows, and what is said where there are none."""

    title: str
    rows: tuple[ProofRow, ...]
    empty: str


@dataclass(frozen=True, slots=True)
class RecognitionSheet:
    """The whole page."""

    figures: tuple[Figure, ...]
    purpose: str
    skills: str
    parts: tuple[Part, ...]
    nothing: bool


def years(today: date) -> tuple[int, ...]:
    """Return the years to choose from, this one first; 0 stands for always."""
    return (*range(today.year, today.year - YEARS_OFFERED, -1), 0)


def year_word(words: Words, year: int) -> str:
    """Return how a year is offered."""
    return str(year) if year else words.say("recognised_always")


def export_folder(words: Words, name: str, today: date) -> str:
    """Return what the folder of a person's page is called, whatever signs their name is written with."""
    kept = "".join(sign if sign.isalnum() or sign in " -" else " " for sign in one_line(name))
    return words.say("recognised_export_folder", name=" ".join(kept.split())[:60], day=today.isoformat()).strip()


def sheet(words: Words, found: Recognition, today: date, *, mine: bool) -> RecognitionSheet:
    """Return the page of what recognises a person; ``mine``: they sit here."""
    names = _Names(words, {key: one.title for key, one in found.names.items()})
    told = [act for act in found.acts if act.attestations]
    parts = [
        Part(words.say("recognised_confirm"), _waiting(words, found.unconfirmed, names, today), "")
        if mine and found.unconfirmed
        else None,
        Part(words.say("recognised_corrections"), _corrections(words, found.corrections, names, today), "")
        if found.corrections
        else None,
        Part(
            words.say("recognised_attested"),
            _attested(words, told, names, today),
            words.say("recognised_attested_none"),
        ),
        Part(
            words.say("recognised_thanks"),
            _thanks(words, found.thanks, names, today),
            words.say("recognised_thanks_none"),
        ),
        Part(
            words.say("recognised_projects"), _given(words, found.projects, names), words.say("recognised_hours_none")
        ),
        Part(words.say("recognised_skills"), _skills(words, found.skills), words.say("recognised_skills_none")),
    ]
    return RecognitionSheet(
        figures=_figures(words, found),
        purpose=shortened(found.purpose, 600),
        skills=quantities.names(words, [shortened(skill, 40) for skill in found.own_skills[:12]])
        if found.own_skills
        else "",
        parts=tuple(part for part in parts if part is not None),
        nothing=not found.acts_in_all and not found.thanks_in_all and not found.acts,
    )


class _Names:
    """What records are called; somebody unknown has no name."""

    def __init__(self, words: Words, titles: Mapping[str, str]) -> None:
        self._words, self._titles = words, titles

    def __call__(self, record: str, most: int = 60) -> str:
        return shortened(self._titles.get(record, ""), most) or self._words.say("nobody")

    def known(self, record: str) -> bool:
        return bool(one_line(self._titles.get(record, "")))


def _figures(words: Words, found: Recognition) -> tuple[Figure, ...]:
    return (
        Figure(quantities.hours(words, found.minutes), words.say("recognised_minutes"), "hand-heart", "contribution"),
        Figure(
            quantities.number(words, found.acts_in_all),
            words.say("recognised_acts", count=found.acts_in_all),
            "hand-coins",
            "gift",
        ),
        Figure(
            quantities.number(words, found.attested_acts),
            words.say("recognised_attested_figure", count=found.attested_acts),
            "badge-check",
            "ok",
        ),
        Figure(
            quantities.number(words, found.thanks_in_all),
            words.say("figure_thanks", count=found.thanks_in_all),
            "heart",
            "thanks",
        ),
    )


def _row(words: Words, act: RecognisedAct, drawn: tuple[str, str], text: str, today: date) -> ProofRow:
    time = f"{quantities.duration(act.minutes)} · " if act.minutes else ""
    title = shortened(f"{time}{one_line(act.what)}", 160)
    return ProofRow(act.id, *drawn, title, text, quantities.day(words, date.fromisoformat(act.day), today))


def _waiting(words: Words, several: Sequence[RecognisedAct], names: _Names, today: date) -> tuple[ProofRow, ...]:
    rows = (
        _row(words, act, ("pencil", "warn"), words.say("recognised_noted_by", name=names(act.author)), today)
        for act in several[:MOST_ROWS]
    )
    return tuple(replace(row, acts=("confirm", "correct")) for row in rows)


def _corrections(words: Words, several: Sequence[RecognisedAct], names: _Names, today: date) -> tuple[ProofRow, ...]:
    return tuple(
        _row(words, act, ("message-circle", "warn"), _told(words, act, names, today, pending=True), today)
        for act in several[:MOST_ROWS]
    )


def _attested(words: Words, several: Sequence[RecognisedAct], names: _Names, today: date) -> tuple[ProofRow, ...]:
    return tuple(
        _row(words, act, ("badge-check", "ok"), _told(words, act, names, today, pending=False), today)
        for act in several[:MOST_ROWS]
    )


def _told(words: Words, act: RecognisedAct, names: _Names, today: date, *, pending: bool) -> str:
    told = [one for one in act.attestations if one.pending or not pending]
    return "\n".join(_said(words, one, names, today) for one in told)


def _said(words: Words, one: Attestation, names: _Names, today: date) -> str:
    key = f"attested_{one.says}" if one.says in ("present", "right", "correction") else "attested_right"
    day = quantities.day(words, date.fromisoformat(one.day), today)
    said = words.say(key, name=names(one.attester), day=day)
    if one.minutes:
        said += f" {quantities.duration(one.minutes)}."
    if one.writer != one.attester:
        said += " " + words.say("attested_written_by", name=names(one.writer))
    if one.words:
        said += f" {shortened(one.words, 160)}"
    return said


def _thanks(words: Words, several: Sequence[ThanksReceived], names: _Names, today: date) -> tuple[ProofRow, ...]:
    return tuple(
        ProofRow(
            one.id,
            "heart",
            "thanks",
            words.say("thanks_from", name=names(one.giver)),
            words.say("thanks_words", words=shortened(one.words, 300))
            + (f"\n{words.say('thanks_for', title=names(one.about, 100))}" if names.known(one.about) else ""),
            quantities.day(words, date.fromisoformat(one.day), today),
        )
        for one in several[:MOST_ROWS]
    )


def _given(words: Words, several: Sequence[Given], names: _Names) -> tuple[ProofRow, ...]:
    ordered = sorted(several, key=lambda one: (not one.key, names(one.key).casefold()))  # by name, never by hours
    return tuple(
        ProofRow(
            one.key,
            "folder-kanban",
            "project",
            names(one.key, 100) if one.key else words.say("contribution_no_project"),
            words.say("recognised_given", hours=quantities.duration(one.minutes), count=one.acts),
            "",
        )
        for one in ordered
    )


def _skills(words: Words, several: Sequence[Given]) -> tuple[ProofRow, ...]:
    return tuple(
        ProofRow(
            "",
            "sprout",
            "primary",
            shortened(one.key, 100),
            words.say("recognised_given", hours=quantities.duration(one.minutes), count=one.acts),
            "",
        )
        for one in several
    )
