"""Starts the processes of the stories without loading the program for each: one process has loaded it, and forks.

What is started is a process of its own, with its own words, streams, environment, signals and end. That a command also
finds what it needs in a process that has loaded nothing is for ``test_demo.py``, ``test_identity.py`` and
``tests/meta/``: ``test_what_is_loaded.py``, ``test_imports.py``.

    python -m tests.end2end.starter SOCKET      forks for who asks at the socket, until its standard input ends
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import importlib
import json
import os
import selectors
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import TextIO

from ui.command.main import main
from ui.command.table import APART, ON_CELL

ROOT = Path(__file__).parents[2]
ASKED_BYTES = 1 << 20  # the words and the environment of one process
LOADED = (
    *(f"ui.command.{name}" for name in ("here", "meeting", "pairing", *ON_CELL)),
    *(f"ui.command.{name}_text" for name in sorted({*ON_CELL, *APART})),
)


class Started:
    """A process that was started: what ``subprocess.Popen`` gives, as far as the stories use it."""

    def __init__(self, asked: socket.socket, stdout: TextIO, stderr: TextIO | None) -> None:
        _, (self._handle,), _, _ = socket.recv_fds(asked, 1, 1)
        self._asked = asked
        self.stdout, self.stderr = stdout, stderr
        self.returncode: int | None = None

    def __enter__(self) -> Started:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stdout.close()
        if self.stderr:
            self.stderr.close()
        self.wait()

    def send_signal(self, number: int) -> None:
        """Send a signal, unless the process is over."""
        if self.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._handle, number)

    def kill(self) -> None:
        """End it as a power cut would."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end, and return its exit code; that of a signal is negative."""
        if self.returncode is None:
            self._asked.settimeout(timeout)
            try:
                told = self._asked.recv(16)
            except TimeoutError as error:
                raise subprocess.TimeoutExpired("idos-p2p", timeout or 0.0) from error
            self.returncode = int(told)
            self._asked.close()
            os.close(self._handle)
        return self.returncode

    def communicate(self, timeout: float) -> tuple[str, str]:
        """Read to the end of both streams, wait, and return what they said; who takes longer is killed."""
        assert self.stderr
        said: list[str] = []
        reading = threading.Thread(target=lambda stream: said.append(stream.read()), args=(self.stderr,))
        late = threading.Timer(timeout, self.kill)
        reading.start()
        late.start()
        out = "" if self.stdout.closed else self.stdout.read()
        reading.join()
        over = late.finished.is_set()
        late.cancel()
        late.join()
        self.__exit__(None, None, None)
        if over:
            raise subprocess.TimeoutExpired("idos-p2p", timeout)
        return out, said[0]


def start(words: Sequence[str], environment: Mapping[str, str], errors: int | None = None) -> Started:
    """Start ``idos-p2p`` with these words; its errors go to this descriptor, or to a pipe."""
    read, write = os.pipe()
    read_errors, write_errors = (None, errors) if errors is not None else os.pipe()
    asked = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    asked.connect(asking_at())
    ask = json.dumps({"words": list(words), "environment": dict(environment)}).encode()
    with Path(os.devnull).open() as nothing:
        socket.send_fds(asked, [ask], [nothing.fileno(), write, write_errors])
    os.close(write)
    if read_errors is not None:
        os.close(write_errors)
    stderr = None if read_errors is None else os.fdopen(read_errors, encoding="utf-8")
    return Started(asked, os.fdopen(read, encoding="utf-8"), stderr)


@cache
def asking_at() -> str:
    """Start the process that forks, once, and return where it is asked; it ends with this process."""
    folder = Path(tempfile.mkdtemp(prefix="idos-"))
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.end2end.starter", str(folder / "starter")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=ROOT,
    )
    assert process.stdin
    assert process.stdout
    assert process.stdout.readline()

    def end() -> None:
        process.communicate()
        shutil.rmtree(folder, ignore_errors=True)

    atexit.register(end)
    return str(folder / "starter")


class _Starter:
    """Forks for who asks, and says of each process how it ended."""

    def __init__(self, place: str) -> None:
        self._selector = selectors.DefaultSelector()
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._socket.bind(place)
        self._socket.listen()
        self._selector.register(self._socket, selectors.EVENT_READ)
        self._selector.register(sys.stdin, selectors.EVENT_READ)

    def words(self) -> list[str] | None:
        """Return the words of a process that was forked, in it; in this one None, once nobody will ask any more."""
        while True:
            for key, _ in self._selector.select():
                if key.fileobj is sys.stdin:
                    return None
                if key.data:
                    self._ended(key.fd, *key.data)
                elif (words := self._fork()) is not None:
                    return words

    def _fork(self) -> list[str] | None:
        asked, _ = self._socket.accept()
        ask, streams, _, _ = socket.recv_fds(asked, ASKED_BYTES, 3)
        if child := os.fork():
            handle = os.pidfd_open(child)
            self._selector.register(handle, selectors.EVENT_READ, (child, asked))
            socket.send_fds(asked, [b"+"], [handle])
            for stream in streams:
                os.close(stream)
            return None
        for number, stream in enumerate(streams):
            os.dup2(stream, number)
            os.close(stream)
        for key in list(self._selector.get_map().values()):
            if key.fileobj is not sys.stdin:
                os.close(key.fd)
            if key.data:
                key.data[1].detach()
        asked.close()
        sys.stdin, sys.stdout = open(0, encoding="utf-8"), open(1, "w", encoding="utf-8")  # noqa: SIM115  # as long as the process
        sys.stderr = open(2, "w", encoding="utf-8", buffering=1)  # noqa: SIM115  # as long as the process
        told = json.loads(ask)
        os.environ.clear()
        os.environ.update(told["environment"])
        return list(told["words"])

    def _ended(self, handle: int, child: int, asked: socket.socket) -> None:
        self._selector.unregister(handle)
        _, status = os.waitpid(child, 0)
        with contextlib.suppress(ConnectionError):
            asked.send(str(os.waitstatus_to_exitcode(status)).encode())
        asked.close()
        os.close(handle)


def _serve(place: str) -> int:
    for name in LOADED:
        importlib.import_module(name)
    gc.collect()
    gc.freeze()
    starter = _Starter(place)
    print("ready", flush=True)  # noqa: T201  # whoever started this waits for it
    words = starter.words()
    return 0 if words is None else main(words)


if __name__ == "__main__":
    sys.exit(_serve(sys.argv[1]))
