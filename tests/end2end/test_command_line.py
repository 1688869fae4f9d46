"""The command line as scripts and people meet it: one process writes, the others ask it; exit codes; polite ends."""

from __future__ import annotations

import json
import re
import signal
import socket
from pathlib import Path

import pytest

from tests.end2end.conftest import Cell
from tests.end2end.laptop import LOOPBACK, NO_DISCOVERY, WITHIN, Laptop
from tests.end2end.relay import Cut, relay

CREATE = ("cell", "create", "Une autre", "--as", "Aïcha")
SERVE = ("serve", "--listen", "127.0.0.1:0", NO_DISCOVERY)


def test_only_one_process_holds_a_home_and_the_others_ask_it(cell: Cell) -> None:
    with cell.aicha.serve(NO_DISCOVERY):
        for words in (CREATE, SERVE, ("cell", "join", cell.link, "--as", "Aïcha", NO_DISCOVERY)):
            failure = cell.aicha.fails(*words)
            assert (failure.code, failure.exit) == ("home_in_use", 1)
        page = cell.aicha.add("page", title="Par la prise")
        assert cell.aicha.do("show", page)["title"] == "Par la prise"
        failure = cell.aicha.fails("show", "0" * 64)
        assert (failure.code, failure.exit) == ("record_unknown", 1)
        assert failure.message.startswith("Aucune fiche")
    assert not (cell.aicha.home / "serving").exists()
    assert cell.aicha.do("show", page)["title"] == "Par la prise"


def test_commands_started_at_the_same_moment_are_all_carried_out(cell: Cell) -> None:
    adding = [cell.aicha.start("add", "page", f"title=Page {number}") for number in range(3)]
    with cell.aicha.serve(NO_DISCOVERY):
        ids = {each.done()["id"] for each in adding}
        assert {page["id"] for page in cell.aicha.asks("list", "page")} == ids
    assert len(ids) == 3


def test_a_process_that_was_killed_bars_nobody_from_its_home(cell: Cell) -> None:
    with cell.aicha.serve(NO_DISCOVERY) as serving:
        serving.kill()
    assert (cell.aicha.home / "serving").exists()
    page = cell.aicha.add("page", title="Après")
    with cell.aicha.serve(NO_DISCOVERY):
        assert cell.aicha.asks("show", page)["title"] == "Après"


def test_a_laptop_closed_in_the_middle_of_a_session_ends_in_order_and_the_other_too(cell: Cell) -> None:
    with cell.aicha.serve(NO_DISCOVERY) as aicha, cell.karim.serve(NO_DISCOVERY) as karim:
        assert cell.karim.asks("sync", "--peer", aicha.endpoint)["equal"]
        aicha.until("up_to_date")
        assert aicha.stop() == 0
        karim.until("ended")
        assert karim.stop() == 0


def test_a_watcher_learns_whether_a_computer_that_is_always_on_is_well(cell: Cell, tmp_path: Path) -> None:
    closed = cell.aicha.said("status")
    assert (closed.code, json.loads(closed.out)) == (1, {"open": False})
    with cell.aicha.serve(NO_DISCOVERY, "--log", str(tmp_path / "idos.log")) as aicha:
        assert cell.karim.do("sync", "--peer", aicha.endpoint, NO_DISCOVERY)["equal"]
        told = cell.aicha.asks("status")
        assert (told["open"], told["listening"], told["waiting"]) == (True, aicha.endpoint, 0)
        assert told["digest"] == cell.karim.do("cell", "show")["digest"]
        [peer] = told["peers"]
        assert peer["up_to_date"]
        assert 0 < told["memory"] < 80 << 20
    assert (tmp_path / "idos.log").exists()


def test_a_port_that_is_taken_is_told_and_the_home_stays_free(cell: Cell) -> None:
    with cell.aicha.serve(NO_DISCOVERY) as aicha:
        failure = cell.karim.fails("serve", "--listen", aicha.endpoint, NO_DISCOVERY)
        assert (failure.code, failure.exit) == ("cannot_listen", 1)
        assert not (cell.karim.home / "serving").exists()
        assert cell.karim.do("sync", "--peer", aicha.endpoint, NO_DISCOVERY)["equal"]


def test_ctrl_c_ends_a_search_without_a_traceback(cell: Cell) -> None:
    with socket.create_server((LOOPBACK, 0)) as silent:
        silent.settimeout(WITHIN)
        at = f"{LOOPBACK}:{silent.getsockname()[1]}"
        looking = cell.karim.start("sync", "--peer", at, NO_DISCOVERY, "--wait", "60")
        connection, _ = silent.accept()
        with connection:
            looking.process.send_signal(signal.SIGINT)
            assert looking.said() == (130, "", "")


def test_a_reader_who_leaves_ends_no_meeting(cell: Cell) -> None:
    open_laptop = cell.aicha.start("serve", "--listen", f"{LOOPBACK}:0", NO_DISCOVERY).process
    with open_laptop:
        assert open_laptop.stderr
        port = json.loads(open_laptop.stdout.readline())["port"]
        open_laptop.stdout.close()
        page = cell.aicha.asks("add", "page", "title=Sans témoin")["id"]
        met = cell.karim.do("sync", "--peer", f"{LOOPBACK}:{port}", NO_DISCOVERY)
        assert (met["equal"], met["peers"][0]["received"]) == (True, 1)
        assert cell.karim.do("show", page)["title"] == "Sans témoin"
        open_laptop.terminate()
        assert (open_laptop.wait(WITHIN), open_laptop.stderr.read()) == (0, "")


@pytest.mark.parametrize("part", [0.2, 0.5])
def test_a_laptop_closed_while_records_are_on_their_way_ends_in_order(cell: Cell, tmp_path: Path, part: float) -> None:
    rows = [f"Marché de Noël {row};24/12/2026;45;Aïcha Benali" for row in range(400)]
    (tmp_path / "cahier").mkdir()
    (tmp_path / "cahier/contributions.csv").write_text("\n".join(["quoi;jour;durée;qui", *rows]), encoding="utf-8")
    assert cell.aicha.do("import", str(tmp_path / "cahier"))["entries"] == len(rows)
    with cell.aicha.serve(NO_DISCOVERY) as aicha:
        cut = Cut(aicha.process.terminate, int(len(rows) * 50 * part))
        with relay(aicha.endpoint, cut) as between:
            met = cell.karim.said("sync", "--peer", between.endpoint, NO_DISCOVERY, "--wait", "1")
        assert cut.done.is_set()
        assert (met.code, met.err) == (1, "")
        assert not json.loads(met.out)["equal"]
        assert aicha.stop() == 0
    assert cell.aicha.do("check", "--deep")["faults"] == cell.karim.do("check", "--deep")["faults"] == []


@pytest.mark.parametrize(
    "words",
    [
        ("add", "page", "sans-signe-égal"),
        ("serve", "--listen", "127.0.0.1:99999"),
    ],
    ids=" ".join,
)
def test_wrong_words_exit_with_2_and_touch_nothing(tmp_path: Path, words: tuple[str, ...]) -> None:
    failure = Laptop(tmp_path / "home").fails(*words)
    assert (failure.code, failure.exit) == ("wrong_words", 2)
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("cell", "show"), "cell_none"),
        (SERVE, "cell_none"),
        ((*CREATE, "--term", "2031-01-01"), "cell_term"),
        (("cell", "create", "Une autre", "--as", "\u200b"), "field_required"),
    ],
    ids=lambda value: value if isinstance(value, str) else " ".join(value),
)
def test_what_cannot_be_done_without_a_cell_says_so_and_leaves_none(
    tmp_path: Path, words: tuple[str, ...], code: str
) -> None:
    laptop = Laptop(tmp_path / "home")
    failure = laptop.fails(*words)
    assert (failure.code, failure.exit) == (code, 1)
    assert not list(laptop.home.rglob("cell.db"))


def test_a_person_reads_sentences_in_the_language_asked_for_and_no_traceback(cell: Cell) -> None:
    for language, beginning in (("fr", "Aucune fiche"), ("en", "No record")):
        said = Laptop(cell.aicha.home, IDOS_LANGUAGE=language).said("show", "0" * 64)
        assert said.err.startswith(beginning)
        assert json.loads(said.out)["error"]["code"] == "record_unknown"
        assert not re.search(r"Traceback|\.py", said.err + said.out)
