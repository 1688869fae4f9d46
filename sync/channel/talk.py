"""One message after the other over a proven channel, where both ends know whose turn it is: at a door."""

from __future__ import annotations

import asyncio
from typing import TypeVar

from idos_p2p.errors import PeerFault, RefusedError
from sync.channel.connection import Channel
from sync.protocol.limits import ANSWER_SECONDS
from sync.protocol.messages import Bye, Message, decode, encode

T = TypeVar("T", bound=Message)


async def say(channel: Channel, message: Message) -> None:
    """Send a message."""
    await channel.write_frame(encode(message))


async def expect(channel: Channel, kind: type[T]) -> T:
    """Return the next message, which must be of this kind.

    Raises RefusedError with the other end's reason when it says goodbye, PeerFault("message_unexpected") for another,
    PeerFault("peer_idle") for one that only shows that it is there, for longer than an answer takes.
    """
    try:
        async with asyncio.timeout(ANSWER_SECONDS):
            message = decode(await channel.read_frame())
    except TimeoutError as error:
        raise PeerFault("peer_idle", step="door") from error
    if isinstance(message, Bye):
        raise RefusedError(message.code)
    if not isinstance(message, kind):
        raise PeerFault("message_unexpected", message=type(message).__name__)
    return message
