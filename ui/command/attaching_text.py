"""What ``attach``, ``attachments``, ``detach`` and ``save`` answer, told to a person."""

from __future__ import annotations

from collections.abc import Mapping

from ui.command.layout import clean, columns, short
from ui.command.table import Document, Tell
from ui.words.catalogue import Words
from ui.words.quantities import byte_size


def _attached(document: Document, words: Words) -> list[str]:
    return [words.say("attached", name=clean(document["name"]), size=_size(document, words))]


def _listed(document: Document, words: Words) -> list[str]:
    rows = [(short(one["hash"]), clean(one["name"]), _size(one, words)) for one in document["items"]]
    return columns(rows, right={2}) if rows else [words.say("attachments_none")]


def _detached(document: Document, words: Words) -> list[str]:
    return [words.say("detached", name=clean(document["name"]))]


def _saved(document: Document, words: Words) -> list[str]:
    return [words.say("attachment_saved", path=clean(document["path"]))]


def _size(one: Mapping[str, Document], words: Words) -> str:
    size = one["size"]
    return words.say("attachment_away") if size is None else byte_size(words, size)


TELLERS: Mapping[str, Tell] = {
    "attach": _attached,
    "attachments": _listed,
    "detach": _detached,
    "save": _saved,
}
