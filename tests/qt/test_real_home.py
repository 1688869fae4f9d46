"""The window's home on real services: found a cell, come back to it, be refused by a link, look at the example."""

from __future__ import annotations

import secrets
import threading
from pathlib import Path

import pytest

from idos_p2p.clock import SystemClock
from idos_p2p.errors import RefusedError
from idos_p2p.identity.invitation import Invitation
from idos_p2p.ids import CellId
from idos_p2p.paths import Home
from idos_p2p.services.found import Surroundings
from tests.end2end.laptop import LOOPBACK
from ui.command.demo.cast import ASSOCIATION
from ui.command.window import socket_beside
from ui.desktop.cell.home import ComputerHome
from ui.desktop.presenters.ports import CopyCard

pytestmark = pytest.mark.blocking


@pytest.fixture
def computer(tmp_path: Path) -> ComputerHome:
    """Give a computer without a cell, on loopback alone, where a newcomer waits half a second and not half a minute."""
    return at(tmp_path / "home", join_seconds=0.5)


def at(home: Path, join_seconds: float = 20.0) -> ComputerHome:
    """Return a computer on loopback alone."""
    around = Surroundings(Home(home), SystemClock(), secrets.token_bytes)
    return ComputerHome(
        around,
        "",
        (LOOPBACK,),
        discovery=True,
        association=ASSOCIATION,
        attend=socket_beside,
        join_seconds=join_seconds,
    )


def test_a_cell_founded_in_the_window_is_there_the_next_time(computer: ComputerHome) -> None:
    assert computer.open() is None
    founded = computer.create("Les Semeuses", "Aïcha")
    project = founded.submit(lambda: founded.port.add("project", {"title": "Jardin partagé"})).result()
    founded.close()
    again = computer.open()
    assert again is not None
    overview, projects = again.submit(lambda: (again.port.overview(), again.port.projects())).result()
    assert (overview.name, overview.person_name, overview.members) == ("Les Semeuses", "Aïcha", 1)
    assert [card.id for card in projects] == [project]
    again.close()


def test_a_link_that_nobody_answers_leaves_no_cell_behind(computer: ComputerHome) -> None:
    link = Invitation(CellId(secrets.token_bytes(32)), secrets.token_bytes(16)).link()
    with pytest.raises(RefusedError, match="nobody_found"):
        computer.join(link, "Zoë")
    assert computer.open() is None


def test_a_code_read_out_at_one_window_lets_in_another_one_and_then_a_second_computer(
    computer: ComputerHome, tmp_path: Path
) -> None:
    aicha = computer.create("Les Semeuses", "Aïcha")
    shown = aicha.codes.show(concerned=True).result()
    assert shown.minutes == 10
    waiting = aicha.codes.wait()
    zoe = at(tmp_path / "zoe").join(shown.code.replace("-", " "), "Zoë")
    assert waiting.result().name == "Zoë"
    overview = zoe.submit(zoe.port.overview).result()
    assert (overview.person_name, overview.members) == ("Zoë", 2)
    zoe.close()
    second = at(tmp_path / "second").join_as_device(aicha.codes.show(device=True).result().code)
    assert second.submit(second.port.overview).result().person_name == "Aïcha"
    second.close()
    aicha.close()


def test_the_example_is_the_invented_association_in_a_place_of_its_own(computer: ComputerHome) -> None:
    example = computer.example("Ana")
    overview, pages = example.submit(lambda: (example.port.overview(), example.port.pages())).result()
    assert overview.example
    assert overview.entries > 1_500
    assert len(pages) >= 15
    newest = example.submit(lambda: example.port.around(overview.person, 50, None)).result()
    assert newest
    older = example.submit(lambda: example.port.around(overview.person, 50, newest[-1].order)).result()
    assert not {item.id for item in newest} & {item.id for item in older}
    example.close()
    assert computer.open() is None


def test_a_window_goes_back_to_a_copy_and_keeps_the_cell_of_today_aside(computer: ComputerHome, tmp_path: Path) -> None:
    cell = computer.create("Les Semeuses", "Aïcha")
    copy = cell.submit(lambda: cell.port.make_copy(str(tmp_path))).result()
    cell.submit(lambda: cell.port.add("project", {"title": "Jardin partagé"})).result()
    cell.close()
    again = computer.restore(copy.path)
    overview, projects = again.submit(lambda: (again.port.overview(), again.port.projects())).result()
    assert projects == ()
    assert [notice.code for notice in overview.notices] == ["restored"]
    place = again.submit(again.port.keeping).result().place
    again.close()
    assert list(Path(place).glob("aside/*/cell.db"))


def test_a_window_repairs_a_cell_that_does_not_open(computer: ComputerHome, tmp_path: Path) -> None:
    cell = computer.create("Les Semeuses", "Aïcha")
    cell.submit(lambda: cell.port.add("project", {"title": "Jardin partagé"})).result()
    cell.close()
    database = next(tmp_path.glob("home/cells/*/cell.db"))
    with database.open("r+b") as file:
        file.seek(1000)
        file.write(b"x" * 8)
    with pytest.raises(RefusedError, match="store_damaged"):
        computer.open()
    again = computer.repair()
    assert [card.title for card in again.submit(again.port.projects).result()] == ["Jardin partagé"]
    again.close()


def test_an_open_window_makes_the_copy_of_the_day(computer: ComputerHome, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.command.keeping.IDLE_SECONDS", 0.0)
    cell = computer.create("Les Semeuses", "Aïcha")
    copies: tuple[CopyCard, ...] = ()
    for _ in range(200):
        copies = cell.submit(cell.port.keeping).result().copies
        if copies:
            break
        threading.Event().wait(0.05)
    cell.close()
    assert len(copies) == 1
