"""Words as the search index holds them."""

from __future__ import annotations

# The tokenizer drops case and accents; these letters it would keep, and few keyboards have them.
_ALIKE = (("œ", "oe"), ("Œ", "OE"), ("æ", "ae"), ("Æ", "AE"), ("ß", "ss"), ("\0", " "))


def folded(text: str) -> str:
    """Return the text as it is indexed and asked for: what people type alike is written alike."""
    for letter, letters in _ALIKE:
        text = text.replace(letter, letters)
    return text
