"""The rooms of the cell: what each page asks, beside what all of them ask (``ports.CellPort``)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:  # each room's port stands beside its presenter, which knows what ``ports`` says
    from ui.desktop.presenters.acts import ActsPort
    from ui.desktop.presenters.agenda import AgendaPort
    from ui.desktop.presenters.answering import AnsweringPort
    from ui.desktop.presenters.belonging import BelongingPort
    from ui.desktop.presenters.circles import CirclesPort
    from ui.desktop.presenters.compass import CompassPort
    from ui.desktop.presenters.deciding import DecidingPort
    from ui.desktop.presenters.finding import FindPort
    from ui.desktop.presenters.gifts import GiftsPort
    from ui.desktop.presenters.knowing import KnowPort
    from ui.desktop.presenters.noting import NotingPort
    from ui.desktop.presenters.past import PastPort, UndoPort
    from ui.desktop.presenters.place import PlacePort
    from ui.desktop.presenters.project_page import ProjectPort
    from ui.desktop.presenters.proposing import ProposingPort
    from ui.desktop.presenters.recognition import RecognitionPort
    from ui.desktop.presenters.story import StoryPort


class Rooms(Protocol):
    """One port a room; as ``CellPort``, called in the cell's worker thread alone."""

    @property
    def gifts(self) -> GiftsPort:
        """What Dons asks."""
        ...

    @property
    def finding(self) -> FindPort:
        """What the search of everything asks."""
        ...

    @property
    def compass(self) -> CompassPort:
        """What Boussole asks."""
        ...

    @property
    def knowing(self) -> KnowPort:
        """What Savoirs asks beside its pages."""
        ...

    @property
    def past(self) -> PastPort:
        """What Historique and the sheet of a record ask."""
        ...

    @property
    def undoing(self) -> UndoPort:
        """What Annuler and Rétablir ask."""
        ...

    @property
    def story(self) -> StoryPort:
        """What Autour de moi asks."""
        ...

    @property
    def acts(self) -> ActsPort:
        """What Contributions and the sheet of a record ask."""
        ...

    @property
    def noting(self) -> NotingPort:
        """What the one gesture asks."""
        ...

    @property
    def recognition(self) -> RecognitionPort:
        """What Reconnaissance asks."""
        ...

    @property
    def project_page(self) -> ProjectPort:
        """What a project's page asks."""
        ...

    @property
    def agenda(self) -> AgendaPort:
        """What Agenda asks."""
        ...

    @property
    def deciding(self) -> DecidingPort:
        """What Décisions, a decision's page and the home page read."""
        ...

    @property
    def answering(self) -> AnsweringPort:
        """What a decision's page does."""
        ...

    @property
    def proposing(self) -> ProposingPort:
        """What the form of a proposal asks."""
        ...

    @property
    def circles(self) -> CirclesPort:
        """What the circles of a project ask."""
        ...

    @property
    def belonging(self) -> BelongingPort:
        """What Membres asks."""
        ...

    @property
    def place(self) -> PlacePort:
        """What Ma place asks."""
        ...
