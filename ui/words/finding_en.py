"""English sentences of the search of everything in the window. Written as ``en.py`` is."""

from __future__ import annotations

from ui.words.catalogue import Sentence

FINDING: dict[str, Sentence] = {
    "find_title": "Search everywhere",
    "find_hint": "A name, a project, a word…",
    "find_label": "What was found",
    "find_start": "What are you looking for?",
    "find_start_why": "Type a few letters: accents and capitals do not matter.\n"
    "The arrows choose, Enter opens, Escape closes.",
    "find_kind": "{kind} · {number} found in all",
    "find_kind_least": "{kind} · at least {number} found",
    "find_button": "Search everywhere",
    "shortcut_find": "Search everywhere",
}
