"""The local socket: while one process holds a home, the other commands of that home are run by it (design §7).

One line of JSON asks (``ask``), one line answers. The socket lies in a folder that its owner alone may enter.
"""

from __future__ import annotations

import asyncio
import json
import logging
import shutil
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from idos_p2p.errors import BugError, Fault
from idos_p2p.paths import Home
from ui.command.table import Document

log = logging.getLogger("idos.command")

Answer = Callable[[str, dict[str, Any]], Awaitable[Document]]
"""What runs a command by its name and options; raises RefusedError."""

PREFIX = "idos-"
MAX_LINE_BYTES = 64 << 20  # a listing of a whole large cell in one line


class Control:
    """Takes commands for a home from its making to ``close``; open it inside the loop."""

    def __init__(self, home: Home, answer: Answer) -> None:
        self._home = home
        self._answer = answer
        self._folder = Path(tempfile.mkdtemp(prefix=PREFIX))  # short: a socket's path has some 100 bytes
        self._server: asyncio.Server | None = None

    async def open(self) -> None:
        """Take commands from now on."""
        self._forget_killed()
        path = self._folder / "commands"
        self._server = await asyncio.start_unix_server(self._serve, path, limit=MAX_LINE_BYTES)
        part = self._home.serving.with_suffix(".part")
        part.write_text(str(path), encoding="utf-8")
        part.replace(self._home.serving)

    async def close(self) -> None:
        """Take no more commands; those under way are answered first."""
        self._home.serving.unlink(missing_ok=True)
        if self._server:
            self._server.close()
            await self._server.wait_closed()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _forget_killed(self) -> None:
        """Take away the socket of a process that was killed: whoever holds the home now is the only one."""
        try:
            folder = Path(self._home.serving.read_text(encoding="utf-8")).parent
        except (OSError, UnicodeDecodeError):
            return
        if folder.name.startswith(PREFIX) and folder.parent == self._folder.parent:
            shutil.rmtree(folder, ignore_errors=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            asked = json.loads(await reader.readline())
            command, options = asked["command"], asked["options"]
        except (ValueError, KeyError, TypeError, ConnectionError):  # somebody looks whether we are here, or babbles
            writer.close()
            return
        answer = await self._answered(command, options)
        try:
            writer.write(json.dumps(answer, default=str).encode() + b"\n")
            await writer.drain()
            writer.close()
            await writer.wait_closed()
        except ConnectionError:
            return

    async def _answered(self, command: str, options: dict[str, Any]) -> Document:
        try:
            return {"document": await self._answer(command, options)}
        except Fault as fault:
            return {"fault": {"code": fault.code, "fields": fault.fields, "bug": isinstance(fault, BugError)}}
        except Exception as error:
            # The edge of this command's task: its defect is told to who asked, and ends nothing else.
            log.exception("command failed command=%s", command)
            return {"fault": {"code": "unexpected", "fields": {"code": type(error).__name__}, "bug": True}}
