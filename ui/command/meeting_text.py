"""Whom ``sync`` met, told to a person."""

from __future__ import annotations

from collections.abc import Mapping

from ui.command.amounts import counted
from ui.command.fault_text import cause_of
from ui.command.layout import columns, short
from ui.command.record_text import word
from ui.command.table import Document, Tell
from ui.words.catalogue import Words
from ui.words.quantities import byte_size


def _sync(document: Document, words: Words) -> list[str]:
    peers = document["peers"]
    if not peers:
        return [words.error("nobody_found")]
    rows = [
        (
            short(peer["device"]),
            word("peer_state_", peer["state"], words),
            words.say("news_received", **counted(words, peer["received"])),
            words.say("news_sent", **counted(words, peer["sent"])),
            byte_size(words, peer["bytes_in"] + peer["bytes_out"]),
        )
        for peer in peers
    ]
    causes = [
        words.say("cause_of", who=short(peer["device"]), cause=cause)
        for peer in peers
        if peer["state"] != "up_to_date" and (cause := cause_of(peer.get("code"), words))
    ]
    verdict = words.say("sync_equal" if document["equal"] else "sync_unequal", **counted(words, len(peers)))
    return [*columns(rows, right={2, 3, 4}), *causes, verdict]


TELLERS: Mapping[str, Tell] = {"sync": _sync}
