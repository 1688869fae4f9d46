"""What one person gave, as others attested it and thanked them for it: the records that prove it, never a score."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from idos_p2p.store.ports import Reader
from idos_p2p.views.gift_lines import (
    MOST_MINUTES,
    Named,
    amount_of,
    keys_linking,
    keys_of,
    members_of,
    named,
    text_of,
)
from idos_p2p.views.period import Period
from idos_p2p.views.persons import Persons
from idos_p2p.views.records import RecordView, by_keys

# The walk of the timeline's index finds the days; the links say in which role.
_LINKING = """
    SELECT DISTINCT interaction.record FROM subject
    JOIN interaction ON interaction.subject = subject.number
    JOIN record ON record.key = interaction.record
    JOIN link ON link.record = interaction.record AND link.subject = interaction.subject
    WHERE subject.id IN (SELECT unhex(value) FROM json_each(?)) AND interaction.day BETWEEN ? AND ?
        AND link.field = ? AND record.kind = ?
"""


@dataclass(frozen=True, slots=True)
class Attestation:
    """What somebody says about an act. The record of this id is the proof."""

    id: str
    day: str
    says: str  # "present", "right" or "correction"
    minutes: int  # what it was, in a correction; 0: not said
    words: str
    attester: str  # the person whose words these are
    writer: str  # the person who wrote them down; another than the attester: on their behalf
    by_another: bool  # neither this person nor who noted the act says it, nor wrote it down
    pending: bool  # a correction that the act does not follow yet
    contested: bool = False


@dataclass(frozen=True, slots=True)
class RecognisedAct:
    """One contribution this person took part in."""

    id: str
    day: str
    what: str
    form: str
    minutes: int  # this person's
    project: str
    skills: tuple[str, ...]
    others: tuple[str, ...]  # the other persons of it (``Persons.all``)
    author: str  # the person who noted it
    on_behalf: bool  # the author is not among its persons
    confirmed: bool  # this person attested it themselves, by "present" or "right"
    attestations: tuple[Attestation, ...]  # oldest first
    contested: bool = False  # in no sum

    @property
    def attested(self) -> bool:
        """Whether another person says it was so."""
        return any(each.by_another and each.says != "correction" and not each.contested for each in self.attestations)

    @property
    def pending(self) -> bool:
        """Whether a correction waits to be followed."""
        return any(each.pending for each in self.attestations)


@dataclass(frozen=True, slots=True)
class ThanksReceived:
    """Thanks to this person."""

    id: str
    day: str
    words: str
    giver: str  # the person who thanks
    writer: str  # the person who wrote it down
    about: str  # id of the record it is about; empty: none named
    contested: bool = False


@dataclass(frozen=True, slots=True)
class Given:
    """What this person gave to one project, or with one skill."""

    key: str  # the project's id, or the skill; empty: no project
    minutes: int
    acts: int


@dataclass(frozen=True, slots=True)
class Recognition:
    """Everything that recognises one person in a period. Sums are over all, ``acts`` and ``thanks`` may be cut."""

    person: str
    period: Period
    minutes: int
    acts_in_all: int  # contested ones left out
    attested_minutes: int  # of acts that another person attested
    attested_acts: int
    projects: tuple[Given, ...]  # by project's id, none first
    skills: tuple[Given, ...]  # by skill; an act that took two counts in both
    own_skills: tuple[str, ...]  # as this person tells them of themselves
    purpose: str  # their raison d'être
    acts: tuple[RecognisedAct, ...]  # newest day first
    corrections: tuple[RecognisedAct, ...]  # those with a correction that waits, newest first
    unconfirmed: tuple[RecognisedAct, ...]  # noted on their behalf, not confirmed by them yet, newest first
    thanks: tuple[ThanksReceived, ...]  # newest day first
    thanks_in_all: int  # contested ones left out
    names: Mapping[str, Named]


def recognition(reader: Reader, who: Persons, person: RecordView, period: Period, most: int) -> Recognition:
    """Return what recognises the person of this record in a period: at most ``most`` acts, and as many thanks."""
    me = who.of(person.id)
    ids = who.ids(person.id)
    views = by_keys(reader, _keys(reader, ids, "persons", "contribution", period))
    told = _attestations(reader, who, me, views)
    acts = [_act(view, who, me, told.get(view.id, ())) for view in views]
    acts.sort(key=lambda act: act.id)
    acts.sort(key=lambda act: act.day, reverse=True)
    counted = [act for act in acts if not act.contested]
    attested = [act for act in counted if act.attested]
    thanks = _thanks(reader, who, _keys(reader, ids, "to", "thanks", period))
    purpose, own_skills = _of_themselves(reader, ids)
    return Recognition(
        person=me,
        period=period,
        minutes=sum(act.minutes for act in counted),
        acts_in_all=len(counted),
        attested_minutes=sum(act.minutes for act in attested),
        attested_acts=len(attested),
        projects=_given((act.project, act.minutes) for act in counted),
        skills=_given((skill, act.minutes) for act in counted for skill in act.skills),
        own_skills=own_skills,
        purpose=purpose,
        acts=tuple(acts[:most]),
        corrections=tuple(act for act in acts if act.pending)[:most],
        unconfirmed=tuple(act for act in acts if act.on_behalf and not act.confirmed)[:most],
        thanks=thanks[:most],
        thanks_in_all=sum(not each.contested for each in thanks),
        names=named(reader, _ids_of(acts[:most], thanks[:most], {act.project for act in counted})),
    )


def _keys(reader: Reader, ids: Collection[str], field: str, kind: str, period: Period) -> list[int]:
    """Return the keys of the records of a kind that link one of these in this field, within the period."""
    return [key for (key,) in reader.rows(_LINKING, (json.dumps(sorted(ids)), *period.edges, field, kind))]


def _attestations(
    reader: Reader, who: Persons, me: str, views: Sequence[RecordView]
) -> Mapping[str, Sequence[Attestation]]:
    """Return what is said about each of these contributions, the oldest first."""
    about = {view.id: view for view in views}
    keys = keys_linking(reader, "about", about)
    found: dict[str, list[Attestation]] = {}
    for view in sorted(by_keys(reader, keys), key=lambda view: (view.day, view.id)):
        act = about.get(text_of(view.fields, "about"))
        if view.kind == "attestation" and act is not None:
            found.setdefault(act.id, []).append(_attestation(view, act, who, me))
    return found


def _attestation(view: RecordView, act: RecordView, who: Persons, me: str) -> Attestation:
    writer, told = who.writer(view.device), text_of(view.fields, "from")
    attester = who.of(told) if told else writer
    says, minutes = text_of(view.fields, "says"), amount_of(view.fields, "minutes", MOST_MINUTES)
    concerned = {me, who.writer(act.device), ""}
    return Attestation(
        id=view.id,
        day=view.day,
        says=says,
        minutes=minutes,
        words=text_of(view.fields, "words"),
        attester=attester,
        writer=writer,
        by_another=attester not in concerned and writer not in concerned,
        pending=says == "correction" and not view.contested and not _followed(view, act, minutes),
        contested=view.contested,
    )


def _followed(correction: RecordView, act: RecordView, minutes: int) -> bool:
    """Say whether an act is as a correction has it; of words alone, whether it was changed since."""
    if minutes:
        return amount_of(act.fields, "minutes", MOST_MINUTES) == minutes
    return act.touched_ms > correction.created_ms


def _act(view: RecordView, who: Persons, me: str, attestations: Sequence[Attestation]) -> RecognisedAct:
    persons = who.all(members_of(view.fields, "persons"))
    author = who.writer(view.device)
    return RecognisedAct(
        id=view.id,
        day=view.day,
        what=text_of(view.fields, "what"),
        form=text_of(view.fields, "form"),
        minutes=amount_of(view.fields, "minutes", MOST_MINUTES),
        project=text_of(view.fields, "project"),
        skills=tuple(members_of(view.fields, "skills")),
        others=tuple(person for person in persons if person != me),
        author=author,
        on_behalf=bool(author) and author not in persons,
        confirmed=any(
            each.writer == me and each.attester == me and each.says != "correction" and not each.contested
            for each in attestations
        ),
        attestations=tuple(attestations),
        contested=view.contested,
    )


def _thanks(reader: Reader, who: Persons, keys: Sequence[int]) -> tuple[ThanksReceived, ...]:
    found = []
    for view in by_keys(reader, keys):
        writer, told = who.writer(view.device), text_of(view.fields, "from")
        found.append(
            ThanksReceived(
                id=view.id,
                day=view.day,
                words=text_of(view.fields, "words"),
                giver=who.of(told) if told else writer,
                writer=writer,
                about=text_of(view.fields, "about"),
                contested=view.contested,
            )
        )
    found.sort(key=lambda each: each.id)
    return tuple(sorted(found, key=lambda each: each.day, reverse=True))


def _of_themselves(reader: Reader, ids: Collection[str]) -> tuple[str, tuple[str, ...]]:
    """Return the raison d'être and the skills that a person's records tell: their own, written last, before others'."""
    views = sorted(by_keys(reader, keys_of(reader, "person", ids)), key=lambda view: (view.shared, view.id))
    purposes = [purpose for view in views if (purpose := text_of(view.fields, "purpose"))]
    skills = {skill for view in views for skill in members_of(view.fields, "skills")}
    return next(iter(purposes), ""), tuple(sorted(skills))


def _given(parts: Iterable[tuple[str, int]]) -> tuple[Given, ...]:
    minutes: Counter[str] = Counter()
    acts: Counter[str] = Counter()
    for key, spent in parts:
        minutes[key] += spent
        acts[key] += 1
    return tuple(Given(key, minutes[key], acts[key]) for key in sorted(acts))


def _ids_of(acts: Sequence[RecognisedAct], thanks: Sequence[ThanksReceived], projects: Collection[str]) -> set[str]:
    found = {name for each in thanks for name in (each.giver, each.writer, each.about)} | set(projects)
    for act in acts:
        found |= {act.author, *act.others}
        found |= {name for each in act.attestations for name in (each.attester, each.writer)}
    return found
