"""One calendar year of a cell's records, as the compass counts them: found by indexes, each set read once."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property

from idos_p2p.store.ports import Reader
from idos_p2p.views.gift_lines import gift_lines, keys_linking, members_of, use_lines
from idos_p2p.views.ledger import GiftLine, UseLine, settled
from idos_p2p.views.period import calendar_year
from idos_p2p.views.persons import Persons
from idos_p2p.views.records import RecordView, by_keys

# Each of these is answered by an index alone: no record is looked into.
_DATED = "SELECT key, day FROM record WHERE kind = ? AND NOT removed AND day BETWEEN ? AND ?"
_CONTESTED = "SELECT key FROM record WHERE contested AND kind = ?"
_CONCERNING = """
    SELECT DISTINCT interaction.record FROM subject JOIN interaction ON interaction.subject = subject.number
    WHERE subject.id IN (SELECT unhex(value) FROM json_each(?)) AND interaction.day BETWEEN ? AND ?
"""
_OF_PROJECTS = """
    SELECT project.key, interaction.record FROM record AS project JOIN subject ON subject.id = project.id
    JOIN interaction ON interaction.subject = subject.number AND interaction.day BETWEEN ? AND ?
    WHERE project.kind = 'project' AND NOT project.removed
"""
_WITH_FIELD = """
    SELECT DISTINCT link.record FROM json_each(?) AS wanted
    JOIN link ON link.record = wanted.value AND link.field = ?
"""
_ABOUT = """
    SELECT said.key, act.key FROM record AS said INDEXED BY attestation_said
    JOIN link ON link.record = said.key AND link.field = 'about'
    JOIN subject ON subject.number = link.subject
    JOIN record AS act ON act.id = subject.id
    WHERE said.kind = 'attestation' AND NOT said.removed AND NOT said.contested AND said.day BETWEEN ? AND ?
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
_LINKED = """
    SELECT link.record, lower(hex(subject.id)) FROM json_each(?) AS wanted
    JOIN link ON link.record = wanted.value AND link.field = ?
    JOIN subject ON subject.number = link.subject
"""
_WRITERS = """
    SELECT wanted.value, device.key FROM json_each(?) AS wanted JOIN device ON device.number = wanted.value >> 32
"""

Dated = Mapping[int, str]
"""Records by their keys, with their days."""


class Year:
    """What the compass asks of one year. What is contested or in the bin is not there."""

    def __init__(self, reader: Reader, who: Persons, year: int) -> None:
        self.reader, self.who, self.number = reader, who, year
        self.period = calendar_year(year)
        self._dated: dict[str, Dated] = {}  # by kind, each found once
        self._use_lines: dict[int, UseLine] = {}  # by key, each read once

    @cached_property
    def acts(self) -> Dated:
        """Return the contributions of the year."""
        return self.dated("contribution")

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

    @cached_property
    def with_concerned(self) -> frozenset[int]:
        """Return the records of the year that link a person who is a beneficiary."""
        return self._keys(_CONCERNING, _json(self.who.having("beneficiary")), *self.period.edges)

    def dated(self, kind: str) -> Dated:
        """Return the records of a kind that are dated in the year."""
        if kind not in self._dated:
            contested = {key for (key,) in self.reader.rows(_CONTESTED, (kind,))}
            rows = self.reader.rows(_DATED, (kind, *self.period.edges))
            self._dated[kind] = {key: day for key, day in rows if key not in contested}
        return self._dated[kind]

    def newest(self, dated: Dated, most: int) -> tuple[str, ...]:
        """Return the ids of at most so many of these records, newest day first, then by id."""
        if not most:
            return ()
        days = sorted(dated.values(), reverse=True)
        edge = days[most - 1] if most <= len(days) else ""
        near = [key for key, day in dated.items() if day >= edge]
        ids = sorted((name, dated[key]) for key, name in self.reader.rows(_IDS, (json.dumps(sorted(near)),)))
        return tuple(name for name, _ in sorted(ids, key=lambda pair: pair[1], reverse=True)[:most])

    def persons(self) -> Mapping[str, tuple[RecordView, ...]]:
        """Return the records of each person who was known by the end of the year."""
        rows = self.reader.rows(_DATED, ("person", "", self.period.last))
        found: dict[str, tuple[RecordView, ...]] = {}
        for view in by_keys(self.reader, sorted(key for key, _ in rows)):
            if not view.contested:
                person = self.who.of(view.id)
                found[person] = (*found.get(person, ()), view)
        return found

    def views(self, kind: str) -> Mapping[int, RecordView]:
        """Return the same, whole."""
        return {view.key: view for view in by_keys(self.reader, sorted(self.dated(kind)))}

    def acts_by_project(self) -> Mapping[int, Collection[int]]:
        """Return the acts of the year of each project that has any, by the project's key."""
        acts, found = self.acts, dict[int, list[int]]()
        for project, record in self.reader.rows(_OF_PROJECTS, self.period.edges):
            if record in acts:
                found.setdefault(project, []).append(record)
        return found

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

    def attested(self) -> frozenset[int]:
        """Return the acts of the year that somebody says were so who did not note them, of another than themselves.

        It was said by the end of the next year: whoever was there says so soon, and past years stay as they were told.
        """
        days = (self.period.first, calendar_year(self.number + 1).last)
        pairs = [(said, act) for said, act in self.reader.rows(_ABOUT, days) if act in self.acts]
        takers = self._persons("persons", {act for _, act in pairs})
        tellers = self._persons("from", {said for said, _ in pairs})
        writers = self._writers({key for pair in pairs for key in pair})
        found = set()
        for said, act in pairs:
            speaking = tellers.get(said, set()) | {writers[said]}  # both, when one writes what the other says
            if not speaking & {"", writers[act]} and takers.get(act, set()) - speaking:
                found.add(act)
        return frozenset(found)

    def _lines_of(self, keys: Sequence[int]) -> list[UseLine]:
        """Return these uses: most of a year's are of gifts of that year, and are asked for twice."""
        new = [key for key in keys if key not in self._use_lines]
        self._use_lines.update(zip(new, use_lines(self.reader, self.who, new), strict=True))
        return [self._use_lines[key] for key in keys]

    def _persons(self, field: str, keys: Collection[int]) -> dict[int, set[str]]:
        """Return the persons whom each of these records links in this field."""
        found: dict[int, set[str]] = {}
        for key, person in self.reader.rows(_LINKED, (json.dumps(sorted(keys)), field)):
            found.setdefault(key, set()).add(self.who.of(person))
        return found

    def _writers(self, keys: Collection[int]) -> dict[int, str]:
        """Return who wrote each of these records."""
        rows = self.reader.rows(_WRITERS, (json.dumps(sorted(keys)),))
        return {key: self.who.writer(device) for key, device in rows}

    def _keys(self, sql: str, *parameters: object) -> frozenset[int]:
        return frozenset(key for (key,) in self.reader.rows(sql, parameters))


def _json(ids: Iterable[str]) -> str:
    return json.dumps(sorted(ids))
