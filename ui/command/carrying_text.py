"""What ``carry`` answers, told to a person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from ui.command.amounts import calendar_day, counted
from ui.command.layout import clean, columns, indented, short
from ui.command.table import Document, Tell
from ui.words.catalogue import Words
from ui.words.quantities import byte_size, number, time_of_day


def _write(document: Document, words: Words) -> list[str]:
    size = byte_size(words, document["size"])
    enclosed, left_out = document["attachments"], document["attachments_left_out"]
    return [
        words.say("carry_written", path=clean(document["path"]), size=size, **counted(words, document["entries"])),
        words.say("carry_for", **counted(words, document["devices"])),
        *([words.say("carry_with_attachments", **counted(words, enclosed))] if enclosed else []),
        *([words.say("carry_without_attachments", **counted(words, left_out))] if left_out else []),
        words.say("carry_take_out"),
    ]


def _read(document: Document, words: Words) -> list[str]:
    made = datetime.fromisoformat(document["made"]).astimezone()
    told = [
        words.say(
            "carry_from",
            who=_who(document["from"], words),
            day=calendar_day(made.date().isoformat(), words),
            time=time_of_day(made),
        )
    ]
    if not document["member"]:
        told.append(words.say("carry_from_nobody"))
    told += _news(document, words)
    if document["attachments"]:
        key = "carry_attachments_would" if document["preview"] else "carry_attachments_kept"
        told.append(words.say(key, **counted(words, document["attachments"])))
    if document["stopped"]:
        fields = {name: clean(value) for name, value in document["stopped"]["fields"].items()}
        told.append(words.error(clean(document["stopped"]["code"]), fields))
    if document["lacking"]:
        told.append(words.say("carry_lacking", **counted(words, document["lacking"])))
    return told


def _news(document: Document, words: Words) -> list[str]:
    if not document["entries"]:
        if document["stopped"]:
            return [words.say("carry_none_before")]
        return [words.say("carry_equal" if document["equal"] else "carry_nothing_new")]
    head = words.say("carry_would" if document["preview"] else "carry_kept", **counted(words, document["entries"]))
    told = [head, *_by_writer(document["news"], words)]
    if document["preview"]:
        told.append(words.say("carry_preview"))
    return told


def _by_writer(news: Iterable[Document], words: Words) -> list[str]:
    rows = [(_who(each, words), words.say("carry_line", **counted(words, each["entries"]))) for each in news]
    return indented(columns(rows))


def folder_rows(document: Document, words: Words) -> list[tuple[str, str]]:
    """Return the shared folder as a row of what the cell is; none where there is none."""
    if document["folder"] is None:
        return []
    return [(words.say("cell_label_folder"), clean(document["folder"]))]


def _folder(document: Document, words: Words) -> list[str]:
    told = _exchanged(document["exchanged"], words) if "exchanged" in document else []
    if document["folder"] is None:
        return told or [words.say("folder_none")]
    told.append(words.say("folder_chosen", path=clean(document["folder"])))
    if "exchanged" not in document and document["looked"]:
        looked = datetime.fromisoformat(document["looked"]).astimezone()
        day = calendar_day(looked.date().isoformat(), words)
        told.append(words.say("folder_looked", day=day, time=time_of_day(looked)))
    if "exchanged" not in document and document["code"]:
        told.append(words.error(clean(document["code"]), {"path": clean(document["folder"])}))
    return told


def _exchanged(done: Document, words: Words) -> list[str]:
    told: list[str] = []
    if done["received"]:
        told += [words.say("carry_kept", **counted(words, done["received"])), *_by_writer(done["news"], words)]
    if done["attachments"]:
        told.append(words.say("carry_attachments_kept", **counted(words, done["attachments"])))
    if done["size"]:
        told.append(words.say("folder_written", size=byte_size(words, done["size"])))
    for name in ("unready", "closed"):
        if done[name]:
            told.append(words.say(f"folder_{name}", **counted(words, done[name])))
    if done["held_up"]:
        fields = {name: clean(value) for name, value in done["held_up"]["fields"].items()}
        told.append(words.error(clean(done["held_up"]["code"]), fields))
    return told or [words.say("folder_nothing")]


def event(document: Document, words: Words) -> str:
    """Return a line about what the shared folder brought while a process meets others."""
    return words.say(
        "event_folder", received=number(words, document["received"]), size=byte_size(words, document["size"])
    )


def _who(writer: Document, words: Words) -> str:
    return clean(writer["name"]) or words.say("carry_unknown", device=short(writer["device"]))


TELLERS: Mapping[str, Tell] = {
    "carry write": _write,
    "carry read": _read,
    "carry folder": _folder,
}
