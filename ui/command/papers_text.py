"""What ``import`` found or wrote, and what ``export`` answers, told to a person."""

from __future__ import annotations

from collections.abc import Mapping

from ui.command.amounts import counted
from ui.command.fault_text import sentence_of
from ui.command.layout import clean, columns, indented
from ui.command.record_text import field_word, kind_word
from ui.command.table import Document, Tell
from ui.words.catalogue import Words
from ui.words.quantities import byte_size


def _files(document: Document, words: Words) -> list[str]:
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


def _left(document: Document, words: Words) -> list[str]:
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


def _import(document: Document, words: Words) -> list[str]:
    faults = document["faults"]
    ignored = ", ".join(clean(file) for file in document["ignored"])
    told = _left(document, words)
    told += [words.say("import_ignored", files=ignored)] if ignored else []
    if faults:
        return [
            words.error("import_faults", {"count": len(faults)}),
            *(_misprint(fault, words) for fault in faults),
            *told,
        ]
    rows = [
        (
            kind_word(kind, words),
            words.say("import_new", **counted(words, new)),
            words.say("import_already", **counted(words, known)) if known else "",
        )
        for kind, new in document["records"].items()
        if (known := document["already"].get(kind, 0)) or new
    ]
    if document["entries"]:
        head = words.say("import_done")
    else:
        head = words.say("import_preview" if any(document["records"].values()) else "import_nothing_new")
    return [head, *indented(columns(rows)), *_files(document, words), *told]


def _misprint(fault: Mapping[str, Document], words: Words) -> str:
    """Return what is to be mended in a file, where an editor finds it: file, line and column, those that are known."""
    numbers = [str(fault[name]) for name in ("line", "column") if fault[name]]
    place = ":".join([clean(fault["file"]), *numbers])
    fields = dict(fault["fields"])
    if isinstance(name := fields.get("field"), str):
        fields["field"] = field_word(name, words)
    if isinstance(kind := fields.get("kind"), str):
        fields["kind"] = kind_word(kind, words)
    sentence = sentence_of(fault["code"], fields, words)
    if heading := clean(fault["heading"]):
        return words.say("import_fault_heading", place=place, sentence=sentence, heading=heading)
    return words.say("import_fault", place=place, sentence=sentence)


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


TELLERS: Mapping[str, Tell] = {"import": _import, "export": _export}
