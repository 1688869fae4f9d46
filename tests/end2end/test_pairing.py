"""A spoken code between real processes: right, wrong, three times wrong, and for a second computer."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from idos_p2p.errors import RefusedError
from idos_p2p.identity.spoken_code import read_code
from sync.channel.handshake import pair_with
from sync.channel.pairing import Aim
from sync.discovery.addresses import Endpoint
from tests.end2end.conftest import Cell
from tests.end2end.laptop import BY_MDNS, LOOPBACK, NO_DISCOVERY, Laptop, Running

AT_LOOPBACK = ("--interface", LOOPBACK, NO_DISCOVERY)
TURNED_AWAY = "peer turned away code=code_wrong"


class Shown:
    """A laptop that shows a code: what it says first, and what came of it."""

    def __init__(self, running: Running) -> None:
        self._running = running
        self.first: dict[str, Any] = json.loads(running.process.stdout.readline())

    @property
    def code(self) -> str:
        return str(self.first["code"])

    @property
    def wrong(self) -> str:
        """A code with the same number, and its words the other way round."""
        number, one, other = self.code.split("-")
        return f"{number}-{other}-{one}"

    @property
    def at(self) -> tuple[str, ...]:
        return ("--peer", f"{self.first['host']}:{self.first['port']}", NO_DISCOVERY)

    def done(self) -> Any:
        """Wait for its good end."""
        return self._running.done()

    def failed(self) -> str:
        """Wait for a refusal: one line in the log, one sentence; return its code."""
        said = self._running.said()
        error = json.loads(said.out)["error"]
        *log, sentence = said.err.splitlines()
        assert (said.code, sentence) == (1, error["message"]), said
        assert [line for line in log if TURNED_AWAY not in line] == []
        return str(error["code"])


@contextmanager
def showing(laptop: Laptop, *words: str) -> Iterator[Shown]:
    running = laptop.start(*words)
    try:
        yield Shown(running)
    finally:
        running.kill()
        running.process.wait()


def test_a_newcomer_finds_the_code_in_the_room_and_is_let_in(cell: Cell, tmp_path: Path) -> None:
    zoe = Laptop(tmp_path / "zoe")
    with showing(cell.aicha, "cell", "invite", "--code", "--chamber", "concerned", *BY_MDNS) as shown:
        joined = zoe.do("cell", "join", shown.code.upper().replace("-", " "), "--as", "Zoë", *BY_MDNS)
        assert shown.done() == {"name": "Zoë", "person": joined["person"], "device": joined["device"]}
    [found] = [member for member in zoe.do("cell", "members") if member["name"] == "Zoë"]
    assert (found["status"], found["chamber"]) == ("confirmed", "concerned")


def test_wrong_codes_burn_theirs_and_three_stop_it_until_it_is_allowed_also_across_restarts(
    cell: Cell, tmp_path: Path
) -> None:
    zoe = Laptop(tmp_path / "zoe")
    with showing(cell.aicha, "cell", "invite", "--code", *AT_LOOPBACK) as shown:
        assert zoe.fails("cell", "join", shown.wrong, "--as", "Zoë", *shown.at).code == "code_refused"
        assert shown.failed() == "code_wrong"
    for told in ("code_wrong", "pairing_stopped"):  # each in a process of its own
        with showing(cell.aicha, "cell", "invite", "--code", *AT_LOOPBACK) as shown:
            with pytest.raises(RefusedError, match="code_refused"):
                asyncio.run(pair_with(Endpoint.parse(shown.at[1]), read_code(shown.wrong), Aim.JOIN))
            assert shown.failed() == told
    assert cell.aicha.fails("cell", "invite", "--code", *AT_LOOPBACK).code == "pairing_stopped"
    with showing(cell.aicha, "cell", "invite", "--code", "--allow-again", *AT_LOOPBACK) as shown:
        zoe.do("cell", "join", shown.code, "--as", "Zoë", *shown.at)
        assert shown.done()["name"] == "Zoë"


def test_a_second_computer_comes_in_while_the_first_one_is_open_and_writes_for_the_same_person(
    cell: Cell, tmp_path: Path
) -> None:
    second = Laptop(tmp_path / "second")
    with cell.aicha.serve(NO_DISCOVERY) as aicha:
        with showing(cell.aicha, "device", "add") as shown:
            assert shown.at[1] == aicha.endpoint
            joined = second.do("device", "join", shown.code, *shown.at)
            assert shown.done()["device"] == joined["device"]
        page = second.add("page", title="Écrit chez moi")
        assert second.do("sync", "--peer", aicha.endpoint, NO_DISCOVERY)["equal"]
        assert cell.aicha.asks("show", page)["title"] == "Écrit chez moi"
        [found] = [member for member in cell.aicha.asks("cell", "members") if joined["device"] in member["devices"]]
        assert (found["name"], found["person"], len(found["devices"])) == ("Aïcha Benali", joined["person"], 2)
        assert cell.aicha.asks("device", "revoke", joined["device"][:12]) == {"device": joined["device"]}
        assert [each["here"] for each in cell.aicha.asks("device", "list")] == [True]
