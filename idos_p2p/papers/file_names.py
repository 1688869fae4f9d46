"""Names of files made from what people wrote, safe on every system (security §3.4)."""

from __future__ import annotations

import unicodedata

from idos_p2p.limits import MAX_FILE_NAME_BYTES
from idos_p2p.records.attachments import safe_title


def file_name(title: str, ending: str, *, otherwise: str) -> str:
    """Return a name for a file about this title, with this ending (".md"), safe as ``records.attachments`` says.

    ``otherwise`` stands where nothing is left of the title.
    """
    return (safe_title(title, MAX_FILE_NAME_BYTES - len(ending.encode())) or otherwise) + ending


class FileNames:
    """Gives each file of a folder a name that none of the others has, on systems that ignore case, too."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def name(self, title: str, ending: str, identifier: str) -> str:
        """Return a name for a file about this title; the beginning of its id parts it from another of that name."""
        name = file_name(title, ending, otherwise=identifier[:8])
        if self._key(name) in self._taken:
            stem = file_name(title, f" {identifier[:16]}{ending}", otherwise=identifier)
            name = stem if self._key(stem) not in self._taken else identifier + ending
        self._taken.add(self._key(name))
        return name

    @staticmethod
    def _key(name: str) -> str:
        return unicodedata.normalize("NFKC", name).casefold()
