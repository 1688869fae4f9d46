"""Asking the process that holds a home to run a command (``control`` is its other end)."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from idos_p2p.errors import BugError, RefusedError
from idos_p2p.paths import Home
from ui.command.table import Document

CONNECT_SECONDS = 5.0  # the process that holds the home answers at once, or is stuck


def ask(home: Home, command: str, options: dict[str, Any]) -> Document:
    """Have the process that holds the home run a command, and return its document.

    Raises RefusedError: the command's own, or ``home_in_use`` when that process takes no commands.
    """
    try:
        with _connected(home) as connection:
            connection.sendall(json.dumps({"command": command, "options": options}, default=str).encode() + b"\n")
            line = _line(connection)
    except OSError as error:
        raise RefusedError("home_in_use", home=str(home.path)) from error
    if not line:
        raise RefusedError("home_in_use", home=str(home.path))
    answer = json.loads(line)
    if "fault" in answer:
        fault = answer["fault"]
        raise (BugError if fault["bug"] else RefusedError)(fault["code"], **fault["fields"])
    return answer["document"]


def takes_commands(home: Home) -> bool:
    """Say whether a process holds the home and runs the commands of others."""
    try:
        with _connected(home):
            return True
    except OSError:
        return False


@contextmanager
def _connected(home: Home) -> Iterator[socket.socket]:
    path = home.serving.read_text(encoding="utf-8")
    _require_ours(Path(path))
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(CONNECT_SECONDS)
        connection.connect(path)
        connection.settimeout(None)
        yield connection


def _require_ours(path: Path) -> None:
    """Speak to nobody but a process of the same user."""
    if path.parent.stat().st_uid != os.getuid():
        raise PermissionError(str(path))


def _line(connection: socket.socket) -> bytes:
    parts = []
    while part := connection.recv(1 << 16):
        parts.append(part)
    return b"".join(parts)
