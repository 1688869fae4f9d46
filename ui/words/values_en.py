"""English sentences of TODO. Written as ``en.py`` is."""

from __future__ import annotations

from ui.words.catalogue import Sentence

VALUES: dict[str, Sentence] = {}
