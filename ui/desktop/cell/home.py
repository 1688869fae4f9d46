"""This computer before and while it has a cell: what the first run needs."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from idos_p2p.errors import RefusedError
from idos_p2p.identity.invitation import Invitation, is_link, read_link
from idos_p2p.identity.spoken_code import read_code
from idos_p2p.ids import CellId
from idos_p2p.paths import Home
from idos_p2p.services.cell import Cell
from idos_p2p.services.copies import restore_copy
from idos_p2p.services.found import Surroundings, choose_cell, forget_vain_attempt, found, open_cell, prepare_to_join
from idos_p2p.services.homes import KnownHome, add_home, homes
from idos_p2p.services.load import carry_out, plan_import
from idos_p2p.services.lock import HomeLock
from idos_p2p.services.passphrase import change_passphrase
from idos_p2p.services.salvage import is_sound, repair
from sync.channel.pairing import Aim
from sync.discovery.addresses import Endpoint
from sync.joining import Newcomer, Sponsored, join, join_as_device, say_code
from sync.node import Node, NodeEvent, NodeOptions
from sync.search import Search
from sync.worker import CellWorker
from ui.desktop.cell.running import Attend, RunningCell
from ui.desktop.presenters.this_computer import HomeCard

JOIN_SECONDS = 30.0  # somebody's laptop has to be opened on the other side of the table
EXAMPLE = "exemple"  # the folder, in the home, of the invented association


class ComputerHome:
    """The window's ``HomePort``."""

    def __init__(
        self,
        around: Surroundings,
        cell_prefix: str,
        interfaces: tuple[str, ...] | None,
        *,
        discovery: bool,
        association: Path,
        attend: Callable[[Surroundings], Attend],
        join_seconds: float = JOIN_SECONDS,
    ) -> None:
        """``interfaces`` None means all worth using; ``association`` is the invented one's folder."""
        self._join_seconds = join_seconds
        self._root = around.home
        self._around = self._running = around
        self._prefix = cell_prefix
        self._interfaces = interfaces
        self._discovery = discovery
        self._association = association
        self._attend = attend

    def open(self) -> RunningCell | None:
        """Return the cell of this home, running, or None when there is none yet."""
        if not self._around.home.cells():
            return None
        cell_id = choose_cell(self._around.home, self._prefix)
        return self._run(self._around, lambda: open_cell(self._around, cell_id))

    def unlock(self, passphrase: str) -> RunningCell | None:
        """As ``open``, of a cell that is behind this passphrase."""
        before, self._around = self._around, replace(self._around, passphrase=passphrase)
        try:
            return self.open()
        except RefusedError as refused:
            if refused.code.startswith("passphrase_"):
                self._around = before
            raise

    def homes(self) -> tuple[HomeCard, ...]:
        """Return the homes of this computer, the first person's first."""
        return tuple(_card(known) for known in homes(self._root))

    def choose(self, path: str) -> None:
        """Work with that person's home from now on; the passphrase of another one is forgotten."""
        self._around = replace(self._around, home=Home(Path(path)), passphrase="")

    def add_home(self, name: str) -> HomeCard:
        """Make a home for another person, and return it."""
        made = add_home(self._root, name)
        return next(_card(known) for known in homes(self._root) if known.home == made)

    def protect(self, before: str, after: str) -> bool:
        """Change the passphrase of the running cell on this computer; return whether there is one now."""
        running = self._running
        cell_id = choose_cell(running.home, self._prefix if running.home == self._around.home else "")
        done = change_passphrase(replace(running, passphrase=before), cell_id, after)
        if running.home == self._around.home:
            self._around = replace(self._around, passphrase=after)
        return done.protected

    def restore(self, path: str) -> RunningCell:
        """Put a copy in the place of the cell, which is set aside, and return it running."""
        with self._held():
            cell_id = restore_copy(self._around, Path(path)).copy.cell
        return self._run(self._around, lambda: open_cell(self._around, cell_id))

    def repair(self) -> RunningCell:
        """Keep what can be read of a damaged cell, and return it running."""
        cell_id = choose_cell(self._around.home, self._prefix)
        with self._held():
            if not is_sound(self._around, cell_id):
                repair(self._around, cell_id)
        return self._run(self._around, lambda: open_cell(self._around, cell_id))

    def create(self, cell_name: str, person_name: str) -> RunningCell:
        """Found a cell and return it running."""
        return self._run(self._around, lambda: found(self._around, cell_name, person_name, ()))

    def join(self, link: str, person_name: str) -> RunningCell:
        """Enter a cell with an invitation link, or with a spoken code, and return it running."""
        if is_link(link):
            invitation, search = read_link(link), self._search()
        else:
            sponsored = self._say(link, Aim.JOIN)
            invitation, search = sponsored.invitation, sponsored.door
        newcomer = Newcomer(invitation, person_name, ())
        return self._enter(invitation, lambda node, worker: join(node, worker, newcomer, search, self._around.clock))

    def join_as_device(self, code: str) -> RunningCell:
        """Enter a cell as another computer of the person who shows this code, and return it running."""
        sponsored = self._say(code, Aim.DEVICE)
        return self._enter(
            sponsored.invitation, lambda node, worker: join_as_device(node, worker, sponsored, self._around.clock)
        )

    def _search(self) -> Search:
        return Search((), self._interfaces, discovery=True, seconds=self._join_seconds)

    def _say(self, code: str, aim: Aim) -> Sponsored:
        return asyncio.run(say_code(read_code(code), aim, self._search(), self._around.clock))

    def _enter(self, invitation: Invitation, come_in: Callable[[Node, CellWorker], Awaitable[str]]) -> RunningCell:
        """Come into the cell of an invitation, and return it running; nothing of it stays when that is refused."""

        def enter(worker: CellWorker) -> None:
            node = self._node(worker, lambda _event: None, NodeOptions(None, None, discovery=False))
            asyncio.run(node.run(lambda: come_in(node, worker)))

        try:
            return self._run(self._around, lambda: prepare_to_join(self._around, invitation), enter)
        except RefusedError:
            self._forget(invitation.cell)
            raise

    def _forget(self, cell_id: CellId) -> None:
        with self._held():
            forget_vain_attempt(self._around, cell_id)

    @contextmanager
    def _held(self) -> Iterator[None]:
        """Hold the home while its cells are closed."""
        lock = HomeLock(self._around.home.lock)
        try:
            yield
        finally:
            lock.release()

    def example(self, person_name: str) -> RunningCell:
        """Open the invented association, in a place of its own and made anew, and return it running."""
        place = self._around.home.path / EXAMPLE
        shutil.rmtree(place, ignore_errors=True)
        around = replace(self._around, home=Home(place), passphrase="")

        def invented() -> Cell:
            cell = found(around, "Les Semeuses", person_name, ())
            carry_out(cell, plan_import(cell, self._association))
            return cell

        return self._run(around, invented, example=True)

    def _run(
        self,
        around: Surroundings,
        opened: Callable[[], Cell],
        enter: Callable[[CellWorker], None] | None = None,
        *,
        example: bool = False,
    ) -> RunningCell:
        """Hold the home, open the cell, and meet others: the example alone meets nobody."""
        lock = HomeLock(around.home.lock)
        try:
            worker = CellWorker(opened)
        except BaseException:
            lock.release()
            raise
        running = RunningCell(worker, around.home, lock.release, example=example)
        self._running = around
        try:
            if enter:
                enter(worker)
            if not example:
                running.meet(
                    lambda worker, report: self._node(worker, report, self._meeting_options()), self._attend(around)
                )
        except BaseException:
            running.close()
            raise
        return running

    def _meeting_options(self) -> NodeOptions:
        host = self._interfaces[0] if self._interfaces else "0.0.0.0"  # noqa: S104  # others of the room must come in
        return NodeOptions(Endpoint(host, 0), self._interfaces, discovery=self._discovery, watched=True)

    def _node(self, worker: CellWorker, report: Callable[[NodeEvent], None], options: NodeOptions) -> Node:
        return Node(worker, options, report, clock=self._around.clock, entropy=self._around.entropy)


def _card(known: KnownHome) -> HomeCard:
    return HomeCard(str(known.home.path), known.name, known.protected, known.cells)


def quiet_cell(around: Surroundings, prefix: str) -> RunningCell:
    """Open the cell of a home that meets nobody, for pictures; raises RefusedError as ``open_cell``, or cell_none."""
    if not around.home.cells():
        raise RefusedError("cell_none")
    lock = HomeLock(around.home.lock)
    try:
        cell_id = choose_cell(around.home, prefix)
        worker = CellWorker(lambda: open_cell(around, cell_id))
    except BaseException:
        lock.release()
        raise
    return RunningCell(worker, around.home, lock.release)
