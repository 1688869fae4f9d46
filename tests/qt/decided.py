"""A real cell in memory that decides: one decision of each state, a spoken answer, guests, circles, hostile names."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from idos_p2p.governance.acts import Answer, Ground
from idos_p2p.governance.matters import Chamber, Text
from idos_p2p.paths import Home
from idos_p2p.services.answer import comment, countersign, integrate, say
from idos_p2p.services.cell import Cell
from idos_p2p.services.circles import open_circle
from idos_p2p.services.decide import close, draft, propose
from idos_p2p.services.matters import admit_without_device, confirm
from idos_p2p.services.voices import voices
from idos_p2p.services.write import add
from tests.simulation.devices import Surroundings, share
from ui.desktop.cell.screens import CellScreens

HOSTILE = "<b>Zoé</b>\u202e&amp; " + "Interminable" * 12


@dataclass
class Room:
    """Persons with a computer each, who meet; the first founded the cell."""

    ana: Cell  # carries
    luc: Cell  # concerned
    zoe: Cell  # concerned
    others: list[Cell] = field(default_factory=list)
    ids: dict[str, str] = field(default_factory=dict)

    def meet(self) -> None:
        """Let everybody take what the others hold."""
        cells = [self.ana, self.luc, self.zoe, *self.others]
        for _ in range(2):
            for giver in cells:
                for taker in cells:
                    if giver is not taker:
                        share(giver, taker)


def room(seed: int = 5) -> Room:
    """Return three persons with a voice: Ana carries, Luc and Zoé are concerned."""
    around = Surroundings(seed)
    ana = around.found("Ana Ruiz")
    luc = around.joined(ana, "Luc Mbaye")
    zoe = around.joined(ana, "Zoé Petit")
    made = Room(ana, luc, zoe)
    made.meet()
    return made


def person(cell: Cell, name: str) -> str:
    """Return the id of a person among the acts, by name."""
    return next(one.person.hex() for one in voices(cell).by_person.values() if one.name == name)


def confirmed_without_device(made: Room, name: str, chamber: Chamber = Chamber.CONCERNED) -> str:
    """Bring in somebody without a computer, and confirm them; return their id."""
    who, _record = admit_without_device(made.ana, name, chamber)
    put = propose(made.ana, confirm(made.ana, who.hex()), f"Confirmer l’arrivée de {name}")
    adopt(made, put.id)
    return who.hex()


def adopt(made: Room, named: str, *cells: Cell) -> None:
    """Let those who are asked consent, and meet."""
    for cell in cells or (made.ana, made.luc, made.zoe):
        made.meet()
        say(cell, named, Answer.CONSENT)
    made.meet()


def decided() -> Room:
    """Return a room in which something of everything was decided, as Ana's computer sees it."""
    made = room()
    around = Surroundings(7)
    made.others.append(around.joined(made.ana, "Karim"))
    made.others.append(around.joined(made.ana, HOSTILE[:100]))
    made.meet()
    rose = confirmed_without_device(made, "Rose Lambert")
    garden = add(made.ana, "project", {"title": "Jardin partagé", "purpose": "Cultiver ensemble, près de l’école."})
    add(made.ana, "project", {"title": "Aide aux devoirs", "purpose": "Deux soirs par semaine."})
    luc, zoe, ana = (person(made.ana, name) for name in ("Luc Mbaye", "Zoé Petit", "Ana Ruiz"))
    open_circle(made.ana, garden, [luc, zoe, rose], [ana])
    add(made.ana, "page", {"title": "Notre charte", "body": "On se dit les choses."})
    made.meet()
    _open_ones(made, garden, rose)
    _closed_ones(made, rose)
    draft(made.luc, "Acheter un composteur", "Trois bacs en bois, derrière la cabane.", garden)
    made.meet()
    made.ids["garden"] = garden
    return made


def _open_ones(made: Room, garden: str, rose: str) -> None:
    body = (
        "Ouvrir le portail chaque dimanche de 9 h à 12 h, d’avril à octobre.\n\n"
        "Deux personnes tiennent l’accueil. La clé reste à l’épicerie."
    )
    sunday = propose(made.ana, Text(), "Ouvrir le jardin le dimanche matin", body=body, project=garden).id
    made.meet()
    say(made.ana, sunday, Answer.CONSENT)
    comment(made.luc, sunday, "Qui garde la clé pendant l’été ?", "clarification")
    comment(made.ana, sunday, "L’épicerie, comme l’an dernier.", "clarification")
    comment(made.zoe, sunday, "Ça me donne envie de venir avec mes voisines.", "reaction")
    words = "Personne n’est prévu si un enfant se blesse : il faut au moins une personne formée."
    late = say(made.zoe, sunday, Answer.OBJECTION, ground=Ground.RISK, words=words)
    made.meet()
    integrate(made.ana, late.comment, "Luc est secouriste ; la trousse est dans la cabane.")
    say(made.luc, sunday, Answer.CONSENT, voter=rose)
    made.meet()
    made.ids["open"] = sunday
    made.ids["unanswered"] = propose(made.luc, Text(), "Fermer l’accueil en août", body="Trois semaines.").id


def _closed_ones(made: Room, rose: str) -> None:
    adopted = propose(
        made.ana, Text(), "Une réunion le premier mardi du mois", body="À 18 h, à la maison des associations."
    )
    adopt(made, adopted.id)
    late = propose(made.zoe, Text(), "Horaires d’été de l’accueil")
    made.meet()
    say(made.zoe, late.id, Answer.CONSENT)
    spoken = say(made.zoe, late.id, Answer.CONSENT, voter=rose).ballot
    share(made.zoe, made.ana)
    say(made.ana, late.id, Answer.CONSENT)
    countersign(made.ana, spoken)
    say(made.luc, late.id, Answer.OBJECTION, ground=Ground.PURPOSE, words="Les familles ne peuvent plus venir.")
    withdrawn = propose(made.ana, Text(), "Changer de salle").id
    close(made.ana, withdrawn)
    made.meet()
    made.ids |= {"adopted": adopted.id, "late": late.id, "withdrawn": withdrawn}


def screens(cell: Cell) -> CellScreens:
    """Return what the window asks, on this cell."""
    return CellScreens(cell, Home(Path("nowhere")), example=False)
