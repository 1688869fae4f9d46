"""The one gesture: several persons, one transaction, and what is said of it afterwards."""

from __future__ import annotations

import pytest

from idos_p2p.errors import RefusedError
from idos_p2p.governance.matters import Chamber
from idos_p2p.services.cell import Cell
from idos_p2p.services.invite import invite
from idos_p2p.services.note import (
    Noted,
    Proposal,
    as_last_time,
    attest,
    confirm,
    correct,
    note,
    proposed,
    thank,
)
from idos_p2p.services.people import own_person
from idos_p2p.services.recognition import recognition_of
from idos_p2p.services.write import add, change
from idos_p2p.views.recognition import RecognisedAct
from idos_p2p.views.records import RecordView, find, listing
from tests.contract.services.sending import Pair
from tests.simulation.devices import Surroundings, share

DAY = "2026-03-01"


def view(cell: Cell, record: str) -> RecordView:
    return find(cell.store.reader, record)


def persons(cell: Cell, record: str) -> set[str]:
    held = view(cell, record).fields["persons"]
    assert isinstance(held, list)
    return set(held)


def act_of(cell: Cell, person: str, record: str) -> RecognisedAct:
    return next(act for act in recognition_of(cell, person).acts if act.id == record)


def refused(code: str) -> pytest.RaisesExc[RefusedError]:
    return pytest.RaisesExc(RefusedError, check=lambda error: error.code == code)


def test_what_several_did_is_one_contribution_of_them_all(pair: Pair) -> None:
    ana, luc = pair
    garden = add(ana, "project", {"title": "Jardin"})
    zoe = add(ana, "person", {"name": "Zoé"})
    who = (own_person(ana), own_person(luc), zoe)
    before = ana.own_height()
    (record,) = note(ana, Noted("Bêcher", who, DAY, minutes=90, project=garden[:8], skills=("jardinage",)))
    assert ana.own_height() == before + 1
    assert persons(ana, record) == set(who)
    assert view(ana, record).fields["project"] == garden
    assert [recognition_of(ana, person).minutes for person in who] == [90, 90, 90]


def test_or_one_each_with_the_money_parted_and_nothing_when_one_is_refused(pair: Pair) -> None:
    ana, luc = pair
    who = (own_person(ana), own_person(luc), add(ana, "person", {"name": "Zoé"}))
    records = note(ana, Noted("Outils", who, DAY, form="goods", cents=1_000), each=True)
    assert [persons(ana, record) for record in records] == [{person} for person in sorted(who)]
    assert [view(ana, record).fields["cents"] for record in records] == [334, 333, 333]
    before = ana.own_height()
    with refused("field_required"):
        note(ana, Noted("", who, DAY), each=True)
    with refused("field_required"):
        note(ana, Noted("Rien", (), DAY), each=True)
    with refused("record_unknown"):
        note(ana, Noted("Bêcher", who, DAY, project="abcdef"), thanks="Merci")
    with refused("field_required"):
        note(ana, Noted("Bêcher", who, "", minutes=5), thanks="Merci")
    assert ana.own_height() == before


def test_thanks_and_attestations_are_tied_to_it_in_the_same_step(pair: Pair) -> None:
    ana, luc = pair
    zoe = add(ana, "person", {"name": "Zoé"})
    who = (own_person(ana), own_person(luc))
    (record,) = note(ana, Noted("Bêcher", who, DAY, minutes=60), thanks="Merci Luc", present=(zoe,))
    told = recognition_of(ana, own_person(luc))
    (thanks,) = told.thanks
    assert (thanks.words, thanks.about, thanks.giver) == ("Merci Luc", record, own_person(ana))
    assert recognition_of(ana, own_person(ana)).thanks == ()  # nobody thanks themselves
    ((attestation,),) = [act.attestations for act in told.acts]
    assert (attestation.says, attestation.attester, attestation.writer) == ("present", zoe, own_person(ana))
    assert not attestation.by_another  # written by who noted it
    assert told.attested_acts == 0


def test_one_person_under_two_records_is_noted_once(around: Surroundings) -> None:
    ana = around.found("Ana")
    written = add(ana, "person", {"name": "Luc"})
    luc = around.joined(ana, "Luc")
    mine = own_person(luc)
    assert mine != written
    (record,) = note(ana, Noted("Bêcher", (written, mine), DAY, minutes=10))
    assert persons(ana, record) == {mine}


def test_who_joins_finds_what_was_noted_for_them_and_confirms_or_corrects_it(around: Surroundings) -> None:
    ana = around.found("Ana")
    written = add(ana, "person", {"name": "Luc"})
    (right,) = note(ana, Noted("Bêcher", (written,), DAY, minutes=90))
    (wrong,) = note(ana, Noted("Semer", (written,), DAY, minutes=90))
    (hers,) = note(ana, Noted("Écrire", (own_person(ana),), DAY, minutes=5))
    luc = around.joined(ana, "Luc")
    me = own_person(luc)
    told = recognition_of(luc, me)
    assert {act.id for act in told.unconfirmed} == {right, wrong}
    assert told.minutes == 180
    confirm(luc, right, DAY)
    correct(luc, wrong, DAY, minutes=60)
    share(luc, ana)
    for cell in (ana, luc):
        assert act_of(cell, written, right).confirmed
        assert not act_of(cell, me, right).attested  # it is their own word
        assert {act.id for act in recognition_of(cell, me).unconfirmed} == {wrong}
        assert {act.id for act in recognition_of(cell, me).corrections} == {wrong}
    change(ana, wrong, {"minutes": 60})
    share(ana, luc)
    assert recognition_of(luc, me).corrections == ()
    assert recognition_of(luc, me).minutes == 150
    with refused("not_concerned"):
        confirm(luc, hers, DAY)


def test_what_another_attests_and_thanks_for_is_told_with_its_proof(pair: Pair) -> None:
    ana, luc = pair
    (record,) = note(ana, Noted("Bêcher", (own_person(ana),), DAY, minutes=60))
    share(ana, luc)
    proof = attest(luc, record, "present", DAY, words="J'y étais")
    thanks = thank(luc, [own_person(ana)], "Merci", DAY, about=record, giver=own_person(luc))
    share(luc, ana)
    told = recognition_of(ana, own_person(ana))
    assert (told.attested_acts, told.attested_minutes) == (1, 60)
    assert [each.id for act in told.acts for each in act.attestations] == [proof]
    assert [each.id for each in told.thanks] == [thanks]


def test_a_correction_says_something_and_only_a_correction_has_minutes(pair: Pair) -> None:
    ana, _ = pair
    (record,) = note(ana, Noted("Bêcher", (own_person(ana),), DAY, minutes=60))
    with refused("correction_empty"):
        attest(ana, record, "correction", DAY, words=" ")
    with refused("minutes_uncorrected"):
        attest(ana, record, "right", DAY, minutes=5)
    with refused("field_choice"):
        attest(ana, record, "perhaps", DAY)
    with refused("link_kind"):
        attest(ana, own_person(ana), "right", DAY)


def test_a_meeting_suggests_who_came_until_they_are_noted_and_writes_nothing(pair: Pair) -> None:
    ana, luc = pair
    garden = add(ana, "project", {"title": "Jardin"})
    me, him, zoe = own_person(ana), own_person(luc), add(ana, "person", {"name": "Zoé"})
    meeting = add(
        ana,
        "meeting",
        {"title": "Chantier", "date": DAY, "minutes": 120, "project": garden, "persons": [me, him, zoe], "place": "là"},
    )
    before = ana.own_height()
    first = proposed(ana, meeting)
    assert ana.own_height() == before
    assert first.noted == Noted(
        "Chantier", tuple(sorted((me, him, zoe))), DAY, minutes=120, project=garden, meeting=meeting, place="là"
    )
    note(ana, Noted("Bêcher", (him,), DAY, minutes=30, meeting=meeting))
    assert proposed(ana, meeting) == Proposal(
        Noted("Chantier", tuple(sorted((me, zoe))), DAY, minutes=120, project=garden, meeting=meeting, place="là"),
        (him,),
    )
    note(ana, proposed(ana, meeting).noted, each=True)
    assert proposed(ana, meeting).noted.persons == ()
    with refused("not_a_meeting"):
        proposed(ana, garden)


def test_what_is_in_the_bin_was_not_noted(pair: Pair) -> None:
    ana, _ = pair
    meeting = add(ana, "meeting", {"title": "Chantier", "date": DAY, "persons": [own_person(ana)]})
    (record,) = note(ana, proposed(ana, meeting).noted)
    change(ana, record, {"removed": DAY})
    assert proposed(ana, meeting).noted.persons == (own_person(ana),)


def test_as_last_time_is_what_this_person_noted_last_for_a_project_or_at_all(pair: Pair) -> None:
    ana, luc = pair
    me = own_person(ana)
    assert as_last_time(ana, "2026-05-05") is None
    garden, bikes = (add(ana, "project", {"title": title}) for title in ("Jardin", "Vélo"))
    note(ana, Noted("Bêcher", (me, own_person(luc)), DAY, minutes=90, project=garden, skills=("jardinage",)))
    (last,) = note(ana, Noted("Réparer", (me,), DAY, minutes=30, project=bikes))
    share(ana, luc)
    note(luc, Noted("Cuisiner", (me,), DAY, minutes=10))
    share(luc, ana)
    assert as_last_time(ana, "2026-05-05") == Noted("Réparer", (me,), "2026-05-05", minutes=30, project=bikes)
    told = as_last_time(ana, "2026-05-05", garden[:8])
    assert told is not None
    assert (told.what, told.minutes, told.skills) == ("Bêcher", 90, ("jardinage",))
    assert set(told.persons) == {me, own_person(luc)}
    change(ana, last, {"removed": DAY})
    again = as_last_time(ana, "2026-05-05")
    assert again is not None
    assert again.what == "Bêcher"
    assert as_last_time(ana, "2026-05-05", bikes) is None


def test_somebody_who_was_not_let_in_notes_nothing(around: Surroundings) -> None:
    ana = around.found("Ana")
    stranger = around.newcomer(invite(ana, 1, 30, Chamber.CONCERNED), "Luc")
    with refused("record_unknown"):
        note(stranger, Noted("Bêcher", (own_person(ana),), DAY))
    assert listing(stranger.store.reader, "contribution", {}, 9) == []
