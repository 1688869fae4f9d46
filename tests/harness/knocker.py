"""Who knocks without knowing the secret, over and over: ``python -m tests.harness.knocker HOST PORT COUNT``.

Each knock is a connection of its own, from one of several addresses of loopback: 48 random bytes, fewer, or none.
"""

from __future__ import annotations

import random
import socket
import struct
import sys
import threading
from contextlib import suppress

AT_ONCE = 48  # connections
RESET = struct.pack("ii", 1, 0)  # SO_LINGER: go without waiting, so that a hundred thousand leave no port taken
PATIENCE_SECONDS = 10.0


def knock(endpoint: tuple[str, int], dice: random.Random) -> None:
    """Knock once."""
    with suppress(OSError), socket.socket() as plain:
        plain.settimeout(PATIENCE_SECONDS)
        plain.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
        plain.connect(endpoint)
        how = dice.random()
        if how < 0.05:
            return  # gone at once
        if how < 0.9:
            plain.recv(16)
        plain.sendall(dice.randbytes(48 if how < 0.95 else 4_000))
        while plain.recv(4_096):
            pass


def main() -> None:
    """Knock so many times."""
    host, port, count = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    left = iter(range(count))
    lock = threading.Lock()

    def knocker(number: int) -> None:
        dice = random.Random(number)
        while True:
            with lock:
                if next(left, None) is None:
                    return
            knock((host, port), dice)

    threads = [threading.Thread(target=knocker, args=(number,)) for number in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


if __name__ == "__main__":
    main()
