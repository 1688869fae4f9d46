"""A log with two histories: both are kept by everybody, and everybody concludes the same from them."""

from __future__ import annotations

import pytest

from idos_p2p.errors import RefusedError
from idos_p2p.events import CellEvent, ForkFound
from idos_p2p.limits import MAX_BRANCHES
from idos_p2p.log.branches import forked_at
from idos_p2p.log.segment import parse, reseal, seal
from idos_p2p.services.cell import Cell
from idos_p2p.services.ingest import Duplicate, Inserted, Refused, Surplus, WaitingRoom, ingest
from idos_p2p.services.project import project_all
from idos_p2p.services.write import add, change
from idos_p2p.views.records import find, listing
from tests.contract.services.forking import copy_of, shameless
from tests.contract.services.sending import Pair, kept, news, refused, writing_as
from tests.simulation.devices import Surroundings, conclusion, share


def forked(around: Surroundings, pair: Pair) -> tuple[Cell, Cell, Cell]:
    """Return Ana, and two installations of Luc's device that went on apart."""
    ana, luc = pair
    twin = shameless(copy_of(around, luc))
    add(luc, "project", {"title": "le verger"})
    add(luc, "page", {"title": "semis"})
    add(twin, "project", {"title": "la mare"})
    return ana, luc, twin


def all_branches(cell: Cell) -> list[bytes]:
    """Return every segment a cell holds, parents before children."""
    return [
        blob
        for device, branches in cell.logs().items()
        for position, branch in enumerate(branches)
        for blob in cell.store.log.segments(device, position, branch.first, 1 << 40)
    ]


def pass_on(giver: Cell, taker: Cell) -> None:
    """Give every segment, and let the taker judge them."""
    outcomes = ingest(taker, all_branches(giver), WaitingRoom())
    assert not any(isinstance(outcome, Refused) for outcome in outcomes)
    project_all(taker)


def test_both_histories_are_kept_and_the_fork_is_told_once(around: Surroundings, pair: Pair) -> None:
    ana, luc, twin = forked(around, pair)
    told: list[CellEvent] = []
    ana.listen = told.append
    pass_on(luc, ana)
    assert ForkFound(luc.device) not in told
    assert forked_at(ana.logs()[luc.device]) is None
    common = ana.logs()[luc.device][0].height.count - 2
    pass_on(twin, ana)
    pass_on(twin, ana)
    assert told.count(ForkFound(luc.device)) == 1
    assert forked_at(ana.logs()[luc.device]) == common
    heads = {branch.height.head for branch in ana.logs()[luc.device]}
    assert heads == {luc.logs()[luc.device][0].height.head, twin.logs()[luc.device][0].height.head}


def test_whichever_history_came_first_all_conclude_the_same(around: Surroundings, pair: Pair) -> None:
    ana, luc, twin = forked(around, pair)
    zoe = around.joined(ana, "Zoé")
    pass_on(ana, luc)
    pass_on(luc, ana)
    pass_on(twin, ana)
    pass_on(ana, twin)
    pass_on(twin, zoe)
    pass_on(luc, zoe)
    pass_on(ana, zoe)
    pass_on(zoe, ana)
    pass_on(zoe, luc)
    pass_on(zoe, twin)
    assert conclusion(ana) == conclusion(zoe) == conclusion(luc) == conclusion(twin)
    assert ana.store.judgements.verdicts()["contested"] == 3


def test_a_fork_inside_a_segment_keeps_what_both_share_once(pair: Pair) -> None:
    """Luc's five entries come in one segment; his copy shares three of them and says two others."""
    ana, luc = pair
    author = writing_as(luc)
    start = author.height
    one, entries = author.write(*[author.creation(f"un {number}".encode()) for number in range(5)])
    author.height = type(start)(start.count + 3, entries[2].id)
    shared = entries[:3]
    others = author.entries(*[author.creation(f"autre {number}".encode()) for number in range(2)])
    other = seal([*shared, *others], luc.keys.device.sign)
    assert ingest(ana, [one.blob], WaitingRoom()) == [Inserted(luc.device, 0, start.count + 5, 5)]
    assert ingest(ana, [other.blob], WaitingRoom()) == [Inserted(luc.device, 1, start.count + 5, 2)]
    assert ingest(ana, [other.blob, one.blob], WaitingRoom()) == [
        Duplicate(luc.device, 1, start.count + 5),
        Duplicate(luc.device, 0, start.count + 5),
    ]
    assert forked_at(ana.logs()[luc.device]) == start.count + 3


def test_a_segment_that_begins_in_what_is_held_adds_its_end(pair: Pair) -> None:
    ana, luc = pair
    author = writing_as(luc)
    start = author.height.count
    first, one = author.write(author.creation(b"un"))
    second, two = author.write(author.creation(b"deux"))
    assert ingest(ana, [first.blob], WaitingRoom()) == [Inserted(luc.device, 0, start + 1, 1)]
    joined = reseal([*one, *two], second.signature)
    assert ingest(ana, [joined.blob], WaitingRoom()) == [Inserted(luc.device, 0, start + 2, 1)]
    assert ana.store.log.segments(luc.device, 0, start, 1 << 20) == [first.blob, second.blob]


def test_what_is_signed_by_another_key_is_no_fork(pair: Pair) -> None:
    ana, luc = pair
    forged = writing_as(luc)
    forged.key = ana.keys.device
    news(luc)
    share(luc, ana)
    sealed, _ = forged.write(forged.creation())
    before = kept(ana)
    assert parse(sealed.blob).device == ana.device
    pretended = sealed.blob[:1] + luc.device + sealed.blob[33:]
    assert refused(ana, pretended) == "segment_signature"
    assert kept(ana) == before


def test_a_device_has_only_so_many_histories(pair: Pair) -> None:
    ana, luc = pair
    author = writing_as(luc)
    start = author.height
    for number in range(MAX_BRANCHES):
        author.height = start
        sealed, _ = author.write(author.creation(f"histoire {number}".encode()))
        assert ingest(ana, [sealed.blob], WaitingRoom()) == [Inserted(luc.device, number, start.count + 1, 1)]
    more, _ = author.write(author.creation(b"la suite"))
    assert ingest(ana, [more.blob], WaitingRoom()) == [Inserted(luc.device, MAX_BRANCHES - 1, start.count + 2, 1)]
    author.height = start
    sealed, _ = author.write(author.creation(b"une de trop"))
    before = kept(ana)
    after, _ = author.write(author.creation(b"et sa suite"))
    assert ingest(ana, [sealed.blob, after.blob], WaitingRoom()) == [Surplus(luc.device)] * 2
    assert kept(ana) == before


def test_an_act_that_a_fork_holds_counts_by_its_own_past(around: Surroundings, pair: Pair) -> None:
    """Whoever was invited stays invited, though the inviter forked afterwards."""
    ana, luc = pair
    twin = shameless(copy_of(around, luc))
    tom = around.joined(luc, "Tom")
    add(twin, "project", {"title": "la mare"})
    for giver in (luc, twin, tom):
        pass_on(giver, ana)
    assert ana.membership.effective(tom.device)
    assert ana.membership.void == {}


def test_main_values_come_from_what_is_not_contested_and_the_rest_is_a_version(
    around: Surroundings, pair: Pair
) -> None:
    ana, luc = pair
    project = add(luc, "project", {"title": "Verger", "place": "Lyon"})
    twin = shameless(copy_of(around, luc))
    change(luc, project, {"place": "Bron"})
    change(twin, project, {"place": "Givors"})
    for giver in (luc, twin):
        pass_on(giver, ana)
    view = find(ana.store.reader, project)
    assert view.fields["place"] == "Lyon"
    assert {version.value for version in view.versions["place"]} >= {"Bron", "Givors"}


def test_what_was_only_ever_contested_is_shown_and_marked(around: Surroundings, pair: Pair) -> None:
    ana, luc, twin = forked(around, pair)
    pass_on(luc, ana)
    pass_on(twin, ana)
    views = {view.title: view.contested for view in listing(ana.store.reader, "project", {}, 100)}
    assert views == {"le verger": True, "la mare": True}


def test_a_device_that_learns_of_its_own_fork_writes_no_more(around: Surroundings, pair: Pair) -> None:
    ana, luc, twin = forked(around, pair)
    pass_on(luc, ana)
    pass_on(ana, twin)
    with pytest.raises(RefusedError, match="device_restored"):
        add(twin, "project", {"title": "encore"})
