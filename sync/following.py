"""Following each log at one of those who are here: asking, giving up who lets us wait, and telling what we have."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping

from idos_p2p.ids import DeviceId, short
from sync.conversation import Conversation
from sync.sources import choose

log = logging.getLogger("idos.sync.following")

NEWS_SECONDS = 0.3  # before others are told of what they may have by then: most get it from whoever wrote it
NEWS_TRIES = 10  # while much arrives here, others are told less often
PATIENCE_SECONDS = 10.0  # that a peer may send nothing of what it offers, while others offer it too


class Following:
    """What an engine asks of whom, while ``run`` lasts; in the loop's thread."""

    def __init__(self, conversations: Callable[[], Mapping[DeviceId, Conversation]]) -> None:
        self._conversations = conversations
        self._offered = asyncio.Event()
        self._grown = asyncio.Event()

    @property
    def owing(self) -> bool:
        """Whether somebody has still to send what we follow there and they offer."""
        return any(conversation.owing for conversation in self._conversations().values())

    def offered(self) -> None:
        """Say that somebody offers something else than before, or has gone."""
        self._offered.set()

    def grown(self) -> None:
        """Say that we hold more than before."""
        self._offered.set()
        self._grown.set()

    async def run(self) -> None:
        """Choose, watch and tell, until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._choose())
            tasks.create_task(self._pass_over())
            tasks.create_task(self._tell_news())

    async def _choose(self) -> None:
        while True:
            await self._offered.wait()
            self._offered.clear()
            conversations = self._conversations()
            changes = choose({device: conversation.source for device, conversation in conversations.items()})
            for device, change in changes.items():
                conversations[device].change(change)

    async def _pass_over(self) -> None:
        """Take from another what one who offers it has not sent for a while."""
        while True:
            await asyncio.sleep(PATIENCE_SECONDS)
            for device, conversation in self._conversations().items():
                others = [other for peer, other in self._conversations().items() if peer != device]
                elsewhere = {offered for other in others for offered in other.source.offers}
                late = conversation.overdue() & elsewhere
                if late:
                    log.info("a peer lets us wait peer=%s logs=%d", short(device), len(late))
                    conversation.pass_over(late)
                    self._offered.set()

    async def _tell_news(self) -> None:
        """Tell those who are here what they may follow, once what we follow ourselves has come."""
        while True:
            await self._grown.wait()
            self._grown.clear()
            for _ in range(NEWS_TRIES):
                await asyncio.sleep(NEWS_SECONDS)
                if not self.owing:
                    break
            for conversation in self._conversations().values():
                conversation.tell_news()
