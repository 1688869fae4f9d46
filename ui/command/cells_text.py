"""What a cell is, who belongs to it, and an invitation, told to a person."""

from __future__ import annotations

from collections.abc import Mapping

from ui.command import decide_text
from ui.command.amounts import calendar_day, counted
from ui.command.carrying_text import folder_rows
from ui.command.devices_text import told_came_in, told_squares
from ui.command.keeping_text import told_conditions
from ui.command.layout import VALUE_COLUMNS, clean, columns, cut, indented, short
from ui.command.record_text import TITLE_COLUMNS, word
from ui.command.table import Document, Tell
from ui.words.catalogue import Words
from ui.words.quantities import number


def _cell_create(document: Document, words: Words) -> list[str]:
    came = document.get("records")
    told = [words.say("cell_founded_from", **counted(words, came))] if came is not None else []
    return [words.say("cell_created"), *told, *_who_is_who(document, words)]


def _cell_join(document: Document, words: Words) -> list[str]:
    return [words.say("cell_joined"), *_who_is_who(document, words)]


def _who_is_who(document: Document, words: Words) -> list[str]:
    rows = [(words.say(f"cell_label_{name}"), short(document[name])) for name in ("id", "person", "device")]
    return indented(columns(rows))


def _cell_show(document: Document, words: Words) -> list[str]:
    rows = [
        (words.say("cell_label_term"), calendar_day(document["term"], words)),
        (words.say("cell_label_members"), number(words, document["members"])),
        (words.say("cell_label_devices"), number(words, document["devices"])),
        (words.say("cell_label_entries"), number(words, document["entries"])),
        (words.say("cell_label_digest"), words.say("cell_digest", digest=short(document["digest"]))),
        (words.say("cell_label_id"), short(document["id"])),
    ]
    rows += folder_rows(document["folder"], words)
    heights = [(short(device), number(words, count)) for device, count in document["heights"].items()]
    alarms = [_alarm(alarm, words) for alarm in document["alarms"]]
    alarms += [_fork(fork, words) for fork in document["forks"]]
    told = [clean(document["name"]), *indented(columns(rows))]
    if heights:
        told += ["", words.say("cell_heights"), *indented(columns(heights, right={1}))]
    if conditions := told_conditions(document["conditions"], words):
        told = [*conditions, "", *told]
    return [*told, "", *alarms] if alarms else told


def _alarm(alarm: Mapping[str, Document], words: Words) -> str:
    code, act = clean(alarm["code"]), short(alarm["act"])
    key = f"alarm_{code}"
    return words.say(key if key in words.language.sentences else "alarm_other", code=code, act=act)


def _fork(fork: Mapping[str, Document], words: Words) -> str:
    return words.say("cell_fork", who=short(fork["device"]), number=number(words, fork["from"] + 1))


def _members(document: Document, words: Words) -> list[str]:
    rows = [_member(member, words) for member in document]
    told: list[str] = []
    for member, line in zip(document, columns(rows), strict=True):
        told.append(line)
        told += indented(decide_text.facts(member.get("why", ()), words))
    return told


def _member(member: Mapping[str, Document], words: Words) -> tuple[str, ...]:
    devices = len(member["devices"])
    return (
        short(member["person"]) or "–",
        cut(clean(member["name"]) or words.say("nobody"), TITLE_COLUMNS),
        word("status_", member["status"], words),
        word("chamber_", member["chamber"], words),
        words.say("computers_count", **counted(words, devices)) if devices else words.say("computers_none"),
        cut(", ".join(word("role_", role, words) for role in member["roles"]), VALUE_COLUMNS),
    )


def _invite(document: Document, words: Words) -> list[str]:
    if "link" not in document:
        return told_came_in(document, words)
    told = [words.say("invite_given"), clean(document["link"])]
    return [*told, "", *told_squares(document["qr"])] if "qr" in document else told


TELLERS: Mapping[str, Tell] = {
    "cell create": _cell_create,
    "cell join": _cell_join,
    "cell show": _cell_show,
    "cell members": _members,
    "cell invite": _invite,
}
