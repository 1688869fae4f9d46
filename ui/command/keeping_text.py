"""What ``copy`` and ``repair`` answer, told to a person; and what is out of the ordinary in a cell."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from ui.command.amounts import calendar_day, counted
from ui.command.layout import clean, columns
from ui.command.table import Document, Tell
from ui.words.catalogue import Words
from ui.words.quantities import byte_size, time_of_day


def told_conditions(document: Document, words: Words) -> list[str]:
    """Return a sentence for each condition of a cell; one of a newer program is left to it."""
    return [
        words.say(key, **counted(words, each.get("count", 0)))
        for each in document
        if (key := f"condition_{clean(each['code'])}") in words.language.sentences
    ]


def _made(document: Document, words: Words) -> list[str]:
    size = byte_size(words, document["size"])
    left_out = document["attachments_left_out"]
    return [
        words.say("copy_made", path=clean(document["path"]), size=size, **counted(words, document["entries"])),
        words.say("copy_protected" if document["protected"] else "copy_open"),
        *([words.say("copy_without_attachments", **counted(words, left_out))] if left_out else []),
    ]


def _listed(document: Document, words: Words) -> list[str]:
    rows = [
        (
            words.say("copy_moment", **_moment(copy, words)),
            words.say("copy_line", **counted(words, copy["entries"])),
            byte_size(words, copy["size"]),
            _needed(copy, words),
            clean(copy["path"]),
        )
        for copy in document["copies"]
    ]
    return columns(rows, right={1, 2}) if rows else [words.say("copy_none")]


def _needed(copy: Mapping[str, Document], words: Words) -> str:
    key = f"copy_needs_{clean(copy.get('passphrase', ''))}"
    return words.say(key) if key in words.language.sentences else ""


def _restored(document: Document, words: Words) -> list[str]:
    told = [words.say("copy_restored", **_moment(document, words))]
    if document["aside"]:
        told.append(words.say("copy_aside", path=clean(document["aside"])))
    return told


def _repaired(document: Document, words: Words) -> list[str]:
    if not document["needed"]:
        return [words.say("repair_needless")]
    told = [words.say("repair_done", **counted(words, document["entries"]))]
    if document["from_copy"]:
        told.append(words.say("repair_from_copy", **counted(words, document["from_copy"])))
    missing = document["missing"]
    if missing is None:
        told.append(words.say("repair_missing_unknown"))
    elif missing:
        told.append(words.say("repair_missing", **counted(words, missing)))
    else:
        told.append(words.say("repair_nothing_missing"))
    if document["own_lost"]:
        told.append(words.say("repair_own_lost"))
    return [*told, words.say("copy_aside", path=clean(document["aside"]))]


def _moment(copy: Mapping[str, Document], words: Words) -> dict[str, str]:
    at = datetime.fromisoformat(copy["made"]).astimezone()
    return {"day": calendar_day(at.date().isoformat(), words), "time": time_of_day(at)}


TELLERS: Mapping[str, Tell] = {
    "copy make": _made,
    "copy list": _listed,
    "copy restore": _restored,
    "repair": _repaired,
}
