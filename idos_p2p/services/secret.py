"""The cell secret: what members find each other with, and knock with. One an epoch; past ones stay recognised.

The first is made with the cell and handed over at the door. When somebody loses their place, or a device, a member's
device writes the next one, sealed to each device that is effective in its eyes; whoever knows it seals it to one that
lacks it. Who belongs is never decided by a secret: it keeps strangers from seeing who is here, no more.

How a secret is sealed follows from the secret and the device, so whoever knows it can make every box again and see if
all hold the same (``is_split``). Whoever seals different secrets to different devices, so that they do not find each
other, is noticed by those who can open theirs, and one of them who has a voice renews it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import lru_cache

from idos_p2p.errors import RefusedError
from idos_p2p.governance.acts import Secret, Wrap
from idos_p2p.governance.membership import Epoch
from idos_p2p.identity.sealing import seal, unseal
from idos_p2p.ids import ABSENT, DeviceId, EntryId
from idos_p2p.labels import Label, keyed
from idos_p2p.limits import MAX_EPOCHS, MAX_WRAPS
from idos_p2p.services.cell import Cell

FIRST_EPOCH = b"0"
SECRET_BYTES = 32

_TRIED = "secret tried"
"""The fact how many acts were known when this device last wrote a secret: none is written twice for the same ones."""


def keep_secret(cell: Cell, epoch: bytes, secret: bytes) -> None:
    """Keep the secret of an epoch, in the transaction under way."""
    cell.store.facts.set(_fact(epoch), secret)


def secrets_of(cell: Cell) -> list[tuple[bytes, bytes]]:
    """Return (epoch, secret) of those that this device knows, the one to use first; empty before the door was opened.

    At most MAX_EPOCHS: of the renewals the newest, and always the first secret, which everybody was handed, so that no
    absence is too long.
    """
    renewed = [(epoch.id, secret) for epoch in cell.membership.epochs if (secret := _secret(cell, epoch))]
    first = cell.store.facts.get(_fact(FIRST_EPOCH))
    return [*renewed[: MAX_EPOCHS - 1], *([(FIRST_EPOCH, first)] if first else [])]


def tend(cell: Cell, present: Collection[DeviceId] = ()) -> bool:
    """Keep the secrets that were sealed to this device; renew, or seal the newest to who lacks it, where that is due.

    Of the devices in the room, ``present``, the first of those that can writes; one that is alone does it at once.
    Says whether it wrote: then it may be asked again. Whatever it cannot do now is due still.
    """
    _keep_sealed(cell)
    membership = cell.membership
    if cell.restored or membership.newer or not membership.effective(cell.device):
        return False
    if cell.store.facts.get(_TRIED) == _acts_known(cell):
        return False
    if membership.renewal_due or is_split(cell):
        able = [device for device in present if membership.confirmed(device)]
        if membership.confirmed(cell.device) and min([*able, cell.device]) == cell.device:
            _renew(cell)
            return True
        return False
    holders = [device for device in present if membership.epochs and device in membership.epochs[0].sealed]
    return min([*holders, cell.device]) == cell.device and seal_newest(cell)


def tend_if_room(cell: Cell, present: Collection[DeviceId] = ()) -> bool:
    """Do what ``tend`` does, unless the disk is full; then it is done later."""
    try:
        return tend(cell, present)
    except RefusedError as refused:
        if refused.code != "store_full":
            raise
        return False


def seal_newest(cell: Cell) -> bool:
    """Seal the newest renewed secret, if this device knows it, to the effective devices that lack it; say if any did.

    Older ones need no sealing: whoever knows only these is let in by them.
    """
    newest = next(iter(cell.membership.epochs), None)
    secret = _secret(cell, newest) if newest else None
    if newest is None or secret is None:
        return False
    wraps = _wraps(cell, secret, sorted(cell.membership.devices.keys() - newest.sealed.keys()))
    if not wraps:
        return False
    _write(cell, Secret(newest.id, wraps))
    return True


def is_split(cell: Cell) -> bool:
    """Whether the newest renewal was sealed to some devices otherwise than to this one: they do not find each other.

    False for who knows no renewal, or cannot open the newest one: others see that.
    """
    newest = next(iter(cell.membership.epochs), None)
    secret = _secret(cell, newest) if newest else None
    if newest is None or secret is None:
        return False
    keys = cell.membership.sealing
    boxes = ((device, keys[device], box) for device, box in newest.sealed.items() if device in keys)
    return not _all_hold(secret, tuple(sorted(boxes)))


@lru_cache(maxsize=2)  # of an epoch in use, made again only when there is another box: 0.1 ms a device
def _all_hold(secret: bytes, boxes: tuple[tuple[DeviceId, bytes, bytes], ...]) -> bool:
    """Whether each of these boxes holds the secret, as (device, its key, box)."""
    return all(_box(secret, device, key) == box for device, key, box in boxes)


def _box(secret: bytes, device: DeviceId, key: bytes) -> bytes | None:
    """Return a secret sealed to a device's key; None where that is worth nothing."""
    return seal(secret, key, keyed(Label.SEALED_BOX, secret, device))


def _renew(cell: Cell) -> None:
    secret = cell.entropy(SECRET_BYTES)
    others = sorted(cell.membership.devices.keys() - {cell.device})
    _write(cell, Secret(ABSENT, _wraps(cell, secret, [cell.device, *others])), secret)


def _wraps(cell: Cell, secret: bytes, devices: Sequence[DeviceId]) -> tuple[Wrap, ...]:
    """Return the secret sealed to each of these devices whose key is worth anything."""
    sealing = cell.membership.sealing
    sealed = ((device, _box(secret, device, sealing[device])) for device in devices[:MAX_WRAPS])
    return tuple(Wrap(device, box) for device, box in sealed if box is not None)


def _write(cell: Cell, body: Secret, secret: bytes = b"") -> None:
    try:
        with cell.store.transaction():
            [entry] = cell.append([cell.act(body)])
            if secret:
                keep_secret(cell, entry.id, secret)
            cell.refresh_membership()
            cell.store.facts.set(_TRIED, _acts_known(cell))
    except BaseException:
        cell.forget_unsaved()
        raise
    cell.tell(entries=1)
    cell.tell_members_changed()


def _keep_sealed(cell: Cell) -> None:
    """Keep what was sealed to this device's key, which another may take the place of."""
    for epoch in cell.membership.epochs:
        if cell.store.facts.get(_fact(epoch.id)) is None and (secret := _secret(cell, epoch)):
            with cell.store.transaction():
                keep_secret(cell, epoch.id, secret)


def _secret(cell: Cell, epoch: Epoch) -> bytes | None:
    """Return the secret of a renewal: kept, or sealed to this device; None where it is neither."""
    kept = cell.store.facts.get(_fact(epoch.id))
    if kept is not None:
        return kept
    sealed = epoch.sealed.get(cell.device)
    opened = unseal(sealed, cell.keys.sealing_seed) if sealed else None
    return opened if opened and len(opened) == SECRET_BYTES else None


def _acts_known(cell: Cell) -> bytes:
    return len(cell.membership.acts).to_bytes(4, "big")


def _fact(epoch: bytes) -> str:
    return "secret/0" if epoch == FIRST_EPOCH else f"secret/{EntryId(epoch).hex()}"
