"""What the one gesture wrote, told to a person."""

from __future__ import annotations

from collections.abc import Mapping

from ui.command.amounts import calendar_day, counted
from ui.command.layout import clean, indented, short
from ui.command.table import Document, Tell
from ui.words.catalogue import Words
from ui.words.quantities import duration, money


def _note(document: Document, words: Words) -> list[str]:
    noted, ids = document["noted"], document["ids"]
    told = [
        words.say(
            "note_line", what=clean(noted["what"]) or words.say("untitled"), day=calendar_day(noted["date"], words)
        )
    ]
    facts = [
        duration(noted["minutes"]) if noted["minutes"] else "",
        money(words, noted["cents"]) if noted["cents"] else "",
    ]
    persons = ", ".join(clean(person["name"]) or short(person["id"]) for person in noted["persons"])
    told += indented(filter(None, [persons, *facts, ", ".join(clean(skill) for skill in noted["skills"])]))
    if ids:
        return [words.say("note_done", ids=", ".join(map(short, ids)), **counted(words, len(ids))), *told]
    if not noted["persons"]:
        return [words.say("note_nobody_left"), *told]
    return [words.say("note_preview"), *told]


def _thank(document: Document, words: Words) -> list[str]:
    return [words.say("thank_done", id=short(document["id"]))]


def _attest(document: Document, words: Words) -> list[str]:
    return [words.say("attest_done", id=short(document["id"]))]


TELLERS: Mapping[str, Tell] = {
    "note": _note,
    "thank": _thank,
    "attest": _attest,
}
