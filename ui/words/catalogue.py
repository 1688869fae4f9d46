"""One catalogue for everything this program says: sentences by key, errors by code, the words of the calendar."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from idos_p2p.errors import BugError

NARROW = "\u202f"  # no-break, narrow: French typography before ; : ! ? and inside « »

_BEFORE_SIGN = re.compile(r" (?=[;:!?»])")
_AFTER_QUOTE = re.compile(r"(?<=«) ")


@dataclass(frozen=True, slots=True)
class Plural:
    """A sentence that changes with ``{count}``."""

    one: str
    other: str


Sentence = str | Plural


@dataclass(frozen=True, slots=True)
class Language:
    """All the words of one language, as ``ui/words/fr.py`` and ``en.py`` write them."""

    code: str
    sentences: Mapping[str, Sentence]
    errors: Mapping[str, Sentence]
    days: tuple[str, ...]  # short, Monday first
    months: tuple[str, ...]  # in full
    short_months: tuple[str, ...]
    is_singular: Callable[[int], bool]
    typeset: Callable[[str], str]


class Words:
    """The sentences of one language. Keys and their fields are checked by ``tests/unit/desktop/test_words.py``."""

    def __init__(self, language: Language) -> None:
        self.language = language

    def say(self, key: str, **fields: object) -> str:
        """Return the sentence of that key with its fields set; ``count`` chooses between singular and plural."""
        sentence = self.language.sentences.get(key)
        if sentence is None:
            raise BugError("sentence_missing", key=key)
        return self._set(sentence, fields)

    def error(self, code: str, fields: Mapping[str, object] | None = None) -> str:
        """Return what happened, what is safe and what to do; an unknown code is named in the general sentence."""
        sentence = self.language.errors.get(code)
        if sentence is None:
            return self._set(self.language.errors["unexpected"], {"code": code})
        return self._set(sentence, fields or {})

    def _set(self, sentence: Sentence, fields: Mapping[str, object]) -> str:
        if isinstance(sentence, Plural):
            count = fields.get("count")
            single = isinstance(count, int) and self.language.is_singular(count)
            sentence = sentence.one if single else sentence.other
        # Set before the fields are filled: what people wrote is never changed.
        return self.language.typeset(sentence).format_map(_Fields(fields))


class _Fields(dict[str, object]):
    """A field the fault did not bring is shown as an ellipsis: an error about an error helps nobody."""

    def __missing__(self, key: str) -> str:
        return "…"


def french_spaces(text: str) -> str:
    """Return the text as French is typeset: narrow no-break spaces, curved apostrophes, Wi-Fi in one piece."""
    return _AFTER_QUOTE.sub(NARROW, _BEFORE_SIGN.sub(NARROW, text)).replace("'", "’").replace("Wi-Fi", "Wi\u2011Fi")


def as_written(text: str) -> str:
    """Return the text as English is typeset: curved apostrophes, Wi-Fi in one piece."""
    return text.replace("'", "’").replace("Wi-Fi", "Wi\u2011Fi")
