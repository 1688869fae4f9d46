"""What ``import`` tells of each file, and what ``export`` answers, told to a person."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ui.command.amounts import counted
from ui.command.documents import Document
from ui.command.layout import clean, columns, indented
from ui.command.record_text import kind_word
from ui.words.catalogue import Words
from ui.words.quantities import byte_size


def told_files(document: Document, words: Words) -> list[str]:
    """Return what each file would give; nothing once it was written, and where one file is all that there is."""
    found = document.get("files", ())
    if document["entries"] or len({each["file"] for each in found}) <= 1:
        return []
    rows = [
        (
            clean(each["file"]),
            kind_word(each["kind"], words),
            words.say("import_new", **counted(words, each["new"])) if each["new"] else "",
            words.say("import_already", **counted(words, each["already"])) if each["already"] else "",
        )
        for each in found
    ]
    return [words.say("import_by_file"), *indented(columns(rows))]


def told_left(document: Document, words: Words) -> list[str]:
    """Return what an import left of the files of other programs."""
    return [
        words.say(
            f"import_left_{left['code']}",
            file=clean(left["file"]),
            heading=clean(left["heading"]),
            **counted(words, left["count"]),
        )
        for left in document.get("left", ())
    ]


def _export(document: Document, words: Words) -> list[str]:
    kinds = [
        (kind_word(kind, words), words.say("export_count", **counted(words, count)))
        for kind, count in document["records"].items()
    ]
    size = byte_size(words, document["size"])
    told = [
        words.say("export_done", path=clean(document["path"]), size=size, **counted(words, document["files"])),
        *indented(columns(kinds)),
    ]
    told += [
        words.say(f"export_{name}", **counted(words, document[name]))
        for name in ("removed", "contested", "unknown", "aside", "attachments_absent")
        if document[name]
    ]
    return [*told, words.say("export_open")]


TELLERS: Mapping[str, Callable[[Document, Words], list[str]]] = {"export": _export}
