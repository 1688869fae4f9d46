"""French sentences of TODO. Written as ``fr.py`` is."""

from __future__ import annotations

from ui.words.catalogue import Sentence

KNOWING: dict[str, Sentence] = {}
