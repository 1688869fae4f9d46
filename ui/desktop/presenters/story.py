"""Around anyone: who they are, and the picture of what links them to others, laid out the same every time."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from idos_p2p.views.graph import Graph, Node
from ui.desktop.presenters.faces import Face, face, first_name
from ui.desktop.presenters.ports import Figures
from ui.words import quantities
from ui.words.catalogue import Words
from ui.words.clean import one_line, shortened

MOST_BESIDE = 16  # nodes of the picture that stands beside the story
MOST_ALONE = 40  # of the one that has the whole page
MOST_LABEL = 26  # characters under a node

ICONS = {
    "project": "folder-kanban",
    "person": "user-round",
    "gift": "gift",
    "page": "book-open",
    "meeting": "calendar-days",
    "proposal": "scale",
    "need": "life-buoy",
    "offer": "hand-helping",
    "contribution": "hand-heart",
    "thanks": "heart",
    "use": "hand-coins",
    "attestation": "badge-check",
    "comment": "message-circle",
    "signup": "calendar-days",
    "relay": "users-round",
    "purpose": "sprout",
}
"""The drawing of each kind."""

TINTS = {
    "project": "project",
    "person": "contribution",
    "gift": "gift",
    "page": "knowledge",
    "meeting": "meeting",
    "proposal": "decision",
    "need": "thanks",
    "offer": "contribution",
    "contribution": "contribution",
    "thanks": "thanks",
    "use": "gift",
    "attestation": "ok",
    "comment": "meeting",
    "signup": "meeting",
    "relay": "meeting",
    "purpose": "primary",
}
"""The colour token of each kind."""

_SECTORS = ("project", "person", "meeting", "gift", "need", "offer", "proposal", "page")
"""The kinds in the order of their sectors, clockwise; the first has its middle at the top, always."""

_BETWEEN = 0.7  # of a node's room, left between two sectors
_TOP = -90.0  # degrees clockwise from the right
_RINGS = (0.98, 0.72)  # of the room there is; where it is crowded, nodes use both in turn
_CROWDED = 19.0  # degrees between two nodes, below which they part into rings
_THINNEST, _THICKEST = 1.2, 5.0


@dataclass(frozen=True, slots=True)
class PersonHead:
    """Who somebody is, for the top of their story."""

    id: str
    name: str
    roles: tuple[str, ...]
    since_ms: int | None
    figures: Figures | None


class StoryPort(Protocol):
    """What the story around somebody asks of the cell, beside ``CellPort.around``."""

    def person(self, person_id: str) -> PersonHead:
        """Return who that is."""
        ...

    def picture(self, person_id: str, most: int) -> Graph:
        """Return what links a person, or a record, to others in the last months: at most ``most`` nodes."""
        ...


@dataclass(frozen=True, slots=True)
class Spot:
    """One node of the picture. ``x`` and ``y`` go from -1 to 1 around the middle; ``width`` is its line's, pixels."""

    id: str
    kind: str
    label: str
    spoken: str
    icon: str
    tint: str
    face: Face | None
    x: float
    y: float
    width: float


@dataclass(frozen=True, slots=True)
class Picture:
    """The whole picture, ready to draw; its spots go clockwise from the top."""

    centre: str
    centre_kind: str
    name: str
    face: Face
    spots: tuple[Spot, ...]
    more: str  # "+12 autres", or nothing
    period: str
    legend: tuple[tuple[str, str, str], ...]  # icon, colour token, word
    spoken: str


def picture(words: Words, graph: Graph, months: str) -> Picture:
    """Return the picture of these links; ``months`` says of which time."""
    weights: defaultdict[str, int] = defaultdict(int)
    for tie in graph.ties:
        if tie.source == graph.centre.id:
            weights[tie.target] += tie.weight
    heaviest = max(weights.values(), default=1)
    places = placed(graph.nodes)
    spots = [_spot(words, node, weights[node.id], heaviest, places[node.id]) for node in graph.nodes]
    spots.sort(key=lambda spot: (math.degrees(math.atan2(spot.y, spot.x)) + 90.5) % 360)
    name = shortened(graph.centre.title, 60) or words.say("untitled")
    kinds = dict.fromkeys(kind for kind in (*_SECTORS, *(node.kind for node in graph.nodes)))
    here = {node.kind for node in graph.nodes}
    legend = tuple((_icon(kind), _tint(kind), kind_word(words, kind)) for kind in kinds if kind in here)
    return Picture(
        centre=graph.centre.id,
        centre_kind=graph.centre.kind,
        name=name,
        face=face(name),
        spots=tuple(spots),
        more=words.say("graph_more", count=graph.others) if graph.others else "",
        period=months,
        legend=legend,
        spoken=words.say("graph_spoken", name=name, count=len(spots)),
    )


def placed(nodes: Iterable[Node]) -> dict[str, tuple[float, float]]:
    """Return where each node stands: within the sector of its kind, in the order given."""
    by_kind: defaultdict[str, list[str]] = defaultdict(list)
    for node in nodes:
        by_kind[node.kind if node.kind in _SECTORS else _SECTORS[-1]].append(node.id)
    kinds = [kind for kind in _SECTORS if by_kind[kind]]
    room = sum(len(by_kind[kind]) + _BETWEEN for kind in kinds)
    step = 360 / max(1.0, room)
    found: dict[str, tuple[float, float]] = {}
    angle = _TOP - step * len(by_kind[kinds[0]]) / 2 if kinds else _TOP
    for kind in kinds:
        for place, node_id in enumerate(by_kind[kind]):
            found[node_id] = _at(angle + step * (place + 0.5), len(found), crowded=step < _CROWDED)
        angle += step * (len(by_kind[kind]) + _BETWEEN)
    return found


def kind_word(words: Words, kind: str) -> str:
    """Return the word for a kind, as a legend says it."""
    key = f"kind_one_{kind}"
    return words.say(key) if key in words.language.sentences else words.say("kind_one_other")


def head_line(words: Words, head: PersonHead) -> str:
    """Return the line under a person's name: what they are here, since when."""
    known = [words.say(f"role_{role}") for role in head.roles if f"role_{role}" in words.language.sentences]
    roles = [known[0], *(role[:1].lower() + role[1:] for role in known[1:])] if known else [words.say("role_none")]
    line = quantities.names(words, roles)
    if head.since_ms is None:
        return line
    since = quantities.local(head.since_ms).date()
    return words.say("roles_since", roles=line, month=quantities.month(words, since))


def _at(degrees: float, place: int, *, crowded: bool) -> tuple[float, float]:
    angle = math.radians(degrees)
    ring = _RINGS[place % len(_RINGS)] if crowded else _RINGS[0]
    return ring * math.cos(angle), ring * math.sin(angle)


def _spot(words: Words, node: Node, weight: int, heaviest: int, place: tuple[float, float]) -> Spot:
    title = one_line(node.title) or words.say("untitled")
    person = node.kind == "person"
    share = math.log1p(weight) / math.log1p(heaviest) if weight else 0.0
    return Spot(
        id=node.id,
        kind=node.kind,
        label=shortened(first_name(title) if person else title, MOST_LABEL),
        spoken=words.say("graph_spot", kind=kind_word(words, node.kind), name=shortened(title, 80), count=weight),
        icon=_icon(node.kind),
        tint=_tint(node.kind),
        face=face(title) if person else None,
        x=place[0],
        y=place[1],
        width=_THINNEST + (_THICKEST - _THINNEST) * share,
    )


def _icon(kind: str) -> str:
    return ICONS.get(kind, "file-text")


def _tint(kind: str) -> str:
    return TINTS.get(kind, "meeting")


def neighbours(spots: Sequence[Spot], now: int, step: int) -> int:
    """Return the place of the spot that follows around the ring; the first one when none is chosen."""
    if not spots:
        return -1
    return 0 if now < 0 and step > 0 else (now + step) % len(spots)
