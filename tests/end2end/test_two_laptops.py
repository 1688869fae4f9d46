"""Two persons write apart, meet, and leave with the same cell (issue 2)."""

from __future__ import annotations

import json
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.end2end.conftest import Cell
from tests.end2end.laptop import BY_MDNS, NO_DISCOVERY, Document, Laptop

KINDS = ("person", "project", "contribution", "page")
TWO_DIGESTS = 21  # bytes each way when nothing is new: one frame that holds one digest

# As people write, and paste: composed and decomposed accents, both apostrophes, spaces of French typography,
# several scripts, an emoji of four persons, a character outside of the basic plane, marks of direction.
FRENCH = (
    "Cœur de l’été : « Où l'on s’aperçoit qu'il n'y a plus d'eau »\u202f!\n"
    "De\u0301compose\u0301 et composé ; 12\u202f500,50\u00a0€ ; \u202eà l'envers\u202c ; "
    "👩\u200d👩\u200d👧\u200d👦 🌱 𝄞\n\n"
    "\tDernière ligne, sans fin de ligne  "
)
KEPT = unicodedata.normalize("NFC", FRENCH)  # a text is kept with its accents composed, and otherwise as it was typed


def write(laptop: Laptop, name: str) -> None:
    """Write one record of each kind, with words that nobody else writes."""
    person = laptop.add(
        "person", name=f"{name} Ńguyễn-D'Été", roles="beneficiary,volunteer", purpose=f"{name} : {FRENCH}"
    )
    project = laptop.add("project", title=f"L’atelier de {name} 🌱", purpose=FRENCH, place="Mûrs-Érigné")
    laptop.add(
        "contribution", what=f"{name} : {FRENCH}", date="2026-11-21", minutes="90", persons=person, project=project
    )
    laptop.add("page", title=f"Savoirs de {name}", body=f"# {name}\n{FRENCH}")


@pytest.fixture(scope="module")
def written(founded: Cell, tmp_path_factory: pytest.TempPathFactory) -> Cell:
    """The two laptops after each has written on its own."""
    cell = founded.copy(tmp_path_factory.mktemp("written"))
    with ThreadPoolExecutor() as both:
        list(both.map(write, (cell.aicha, cell.karim), ("Aïcha", "Karim")))
    return cell


@pytest.fixture
def apart(written: Cell, tmp_path: Path) -> Cell:
    return written.copy(tmp_path)


def require_equal(cell: Cell, *kinds: str) -> None:
    """Both laptops list the same, byte for byte, and there is what each had written, character by character."""
    for kind in kinds:
        listing = cell.aicha.start("list", kind), cell.karim.start("list", kind)
        here, there = (each.said() for each in listing)
        assert (here.code, here.err) == (0, "")
        assert there == here
        records = json.loads(here.out)
        for name in ("Aïcha", "Karim"):
            assert any(name in json.dumps(record, ensure_ascii=False) for record in records), (kind, name)
        texts = {value for record in records for value in record.values() if isinstance(value, str)}
        assert sum(KEPT in text for text in texts) == (1 if kind == "project" else 2)


def peer_of(met: Document) -> Document:
    """Return the one peer that a sync met, with which all is equal."""
    assert met["equal"], met
    (peer,) = met["peers"]
    assert (peer["state"], peer["code"]) == ("up_to_date", "")
    return peer


def require_silent(met: Document, *, greetings: int = 1) -> None:
    """Nothing was exchanged but the two digests, at most so many times."""
    peer = peer_of(met)
    assert (peer["sent"], peer["received"]) == (0, 0)
    silent = [TWO_DIGESTS * greeting for greeting in range(1, greetings + 1)]
    assert peer["bytes_out"] in silent
    assert peer["bytes_in"] in silent


def test_what_each_wrote_apart_is_on_both_byte_for_byte_after_meeting_at_a_named_address(apart: Cell) -> None:
    with apart.aicha.serve(NO_DISCOVERY) as serving:
        at = ("--peer", serving.endpoint, NO_DISCOVERY)
        peer = peer_of(apart.karim.do("sync", *at))
        assert (peer["sent"], peer["received"]) == (4, 4)
        require_silent(apart.karim.do("sync", *at))
        require_equal(apart, *KINDS)
    checking = apart.aicha.start("check", "--deep"), apart.karim.start("check", "--deep")
    assert [each.done()["faults"] for each in checking] == [[], []]


def test_they_find_each_other_by_mdns_alone(apart: Cell) -> None:
    with apart.aicha.serve(*BY_MDNS):
        peer = peer_of(apart.karim.do("sync", *BY_MDNS))
        assert (peer["sent"], peer["received"]) == (4, 4)
        # On a busy computer each may dial before it hears the other: two greetings then, and nothing else.
        require_silent(apart.karim.do("sync", *BY_MDNS), greetings=2)
    require_equal(apart, "contribution", "page")


def test_two_who_both_only_look_find_each_other_too(apart: Cell) -> None:
    looking = apart.aicha.start("sync", *BY_MDNS), apart.karim.start("sync", *BY_MDNS)
    met = [each.done() for each in looking]
    assert [peer_of(each)["received"] for each in met] == [4, 4]
    assert met[0]["digest"] == met[1]["digest"]
    require_equal(apart, "page")


def test_what_is_added_while_both_are_open_arrives_live(cell: Cell) -> None:
    with cell.aicha.serve(*BY_MDNS) as aicha, cell.karim.serve(*BY_MDNS) as karim:
        aicha.until("up_to_date")
        karim.until("up_to_date")
        cell.aicha.add("page", title="Savoirs d’Aïcha", body=FRENCH)
        karim.until("received")
        cell.karim.add("page", title="Savoirs de Karim", body=f"# Savoirs\n{FRENCH}")
        aicha.until("received")
        require_equal(cell, "page")


def test_what_is_added_while_the_home_is_open_is_what_the_next_who_comes_receives(apart: Cell) -> None:
    with apart.aicha.serve(NO_DISCOVERY) as serving:
        at = ("--peer", serving.endpoint, NO_DISCOVERY)
        apart.karim.do("sync", *at)
        page = apart.aicha.add("page", title="Écrit pendant l'ouverture", body=FRENCH)
        assert peer_of(apart.karim.do("sync", *at))["received"] == 1
        assert apart.karim.do("show", page) == apart.aicha.do("show", page)
        require_silent(apart.karim.do("sync", *at))
