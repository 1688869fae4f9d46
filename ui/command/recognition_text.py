"""What recognises a person, told to a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ui.command.amounts import calendar_day, counted
from ui.command.layout import clean, columns, cut, indented, lines, short
from ui.command.record_text import TITLE_COLUMNS, word
from ui.command.table import Document
from ui.words.catalogue import Words
from ui.words.quantities import duration, number

Line = Mapping[str, Document]

_SHOWN = 20  # lines of a list: the rest is counted, and whole in the JSON


def told_recognition(document: Document, words: Words) -> list[str]:
    """Return what recognises a person, what proves it, and the thanks they were given."""
    told = [clean(document["person"]["name"]) or words.say("nobody")]
    if document["purpose"]:
        told += indented(lines(document["purpose"]))
    if document["own_skills"]:
        skills = ", ".join(clean(skill) for skill in document["own_skills"])
        told.append(words.say("recognition_own_skills", skills=skills))
    if not document["items"] and not document["thanks"]:
        return [*told, words.say("recognition_none")]
    acts, attested = document["acts_in_all"], document["attested_acts"]
    told.append(words.say("recognition_sums", time=duration(document["minutes"]), **counted(words, acts)))
    if attested:
        time = duration(document["attested_minutes"])
        told.append(words.say("recognition_attested", time=time, **counted(words, attested)))
    names = document["names"]
    titles = [_name(names, part["key"], words, "recognition_no_project") for part in document["projects"]]
    told += _given("recognition_projects", titles, document["projects"], words)
    told += _given("recognition_skills", [clean(part["key"]) for part in document["skills"]], document["skills"], words)
    told += _acts(document, words)
    for waiting in ("unconfirmed", "corrections"):
        if ids := document[waiting]:
            head = words.say(f"recognition_{waiting}", **counted(words, len(ids)))
            told += ["", head, "  " + ", ".join(short(name) for name in ids[:_SHOWN])]
    return told + _thanks(document, words)


def _given(head: str, titles: Sequence[str], parts: Document, words: Words) -> list[str]:
    rows = [
        (
            cut(title, TITLE_COLUMNS),
            duration(part["minutes"]),
            words.say("recognition_count", **counted(words, part["acts"])),
        )
        for title, part in zip(titles, parts, strict=True)
    ]
    return ["", words.say(head), *indented(columns(rows, right={1, 2}))] if rows else []


def _acts(document: Document, words: Words) -> list[str]:
    acts = document["items"]
    if not acts:
        return []
    rows = [
        (
            short(act["id"]),
            calendar_day(act["day"], words),
            duration(act["minutes"]) if act["minutes"] else "",
            cut(clean(act["what"]), TITLE_COLUMNS),
            words.say("record_contested_mark") if act["contested"] else "",
        )
        for act in acts[:_SHOWN]
    ]
    told = ["", words.say("recognition_acts")]
    for act, line in zip(acts, columns(rows, right={1, 2}), strict=False):
        told.append("  " + line)
        told += indented((_attestation(each, document, words) for each in act["attestations"]), by=4)
    more = len(acts) - _SHOWN
    return [*told, "  " + words.say("thread_more", number=number(words, more))] if more > 0 else told


def _attestation(each: Line, document: Document, words: Words) -> str:
    names = document["names"]
    key = "recognition_by" if each["attester"] == each["writer"] else "recognition_by_for"
    told = words.say(
        key,
        says=word("says_", each["says"], words),
        who=_name(names, each["attester"], words, "nobody"),
        writer=_name(names, each["writer"], words, "nobody"),
        day=calendar_day(each["day"], words),
        id=short(each["id"]),
    )
    time = duration(each["minutes"]) if each["minutes"] else ""
    said = cut(clean(each["words"]), TITLE_COLUMNS)
    own = "recognition_own" if each["attester"] == document["person"]["id"] else "recognition_author"
    mark = words.say("record_contested_mark") if each["contested"] else ""
    return " · ".join(filter(None, (told, time, said, "" if each["by_another"] else words.say(own), mark)))


def _thanks(document: Document, words: Words) -> list[str]:
    if not document["thanks"]:
        return []
    rows = [
        (
            short(each["id"]),
            calendar_day(each["day"], words),
            _name(document["names"], each["giver"], words, "nobody"),
            cut(clean(each["words"]), TITLE_COLUMNS),
            _name(document["names"], each["about"], words, "untitled") if each["about"] else "",
            words.say("record_contested_mark") if each["contested"] else "",
        )
        for each in document["thanks"][:_SHOWN]
    ]
    head = words.say("recognition_thanks", **counted(words, document["thanks_in_all"]))
    return ["", head, *indented(columns(rows, right={1}))]


def _name(names: Line, name: str, words: Words, nothing: str) -> str:
    if not name:
        return words.say(nothing)
    return cut(clean(names[name]["title"]) if name in names else short(name), TITLE_COLUMNS)
