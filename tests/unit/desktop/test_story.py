"""The picture of what links somebody to others: laid out the same every time, and told in words."""

from __future__ import annotations

import math
import random

from idos_p2p.views.graph import Graph, Node, Tie
from ui.desktop.presenters import story
from ui.words.languages import words_for

FR = words_for("fr")
ME = Node("aa", "person", "Aïcha Benali")
KINDS = ("project", "person", "meeting", "gift", "page", "need")


def _nodes(count: int) -> list[Node]:
    return [Node(f"{number:04x}", KINDS[number % len(KINDS)], f"Nom {number}") for number in range(count)]


def _graph(nodes: list[Node], others: int = 0) -> Graph:
    ties = tuple(Tie(ME.id, node.id, "contribution", place + 1) for place, node in enumerate(nodes))
    return Graph(ME, tuple(nodes), ties, others, "2026-08-22", len(nodes), whole=True)


def test_the_same_nodes_stand_at_the_same_places() -> None:
    nodes = sorted(_nodes(24), key=lambda node: (node.kind, node.title))
    assert story.placed(nodes) == story.placed(list(nodes))
    shuffled = random.Random(7).sample(nodes, len(nodes))
    assert {node.id for node in shuffled} == set(story.placed(shuffled))


def test_each_kind_keeps_to_its_own_sector_and_projects_are_at_the_top() -> None:
    nodes = sorted(_nodes(30), key=lambda node: node.kind)
    places = story.placed(nodes)
    turns = sorted((_turn(*places[node.id]), node.kind) for node in nodes)
    kinds = [kind for _, kind in turns]
    changes = sum(one != other for one, other in zip(kinds, kinds[1:] + kinds[:1], strict=True))
    assert changes == len(KINDS)  # one run of each kind around the ring
    projects = [places[node.id] for node in nodes if node.kind == "project"]
    assert abs(sum(x for x, _ in projects)) < 1
    assert all(y < 0 for _, y in projects)


def _turn(x: float, y: float) -> float:
    return (math.degrees(math.atan2(y, x)) + 180) % 360


def test_no_two_of_forty_nodes_stand_in_one_place() -> None:
    spots = story.picture(FR, _graph(_nodes(40)), "").spots
    assert len({(round(spot.x, 3), round(spot.y, 3)) for spot in spots}) == 40
    assert all(math.hypot(spot.x, spot.y) <= 1 for spot in spots)


def test_lines_are_as_wide_as_there_are_moments_and_the_rest_is_counted() -> None:
    shown = story.picture(FR, _graph(_nodes(3), others=12), "3 derniers mois")
    by_id = {spot.id: spot for spot in shown.spots}
    assert by_id["0000"].width < by_id["0001"].width < by_id["0002"].width
    assert (shown.more, shown.period) == ("+12 autres", "3 derniers mois")
    assert by_id["0001"].spoken == "Personne\u202f: Nom 1, 2 moments partagés"
    assert [word for _, _, word in shown.legend] == ["Projet", "Personne", "Rencontre"]


def test_hostile_names_stay_words_on_one_line() -> None:
    (spot,) = story.picture(FR, _graph([Node("bb", "project", "<b>x</b>\u202e\n" + "y" * 500)]), "").spots
    assert "\n" not in spot.label
    assert "\u202e" not in spot.spoken
    assert len(spot.label) <= story.MOST_LABEL


def test_the_arrows_go_around_the_ring_and_come_back() -> None:
    spots = story.picture(FR, _graph(_nodes(5)), "").spots
    assert story.neighbours(spots, -1, 1) == 0
    assert story.neighbours(spots, 4, 1) == 0
    assert story.neighbours(spots, 0, -1) == 4
    assert story.neighbours((), -1, 1) == -1
