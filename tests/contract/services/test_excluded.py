"""Who was put out: what they write afterwards is kept and passed on, and counts nowhere, unless others built on it."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from idos_p2p.errors import RefusedError
from idos_p2p.governance.matters import Chamber, Confirm
from idos_p2p.governance.membership import Status
from idos_p2p.identity.invitation import Invitation
from idos_p2p.ids import DeviceId
from idos_p2p.log.chain import Draft
from idos_p2p.log.entry import SALT_BYTES, Payload
from idos_p2p.papers.formats import Format
from idos_p2p.services.cell import Cell
from idos_p2p.services.check import rebuild
from idos_p2p.services.erase import erase
from idos_p2p.services.export import export
from idos_p2p.services.history import history
from idos_p2p.services.ingest import Refused, WaitingRoom, ingest
from idos_p2p.services.invite import invite
from idos_p2p.services.project import project_all
from idos_p2p.services.receipts import write_receipts
from idos_p2p.services.write import add, change
from idos_p2p.views.records import find, listing
from idos_p2p.views.search import search
from tests.contract.services.excluding import Four, cut_of, decide, exclude, four, person_of
from tests.contract.services.forking import copy_of, own_person, shameless
from tests.simulation.devices import SetClock, Surroundings, assert_sound, blobs, conclusion, pass_door, share


@pytest.fixture
def cells(around: Surroundings) -> Four:
    return four(around)


def hour(cell: Cell, what: str) -> str:
    """Write an hour of the person's own."""
    values = {"what": what, "date": "2026-05-04", "minutes": 60, "persons": [own_person(cell)]}
    return add(cell, "contribution", values)


def everybody_shares(*cells: Cell) -> None:
    """Let all hold the same."""
    for _ in range(2):
        for giver in cells:
            for taker in cells:
                if giver is not taker:
                    assert not any(isinstance(outcome, Refused) for outcome in share(giver, taker))


def shown(cell: Cell) -> tuple[str, ...]:
    return tuple(cell.store.read_model.dump())


def titles(cell: Cell, kind: str) -> set[object]:
    return {view.title for view in listing(cell.store.reader, kind, {}, 99)}


def late(cells: Four) -> tuple[str, str, str]:
    """Put Luc out, who does not know it, writes on, dates it back, and finds somebody who carries it around.

    Returns a page that all hold, an hour of his from before, and one from after.
    """
    page = add(cells.ana, "page", {"title": "Charte", "body": "Bonjour"})
    share(cells.ana, cells.luc)
    before = hour(cells.luc, "avant")
    everybody_shares(*cells.others, cells.luc)
    exclude([cells.ana, cells.zoe], cells.luc)
    clock = cells.luc.clock
    assert isinstance(clock, SetClock)
    clock.now = 0
    after = hour(cells.luc, "après")
    change(cells.luc, before, {"minutes": 600})
    change(cells.luc, page, {"title": "À moi"})
    add(cells.luc, "project", {"title": "Le mien"})
    return page, before, after


def test_backdating_by_an_excluded_member_changes_nothing_that_anybody_is_shown(cells: Four) -> None:
    page, before, after = late(cells)
    told = shown(cells.ana)
    assert share(cells.luc, cells.max)
    share(cells.max, cells.ana)
    share(cells.max, cells.zoe)
    assert cells.ana.logs()[cells.luc.device] == cells.luc.logs()[cells.luc.device]  # kept, and passed on
    assert shown(cells.ana) == shown(cells.zoe) == told
    with pytest.raises(RefusedError, match="record_unknown"):
        find(cells.ana.store.reader, after)
    assert find(cells.ana.store.reader, before).fields["minutes"] == 60
    assert find(cells.ana.store.reader, page).title == "Charte"
    assert cells.ana.store.judgements.verdicts()["void:cut"] == 4
    everybody_shares(*cells.others)
    assert conclusion(cells.ana) == conclusion(cells.zoe) == conclusion(cells.max)
    assert_sound(cells.others)


def test_what_others_built_on_before_they_knew_stays_and_says_so(cells: Four) -> None:
    page, _, after = late(cells)
    share(cells.luc, cells.max)
    assert find(cells.max.store.reader, page).title == "À moi"
    change(cells.max, page, {"body": "Bonjour à tous"})
    everybody_shares(*cells.others)
    for cell in cells.others:
        view = find(cell.store.reader, page)
        assert (view.title, view.fields["body"]) == ("À moi", "Bonjour à tous")
        assert [told.kept for told in history(cell, page)] == [False, True, False]
        assert titles(cell, "contribution") == {"avant"}
        assert "Le mien" not in titles(cell, "project")
        with pytest.raises(RefusedError, match="record_unknown"):
            find(cell.store.reader, after)
    assert conclusion(cells.ana) == conclusion(cells.zoe) == conclusion(cells.max)
    told = shown(cells.ana)
    rebuild(cells.ana)
    assert shown(cells.ana) == told
    assert_sound(cells.others)


def test_who_was_put_out_reads_on_and_writes_no_more(cells: Four, tmp_path: Path) -> None:
    late(cells)
    share(cells.ana, cells.luc)
    assert titles(cells.luc, "contribution") == {"avant"}
    assert search(cells.luc.store.reader, "charte", 9)
    for write in (lambda: hour(cells.luc, "encore"), lambda: invite(cells.luc, 1, 30, Chamber.CONCERNED)):
        with pytest.raises(RefusedError, match=r"no_longer_member|no_voice"):
            write()
    export(cells.luc, tmp_path / "out", Format.JSON)
    files = [file for file in (tmp_path / "out").rglob("*") if file.is_file()]
    taken = "".join(file.read_text("utf-8") for file in files)
    assert ("avant" in taken, "après" in taken) == (True, False)
    written = cells.luc.own_height()
    assert write_receipts(cells.luc) == 0
    assert cells.luc.own_height() == written
    share(cells.luc, cells.ana)
    assert conclusion(cells.luc) == conclusion(cells.ana)
    assert_sound([cells.luc])


def test_a_fork_before_the_cut_is_no_way_round_it_and_the_cut_ends_the_fork(around: Surroundings, cells: Four) -> None:
    twin = shameless(copy_of(around, cells.luc))
    hour(cells.luc, "vrai")
    everybody_shares(*cells.others, cells.luc)
    exclude([cells.ana, cells.zoe], cells.luc)
    told = shown(cells.ana)
    hour(twin, "antidaté")
    add(twin, "project", {"title": "Antidaté"})
    share(twin, cells.max)
    share(cells.max, cells.ana)
    assert len(cells.ana.logs()[cells.luc.device]) == 2
    assert shown(cells.ana) == told
    assert titles(cells.ana, "contribution") == {"vrai"}
    assert not find(cells.ana.store.reader, listing(cells.ana.store.reader, "contribution", {}, 9)[0].id).contested
    assert_sound([cells.ana])


def test_a_cut_may_pin_the_branch_that_came_second(around: Surroundings, cells: Four) -> None:
    twin = shameless(copy_of(around, cells.luc))
    hour(cells.luc, "une histoire")
    hour(twin, "une autre")
    share(cells.luc, cells.ana)
    share(twin, cells.ana)
    verdicts = cells.ana.store.judgements.verdicts()
    assert verdicts["contested"] == 2
    share(cells.ana, cells.zoe)
    exclude([cells.ana, cells.zoe], cells.luc, cut_of(cells.ana, cells.luc.device, branch=1))
    assert titles(cells.ana, "contribution") == {"une autre"}
    verdicts = cells.ana.store.judgements.verdicts()
    assert (verdicts.get("contested", 0), verdicts["void:cut"]) == (0, 1)
    assert conclusion(cells.ana) == conclusion(cells.zoe)
    assert_sound([cells.ana])


@pytest.mark.parametrize("seed", range(3))
def test_whatever_came_first_all_conclude_the_same(around: Surroundings, cells: Four, seed: int) -> None:
    page, _, _ = late(cells)
    twin = shameless(copy_of(around, cells.luc))
    hour(twin, "antidaté")
    hour(cells.luc, "tard")
    share(cells.luc, cells.max)
    change(cells.max, page, {"body": "Bonjour à tous"})
    share(twin, cells.zoe)
    everybody_shares(*cells.others)
    rng = random.Random(seed)
    for _ in range(3):
        assert conclusion(in_some_order(around, cells.ana, rng)) == conclusion(cells.ana)


def in_some_order(around: Surroundings, whole: Cell, rng: random.Random) -> Cell:
    """Return a cell to which the segments came in any order that can be kept, looked at between."""
    cell = around.newcomer(Invitation(whole.id, bytes(16)), f"empty {rng.random()}")
    left = {(device, branch): some for device in whole.logs() for branch, some in of_branches(whole, device).items()}
    while left:
        device, branch = rng.choice(sorted(left))
        room = WaitingRoom()
        outcomes = ingest(cell, left[device, branch][:1], room)
        if not isinstance(outcomes[0], Refused) and not room.size:
            left[device, branch] = left[device, branch][1:]
            if not left[device, branch]:
                del left[device, branch]
        if rng.random() < 0.2:
            project_all(cell)
    project_all(cell)
    return cell


def of_branches(cell: Cell, device: DeviceId) -> dict[int, list[bytes]]:
    found = {}
    for position, branch in enumerate(cell.logs()[device]):
        found[position] = cell.store.log.segments(device, position, branch.first, 1 << 40)
    return found


def test_what_counts_of_a_log_is_known_when_its_end_has_arrived(around: Surroundings, cells: Four) -> None:
    """An exclusion is known, and of Luc's log only a beginning: what he owns waits, what is shared stays."""
    one = hour(cells.luc, "une")
    project = add(cells.luc, "project", {"title": "Le verger"})
    two = hour(cells.luc, "deux")
    everybody_shares(*cells.others, cells.luc)
    exclude([cells.ana, cells.zoe], cells.luc)
    late_one = around.newcomer(Invitation(cells.ana.id, bytes(16)), "late")
    [*beginning, end] = blobs(cells.ana, cells.luc.device)
    room = WaitingRoom()
    for device in cells.ana.logs():
        ingest(late_one, beginning if device == cells.luc.device else blobs(cells.ana, device), room)
    project_all(late_one)
    assert titles(late_one, "contribution") == set()
    assert find(late_one.store.reader, project).title == "Le verger"
    assert late_one.store.judgements.verdicts()["waiting:cut"] > 0
    ingest(late_one, [end], room)
    project_all(late_one)
    assert {find(late_one.store.reader, each).title for each in (one, two)} == {"une", "deux"}
    assert conclusion(late_one) == conclusion(cells.ana)
    assert_sound([late_one])


def test_a_log_that_an_excluded_member_let_begin_is_kept_by_all_and_counts_for_nobody(
    around: Surroundings, cells: Four
) -> None:
    """Whether the exclusion or the newcomer came first, the logs end equal."""
    invitation = invite(cells.luc, 1, 30, Chamber.CONCERNED)
    exclude([cells.ana, cells.zoe], cells.luc)
    puppet = around.newcomer(invitation, "Faux")
    pass_door(cells.luc, puppet, invitation, "Faux")
    share(cells.luc, puppet)
    add(puppet, "project", {"title": "Faux"})
    share(puppet, cells.luc)
    share(cells.luc, cells.max)
    assert cells.max.membership.effective(puppet.device)
    everybody_shares(*cells.others)
    for cell in cells.others:
        assert not cell.membership.effective(puppet.device)
        assert cell.logs()[puppet.device] == puppet.logs()[puppet.device]
        assert "Faux" not in titles(cell, "project")
    assert conclusion(cells.ana) == conclusion(cells.zoe) == conclusion(cells.max)
    assert_sound(cells.others)


def test_an_erasure_past_the_cut_is_undone_by_whoever_still_has_the_words(cells: Four) -> None:
    mine = hour(cells.luc, "un mot")
    everybody_shares(*cells.others, cells.luc)
    exclude([cells.ana, cells.zoe], cells.luc)
    erase(cells.luc, mine)
    share(cells.luc, cells.max)
    with pytest.raises(RefusedError, match="record_unknown"):
        find(cells.max.store.reader, mine)
    everybody_shares(*cells.others)
    assert cells.max.store.log.missing() == []
    for cell in cells.others:
        assert find(cell.store.reader, mine).title == "un mot"
    assert conclusion(cells.ana) == conclusion(cells.zoe) == conclusion(cells.max)
    assert_sound(cells.others)


def test_who_is_confirmed_again_writes_with_another_computer_and_the_cut_stays(cells: Four) -> None:
    late(cells)
    decide([cells.ana, cells.zoe], Confirm(person_of(cells.luc)))
    assert cells.ana.membership.persons[person_of(cells.luc)].status is Status.CONFIRMED
    share(cells.luc, cells.ana)
    assert titles(cells.ana, "contribution") == {"avant"}
    share(cells.ana, cells.luc)
    with pytest.raises(RefusedError, match="no_longer_member"):
        hour(cells.luc, "encore")
    assert_sound([cells.ana, cells.luc])


def test_a_program_that_does_not_understand_an_act_writes_records_and_no_acts(cells: Four) -> None:
    ana, zoe = cells.ana, cells.zoe
    with ana.store.transaction():
        payload = Payload(ana.entropy(SALT_BYTES), b"\x91\x00")
        ana.append([Draft(31, payload, ana.clock.now_ms())])
        ana.refresh_membership()
    share(ana, zoe)
    for cell in (ana, zoe):
        assert cell.membership.newer
        with pytest.raises(RefusedError, match="update_needed"):
            invite(cell, 1, 30, Chamber.CONCERNED)
        with pytest.raises(RefusedError, match="update_needed"):
            cell.require_authority()
        assert hour(cell, "comme avant")
    mine = hour(zoe, "à effacer")
    with pytest.raises(RefusedError, match="update_needed"):
        erase(zoe, mine)
    assert find(zoe.store.reader, mine).title == "à effacer"
