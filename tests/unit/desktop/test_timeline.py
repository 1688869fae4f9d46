"""What the cards of the timeline say."""

from __future__ import annotations

from dataclasses import replace

from tests.qt.association import TODAY, item
from ui.desktop.presenters import timeline
from ui.desktop.presenters.telling import MOST_TEXT
from ui.words.languages import words_for

FR = words_for("fr")


def test_a_contribution_says_time_project_and_people() -> None:
    entry = item(1, 5, minutes=210, project="Jardin partagé", persons=("Karim", "Zoë"))
    (card,) = timeline.cards(FR, [entry], TODAY)
    assert (card.title, card.text, card.when) == (
        "3\u00a0h\u00a030 · Jardin partagé",
        "Plantation des bulbes",
        "mar.\u00a017\u00a0nov.",
    )
    assert card.chips == ("avec Karim et Zoë",)


def test_a_contribution_without_time_or_project_is_its_own_title() -> None:
    (card,) = timeline.cards(FR, [item(1, 0)], TODAY)
    assert (card.title, card.text, card.when) == ("Plantation des bulbes", "", "aujourd’hui")


def test_who_noted_it_for_me_is_said() -> None:
    entry = item(1, 0, author="Karim", mine=False, persons=("A", "B", "C"))
    (card,) = timeline.cards(FR, [entry], TODAY)
    assert card.chips == ("avec 3 personnes", "noté par Karim")


def test_what_counts_in_no_total_says_so() -> None:
    (card,) = timeline.cards(FR, [replace(item(1, 0), contested=True)], TODAY)
    assert card.chips[-1] == "contesté, hors des totaux"
    assert "contesté" in card.spoken


def test_gifts_and_uses_are_told_in_sentences() -> None:
    gift = item(1, 0, kind="gift", title="Pour les semences", cents=5_000, persons=("Noël",), mine=False, author="Noël")
    use = item(2, 0, kind="use", title="Douze paniers", cents=12_450, project="Paniers")
    mine = replace(gift, persons=(), mine=True)
    said = [card.title for card in timeline.cards(FR, [gift, mine, use], TODAY)]
    assert said == [
        "Noël a donné 50,00\u00a0€",
        "Vous avez donné 50,00\u00a0€",
        "124,50\u00a0€ utilisés · Paniers",
    ]


def test_the_first_card_of_each_month_carries_the_month() -> None:
    cards = timeline.cards(FR, [item(1, 0), item(2, 3), item(3, 40)], TODAY)
    assert [card.heading for card in timeline.headed(FR, cards)] == ["NOVEMBRE 2026", "", "OCTOBRE 2026"]


def test_a_kind_from_a_newer_version_is_shown_all_the_same() -> None:
    (card,) = timeline.cards(FR, [item(1, 0, kind="hologram", title="Bonjour", text="de 2031")], TODAY)
    assert (card.title, card.text, card.icon) == ("Bonjour", "de 2031", "file-text")


def test_looking_for_words_forgets_accents_and_order() -> None:
    cards = timeline.cards(FR, [item(1, 0, project="Épicerie"), item(2, 0, project="Jardin")], TODAY)
    assert [card.id for card in timeline.matching(cards, "BULBES epicerie")] == [cards[0].id]
    assert timeline.matching(cards, "  ") == cards


def test_hostile_words_stay_words_on_one_line() -> None:
    hostile = "<img src='file:///etc/passwd'>\u202eabc\n" + "x" * 5_000
    entry = item(1, 0, kind="page", title=hostile, text=hostile)
    (card,) = timeline.cards(FR, [entry], TODAY)
    assert "<img src='file:///etc/passwd'>abc" in card.title
    assert "\u202e" not in card.title + card.text + card.spoken
    assert "\n" not in card.title + card.text
    assert len(card.title) < 250
    assert len(card.text) <= MOST_TEXT
