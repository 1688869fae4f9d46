"""A whole room of real processes, each on a computer of its own, that find each other by mDNS alone (issue 6, line 1).

``python -m tests.harness.room --hosts 30 --own 200 --common 10000 [--loss 5] [--delay 50] [--cut]``, as root. It prints
what the room took: seconds until all were equal, bytes, entries sent for each entry lacked, processor and memory.
``--cut`` ends one process half-way, as a power cut would, and starts it again.

A process tells what it received and sent, by peer; equal are those that say one digest at the end.
"""

from __future__ import annotations

import argparse
import json
import os
import selectors
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, NamedTuple

from idos_p2p.paths import Home
from tests.harness.homes import Size, homes_of
from tests.harness.network import Host, Network, why_no_filter, why_no_network
from tests.harness.wire import slow_wire
from ui.command.ask import ask

ROOT = Path(__file__).parents[2]
WITHIN = 600.0  # seconds: a room that takes longer has failed
STOP_SECONDS = 30.0
LINE_BYTES = 1 << 16
ASK_EVERY_SECONDS = 5.0

Event = dict[str, Any]


@dataclass
class Meter:
    """What one process has told, and what it took."""

    listening_at: float = 0.0
    complete_at: float = 0.0
    peers: dict[str, Event] = field(default_factory=dict)  # the last counts with each device
    unsaid: int = 0  # entries received beyond what the counts tell
    names: Counter[str] = field(default_factory=Counter)  # events by name
    codes: Counter[str] = field(default_factory=Counter)
    processor: float = 0.0
    memory: int = 0

    def take(self, event: Event) -> None:
        """Take note of one event."""
        self.names[event["event"]] += 1
        if "received" in event:
            self.peers[event["device"]] = event
        if event.get("code"):
            self.codes[f"{event['event']} {event['code']}"] += 1

    @property
    def received(self) -> int:
        """How many entries it told that it received."""
        return self.total("received")

    def total(self, count: str) -> int:
        """Return the sum of a count over all peers."""
        return sum(int(event[count]) for event in self.peers.values())


class Member:
    """One home on one computer, and its process."""

    def __init__(self, host: Host, home: Path, held: int) -> None:
        self.host, self.home, self.held = host, home, held
        self.meters: list[Meter] = []
        self._process: subprocess.Popen[bytes] | None = None
        self._rest = b""
        self._errors = home.with_suffix(".log")

    @property
    def meter(self) -> Meter:
        """What its present process has told."""
        return self.meters[-1]

    @property
    def process(self) -> subprocess.Popen[bytes]:
        """Its present process."""
        assert self._process is not None
        return self._process

    @property
    def output(self) -> IO[bytes]:
        """What its present process prints."""
        assert self.process.stdout is not None
        return self.process.stdout

    def start(self) -> None:
        """Open the laptop."""
        words = ["-m", "ui.command.main", "--home", str(self.home), "--json", "serve"]
        with self._errors.open("ab") as errors:
            self._process = subprocess.Popen(
                [*self.host.prefix, sys.executable, *words],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=errors,
                env={**os.environ, "PYTHONPATH": str(ROOT)},
            )
        self.meters.append(Meter())
        self._rest = b""

    def read(self) -> bool:
        """Take what it says now; say whether it may say more."""
        said = os.read(self.output.fileno(), LINE_BYTES)
        *lines, self._rest = (self._rest + said).split(b"\n")
        for line in lines:
            event = json.loads(line)
            self.meter.take(event)
            if event["event"] == "listening":
                self.meter.listening_at = time.monotonic()
        return bool(said)

    def end(self, how: signal.Signals) -> None:
        """Ask it to end. ``send_signal`` would take what it used away from ``ended``."""
        os.kill(self.process.pid, how)

    def ended(self) -> None:
        """Wait for its end, and note what it took."""
        self.output.close()
        _, status, used = os.wait4(self.process.pid, 0)
        self.process.returncode = os.waitstatus_to_exitcode(status)
        self.meter.processor, self.meter.memory = used.ru_utime + used.ru_stime, used.ru_maxrss

    def ask(self, command: str) -> Any:
        """Have its process run a command."""
        return ask(Home(self.home), command, {"cell": ""})

    def log(self) -> str:
        """Return what its processes logged."""
        return self._errors.read_text(encoding="utf-8")


class Room:
    """All members, read together. ``total`` is how many entries there are in the cell once all are equal."""

    def __init__(self, members: Sequence[Member], total: int) -> None:
        self.members, self.total = members, total
        self._selector = selectors.DefaultSelector()
        self._asking = ThreadPoolExecutor(1)
        self.began = self._asked = time.monotonic()

    def open(self, member: Member) -> None:
        """Open one laptop."""
        member.start()
        self._selector.register(member.output, selectors.EVENT_READ, member)

    def ask(self, member: Member, *words: str) -> Any:
        """Ask one; what all say is read meanwhile, or who has much to say would not answer."""
        answer = self._asking.submit(member.ask, *words)
        while not answer.done():
            for key, _ in self._selector.select(0.05):
                self._read(key.data)
        return answer.result()

    def until(self, reached: Callable[[], bool]) -> None:
        """Read what all say until something is so. Raises TimeoutError after too long."""
        deadline = time.monotonic() + WITHIN
        while not reached():
            if time.monotonic() > deadline:
                raise TimeoutError(self.lacking())
            for key, _ in self._selector.select(1.0):
                self._read(key.data)
            if time.monotonic() - self._asked > ASK_EVERY_SECONDS:
                self._ask_the_others()

    def _ask_the_others(self) -> None:
        """Ask those who have not told enough what they hold: what a replaced channel still brought is told by no count.

        A process that is starting is not asked.
        """
        for member in self.members:
            if member.meters and member.meter.listening_at and not self.has_all(member):
                member.meter.unsaid = (
                    int(self.ask(member, "cell show")["entries"]) - member.held - member.meter.received
                )
        self._asked = time.monotonic()

    def _read(self, member: Member) -> None:
        if not member.read():
            self._selector.unregister(member.output)
            return
        if not member.meter.complete_at and self.has_all(member):
            member.meter.complete_at = time.monotonic()

    def has_all(self, member: Member) -> bool:
        """Say whether a member has all there is, by its own count."""
        return member.held + member.meter.received + member.meter.unsaid >= self.total

    def lacking(self) -> str:
        """Say who lacks how much."""
        return str({one.host.name: self.total - one.held - one.meter.received for one in self.members})

    def kill(self, member: Member) -> None:
        """End one process as a power cut would."""
        member.end(signal.SIGKILL)
        while member.read():
            pass
        self._selector.unregister(member.output)
        member.ended()

    def close(self) -> None:
        """Close all laptops politely, and hear their last words."""
        for member in self.members:
            member.end(signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        while self._selector.get_map() and time.monotonic() < deadline:
            for key, _ in self._selector.select(1.0):
                self._read(key.data)
        for member in self.members:
            member.end(signal.SIGKILL)
            member.ended()


@contextmanager
def room_of(size: Size, *, loss: int = 0, delay_ms: int = 0) -> Iterator[Room]:
    """Give a room whose computers are on one network, all closed yet; all is gone at the end."""
    with Network() as network, ExitStack() as stack:
        segment = network.segment()
        hosts = [network.host(f"h{number}") for number in range(size.homes)]
        for host in hosts:
            network.plug(host, None if delay_ms else segment, "eth0", segment.address())
            if loss:
                host.lose(loss)
        if delay_ms:
            stack.enter_context(slow_wire(network, hosts, delay_ms=delay_ms))
        yield stack.enter_context(_seated(size, hosts))


@contextmanager
def two_rooms(size: Size) -> Iterator[Room]:
    """Give two rooms that nothing joins but the first member's computer, which is on both networks."""
    with Network() as network:
        one, other = network.segment(), network.segment()
        hosts = [network.host("between", one, other)]
        hosts += [network.host(f"h{number}", other if number % 2 else one) for number in range(1, size.homes)]
        with _seated(size, hosts) as room:
            yield room


@contextmanager
def _seated(size: Size, hosts: Sequence[Host]) -> Iterator[Room]:
    """Give each computer a home of its own; no process is left at the end."""
    with tempfile.TemporaryDirectory(prefix="idos-room-") as folder:
        members = []
        for host, kept in zip(hosts, homes_of(size), strict=True):
            home = Path(folder) / kept.name
            shutil.copytree(kept, home)
            members.append(Member(host, home, size.common + size.own))
        try:
            yield Room(members, size.common + size.homes * size.own)
        finally:
            _end_all(members)


def _end_all(members: Sequence[Member]) -> None:
    for member in members:
        if member.meters and member.process.returncode is None:
            member.end(signal.SIGKILL)
            member.ended()


@dataclass(frozen=True)
class Outcome:
    """What a room took. Ratios are entries sent to a member for each entry it lacked."""

    seconds: float
    opening: float  # until the last one listened
    ratio: float
    worst_ratio: float
    bytes_out: int
    processor: float
    memory: int
    digests: frozenset[str]
    events: Counter[str]
    codes: Counter[str]
    cut: Cut | None


def meet(room: Room, *, cut: bool) -> Outcome:
    """Open all laptops, wait until they are equal, close them, and return what it took."""
    room.began = time.monotonic()
    for member in room.members:
        room.open(member)
    was_cut = cut_off(room, room.members[-1]) if cut else None
    room.until(lambda: all(room.has_all(member) for member in room.members))
    done = time.monotonic()
    digests = frozenset(str(room.ask(member, "cell show")["digest"]) for member in room.members)
    if len(digests) > 1:
        room.until(lambda: len({room.ask(member, "cell show")["digest"] for member in room.members}) == 1)
        done, digests = time.monotonic(), frozenset([str(room.ask(room.members[0], "cell show")["digest"])])
    room.close()
    meters = [meter for member in room.members for meter in member.meters]
    sent = _sent_to(room)
    lacked = room.total - room.members[0].held
    return Outcome(
        seconds=done - room.began,
        opening=max(member.meters[0].listening_at for member in room.members) - room.began,
        ratio=sum(sent.values()) / (lacked * len(room.members)),
        worst_ratio=max(sent.values(), default=0) / lacked,
        bytes_out=sum(meter.total("bytes_out") for meter in meters),
        processor=sum(meter.processor for meter in meters),
        memory=max(meter.memory for meter in meters),
        digests=digests,
        events=sum((meter.names for meter in meters), Counter()),
        codes=sum((meter.codes for meter in meters), Counter()),
        cut=was_cut,
    )


class Cut(NamedTuple):
    """One that was cut off: what it had lacked, had told, held at its new start, and received then; all in entries."""

    lacked: int
    told: int
    kept: int
    received_then: int


def cut_off(room: Room, member: Member) -> Cut:
    """End a member's process once it has half of what it lacks, start it again, and say what it still asked for."""
    lacked = room.total - member.held
    room.until(lambda: member.meter.received * 2 >= lacked)
    room.kill(member)
    known = member.meter.received
    show = json.loads(member.host.run(*_command(member, "cell", "show"), within=WITHIN))
    member.held = show["entries"]
    room.open(member)
    room.until(lambda: room.has_all(member))
    return Cut(lacked, known, show["entries"] - (room.total - lacked), member.meter.received)


def _command(member: Member, *words: str) -> list[str]:
    command = ("-m", "ui.command.main", "--home", str(member.home), "--json")
    return ["env", f"PYTHONPATH={ROOT}", sys.executable, *command, *words]


def _sent_to(room: Room) -> Counter[str]:
    """Return how many entries were sent to each device, as the others tell."""
    sent: Counter[str] = Counter()
    for member in room.members:
        for meter in member.meters:
            for device, event in meter.peers.items():
                sent[device] += int(event["sent"])
    return sent


def main() -> None:
    """Play one room and print what it took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hosts", type=int, default=30)
    parser.add_argument("--own", type=int, default=200)
    parser.add_argument("--common", type=int, default=10_000)
    parser.add_argument("--loss", type=int, default=0, help="of a hundred packets that reach a computer")
    parser.add_argument("--delay", type=int, default=0, help="milliseconds, one way")
    parser.add_argument("--cut", action="store_true", help="end one process half-way and start it again")
    options = parser.parse_args()
    if reason := why_no_filter() if options.loss else why_no_network():
        raise SystemExit(reason)
    size = Size(options.hosts, options.common, options.own)
    homes_of(size)
    with room_of(size, loss=options.loss, delay_ms=options.delay) as room:
        try:
            outcome = meet(room, cut=options.cut)
        finally:
            logs = Counter(line for member in room.members for line in member.log().splitlines())
            for line, count in logs.most_common(10):
                sys.stdout.write(f"  log x{count}: {line}\n")
    for name, value in vars(outcome).items():
        sys.stdout.write(f"{name:12} {dict(value) if isinstance(value, Counter) else value}\n")


if __name__ == "__main__":
    main()
