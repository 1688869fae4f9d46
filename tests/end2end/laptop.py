"""A laptop of the stories: a home of its own, and the real processes that work on it, as a person would start them."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple, cast

from idos_p2p.paths import Home
from tests.end2end.starter import Started, start
from ui.command.ask import ask
from ui.command.parser import parse

ROOT = Path(__file__).parents[2]
LOOPBACK = "127.0.0.1"
BY_MDNS = ("--interface", LOOPBACK)
NO_DISCOVERY = "--no-discovery"
WITHIN = 60.0  # seconds: who waits longer has failed

Document = Any
"""A JSON document, as a command prints it."""

# Whoever else tries something on this computer's loopback knocks at every laptop that shows itself there.
_PASSER_BY = re.compile(r"peer turned away code=knock_refused")


class Said(NamedTuple):
    """What a process left when it ended."""

    code: int
    out: str
    err: str


class Failure(NamedTuple):
    """How a command refused."""

    code: str
    message: str
    exit: int
    err: str


class Running:
    """A command under way."""

    def __init__(self, process: Started, *, shown: bool) -> None:
        self.process = process
        self._shown = shown

    def kill(self) -> None:
        """End it as a power cut would."""
        self.process.kill()

    def said(self) -> Said:
        """Wait for its end."""
        try:
            out, err = self.process.communicate(timeout=WITHIN)
        except BaseException:
            self.process.kill()
            self.process.wait()
            raise
        lines = err.splitlines(keepends=True)
        return Said(self.process.wait(), out, "".join(_own_lines(lines) if self._shown else lines))

    def done(self) -> Document:
        """Wait for its end, which must be a good one, and return its document."""
        said = self.said()
        assert (said.code, said.err) == (0, ""), said
        return _only_document(said)

    def failed(self) -> Failure:
        """Wait for its end, which must be a refusal: one document, and the same sentence for a person."""
        said = self.said()
        error = _only_document(said)["error"]
        assert said.err == error["message"] + "\n", said
        assert said.code, said
        return Failure(error["code"], error["message"], said.code, said.err)


class Serving:
    """A laptop that is open: what its process tells, line by line."""

    def __init__(self, process: Started, errors: Path) -> None:
        self.process = process
        self.killed = False
        self._errors = errors
        self._events: list[Document] = []
        self._taken = 0
        self._ended = False
        self._news = threading.Condition()
        self._reader = threading.Thread(target=self._read, name="laptop")
        self._reader.start()

    @property
    def endpoint(self) -> str:
        """Where it listens."""
        listening = next(event for event in self.events if event.get("event") == "listening")
        return f"{listening['host']}:{listening['port']}"

    @property
    def events(self) -> list[Document]:
        """Everything told so far."""
        with self._news:
            return list(self._events)

    def until(self, name: str, **fields: object) -> Document:
        """Wait for an event of this name with these fields; the search goes on after the one found last."""
        with self._news:
            self._news.wait_for(lambda: self._ended or self._find(name, fields) is not None, WITHIN)
            found = self._find(name, fields)
            assert found is not None, (name, fields, self._events, self._errors.read_text(encoding="utf-8"))
            self._taken = found + 1
            return self._events[found]

    def count(self, name: str) -> int:
        """Return how many events of this name were told so far."""
        return sum(event.get("event") == name for event in self.events)

    def kill(self) -> None:
        """End it as a power cut would. Safe to call from another thread; only the first call does anything."""
        self.killed = True
        self.process.kill()

    def stop(self) -> int:
        """Close the laptop politely, unless it was killed, and return the exit code."""
        if not self.killed:
            self.process.terminate()
        try:
            return self.process.wait(WITHIN)
        finally:
            self.process.kill()
            self._reader.join()

    def log(self) -> list[str]:
        """Return the lines of its log; who passed by is left out if it showed itself."""
        return self._errors.read_text(encoding="utf-8").splitlines()

    def _find(self, name: str, fields: dict[str, object]) -> int | None:
        for position in range(self._taken, len(self._events)):
            event = self._events[position]
            if event.get("event") == name and all(event[field] == value for field, value in fields.items()):
                return position
        return None

    def _read(self) -> None:
        with self.process.stdout as lines:
            for line in lines:
                with self._news:
                    self._events.append(json.loads(line))
                    self._news.notify_all()
        with self._news:
            self._ended = True
            self._news.notify_all()


class Laptop:
    """One installation: a home, and the environment its processes get.

    ``within`` are the words that put a process into a network of its own; there it listens to everyone.
    """

    def __init__(self, home: Path, *, within: Sequence[str] = (), **environment: str) -> None:
        self.home = home
        self.within = tuple(within)
        self.environment = environment
        self._runs = 0

    @property
    def database(self) -> Path:
        """The file of its only cell."""
        return next(self.home.glob("cells/*/cell.db"))

    @property
    def keys(self) -> Path:
        """The secrets of its only cell."""
        return self.database.with_name("keys")

    def copy(self, home: Path) -> Laptop:
        """Return the same installation in another place; no process may be at work on it."""
        shutil.copytree(self.home, home)
        return Laptop(home, **self.environment)

    def start(self, *words: str) -> Running:
        """Start one command."""
        process = self._open(words)
        return Running(process, shown=NO_DISCOVERY not in words)

    def said(self, *words: str) -> Said:
        """Run one command to its end, whatever that is."""
        return self.start(*words).said()

    def do(self, *words: str) -> Document:
        """Run one command to its good end, without a word on stderr, and return its document."""
        return self.start(*words).done()

    def asks(self, *words: str) -> Document:
        """Have the process that holds the open home run a command, as ``do`` would, but at once: none is started."""
        options = vars(parse(words))
        plain = {name: value for name, value in options.items() if name not in {"home", "json"}}
        return ask(Home(self.home), options["command"], plain)

    def fails(self, *words: str) -> Failure:
        """Run one command that must be refused."""
        return self.start(*words).failed()

    def add(self, kind: str, **values: str) -> str:
        """Write a record and return its id."""
        return str(self.do("add", kind, *(f"{field}={value}" for field, value in values.items()))["id"])

    def listed(self, kind: str) -> str:
        """Return what ``list`` prints, as it stands."""
        said = self.said("list", kind)
        assert (said.code, said.err) == (0, ""), said
        return said.out

    @contextmanager
    def serve(self, *options: str, log: Sequence[str] = (), may_log: Sequence[str] = ()) -> Iterator[Serving]:
        """Open the laptop; once it listens, give it; close it politely at the end: exit code 0, an empty log.

        Each pattern of ``log`` must match a line, and each line one of them or of ``may_log``.
        """
        self._runs += 1
        errors = self.home.parent / f"{self.home.name}-{self._runs}.log"
        with errors.open("w", encoding="utf-8") as stream:
            listen = () if self.within else ("--listen", f"{LOOPBACK}:0")
            process = self._open(("serve", *listen, *options), stream.fileno())
        with process:
            serving = Serving(process, errors)
            commands: Path | None = None
            try:
                serving.until("listening")
                commands = Path((self.home / "serving").read_text(encoding="utf-8")).parent
                yield serving
                code = serving.stop()
            except BaseException:
                serving.kill()
                raise
            finally:
                serving.stop()
                if commands is not None and serving.killed:
                    # Who is killed leaves the folder of its socket, until the next to hold the home takes it away.
                    shutil.rmtree(commands, ignore_errors=True)
        if not serving.killed:
            assert code == 0, serving.log()
            lines = serving.log() if NO_DISCOVERY in options else _own_lines(serving.log())
            unexpected = [line for line in lines if not any(re.search(pattern, line) for pattern in (*log, *may_log))]
            absent = [pattern for pattern in log if not any(re.search(pattern, line) for line in lines)]
            assert not unexpected, unexpected
            assert not absent, (absent, lines)

    def _open(self, words: Sequence[str], errors: int | None = None) -> Started:
        given = ("--home", str(self.home), "--json", *words)
        environment = {**os.environ, **self.environment}
        if not self.within:
            return start(given, environment, errors)
        process = subprocess.Popen(
            [*self.within, sys.executable, "-m", "ui.command.main", *given],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE if errors is None else errors,
            text=True,
            encoding="utf-8",
            env={"PYTHONPATH": str(ROOT), **environment},
        )
        return cast("Started", process)  # with pipes of text it gives all that stories use


def _only_document(said: Said) -> Document:
    assert said.out.endswith("\n"), said
    assert said.out.count("\n") == 1, said
    return json.loads(said.out)


def _own_lines(lines: Sequence[str]) -> list[str]:
    return [line for line in lines if not _PASSER_BY.search(line)]
