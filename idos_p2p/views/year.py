"""One calendar year of a cell's records, as the compass counts them: found by indexes, each set read once."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from idos_p2p.store.ports import Reader
from idos_p2p.views.gift_lines import gift_lines, keys_linking, members_of, use_lines
from idos_p2p.views.ledger import GiftLine, UseLine, settled
from idos_p2p.views.period import calendar_year, year_of
from idos_p2p.views.persons import Persons
from idos_p2p.views.records import RecordView, by_keys

# Each of these is answered by indexes alone, and by what is summed: no record is looked into.
_WHERE = """
    WHERE kind = ?1 AND NOT removed AND day BETWEEN ?2 AND ?3 AND key NOT IN (
        SELECT key FROM record INDEXED BY record_contested WHERE contested AND NOT removed AND kind = ?1
    )
"""
_DATED = "SELECT key, day FROM record" + _WHERE
_COUNTED = "SELECT count(*) FROM record" + _WHERE
_PROJECTS = """
    SELECT project.key, (
        SELECT interaction.day
        FROM interaction CROSS JOIN record INDEXED BY contribution_summed ON record.key = interaction.record
            AND record.kind = 'contribution' AND NOT record.removed AND NOT record.contested
        CROSS JOIN link ON link.record = record.key AND link.field = 'project' AND link.subject = subject.number
        WHERE interaction.subject = subject.number AND interaction.day BETWEEN ?1 AND ?2
        ORDER BY interaction.day DESC LIMIT 1
    ), EXISTS (
        SELECT 1 FROM json_each(?4) AS person JOIN subject AS taker ON taker.id = unhex(person.value)
        JOIN work ON work.project = subject.number AND work.year = ?3 AND work.person = taker.number
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
    SELECT said.key, act.key, act.day FROM record AS said INDEXED BY attestation_said
    CROSS JOIN link ON link.record = said.key AND link.field = 'about'
    CROSS JOIN subject ON subject.number = link.subject
    CROSS JOIN record AS named ON named.id = subject.id
    CROSS JOIN record AS act INDEXED BY contribution_summed ON act.key = named.key
        AND act.kind = 'contribution' AND NOT act.removed AND NOT act.contested AND act.day BETWEEN ?1 AND ?2
    WHERE said.kind = 'attestation' AND NOT said.removed AND NOT said.contested AND said.day BETWEEN ?1 AND ?3
        AND said.fields ->> '$.says' IS NOT 'correction'
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
    SELECT lower(hex(id)) FROM record {_WHERE} AND key NOT IN (SELECT value FROM json_each(?4))
    ORDER BY day DESC, id LIMIT ?5
"""  # noqa: S608  # a constant
_LINKED = """
    SELECT link.record, link.subject FROM json_each(?) AS wanted
    JOIN link ON link.record = wanted.value AND link.field = ?
"""
_NUMBERS = "SELECT number, lower(hex(id)) FROM subject WHERE id IN (SELECT unhex(value) FROM json_each(?))"
_DEVICES = "SELECT number, key FROM device"

Dated = Mapping[int, str]
"""Records by their keys, with their days."""


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
        self._use_lines: dict[int, UseLine] = {}  # by key, each read once

    @cached_property
    def pages(self) -> Mapping[int, RecordView]:
        """Return the pages written in the year by their keys."""
        return self.views("page")

    @cached_property
    def uses(self) -> Mapping[int, UseLine]:
        """Return the uses of the year by their keys."""
        keys = sorted(self.dated("use"))
        return dict(zip(keys, self._lines_of(keys), strict=True))

    @cached_property
    def gifts(self) -> tuple[Mapping[int, GiftLine], tuple[UseLine, ...]]:
        """Return the gifts of the year by their keys, and all their uses, settled."""
        keys = sorted(self.dated("gift"))
        gifts = gift_lines(self.reader, self.who, keys)
        using = keys_linking(self.reader, "gifts", (gift.id for gift in gifts))
        lines, uses = settled(gifts, self._lines_of(sorted(using)))
        return {key: lines[gift.id] for key, gift in zip(keys, gifts, strict=True)}, tuple(uses.values())

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
        ids = sorted((name, several[key]) for key, name in self.reader.rows(_IDS, (json.dumps(sorted(near)),)))
        return tuple(name for name, _ in sorted(ids, key=lambda pair: pair[1], reverse=True)[:most])

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
        return {view.key: view for view in by_keys(self.reader, sorted(self.dated(kind)))}

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
        takers = self._persons("persons", {act for _, act, _ in rows})
        tellers = self._persons("from", {said for said, _, _ in rows})
        found = {}
        for said, act, day in rows:
            speaking = tellers.get(said, set()) | {self._writer(said)}  # both, when one writes what the other says
            if not speaking & {"", self._writer(act)} and takers.get(act, set()) - speaking:
                found[act] = day
        return found

    def _lines_of(self, keys: Sequence[int]) -> list[UseLine]:
        """Return these uses: most of a year's are of gifts of that year, and are asked for twice."""
        new = [key for key in keys if key not in self._use_lines]
        self._use_lines.update(zip(new, use_lines(self.reader, self.who, new), strict=True))
        return [self._use_lines[key] for key in keys]

    def _persons(self, field: str, keys: Collection[int]) -> dict[int, set[str]]:
        """Return the persons whom each of these records links in this field; one without a record has a number."""
        found: dict[int, set[str]] = {}
        for key, number in self.reader.rows(_LINKED, (json.dumps(sorted(keys)), field)):
            found.setdefault(key, set()).add(self._numbers.get(number) or str(number))
        return found

    @cached_property
    def _numbers(self) -> Mapping[int, str]:
        """Return the persons by the numbers that links have for their records."""
        return {number: self.who.of(name) for number, name in self.reader.rows(_NUMBERS, (_json(self.who.records),))}

    @cached_property
    def _devices(self) -> Mapping[int, str]:
        """Return who writes on each branch of a log, by its number."""
        return {number: self.who.writer(key) for number, key in self.reader.rows(_DEVICES)}

    def _writer(self, key: int) -> str:
        """Return who wrote a record."""
        return self._devices[key >> 32]

    def _keys(self, sql: str, *parameters: object) -> frozenset[int]:
        return frozenset(key for (key,) in self.reader.rows(sql, parameters))


def _json(ids: Iterable[str]) -> str:
    return json.dumps(sorted(ids))
