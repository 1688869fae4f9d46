"""What ``carry`` answers, told to a person."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from ui.command.amounts import calendar_day, counted
from ui.command.layout import clean, columns, indented, short
from ui.command.table import Document, Tell
from ui.words.catalogue import Words
from ui.words.quantities import byte_size, time_of_day


def _write(document: Document, words: Words) -> list[str]:
    size = byte_size(words, document["size"])
    left_out = document["attachments_left_out"]
    return [
        words.say("carry_written", path=clean(document["path"]), size=size, **counted(words, document["entries"])),
        words.say("carry_for", **counted(words, document["devices"])),
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
    rows = [
        (_who(each, words), words.say("carry_line", **counted(words, each["entries"]))) for each in document["news"]
    ]
    head = words.say("carry_would" if document["preview"] else "carry_kept", **counted(words, document["entries"]))
    told = [head, *indented(columns(rows))]
    if document["preview"]:
        told.append(words.say("carry_preview"))
    return told


def _who(writer: Document, words: Words) -> str:
    return clean(writer["name"]) or words.say("carry_unknown", device=short(writer["device"]))


TELLERS: Mapping[str, Tell] = {"carry write": _write, "carry read": _read}
