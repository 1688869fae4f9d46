"""What a record says of an attachment: the hash of its content, and a name. A name from anywhere made safe to write."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from idos_p2p.ids import BlobHash
from idos_p2p.limits import MAX_FILE_NAME_BYTES
from idos_p2p.records.change import Change
from idos_p2p.records.fields import clean_line
from idos_p2p.records.kinds import Value

FIELD = "attachments"
"""The field of every kind that has attachments."""

UNNAMED = "file"  # what a name that holds nothing writable becomes

_MEMBER = re.compile(r"([0-9a-f]{64}) (\S.*)")
_NOT_WRITTEN = re.compile(r'[<>:"/\\|?*]')  # by Windows; and the slash by nobody
_DEVICES = frozenset(
    ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "CLOCK$"]
    + [f"{port}{number}" for port in ("COM", "LPT") for number in "0123456789¹²³"]
)
_SUFFIX_BYTES = 20  # a longer ending is no ending: it is cut as the rest
_OPENINGS = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"%PDF-": "application/pdf",
}
ANY_TYPE = "application/octet-stream"
"""The media type of everything that is not one of the few that we tell apart."""


@dataclass(frozen=True, slots=True, order=True)
class Named:
    """An attachment as a record names it; the name is safe to write, whoever gave it."""

    name: str
    hash: BlobHash

    @property
    def member(self) -> str:
        """What stands in the record's field."""
        return f"{self.hash.hex()} {self.name}"


def named(value: Value) -> list[Named]:
    """Return what a field of attachments names, by name; what is not written as one is left out."""
    members = value if isinstance(value, list) else []
    found = (_MEMBER.fullmatch(member) for member in members if isinstance(member, str))
    return sorted({Named(safe_name(match[2]), BlobHash(bytes.fromhex(match[1]))) for match in found if match})


def ever_named(changes: Iterable[Change]) -> frozenset[BlobHash]:
    """Return the attachments that any of these changes named or took away."""
    keys = {operation.key for change in changes for operation in change.operations}
    found = (_MEMBER.fullmatch(key) for key in keys if isinstance(key, str))
    return frozenset(BlobHash(bytes.fromhex(match[1])) for match in found if match)


def safe_name(name: str) -> str:
    """Return the name as every system writes it, and nothing acts on it; never empty. A safe name stays as it is.

    One line in NFC, nothing invisible, no slash nor other sign that Windows does not write, no dot first, no
    dot or space last, no name of a Windows device, at most ``MAX_FILE_NAME_BYTES``; an ending like ``.pdf`` outlives
    the cut.
    """
    line = _written(name)
    if len(line.encode()) <= MAX_FILE_NAME_BYTES:
        return line or UNNAMED
    stem, dot, suffix = line.rpartition(".")
    if not stem or len(suffix.encode()) > _SUFFIX_BYTES:
        return _cut(line, MAX_FILE_NAME_BYTES)
    return _cut(stem, MAX_FILE_NAME_BYTES - len((dot + suffix).encode())) + dot + suffix


def safe_title(title: str, most: int) -> str:
    """Return what a file about this title is called before its ending, as ``safe_name``, in at most so many bytes.

    Empty when nothing of the title can be written.
    """
    line = _written(title)
    return line if len(line.encode()) <= most else _cut(line, most)


def numbered(name: str, number: int) -> str:
    """Return the name of another file beside one of this name: "photo (2).jpg"."""
    stem, dot, suffix = name.rpartition(".")
    return f"{stem} ({number}).{suffix}" if dot and stem else f"{name} ({number})"


def media_type(opening: bytes) -> str:
    """Return what a content is by its first bytes: PNG, JPEG, WebP or PDF; anything else is ``ANY_TYPE``."""
    if opening[:4] == b"RIFF" and opening[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for magic, kind in _OPENINGS.items() if opening.startswith(magic)), ANY_TYPE)


def _written(name: str) -> str:
    line = _trimmed(_NOT_WRITTEN.sub("_", clean_line(name)))
    return f"_{line}" if line.partition(".")[0].rstrip().upper() in _DEVICES else line


def _trimmed(name: str) -> str:
    return name.lstrip(". ").rstrip(". ")


def _cut(name: str, most: int) -> str:
    """Return as many whole characters as so many bytes hold, no mark without its letter; never nothing."""
    kept = name.encode()[:most].decode(errors="ignore")
    left = name[len(kept) :]
    while kept and left and unicodedata.combining(left[0]):
        kept, left = kept[:-1], kept[-1] + left
    return clean_line(_trimmed(kept)) or UNNAMED
