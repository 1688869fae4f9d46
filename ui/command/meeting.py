"""``serve``, ``sync`` and ``cell join``: the commands that meet others."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any, TypeVar

from idos_p2p.errors import RefusedError
from idos_p2p.events import ForkFound, MembersChanged, Restored
from idos_p2p.identity.invitation import read_link
from idos_p2p.ids import CellId, DeviceId
from idos_p2p.services.alone import note_copy
from idos_p2p.services.cell import Cell
from idos_p2p.services.copies import source_of
from idos_p2p.services.found import Surroundings, forget_vain_attempt, prepare_to_join
from sync.channel.listener import TurnedAway
from sync.discovery.addresses import ANYWHERE, Endpoint
from sync.discovery.discovery import Seen
from sync.engine import Met
from sync.joining import Newcomer, join
from sync.node import Listening, Node, NodeEvent, NodeOptions
from sync.peers import Peer
from sync.presence import Unreachable
from sync.room import MeetingChanged, SignChanged
from sync.search import Search
from sync.watch import FolderWatch
from sync.worker import CellWorker
from ui.command import attended, carrying, examining, on_cell, sponsoring
from ui.command.control import Control
from ui.command.daily import copy_on_leaving
from ui.command.keeping import copy_each_day, made
from ui.command.status import status
from ui.command.table import Document, Options, is_on_cell

SETTLE_SECONDS = 1.5  # after the last news, so that others in the room who were just seen are met too
STALL_SECONDS = 60.0  # a meeting that exchanges nothing for so long is given up

T = TypeVar("T")
Report = Callable[[dict[str, Any]], None]


def with_worker(around: Surroundings, opened: Callable[[], Cell], use: Callable[[CellWorker], Document]) -> Document:
    """Open a cell in a worker of its own, and return what ``use`` makes of it; it is closed whatever happens.

    On the way out the copy of this day is made, if it is still to be made.
    """
    worker = CellWorker(opened)
    try:
        done = use(worker)
        source = worker.submit(lambda cell: source_of(around.home, cell)).result()
    finally:
        worker.close()
    copy_on_leaving(source, around.clock)
    return done


def serve(worker: CellWorker, around: Surroundings, options: Options, report: Report) -> None:
    """Meet others until SIGTERM or SIGINT; ``report`` gets one document an event, the first once we listen."""
    told = _Teller(report)
    node = _node(worker, around, options["listen"], options, told)
    asyncio.run(_serve(node, worker, around, report))


def sync(worker: CellWorker, around: Surroundings, options: Options) -> Document:
    """Meet others now; return who was met, once all are equal or nobody more is found."""
    listen = None if options["no_discovery"] else ANYWHERE
    if options["interfaces"] and listen:
        listen = Endpoint(options["interfaces"][0], 0)
    node = _node(worker, around, listen, options, lambda _event: None)
    return asyncio.run(until_interrupted(node.run(lambda: meet(node, worker, options))))


def check(worker: CellWorker, around: Surroundings, options: Options) -> Document:
    """Open this computer for a moment, and return what keeps others from appearing."""
    listen = Endpoint(options["interfaces"][0], 0) if options["interfaces"] else ANYWHERE
    node = _node(worker, around, listen, options, lambda _event: None)

    async def examined() -> Document:
        return await examining.check(node, around.clock, _endpoints(options), options["wait"])

    return asyncio.run(until_interrupted(node.run(examined)))


def join_by_link(around: Surroundings, options: Options) -> Document:
    """Come into a cell with a link; return the cell, this person's record and this device."""
    newcomer = Newcomer(read_link(options["link"]), options["person"], tuple(options["roles"]))
    with forgetting_vain_attempt(around, newcomer.invitation.cell):
        return with_worker(
            around,
            lambda: prepare_to_join(around, newcomer.invitation),
            lambda worker: join_cell(worker, around, newcomer, search_of(options)),
        )


@contextlib.contextmanager
def forgetting_vain_attempt(around: Surroundings, cell: CellId) -> Iterator[None]:
    """Leave no cell behind in which this home is not, when coming in is refused."""
    try:
        yield
    except RefusedError:
        forget_vain_attempt(around, cell)
        raise


def join_cell(worker: CellWorker, around: Surroundings, newcomer: Newcomer, search: Search) -> Document:
    """Come in with an invitation; return the cell, this person's record and this device."""
    node = node_of_newcomer(worker, around)
    joining = node.run(lambda: all_seen(node, join(node, worker, newcomer, search, around.clock)))
    return joined(worker, newcomer.invitation.cell, asyncio.run(until_interrupted(joining)))


async def all_seen(node: Node, coming_in: Awaitable[str]) -> str:
    """Come in, and return when all that came can be seen: the next command has nothing to catch up with."""
    person = await coming_in
    await node.engine.projected()
    return person


def joined(worker: CellWorker, cell: CellId, person: str) -> Document:
    """Return what a command answers that has come in."""
    return {"id": cell.hex(), "person": person, "device": worker.submit(_device).result().hex()}


def node_of_newcomer(worker: CellWorker, around: Surroundings) -> Node:
    """Return a node that meets nobody but whom it is told to."""
    return _quiet_node(worker, around, NodeOptions(listen=None, interfaces=None, discovery=False))


def node_that_listens(worker: CellWorker, around: Surroundings, options: Options) -> Node:
    """Return a node that others of the room find, at any port, as ``options`` say."""
    host = options["interfaces"][0] if options["interfaces"] else ANYWHERE.host
    meets = NodeOptions(Endpoint(host, 0), _interfaces(options), discovery=not options["no_discovery"])
    return _quiet_node(worker, around, meets)


def _quiet_node(worker: CellWorker, around: Surroundings, options: NodeOptions) -> Node:
    return Node(worker, options, lambda _event: None, clock=around.clock, entropy=around.entropy)


def search_of(options: Options) -> Search:
    """Return where the options of finding say to look, and for how long."""
    return Search(
        _endpoints(options), _interfaces(options), discovery=not options["no_discovery"], seconds=options["wait"]
    )


async def until_interrupted(work: Coroutine[Any, Any, T]) -> T:
    """Return what the work returns; on Ctrl-C, cancel it and raise KeyboardInterrupt.

    The handler that ``asyncio.run`` sets does not wake the loop: a Ctrl-C that comes as the loop falls asleep would be
    heard when it wakes by itself. The loop's own signal handlers wake it.
    """
    task = asyncio.ensure_future(work)
    interrupted = asyncio.Event()

    def interrupt() -> None:
        interrupted.set()
        task.cancel()

    asyncio.get_running_loop().add_signal_handler(signal.SIGINT, interrupt)
    try:
        return await task
    except asyncio.CancelledError:
        if interrupted.is_set():
            raise KeyboardInterrupt from None
        raise


async def meet(node: Node, worker: CellWorker, options: Options) -> Document:
    """Wait until every peer that is found holds the same as we do, and return who was met."""
    named = len(_endpoints(options))
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(options["wait"]):
            await node.engine.until(lambda: _enough(node, named))
            if not options["no_discovery"]:
                await _quiet(node)
    with contextlib.suppress(TimeoutError):
        while not node.engine.complete:
            async with asyncio.timeout(STALL_SECONDS):
                await node.engine.step()
    await node.engine.projected()
    digest = await worker.run(Cell.digest)
    peers = [peer_document(peer) for peer in node.engine.peers]
    of_the_cell = [
        peer for peer in peers if peer["code"] != "peer_out"
    ]  # whoever was put out may knock, and changes nothing
    equal = bool(of_the_cell) and all(peer["state"] == "up_to_date" for peer in of_the_cell)
    return {"peers": peers, "digest": digest.hex(), "equal": equal}


def _enough(node: Node, named: int) -> bool:
    """Whether all who were named, or with no name anybody, hold the same as we do."""
    met = [peer for peer in node.engine.peers if peer.up_to_date_ms is not None]
    return len(met) >= max(named, 1) and node.engine.settled


async def _quiet(node: Node) -> None:
    """Return when nothing has happened for a moment and everybody met is up to date."""
    while True:
        try:
            async with asyncio.timeout(SETTLE_SECONDS):
                await node.engine.step()
        except TimeoutError:
            if node.engine.settled:
                return


def peer_document(peer: Peer) -> dict[str, Any]:
    """Return a peer as ``sync`` tells it: entries, and bytes of session frames."""
    state = "up_to_date" if peer.up_to_date_ms is not None and not peer.code.endswith("refused") else peer.state.value
    return {
        "device": peer.device.hex(),
        "state": state,
        "sent": peer.counts.sent,
        "received": peer.counts.received,
        "bytes_out": peer.counts.bytes_out,
        "bytes_in": peer.counts.bytes_in,
        "code": peer.code,
    }


async def _serve(node: Node, worker: CellWorker, around: Surroundings, report: Report) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)

    async with beside(node, worker, around, report):
        await node.run(stop.wait)


def _unheard(_document: dict[str, Any]) -> None:
    """Listen to nothing."""


@contextlib.asynccontextmanager
async def beside(
    node: Node, worker: CellWorker, around: Surroundings, report: Report = _unheard
) -> AsyncIterator[None]:
    """While a process meets others: take the commands of the same home, keep the copy of each day, share the folder.

    ``report`` gets a document each time the folder brought something.
    """
    watch = FolderWatch(worker, lambda done: report(carrying.event_document(done)))

    async def answer(command: str, options: dict[str, Any]) -> Document:
        if command in carrying.STEPS:
            return await watch.alone(lambda cell: carrying.STEPS[command](cell, options))
        return await answer_here(node, worker, around, command, options)

    control = Control(around.home, answer)
    await control.open()
    tasks = [asyncio.create_task(copy_each_day(worker, around.home, around.clock)), asyncio.create_task(watch.run())]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        ended = await asyncio.gather(*tasks, return_exceptions=True)
        await control.close()
        for fault in ended:
            if isinstance(fault, Exception):
                raise fault


async def answer_here(
    node: Node, worker: CellWorker, around: Surroundings, command: str, options: dict[str, Any]
) -> Document:
    """Run a command for another process of the same home."""
    if command == "copy make":
        source = await worker.run(lambda cell: source_of(around.home, cell))
        copy = await asyncio.to_thread(made, source, Path(options["path"]), around.clock)
        await worker.run(note_copy)
        return copy
    if command == "sync":
        node.look_at(_endpoints(options))
        return await meet(node, worker, {**options, "no_discovery": bool(options["peers"])})
    with_node: dict[str, Callable[[], Awaitable[Document]]] = {
        examining.CHECK: lambda: examining.check(node, around.clock, _endpoints(options), options["wait"]),
        "room": lambda: attended.show(node, worker),
        "room end": lambda: attended.end_meeting(node),
        "status": lambda: status(node, worker),
        sponsoring.SHOW: lambda: sponsoring.show(node, worker, options),
        sponsoring.WAIT: lambda: sponsoring.wait(node, worker),
    }
    if command in with_node:
        return await with_node[command]()
    if not is_on_cell(command):
        raise RefusedError("home_in_use", home="")
    return await worker.run(on_cell.run, command, options)


def _node(
    worker: CellWorker,
    around: Surroundings,
    listen: Endpoint | None,
    options: Options,
    report: Callable[[NodeEvent], None],
) -> Node:
    node_options = NodeOptions(
        listen, _interfaces(options), discovery=not options["no_discovery"], peers=_endpoints(options)
    )
    return Node(worker, node_options, report, clock=around.clock, entropy=around.entropy)


def _endpoints(options: Options) -> tuple[Endpoint, ...]:
    return tuple(Endpoint.parse(peer) for peer in options.get("peers", ()))


def _interfaces(options: Options) -> tuple[str, ...] | None:
    return tuple(options["interfaces"]) or None


def _device(cell: Cell) -> DeviceId:
    return cell.device


class _Teller:
    """Turns what happens into one document an event; a received batch is told once, with its sum."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._last: dict[DeviceId, Peer] = {}

    def __call__(self, event: NodeEvent) -> None:
        match event:
            case Listening(endpoint=endpoint):
                self._report({"event": "listening", "host": endpoint.host, "port": endpoint.port})
            case Met(peer=peer):
                self._met(peer)
            case TurnedAway(code=code, remote=remote, step=step, unsaid=unsaid):
                self._report({"event": "refused", "code": code, "host": remote[0], "step": step, "unsaid": unsaid})
            case Unreachable(endpoint=endpoint, code=code):
                self._report({"event": "unreachable", "endpoint": str(endpoint), "code": code})
            case Seen(instance=instance) if event.ours:
                self._report({"event": "seen", "instance": instance})
            case SignChanged() | MeetingChanged():
                self._report(attended.event_document(event))
            case MembersChanged():
                self._report({"event": "members"})
            case ForkFound(device=device):
                self._report({"event": "forked", "device": device.hex()})
            case Restored():
                self._report({"event": "restored"})
            case _:
                return

    def _met(self, peer: Peer) -> None:
        before = self._last.get(peer.device)
        self._last[peer.device] = peer
        document = {"event": peer.state.value, **peer_document(peer)}
        if before is None or before.state is not peer.state:
            first = before is None or before.state.value == "ended"
            self._report({**document, "event": "connected" if first else peer.state.value})
        if before and peer.counts.received > before.counts.received:
            self._report({**document, "event": "received"})
