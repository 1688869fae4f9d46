"""Who was away while the cell renewed its secret twice comes back: one by the room's network, another by USB key."""

from __future__ import annotations

import secrets
from pathlib import Path

from idos_p2p.clock import SystemClock
from idos_p2p.governance.matters import Chamber
from idos_p2p.paths import Home
from idos_p2p.services.cell import Cell as OpenCell
from idos_p2p.services.found import Surroundings, choose_cell, open_cell
from idos_p2p.services.invite import invite
from idos_p2p.services.secret import secrets_of, tend
from tests.contract.services.severing import leave
from tests.end2end.conftest import Cell
from tests.end2end.laptop import BY_MDNS, NO_DISCOVERY, Laptop
from tests.simulation.devices import Surroundings as Elsewhere
from tests.simulation.devices import pass_door, share


def opened(laptop: Laptop) -> OpenCell:
    home = Home(laptop.home)
    return open_cell(Surroundings(home, SystemClock(), secrets.token_bytes), choose_cell(home, ""))


def two_come_and_leave(laptop: Laptop) -> None:
    """Let two newcomers in at this laptop, and let each leave the cell again."""
    cell, elsewhere = opened(laptop), Elsewhere(1)
    for name in ("Zoé", "Tom"):
        invitation = invite(cell, 1, 30, Chamber.CONCERNED)
        newcomer = elsewhere.newcomer(invitation, name)
        pass_door(cell, newcomer, invitation, name)
        share(cell, newcomer)
        leave(newcomer)
        share(newcomer, cell)
        assert tend(cell)
    elsewhere.close()
    cell.close()


def known(laptop: Laptop) -> list[tuple[bytes, bytes]]:
    cell = opened(laptop)
    try:
        return secrets_of(cell)
    finally:
        cell.close()


def test_two_who_were_away_for_two_renewals_are_not_locked_out(cell: Cell, tmp_path: Path) -> None:
    aicha, karim, lina = cell.aicha, cell.karim, Laptop(tmp_path / "lina")
    with aicha.serve(NO_DISCOVERY) as serving:
        lina.do("cell", "join", cell.link, "--as", "Lina", "--peer", serving.endpoint, NO_DISCOVERY)
    two_come_and_leave(aicha)
    karim.add("page", title="Écrit au loin")
    assert [len(known(laptop)) for laptop in (aicha, karim, lina)] == [3, 1, 1]
    with aicha.serve(*BY_MDNS):
        assert karim.do("sync", *BY_MDNS)["equal"]
    key = aicha.do("carry", "write", str(tmp_path / "clé"))["path"]
    assert lina.do("carry", "read", key)["equal"]
    assert known(karim) == known(lina) == known(aicha)
    with lina.serve(*BY_MDNS):  # found by the newest secret, which only the key brought
        assert karim.do("sync", *BY_MDNS)["equal"]
