"""Whether what an act names can be meant: the cuts of a person's devices, the persons of two circles."""

from __future__ import annotations

from collections.abc import Iterable

from idos_p2p.governance.facts import Facts
from idos_p2p.governance.matters import Cut
from idos_p2p.governance.standing import Standing
from idos_p2p.ids import DeviceId, EntryId, PersonId
from idos_p2p.limits import MAX_CUTS


def devices_to_cut(facts: Facts, standing: Standing, person: PersonId) -> frozenset[DeviceId]:
    """Return the devices of a person that a decision names with a cut each: those that began in the smallest past.

    As many as one act can name. Nothing counts of the others, so that nobody escapes by making devices without end.
    """

    def age(device: DeviceId) -> tuple[int, DeviceId]:
        pasts = [facts.history.pasts[facts.history.position[first]] for first in facts.begun[device]]
        return min(past.bit_count() for past in pasts), device

    return frozenset(sorted(standing.open_devices(person), key=age)[:MAX_CUTS])


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
    if position is None or not standing.has(position):
        return False
    act = facts.history.acts[position]
    if act.device != cut.device or cut.count <= act.seq:
        return False
    later = standing.mask & facts.by_device.get(act.device, 0) & ~((1 << position + 1) - 1)
    return not any(
        facts.history.lines[facts.history.position[one.id]] >> position & 1 for one in facts.history.select(later)
    )


def circles_fault(standing: Standing, *lists: Iterable[bytes]) -> str:
    """Return why these lists are no places of persons: "person" for one who is none, "chamber" for one named twice."""
    several = [PersonId(person) for persons in lists for person in persons]
    if len(several) != len(set(several)):
        return "chamber"
    return "" if all(standing.status(person) is not None for person in several) else "person"
