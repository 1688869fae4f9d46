"""Who is in the room, and how far each computer has come, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ui.desktop.presenters.faces import Face, face
from ui.desktop.presenters.ports import PeerCard, PeerState
from ui.words import quantities
from ui.words.catalogue import Words
from ui.words.clean import shortened


@dataclass(frozen=True, slots=True)
class Banner:
    """The sign for the whole room. ``tone`` is "here", "equal" or "hidden"."""

    tone: str
    icon: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class PeerRow:
    """One computer nearby, ready to show. ``share`` is the part done, from 0 to 1, while something is passing."""

    device: str
    name: str
    face: Face
    line: str
    share: float | None
    done: bool
    trouble: bool
    spoken: str


@dataclass(frozen=True, slots=True)
class Room:
    """The whole Rencontre screen but the invitation."""

    banner: Banner
    heading: str
    rows: tuple[PeerRow, ...]


def room(words: Words, cell: str, peers: Sequence[PeerCard], *, visible: bool) -> Room:
    """Return what the Rencontre screen says of these computers."""
    heading = words.say("meeting_count", count=len(peers)) if peers else words.say("meeting_none")
    return Room(_banner(words, cell, peers, visible=visible), heading, tuple(_row(words, peer) for peer in peers))


def _banner(words: Words, cell: str, peers: Sequence[PeerCard], *, visible: bool) -> Banner:
    if peers and all(peer.state is PeerState.UP_TO_DATE for peer in peers):
        return Banner(
            "equal", "check-check", words.say("meeting_equal", count=len(peers)), words.say("meeting_equal_why")
        )
    if visible:
        title = words.say("meeting_visible", cell=shortened(cell, 60))
        return Banner("here", "wifi", title, words.say("meeting_visible_why"))
    return Banner("hidden", "wifi-off", words.say("meeting_hidden"), words.say("meeting_hidden_why"))


def _row(words: Words, peer: PeerCard) -> PeerRow:
    name = shortened(peer.name, 80) or words.say("peer_unknown")
    line = words.error(peer.cause) if peer.cause else _line(words, peer)
    passing = peer.state is PeerState.TRUSTED and peer.total > 0 and not peer.cause
    return PeerRow(
        device=peer.device,
        name=name,
        face=face(peer.name),
        line=line,
        share=min(1.0, peer.done / peer.total) if passing else None,
        done=peer.state is PeerState.UP_TO_DATE and not peer.cause,
        trouble=bool(peer.cause),
        spoken=words.say("spoken_peer", name=name, line=line),
    )


def _line(words: Words, peer: PeerCard) -> str:
    if peer.state is PeerState.TRUSTED and peer.total:
        done = quantities.number(words, min(peer.done, peer.total))
        return words.say("peer_progress", done=done, total=quantities.number(words, peer.total))
    if peer.state is not PeerState.UP_TO_DATE:
        return words.say(f"peer_{peer.state.value}")
    if not peer.since_ms:
        return words.say("peer_equal")
    time = quantities.time_of_day(quantities.local(peer.since_ms))
    if exchanged := peer.sent + peer.received:
        return words.say("peer_equal_exchanged", count=exchanged, time=time)
    return words.say("peer_equal_time", time=time)
