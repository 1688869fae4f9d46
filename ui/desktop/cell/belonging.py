"""What Membres and Ma place ask, answered by the services of belonging."""

from __future__ import annotations

from pathlib import Path

from idos_p2p.governance.matters import Chamber
from idos_p2p.ids import PersonId
from idos_p2p.limits import INVITE_DAYS
from idos_p2p.papers.formats import Format
from idos_p2p.papers.own_words import Language
from idos_p2p.services.because import why_members
from idos_p2p.services.cell import Cell
from idos_p2p.services.decisions import decision
from idos_p2p.services.devices import own_devices, revoke
from idos_p2p.services.export import export
from idos_p2p.services.invite import invite
from idos_p2p.services.leave import leave
from idos_p2p.services.matters import admit_without_device
from idos_p2p.services.pages import page_view
from idos_p2p.services.people import everyone, own_person
from idos_p2p.services.recover import recover
from idos_p2p.services.resting import come_back, rest
from idos_p2p.services.voices import voices
from idos_p2p.services.write import add
from ui.desktop.cell.items import text_of, words_of
from ui.desktop.presenters.belonging import Belonger, Charter, MembersView, OneDevice
from ui.desktop.presenters.circles import Member
from ui.desktop.presenters.place import Leaving


class Belonging:
    """The window's ``BelongingPort``."""

    def __init__(self, cell: Cell, *, meets: bool) -> None:
        self._cell = cell
        self._meets = meets

    def all(self) -> MembersView:
        """Return everybody, and who sits here."""
        cell = self._cell
        belongs = cell.membership.effective(cell.device)
        devices = own_devices(cell) if belongs else []
        return MembersView(
            people=self._people(),
            voice=cell.membership.confirmed(cell.device),
            belongs=belongs,
            meets=self._meets,
            devices=tuple(OneDevice(each.device.hex(), each.here, each.entries) for each in devices),
            charter=self._charter(),
        )

    def link(self, *, concerned: bool) -> str:
        """Return a new invitation link, for one newcomer."""
        return invite(self._cell, 1, INVITE_DAYS, _chamber(concerned=concerned)).link()

    def admit(self, name: str, *, concerned: bool) -> str:
        """Bring in a person without a computer, as a guest, and return them."""
        return admit_without_device(self._cell, name, _chamber(concerned=concerned))[0].hex()

    def recover(self, person: str, guest: str, title: str) -> str:
        """Propose that a guest's computer becomes that of a person, and return the decision."""
        return recover(self._cell, person, guest, title).id

    def accept(self, page: str, words: str) -> None:
        """Write that one has read the charter."""
        add(self._cell, "comment", {"about": page, "words": words})

    def _people(self) -> tuple[Belonger, ...]:
        cell = self._cell
        known, why = voices(cell), why_members(cell)
        persons = cell.membership.persons
        fields = {record: one.fields for one in everyone(cell) for record in one.records}
        return tuple(
            Belonger(
                member=Member(
                    id=one.person.hex(),
                    name=one.name,
                    status=persons[one.person].status.value,
                    chamber=persons[one.person].chamber.value,
                    deviceless=not persons[one.person].devices,
                    mine=one.person == known.me,
                ),
                record=one.record,
                roles=words_of(fields.get(one.record, {}), "roles"),
                devices=len(persons[one.person].devices),
                disputed=persons[one.person].disputed,
                why=why[one.person],
            )
            for one in known.all(PersonId(person) for person in persons)
        )

    def _charter(self) -> Charter | None:
        cell = self._cell
        if cell.membership.charter is None:
            return None
        told = decision(cell, cell.membership.charter.hex())
        if not told.title:  # its page has not arrived yet
            return None
        mine = own_person(cell)
        said = page_view(cell, told.record).said
        about = [one for one in said if one.record.record.kind == "comment" and mine in one.author.records]
        return Charter(
            told.record, told.title, told.body, tuple(text_of(one.record.record.fields, "words") for one in about)
        )


class Place:
    """The window's ``PlacePort``."""

    def __init__(self, cell: Cell) -> None:
        self._cell = cell

    def rest(self, *, resting: bool) -> None:
        """Be asked for no answer from now on, or again."""
        if resting:
            rest(self._cell)
        else:
            come_back(self._cell)

    def revoke(self, device: str) -> None:
        """Take away another of one's computers."""
        revoke(self._cell, device)

    def leave(self, leaving: Leaving, language: str) -> int:
        """Leave the cell for good; return how many records were erased."""
        if leaving.folder:
            told: Language = "en" if language == "en" else "fr"
            export(self._cell, Path(leaving.folder), Format.CSV, language=told, person=own_person(self._cell))
        return leave(self._cell, erase=leaving.erase)


def _chamber(*, concerned: bool) -> Chamber:
    return Chamber.CONCERNED if concerned else Chamber.CARRYING
