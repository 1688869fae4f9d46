"""One calendar year of a cell's records, as the compass counts them: found by indexes, each set read once."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import msgspec

from idos_p2p.store.ports import Reader
from idos_p2p.views.gift_lines import keys_linking, members_of, shares_of
from idos_p2p.views.ledger import GiftLine, UseLine, settled
from idos_p2p.views.period import calendar_year, year_of
from idos_p2p.views.persons import Persons
from idos_p2p.views.records import RecordView, by_keys

# What a year holds is answered by indexes alone, and by what is summed: no record is looked into.
_IN_YEAR = "kind = ?1 AND NOT removed AND day BETWEEN ?2 AND ?3"
_CONTESTED = f"FROM record INDEXED BY record_contested WHERE contested AND {_IN_YEAR}"
_DATED = f"SELECT key, day FROM record WHERE {_IN_YEAR} AND key NOT IN (SELECT key {_CONTESTED})"  # noqa: S608  # of constants
_COUNTED = f"SELECT (SELECT count(*) FROM record WHERE {_IN_YEAR}) - (SELECT count(*) {_CONTESTED})"  # noqa: S608  # of constants
_PROJECTS = """
    SELECT project.key, (
        SELECT interaction.day
        FROM interaction CROSS JOIN record INDEXED BY contribution_summed ON record.key = interaction.record
            AND record.kind = 'contribution' AND NOT record.removed AND NOT record.contested
        CROSS JOIN link ON link.record = record.key AND link.field = 'project' AND link.subject = subject.number
        WHERE interaction.subject = subject.number AND interaction.day BETWEEN ?1 AND ?2
        ORDER BY interaction.day DESC LIMIT 1
    ), EXISTS (
        SELECT 1 FROM work WHERE work.project = subject.number AND work.year = ?3 AND work.person IN (
            SELECT number FROM subject WHERE id IN (SELECT unhex(value) FROM json_each(?4))
        )
    )
    FROM record AS project JOIN subject ON subject.id = project.id
    JOIN work AS whole ON whole.project = subject.number AND whole.year = ?3 AND whole.person = 0
    WHERE project.kind = 'project' AND NOT project.removed
"""
_WITH_FIELD = """
    SELECT DISTINCT link.record FROM json_each(?) AS wanted
    JOIN link ON link.record = wanted.value AND link.field = ?
"""
_ABOUT = """
    SELECT said.key, said.fields ->> '$.from', act.key, act.day FROM record AS said INDEXED BY attestation_said
    CROSS JOIN record AS named ON named.id = unhex(said.fields ->> '$.about')
        AND lower(hex(named.id)) = said.fields ->> '$.about'
    CROSS JOIN record AS act INDEXED BY contribution_summed ON act.key = named.key
        AND act.kind = 'contribution' AND NOT act.removed AND NOT act.contested AND act.day BETWEEN ?1 AND ?2
    WHERE said.kind = 'attestation' AND NOT said.removed AND NOT said.contested AND said.day BETWEEN ?1 AND ?3
        AND said.fields ->> '$.says' IS NOT 'correction'
"""
_GIFTS = """
    SELECT key, lower(hex(id)), day, cents FROM record INDEXED BY gift_given
    WHERE kind = 'gift' AND NOT removed AND NOT contested AND day BETWEEN ? AND ?
"""
_USES = """
    SELECT told.key, lower(hex(told.id)), told.day,
        told.fields -> '$.gifts', told.fields ->> '$.act', told.fields ->> '$.from'
    FROM json_each(?) AS wanted CROSS JOIN record AS told INDEXED BY use_told ON told.key = wanted.value
    WHERE told.kind = 'use' AND NOT told.removed AND NOT told.contested
"""
_PAGES = """
    SELECT key, day, fields ->> '$.licence', fields ->> '$.sources' IS NOT NULL OR fields ->> '$.origins' IS NOT NULL
    FROM record INDEXED BY page_said WHERE kind = 'page' AND NOT removed AND NOT contested AND day BETWEEN ? AND ?
"""
_NAMED_ELSEWHERE = """
    SELECT DISTINCT record.key FROM json_each(?) AS wanted
    JOIN record ON record.key = wanted.value
    JOIN mention ON mention.name = record.name AND mention.record <> record.key
    WHERE record.name <> ''
"""
_MADE_FROM = """
    SELECT DISTINCT record.key FROM json_each(?) AS wanted
    JOIN record ON record.key = wanted.value
    JOIN subject ON subject.id = record.id
    JOIN link ON link.subject = subject.number AND link.field = 'origins' AND link.record <> record.key
"""
_IDS = "SELECT key, lower(hex(id)) FROM record WHERE key IN (SELECT value FROM json_each(?))"
_NEWEST = f"""
    SELECT lower(hex(id)) FROM record WHERE {_IN_YEAR} AND key NOT IN (SELECT key {_CONTESTED})
        AND key NOT IN (SELECT value FROM json_each(?4))
    ORDER BY day DESC, id LIMIT ?5
"""  # noqa: S608  # of constants
_LINKED = """
    SELECT link.record, link.subject FROM json_each(?) AS wanted
    JOIN link ON link.record = wanted.value AND link.field = ?
"""
_NAMES = "SELECT number, lower(hex(id)) FROM subject WHERE number IN (SELECT value FROM json_each(?))"
_DEVICES = "SELECT number, key FROM device"

_decode = msgspec.json.Decoder().decode

Dated = Mapping[int, str]
"""Records by their keys, with their days."""


@dataclass(frozen=True, slots=True)
class PageLine:
    """What is counted of one page."""

    day: str
    licence: str
    sourced: bool  # it says where it comes from, here or elsewhere


@dataclass(frozen=True, slots=True)
class Others:
    """All records of a kind and year but these: many, so they are counted and not held."""

    kind: str
    but: Dated
    count: int

    def __len__(self) -> int:
        """Return how many."""
        return self.count


class Year:
    """What the compass asks of one year. What is contested or in the bin is not there."""

    def __init__(self, reader: Reader, who: Persons, year: int) -> None:
        self.reader, self.who, self.number = reader, who, year
        self.period = calendar_year(year)
        self._dated: dict[str, Dated] = {}  # by kind, each found once
        self._ids: dict[int, str] = {}  # by key, each read once, as what follows
        self._use_lines: dict[int, UseLine] = {}
        self._names: dict[int, str] = {}  # persons by the numbers that links have for their records

    @cached_property
    def pages(self) -> Mapping[int, PageLine]:
        """Return the pages written in the year by their keys."""
        rows = self.reader.rows(_PAGES, self.period.edges)
        return {key: PageLine(day, _text(licence), bool(sourced)) for key, day, licence, sourced in rows}

    @cached_property
    def uses(self) -> Mapping[int, UseLine]:
        """Return the uses of the year by their keys, without their words and projects."""
        return self._uses_of(self.dated("use"))

    @cached_property
    def gifts(self) -> tuple[Mapping[int, GiftLine], tuple[UseLine, ...]]:
        """Return the gifts of the year by their keys, and all their uses, settled; amounts and days alone."""
        rows = self.reader.rows(_GIFTS, self.period.edges)
        self._ids.update((key, name) for key, name, _, _ in rows)
        gifts = {key: GiftLine(name, day, "", "", "", "", cents) for key, name, day, cents in rows}
        using = keys_linking(self.reader, "gifts", (gift.id for gift in gifts.values()))
        lines, uses = settled(gifts.values(), self._uses_of(using).values())
        return {key: lines[gift.id] for key, gift in gifts.items()}, tuple(uses.values())

    def dated(self, kind: str) -> Dated:
        """Return the records of a kind that are dated in the year."""
        if kind not in self._dated:
            self._dated[kind] = dict(self.reader.rows(_DATED, (kind, *self.period.edges)))
        return self._dated[kind]

    def others(self, kind: str, but: Dated) -> Others:
        """Return the records of a kind that are dated in the year, without these, which are."""
        ((count,),) = self.reader.rows(_COUNTED, (kind, *self.period.edges))
        return Others(kind, but, count - len(but))

    def newest(self, several: Dated | Others, most: int) -> tuple[str, ...]:
        """Return the ids of at most so many of these records, newest day first, then by id."""
        if not most:
            return ()
        if isinstance(several, Others):
            but = json.dumps(sorted(several.but))
            rows = self.reader.rows(_NEWEST, (several.kind, *self.period.edges, but, most))
            return tuple(name for (name,) in rows)
        days = sorted(several.values(), reverse=True)
        edge = days[most - 1] if most <= len(days) else ""
        near = [key for key, day in several.items() if day >= edge]
        if unknown := sorted(set(near) - self._ids.keys()):
            self._ids.update(self.reader.rows(_IDS, (json.dumps(unknown),)))
        by_id = sorted(near, key=self._ids.__getitem__)
        return tuple(self._ids[key] for key in sorted(by_id, key=several.__getitem__, reverse=True)[:most])

    def persons(self) -> Mapping[str, tuple[RecordView, ...]]:
        """Return the records of each person who was known by the end of the year."""
        rows = self.reader.rows(_DATED, ("person", "", self.period.last))
        found: dict[str, tuple[RecordView, ...]] = {}
        for view in by_keys(self.reader, sorted(key for key, _ in rows)):
            person = self.who.of(view.id)
            found[person] = (*found.get(person, ()), view)
        return found

    def views(self, kind: str) -> Mapping[int, RecordView]:
        """Return the same, whole."""
        found = by_keys(self.reader, sorted(self.dated(kind)))
        self._ids.update((view.key, view.id) for view in found)
        return {view.key: view for view in found}

    def projects(self) -> tuple[Dated, frozenset[int]]:
        """Return the projects with acts in the year, with the day of the last, and those where a beneficiary acted."""
        concerned = _json(self.who.having("beneficiary"))
        rows = self.reader.rows(_PROJECTS, (*self.period.edges, year_of(self.period.first), concerned))
        return {key: day for key, day, _ in rows}, frozenset(key for key, _, took_part in rows if took_part)

    def with_concerned(self, keys: Collection[int]) -> frozenset[int]:
        """Return those of these records that name a beneficiary among their persons."""
        concerned = self.who.having("beneficiary")
        return frozenset(key for key, several in self._persons("persons", keys).items() if several & concerned)

    def having(self, field: str, keys: Collection[int]) -> frozenset[int]:
        """Return those of these records that link anything in this field."""
        return self._keys(_WITH_FIELD, json.dumps(sorted(keys)), field)

    def named_elsewhere(self, keys: Collection[int]) -> frozenset[int]:
        """Return those of these records that the text of another one names."""
        return self._keys(_NAMED_ELSEWHERE, json.dumps(sorted(keys)))

    def made_from(self, keys: Collection[int]) -> frozenset[int]:
        """Return those of these pages that another page was made from."""
        return self._keys(_MADE_FROM, json.dumps(sorted(keys)))

    def opened_by_concerned(self, view: RecordView) -> bool:
        """Say whether a need or an offer was opened by one of those it is for, or, naming nobody, by a beneficiary."""
        author, persons = self.who.writer(view.device), self.who.all(members_of(view.fields, "persons"))
        return author in persons if persons else "beneficiary" in self.who.roles.get(author, ())

    def attested(self) -> Dated:
        """Return the acts of the year that somebody says were so who did not note them, of another than themselves.

        It was said by the end of the next year: whoever was there says so soon, and past years stay as they were told.
        """
        rows = self.reader.rows(_ABOUT, (*self.period.edges, calendar_year(self.number + 1).last))
        takers = self._persons("persons", {act for _, _, act, _ in rows})
        found = {}
        for said, teller, act, day in rows:
            speaking = {self._writer(said)}  # both, when one writes what the other says
            if _text(teller):
                speaking.add(self.who.of(teller))
            if not speaking & {"", self._writer(act)} and takers.get(act, set()) - speaking:
                found[act] = day
        return found

    def _uses_of(self, keys: Iterable[int]) -> Mapping[int, UseLine]:
        """Return these uses: most of a year's are of gifts of that year, and are asked for twice."""
        wanted = sorted(keys)
        new = [key for key in wanted if key not in self._use_lines]
        persons = self._persons("persons", new)
        for key, name, day, shares, act, told in self.reader.rows(_USES, (json.dumps(new),)):
            writer, concerned = self._writer(key), persons.get(key, set())
            teller = self.who.of(told) if _text(told) else writer
            self._ids[key] = name
            self._use_lines[key] = UseLine(
                id=name,
                day=day,
                effect="",
                shares=shares_of(_decode(shares or "{}")),
                project="",
                act=_text(act),
                persons=tuple(sorted(concerned)),
                teller=teller,
                writer=writer,
                by_concerned=teller in concerned,
            )
        return {key: self._use_lines[key] for key in wanted if key in self._use_lines}

    def _persons(self, field: str, keys: Collection[int]) -> dict[int, set[str]]:
        """Return the persons whom each of these records links in this field."""
        rows = self.reader.rows(_LINKED, (json.dumps(sorted(keys)), field))
        if unknown := sorted({number for _, number in rows} - self._names.keys()):
            named = self.reader.rows(_NAMES, (json.dumps(unknown),))
            self._names.update((number, self.who.of(name)) for number, name in named)
        found: dict[int, set[str]] = {}
        for key, number in rows:
            found.setdefault(key, set()).add(self._names[number])
        return found

    @cached_property
    def _devices(self) -> Mapping[int, str]:
        """Return who writes on each branch of a log, by its number."""
        return {number: self.who.writer(key) for number, key in self.reader.rows(_DEVICES)}

    def _writer(self, key: int) -> str:
        """Return who wrote a record."""
        return self._devices[key >> 32]

    def _keys(self, sql: str, *parameters: object) -> frozenset[int]:
        return frozenset(key for (key,) in self.reader.rows(sql, parameters))


def _text(value: object) -> str:
    """Return a field that holds words or an id; empty when it holds nothing, or anything else."""
    return value if isinstance(value, str) else ""


def _json(ids: Iterable[str]) -> str:
    return json.dumps(sorted(ids))
