"""Who is near and how far each has come, concluded from what a meeting tells. Pure; both faces show it.

A face keeps one ``Sightings``, replaces it by ``sightings.after(event)`` for each event of a node, and shows
``sightings.presences()``.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import NamedTuple

from idos_p2p.ids import DeviceId
from sync.discovery.addresses import Endpoint
from sync.discovery.discovery import Gone, Seen
from sync.discovery.interfaces import plain
from sync.engine import Met
from sync.peers import Peer, PeerState

QUIET_ENDS = frozenset({"", "peer_closed", "peer_idle", "closing"})
"""Ends of a meeting that need no word: the other computer was closed, or has left the room."""

NOT_OURS = "knock_refused"
"""Why nothing is tried with an IDOS whose tag none of our secrets made: its door would not open, nor ours to it."""

_UNREACHABLE = frozenset({"peer_unreachable", "handshake_slow"})
"""Refusals of an address that do not show that an IDOS is there."""


class State(StrEnum):
    """How far one computer has come: each state is one step further than the one before."""

    SOUGHT = "sought"  # an address that was typed or remembered; nothing has shown that anybody is there
    SEEN = "seen"  # it shows itself in the room
    REACHABLE = "reachable"  # something answered at its address
    TRUSTED = "trusted"  # it has proved which device it is; news pass
    UP_TO_DATE = "up_to_date"  # both hold the same, and know it


class By(StrEnum):
    """How we came to know of a computer; of several ways, the one that tells most about the room."""

    ADVERTISED = "advertised"  # by mDNS
    CAME_IN = "came_in"  # it dialled us
    TYPED = "typed"  # a person gave its address
    REMEMBERED = "remembered"  # it was met there before


@dataclass(frozen=True, slots=True)
class Sought:
    """An address is dialled without having been seen; ``device`` is whom we met there, of a remembered one."""

    endpoint: Endpoint
    by: By
    device: DeviceId | None = None


@dataclass(frozen=True, slots=True)
class Unreachable:
    """An endpoint did not answer, or did not let us in: the fault's code says why, and its cause, where it has one."""

    endpoint: Endpoint
    code: str
    cause: str = ""


@dataclass(frozen=True, slots=True)
class Reached:
    """Who was dialled at this endpoint has proved to be this device."""

    endpoint: Endpoint
    device: DeviceId


@dataclass(frozen=True, slots=True)
class CameIn:
    """This device has dialled us, from this IP address."""

    device: DeviceId
    host: str


class Step(NamedTuple):
    """One of the four states of a computer: whether it holds, and else the code of what keeps it from holding.

    "" is no fault: it is not known yet, or on its way.
    """

    state: State
    holds: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Presence:
    """One computer that is near, or is looked for."""

    device: DeviceId | None
    """Who it proved to be, or was when remembered; None while nobody knows."""
    instance: str | None
    """The advertisement it shows itself with; None when it shows none, or when several could be its own."""
    endpoints: tuple[Endpoint, ...]
    """Where it may be dialled, as far as known."""
    state: State
    """The furthest state that holds now."""
    reason: str
    """The fault's code of what keeps it from the next state; "" while nothing does."""
    by: By
    ours: bool
    """Whether it is of this cell as far as can be seen; a stranger's IDOS is told, and never dialled."""
    peer: Peer | None
    """Its row of the meetings, with what was exchanged; None while it was never met."""

    @property
    def steps(self) -> tuple[Step, ...]:
        """Seen, reachable, trusted and up to date, each with its own reason."""
        order = list(State)
        seen = Step(State.SEEN, self.instance is not None, "")
        return (seen, *(self._step(state, order) for state in (State.REACHABLE, State.TRUSTED, State.UP_TO_DATE)))

    def _step(self, state: State, order: list[State]) -> Step:
        reached, asked = order.index(self.state), order.index(state)
        next_one = asked == max(reached, order.index(State.SEEN)) + 1
        return Step(state, asked <= reached, self.reason if next_one else "")


@dataclass(frozen=True, slots=True)
class Sightings:
    """What was told so far, as far as it matters now. Bounded by what discovery follows and by the cell's devices."""

    _shown: Mapping[str, Seen] = field(default_factory=dict)
    _sought: Mapping[Endpoint, Sought] = field(default_factory=dict)
    _failed: Mapping[Endpoint, Unreachable] = field(default_factory=dict)
    _reached: Mapping[Endpoint, DeviceId] = field(default_factory=dict)
    _came_from: Mapping[DeviceId, str] = field(default_factory=dict)
    _rows: Mapping[DeviceId, Peer] = field(default_factory=dict)
    _coming: frozenset[DeviceId] = frozenset()  # proved, and their meeting has not begun yet

    def after(self, event: object) -> Sightings:
        """Return what is known after this event of a node; other events change nothing."""
        match event:
            case Seen(instance=instance):
                return replace(self, _shown={**self._shown, instance: event}).pruned()
            case Gone(instance=instance):
                return self._without(instance)
            case Sought(endpoint=endpoint):
                return replace(self, _sought={**self._sought, endpoint: event})
            case Unreachable(endpoint=endpoint):
                reached = {known: device for known, device in self._reached.items() if known != endpoint}
                return replace(self, _failed={**self._failed, endpoint: event}, _reached=reached)
            case Reached(endpoint=endpoint, device=device):
                failed = {known: failure for known, failure in self._failed.items() if known != endpoint}
                reached = {**self._reached, endpoint: device}
                return replace(self, _failed=failed, _reached=reached, _coming=self._coming | {device})
            case CameIn(device=device, host=host):
                return replace(self, _came_from={**self._came_from, device: host}, _coming=self._coming | {device})
            case Met(peer=peer):
                rows = {**self._rows, peer.device: peer}
                return replace(self, _rows=rows, _coming=self._coming - {peer.device})
            case _:
                return self

    def presences(self) -> tuple[Presence, ...]:
        """Return every computer once, the furthest first, then in a stable order."""
        owners = self._owners()
        shown = {device: seen for seen, device in owners if device}
        met = [self._met(row, shown.get(device)) for device, row in self._rows.items() if self._tells(row, shown)]
        unmet = [self._unmet(seen, device) for seen, device in owners if device is None or device not in self._rows]
        taken = {endpoint for presence in (*met, *unmet) for endpoint in presence.endpoints}
        sought = [self._looked_for(one) for endpoint, one in self._sought.items() if endpoint not in taken]
        order = list(State)
        return tuple(sorted((*met, *unmet, *sought), key=lambda one: (-order.index(one.state), _name(one))))

    def meets(self, endpoints: Collection[Endpoint]) -> bool:
        """Say whether the computer at these addresses is being met now, whoever dialled whom.

        Of several that share an address, as many are met as came in from there.
        """
        if any(self._runs(device) for at, device in self._reached.items() if at in endpoints):
            return True
        owners = {seen.instance: device for seen, device in self._owners()}
        here = [instance for instance, seen in self._shown.items() if not set(seen.endpoints).isdisjoint(endpoints)]
        return any(one not in owners or self._runs(owners[one]) for one in here)

    def failure_at(self, endpoints: Collection[Endpoint]) -> Unreachable | None:
        """Return how the last dial to one of these addresses failed; None when none did, or one went well since."""
        return next((self._failed[at] for at in endpoints if at in self._failed), None)

    def came_in(self, device: DeviceId) -> bool:
        """Say whether this device has dialled us, now or before."""
        return device in self._came_from

    def place_of(self, device: DeviceId) -> Endpoint | None:
        """Return where this device may be dialled again, as far as known: where it was, or shows itself."""
        shown = next((seen.endpoints for seen, owner in self._owners() if owner == device), ())
        return next((at for at, reached in self._reached.items() if reached == device), next(iter(shown), None))

    def _runs(self, device: DeviceId | None) -> bool:
        """Say whether a meeting with this device runs, or is about to."""
        row = self._rows.get(device) if device else None
        return device in self._coming or (row is not None and row.state is not PeerState.ENDED)

    def _tells(self, row: Peer, shown: Mapping[DeviceId, Seen]) -> bool:
        """Say whether there is anything to say of a row: who ended quietly and shows itself no more has left."""
        return row.state is not PeerState.ENDED or row.code not in QUIET_ENDS or row.device in shown

    def _owners(self) -> list[tuple[Seen, DeviceId | None]]:
        """Return each advertisement with the device behind it, None while nobody knows, or the row's without one."""
        owners: dict[str, DeviceId | None] = {}
        for instance, seen in self._shown.items():
            owners[instance] = next((self._reached[at] for at in seen.endpoints if at in self._reached), None)
        hidden: set[str] = set()
        for host in sorted(set(self._came_from.values())):
            guests = self._guests(host, set(owners.values()))
            open_ones = [one for one, seen in self._shown.items() if owners[one] is None and _is_at(seen, host)]
            running = sum(map(self._runs, guests))
            if len(guests) == len(open_ones) == 1:
                owners[open_ones[0]] = guests[0]
            else:  # which is whose cannot be told: as many are met as came in
                hidden.update(sorted(open_ones)[:running])
        return [(seen, owners[instance]) for instance, seen in self._shown.items() if instance not in hidden]

    def _guests(self, host: str, known: Collection[DeviceId | None]) -> list[DeviceId]:
        """Return the devices that came in from this address, of which no advertisement is known to be theirs."""
        return sorted(
            device
            for device, from_host in self._came_from.items()
            if from_host == host and (device in self._rows or device in self._coming) and device not in known
        )

    def _met(self, row: Peer, shown: Seen | None) -> Presence:
        endpoints = tuple(at for at, device in self._reached.items() if device == row.device)
        sought = next((self._sought[at] for at in endpoints if at in self._sought), None)
        state = _OF_ROWS[row.state]
        if row.state is PeerState.ENDED:
            quiet = row.code in QUIET_ENDS
            state = (State.SEEN if shown else State.SOUGHT) if quiet else State.REACHABLE
        return Presence(
            device=row.device,
            instance=shown.instance if shown else None,
            endpoints=shown.endpoints if shown else endpoints,
            state=state,
            reason="" if row.code in QUIET_ENDS else row.code,
            by=By.ADVERTISED if shown else sought.by if sought else By.CAME_IN,
            ours=True,
            peer=row,
        )

    def _unmet(self, seen: Seen, device: DeviceId | None) -> Presence:
        state, reason = self._trouble(seen.endpoints) if seen.ours else (None, NOT_OURS)
        return Presence(
            device=device,
            instance=seen.instance,
            endpoints=seen.endpoints,
            state=state or State.SEEN,
            reason=reason,
            by=By.ADVERTISED,
            ours=seen.ours,
            peer=None,
        )

    def _looked_for(self, sought: Sought) -> Presence:
        state, reason = self._trouble((sought.endpoint,))
        return Presence(
            device=sought.device,
            instance=None,
            endpoints=(sought.endpoint,),
            state=state or State.SOUGHT,
            reason=reason,
            by=sought.by,
            ours=True,
            peer=None,
        )

    def _trouble(self, endpoints: tuple[Endpoint, ...]) -> tuple[State | None, str]:
        """Return what the dials to these addresses have shown: whether anybody is there, and what went wrong.

        Of several, what went wrong at the one that answered.
        """
        codes = [self._failed[at].code for at in endpoints if at in self._failed]
        answered = [code for code in codes if code not in _UNREACHABLE]
        if answered:
            return State.REACHABLE, answered[0]
        return None, codes[0] if codes else ""

    def _without(self, instance: str) -> Sightings:
        """Forget an advertisement that is gone, and what ended with the device that showed it."""
        gone = self._shown.get(instance)
        if gone is None:
            return self
        devices = {self._reached[at] for at in gone.endpoints if at in self._reached}
        over = {device for device in devices if device in self._rows and self._rows[device].state is PeerState.ENDED}
        shown = {name: seen for name, seen in self._shown.items() if name != instance}
        rows = {device: row for device, row in self._rows.items() if device not in over}
        return replace(self, _shown=shown, _rows=rows).pruned()

    def pruned(self) -> Sightings:
        """Forget addresses where nobody shows itself any more, unless they were asked for, or are met at now."""
        known = {at for seen in self._shown.values() for at in seen.endpoints} | set(self._sought)
        met = {device for device, row in self._rows.items() if row.state is not PeerState.ENDED}
        return replace(
            self,
            _failed={at: failure for at, failure in self._failed.items() if at in known},
            _reached={at: device for at, device in self._reached.items() if at in known or device in met},
        )


_OF_ROWS = {
    PeerState.EXCHANGING: State.TRUSTED,
    PeerState.UP_TO_DATE: State.UP_TO_DATE,
    PeerState.ENDED: State.REACHABLE,
}


def _is_at(seen: Seen, host: str) -> bool:
    """Say whether this advertisement leads to this address; the scope of a link-local one is each computer's own."""
    return seen.ours and any(plain(at.host) == plain(host) for at in seen.endpoints)


def _name(presence: Presence) -> tuple[bytes, str, tuple[Endpoint, ...]]:
    return presence.device or b"", presence.instance or "", presence.endpoints
