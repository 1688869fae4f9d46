"""What is judged again when the acts of authority conclude something new."""

from __future__ import annotations

from idos_p2p.governance.matters import Cut
from idos_p2p.governance.membership import Membership
from idos_p2p.ids import DeviceId, PersonId, RecordName
from idos_p2p.records.write_rule import is_erased
from idos_p2p.store.ports import Store


def is_out(membership: Membership, device: DeviceId) -> bool:
    """Whether the device wrote for somebody of the cell once, and does not any more."""
    return not membership.effective(device) and (device in membership.owners or device in membership.cuts)


def reopen_what_changed(store: Store, before: Membership, after: Membership) -> None:
    """Forget the verdicts that may be others now, in the transaction under way.

    Those are of all records in which a device wrote whose owner, whose cut or whose owner's belonging changed, and of
    records that were erased, or whose erasure counts no more: their bodies are asked of every peer again.
    """
    devices = before.owners.keys() | after.owners.keys() | before.cuts.keys() | after.cuts.keys()
    changed = {device for device in devices if _standing(before, device) != _standing(after, device)}
    if changed:
        store.judgements.reopen(sorted(changed))
    erasures = (before.erasures.keys() ^ after.erasures.keys()) | (before.forgotten.keys() ^ after.forgotten.keys())
    for record in sorted(erasures):
        store.judgements.reopen_record(record)
        _ask_again(store, after, record)


def _standing(membership: Membership, device: DeviceId) -> tuple[PersonId | None, bool, bool, Cut | None]:
    person = membership.owners.get(device)
    belongs = person is not None and membership.belongs(person)
    return person, belongs, device in membership.cuts, membership.cuts.get(device)


def _ask_again(store: Store, membership: Membership, record: RecordName) -> None:
    keys = store.judgements.of_record(record)
    entries = store.log.entries(keys)
    store.log.miss(key for key, entry in zip(keys, entries, strict=True) if not is_erased(entry.header, membership))
