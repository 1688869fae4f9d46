"""Who does not hold the cell's secret learns nothing, and leaves nothing but one line in the log (issue 2)."""

from __future__ import annotations

import socket
import ssl
from pathlib import Path

import pytest

from tests.end2end.conftest import Cell
from tests.end2end.laptop import LOOPBACK, NO_DISCOVERY, WITHIN, Laptop, Serving
from tests.end2end.relay import Relay, relay

NONCE_BYTES = 16  # all that a stranger is told: random, new each time
LINE = r"idos\.sync\.channel peer turned away code={code} step=knock host=127\.0\.0\.1 port=\d+ unsaid=0$"


@pytest.fixture(scope="module")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> Laptop:
    """A laptop with a cell of its own, of the same name."""
    laptop = Laptop(tmp_path_factory.mktemp("stranger") / "home")
    laptop.do("cell", "create", "Les Semeuses d’Été", "--as", "Aïcha Benali")
    return laptop


def require_nothing_learnt(laptop: Laptop, between: Relay) -> None:
    """What came back over each connection is a nonce, and never the same."""
    came = [bytes(connection.came) for connection in between.connections]
    assert came
    assert all(len(data) <= NONCE_BYTES for data in came)
    assert len(set(came)) == len(came)
    device = bytes.fromhex(next(iter(laptop.do("cell", "show")["heights"])))
    assert not any(device[:8] in data for data in came)


def turned_away(serving: Serving, *codes: str) -> None:
    """One event for each, in order."""
    for code in codes:
        serving.until("refused", code=code, step="knock", host=LOOPBACK)


def speak(port: int, *, tls: bool) -> None:
    """Connect as a program that knows nothing of cells: a TLS client, or one that speaks first and in clear."""
    with socket.create_connection((LOOPBACK, port), WITHIN) as plain:
        if tls:
            context = ssl.create_default_context()
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
            with pytest.raises((ssl.SSLError, ConnectionError)), context.wrap_socket(plain):
                raise AssertionError("TLS came up")
        else:
            plain.sendall(b"GET / HTTP/1.1\r\nHost: aicha\r\nUser-Agent: curieux\r\nAccept: */*\r\n\r\n")
            while plain.recv(4096):
                pass


@pytest.mark.parametrize("tls", [True, False], ids=["tls", "http"])
def test_a_program_that_knows_nothing_of_cells_gets_a_nonce_and_one_line(cell: Cell, *, tls: bool) -> None:
    before = cell.aicha.do("cell", "show")
    with cell.aicha.serve(NO_DISCOVERY, log=[LINE.format(code="knock_refused")]) as serving:
        with relay(serving.endpoint) as between:
            speak(int(between.endpoint.rpartition(":")[2]), tls=tls)
            turned_away(serving, "knock_refused")
        require_nothing_learnt(cell.aicha, between)
        assert cell.aicha.do("cell", "show") == before
        assert len(serving.log()) == serving.count("refused") == 1


def test_a_home_with_another_cells_secret_sees_no_device_key_and_leaves_nothing(
    cell: Cell, stranger: Laptop, tmp_path: Path
) -> None:
    home = stranger.copy(tmp_path / "stranger")
    before, theirs = cell.aicha.do("cell", "show"), home.do("cell", "show")
    with cell.aicha.serve(NO_DISCOVERY, log=[LINE.format(code="knock_refused")]) as serving:
        with relay(serving.endpoint) as between:
            met = home.said("sync", "--peer", between.endpoint, "--wait", "2", NO_DISCOVERY)
            assert met.code == 1
            assert '"peers": []' in met.out
            turned_away(serving, *["knock_refused"] * len(between.connections))
        require_nothing_learnt(cell.aicha, between)
        assert cell.aicha.do("cell", "show") == before
        assert len(serving.log()) == serving.count("refused") == len(between.connections)
    assert home.do("cell", "show") == theirs
    assert cell.aicha.do("check", "--deep")["ok"]
