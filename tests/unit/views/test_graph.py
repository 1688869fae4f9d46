"""Around a person as a picture."""

from __future__ import annotations

from dataclasses import replace

import pytest

from idos_p2p.store.ports import Projection, Store
from idos_p2p.views import graph as of_graph
from idos_p2p.views.graph import Graph, Node, Tie, graph
from tests.contract.store.making import Author, identifier, projection, put

ANA, LUC, ZOE, JARDIN = (identifier(name).hex() for name in ("Ana", "Luc", "Zoé", "Jardin"))
FACES = {bytes.fromhex(id_): Node(id_, "person", name) for id_, name in ((ANA, "Ana"), (LUC, "Luc"), (ZOE, "Zoé"))}


def fill(store: Store) -> None:
    put(
        store,
        *(projection(name, "person", author=Author(3)) for name in ("Ana", "Luc", "Zoé")),
        projection("Jardin", author=Author(3)),
        act("dig", "2026-03-01", ANA, LUC),
        act("sow", "2026-05-01", ANA, LUC, ZOE),
        act("of others", "2026-05-01", LUC, ZOE),
        projection("thanks", "thanks", day="2026-06-01", links=[("to", LUC), ("from", ANA)]),
    )


def act(name: str, day: str, *persons: str) -> Projection:
    links = [("project", JARDIN), *(("persons", person) for person in persons)]
    return projection(name, "contribution", day=day, links=links)


def around_ana(store: Store, *, since: str = "", most: int = 9) -> Graph:
    return graph(store.reader, ANA, FACES, since, most)


def test_nodes_are_whom_and_what_interactions_lead_to_and_ties_say_how_often(store: Store) -> None:
    fill(store)
    found = around_ana(store)
    assert found.centre == FACES[bytes.fromhex(ANA)]
    assert [(node.kind, node.title) for node in found.nodes] == [
        ("person", "Luc"),
        ("person", "Zoé"),
        ("project", "Jardin"),
    ]
    assert set(found.ties) == {
        Tie(ANA, LUC, "contribution", 2),
        Tie(ANA, LUC, "thanks", 1),
        Tie(ANA, ZOE, "contribution", 1),
        Tie(ANA, JARDIN, "contribution", 2),
        Tie(LUC, JARDIN, "contribution", 2),
        Tie(ZOE, JARDIN, "contribution", 1),
    }
    assert (found.others, found.records, found.whole) == (0, 3, True)


def test_only_the_period_is_counted(store: Store) -> None:
    fill(store)
    assert {tie.weight for tie in around_ana(store, since="2026-05-01").ties} == {1}
    assert around_ana(store, since="2027-01-01").nodes == ()


def test_a_full_picture_keeps_who_was_met_last_and_counts_the_others(store: Store) -> None:
    fill(store)
    found = around_ana(store, most=1)
    assert [node.title for node in found.nodes] == ["Luc"]
    assert found.others == 2
    assert {(tie.source, tie.target) for tie in found.ties} == {(ANA, LUC)}


def test_two_records_of_one_person_are_one_node_and_count_once(store: Store) -> None:
    fill(store)
    claimed = identifier("Luc, as noted").hex()
    put(
        store,
        projection("Luc, as noted", "person", author=Author(3)),
        act("both", "2026-05-02", ANA, LUC, claimed),
        replace(act("written by Luc", "2026-05-03", ANA), record=projection("x", author=Author(2)).record),
    )
    faces = {
        **FACES,
        bytes.fromhex(claimed): FACES[bytes.fromhex(LUC)],
        Author(2).device: FACES[bytes.fromhex(LUC)],
    }
    found = graph(store.reader, ANA, faces, "", 9)
    assert [node.title for node in found.nodes] == ["Luc", "Zoé", "Jardin"]
    assert Tie(ANA, LUC, "contribution", 4) in found.ties


def test_a_thing_that_is_written_or_attended_is_a_node_itself(store: Store) -> None:
    put(store, projection("Fête", "meeting", day="2026-05-01", links=[("persons", ANA)]))
    found = around_ana(store)
    assert [(node.kind, node.title) for node in found.nodes] == [("meeting", "Fête")]
    assert found.ties == (Tie(ANA, identifier("Fête").hex(), "meeting", 1),)


def test_what_was_said_of_an_act_ties_who_said_it_and_what_is_contested_ties_nobody(store: Store) -> None:
    fill(store)
    about = [("about", identifier("dig").hex()), ("from", ZOE)]
    attestation = projection("true", "attestation", day="2026-03-02", links=about)
    put(store, attestation)
    assert Tie(ANA, ZOE, "attestation", 1) in around_ana(store).ties
    put(store, replace(attestation, contested=True))
    assert "attestation" not in {tie.kind for tie in around_ana(store).ties}


def test_a_very_long_life_is_told_from_its_newest_end(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(store)
    monkeypatch.setattr(of_graph, "MOST_RECORDS", 1)
    found = around_ana(store)
    assert not found.whole
    assert found.ties == (Tie(ANA, LUC, "thanks", 1),)


def test_around_nobody_known_is_a_node_alone(store: Store) -> None:
    assert around_ana(store) == Graph(FACES[bytes.fromhex(ANA)], (), (), 0, "", 0, whole=True)
