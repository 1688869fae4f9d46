"""What is shown of a record, and what its other histories say of its fields."""

from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import strategies as some

from idos_p2p.ids import DeviceId
from idos_p2p.log.entry import Entry
from idos_p2p.records.causality import heads
from idos_p2p.records.document import RecordDocument, edit
from idos_p2p.records.judge import World
from idos_p2p.records.kinds import Value
from idos_p2p.records.plan import Plain
from idos_p2p.records.verdicts import Applied, Contested
from idos_p2p.records.versions import Content, content
from tests.unit.records.crafting import ANA, BEN, CLO
from tests.unit.records.entries_of_a_record import PAGE
from tests.unit.records.forked_histories import Histories, ids, random_histories


def a_page() -> tuple[Histories, Entry]:
    histories = Histories()
    return histories, histories.create(title="un", body="texte", sources=["a"], licence="CC0")


def held(histories: Histories, created: Entry) -> Content:
    return content(histories.judge().of(created.id))


def told(found: Content, field: str) -> list[tuple[Plain, Entry]]:
    return [(version.value, version.entry) for version in found.versions[field]]


def on_the_trunk(histories: Histories, device: DeviceId, **values: Value) -> Entry:
    """Let somebody who knows of the fork edit what is shown."""
    return histories.write(edit(histories.judge().worlds[0].changes, PAGE, values, device)[0], device)


def forked(histories: Histories, created: Entry, *ends: tuple[str, Value]) -> list[Entry]:
    """Let Ben give one field another value in each of his histories."""
    made = [histories.edit([created], BEN, **{ends[0][0]: ends[0][1]})]
    for field, value in ends[1:]:
        made.append(histories.edit([created], BEN, histories.fork(BEN, made[0].header.seq), **{field: value}))
    return made


def test_a_record_that_nobody_forked_has_the_versions_of_those_who_wrote_apart() -> None:
    histories, created = a_page()
    empty: dict[str, Plain] = {"origins": {}, "attachments": {}}
    assert held(histories, created) == Content(
        {"title": "un", "body": "texte", "sources": {"a": True}, "licence": "CC0", **empty}, {}
    )
    ben, clo = (histories.edit([created], device, title=word) for device, word in ((BEN, "b"), (CLO, "c")))
    found = held(histories, created)
    assert sorted(map(str, told(found, "title"))) == sorted(map(str, [("b", ben), ("c", clo)]))
    assert found.versions["title"][0].value == found.fields["title"]


def test_each_history_is_a_version_after_the_shown_value() -> None:
    histories, created = a_page()
    one, other = forked(histories, created, ("title", "b1"), ("title", "b2"))
    found = held(histories, created)
    assert found.fields["title"] == "un"
    expected = sorted([("b1", one), ("b2", other)], key=lambda version: version[1].id)
    assert told(found, "title") == [("un", created), *expected]
    assert found.versions.keys() == {"title"}


def test_who_gave_the_shown_value_is_the_last_who_wrote_it() -> None:
    histories, created = a_page()
    clo = histories.edit([created], CLO, title="c")
    one = histories.edit([created, clo], BEN, title="b")
    histories.fork(BEN, one.header.seq)
    assert told(held(histories, created), "title") == [("c", clo), ("b", one)]


def test_a_history_that_cleared_or_filled_a_field_is_a_version() -> None:
    histories, created = a_page()
    one, other = forked(histories, created, ("licence", None), ("body", "autre"))
    del other
    found = held(histories, created)
    assert told(found, "licence") == [("CC0", created), (None, one)]


def test_texts_and_sets_of_a_history_are_versions_whole() -> None:
    histories, created = a_page()
    one, other = forked(histories, created, ("body", "texte long"), ("sources", ["b"]))
    on_the_trunk(histories, CLO, sources=["a", "c"])
    found = held(histories, created)
    assert told(found, "body") == [("texte", created), ("texte long", one)]
    assert [version.value for version in found.versions["sources"]][1:] == [{"b": True, "c": True}]
    assert found.versions["sources"][1].entry == other


def test_a_value_that_the_shown_world_holds_too_is_no_version() -> None:
    histories, created = a_page()
    _, other = forked(histories, created, ("title", "même"), ("title", "autre"))
    on_the_trunk(histories, CLO, title="même")
    assert [version.value for version in held(histories, created).versions["title"]] == ["même", "autre"]
    assert held(histories, created).versions["title"][1].entry == other


def test_what_others_wrote_in_the_shown_world_alone_makes_no_version() -> None:
    """Clo built on one history, and then on what is shown: her later words are not in that history's world."""
    histories, created = a_page()
    one, _ = forked(histories, created, ("licence", "b1"), ("licence", "b2"))
    histories.edit([created, one], CLO, body="autre")
    on_the_trunk(histories, CLO, title="c")
    found = held(histories, created)
    assert found.fields["title"] == "c"
    assert found.versions.keys() == {"licence", "body"}


def test_a_contested_value_beside_which_others_wrote_is_still_read() -> None:
    """Whichever of two values that were written apart would be shown, the contested one is among the versions."""
    histories, created = a_page()
    one, other = forked(histories, created, ("title", "b1"), ("title", "b2"))
    clo = on_the_trunk(histories, CLO, title="c")
    on_the_trunk(histories, ANA, licence="ODbL")
    found = told(held(histories, created), "title")
    assert found[0] == ("c", clo)
    assert sorted(found[1:], key=str) == sorted([("b1", one), ("b2", other)], key=str)


def test_histories_of_two_devices_are_told_once_each() -> None:
    histories, created = a_page()
    forked(histories, created, ("title", "b1"), ("title", "b2"))
    clo = histories.edit([created], CLO, licence="c1")
    histories.edit([created], CLO, histories.fork(CLO, clo.header.seq), licence="c2")
    found = held(histories, created)
    assert {field: len(versions) for field, versions in found.versions.items()} == {"title": 3, "licence": 3}


@given(some.integers(0, 2**32 - 1))
def test_the_last_words_of_every_history_can_be_read(seed: int) -> None:
    histories = random_histories(Random(seed))
    judgement = histories.judge()
    for creation in judgement.creations:
        worlds = judgement.of(creation)
        found = content(worlds)
        assert found.fields == RecordDocument.load(worlds[0].changes).fields()
        for field, versions in found.versions.items():
            assert versions[0].value == found.fields.get(field)
            assert len(versions) > 1
            assert {judgement.verdicts[version.entry.id] for version in versions} <= {Applied(), Contested()}
        said = told(found, "title") if "title" in found.versions else []
        for world in worlds[1:]:
            assert [
                words for words in last_words(world) if words[1].id not in ids(worlds[0]) and words not in said
            ] == []


def last_words(world: World) -> list[tuple[Plain, Entry]]:
    """Return the titles on which nobody built in this world, and who gave them."""
    document = RecordDocument.load(world.changes)
    words = []
    for change in (change for change in heads(world.changes) if change.dependencies):
        before, after = (document.fields_at(["title"], at) for at in (change.dependencies, [change.hash]))
        if before != after:
            words.append((after["title"], world.entry_of(change.hash)))
    return words
