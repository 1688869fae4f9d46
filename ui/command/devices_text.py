"""What the commands of the spoken code and of one's own computers answer, told to a person."""

from __future__ import annotations

from collections.abc import Mapping

from ui.command.amounts import counted
from ui.command.layout import clean, columns, indented, short
from ui.command.table import Document, Tell
from ui.words.catalogue import Words

_DARK, _LIGHT = "█", " "
_HALVES = {(True, True): _DARK, (True, False): "▀", (False, True): "▄", (False, False): _LIGHT}


def told_code(document: Mapping[str, Document], words: Words) -> list[str]:
    """Return the lines that show a code, as it waits."""
    lines = [
        words.say("code_shown_device" if document["for"] == "device" else "code_shown"),
        "",
        f"    {clean(document['code'])}",
        "",
        words.say("code_minutes", minutes=document["minutes"]),
    ]
    if document["port"]:
        lines.append(words.say("code_address", endpoint=f"{clean(document['host'])}:{document['port']}"))
    return lines


def told_came_in(document: Mapping[str, Document], words: Words) -> list[str]:
    """Return the lines that say who came in by a code."""
    return [words.say("code_came_in", name=clean(document["name"]) or words.say("nobody"))]


def told_squares(rows: list[str]) -> list[str]:
    """Return a QR code in lines of half blocks, two rows a line, light on a dark terminal: readers take both."""
    padded = [*rows, "0" * len(rows[0])] if len(rows) % 2 else rows
    pairs = zip(padded[::2], padded[1::2], strict=True)
    return [
        "".join(_HALVES[above == "0", below == "0"] for above, below in zip(upper, lower, strict=True))
        for upper, lower in pairs
    ]


def _add(document: Document, words: Words) -> list[str]:
    return [words.say("code_device_in"), *indented([short(document["device"])])]


def _join(document: Document, words: Words) -> list[str]:
    return [words.say("device_joined"), *indented([short(document["device"])])]


def _list(document: Document, words: Words) -> list[str]:
    rows = [
        (
            short(each["device"]),
            words.say("device_entries", **counted(words, each["entries"])),
            words.say("device_here") if each["here"] else "",
        )
        for each in document
    ]
    return columns(rows)


def _revoke(document: Document, words: Words) -> list[str]:
    return [words.say("device_revoked", device=short(document["device"]))]


TELLERS: Mapping[str, Tell] = {
    "device add": _add,
    "device join": _join,
    "device list": _list,
    "device revoke": _revoke,
}
