"""What becomes of a record when a device forks: versions beside it, and nothing that others wrote is lost."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as some

from idos_p2p.errors import BugError
from idos_p2p.ids import DeviceId
from idos_p2p.limits import MAX_WORLDS
from idos_p2p.log.entry import Entry
from idos_p2p.records.change import Change, ChangeHash
from idos_p2p.records.document import RecordDocument, edit
from idos_p2p.records.history import history
from idos_p2p.records.judge import judge
from idos_p2p.records.kinds import BY_NAME
from idos_p2p.records.verdicts import Applied, Contested, Verdict, Void, Waiting
from idos_p2p.records.weaving import Bodies
from tests.unit.records.crafting import ANA, BEN, CLO, take_apart
from tests.unit.records.entries_of_a_record import DONOR, NOBODY_FORKED, PAGE, Everyone
from tests.unit.records.forked_histories import Histories, ids, random_histories, titles

DAN = DeviceId(b"d" * 32)


def a_page() -> tuple[Histories, Entry]:
    """Return a page of Ana's, who did not fork, and its creating entry."""
    histories = Histories()
    return histories, histories.create(title="un", body="texte")


def forked_by_ben(*ends: str) -> tuple[Histories, Entry, list[Entry]]:
    """Return a page whose title Ben gave several values, each in a history of his own."""
    histories, created = a_page()
    edits = [histories.edit([created], BEN, title=ends[0])]
    for title in ends[1:]:
        edits.append(histories.edit([created], BEN, histories.fork(BEN, edits[0].header.seq), title=title))
    return histories, created, edits


def verdicts(histories: Histories, *entries: Entry) -> list[Verdict]:
    judgement = histories.judge()
    return [judgement.verdicts[entry.id] for entry in entries]


def test_two_histories_of_a_device_are_two_versions_beside_the_record() -> None:
    histories, created, (one, other) = forked_by_ben("b1", "b2")
    judgement = histories.judge()
    assert verdicts(histories, created, one, other) == [Applied(), Contested(), Contested()]
    assert [world.contested for world in judgement.worlds] == [False, True, True]
    assert titles(judgement.worlds) == ["un", *(["b1", "b2"] if one.id < other.id else ["b2", "b1"])]
    assert judgement.creations == (created.id,)
    assert judgement.of(created.id) == judgement.worlds


def test_a_history_that_only_goes_on_elsewhere_is_contested_as_well() -> None:
    histories, created = a_page()
    one = histories.edit([created], BEN, title="b1")
    histories.fork(BEN, one.header.seq)
    assert verdicts(histories, created, one) == [Applied(), Contested()]
    assert titles(histories.judge().worlds) == ["un", "b1"]


def test_what_a_device_wrote_before_it_forked_stays_and_what_others_built_on_it_too() -> None:
    histories, created = a_page()
    before = histories.edit([created], BEN, title="b")
    clo = histories.edit([created, before], CLO, title="c")
    late = histories.edit([created, before, clo], BEN, title="b1")
    histories.fork(BEN, late.header.seq)
    assert verdicts(histories, created, before, clo, late) == [Applied(), Applied(), Applied(), Contested()]


def test_who_built_on_a_contested_change_loses_nothing_of_what_they_write_afterwards() -> None:
    histories, created, (one, other) = forked_by_ben("b1", "b2")
    on_one = histories.edit([created, one], CLO, title="c1")
    on_on_one = histories.edit([created, one, on_one], ANA, title="a1")
    (trunk, *_) = histories.judge().worlds
    after = histories.write(edit(trunk.changes, PAGE, {"title": "c2"}, CLO)[0], CLO)
    (trunk, *_) = histories.judge().worlds
    last = histories.write(edit(trunk.changes, PAGE, {"title": "a2"}, ANA)[0], ANA)
    contested = [Contested()] * 4
    assert verdicts(histories, created, after, last) == [Applied()] * 3
    assert verdicts(histories, one, other, on_one, on_on_one) == contested
    shown, *versions = titles(histories.judge().worlds)
    assert shown == "a2"
    assert "a1" in versions


def test_forks_of_two_devices_are_read_in_each_combination() -> None:
    histories, created, (one, other) = forked_by_ben("b1", "b2")
    clo = histories.edit([created], CLO, licence="c1")
    clone = histories.edit([created], CLO, histories.fork(CLO, clo.header.seq), licence="c2")
    both = histories.edit([created, other, clone], ANA, body="les deux")
    judgement = histories.judge()
    assert len(judgement.worlds) == 5
    assert judgement.verdicts[both.id] == Contested()
    assert sum(both.id in ids(world) for world in judgement.worlds) == 1
    assert {judgement.verdicts[entry.id] for entry in (one, other, clo, clone)} == {Contested()}


def test_two_records_created_at_one_place_are_both_kept_with_what_others_wrote_in_each() -> None:
    histories = Histories()
    one = histories.create(title="un")
    other = histories.create(histories.fork(ANA, one.header.seq), title="deux")
    in_one = histories.edit([one], BEN, body="ici")
    in_other = histories.edit([other], CLO, body="là")
    judgement = histories.judge()
    assert set(judgement.verdicts.values()) == {Contested()}
    assert sorted(judgement.creations) == sorted((one.id, other.id))
    (first,), (second,) = judgement.of(one.id), judgement.of(other.id)
    assert ids(first) == [one.id, in_one.id]
    assert ids(second) == [other.id, in_other.id]
    assert titles([first, second]) == ["un", "deux"]
    with pytest.raises(BugError):
        judge(histories.entries(), Everyone(), NOBODY_FORKED)


def test_a_record_created_after_a_fork_is_contested_and_still_one_record() -> None:
    histories, created = a_page()
    histories.fork(ANA, created.header.seq)
    ben = histories.edit([created], BEN, title="deux")
    (world,) = histories.judge().worlds
    assert world.contested
    assert world.creation == created
    assert ids(world) == [created.id, ben.id]
    assert verdicts(histories, created, ben) == [Contested(), Contested()]


def test_what_is_shown_of_a_contested_record_stays_when_its_histories_grow() -> None:
    for shift in range(8):  # other ids each time
        histories = Histories(written=shift)
        one = histories.create(title="un")
        line = histories.fork(ANA, one.header.seq)
        other = histories.create(line, title="deux")
        before = histories.judge().creations
        histories.edit([one], ANA, body="ici")
        histories.edit([other], ANA, line, body="là")
        assert histories.judge().creations == before


def test_a_record_has_a_bound_of_worlds_the_same_everywhere() -> None:
    histories, created, edits = forked_by_ben(*(f"b{number}" for number in range(MAX_WORLDS + 4)))
    judgement = histories.judge()
    looked_at = sorted(edits, key=lambda entry: entry.id)[:MAX_WORLDS]
    assert len(judgement.worlds) == 1 + MAX_WORLDS
    assert {entry.id for entry in looked_at} == {
        entry for entry, verdict in judgement.verdicts.items() if verdict == Contested()
    }
    on_none = histories.edit([created, max(edits, key=lambda entry: entry.id)], CLO, title="c")
    assert verdicts(histories, max(edits, key=lambda entry: entry.id), on_none) == [Void("worlds"), Void("worlds")]


def test_each_history_is_in_a_world_before_histories_are_combined() -> None:
    histories, created = a_page()
    for device in (BEN, CLO, DAN, DeviceId(b"e" * 32), DeviceId(b"f" * 32)):
        first = histories.edit([created], device, title=f"{device[:1].decode()}1")
        histories.edit([created], device, histories.fork(device, first.header.seq), title=f"{device[:1].decode()}2")
    judgement = histories.judge()
    assert {judgement.verdicts[entry.id] for entry in histories.contested()} == {Contested()}
    assert len(judgement.worlds) == 1 + MAX_WORLDS


def test_what_is_void_in_any_world_makes_none() -> None:
    gift = BY_NAME["gift"]
    histories = Histories(gift)
    created = histories.create(donor=DONOR, date="2026-01-01")
    (change,) = edit(judge([created], Everyone(), NOBODY_FORKED).worlds[0].changes, gift, {"cents": 9}, BEN)
    theirs = histories.write(change, BEN)
    broken = histories.write(b"broken", BEN, histories.fork(BEN, theirs.header.seq))
    assert verdicts(histories, created, theirs, broken) == [Applied(), Void("owner"), Void("owner")]
    assert len(histories.judge().worlds) == 1
    shared, first, (good, _) = forked_by_ben("b1", "b2")
    bad = shared.write(b"broken", BEN, shared.fork(BEN, good.header.seq))
    assert verdicts(shared, first, good, bad) == [Applied(), Contested(), Void("gate:magic")]
    assert len(shared.judge().worlds) == 3


def test_a_change_that_no_world_accepts_makes_none() -> None:
    histories, created = a_page()
    (change,) = edit(judge([created], Everyone(), NOBODY_FORKED).worlds[0].changes, PAGE, {"title": "b"}, BEN)
    bad = histories.write(replace(take_apart(change.body), seq=7).build(), BEN)
    histories.fork(BEN, bad.header.seq)
    assert verdicts(histories, created, bad) == [Applied(), Void("gate:sequence")]
    assert titles(histories.judge().worlds) == ["un"]


def test_void_histories_do_not_crowd_out_a_good_one() -> None:
    histories, _, (good,) = forked_by_ben("b1")
    for number in range(MAX_WORLDS + 1):
        histories.write(b"broken %d" % number, BEN, histories.fork(BEN, good.header.seq))
    assert verdicts(histories, good) == [Contested()]


def test_the_beginning_of_a_history_is_no_world_of_its_own() -> None:
    histories, created, (one, _) = forked_by_ben("b1", "b2")
    histories.fork(BEN, one.header.seq + 1)
    histories.edit([created, one], BEN, title="b3")
    assert len(histories.judge().worlds) == 3


def test_a_body_that_is_missing_on_one_history_holds_up_that_history_alone() -> None:
    histories, created, (one, other) = forked_by_ben("b1", "b2")
    later = histories.edit([created, one], BEN, title="b3")
    lacking = [created, replace(one, payload=None), other, later]
    judgement = histories.judge(entries=lacking)
    expected = [Applied(), Waiting("body"), Contested(), Waiting("dependency")]
    assert [judgement.verdicts[entry.id] for entry in lacking] == expected


def test_what_waits_in_one_world_is_not_void_because_another_could_not_take_it() -> None:
    histories = Histories()
    one = histories.create(title="un")
    line = histories.fork(ANA, one.header.seq)
    histories.kind = BY_NAME["gift"]
    other = histories.create(line, donor=DONOR, date="2026-01-01")
    histories.kind = PAGE
    on_one = histories.edit([one], BEN, title="b")
    lacking = [replace(one, payload=None), other, on_one]
    judgement = histories.judge(entries=lacking)
    expected = [Waiting("body"), Contested(), Waiting("dependency")]
    assert [judgement.verdicts[entry.id] for entry in lacking] == expected
    bodiless = [one, other, replace(on_one, payload=None)]
    assert histories.judge(entries=bodiless).verdicts[on_one.id] == Waiting("body")


def test_an_erased_record_is_void_whole_on_each_history() -> None:
    gift = BY_NAME["gift"]
    histories = Histories(gift)
    one = histories.create(donor=DONOR, date="2026-01-01")
    other = histories.create(histories.fork(ANA, one.header.seq), donor=DONOR, date="2026-01-02")
    erasing = Everyone(erasures={histories.record})
    judgement = histories.judge(erasing, entries=[replace(one, payload=None), other])
    assert set(judgement.verdicts.values()) == {Void("erased")}
    assert judgement.worlds == ()
    page, created = a_page()
    assert page.judge(Everyone(erasures={page.record})).verdicts == {created.id: Applied()}


def test_what_others_wrote_in_an_erased_record_goes_as_well() -> None:
    histories = Histories(BY_NAME["gift"])
    created = histories.create(donor=DONOR, date="2026-01-01")
    theirs = histories.write(b"a copy of it", BEN)
    erasing = Everyone(frozenset({BEN}), {histories.record})
    assert histories.judge(erasing).verdicts == {created.id: Void("erased"), theirs.id: Void("erased")}


def test_history_tells_contested_entries_and_marks_them() -> None:
    histories, created, (one, other) = forked_by_ben("b1", "b2")
    clo = histories.edit([created], CLO, title="c")
    editions = history(histories.judge().of(created.id))
    told = [(edition.entry, edition.contested) for edition in editions]
    assert told[:2] == [(created.id, False), (clo.id, False)]
    assert sorted(told[2:]) == sorted([(one.id, True), (other.id, True)])
    assert [dict(edition.changes) for edition in editions[:2]] == [
        {"title": "un", "body": "texte", "sources": {}, "origins": {}, "attachments": {}},
        {"title": "c"},
    ]


@given(some.integers(0, 2**32 - 1))
def test_peers_agree_whatever_the_order_of_arrival_and_the_numbers_of_branches(seed: int) -> None:
    random = Random(seed)
    histories = random_histories(random)
    arrived = [
        replace(entry, payload=None) if random.random() < 0.05 else entry
        for entry in histories.entries()
        if random.random() < 0.9
    ]
    judgement = histories.judge(entries=arrived)
    assert judgement.verdicts.keys() == {entry.id for entry in arrived}
    for world in judgement.worlds:
        RecordDocument.load(world.changes)


@given(some.integers(0, 2**32 - 1))
def test_each_world_stands_alone_and_holds_one_history_of_each_device(seed: int) -> None:
    histories = random_histories(Random(seed))
    judgement = histories.judge()
    for world in judgement.worlds:
        (alone,) = judge([accepted.entry for accepted in world.accepted], Everyone(), NOBODY_FORKED).worlds
        assert alone.accepted == world.accepted
        contested = [accepted.entry for accepted in world.accepted if accepted.entry in histories.contested()]
        for device, lines in histories.lines.items():
            own = {entry.id for entry in contested if entry.header.device == device}
            assert any(own <= {entry.id for entry in line.entries} for line in lines)


@given(some.integers(0, 2**32 - 1))
def test_a_fork_takes_nothing_from_the_record_but_what_builds_on_it(seed: int) -> None:
    histories = random_histories(Random(seed))
    judgement = histories.judge()
    untouched = _not_built_on(histories.contested(), histories.entries())
    alone = judge(untouched, Everyone(), NOBODY_FORKED)
    if any(entry.header.creates for entry in untouched):
        assert {entry.id: judgement.verdicts[entry.id] for entry in untouched} == alone.verdicts
        assert judgement.worlds[:1] == alone.worlds
    applied = {entry for entry, verdict in judgement.verdicts.items() if verdict == Applied()}
    assert applied <= {entry.id for entry in untouched}
    accepted = {entry for world in judgement.worlds for entry in ids(world)}
    assert accepted == applied | {entry for entry, verdict in judgement.verdicts.items() if verdict == Contested()}


def _not_built_on(contested: list[Entry], entries: list[Entry]) -> list[Entry]:
    """Return the entries that are not contested and do not build on what is."""
    bodies, left = Bodies(), [entry for entry in entries if entry not in contested]
    carried = {change.hash for entry in entries if isinstance(change := bodies.of(entry), Change)}
    while True:
        held = {change.hash for entry in left if isinstance(change := bodies.of(entry), Change)}
        standing = [entry for entry in left if _dependencies(bodies, entry) & carried <= held]
        if standing == left:
            return left
        left = standing


def _dependencies(bodies: Bodies, entry: Entry) -> set[ChangeHash]:
    change = bodies.of(entry)
    return set(change.dependencies) if isinstance(change, Change) else set()
