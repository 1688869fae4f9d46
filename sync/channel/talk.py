"""One message after the other over a proven channel, where both ends know whose turn it is: at a door."""

from __future__ import annotations

from typing import TypeVar

from idos_p2p.errors import PeerFault, RefusedError
from sync.channel.connection import Channel
from sync.protocol.messages import Bye, Message, decode, encode

T = TypeVar("T", bound=Message)


async def say(channel: Channel, message: Message) -> None:
    """Send a message."""
    await channel.write_frame(encode(message))


async def expect(channel: Channel, kind: type[T]) -> T:
    """Return the next message, which must be of this kind.

    Raises RefusedError with the other end's reason when it says goodbye, PeerFault("message_unexpected") otherwise.
    """
    message = decode(await channel.read_frame())
    if isinstance(message, Bye):
        raise RefusedError(message.code)
    if not isinstance(message, kind):
        raise PeerFault("message_unexpected", message=type(message).__name__)
    return message
