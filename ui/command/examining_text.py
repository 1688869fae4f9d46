"""What ``meeting check`` answers, told to a person."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ui.command.layout import clean, columns, indented, short
from ui.command.table import Document
from ui.words.catalogue import Words


def told_cause(verdict: Document, words: Words) -> str:
    """Return the sentence of one check's cause."""
    return words.say(verdict["cause"], **{name: clean(value) for name, value in verdict["named"].items()})


def _check(document: Document, words: Words) -> list[str]:
    checks = document["checks"]
    faults = [verdict for verdict in checks if verdict["outcome"] == "fault"]
    ways = list(dict.fromkeys(way for verdict in faults or checks for way in verdict["ways"]))
    rows = [
        (words.say(f"check_{verdict['check']}"), words.say(f"outcome_{verdict['outcome']}"), told_cause(verdict, words))
        for verdict in checks
    ]
    told = [_head(document, faults, words), *indented(columns(rows))]
    if ways:
        told += [words.say("selftest_ways"), *indented([words.say(f"way_{way}") for way in ways])]
    near = [_peer(peer, words) for peer in document["peers"] if peer["ours"]]
    return [*told, words.say("selftest_near"), *indented(columns(near))] if near else told


def _head(document: Document, faults: list[Document], words: Words) -> str:
    if faults:
        return words.say("selftest_found")
    met = any(peer["state"] in {"trusted", "up_to_date"} for peer in document["peers"])
    return words.say("selftest_all_well" if met else "selftest_nobody")


def _peer(peer: Document, words: Words) -> tuple[str, str]:
    who = short(peer["device"]) if peer["device"] else ", ".join(map(clean, peer["endpoints"]))
    why = words.error(clean(peer["code"])) if peer["code"] else ""
    return who, f"{words.say('near_' + peer['state'])} {why}".strip()


TELLERS: Mapping[str, Callable[[Document, Words], list[str]]] = {"meeting check": _check}
