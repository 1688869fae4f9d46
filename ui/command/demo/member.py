"""One member of the demo: a home of their own, and the processes that work on it."""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from idos_p2p.clock import SystemClock
from idos_p2p.errors import BugError
from idos_p2p.paths import Home
from idos_p2p.services.found import Surroundings
from ui.command.ask import ask
from ui.command.demo.cast import Role

LOOPBACK = "127.0.0.1"
STOP_SECONDS = 20.0


class Member:
    """Runs the command line as that member would, each command a process of its own."""

    def __init__(self, role: Role, home: Path, heard: Callable[[], None]) -> None:
        self.role = role
        self.home = Home(home)
        self.person = ""  # their own record, once they belong
        self.received = 0
        self.bytes_out = 0
        self.listening = threading.Event()
        self.around = Surroundings(self.home, SystemClock(), secrets.token_bytes)
        self._heard = heard
        self._serving: subprocess.Popen[str] | None = None
        self._reader: threading.Thread | None = None
        self._by_peer: dict[str, dict[str, Any]] = {}

    def do(self, *words: str) -> Any:
        """Run one command to its end and return its document; raise BugError with what it said when it fails."""
        process = self.start(*words)
        return self.finish(process, words)

    def start(self, *words: str) -> subprocess.Popen[str]:
        """Start one command."""
        return subprocess.Popen(  # noqa: S603  # this very program, with words of this very story
            [sys.executable, "-m", "ui.command.main", "--home", str(self.home.path), "--json", *words],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env=_environment(),
        )

    def finish(self, process: subprocess.Popen[str], words: tuple[str, ...]) -> Any:
        """Wait for a started command and return its document."""
        out, err = process.communicate()
        if process.returncode:
            raise BugError("demo_command_failed", who=self.role.name, words=" ".join(words[:3]), said=err.strip())
        return json.loads(out)

    def enter_room(self) -> None:
        """Open this member's laptop in the room: listen, be seen, and look for the others, on loopback alone."""
        self.listening.clear()
        self._serving = self.start("serve", "--listen", f"{LOOPBACK}:0", "--interface", LOOPBACK)
        self._reader = threading.Thread(
            target=self._read, args=(self._serving,), name=f"idos-demo-{self.home.path.name}"
        )
        self._reader.start()

    def leave_room(self) -> None:
        """Close the laptop; raise BugError when it did not close in order."""
        serving, self._serving = self._serving, None
        if serving is None:
            return
        serving.terminate()
        _, err = serving.communicate(timeout=STOP_SECONDS) if self._reader is None else self._joined(serving)
        if serving.returncode:
            raise BugError("demo_command_failed", who=self.role.name, words="serve", said=err.strip())

    def abandon(self) -> None:
        """Stop whatever still runs, after a failure."""
        if self._serving:
            self._serving.kill()
            self._joined(self._serving)

    def ask(self, command: str, **options: Any) -> Any:
        """Ask the running process something."""
        return ask(self.home, command, options)

    def _joined(self, serving: subprocess.Popen[str]) -> tuple[str, str]:
        if self._reader:
            self._reader.join()
        err = serving.stderr.read() if serving.stderr else ""
        serving.wait(timeout=STOP_SECONDS)
        for stream in (serving.stdout, serving.stderr):
            if stream:
                stream.close()
        return "", err

    def _read(self, serving: subprocess.Popen[str]) -> None:
        for line in serving.stdout or ():
            event = json.loads(line)
            if event["event"] == "listening":
                self.listening.set()
            if "received" in event:
                self._by_peer[event["device"]] = event
                self.received = sum(peer["received"] for peer in self._by_peer.values())
                self.bytes_out = sum(peer["bytes_out"] for peer in self._by_peer.values())
            self._heard()
        self.listening.set()


def _environment() -> dict[str, str]:
    root = str(Path(__file__).parents[3])
    paths = [root, *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
