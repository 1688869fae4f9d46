"""What still counts of a record after logs were cut: the same on every peer, in any order of arrival."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from random import Random

from hypothesis import given
from hypothesis import strategies as some

from idos_p2p.ids import DeviceId, PersonId
from idos_p2p.log.entry import Entry
from idos_p2p.records.document import RecordDocument, create, edit
from idos_p2p.records.history import history
from idos_p2p.records.judge import judge
from idos_p2p.records.kinds import BY_NAME
from idos_p2p.records.verdicts import Applied, Contested, Kept, Verdict, Void, Waiting
from idos_p2p.records.write_rule import is_erased
from tests.unit.records.crafting import ANA, BEN, CLO
from tests.unit.records.entries_of_a_record import NOBODY_FORKED, PAGE, Everyone
from tests.unit.records.forked_histories import FIRST_SEQ, Histories, ids, random_histories, titles
from tests.unit.records.test_judge_forks import a_page

BENS = PersonId(BEN[:1] * 32)
BEN_IS_OUT = Everyone(gone=frozenset({BENS}))
ALL = 99  # more entries than anybody writes here


def cut_after(entry: Entry, line: int = 0) -> dict[DeviceId, tuple[int, int | None]]:
    """Return a cut of the entry's device after it, on one of its lines."""
    return {entry.header.device: (entry.header.seq + 1, line)}


def verdicts(histories: Histories, cuts: Mapping[DeviceId, tuple[int, int | None]], *entries: Entry) -> list[Verdict]:
    judgement = histories.judge(BEN_IS_OUT, cuts=cuts)
    return [judgement.verdicts[entry.id] for entry in entries]


def test_backdating_by_an_excluded_member_changes_nothing_that_they_own() -> None:
    gift = BY_NAME["gift"]
    histories = Histories(gift)
    histories.record = histories.record._replace(device=BEN)
    created = histories.create(donor="d" * 64, date="2026-01-01")
    cut = cut_after(created)
    before = histories.judge(BEN_IS_OUT, cuts=cut)
    late = histories.edit([created], BEN, cents=9)
    older = replace(late, header=replace(late.header, time_ms=0))
    histories.line(BEN).entries[-1] = older
    judgement = histories.judge(BEN_IS_OUT, cuts=cut)
    assert judgement.worlds == before.worlds
    assert judgement.verdicts == {created.id: Applied(), late.id: Void("cut")}


def test_a_record_that_was_created_past_the_cut_is_void_whole() -> None:
    histories = Histories(BY_NAME["gift"])
    histories.record = histories.record._replace(device=BEN)
    created = histories.create(donor="d" * 64, date="2026-01-01")
    more = histories.edit([created], BEN, cents=9)
    assert verdicts(histories, {BEN: (FIRST_SEQ, 0)}, created, more) == [Void("cut"), Void("cut")]
    (world,) = judge([created], Everyone(), NOBODY_FORKED).worlds
    other = histories.write(edit(world.changes, BY_NAME["gift"], {"cents": 8}, ANA)[0], ANA)
    assert verdicts(histories, {BEN: (FIRST_SEQ, 0)}, other) == [Void("owner")]


def test_a_change_past_the_cut_is_void_where_nobody_built_on_it() -> None:
    histories, created = a_page()
    before = histories.edit([created], BEN, title="b")
    late = histories.edit([created, before], BEN, title="b2")
    later = histories.edit([created, before, late], BEN, title="b3")
    aside = histories.edit([created, before], CLO, body="c")
    judgement = histories.judge(BEN_IS_OUT, cuts=cut_after(before))
    assert [judgement.verdicts[one.id] for one in (created, before, late, later, aside)] == [
        Applied(),
        Applied(),
        Void("cut"),
        Void("cut"),
        Applied(),
    ]
    assert titles(judgement.worlds) == ["b"]


def test_a_change_past_the_cut_stays_and_is_marked_where_others_built_on_it() -> None:
    histories, created = a_page()
    before = histories.edit([created], BEN, title="b")
    late = histories.edit([created, before], BEN, title="b2")
    on_it = histories.edit([created, before, late], CLO, body="c")
    later = histories.edit([created, before, late], BEN, title="b3")
    cut = cut_after(before)
    assert verdicts(histories, cut, before, late, on_it, later) == [Applied(), Kept(), Applied(), Void("cut")]
    (world,) = histories.judge(BEN_IS_OUT, cuts=cut).worlds
    assert titles([world]) == ["b2"]
    assert [(edition.entry, edition.kept) for edition in history([world])] == [
        (created.id, False),
        (before.id, False),
        (late.id, True),
        (on_it.id, False),
    ]


def test_what_others_built_on_through_another_change_past_a_cut_stays_too() -> None:
    histories, created = a_page()
    ben = histories.edit([created], BEN, title="b")
    clo = histories.edit([created, ben], CLO, title="c")
    ana = histories.edit([created, ben, clo], ANA, title="a")
    cuts: dict[DeviceId, tuple[int, int | None]] = {BEN: (FIRST_SEQ, None), CLO: (FIRST_SEQ, None)}
    assert verdicts(histories, cuts, ben, clo, ana) == [Kept(), Kept(), Applied()]
    without = [entry for entry in histories.entries() if entry != ana]
    judgement = histories.judge(BEN_IS_OUT, entries=without, cuts=cuts)
    assert [judgement.verdicts[entry.id] for entry in (ben, clo)] == [Void("cut"), Void("cut")]


def test_a_shared_record_created_past_the_cut_stays_where_others_built_on_it() -> None:
    histories, created = a_page()
    nothing: dict[DeviceId, tuple[int, int | None]] = {ANA: (0, None)}
    assert verdicts(histories, nothing, created) == [Void("cut")]
    assert histories.judge(cuts=nothing).worlds == ()
    on_it = histories.edit([created], BEN, title="b")
    assert verdicts(histories, nothing, created, on_it) == [Kept(), Applied()]


def test_nobody_lets_their_own_late_changes_stand_by_having_built_on_them_beforehand() -> None:
    """Ben's first computer built, before its cut, on what his second one kept back until Ben was out."""
    second = DeviceId(BEN[:1] + b"2" * 31)
    histories, created = a_page()
    held_back = histories.edit([created], second, title="tard")
    prepared = histories.edit([created, held_back], BEN, body="prêt")
    cuts = {**cut_after(prepared), second: (FIRST_SEQ, None)}
    assert verdicts(histories, cuts, held_back, prepared) == [Void("cut"), Void("dependency")]
    judgement = histories.judge(Everyone(), cuts=cuts)  # a lost computer of Ben's, who is still there
    assert [judgement.verdicts[entry.id] for entry in (held_back, prepared)] == [Kept(), Applied()]


def test_nothing_past_a_cut_stands_in_what_somebody_owns_even_where_they_built_on_it() -> None:
    second = DeviceId(BEN[:1] + b"2" * 31)
    gifts = Histories(BY_NAME["gift"])
    gifts.record = gifts.record._replace(device=BEN)
    created = gifts.create(donor="d" * 64, date="2026-01-01")
    late = gifts.edit([created], second, cents=9)
    on_it = gifts.edit([created, late], BEN, cents=8)
    judgement = gifts.judge(Everyone(), cuts={second: (FIRST_SEQ, None)})
    assert [judgement.verdicts[one.id] for one in (created, late, on_it)] == [
        Applied(),
        Void("cut"),
        Void("dependency"),
    ]


def test_an_act_of_authority_is_of_no_record_that_could_be_erased() -> None:
    histories, created = a_page()
    assert not is_erased(replace(created.header, record=None, kind=1), Everyone(forgotten={histories.record}))


def test_the_same_change_written_again_past_the_cut_is_void() -> None:
    histories, created = a_page()
    before = histories.edit([created], BEN, title="b")
    assert before.payload is not None
    again = histories.write(before.payload.body, BEN)
    on_it = histories.edit([created, before], CLO, body="c")
    assert verdicts(histories, cut_after(before), before, again, on_it) == [Applied(), Void("cut"), Applied()]


def test_a_change_of_another_kind_lets_nothing_stand() -> None:
    histories, created = a_page()
    late = histories.edit([created], BEN, title="b")
    on_it = histories.edit([created, late], CLO, title="c")
    odd = replace(on_it, header=replace(on_it.header, kind=on_it.header.kind + 1))
    histories.line(CLO).entries[-1] = odd
    cuts: dict[DeviceId, tuple[int, int | None]] = {BEN: (FIRST_SEQ, None)}
    assert verdicts(histories, cuts, late, odd) == [Void("cut"), Void("kind")]


def test_a_cut_ends_a_fork() -> None:
    histories, created = a_page()
    one = histories.edit([created], BEN, title="b1")
    line = histories.fork(BEN, one.header.seq)
    other = histories.edit([created], BEN, line, title="b2")
    assert list(histories.judge().verdicts.values()).count(Contested()) == 2
    for pinned, dropped, number in ((one, other, 0), (other, one, line)):
        cut = cut_after(pinned, number)
        assert verdicts(histories, cut, created, pinned, dropped) == [Applied(), Applied(), Void("cut")]
        assert [world.contested for world in histories.judge(BEN_IS_OUT, cuts=cut).worlds] == [False]


def test_a_cut_ends_a_fork_where_the_record_was_created() -> None:
    histories = Histories()
    one = histories.create(title="un")
    line = histories.fork(ANA, one.header.seq)
    other = histories.create(line, title="deux")
    in_other = histories.edit([other], BEN, body="là")
    in_one = histories.edit([one], CLO, body="ici")
    gone = Everyone(gone=frozenset({PersonId(ANA[:1] * 32)}))
    judgement = histories.judge(gone, cuts=cut_after(one))
    assert judgement.verdicts[one.id] == judgement.verdicts[in_one.id] == Applied()
    assert judgement.verdicts[other.id] == judgement.verdicts[in_other.id] == Contested()
    assert titles(judgement.of(one.id)) == ["un"]
    assert titles(judgement.of(other.id)) == ["deux"]
    without = [entry for entry in histories.entries() if entry != in_other]
    judgement = histories.judge(gone, entries=without, cuts=cut_after(one))
    assert judgement.verdicts[other.id] == Void("cut")
    assert judgement.creations == (one.id,)


def test_work_built_on_another_line_than_the_pinned_one_is_a_version_beside_it() -> None:
    histories, created = a_page()
    one = histories.edit([created], BEN, title="b1")
    other = histories.edit([created], BEN, histories.fork(BEN, one.header.seq), title="b2")
    on_other = histories.edit([created, other], CLO, body="c")
    judgement = histories.judge(BEN_IS_OUT, cuts=cut_after(one))
    assert [judgement.verdicts[entry.id] for entry in (created, one, other, on_other)] == [
        Applied(),
        Applied(),
        Contested(),
        Contested(),
    ]
    assert titles(judgement.worlds) == ["b1", "b2"]
    assert judgement.worlds[1].kept == {other.id}


def test_what_goes_on_after_the_cut_on_one_line_is_no_version_of_its_own() -> None:
    histories, created = a_page()
    one = histories.edit([created], BEN, title="b1")
    histories.edit([created], BEN, histories.fork(BEN, one.header.seq), title="b2")
    late = histories.edit([created, one], BEN, title="b3")
    on_late = histories.edit([created, one, late], CLO, body="c")
    assert verdicts(histories, cut_after(one), one, late, on_late) == [Applied(), Kept(), Applied()]


def test_while_the_last_that_counts_is_not_here_the_owned_waits_and_the_shared_stays() -> None:
    unknown: dict[DeviceId, tuple[int, int | None]] = {BEN: (ALL, None)}
    page, created = a_page()
    edited = page.edit([created], BEN, title="b")
    assert verdicts(page, unknown, created, edited) == [Applied(), Applied()]
    gifts = Histories(BY_NAME["gift"])
    gifts.record = gifts.record._replace(device=BEN)
    gift = gifts.create(donor="d" * 64, date="2026-01-01")
    more = gifts.edit([gift], BEN, cents=9)
    assert verdicts(gifts, unknown, gift, more) == [Waiting("cut"), Waiting("cut")]
    assert verdicts(gifts, cut_after(more), gift, more) == [Applied(), Applied()]


def test_a_forgotten_record_is_void_whole_shared_or_owned_and_whoever_wrote_in_it() -> None:
    histories, created = a_page()
    late = histories.edit([created], BEN, title="b")
    forgetting = Everyone(forgotten={histories.record}, nobodys=frozenset({BEN}))
    judgement = histories.judge(forgetting, cuts=cut_after(created))
    assert judgement.verdicts == {created.id: Void("erased"), late.id: Void("erased")}
    assert judgement.worlds == ()


def _random_cuts(random: Random, histories: Histories) -> dict[DeviceId, tuple[int, int | None]]:
    cuts: dict[DeviceId, tuple[int, int | None]] = {}
    for device, lines in histories.lines.items():
        if random.random() < 0.6:
            number = random.randrange(len(lines))
            count = random.choice((0, random.randint(FIRST_SEQ, lines[number].next_seq), ALL))
            cuts[device] = (count, None if count in (0, ALL) else number)
    return cuts


@given(some.integers(0, 2**32 - 1))
def test_peers_agree_on_what_the_cuts_leave(seed: int) -> None:
    random = Random(seed)
    histories = random_histories(random)
    cuts = _random_cuts(random, histories)
    writers = Everyone(gone=frozenset(PersonId(device[:1] * 32) for device in cuts if random.random() < 0.7))
    arrived = [
        replace(entry, payload=None) if random.random() < 0.05 else entry
        for entry in histories.entries()
        if random.random() < 0.9
    ]
    judgement = histories.judge(writers, entries=arrived, cuts=cuts)
    assert judgement.verdicts.keys() == {entry.id for entry in arrived}
    for world in judgement.worlds:
        RecordDocument.load(world.changes)


@given(some.integers(0, 2**32 - 1))
def test_nothing_past_a_cut_is_a_main_value_unless_something_that_counts_builds_on_it(seed: int) -> None:
    random = Random(seed)
    histories = random_histories(random)
    cuts = {device: cut for device, cut in _random_cuts(random, histories).items() if cut[0] != ALL}
    writers = Everyone(gone=frozenset(PersonId(device[:1] * 32) for device in cuts))
    judgement = histories.judge(writers, cuts=cuts)
    late = {entry.id for entry in histories.entries() if not _counts(histories, cuts, entry)}
    for entry in histories.entries():
        verdict = judgement.verdicts[entry.id]
        assert verdict != Applied() or entry.id not in late
        assert verdict != Kept() or entry.id in late
        if verdict == Kept():
            assert _built_on(histories, entry, late)
    if all(device in cuts for device in histories.forked_at) and Contested() in judgement.verdicts.values():
        assert any(entry in late for world in judgement.worlds for entry in ids(world))


def _counts(histories: Histories, cuts: Mapping[DeviceId, tuple[int, int | None]], entry: Entry) -> bool:
    device = entry.header.device
    if device not in cuts:
        return True
    count, line = cuts[device]
    return line is not None and entry.header.seq < count and entry in histories.lines[device][line].entries


def _built_on(histories: Histories, entry: Entry, late: Iterable[object]) -> bool:
    """Whether the record without this entry would lose something that counts."""
    late = set(late)
    without = judge([one for one in histories.entries() if one != entry], Everyone(), histories.lineage(Random(0)))
    return any(
        verdict in {Waiting("dependency"), Waiting("record"), Void("worlds")} and one not in late
        for one, verdict in without.verdicts.items()
    )


@given(some.integers(0, 2**32 - 1))
def test_more_of_an_excluded_members_entries_changes_nothing_that_was_shown(seed: int) -> None:
    """Backdating by an excluded member: whatever they sign afterwards, on whatever line, no value is another."""
    random = Random(seed)
    histories, created = a_page()
    seen = [created]
    for step in range(random.randrange(6)):
        seen.append(histories.edit(seen, random.choice((ANA, BEN, CLO)), title=f"t{step}"))
    number = len(histories.line(BEN).entries)
    cut: dict[DeviceId, tuple[int, int | None]] = {BEN: (FIRST_SEQ + number, 0) if number else (0, None)}
    before = histories.judge(BEN_IS_OUT, cuts=cut)
    for step in range(random.randint(1, 4)):
        line = random.randrange(len(histories.lines[BEN]))
        if random.random() < 0.4:
            line = histories.fork(BEN, random.randint(FIRST_SEQ, histories.line(BEN, line).next_seq), leaving=line)
        others = [entry for entry in seen if entry.header.device != BEN]
        known = [*others, *histories.line(BEN, line).entries]
        change = edit(judge(known, Everyone(), NOBODY_FORKED).worlds[0].changes, PAGE, {"title": f"faux {step}"}, BEN)
        entry = histories.write(change[0], BEN, line)
        old = replace(entry, header=replace(entry.header, time_ms=0))
        histories.line(BEN, line).entries[-1] = old
    after = histories.judge(BEN_IS_OUT, cuts=cut)
    assert after.worlds == before.worlds
    assert {entry: after.verdicts[entry] for entry in before.verdicts} == before.verdicts


def test_a_creating_change_of_another_record_is_no_ground_to_stand_on() -> None:
    histories, created = a_page()
    late = histories.write(create(PAGE, {"title": "x"}, BEN)[0], BEN)
    assert verdicts(histories, {BEN: (FIRST_SEQ, None)}, created, late) == [Applied(), Void("cut")]
