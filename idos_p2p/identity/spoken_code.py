"""A code that one person reads out and another types: ``7-cerise-tambour``, a number and two French words. Pure.

The words are those of BIP-39, which differ in their first four letters even without accents: four are enough to type
one. The number says which screen in the room is meant and is no secret. The two words are: 22 bits, for one guess.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from idos_p2p.errors import RefusedError

NUMBERS = 9
PREFIX_LETTERS = 4
"""So many letters say which word is meant."""

_WORD_BITS = 11
_WORDS_OF_A_CODE = 2
_PARTS = re.compile(r"[0-9]+|[a-z]+")
_MOST_TYPED = 100  # characters of a typed code that are looked at


@dataclass(frozen=True, slots=True)
class SpokenCode:
    """One code: which screen, and the two words as the list writes them."""

    number: int
    first: str
    second: str

    def __str__(self) -> str:
        return f"{self.number}-{self.first}-{self.second}"

    @property
    def password(self) -> bytes:
        """The bytes that both ends derive their key from: the code without accents."""
        return _plain(str(self)).encode("ascii")


def new_code(entropy: Callable[[int], bytes]) -> SpokenCode:
    """Return a code of unpredictable words."""
    drawn = int.from_bytes(entropy(8), "big")
    words = _words()
    most = 1 << _WORD_BITS
    return SpokenCode(1 + (drawn >> 32) % NUMBERS, words[drawn % most], words[(drawn >> _WORD_BITS) % most])


def read_code(typed: str) -> SpokenCode:
    """Return the code that somebody typed, with or without accents, capitals, dashes and the ends of its words.

    Raises RefusedError: ``code_shape`` when it is not a number and two words, ``code_word`` for a word that is on no
    list. Nobody has been asked then: a slip of the hand costs no guess.
    """
    number, words = _split(typed)
    if number is None or len(words) != _WORDS_OF_A_CODE:
        raise RefusedError("code_shape")
    first, second = (_word(typed) for typed in words)
    return SpokenCode(number, first, second)


def completions(typed: str, most: int = 8) -> tuple[str, ...]:
    """Return the codes, or the beginnings of one, that what is typed so far may become, at most so many.

    >>> completions("7 ceri")
    ('7-cerise-',)
    """
    number, words = _split(typed)
    if number is None or not 0 < len(words) <= _WORDS_OF_A_CODE:
        return ()
    try:
        before = [str(number), *(_word(word) for word in words[:-1])]
    except RefusedError:
        return ()
    end = "-" if len(words) < _WORDS_OF_A_CODE else ""
    meant = [word for plain, word in _by_plain().items() if plain.startswith(words[-1])]
    return tuple("-".join((*before, word)) + end for word in meant[:most])


def _split(typed: str) -> tuple[int | None, list[str]]:
    """Return the number that what is typed begins with, if it is one of ours, and the words after it, plain."""
    parts = _PARTS.findall(_plain(typed[:_MOST_TYPED]))
    if not parts or not parts[0].isdigit() or not 1 <= int(parts[0]) <= NUMBERS or any(map(str.isdigit, parts[1:])):
        return None, []
    return int(parts[0]), parts[1:]


def _word(typed: str) -> str:
    """Return the word of the list that is meant; the first four letters are enough, but all that is typed must fit."""
    meant = _by_prefix().get(typed[:PREFIX_LETTERS])
    if meant is None or not _plain(meant).startswith(typed):
        raise RefusedError("code_word", word=typed)
    return meant


@cache
def _words() -> tuple[str, ...]:
    listed = files("idos_p2p.identity").joinpath("words/french.txt").read_text(encoding="utf-8")
    return tuple(listed.split())


@cache
def _by_plain() -> dict[str, str]:
    return {_plain(word): word for word in _words()}


@cache
def _by_prefix() -> dict[str, str]:
    return {plain[:PREFIX_LETTERS]: word for plain, word in _by_plain().items()}


def _plain(text: str) -> str:
    """Return the text in small letters without accents."""
    apart = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe"))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))
