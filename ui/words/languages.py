"""Which languages there are."""

from __future__ import annotations

from ui.words.catalogue import Language, Words
from ui.words.en import ENGLISH
from ui.words.fr import FRENCH

LANGUAGES: tuple[Language, ...] = (FRENCH, ENGLISH)
"""French first: it is the language of the people this was asked by."""


def words_for(wish: str) -> Words:
    """Return the words for a language or locale name ("fr", "en_GB.UTF-8"); French when it is neither."""
    code = wish.replace("-", "_").partition("_")[0].lower()
    return Words(next((language for language in LANGUAGES if language.code == code), FRENCH))
