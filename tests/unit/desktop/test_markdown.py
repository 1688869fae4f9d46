"""The signs of a toolbar, and the links that lead to records."""

from __future__ import annotations

import pytest
from markdown_it import MarkdownIt

from idos_p2p.ids import DeviceId, RecordName
from idos_p2p.views.pages import Named
from idos_p2p.views.records import RecordView
from ui.desktop.presenters.knowing import link_typed, linked, target_of
from ui.desktop.presenters.markdown import Edited, bracketed, marked, prefixed

ID = "ab" * 32


def view(title: str) -> RecordView:
    """Return a page of this title."""
    name = RecordName(DeviceId(bytes(32)), 1)
    return RecordView(ID, 1, name, "page", True, 0, 0, "2026-11-22", title, {}, {}, contested=False)


def test_words_are_marked_and_unmarked() -> None:
    assert marked("mot", "**") == Edited("**mot**", 2, 5)
    assert marked("**mot**", "**") == Edited("mot", 0, 3)
    assert marked("", "*") == Edited("**", 1, 1)
    assert bracketed("Jardin") == Edited("[[Jardin]]", 2, 8)


@pytest.mark.parametrize(
    ("before", "tool", "after"),
    [
        ("un\ndeux", "list", "- un\n- deux"),
        ("- un\n- deux", "list", "un\ndeux"),
        ("- un\n- deux", "numbers", "1. un\n2. deux"),
        ("1. un\n2. deux", "numbers", "un\ndeux"),
        ("# Titre", "heading", "## Titre"),
        ("", "quote", "> "),
    ],
)
def test_lines_are_signed_and_unsigned(before: str, tool: str, after: str) -> None:
    assert prefixed(before, tool) == after


def test_a_name_that_leads_somewhere_becomes_a_link_and_another_stays_as_written() -> None:
    text = "Voir [[Jardin]] et [[Rien]]."
    names = (Named(5, 15, "Jardin", "Jardin", (view("Jardin"),), 1), Named(19, 27, "Rien", "Rien", (), 0))
    assert linked(text, names) == f"Voir [Jardin](idos:page/{ID}) et [[Rien]]."


def test_a_hostile_name_cannot_leave_its_link() -> None:
    shown = "x](https://mal.example) **[y"
    text = f"[[{shown}]]"
    html = MarkdownIt().render(linked(text, (Named(0, len(text), shown, shown, (view(shown),), 1),)))
    assert html.count("<a ") == 1
    assert f'href="idos:page/{ID}"' in html
    assert "<strong>" not in html


def test_only_our_own_addresses_lead_to_a_record() -> None:
    assert target_of(f"idos:page/{ID}") == ("page", ID)
    for other in ("idos:page/12", f"https:page/{ID}", f"idos:page/{ID}/x", "idos:../page"):
        assert target_of(other) is None


@pytest.mark.parametrize(
    ("line", "typed"), [("Voir [[Jard", "Jard"), ("Voir [[", ""), ("[[a]] b", None), ("rien", None), ("[[a [b", None)]
)
def test_a_name_being_typed_is_seen(line: str, typed: str | None) -> None:
    assert link_typed(line) == typed
