"""What commands answer, told to a person: calm, aligned lines in their own language."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from idos_p2p.errors import Fault
from ui.command.amounts import counted
from ui.command.fault_text import cause_of, sentence_of
from ui.command.layout import clean, short
from ui.command.table import Document, tell_of
from ui.words.catalogue import Words

_PLAIN = frozenset(
    {"seen", "members", "meeting", "forked", "restored", "connected", "exchanging", "up_to_date", "ended"}
)
"""Events told by one sentence, with the device at most."""


def tell(command: str, document: Document, words: Words) -> str:
    """Return what a command answered (``table`` says which module tells it) as text."""
    return "\n".join(tell_of(command)(document, words))


def _of_a_module(event: str) -> Callable[[Mapping[str, Document], Words], str]:
    """Return what tells an event that few processes have: its module is loaded now."""
    from ui.command import carrying_text, room_text

    return {"folder": carrying_text.event, "room": room_text.sign_line}[event]


def tell_event(document: Mapping[str, Document], words: Words) -> str:
    """Return one event of ``serve`` as a line."""
    event = clean(document.get("event", ""))
    who = short(document.get("device"))
    cause = cause_of(document.get("code"), words)
    match event:
        case "received":
            return words.say("event_received", who=who, **counted(words, document["received"]))
        case "listening":
            return words.say("event_listening", host=clean(document["host"]), port=clean(document["port"]))
        case "refused":
            return words.say("event_refused", host=clean(document["host"]), cause=cause)
        case "unreachable":
            return words.say("event_unreachable", endpoint=clean(document["endpoint"]), cause=cause)
        case "ended" if cause:
            return words.say("event_ended_why", who=who, cause=cause)
        case "folder" | "room":
            return _of_a_module(event)(document, words)
        case _ if event in _PLAIN:
            return words.say(f"event_{event}", who=who)
        case _:  # from a newer program that holds the home: told as it is
            return words.say("event_other", what=clean(json.dumps(document, default=str)))


def tell_fault(fault: Fault, words: Words) -> str:
    """Return the sentence of a fault, what it carries made fit to be read."""
    return sentence_of(fault.code, fault.fields, words)
