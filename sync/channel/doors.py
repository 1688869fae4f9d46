"""The secrets that open a channel: what a peer must know before it is told anything."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from idos_p2p.labels import Label, keyed


class Purpose(Enum):
    """Why a channel is opened."""

    MEMBER = "member"
    """Both ends hold a secret of the cell."""
    JOIN = "join"
    """A newcomer holds an invitation, and the other end is a member that has received it."""
    PAIR = "pair"
    """Somebody was told a code, which the knock does not reveal: who knows its number may say the code, and no more."""
    DEVICE = "device"
    """Another computer of a person has said the code that their first one shows."""
    PROBE = "probe"
    """A member asks whether it can be reached, and is told so; nothing else passes."""


@dataclass(frozen=True, slots=True)
class ChannelKeys:
    """The two keys of one door, 32 bytes each; no text of this object shows them."""

    knock: bytes = field(repr=False)
    auth: bytes = field(repr=False)

    @classmethod
    def derive(cls, secret: bytes) -> ChannelKeys:
        """Return the keys made from a cell secret of any epoch, or from an invitation's knock key."""
        return cls(knock=keyed(Label.CHANNEL_KNOCK, secret), auth=keyed(Label.CHANNEL_KEY, secret))


@dataclass(frozen=True, slots=True)
class Door:
    """One way in. ``name`` is the owner's own word for it: the epoch of the secret, or the invitation's entry id."""

    purpose: Purpose
    name: bytes
    keys: ChannelKeys

    @classmethod
    def member(cls, name: bytes, secret: bytes) -> Door:
        """Return the door of those who hold this cell secret."""
        return cls(Purpose.MEMBER, name, ChannelKeys.derive(secret))

    @classmethod
    def probe(cls, name: bytes, secret: bytes) -> Door:
        """Return the door of those who hold this cell secret and ask nothing but whether they can be reached."""
        return cls(Purpose.PROBE, name, ChannelKeys.derive(keyed(Label.PROBE_KNOCK, secret)))

    @classmethod
    def join(cls, name: bytes, knock_key: bytes) -> Door:
        """Return the door of those who hold the invitation that this knock key was derived from."""
        return cls(Purpose.JOIN, name, ChannelKeys.derive(knock_key))

    @classmethod
    def pairing(cls, number: int, aim: bytes) -> Door:
        """Return the door of whoever shows a code of this number and aim: it guards nothing, and leads to one guess."""
        name = bytes([number])
        return cls(Purpose.PAIR, name + aim, ChannelKeys.derive(keyed(Label.PAIRING_KNOCK, name, aim)))

    @classmethod
    def device(cls, secret: bytes) -> Door:
        """Return the door of a computer that has said the code; the secret is the one that pairing gave to both."""
        return cls(Purpose.DEVICE, b"device", ChannelKeys.derive(secret))
