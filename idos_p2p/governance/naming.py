"""Whether what an act names can be meant: the cuts of a person's devices, the persons of two circles."""

from __future__ import annotations

from collections.abc import Iterable

from idos_p2p.governance.acts import Succeed
from idos_p2p.governance.facts import Facts
from idos_p2p.governance.matters import Cut
from idos_p2p.governance.standing import Standing
from idos_p2p.ids import DeviceId, EntryId, PersonId
from idos_p2p.limits import MAX_CUTS

MAX_SUCCESSORS = 8
"""Devices that may follow one device: a person's devices, replaced once each (security §4.12)."""


def surplus_devices(facts: Facts, standing: Standing) -> tuple[frozenset[DeviceId], list[EntryId]]:
    """Return the devices beyond those that may take one device's place, and the acts of those that were not alone.

    A copy that is put back twice makes two; whoever stole a key could make any number, so only some are followed.
    """
    by_origin: dict[DeviceId, list[tuple[EntryId, DeviceId]]] = {}
    for device, begun in facts.begun.items():
        for first in filter(standing.holds, begun):
            body = facts.valid[first].body
            if isinstance(body, Succeed):
                by_origin.setdefault(facts.valid[EntryId(body.origin)].device, []).append((first, device))
    several = [sorted(acts) for acts in by_origin.values() if len(acts) > 1]
    surplus = {device for acts in several for _, device in acts[MAX_SUCCESSORS:]}
    kept = {device for acts in by_origin.values() for _, device in sorted(acts)[:MAX_SUCCESSORS]}
    return frozenset(surplus - kept), [act for acts in several for act, _ in acts]


def devices_to_cut(facts: Facts, standing: Standing, person: PersonId) -> frozenset[DeviceId]:
    """Return the devices of a person that an act which cuts all of them names, each with its cut.

    Those that are followed and, of these, as many as one act can name, what began in the smallest past first. Nothing
    counts of the others, so that nobody escapes by making devices without end.
    """

    def age(device: DeviceId) -> tuple[int, DeviceId]:
        pasts = [facts.history.pasts[facts.history.position[first]] for first in facts.begun[device]]
        return min(past.bit_count() for past in pasts), device

    return frozenset(sorted(standing.open_devices(person) - surplus_devices(facts, standing)[0], key=age)[:MAX_CUTS])


def cuts_fault(facts: Facts, standing: Standing, cuts: Iterable[Cut], wanted: Iterable[DeviceId]) -> str:
    """Return "cuts" unless there is one for each wanted device and no other, each at the end of a line known here."""
    found = list(cuts)
    devices = [cut.device for cut in found]
    if sorted(devices) != sorted(set(wanted)):
        return "cuts"
    return "" if all(_ends_a_line(facts, standing, cut) for cut in found) else "cuts"


def _ends_a_line(facts: Facts, standing: Standing, cut: Cut) -> bool:
    """Whether a cut leaves out no act that follows its own on one line."""
    position = facts.history.position.get(EntryId(cut.act))
    if position is None:  # nothing at all: whatever else a cut names, its author knew
        return False
    act = facts.history.acts[position]
    if act.device != cut.device or cut.count <= act.seq:
        return False
    others = standing.mask & facts.by_device[act.device] & ~facts.history.lines[position]
    return not any(
        facts.history.lines[facts.history.position[one.id]] >> position & 1 for one in facts.history.select(others)
    )


def circles_fault(standing: Standing, *lists: Iterable[bytes]) -> str:
    """Return why these lists are no places of persons: "person" for one who is none, "chamber" for one named twice."""
    several = [PersonId(person) for persons in lists for person in persons]
    if len(several) != len(set(several)):
        return "chamber"
    return "" if all(standing.status(person) is not None for person in several) else "person"
