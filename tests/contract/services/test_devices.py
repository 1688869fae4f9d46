"""One person with several computers: another one adds each, it writes for the same person, and can be taken away."""

from __future__ import annotations

import pytest

from idos_p2p.errors import PeerFault, RefusedError
from idos_p2p.governance.acts import Begin
from idos_p2p.identity.invitation import Invitation
from idos_p2p.ids import EntryId
from idos_p2p.limits import MAX_DEVICES
from idos_p2p.services.cell import Cell
from idos_p2p.services.devices import add_device, begin, own_devices, prove_device, require_room_for_device, revoke
from idos_p2p.services.ingest import Inserted, Refused, Waiting, WaitingRoom, ingest
from idos_p2p.services.invite import write_act
from idos_p2p.services.people import members, own_person
from idos_p2p.services.project import project_all
from idos_p2p.services.write import add, change
from idos_p2p.views.records import find
from tests.contract.services.sending import Pair
from tests.simulation.devices import Surroundings, blobs, conclusion, share


def new_computer(around: Surroundings, cell: Cell, name: str = "second") -> Cell:
    """Return a computer that knows which cell it is for, and nothing else."""
    return around.newcomer(Invitation(cell.id, bytes(16)), name)


def added(around: Surroundings, first: Cell, name: str = "second") -> Cell:
    """Add a computer to a person's first one, as the door between them does, and let it take all there is."""
    second = new_computer(around, first, name)
    act = add_device(first, second.device, *prove_device(second, first.device))
    [outcome] = ingest(first, [begin(second, act, own_person(first))], WaitingRoom())
    assert isinstance(outcome, Inserted)
    share(first, second)
    return second


def test_a_second_computer_writes_for_the_same_person_and_everyone_agrees(around: Surroundings, pair: Pair) -> None:
    ana, luc = pair
    second = added(around, ana)
    assert own_person(second) == own_person(ana)
    change(second, own_person(second), {"roles": ["leader"]})  # owned: nobody but Ana may
    page = add(second, "page", {"title": "Écrit à la maison"})
    share(second, ana)
    share(ana, luc)
    assert conclusion(ana) == conclusion(luc) == conclusion(second)
    for cell in (ana, luc, second):
        [found] = [member for member in members(cell) if member.name == "Ana"]
        assert sorted(found.devices) == sorted([ana.device, second.device])
        assert found.fields["roles"] == ["leader"]
        assert find(cell.store.reader, page).title == "Écrit à la maison"
    assert [each.here for each in own_devices(second)] == [True, False]


def test_a_log_that_begins_as_an_added_computer_waits_for_the_act_that_added_it(
    around: Surroundings, pair: Pair
) -> None:
    ana, luc = pair
    second = added(around, ana)
    waiting = WaitingRoom()
    [early] = ingest(luc, blobs(second, second.device), waiting)
    assert isinstance(early, Waiting)
    ingest(luc, blobs(ana), waiting)
    assert luc.membership.effective(second.device)
    assert luc.heights()[second.device]


def test_nobody_begins_as_a_computer_that_another_one_was_added_as(around: Surroundings, pair: Pair) -> None:
    ana, _ = pair
    second, eve = new_computer(around, ana), new_computer(around, ana, "eve")
    act = add_device(ana, second.device, *prove_device(second, ana.device))
    [outcome] = ingest(ana, [begin(eve, act, "")], WaitingRoom())
    assert outcome == Refused("start_refused")
    stray = new_computer(around, ana, "stray")
    write_act(stray, stray.first_act(Begin(EntryId(ana.id))))  # which added nobody
    assert ingest(ana, blobs(stray), WaitingRoom()) == [Refused("start_refused")]


def test_a_computer_that_does_not_prove_its_key_is_not_added(around: Surroundings, pair: Pair) -> None:
    ana, luc = pair
    second = new_computer(around, ana)
    sealing, proof = prove_device(second, ana.device)
    for wrong in (
        (second.device, sealing, bytes(64)),
        (second.device, bytes(32), proof),
        (luc.device, sealing, proof),
        (second.device, *prove_device(second, luc.device)),
    ):
        with pytest.raises(PeerFault, match="device_unsound"):
            add_device(ana, *wrong)
    assert len(own_devices(ana)) == 1


def test_an_attempt_that_was_cut_is_done_again_without_a_second_act(around: Surroundings, pair: Pair) -> None:
    ana, _ = pair
    second = new_computer(around, ana)
    act = add_device(ana, second.device, *prove_device(second, ana.device))
    assert add_device(ana, second.device, *prove_device(second, ana.device)) == act
    first = begin(second, act, own_person(ana))
    assert begin(second, act, own_person(ana)) == first
    assert [type(outcome) for outcome in ingest(ana, [first], WaitingRoom())] == [Inserted]


def test_a_person_has_so_many_computers_and_no_more(around: Surroundings, pair: Pair) -> None:
    ana, _ = pair
    for number in range(MAX_DEVICES - 1):
        added(around, ana, f"computer {number}")
    with pytest.raises(RefusedError, match="devices_most"):
        require_room_for_device(ana)
    one_more = new_computer(around, ana, "one more")
    with pytest.raises(RefusedError, match="devices_most"):
        add_device(ana, one_more.device, *prove_device(one_more, ana.device))


def test_a_revoked_computer_is_met_no_more_and_counts_up_to_what_was_known_of_it(
    around: Surroundings, pair: Pair
) -> None:
    ana, luc = pair
    second = added(around, ana)
    before = add(second, "page", {"title": "Avant"})
    share(second, ana)
    [known] = ana.heights()[second.device]
    assert revoke(ana, second.device.hex()[:8]) == second.device
    after = add(second, "page", {"title": "Après"})
    for cell in (ana, luc):
        share(second, cell)
        share(ana, cell)
        assert not cell.membership.effective(second.device)
        cut = cell.membership.cuts[second.device]
        assert cut is not None
        assert (cut.count, cut.head) == (known.count, known.head)
        project_all(cell)
        assert find(cell.store.reader, before).title == "Avant"
        with pytest.raises(RefusedError, match="record_unknown"):
            find(cell.store.reader, after)
        assert cell.membership.person_of(second.device) == cell.membership.person_of(ana.device)
    assert [each.device for each in own_devices(ana)] == [ana.device]


def test_only_another_computer_of_ones_own_can_be_taken_away(around: Surroundings, pair: Pair) -> None:
    ana, luc = pair
    second = added(around, ana)
    for prefix, code in (
        (luc.device.hex(), "device_unknown"),
        ("", "device_ambiguous"),
        (ana.device.hex(), "device_is_this"),
    ):
        with pytest.raises(RefusedError, match=code):
            revoke(ana, prefix)
    assert revoke(second, ana.device.hex()) == ana.device
    share(second, luc)
    assert not luc.membership.effective(ana.device)
