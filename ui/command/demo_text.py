"""What the demo came to, and where the pictures of the window are, told to a person."""

from __future__ import annotations

from collections.abc import Mapping

from ui.command.amounts import counted
from ui.command.layout import clean, columns, cut, short
from ui.command.record_text import TITLE_COLUMNS
from ui.command.table import Document, Tell
from ui.words.catalogue import Words
from ui.words.quantities import byte_size, decimal


def _demo(document: Document, words: Words) -> list[str]:
    members = document["members"]
    rows = [
        (
            cut(clean(member["name"]), TITLE_COLUMNS),
            words.say("demo_brought", **counted(words, member["brought"])),
            words.say("demo_received", **counted(words, member["received"])),
            short(member["digest"]),
        )
        for member in members
    ]
    verdict = "demo_all_equal" if document["equal"] else "demo_not_equal"
    told = [
        *columns(rows, right={1, 2}),
        words.say(verdict, **counted(words, len(members))),
        words.say("demo_cost", seconds=decimal(words, document["seconds"]), size=byte_size(words, document["bytes"])),
    ]
    if picture := clean(document.get("picture") or ""):
        told.append(words.say("demo_picture", path=picture))
    return told


def _pictures(document: Document, _words: Words) -> list[str]:
    return [clean(path) for path in document]


TELLERS: Mapping[str, Tell] = {"demo": _demo, "pictures": _pictures}
