"""The commands of the spoken code: showing one and waiting, saying one and coming in."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from idos_p2p.identity.spoken_code import read_code
from idos_p2p.services.found import Surroundings, prepare_to_join
from sync.channel.pairing import Aim
from sync.joining import Newcomer, Sponsored, join_as_device, say_code
from sync.worker import CellWorker
from ui.command import meeting
from ui.command.sponsoring import show, wait
from ui.command.table import Document, Options


def sponsor(worker: CellWorker, around: Surroundings, options: Options, tell: Callable[[Document], None]) -> Document:
    """Show a code, ``tell`` it, and return who came in by it."""
    node = meeting.node_that_listens(worker, around, options)

    async def shown() -> Document:
        tell(await show(node, worker, options))
        return await wait(node, worker)

    return asyncio.run(meeting.until_interrupted(node.run(shown)))


def join_by_code(around: Surroundings, options: Options) -> Document:
    """Say a code, and come into the cell that it opens as somebody new; as ``cell join`` with a link."""

    def enter(worker: CellWorker, sponsored: Sponsored) -> Document:
        newcomer = Newcomer(sponsored.invitation, options["person"], tuple(options["roles"]))
        return meeting.join_cell(worker, around, newcomer, sponsored.door)

    return _by_code(around, options, Aim.JOIN, enter)


def join_device(around: Surroundings, options: Options) -> Document:
    """Say a code, and come into the cell that it opens as another computer of the person who shows it."""

    def enter(worker: CellWorker, sponsored: Sponsored) -> Document:
        node = meeting.node_of_newcomer(worker, around)
        joining = node.run(lambda: meeting.all_seen(node, join_as_device(node, worker, sponsored, around.clock)))
        person = asyncio.run(meeting.until_interrupted(joining))
        return meeting.joined(worker, sponsored.invitation.cell, person)

    return _by_code(around, options, Aim.DEVICE, enter)


def _by_code(
    around: Surroundings, options: Options, aim: Aim, enter: Callable[[CellWorker, Sponsored], Document]
) -> Document:
    saying = say_code(read_code(options["link"]), aim, meeting.search_of(options), around.clock)
    sponsored = asyncio.run(meeting.until_interrupted(saying))
    with meeting.forgetting_vain_attempt(around, sponsored.invitation.cell):
        return meeting.with_worker(
            around,
            lambda: prepare_to_join(around, sponsored.invitation),
            lambda worker: enter(worker, sponsored),
        )
