"""What the commands about who one is answer, told to a person."""

from __future__ import annotations

from collections.abc import Mapping

from ui.command import papers_text
from ui.command.amounts import counted
from ui.command.layout import clean, columns, short
from ui.command.table import Document, Tell
from ui.words.catalogue import Words


def _passphrase(document: Document, words: Words) -> list[str]:
    return [
        words.say("phrase_set" if document["protected"] else "phrase_removed"),
        *(
            words.say(f"phrase_{name}", **counted(words, document[name]))
            for name in ("copies", "earlier")
            if document[name]
        ),
        words.say("phrase_elsewhere"),
    ]


def _home_list(document: Document, words: Words) -> list[str]:
    return columns([_home_line(home, words) for home in document["homes"]])


def _home_line(home: Mapping[str, Document], words: Words) -> tuple[str, ...]:
    return (
        clean(home["name"]) or words.say("home_nameless"),
        words.say("home_line", **counted(words, home["cells"])),
        words.say("home_protected" if home["protected"] else "home_open"),
        clean(home["path"]),
    )


def _home_add(document: Document, words: Words) -> list[str]:
    return [words.say("home_added", name=clean(document["name"]), path=clean(document["path"]))]


def _recover(document: Document, words: Words) -> list[str]:
    return [words.say("recover_proposed", id=short(document["id"]), name=clean(document["name"]))]


def _leave(document: Document, words: Words) -> list[str]:
    exported, erased = document["export"], document["erased"]
    return [
        *(papers_text.TELLERS["export"](exported, words) if exported else []),
        words.say("cell_left"),
        *([words.say("cell_left_erased", **counted(words, erased))] if erased else []),
        words.say("cell_left_keeps"),
    ]


TELLERS: Mapping[str, Tell] = {
    "cell passphrase": _passphrase,
    "home list": _home_list,
    "home add": _home_add,
    "cell recover": _recover,
    "cell leave": _leave,
}
