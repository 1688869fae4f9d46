"""Names of files made from what people wrote, safe on every system (security §3.4)."""

from __future__ import annotations

import re
import unicodedata

from idos_p2p.records.fields import clean_line

MOST_BYTES = 120  # of a name with its ending: leaves room for a long path on every system

_FORBIDDEN = re.compile(r'[<>:"/\\|?*]')
_DEVICE = re.compile(
    r"(con|prn|aux|nul|conin\$|conout\$|com[0-9\u00b9\u00b2\u00b3]|lpt[0-9\u00b9\u00b2\u00b3])(\..*)?", re.IGNORECASE
)


def safe_name(title: str, ending: str, *, otherwise: str) -> str:
    """Return a name for a file about this title, with this ending (".md").

    NFC, no control or invisible character, nothing that a system forbids, no blank or dot at either end, no name of a
    device, at most ``MOST_BYTES`` bytes. ``otherwise`` stands where nothing is left of the title.
    """
    name = _FORBIDDEN.sub("-", clean_line(title)).strip(" .")
    room = MOST_BYTES - len(ending.encode())
    while len(name.encode()) > room:
        name = name[:-1]
    name = unicodedata.normalize("NFC", name).strip(" .")
    if not name:
        return otherwise + ending
    return f"_{name}{ending}" if _DEVICE.fullmatch(name) else name + ending


class FileNames:
    """Gives each file of a folder a name that none of the others has, on systems that ignore case, too."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def name(self, title: str, ending: str, identifier: str) -> str:
        """Return a name for a file about this title; the beginning of its id parts it from another of that name."""
        name = safe_name(title, ending, otherwise=identifier[:8])
        if self._key(name) in self._taken:
            stem = safe_name(title, f" {identifier[:16]}{ending}", otherwise=identifier)
            name = stem if self._key(stem) not in self._taken else identifier + ending
        self._taken.add(self._key(name))
        return name

    @staticmethod
    def _key(name: str) -> str:
        return unicodedata.normalize("NFKC", name).casefold()
