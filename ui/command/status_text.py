"""How a computer that is always on is doing, told to a person."""

from __future__ import annotations

from collections.abc import Mapping

from ui.command.fault_text import cause_of
from ui.command.keeping_text import told_conditions
from ui.command.layout import clean, columns, indented, short
from ui.command.record_text import word
from ui.command.table import Document, Tell
from ui.words.catalogue import Words
from ui.words.quantities import byte_size, number


def _status(document: Document, words: Words) -> list[str]:
    if not document["open"]:
        return [words.say("status_closed")]
    rows = [
        (words.say("status_listening"), clean(document["listening"]) or words.say("status_nowhere")),
        (words.say("cell_label_entries"), number(words, document["entries"])),
        (words.say("status_waiting"), number(words, document["waiting"])),
        (words.say("status_memory"), byte_size(words, document["memory"])),
        (words.say("cell_label_digest"), words.say("cell_digest", digest=short(document["digest"]))),
    ]
    peers = [
        (
            short(peer["device"]),
            word("peer_state_", peer["state"], words),
            clean(peer["up_to_date"]),
            cause_of(peer["code"], words),
        )
        for peer in document["peers"]
    ]
    told = [*told_conditions(document["conditions"], words), words.say("status_open"), *indented(columns(rows))]
    return [*told, "", *columns(peers)] if peers else told


TELLERS: Mapping[str, Tell] = {"status": _status}
