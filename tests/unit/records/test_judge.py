"""What becomes of each entry of a record: the same on every peer, in any order of arrival."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as some

from idos_p2p.errors import BugError
from idos_p2p.ids import DeviceId
from idos_p2p.log.entry import Entry, Payload
from idos_p2p.records import weaving
from idos_p2p.records.change import Change
from idos_p2p.records.document import RecordDocument, create, edit
from idos_p2p.records.history import history
from idos_p2p.records.judge import judge
from idos_p2p.records.kinds import SHARED, code_of
from idos_p2p.records.verdicts import Applied, Contested, Kept, UnknownKind, Verdict, Void, Waiting, decode, encode
from idos_p2p.records.weaving import Bodies
from idos_p2p.records.write_rule import WriteRule
from tests.unit.records.crafting import ANA, BEN, CLO, take_apart
from tests.unit.records.entries_of_a_record import DONOR, GIFT, NOBODY_FORKED, PAGE, Everyone, Log, a_page


def without(entry: Entry) -> Entry:
    return replace(entry, payload=None)


def verdicts(entries: Iterable[Entry], excluded: Iterable[DeviceId] = ()) -> list[Verdict]:
    entries = list(entries)
    judgement = judge(entries, Everyone(frozenset(excluded)), NOBODY_FORKED)
    return [judgement.verdicts[entry.id] for entry in entries]


def test_a_record_and_its_edits_are_applied_in_causal_order() -> None:
    log = a_page()
    log.edit(BEN, title="deux")
    log.edit(ANA, title="trois")
    judgement = judge(reversed(log.entries), Everyone(), NOBODY_FORKED)
    assert set(judgement.verdicts.values()) == {Applied()}
    (world,) = judgement.worlds
    assert not world.contested
    assert [accepted.entry for accepted in world.accepted] == log.entries
    assert RecordDocument.load(world.changes).fields()["title"] == "trois"
    assert world.entry_of(world.changes[1].hash) == log.entries[1]
    with pytest.raises(BugError):
        world.entry_of(log.entries[0].id)  # type: ignore[arg-type]  # the wrong kind of name, on purpose


def test_what_lacks_something_waits() -> None:
    log = a_page()
    first, second, third = log.entries[0], log.edit(BEN, title="deux"), log.edit(CLO, title="trois")
    assert verdicts([second]) == [Waiting("record")]
    assert verdicts([without(first), second]) == [Waiting("body"), Waiting("dependency")]
    assert verdicts([first, third]) == [Applied(), Waiting("dependency")]
    assert verdicts([first, without(second), third]) == [Applied(), Waiting("body"), Waiting("dependency")]


def test_a_device_that_is_not_effective_writes_in_vain_and_so_does_who_builds_on_it() -> None:
    log = a_page()
    log.edit(BEN, title="deux")
    log.edit(CLO, title="trois")
    assert verdicts(log.entries, [BEN]) == [Applied(), Void("device"), Void("dependency")]
    assert verdicts(log.entries, [ANA]) == [Void("device"), Void("record"), Void("record")]


def test_an_owned_record_is_written_by_its_person_alone() -> None:
    log = Log(GIFT)
    log.write(create(GIFT, {"donor": DONOR, "date": "2026-01-01"}, ANA)[0], ANA)
    second_computer = DeviceId(b"a" + b"2" * 31)
    change = edit(log.changes(), GIFT, {"cents": 5}, second_computer)[0]
    ours, theirs = (
        log.write(change, second_computer),
        log.write(edit(log.changes(), GIFT, {"cents": 9}, BEN)[0], BEN),
    )
    assert verdicts([log.entries[0], ours, theirs]) == [Applied(), Applied(), Void("owner")]


def test_an_entry_of_another_kind_than_its_record_is_void() -> None:
    log = a_page()
    (change,) = edit(log.changes(), PAGE, {"title": "deux"}, BEN)
    log.write(change, BEN, kind=code_of(GIFT))
    log.write(change, BEN, kind=code_of(PAGE) & ~SHARED)
    assert verdicts(log.entries) == [Applied(), Void("kind"), Void("kind")]


def test_a_kind_of_a_newer_program_is_kept_and_its_write_rule_judged() -> None:
    log = Log()
    log.write(b"whatever that is", ANA, kind=99)
    log.write(b"more", BEN, kind=99)
    log.write(b"more", ANA, kind=99 | SHARED)
    assert verdicts(log.entries) == [UnknownKind(), Void("owner"), Void("kind")]


def test_what_fails_the_gate_says_by_which_rule() -> None:
    log = a_page()
    (change,) = edit(log.changes(), PAGE, {"title": "deux"}, BEN)
    parts = take_apart(change.body)
    log.write(change.body[:-1], BEN)
    log.write(replace(parts, seq=7).build(), BEN)
    log.write(change, CLO)
    log.write(create(PAGE, {"title": "x"}, CLO)[0], CLO)
    assert verdicts(log.entries) == [
        Applied(),
        Void("gate:length"),
        Void("gate:sequence"),
        Void("gate:actor"),
        Void("gate:dependencies"),
    ]


@given(some.integers(0, 2**32 - 1))
def test_a_creating_entry_alone_is_judged_as_it_would_be_among_others(seed: int) -> None:
    random = Random(seed)
    log = a_page()
    first = log.entries[0]
    body = bytearray(log.changes()[0].body)
    if random.random() < 0.5:
        body[random.randrange(len(body))] ^= 1 << random.randrange(8)
    payload = Payload(bytes(16), bytes(body)) if random.random() < 0.8 else None
    kind = random.choice((first.header.kind, code_of(PAGE, owned=True), 63, 63 | SHARED))
    entry = replace(first, header=replace(first.header, kind=kind), payload=payload)
    assert log.record is not None
    writers = Everyone(frozenset({ANA} if random.random() < 0.1 else ()), {log.record} if random.random() < 0.2 else ())
    cut = {entry.id: random.choice((Void("cut"), Waiting("cut")))} if random.random() < 0.2 else {}
    alone = weaving._alone(entry, WriteRule(entry.header, writers, cut), Bodies())
    assert alone == weaving._together([entry], writers, Bodies(), cut)


def test_a_record_whose_creation_is_void_is_void_whole() -> None:
    log = a_page()
    log.edit(BEN, title="deux")
    broken = replace(log.entries[0], payload=Payload(b"s" * 16, b"broken"))
    assert verdicts([broken, log.entries[1]]) == [Void("gate:magic"), Void("record")]


def test_a_second_change_at_one_place_of_an_actor_s_line_is_void_and_never_the_first() -> None:
    log = a_page()
    ours, theirs = (edit(log.changes(), PAGE, {"title": title}, BEN)[0] for title in ("b1", "b2"))
    entries = [log.entries[0], log.write(ours, BEN), log.write(theirs, BEN)]
    assert verdicts(entries) == verdicts(entries[::-1])[::-1] == [Applied(), Applied(), Void("gate:sequence")]


def test_a_device_s_later_change_does_not_take_the_place_of_one_that_waits() -> None:
    log = a_page()
    clo = log.edit(CLO, title="c")
    on_clo = log.edit(BEN, title="b")
    (apart,) = edit(log.changes()[:1], PAGE, {"title": "b'"}, BEN)
    later = log.write(apart, BEN)
    first = log.entries[0]
    assert verdicts([first, on_clo, later]) == [Applied(), Waiting("dependency"), Waiting("dependency")]
    assert verdicts([first, clo, on_clo, later]) == [Applied(), Applied(), Applied(), Void("gate:sequence")]


def test_a_change_built_on_what_its_device_wrote_later_is_void() -> None:
    log = a_page()
    (early,) = edit(log.changes(), PAGE, {"title": "b1"}, BEN)
    (late,) = edit([*log.changes(), early], PAGE, {"title": "b2"}, BEN)
    entries = [log.entries[0], log.write(late, BEN), log.write(early, BEN)]
    assert verdicts(entries) == [Applied(), Void("gate:order"), Void("gate:order")]


def test_an_entry_given_twice_counts_once() -> None:
    log = a_page()
    assert len(judge(log.entries * 2, Everyone(), NOBODY_FORKED).worlds[0].accepted) == 1


def random_record(random: Random) -> list[Entry]:
    """Return the entries of a page that three devices wrote, partly apart, with some that go wrong."""
    log = a_page()
    for number in range(random.randrange(2, 9)):
        changes = log.changes()
        device = random.choice((ANA, BEN, CLO))
        seen = [change for change in changes if change.actor == device or random.random() < 0.8]
        known = {change.hash for change in closed(seen)}
        made = edit([change for change in changes if change.hash in known], PAGE, {"title": f"t{number}"}, device)
        for change in made:
            body = (
                change.body if random.random() < 0.8 else bytes(random.choice((change.body[:-1], change.body + b"\0")))
            )
            log.write(body, device)
    return [without(entry) if random.random() < 0.1 else entry for entry in log.entries if random.random() < 0.9]


def closed(changes: Sequence[Change]) -> list[Change]:
    """Return the changes whose dependencies are all among them."""
    kept: dict[bytes, Change] = {}
    for change in changes:
        if all(dependency in kept for dependency in change.dependencies):
            kept[change.hash] = change
    return list(kept.values())


@given(some.integers(0, 2**32 - 1))
def test_verdicts_do_not_depend_on_the_order_of_arrival(seed: int) -> None:
    random = Random(seed)
    entries = random_record(random)
    first = judge(entries, Everyone(), NOBODY_FORKED)
    for _ in range(3):
        random.shuffle(entries)
        again = judge(entries, Everyone(), NOBODY_FORKED)
        assert dict(again.verdicts) == dict(first.verdicts)
        assert again.worlds == first.worlds
    assert first.verdicts.keys() == {entry.id for entry in entries}
    for world in first.worlds:
        RecordDocument.load(world.changes)


@pytest.mark.parametrize(
    "verdict",
    [
        Applied(),
        Kept(),
        Contested(),
        UnknownKind(),
        Waiting("body"),
        Waiting("dependency"),
        Void("device"),
        Void("gate:start_op"),
    ],
)
def test_a_verdict_is_stored_as_a_short_text(verdict: Verdict) -> None:
    assert decode(encode(verdict)) == verdict


def test_a_text_that_is_no_verdict_is_our_fault() -> None:
    for text in ("", "void", "applied:x", "perhaps"):
        with pytest.raises(BugError):
            decode(text)


def test_history_says_who_changed_what_whatever_arrives_meanwhile() -> None:
    log = a_page()
    ben = edit(log.changes(), PAGE, {"title": "deux", "sources": ["a"]}, BEN)[0]
    clo = edit(log.changes(), PAGE, {"body": "texte long"}, CLO)[0]
    log.write(ben, BEN)
    log.write(clo, CLO)
    log.edit(ANA, title="trois", licence="CC0")
    log.edit(ANA, licence=None)
    editions = history(log.judge().worlds)
    assert [edition.entry for edition in editions] == [entry.id for entry in log.entries]
    assert [(edition.device, dict(edition.changes)) for edition in editions] == [
        (ANA, {"title": "un", "body": "texte", "sources": {}, "origins": {}, "attachments": {}}),
        (BEN, {"title": "deux", "sources": {"a": True}}),
        (CLO, {"body": "texte long"}),
        (ANA, {"title": "trois", "licence": "CC0"}),
        (ANA, {"licence": None}),
    ]
    assert not any(edition.contested for edition in editions)
    assert history(judge(log.entries[:2], Everyone(), NOBODY_FORKED).worlds) == editions[:2]
