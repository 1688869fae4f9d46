"""One of two processes of another engine: ``python others.py ENGINE listen|dial COMMON HERE THERE FOLDER``.

``one`` and ``each`` for the engine make the documents that ``repo.mjs`` takes, and print their paths; ``raw`` prints
the bytes of the changes, ``load`` what it takes to load the one document.

Runs in an environment of the bench's own, which holds the engines and nothing of ours. Both ends keep their documents
in memory, verify nothing, and speak the engine's own sync over a TCP connection of loopback: frames of a length and a
message. What is made beforehand is not counted; ``go`` begins, as with ``ours.py``.
"""

from __future__ import annotations

import json
import socket
import struct
import sys
import time
from pathlib import Path
from resource import RUSAGE_SELF, getrusage

sys.path.insert(0, str(Path(__file__).parents[2]))

import automerge.core as am

from bench.meeting.engines import (
    ENGINES,
    Engine,
    ManyDocuments,
    OneDocument,
    listed_of,
    raw_bytes,
    saved,
    saved_each,
)
from bench.meeting.words import AUTHORS


class Wire:
    """Frames over one connection, counted."""

    def __init__(self, connection: socket.socket) -> None:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._connection = connection
        self.bytes_out = self.bytes_in = self.frames_out = self.frames_in = 0

    def say(self, message: bytes) -> None:
        """Say a message; an empty one only gives the turn, and is not counted."""
        self._connection.sendall(struct.pack(">I", len(message)) + message)
        self.bytes_out += (4 + len(message)) * bool(message)
        self.frames_out += bool(message)

    def hear(self) -> bytes:
        """Return the next message."""
        (size,) = struct.unpack(">I", self._exactly(4))
        message = self._exactly(size)
        self.bytes_in += (4 + size) * bool(size)
        self.frames_in += bool(size)
        return message

    def _exactly(self, size: int) -> bytes:
        parts = bytearray()
        while len(parts) < size:
            part = self._connection.recv(min(1 << 20, size - len(parts)))
            if not part:
                raise SystemExit("the other end has gone")
            parts += part
        return bytes(parts)


def processor() -> float:
    """Return the seconds of the processor that this process has used."""
    used = getrusage(RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def converse(engine: Engine, wire: Wire, *, first: bool) -> None:
    """Speak until both hold everything."""
    if isinstance(engine, OneDocument | ManyDocuments):
        take_turns(engine, wire, first=first)
        return
    wire.say(engine.opening())
    wire.say(engine.hear(wire.hear()))
    engine.hear(wire.hear())


def take_turns(engine: Engine, wire: Wire, *, first: bool) -> None:
    """Speak in turns, as Automerge's own sync does, until neither has anything to say."""
    said = b"?"
    if first:
        said = engine.opening()
        wire.say(said)
    while True:
        heard = wire.hear()
        if not heard and not said:
            return
        said = engine.hear(heard) if heard else engine.opening()
        wire.say(said)
        if not heard and not said:
            return


def load(path: Path) -> None:
    """Print how long it takes to load a document and to read fifty records of it, and the peak of memory."""
    began = time.monotonic()
    document = am.Document.load(path.read_bytes())
    shown = [document.values(document.get(am.ROOT, key)[1]) for key in document.keys(am.ROOT)[:50]]
    took = time.monotonic() - began
    print(json.dumps({"ms": took * 1000, "mib": getrusage(RUSAGE_SELF).ru_maxrss / 1024, "shown": len(shown)}))


def main() -> None:
    """Prepare, say so, and converse when told."""
    name, role, *numbers, folder = sys.argv[1:]
    common, here, there = map(int, numbers)
    half = AUTHORS // 2 if there else AUTHORS
    listens = role == "listen"
    alone = listed_of(here, "here", 0, half) if listens else listed_of(there, "there", half, AUTHORS - half or 1)
    if name == "raw":
        print(json.dumps({"raw": raw_bytes(alone)}))
        return
    held = listed_of(common, "common", 0, AUTHORS), alone
    if name in {"one", "each"}:
        make = saved if name == "one" else saved_each
        print(json.dumps({"files": [str(make(Path(folder), *held))] if any(held) else []}))
        return
    if name == "load":
        load(saved(Path(folder), *held))
        return
    engine = ENGINES[name](Path(folder))
    engine.hold(*held)
    listener = socket.create_server(("127.0.0.1", 0)) if role == "listen" else None
    print(json.dumps({"ready": True, "port": listener.getsockname()[1] if listener else 0}), flush=True)
    words = sys.stdin.readline().split()
    before, started = processor(), time.monotonic_ns()
    if listener:
        wire = Wire(listener.accept()[0])
    else:
        host, _, port = words[1].rpartition(":")
        wire = Wire(socket.create_connection((host, int(port))))
    converse(engine, wire, first=role == "dial")
    done = time.monotonic_ns()
    if engine.count() != common + here + there:
        raise SystemExit(f"{name} holds {engine.count()} records")
    told = {"started": started, "equal": done, "done": done, "processor": processor() - before}
    sizes = {key: getattr(wire, key) for key in ("bytes_out", "bytes_in", "frames_out", "frames_in")}
    print(json.dumps({**told, **sizes}), flush=True)
    sys.stdin.readline()


if __name__ == "__main__":
    main()
