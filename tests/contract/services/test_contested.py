"""What a fork leaves in the read model: the same on every peer, nothing lost, nothing counted that is contested."""

from __future__ import annotations

from dataclasses import dataclass

from idos_p2p.events import RecordsChanged
from idos_p2p.ids import EntryId
from idos_p2p.records.history import history
from idos_p2p.services.cell import Cell
from idos_p2p.services.erase import erase
from idos_p2p.services.project import judge_record
from idos_p2p.services.write import add, change
from idos_p2p.store.ports import Version
from idos_p2p.views.around import latest
from idos_p2p.views.figures import figures
from idos_p2p.views.projects import cards
from idos_p2p.views.records import find, listing
from tests.contract.services.forking import copy_of, own_person, shameless
from tests.contract.services.sending import Pair
from tests.simulation.devices import Surroundings, conclusion, share
from ui.command import on_cell


@dataclass
class Forked:
    """Luc's device went on twice from one place; Ana and Zoé wrote one history."""

    ana: Cell
    luc: Cell
    twin: Cell
    zoe: Cell

    def everybody_meets(self) -> None:
        """Let all learn all, in an order of their own, and agree."""
        for taker, givers in (
            (self.ana, (self.zoe, self.luc, self.twin)),
            (self.zoe, (self.twin, self.ana, self.luc)),
            (self.luc, (self.ana,)),
            (self.twin, (self.zoe,)),
        ):
            for giver in givers:
                share(giver, taker)
        assert len({cell.digest() for cell in self.cells}) == 1
        assert all(conclusion(cell) == conclusion(self.ana) for cell in self.cells)

    @property
    def cells(self) -> tuple[Cell, ...]:
        return self.ana, self.luc, self.twin, self.zoe


def all_know(ana: Cell, luc: Cell, zoe: Cell) -> None:
    for giver, taker in ((luc, ana), (zoe, ana), (ana, luc), (ana, zoe)):
        share(giver, taker)


def forked(around: Surroundings, pair: Pair, *projects: str) -> tuple[Forked, list[str]]:
    """Return the devices once Luc's is two, and the records of these titles that Ana wrote before."""
    ana, luc = pair
    zoe = around.joined(ana, "Zoé")
    ids = [add(ana, "project", {"title": title}) for title in projects]
    all_know(ana, luc, zoe)
    return Forked(ana, luc, shameless(copy_of(around, luc)), zoe), ids


def values(versions: object) -> list[object]:
    assert isinstance(versions, list | tuple)
    return [version.value for version in versions if isinstance(version, Version)]


def test_the_uncontested_value_is_shown_first_and_each_history_is_a_version(around: Surroundings, pair: Pair) -> None:
    cells, (garden,) = forked(around, pair, "Jardin")
    change(cells.luc, garden, {"place": "Lyon", "title": "Jardin"})
    change(cells.twin, garden, {"place": "Bron"})
    cells.everybody_meets()
    view = find(cells.ana.store.reader, garden)
    assert not view.contested
    assert dict(view.fields) == {"title": "Jardin", "state": "open"}
    assert view.versions["place"][0] == Version(None, cells.ana.device, EntryId(bytes.fromhex(garden)))
    assert sorted(map(str, values(view.versions["place"]))) == ["Bron", "Lyon", "None"]
    assert {version.device for version in view.versions["place"][1:]} == {cells.luc.device}
    assert list(view.versions) == ["place"]


def test_what_an_honest_person_writes_on_and_after_a_contested_change_is_kept(around: Surroundings, pair: Pair) -> None:
    """Zoé edited what one of Luc's histories had said; when the fork is known, she edits again, and that counts."""
    cells, (garden,) = forked(around, pair, "Jardin")
    change(cells.luc, garden, {"title": "Jardin de Luc"})
    change(cells.twin, garden, {"title": "Jardin du double"})
    share(cells.luc, cells.zoe)
    change(cells.zoe, garden, {"title": "Jardin de Luc et de Zoé"})
    cells.everybody_meets()
    view = find(cells.ana.store.reader, garden)
    assert view.title == "Jardin"
    assert sorted(map(str, values(view.versions["title"]))) == [
        "Jardin",
        "Jardin de Luc et de Zoé",
        "Jardin du double",
    ]
    change(cells.zoe, garden, {"title": "Jardin commun"})
    change(cells.zoe, garden, {"place": "Lyon"})
    cells.everybody_meets()
    assert find(cells.luc.store.reader, garden).title == "Jardin commun"
    assert find(cells.luc.store.reader, garden).fields["place"] == "Lyon"
    change(cells.ana, garden, {"title": "Jardin de tous"})
    cells.everybody_meets()
    assert find(cells.zoe.store.reader, garden).title == "Jardin de tous"
    assert cells.ana.store.judgements.verdicts()["contested"] == 3
    assert not [verdict for verdict in cells.ana.store.judgements.verdicts() if verdict.startswith("waiting")]


def test_two_records_at_one_place_are_listed_shown_edited_and_told_apart(around: Surroundings, pair: Pair) -> None:
    cells, _ = forked(around, pair)
    orchard = add(cells.luc, "project", {"title": "Verger"})
    pond = add(cells.twin, "project", {"title": "Mare"})
    cells.everybody_meets()
    for cell in cells.cells:
        found = {view.title: view for view in listing(cell.store.reader, "project", {}, 9)}
        assert found.keys() == {"Verger", "Mare"}
        assert found["Verger"].record == found["Mare"].record
        assert all(view.contested for view in found.values())
    change(cells.zoe, orchard, {"place": "Lyon"})
    change(cells.ana, pond, {"place": "Bron"})
    change(cells.zoe, pond, {"place": "Givors"})
    cells.everybody_meets()
    places = {view.title: view.fields["place"] for view in listing(cells.luc.store.reader, "project", {}, 9)}
    assert places["Verger"] == "Lyon"
    assert places["Mare"] in {"Bron", "Givors"}
    assert sorted(map(str, values(find(cells.luc.store.reader, pond).versions["place"]))) == ["Bron", "Givors"]


def test_what_one_history_created_is_replaced_when_another_comes(around: Surroundings, pair: Pair) -> None:
    cells, _ = forked(around, pair)
    orchard = add(cells.luc, "project", {"title": "Verger"})
    share(cells.luc, cells.ana)
    assert not find(cells.ana.store.reader, orchard).contested
    add(cells.twin, "page", {"title": "Semis"})
    told: list[object] = []
    cells.ana.listen = told.append
    cells.everybody_meets()
    assert find(cells.ana.store.reader, orchard).contested
    assert any(orchard in getattr(event, "ids", ()) for event in told)


def test_nothing_contested_is_summed_and_all_of_it_is_listed(around: Surroundings, pair: Pair) -> None:
    cells, (garden,) = forked(around, pair, "Jardin")
    person = own_person(cells.luc)
    work = {"what": "Bêcher", "date": "2026-03-01", "minutes": 60, "project": garden, "persons": [person]}
    contested = [add(cell, "contribution", work) for cell in (cells.luc, cells.twin)]
    add(cells.ana, "contribution", {**work, "minutes": 5})
    cells.everybody_meets()
    for cell in cells.cells:
        assert figures(cell.store.reader, [person], "2026-01-01").minutes == 5
        (card,) = cards(cell.store.reader, 9)
        assert (card.contributions, card.minutes, card.persons) == (1, 5, 1)
        shown = {item.record.id for item in latest(cell.store.reader, 99).items}
        assert set(contested) <= shown


def test_commands_say_what_is_contested_and_who_forked(around: Surroundings, pair: Pair) -> None:
    cells, (garden,) = forked(around, pair, "Jardin")
    place = cells.luc.own_height()
    orchard = add(cells.luc, "project", {"title": "Verger"})
    add(cells.twin, "page", {"title": "Semis"})
    cells.everybody_meets()
    listed = on_cell.run(cells.ana, "list", {"kind": "project", "where": [], "limit": 9})
    assert {document["id"]: document.get("contested", False) for document in listed} == {garden: False, orchard: True}
    assert on_cell.run(cells.ana, "show", {"id": orchard})["contested"] is True
    heads = [height.head.hex() for height in cells.ana.heights()[cells.luc.device]]
    shown = on_cell.run(cells.ana, "cell show", {})
    assert shown["forks"] == [{"device": cells.luc.device.hex(), "from": place, "heads": heads}]
    assert shown["heights"][cells.luc.device.hex()] == place + 1


def test_history_tells_all_and_marks_what_is_contested(around: Surroundings, pair: Pair) -> None:
    cells, (garden,) = forked(around, pair, "Jardin")
    change(cells.luc, garden, {"place": "Lyon"})
    change(cells.twin, garden, {"place": "Bron"})
    change(cells.ana, garden, {"place": "Givors"})
    cells.everybody_meets()
    view = find(cells.zoe.store.reader, garden)
    editions = history(judge_record(cells.zoe, view.record).of(EntryId(bytes.fromhex(garden))))
    told = [(edition.changes["place"], edition.contested) for edition in editions[1:]]
    assert told[0] == ("Givors", False)
    assert sorted(told[1:], key=str) == [("Bron", True), ("Lyon", True)]


def test_an_erased_place_loses_the_bodies_of_all_its_histories(around: Surroundings, pair: Pair) -> None:
    cells, _ = forked(around, pair)
    persons = [own_person(cells.luc)]
    secret = {"what": "une confidence", "date": "2026-01-01", "persons": persons}
    written = [add(cell, "contribution", secret) for cell in (cells.luc, cells.twin)][1]
    place = find(cells.twin.store.reader, written).record
    share(cells.luc, cells.zoe)
    share(cells.twin, cells.ana)
    erase(cells.twin, written)
    cells.everybody_meets()
    for cell in cells.cells:
        held = cell.store.log.entries(cell.store.judgements.of_record(place))
        assert [entry.payload for entry in held] == [None, None]
        assert cell.store.log.missing() == []
        assert listing(cell.store.reader, "contribution", {}, 9) == []
        assert cell.store.judgements.verdicts()["void:erased"] == 2


def test_an_erasure_is_told_so_that_screens_let_go_of_it(pair: Pair) -> None:
    ana, luc = pair
    written = add(luc, "contribution", {"what": "non", "date": "2026-01-01", "persons": [own_person(luc)]})
    share(luc, ana)
    told: list[object] = []
    ana.listen = told.append
    erase(luc, written)
    share(luc, ana)
    [event] = [event for event in told if isinstance(event, RecordsChanged)]
    assert written in event.ids
    assert event.kinds == {"contribution", "receipt"}  # with what she erased comes that she holds no word of it
