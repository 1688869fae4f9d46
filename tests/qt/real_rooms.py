"""A real cell in memory, with a gift and what became of it, a page that names a project, and something in the bin."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from idos_p2p.paths import Home
from idos_p2p.services.bin import remove
from idos_p2p.services.cell import Cell
from idos_p2p.services.people import own_person
from idos_p2p.services.write import add, change
from tests.simulation.devices import Surroundings, share
from ui.desktop.cell.screens import CellScreens
from ui.desktop.presenters.answering import AnsweringPort
from ui.desktop.presenters.belonging import BelongingPort
from ui.desktop.presenters.circles import CirclesPort
from ui.desktop.presenters.compass import CompassPort
from ui.desktop.presenters.finding import FindPort
from ui.desktop.presenters.gifts import GiftsPort
from ui.desktop.presenters.knowing import KnowPort
from ui.desktop.presenters.past import PastPort, UndoPort
from ui.desktop.presenters.place import PlacePort
from ui.desktop.presenters.proposing import ProposingPort

DAY = "2026-03-01"


def filled() -> Cell:
    """Return the cell. To be called in the thread that works on it."""
    cell = Surroundings(1).found("Aïcha Benali")
    me = own_person(cell)
    donor = add(cell, "person", {"name": "Mairie de Lormont", "roles": ["donor"]})
    helped = add(cell, "person", {"name": "Inès Costa", "roles": ["beneficiary"]})
    garden = add(cell, "project", {"title": "Jardin partagé", "purpose": "Cultiver ensemble"})
    gift = add(cell, "gift", {"donor": donor, "cents": 10_000, "date": DAY, "wish": "Des bacs surélevés"})
    act = add(
        cell,
        "contribution",
        {"what": "Monter les bacs", "persons": [me], "minutes": 90, "date": DAY, "project": garden},
    )
    add(
        cell,
        "use",
        {
            "gifts": {gift: 6_000},
            "project": garden,
            "act": act,
            "persons": [helped],
            "date": DAY,
            "effect": "Trois personnes en fauteuil jardinent",
            "from": helped,
        },
    )
    add(cell, "page", {"title": "Composter", "body": "Au [[Jardin partagé]], et **nulle part** [[Ailleurs]]."})
    change(cell, act, {"minutes": 120})
    remove(cell, add(cell, "need", {"title": "Une brouette"}))
    return cell


def apart() -> Cell:
    """Return a cell in which two persons changed one project apart, and met since."""
    around = Surroundings(2)
    ana = around.found("Ana")
    luc = around.joined(ana, "Luc")
    garden = add(ana, "project", {"title": "Jardin partagé", "place": "Derrière l’école"})
    share(ana, luc)
    change(ana, garden, {"place": "Rue des Lilas"})
    change(luc, garden, {"place": "Place du marché"})
    share(luc, ana)
    return ana


class RealRooms:
    """The rooms that a cell in lists lends from a real one, made when one of them is first asked for."""

    @cached_property
    def _real(self) -> CellScreens:
        return CellScreens(filled(), Home(Path("nowhere")), example=False)

    @property
    def gifts(self) -> GiftsPort:
        return self._real.gifts

    @property
    def compass(self) -> CompassPort:
        return self._real.compass

    @property
    def finding(self) -> FindPort:
        return self._real.finding

    @property
    def knowing(self) -> KnowPort:
        return self._real.knowing

    @property
    def past(self) -> PastPort:
        return self._real.past

    @property
    def undoing(self) -> UndoPort:
        return self._real.undoing

    @property
    def answering(self) -> AnsweringPort:
        return self._real.answering

    @property
    def proposing(self) -> ProposingPort:
        return self._real.proposing

    @property
    def circles(self) -> CirclesPort:
        return self._real.circles

    @property
    def belonging(self) -> BelongingPort:
        return self._real.belonging

    @property
    def place(self) -> PlacePort:
        return self._real.place
