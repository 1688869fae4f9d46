"""Around a person as a picture: the persons and things that interactions lead to, and how often by which kind.

Nothing here ranks people: whom the picture leaves out when it is full is whom the person met longest ago.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass

from idos_p2p.records.mentions import name_key
from idos_p2p.store.ports import Reader
from idos_p2p.views.around import walk

MOST_RECORDS = 1_000  # read for one picture, the most recent first: months of the busiest life, some 40 ms

ACTS = frozenset({"contribution", "use", "attestation", "thanks", "comment", "signup", "relay"})
"""Kinds that lead to others and are no node themselves; every other kind but a person is a thing, and a node. To write
a person down is no interaction with them."""

_ANSWERS = """
    SELECT DISTINCT link.record FROM json_each(?) AS asked JOIN record ON record.key = asked.value
    JOIN subject ON subject.id = record.id
    JOIN link ON link.subject = subject.number AND link.field IN ('about', 'act', 'gifts')
    JOIN record AS answer ON answer.key = link.record AND answer.day >= ?
"""
_RECORDS = """
    SELECT record.key, record.id, record.kind, record.title, record.day, device.key
    FROM json_each(?) AS wanted JOIN record ON record.key = wanted.value AND NOT record.contested
        AND record.kind <> 'person'
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
    records: int  # interactions that were counted: none that is contested
    whole: bool  # false where there were more than ``MOST_RECORDS``: the oldest are not in it


@dataclass(frozen=True, slots=True)
class _Read:
    """One record as it is read for the picture."""

    kind: str
    day: str
    nodes: tuple[Node, ...]  # whom and what it links, who wrote it, and itself where it is a thing
    acts: tuple[int, ...]  # the keys of the acts that it links


def graph(reader: Reader, centre: str, faces: Mapping[bytes, Node], since: str, most: int) -> Graph:
    """Return the picture around a node of ``faces``, with at most ``most`` others.

    ``faces`` gives the one node of a person for the id of each of their records and for each of their devices; for a
    centre that is no person, for its own id alone.
    """
    subjects = sorted(subject for subject, face in faces.items() if face.id == centre)
    me = faces[subjects[0]]
    found = walk(reader, subjects, MOST_RECORDS + 1, since=since)
    direct = [key for _, key in found[:MOST_RECORDS]]
    answers = [key for (key,) in reader.rows(_ANSWERS, (json.dumps(direct), since))]
    records = _read(reader, {*direct, *answers}, faces)
    beyond = {key for one in records.values() for key in one.acts} - records.keys()
    known = {**records, **_read(reader, beyond, faces)}
    ends = [(one, ends) for one in records.values() if (ends := _ends(one, known, me.id))]
    days: dict[str, str] = {}
    for one, several in ends:
        days.update((node, one.day) for node in several if days.get(node, "") <= one.day)
    recent = sorted(sorted(days), key=lambda node: days[node], reverse=True)
    nodes = {node.id: node for one in known.values() for node in one.nodes}
    shown = sorted(map(nodes.__getitem__, recent[:most]), key=lambda node: (node.kind, name_key(node.title), node.id))
    return Graph(
        centre=me,
        nodes=tuple(shown),
        ties=_ties(me.id, shown, ends),
        others=len(recent) - len(shown),
        since=since,
        records=len(ends),
        whole=len(found) <= MOST_RECORDS,
    )


def _read(reader: Reader, keys: Iterable[int], faces: Mapping[bytes, Node]) -> dict[int, _Read]:
    wanted = json.dumps(sorted(keys))
    nodes: defaultdict[int, list[Node]] = defaultdict(list)
    acts: defaultdict[int, list[int]] = defaultdict(list)
    for key, subject, other, kind, title in reader.rows(_LINKS, (wanted,)):
        if kind in ACTS:
            acts[key].append(other)
        else:
            nodes[key].append(faces.get(subject) or Node(subject.hex(), kind, title))
    read: dict[int, _Read] = {}
    for key, entry, kind, title, day, device in reader.rows(_RECORDS, (wanted,)):
        if kind not in ACTS:
            nodes[key].append(faces.get(entry) or Node(entry.hex(), kind, title))
        if author := faces.get(device):
            nodes[key].append(author)
        read[key] = _Read(kind, day, tuple(nodes[key]), tuple(acts[key]))
    return read


def _ends(record: _Read, known: Mapping[int, _Read], me: str) -> Set[str]:
    """Return whom and what a record leads to, each once: through an act it speaks of, too; never the person."""
    found = {node.id for node in record.nodes}
    for key in record.acts:
        found |= {node.id for node in known[key].nodes} if key in known else set()
    return found - {me}


def _ties(me: str, shown: Sequence[Node], told: Iterable[tuple[_Read, Set[str]]]) -> tuple[Tie, ...]:
    things = {node.id for node in shown if node.kind != "person"}
    persons = {node.id for node in shown} - things
    weights: Counter[tuple[str, str, str]] = Counter()
    for one, ends in told:
        here = ends & persons
        of_things = ends & things
        weights.update((me, node, one.kind) for node in here | of_things)
        weights.update((person, thing, one.kind) for person in here for thing in of_things)
    ordered = sorted(weights, key=lambda tie: (tie[0] != me, tie))
    return tuple(Tie(source, target, kind, weights[source, target, kind]) for source, target, kind in ordered)
