"""A switch that takes its time: frames between cables, later, and not all of them. For kernels that delay nothing.

``python -m tests.harness.wire CABLE… [--delay MS] [--loss PERCENT] [--seed N]``, run in the namespace that the cables
end in. It says "ready" in a line, and ends when its standard input does. Where ``tc netem`` exists that does the same.

Each frame passes with the kernel's own header before it (``PACKET_VNET_HDR``), so that what the sender left to the
network card, checksums and cutting large segments, is still done by whoever takes it last.
"""

from __future__ import annotations

import argparse
import heapq
import itertools
import random
import select
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.harness.network import Host, Network

ETH_P_ALL = 0x0003
SOL_PACKET, PACKET_VNET_HDR, PACKET_IGNORE_OUTGOING = 263, 15, 23
SO_RCVBUFFORCE = 33
VNET_HEADER = 10  # bytes before each frame
GROUP_BIT = 1  # of the first byte of a destination: several are meant
LARGEST = VNET_HEADER + 14 + (1 << 16)
ROOT = Path(__file__).parents[2]
BUFFER_BYTES = 4 << 20
WITHIN = 20.0


class Switch:
    """Learns who is behind which cable, and hands each frame on when its time has come."""

    def __init__(self, cables: Sequence[str], delay: float, loss: float, seed: int) -> None:
        self._delay, self._loss, self._random = delay, loss, random.Random(seed)
        self._ends = [_held(cable) for cable in cables]
        self._behind: dict[bytes, socket.socket] = {}
        self._late: list[tuple[float, int, socket.socket, bytes]] = []
        self._order = itertools.count()

    def run(self) -> None:
        """Pass frames on until standard input ends."""
        poll = select.epoll()
        poll.register(sys.stdin.fileno(), select.EPOLLIN)
        by_number = {end.fileno(): end for end in self._ends}
        for number in by_number:
            poll.register(number, select.EPOLLIN)
        while True:
            rest = max(0.0, self._late[0][0] - time.monotonic()) if self._late else -1.0
            for number, _ in poll.poll(rest):
                if number not in by_number:
                    return
                self._take(by_number[number])
            self._hand_on()

    def _take(self, end: socket.socket) -> None:
        with suppress(BlockingIOError, OSError):
            while True:
                frame = end.recv(LARGEST)
                to, source = frame[VNET_HEADER : VNET_HEADER + 6], frame[VNET_HEADER + 6 : VNET_HEADER + 12]
                self._behind[source] = end
                if self._random.random() < self._loss:
                    continue
                known = None if to[0] & GROUP_BIT else self._behind.get(to)
                due = time.monotonic() + self._delay
                for other in self._ends if known is None else [known]:
                    if other is not end:
                        heapq.heappush(self._late, (due, next(self._order), other, frame))

    def _hand_on(self) -> None:
        now = time.monotonic()
        while self._late and self._late[0][0] <= now:
            _, _, end, frame = heapq.heappop(self._late)
            with suppress(OSError):  # a full queue loses a frame, as a real one would
                end.send(frame)


def _held(cable: str) -> socket.socket:
    end = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0)
    end.setsockopt(SOL_PACKET, PACKET_VNET_HDR, 1)
    end.setsockopt(SOL_PACKET, PACKET_IGNORE_OUTGOING, 1)
    end.setsockopt(socket.SOL_SOCKET, SO_RCVBUFFORCE, BUFFER_BYTES)
    end.bind((cable, ETH_P_ALL))
    end.setblocking(False)
    return end


@contextmanager
def slow_wire(network: Network, hosts: Sequence[Host], *, delay_ms: int = 0, loss: int = 0) -> Iterator[None]:
    """Join these hosts by a switch that delays and loses, while the context lasts. Each has one loose cable."""
    cables = [plug.far for host in hosts for plug in host.plugs.values()]
    options = ("--delay", str(delay_ms), "--loss", str(loss))
    words = [*network.switch, sys.executable, "-m", "tests.harness.wire", *cables, *options]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        try:
            assert process.stdout
            assert process.stdout.readline() == "ready\n"
            yield
        finally:
            assert process.stdin
            process.stdin.close()
            process.wait(WITHIN)


def main() -> None:
    """Pass frames on until standard input ends."""
    parser = argparse.ArgumentParser()
    parser.add_argument("cables", nargs="+")
    parser.add_argument("--delay", type=int, default=0, help="milliseconds, one way")
    parser.add_argument("--loss", type=int, default=0, help="of a hundred frames")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    switch = Switch(options.cables, options.delay / 1000, options.loss / 100, options.seed)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    switch.run()


if __name__ == "__main__":
    main()
