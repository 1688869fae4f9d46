"""Who is in the room, as the Rencontre screen shows it."""

from __future__ import annotations

from idos_p2p.ids import DeviceId
from idos_p2p.services.cell import Cell
from idos_p2p.services.people import members
from sync.peers import Peer, PeerState
from ui.desktop.presenters.ports import PeerCard
from ui.desktop.presenters.ports import PeerState as Shown

_SHOWN = {PeerState.EXCHANGING: Shown.TRUSTED, PeerState.UP_TO_DATE: Shown.UP_TO_DATE, PeerState.ENDED: Shown.SEEN}
_QUIET_ENDS = frozenset({"", "peer_closed", "peer_idle", "closing"})
"""Ends that need no word: the other computer was closed or has left the room."""


class Room:
    """The window's ``MeetingPort``. ``met`` is called in the meetings' thread, the rest in the cell's."""

    def __init__(self, cell: Cell) -> None:
        self._cell = cell
        self._met: dict[DeviceId, Peer] = {}
        self.visible_now = False

    def met(self, peer: Peer) -> None:
        """Take note of a peer's row."""
        self._met = {**self._met, peer.device: peer}  # replaced, never changed: the other thread may be reading

    def peers(self) -> tuple[PeerCard, ...]:
        """Return the computers nearby, the furthest state first."""
        names = {device: member.name for member in members(self._cell) for device in member.devices}
        nearby = [
            peer for peer in self._met.values() if peer.state is not PeerState.ENDED or peer.code not in _QUIET_ENDS
        ]
        cards = [_card(peer, names.get(peer.device, "")) for peer in nearby]
        furthest = list(Shown)
        return tuple(sorted(cards, key=lambda card: (-furthest.index(card.state), card.name, card.device)))

    def visible(self) -> bool:
        """Return whether this computer can be found by the others of the room at this moment."""
        return self.visible_now


def _card(peer: Peer, name: str) -> PeerCard:
    passed = peer.counts.sent + peer.counts.received
    return PeerCard(
        device=peer.device.hex(),
        name=name,
        state=_SHOWN[peer.state],
        done=passed,
        total=passed + peer.remaining,
        sent=peer.counts.sent,
        received=peer.counts.received,
        since_ms=peer.since_ms,
        cause="" if peer.code in _QUIET_ENDS else peer.code,
    )
