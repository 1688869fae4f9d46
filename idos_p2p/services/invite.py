"""The door: inviting, and what a member's device and a newcomer's device each write when it opens (design §5)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from idos_p2p.errors import BugError, PeerFault, RefusedError
from idos_p2p.governance.acts import Admit, Invite, Start
from idos_p2p.governance.matters import Chamber
from idos_p2p.governance.past import act_of
from idos_p2p.governance.proofs import proof_message
from idos_p2p.identity.invitation import SEED_BYTES, Invitation
from idos_p2p.identity.sealing import sealing_public
from idos_p2p.ids import ABSENT, DeviceId, EntryId
from idos_p2p.limits import MAX_INVITE_USES
from idos_p2p.log.chain import Draft
from idos_p2p.papers.known import name_key
from idos_p2p.services.cell import Cell
from idos_p2p.services.people import EVERYONE
from idos_p2p.services.secret import keep_secret, seal_newest, secrets_of
from idos_p2p.views.records import listing

DAY_MS = 24 * 60 * 60 * 1000
MOST_DAYS = 365  # a link that lies about for longer opens the door to whoever finds it


@dataclass(frozen=True, slots=True)
class Offer:
    """What a sponsor's device tells a newcomer: which invitation the link is, and a key of it that is free."""

    invite: EntryId
    number: int


def invite(cell: Cell, uses: int, days: int, chamber: Chamber) -> Invitation:
    """Write an invitation for so many newcomers and return it.

    Raises RefusedError: ``no_voice`` for a guest, ``invite_uses``, ``invite_days``.
    """
    require_voice(cell)
    if not 1 <= uses <= MAX_INVITE_USES:
        raise RefusedError("invite_uses", most=MAX_INVITE_USES)
    if not 1 <= days <= MOST_DAYS:
        raise RefusedError("invite_days", most=MOST_DAYS)
    invitation = Invitation(cell.id, cell.entropy(SEED_BYTES), cell.membership.checkpoint)
    keys = tuple(invitation.key(number).device for number in range(uses))
    body = Invite(keys, invitation.knock, chamber, cell.clock.now_ms() + days * DAY_MS)
    _write_acts(cell, body)
    return invitation


def require_voice(cell: Cell) -> None:
    """Raise RefusedError("no_voice") unless this device writes for a confirmed person."""
    if not cell.membership.confirmed(cell.device):
        raise RefusedError("no_voice")


def offer(cell: Cell, invite_id: EntryId, newcomer: DeviceId, promised: Collection[int]) -> Offer:
    """Return what this device offers a newcomer who knocked with that invitation's key.

    ``promised`` are the numbers offered to other newcomers at the door right now.

    Raises RefusedError: ``no_voice`` when only a confirmed person's device may open, ``invite_unknown``,
    ``invite_used``, ``invite_ended``.
    """
    require_voice(cell)
    known = cell.membership.invites.get(invite_id)
    if known is None:
        raise RefusedError("invite_unknown")
    if newcomer in cell.membership.starts:  # an earlier attempt was cut after its start had arrived here
        return Offer(invite_id, 0)
    if cell.clock.now_ms() > known.body.not_after_ms:
        raise RefusedError("invite_ended")
    free = sorted(set(range(len(known.body.keys))) - known.used - set(promised))
    if not free:
        raise RefusedError("invite_used")
    return Offer(invite_id, free[0])


def write_start(cell: Cell, invitation: Invitation, offered: Offer) -> bytes:
    """Write this device's first entry, unless an earlier attempt did, and return its segment."""
    if not cell.own_branches():
        sealing = sealing_public(cell.keys.sealing_seed)
        message = proof_message(cell.id, offered.invite, cell.device, sealing)
        proof = invitation.key(offered.number).sign(message)
        _write_acts(cell, Start(offered.invite, offered.number, sealing, proof))
    return cell.store.log.segments(cell.device, 0, 0, 1)[0]


def admit(cell: Cell, newcomer: DeviceId, name: str) -> list[tuple[bytes, bytes]]:
    """Open the door to a device whose start is in the log, and return the secrets to hand over.

    The person record that others keep under that name, if there is exactly one, is claimed.
    Raises PeerFault("not_invited") when the device did not start with a valid invitation.
    """
    start = cell.membership.starts.get(newcomer)
    if start is None:
        raise PeerFault("not_invited", device=newcomer.hex())
    if not cell.membership.effective(newcomer):
        _write_acts(cell, Admit(start, _chamber_of(cell, newcomer), _claimed(cell, name)))
        seal_newest(cell)  # so that others need not: they cannot see what is handed over here
    return secrets_of(cell)


def welcome(cell: Cell, secrets: Iterable[tuple[bytes, bytes]]) -> None:
    """Keep the secrets that a sponsor's device handed over."""
    with cell.store.transaction():
        for epoch, secret in secrets:
            keep_secret(cell, epoch, secret)


def _chamber_of(cell: Cell, newcomer: DeviceId) -> Chamber:
    """Return the chamber that the newcomer's invitation names."""
    body = act_of(cell.store.log.line(newcomer, 0, 0, 1)[0]).body
    if not isinstance(body, Start):
        raise BugError("start_lost", device=newcomer.hex())
    return cell.membership.invites[EntryId(body.invite)].body.chamber


def _claimed(cell: Cell, name: str) -> bytes:
    taken = {person.claims for person in cell.membership.persons.values()}
    persons = [view for view in listing(cell.store.reader, "person", {}, EVERYONE) if view.shared]
    same = [EntryId(bytes.fromhex(view.id)) for view in persons if name_key(view.title) == name_key(name)]
    free = [record for record in same if record not in taken]
    return free[0] if len(free) == 1 else ABSENT


def _write_acts(cell: Cell, body: Invite | Start | Admit) -> None:
    write_act(cell, cell.act(body))


def write_act(cell: Cell, draft: Draft) -> EntryId:
    """Write one act of authority in a durable step of its own, conclude from it, and return its id."""
    try:
        with cell.store.transaction():
            [entry] = cell.append([draft])
            cell.refresh_membership()
    except BaseException:
        cell.forget_unsaved()
        raise
    cell.tell(entries=1)
    cell.tell_members_changed()
    return entry.id
