"""Around a person as a picture: the persons and things that interactions lead to, and how often by which kind.

Nothing here ranks people: whom the picture leaves out when it is full is whom the person met longest ago.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass

from idos_p2p.store.ports import Reader

MOST_RECORDS = 3_000  # read for one picture, the most recent first: a quarter of a busy life, some 40 ms

ACTS = frozenset({"contribution", "use", "attestation", "thanks", "comment", "signup"})
"""Kinds that lead to others and are no node themselves; every other kind but a person is a thing, and a node."""

_DIRECT = """
    SELECT DISTINCT record.key FROM subject JOIN interaction ON interaction.subject = subject.number
        AND interaction.day >= ?
    JOIN record ON record.key = interaction.record
    WHERE subject.id IN (SELECT unhex(value) FROM json_each(?))
    ORDER BY interaction.day DESC, record.created_ms DESC, record.id DESC LIMIT ?
"""
_ANSWERS = """
    SELECT DISTINCT link.record FROM json_each(?) AS asked JOIN record ON record.key = asked.value
    JOIN subject ON subject.id = record.id
    JOIN link ON link.subject = subject.number AND link.field IN ('about', 'act', 'gifts')
    JOIN record AS answer ON answer.key = link.record AND answer.day >= ?
"""
_RECORDS = """
    SELECT record.key, record.id, record.kind, record.title, record.day, device.key
    FROM json_each(?) AS wanted JOIN record ON record.key = wanted.value
    JOIN device ON device.number = record.key >> 32
"""
_LINKS = """
    SELECT link.record, subject.id, other.key, other.kind, other.title
    FROM json_each(?) AS wanted JOIN link ON link.record = wanted.value
    JOIN subject ON subject.number = link.subject JOIN record AS other ON other.id = subject.id
"""


@dataclass(frozen=True, slots=True)
class Node:
    """A person or a thing; a person of several records is one."""

    id: str
    kind: str
    title: str


@dataclass(frozen=True, slots=True)
class Tie:
    """So many interactions of one kind between two nodes: the person and another node, or a person and a thing."""

    source: str
    target: str
    kind: str  # of the records that tie them
    weight: int  # how many


@dataclass(frozen=True, slots=True)
class Graph:
    """The picture around one person; nodes by kind and title, the person's own apart."""

    centre: Node
    nodes: tuple[Node, ...]
    ties: tuple[Tie, ...]
    others: int  # nodes that found no place
    since: str  # the first day counted; empty: all of them
    records: int  # interactions that were counted
    whole: bool  # false where there were more than ``MOST_RECORDS``: the oldest are not in it


@dataclass(frozen=True, slots=True)
class _Read:
    """One record as it is read for the picture."""

    node: Node
    day: str
    author: bytes
    links: tuple[tuple[bytes, int, Node], ...]  # id, key and what it shows, of each record it points to


def graph(reader: Reader, centre: str, faces: Mapping[bytes, Node], since: str, most: int) -> Graph:
    """Return the picture around a node of ``faces``, with at most ``most`` others.

    ``faces`` gives the one node of a person for the id of each of their records and for each of their devices; for a
    centre that is no person, for its own id alone.
    """
    subjects = [subject.hex() for subject, face in faces.items() if face.id == centre]
    me = faces[bytes.fromhex(subjects[0])]
    keys = [key for (key,) in reader.rows(_DIRECT, (since, json.dumps(subjects), MOST_RECORDS + 1))]
    direct = keys[:MOST_RECORDS]
    answers = [key for (key,) in reader.rows(_ANSWERS, (json.dumps(direct), since))]
    records = _read(reader, {*direct, *answers})
    beyond = {key for one in records.values() for _, key, node in one.links if node.kind in ACTS} - records.keys()
    known = records | _read(reader, beyond)
    ends = {key: _ends(one, known, faces, me) for key, one in records.items()}
    days: dict[Node, str] = {}
    for key, found in ends.items():
        for node in found:
            days[node] = max(days.get(node, ""), records[key].day)
    recent = sorted(sorted(days, key=lambda node: node.id), key=lambda node: days[node], reverse=True)
    shown = set(recent[:most])
    return Graph(
        centre=me,
        nodes=tuple(sorted(shown, key=lambda node: (node.kind, node.title.casefold(), node.id))),
        ties=_ties(me, shown, ((records[key].node.kind, found) for key, found in ends.items())),
        others=len(recent) - len(shown),
        since=since,
        records=sum(1 for found in ends.values() if found),
        whole=len(keys) <= MOST_RECORDS,
    )


def _read(reader: Reader, keys: Iterable[int]) -> dict[int, _Read]:
    wanted = json.dumps(sorted(keys))
    links: defaultdict[int, list[tuple[bytes, int, Node]]] = defaultdict(list)
    for key, subject, other, kind, title in reader.rows(_LINKS, (wanted,)):
        links[key].append((subject, other, Node(subject.hex(), kind, title)))
    return {
        key: _Read(Node(entry.hex(), kind, title), day, device, tuple(links[key]))
        for key, entry, kind, title, day, device in reader.rows(_RECORDS, (wanted,))
    }


def _ends(record: _Read, known: Mapping[int, _Read], faces: Mapping[bytes, Node], me: Node) -> Set[Node]:
    """Return whom and what a record leads to, each once: through an act it speaks of, too; never the person."""
    found: set[Node] = set()
    acts = [record, *(known[key] for _, key, node in record.links if node.kind in ACTS and key in known)]
    for one in acts:
        found |= {faces.get(subject, node) for subject, _, node in one.links if node.kind not in ACTS}
        if one.author in faces:
            found.add(faces[one.author])
    if record.node.kind not in ACTS:
        found.add(faces.get(bytes.fromhex(record.node.id), record.node))
    return found - {me}


def _ties(me: Node, shown: Set[Node], told: Iterable[tuple[str, Set[Node]]]) -> tuple[Tie, ...]:
    weights: Counter[tuple[str, str, str]] = Counter()
    for kind, ends in told:
        here = ends & shown
        things = [node for node in here if node.kind != "person"]
        weights.update((me.id, node.id, kind) for node in here)
        weights.update((person.id, thing.id, kind) for person in here if person.kind == "person" for thing in things)
    return tuple(
        Tie(source, target, kind, weights[source, target, kind])
        for source, target, kind in sorted(weights, key=lambda tie: (tie[0] != me.id, tie))
    )
