"""What was written and what was found, told to a person."""

from __future__ import annotations

from collections.abc import Mapping

from ui.command.layout import short
from ui.command.record_text import records
from ui.command.table import Document, Tell
from ui.words.catalogue import Words


def _add(document: Document, words: Words) -> list[str]:
    return [words.say("record_written", id=short(document["id"]))]


def _set(document: Document, words: Words) -> list[str]:
    return [words.say("record_written" if document["entries"] else "record_same", id=short(document["id"]))]


def _list(document: Document, words: Words) -> list[str]:
    return records(document, words, kinds=False) or [words.say("list_none")]


def _search(document: Document, words: Words) -> list[str]:
    return records(document["items"], words, kinds=True) or [words.say("search_none")]


TELLERS: Mapping[str, Tell] = {"add": _add, "set": _set, "list": _list, "search": _search}
