"""The cell secret: renewed when somebody loses their place, known to who belongs, and recognised for ever."""

from __future__ import annotations

import pytest

from idos_p2p.governance import past
from idos_p2p.governance.acts import Secret, Wrap
from idos_p2p.governance.matters import Chamber
from idos_p2p.ids import ABSENT
from idos_p2p.services import secret
from idos_p2p.services.cell import Cell
from idos_p2p.services.condition import conditions
from idos_p2p.services.invite import invite
from idos_p2p.services.secret import FIRST_EPOCH, is_split, keep_secret, secrets_of, tend
from tests.contract.services.sending import Pair
from tests.contract.services.severing import exclude, leave, members, say
from tests.simulation.devices import Surroundings, pass_door, share

FIRST = b"the first secret of the cell, 32"


@pytest.fixture
def pair(around: Surroundings) -> Pair:
    """Ana, who founded the cell with a secret, and Luc, whom she let in and who holds the same."""
    ana = around.found("Ana")
    with ana.store.transaction():
        keep_secret(ana, FIRST_EPOCH, FIRST)
    return ana, around.joined(ana, "Luc")


def names(cell: Cell) -> list[bytes]:
    return [name for name, _ in secrets_of(cell)]


def renewed_after_leaving(ana: Cell, gone: Cell) -> None:
    """Let somebody leave, and the first who hears of it renew the secret."""
    leave(gone)
    share(gone, ana)
    assert ana.membership.renewal_due
    assert tend(ana)
    assert not ana.membership.renewal_due


def test_without_any_loss_nothing_is_written(pair: Pair) -> None:
    ana, luc = pair
    before = ana.digest()
    assert not tend(ana)
    assert (ana.digest(), secrets_of(ana), secrets_of(luc)) == (before, [(FIRST_EPOCH, FIRST)], secrets_of(ana))


def test_who_leaves_does_not_learn_the_next_secret_and_all_others_do(around: Surroundings, pair: Pair) -> None:
    ana, luc, zoe, tom = members(around, pair, "Zoé", "Tom")
    renewed_after_leaving(ana, zoe)
    for one in (luc, zoe, tom):
        share(ana, one)
    assert secrets_of(ana) == secrets_of(luc) == secrets_of(tom)
    assert len(secrets_of(ana)) == 2
    assert secrets_of(ana)[0][1] != FIRST
    assert secrets_of(zoe) == [(FIRST_EPOCH, FIRST)]
    assert not tend(zoe)


def test_who_is_put_out_neither_learns_nor_makes_a_secret(around: Surroundings, pair: Pair) -> None:
    ana, luc, zoe = members(around, pair, "Zoé")
    exclude([ana, luc], zoe)
    assert tend(ana)
    share(ana, luc)
    share(ana, zoe)
    assert len(secrets_of(luc)) == 2
    assert names(zoe) == [FIRST_EPOCH]
    assert not tend(zoe)


def test_who_was_away_for_two_renewals_knows_both_when_back(around: Surroundings, pair: Pair) -> None:
    ana, luc, zoe, tom = members(around, pair, "Zoé", "Tom")
    renewed_after_leaving(ana, zoe)
    renewed_after_leaving(ana, tom)
    assert names(luc) == [FIRST_EPOCH]
    share(ana, luc)
    assert secrets_of(luc) == secrets_of(ana)
    assert [epoch.number for epoch in ana.membership.epochs] == [2, 1]
    assert names(luc) == [*(epoch.id for epoch in ana.membership.epochs), FIRST_EPOCH]


def test_of_those_in_the_room_the_first_with_a_voice_renews_and_the_others_do_not(
    around: Surroundings, pair: Pair
) -> None:
    ana, luc, zoe, tom = members(around, pair, "Zoé", "Tom")
    leave(zoe)
    for one in (ana, luc, tom):
        share(zoe, one)
    first, second = sorted((ana, luc), key=lambda cell: cell.device)
    present = (ana.device, luc.device, zoe.device, tom.device)
    assert not tend(tom, present)  # a guest has no voice
    assert not tend(second, present)
    assert tend(first, present)
    assert not tend(first, present)
    share(first, second)
    assert not tend(second, present)
    assert not tend(second)


def test_whom_nobody_in_the_room_renews_for_does_it_alone(around: Surroundings, pair: Pair) -> None:
    ana, luc, zoe, tom = members(around, pair, "Zoé", "Tom")
    leave(zoe)
    for one in (ana, luc, tom):
        share(zoe, one)
    second = max((ana, luc), key=lambda cell: cell.device)
    assert tend(second, (tom.device, zoe.device))


def test_two_who_renew_apart_use_one_and_recognise_both(around: Surroundings, pair: Pair) -> None:
    ana, luc, zoe, tom = members(around, pair, "Zoé", "Tom")
    leave(zoe)
    for one in (ana, luc, tom):
        share(zoe, one)
    assert tend(ana)
    assert tend(luc)
    for giver, taker in ((ana, luc), (luc, ana), (ana, tom)):
        share(giver, taker)
    assert secrets_of(ana) == secrets_of(luc) == secrets_of(tom)
    assert len(secrets_of(ana)) == 3
    assert not tend(ana)


def test_a_newcomer_is_handed_every_secret_and_nobody_has_to_seal_one(around: Surroundings, pair: Pair) -> None:
    ana, luc, zoe = members(around, pair, "Zoé")
    renewed_after_leaving(ana, zoe)
    share(ana, luc)
    invitation = invite(luc, 1, 30, Chamber.CONCERNED)
    newcomer = around.newcomer(invitation, "Max")
    pass_door(luc, newcomer, invitation, "Max")
    assert names(newcomer) == [FIRST_EPOCH]  # what the others are named after comes with the log
    share(luc, newcomer)
    share(luc, ana)
    assert secrets_of(newcomer) == secrets_of(ana)
    assert newcomer.device in ana.membership.epochs[0].sealed
    assert [tend(one) for one in (ana, luc, newcomer)] == [False, False, False]


def test_whom_the_renewal_did_not_know_gets_it_from_whoever_knows_it(around: Surroundings, pair: Pair) -> None:
    ana, luc, zoe = members(around, pair, "Zoé")
    max_ = around.joined(luc, "Max")  # of whom Ana has not heard
    renewed_after_leaving(ana, zoe)
    share(ana, luc)
    share(luc, max_)
    assert len(secrets_of(max_)) == 1
    assert tend(luc, (max_.device,))
    share(luc, max_)
    assert secrets_of(max_) == secrets_of(ana)
    share(luc, ana)
    assert [tend(one) for one in (ana, luc, max_)] == [False, False, False]


def test_what_was_sealed_is_kept_beyond_the_key_that_opened_it(around: Surroundings, pair: Pair) -> None:
    ana, luc, zoe = members(around, pair, "Zoé")
    renewed_after_leaving(ana, zoe)
    share(ana, luc)
    tend(luc)
    with luc.store.transaction():
        luc.take_place(b"d" * 32, b"s" * 32)
    assert secrets_of(luc) == secrets_of(ana)


def test_a_box_that_is_worth_nothing_changes_nothing(around: Surroundings, pair: Pair) -> None:
    ana, luc, zoe = members(around, pair, "Zoé")
    renewed_after_leaving(ana, zoe)
    share(ana, luc)
    say(luc, Secret(ABSENT, (Wrap(ana.device, b"x" * 80), Wrap(luc.device, b"y" * 80))))
    share(luc, ana)
    assert names(ana) == [ana.membership.epochs[1].id, FIRST_EPOCH]
    assert not tend(ana)


def test_so_many_are_kept_and_the_first_for_ever(
    around: Surroundings, pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(secret, "MAX_EPOCHS", 3)
    ana, luc, *others = members(around, pair, "Zoé", "Tom", "Max")
    for gone in others:
        renewed_after_leaving(ana, gone)
    share(ana, luc)
    assert names(luc) == [*(epoch.id for epoch in ana.membership.epochs[:2]), FIRST_EPOCH]


def test_a_renewal_that_leaves_it_due_waits_for_news(
    around: Surroundings, pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An act refers to so many others at most: of many who leave at once, one renewal does not know them all."""
    ana, _, *others = members(around, pair, "Zoé", "Tom", "Max", "Lia")
    monkeypatch.setattr(past, "MAX_REFS", 2)
    for gone in others:
        leave(gone)
        share(gone, ana)
    assert tend(ana)
    assert ana.membership.renewal_due
    assert not tend(ana)
    for _ in range(3):
        invite(ana, 1, 30, Chamber.CONCERNED)
        tend(ana)
    assert not ana.membership.renewal_due


def test_who_seals_another_secret_to_one_device_is_noticed_by_both_and_it_is_renewed(
    around: Surroundings, pair: Pair
) -> None:
    ana, luc, zoe, tom = members(around, pair, "Zoé", "Tom")
    leave(tom)
    share(tom, zoe)
    one, other = bytes(32), bytes([1]) * 32
    boxes = {
        cell.device: secret._box(other if cell is luc else one, cell.device, zoe.membership.sealing[cell.device])
        for cell in (ana, luc, zoe)
    }
    say(zoe, Secret(ABSENT, tuple(Wrap(device, box) for device, box in sorted(boxes.items()) if box)))
    for cell in (ana, luc):
        share(zoe, cell)
    assert secrets_of(ana)[0][1] != secrets_of(luc)[0][1]
    assert is_split(ana)
    assert is_split(luc)
    assert "split" in [one.code for one in conditions(luc)]
    assert tend(ana)
    share(ana, luc)
    assert secrets_of(ana)[0] == secrets_of(luc)[0]
    assert not is_split(ana)
    assert not is_split(luc)
    assert not tend(luc)


def test_a_box_that_its_device_cannot_open_is_noticed_by_the_others(around: Surroundings, pair: Pair) -> None:
    ana, luc, zoe = members(around, pair, "Zoé")
    leave(zoe)
    share(zoe, luc)
    box = secret._box(bytes(32), ana.device, luc.membership.sealing[ana.device])
    assert box
    say(luc, Secret(ABSENT, tuple(Wrap(*one) for one in sorted([(ana.device, box), (luc.device, b"w" * len(box))]))))
    share(luc, ana)
    assert is_split(ana)
    assert not is_split(luc)
    assert tend(ana)
    share(ana, luc)
    assert secrets_of(luc)[0] == secrets_of(ana)[0]
