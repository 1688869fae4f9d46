"""A link between two ends that carries little at once, counts what crosses it, and is cut where it is told."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

HELD_BYTES = 64 << 10  # each way, as on a radio: what a computer's loopback would swallow whole is not under way
READ_BYTES = 4096


class Link:
    """Passes bytes between whoever dials ``address`` and a port; cuts the first connection after ``cut_at`` bytes."""

    def __init__(self, port: int, cut_at: int) -> None:
        self.carried = 0
        self.connections = 0
        self._port, self._cut_at = port, cut_at
        self._lock = threading.Lock()
        self._server = socket.socket()
        self._server.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, HELD_BYTES)
        self._server.bind(("127.0.0.1", 0))
        self._server.listen()
        self.address = f"127.0.0.1:{self._server.getsockname()[1]}"
        self._threads = [threading.Thread(target=self._accept)]
        self._threads[0].start()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._server.accept()
            except OSError:
                return
            self.connections += 1
            far = socket.socket()
            for end in (near, far):
                end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, HELD_BYTES)
                end.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, HELD_BYTES)
            far.connect(("127.0.0.1", self._port))
            cut_at = self._cut_at if self.connections == 1 else 0
            for one, other in ((near, far), (far, near)):
                self._threads.append(threading.Thread(target=self._pass_on, args=(one, other, cut_at)))
                self._threads[-1].start()

    def _pass_on(self, one: socket.socket, other: socket.socket, cut_at: int) -> None:
        try:
            while data := one.recv(READ_BYTES):
                other.sendall(data)
                with self._lock:
                    self.carried += len(data)
                    if cut_at and self.carried >= cut_at:
                        break
        except OSError:
            pass  # the other direction has closed both
        for end in (one, other):
            end.close() if cut_at and self.carried >= cut_at else _end(end)

    def close(self) -> None:
        """Take nobody more, and wait for what passes."""
        self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()
        for thread in self._threads:
            thread.join()


def _end(end: socket.socket) -> None:
    try:
        end.shutdown(socket.SHUT_RDWR)
    except OSError:
        end.close()


@contextmanager
def link(port: int, cut_at: int = 0) -> Iterator[Link]:
    """Give a link to a port until the block ends."""
    laid = Link(port, cut_at)
    try:
        yield laid
    finally:
        laid.close()
