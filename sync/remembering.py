"""Where devices were met: noted while they are up to date with us, kept on this computer, and looked for again."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

from idos_p2p.errors import RefusedError
from idos_p2p.ids import DeviceId
from idos_p2p.services.meetings import Place, remember_places, remembered_places
from sync.discovery.addresses import Endpoint
from sync.discovery.interfaces import is_near, list_networks
from sync.peers import Peer
from sync.presence import Sightings
from sync.worker import CellWorker

log = logging.getLogger("idos.sync.node")


class Remembering:
    """Between the meetings and the store: what is noted is written together, now and then. Lives in the loop."""

    def __init__(self, worker: CellWorker, sightings: Callable[[], Sightings]) -> None:
        self._worker = worker
        self._sightings = sightings
        self._noted: dict[DeviceId, Place] = {}

    def note(self, peers: Sequence[Peer]) -> None:
        """Note where those who were up to date with us can be dialled again, on the networks that we are on."""
        networks = list_networks()
        for peer in peers:
            place = self._sightings().place_of(peer.device) if peer.up_to_date_ms else None
            if place and ":" not in place.host and is_near(place.host, networks):
                self._noted[peer.device] = Place(*place)

    async def keep(self) -> None:
        """Write what was noted since the last time; on a full disk it is let go."""
        noted, self._noted = self._noted, {}
        if not noted:
            return
        try:
            await self._worker.run(remember_places, noted)
        except RefusedError as refused:
            log.warning("places not remembered code=%s", refused.code)

    async def near(self) -> list[tuple[DeviceId, Endpoint]]:
        """Return where devices were met before on the networks that we are on now."""
        networks = list_networks()
        known = await self._worker.run(remembered_places)
        return [(device, Endpoint(*place)) for device, place in known.items() if is_near(place.host, networks)]
