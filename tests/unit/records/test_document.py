"""Records written and read: edits made apart both survive, and the same field written twice keeps both versions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random

from hypothesis import given
from hypothesis import strategies as some

from idos_p2p.ids import DeviceId
from idos_p2p.limits import MAX_OPERATIONS, MAX_VERSIONS
from idos_p2p.records.change import Change
from idos_p2p.records.document import RecordDocument, create, edit
from idos_p2p.records.fields import read
from idos_p2p.records.kinds import BY_NAME, Kind, Value
from idos_p2p.records.plan import Plain
from tests.unit.records.crafting import ANA, BEN, CLO, honest_history

ID, OTHER = "a" * 64, "b" * 64
PAGE, USE, PERSON = BY_NAME["page"], BY_NAME["use"], BY_NAME["person"]
BODY = "Le jardin\nLa cave\nLa cuisine\n"
TEXTS = some.text("ab é\n👩\U0001f33e", max_size=30)


def values_of(kind: Kind, changes: Sequence[Change]) -> Mapping[str, Value]:
    return read(kind, RecordDocument.load(changes).fields()).values


def test_what_is_written_is_read_back() -> None:
    written: dict[str, Value] = {
        "title": "L’été 👩\u200d🌾",
        "body": "un\n🌱 deux",
        "licence": "CC0",
        "sources": ["a", "b"],
    }
    (change,) = create(PAGE, written, ANA)
    assert values_of(PAGE, [change]) == written
    assert RecordDocument.load([change]).versions() == {}


def test_a_new_record_makes_every_object_of_its_kind() -> None:
    (change,) = create(PAGE, {"title": "vide"}, ANA)
    made = {"title": "vide", "body": "", "sources": {}, "origins": {}, "attachments": {}}
    assert RecordDocument.load([change]).fields() == made


def test_an_edit_that_changes_nothing_writes_nothing() -> None:
    changes = create(PAGE, {"title": "vide", "body": BODY}, ANA)
    assert edit(changes, PAGE, {"title": "vide", "body": BODY, "sources": []}, BEN) == ()


def test_different_fields_and_different_lines_edited_apart_are_all_there() -> None:
    base = create(PAGE, {"title": "Lieux", "body": BODY}, ANA)
    ana = edit(base, PAGE, {"title": "Nos lieux", "body": BODY.replace("jardin", "grand jardin")}, ANA)
    ben = edit(base, PAGE, {"licence": "CC0", "body": BODY.replace("cuisine", "cuisine 🍲 d’été")}, BEN)
    together = [*base, *ana, *ben]
    assert values_of(PAGE, together) == {
        "title": "Nos lieux",
        "body": "Le grand jardin\nLa cave\nLa cuisine 🍲 d’été\n",
        "licence": "CC0",
    }
    assert RecordDocument.load(together).versions() == {}
    assert values_of(PAGE, [*base, *ben, *ana]) == values_of(PAGE, together)


def test_the_same_field_written_apart_keeps_both_versions_until_one_is_chosen() -> None:
    base = create(PAGE, {"title": "Lieux"}, ANA)
    (ana,) = edit(base, PAGE, {"title": "Nos lieux"}, ANA)
    (ben,) = edit(base, PAGE, {"title": "Les lieux"}, BEN)
    document = RecordDocument.load([*base, ana, ben])
    shown, other = document.versions()["title"]
    assert shown.value == document.fields()["title"]
    assert {(v.value, v.device, v.change) for v in (shown, other)} == {
        ("Nos lieux", ANA, ana.hash),
        ("Les lieux", BEN, ben.hash),
    }
    settled = edit([*base, ana, ben], PAGE, {"title": str(shown.value)}, CLO)
    after = RecordDocument.load([*base, ana, ben, *settled])
    assert after.fields()["title"] == shown.value
    assert after.versions() == {}


def test_a_field_cleared_apart_from_an_edit_keeps_both() -> None:
    base = create(PAGE, {"title": "Lieux", "licence": "CC0"}, ANA)
    cleared = edit(base, PAGE, {"licence": None}, ANA)
    changed = edit(base, PAGE, {"licence": "CC-BY"}, BEN)
    document = RecordDocument.load([*base, *cleared, *changed])
    assert [version.value for version in document.versions()["licence"]] == ["CC-BY", None]
    settled = edit([*base, *cleared, *changed], PAGE, {"licence": "CC-BY"}, CLO)
    assert RecordDocument.load([*base, *cleared, *changed, *settled]).versions() == {}


def test_the_same_value_written_apart_is_no_conflict() -> None:
    base = create(PAGE, {"title": "Lieux"}, ANA)
    ana, ben = edit(base, PAGE, {"title": "Nos lieux"}, ANA), edit(base, PAGE, {"title": "Nos lieux"}, BEN)
    assert RecordDocument.load([*base, *ana, *ben]).versions() == {}


def test_members_of_sets_added_and_removed_apart_are_all_heard() -> None:
    base = create(PERSON, {"name": "Clo", "roles": ["donor", "leader"]}, ANA)
    ana = edit(base, PERSON, {"roles": ["donor", "leader", "volunteer"]}, ANA)
    ben = edit(base, PERSON, {"roles": ["leader"]}, BEN)
    together = [*base, *ana, *ben]
    assert values_of(PERSON, together)["roles"] == ["leader", "volunteer"]
    assert RecordDocument.load(together).versions() == {}


def test_a_share_written_apart_has_versions_of_the_whole_field() -> None:
    base = create(USE, {"gifts": {ID: 100, OTHER: 5}, "effect": "repas", "date": "2026-01-02"}, ANA)
    ana = edit(base, USE, {"gifts": {ID: 200, OTHER: 5}}, ANA)
    ben = edit(base, USE, {"gifts": {ID: 300, OTHER: 5}}, BEN)
    versions = RecordDocument.load([*base, *ana, *ben]).versions()["gifts"]
    assert sorted(str(version.value) for version in versions) == [str({ID: n, OTHER: 5}) for n in (200, 300)]


def test_a_share_taken_away_apart_from_a_change_of_it_has_both_versions() -> None:
    base = create(USE, {"gifts": {ID: 100, OTHER: 5}, "effect": "repas", "date": "2026-01-02"}, ANA)
    ana, ben = edit(base, USE, {"gifts": {OTHER: 5}}, ANA), edit(base, USE, {"gifts": {ID: 300, OTHER: 5}}, BEN)
    first, second = RecordDocument.load([*base, *ana, *ben]).versions()["gifts"]
    assert (first.value, first.device) == ({ID: 300, OTHER: 5}, BEN)
    assert (second.value, second.device) == ({OTHER: 5}, ANA)


def test_versions_of_many_shares_are_told_within_a_bound_and_the_rest_once_these_are_settled() -> None:
    gifts = [f"{number:064x}" for number in range(150)]
    base = create(USE, {"gifts": dict.fromkeys(gifts, 1), "effect": "repas", "date": "2026-01-02"}, ANA)
    ana = edit(base, USE, {"gifts": dict.fromkeys(gifts, 2)}, ANA)
    ben = edit(base, USE, {"gifts": dict.fromkeys(gifts, 3)}, BEN)
    together = [*base, *ana, *ben]
    versions = RecordDocument.load(together).versions()["gifts"]
    assert len(versions) == MAX_VERSIONS
    assert {len(version.value) for version in versions if isinstance(version.value, dict)} == {len(gifts)}
    settled = edit(together, USE, {"gifts": dict.fromkeys(gifts, 2)}, CLO)
    assert RecordDocument.load([*together, *settled]).versions() == {}


def test_a_long_text_is_written_as_several_changes_of_one_record() -> None:
    body = "".join(f"ligne {number} 🌱\n" for number in range(1_000))
    changes = create(PAGE, {"title": "Long", "body": body}, ANA)
    assert len(changes) > 2
    assert all(len(change.operations) <= MAX_OPERATIONS for change in changes)
    assert values_of(PAGE, changes)["body"] == body
    assert values_of(PAGE, changes[:1])["title"] == "Long"


def test_a_record_is_read_as_it_was() -> None:
    base = create(PAGE, {"title": "un", "body": "un"}, ANA)
    later = edit(base, PAGE, {"title": "deux", "body": "un deux"}, ANA)
    document = RecordDocument.load([*base, *later])
    before = document.fields(at=[base[0].hash])
    assert (before["title"], before["body"]) == ("un", "un")
    assert document.fields_at(["title", "licence"], [base[0].hash]) == {"title": "un", "licence": None}


def test_fields_of_a_newer_program_are_read_and_kept() -> None:
    history = honest_history(Random(5), steps=30)
    before = RecordDocument.load(history).fields()
    assert {"text", "list", "map", "title"} <= before.keys()
    after = RecordDocument.load([*history, *edit(history, PAGE, {"title": "été", "body": "neuf"}, ANA)]).fields()
    assert {**before, "title": "été", "body": "neuf"} == after


@given(TEXTS, TEXTS, TEXTS)
def test_texts_edited_apart_converge_and_an_edit_says_what_was_meant(base: str, ana: str, ben: str) -> None:
    first = create(PAGE, {"title": "t", "body": base}, ANA)
    ours = edit(first, PAGE, {"body": ana}, ANA)
    theirs = edit(first, PAGE, {"body": ben}, BEN)
    assert RecordDocument.load([*first, *ours]).fields()["body"] == ana
    one = RecordDocument.load([*first, *ours, *theirs]).fields()
    assert one == RecordDocument.load([*first, *theirs, *ours]).fields()
    back = edit([*first, *ours, *theirs], PAGE, {"body": base}, CLO)
    assert RecordDocument.load([*first, *ours, *theirs, *back]).fields()["body"] == base


def test_more_devices_than_one_change_may_build_on_do_not_block_a_record() -> None:
    base = create(PAGE, {"title": "t", "body": "a\n", "licence": "CC0"}, ANA)
    devices = [DeviceId(bytes([number]) * 32) for number in range(100, 250)]
    apart = [edit(base, PAGE, {"title": f"t{number}"}, device)[0] for number, device in enumerate(devices)]
    together = [*base, *apart]
    assert len(RecordDocument.load(together).versions()["title"]) == len(devices)
    after = [*together, *edit(together, PAGE, {"title": "entendu", "body": "a\nb\n"}, BEN)]
    document = RecordDocument.load(after)
    assert document.versions() == {}
    empty: dict[str, Plain] = {"sources": {}, "origins": {}, "attachments": {}}
    assert document.fields() == {"title": "entendu", "body": "a\nb\n", "licence": "CC0", **empty}


def test_a_text_of_many_hands_can_be_erased_in_one_go() -> None:
    changes = list(create(PAGE, {"title": "t"}, ANA))
    body = ""
    for number in range(80):
        body += f"ligne {number}\n"
        changes += edit(changes, PAGE, {"body": body}, DeviceId(bytes([number + 1]) * 32))
    erased = edit(changes, PAGE, {"body": ""}, BEN)
    assert len(erased) > 1
    assert RecordDocument.load([*changes, *erased]).fields()["body"] == ""
