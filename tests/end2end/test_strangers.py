"""Who does not hold the cell's secret learns nothing, and leaves nothing but one line in the log (issue 2)."""

from __future__ import annotations

import secrets
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from tests.end2end.conftest import Cell
from tests.end2end.laptop import LOOPBACK, NO_DISCOVERY, WITHIN, Document, Laptop, Serving
from tests.end2end.relay import Relay, relay

KNOCK_BYTES = 48
NONCE_BYTES = 16  # all that a stranger is told: random, new each time
LINE = r"idos\.sync\.channel peer turned away code={code} step=knock host=127\.0\.0\.1 port=\d+ unsaid=0$"


@pytest.fixture(scope="module")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> Laptop:
    """A laptop with a cell of its own, of the same name."""
    laptop = Laptop(tmp_path_factory.mktemp("stranger") / "home")
    laptop.do("cell", "create", "Les Semeuses d’Été", "--as", "Aïcha Benali")
    return laptop


def require_nothing_learnt(shown: Document, between: Relay) -> None:
    """What came back over each connection is a nonce, never the same, and nothing that the cell is known by."""
    came = [bytes(connection.came) for connection in between.connections]
    assert came
    assert all(len(data) <= NONCE_BYTES for data in came)
    assert len(set(came)) == len(came)
    known = [bytes.fromhex(name) for name in (shown["id"], *shown["heights"])]
    assert not any(name[:4] in data for name in known for data in came)


def turned_away(serving: Serving, *codes: str) -> None:
    """One event for each, in order."""
    for code in codes:
        serving.until("refused", code=code, step="knock", host=LOOPBACK)


def speak_tls(plain: socket.socket) -> None:
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    with pytest.raises((ssl.SSLError, ConnectionError)), context.wrap_socket(plain):
        raise AssertionError("TLS came up")


def speak_http(plain: socket.socket) -> None:
    plain.sendall(b"GET / HTTP/1.1\r\nHost: aicha\r\nUser-Agent: curieux\r\nAccept: */*\r\n\r\n")
    listen_to_the_end(plain)


def knock_without_the_key(plain: socket.socket) -> None:
    plain.sendall(secrets.token_bytes(KNOCK_BYTES))
    listen_to_the_end(plain)


def listen_to_the_end(plain: socket.socket) -> None:
    with suppress(ConnectionError):
        while plain.recv(4096):
            pass


@pytest.mark.parametrize("speak", [speak_tls, speak_http, knock_without_the_key], ids=["tls", "http", "knock"])
def test_a_program_that_does_not_know_the_secret_gets_a_nonce_and_one_line(
    cell: Cell, speak: Callable[[socket.socket], None]
) -> None:
    with cell.aicha.serve(NO_DISCOVERY, log=[LINE.format(code="knock_refused")]) as serving:
        before = cell.aicha.asks("cell", "show")
        with relay(serving.endpoint) as between:
            host, _, port = between.endpoint.rpartition(":")
            with socket.create_connection((host, int(port)), WITHIN) as plain:
                speak(plain)
            turned_away(serving, "knock_refused")
        require_nothing_learnt(before, between)
        assert cell.aicha.asks("cell", "show") == before
        assert len(serving.log()) == serving.count("refused") == 1


def test_a_home_with_another_cells_secret_sees_no_device_key_and_leaves_nothing(
    cell: Cell, stranger: Laptop, tmp_path: Path
) -> None:
    home = stranger.copy(tmp_path / "stranger")
    theirs = home.do("cell", "show")
    with cell.aicha.serve(NO_DISCOVERY, log=[LINE.format(code="knock_refused")]) as serving:
        before = cell.aicha.asks("cell", "show")
        with relay(serving.endpoint) as between:
            met = home.said("sync", "--peer", between.endpoint, "--wait", "2", NO_DISCOVERY)
            assert met.code == 1
            assert '"peers": []' in met.out
            turned_away(serving, *["knock_refused"] * len(between.connections))
        require_nothing_learnt(before, between)
        assert cell.aicha.asks("cell", "show") == before
        assert len(serving.log()) == serving.count("refused") == len(between.connections)
    assert home.do("cell", "show") == theirs
    assert cell.aicha.do("check", "--deep")["ok"]
