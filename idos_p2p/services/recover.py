"""A person whose last computer is lost is brought back by those present; one who never had a computer gets a first.

They come in as a guest, by an ordinary invitation. A decision binds that device to the person they are, up to what is
known of the lost ones (design §5, Recovery); from then on it writes for them, and what it wrote as a guest is theirs.
"""

from __future__ import annotations

from idos_p2p.errors import RefusedError
from idos_p2p.governance.matters import Rebind
from idos_p2p.ids import EntryId, PersonId
from idos_p2p.services.cell import Cell
from idos_p2p.services.cutting import cuts_of
from idos_p2p.services.decide import Put, propose
from idos_p2p.services.matters import rebind
from idos_p2p.services.voices import person_named, voices
from idos_p2p.views.records import PREFIX_DIGITS


def recover(cell: Cell, person: str, device: str, title: str) -> Put:
    """Propose that a newcomer's device becomes the one of a person, and return the proposal.

    ``device``: the guest, by an id or a prefix, or the first act of a device that nobody let in yet. ``title`` is that
    of the proposal. What their other devices wrote counts up to what is known of it here.
    Raises RefusedError: ``person_unknown``, ``person_gone``, ``rebind_guest``, ``rebind_self`` (somebody else must
    propose it), and those of ``services.decide.propose``.
    """
    known = voices(cell)
    wanted = person_named(cell, known, person)
    if not cell.membership.persons[wanted].belongs:
        raise RefusedError("person_gone", name=known.of(wanted).name)
    if wanted == cell.membership.person_of(cell.device):
        raise RefusedError("rebind_self")
    start = _waiting(cell, device)
    matter = Rebind(wanted, start, cuts_of(cell, wanted)) if start else rebind(cell, person, device)
    return propose(cell, matter, title)


def _waiting(cell: Cell, prefix: str) -> EntryId | None:
    """Return the start that begins so, of a device that nobody let in yet."""
    wanted = prefix.strip().lower()
    devices = cell.membership.devices
    found = [
        start
        for device, start in cell.membership.starts.items()
        if device not in devices and PersonId(start) not in cell.membership.persons and start.hex().startswith(wanted)
    ]
    return found[0] if len(wanted) >= PREFIX_DIGITS and len(found) == 1 else None
