"""What ``check`` and ``rebuild`` found, told to a person."""

from __future__ import annotations

from collections.abc import Mapping

from ui.command.amounts import counted
from ui.command.layout import clean, indented
from ui.command.table import Document, Tell
from ui.words.catalogue import Words
from ui.words.quantities import decimal, number


def _check(document: Document, words: Words) -> list[str]:
    if document["ok"]:
        return [words.say("check_well", **counted(words, document["entries"])), *_read_again(document, words)]
    faults = [_check_fault(fault, words) for fault in document["faults"]]
    return [words.say("check_ill", **counted(words, len(faults))), *indented(faults)]


def _read_again(document: Document, words: Words) -> list[str]:
    """Tell how much a deep check looked at."""
    if "signatures" not in document:
        return []
    looked = {name: number(words, document[name]) for name in ("signatures", "changes")}
    lines = [words.say("check_read", **looked, seconds=decimal(words, document["seconds"]))]
    missing = len(document["missing"])
    return [*lines, words.say("check_missing", **counted(words, missing))] if missing else lines


def _check_fault(fault: Mapping[str, Document], words: Words) -> str:
    told = {name: clean(value) for name, value in fault.items()}
    cause = words.error(fault["cause"]) if "cause" in fault else ""
    return words.say(f"check_fault_{fault['code']}", **{**told, "cause": cause})


def _rebuild(document: Document, words: Words) -> list[str]:
    return [words.say("rebuild_done", **counted(words, document["entries"]))]


TELLERS: Mapping[str, Tell] = {"check": _check, "rebuild": _rebuild}
