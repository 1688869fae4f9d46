"""Codes of faults that share one sentence in every language, since the way out is the same; the log has the code."""

from __future__ import annotations

from collections.abc import Iterable

from ui.words.catalogue import Sentence

UNREADABLE = (
    "blob_chunk",
    "blob_foreign",
    "blob_unasked",
    "bodies_unasked",
    "entry_back",
    "entry_length",
    "entry_number",
    "entry_payload",
    "entry_record",
    "entry_refs",
    "entry_short",
    "entry_size",
    "follow_unknown",
    "follows_unsaid",
    "frame_too_large",
    "heads_too_many",
    "locator_repeated",
    "locator_unknown",
    "message_malformed",
    "message_unexpected",
    "rows_unordered",
    "segment_columns",
    "segment_count",
    "segment_damaged",
    "segment_flags",
    "segment_frame",
    "segment_hole",
    "segment_short",
    "segment_signature",
    "segment_size",
    "want_repeated",
)
"""What the other computer sent breaks a rule of the log, of a segment or of the conversation."""

ANOTHER_PROGRAM = (
    "entry_version",
    "message_unknown",
    "segment_format",
    "version_unknown",
)
"""One of the two programs is newer than the other."""

ANOTHER_CELL = (
    "cell_foreign",
    "entry_cell",
)
"""What arrived was signed for another cell."""

UNINVITED = (
    "chain_unknown",
    "device_unsound",
    "not_invited",
    "start_refused",
)
"""A log whose device the cell never let in."""

STRANGER = (
    "knock_refused",
    "not_tls",
    "proof_refused",
)
"""Turned away at the door, by us or by the other."""

CUT = (
    "peer_closed",
    "tls_broken",
)
"""The network ended the meeting."""

SILENT = (
    "handshake_slow",
    "peer_idle",
)
"""Nothing came from the other in the time it had."""

CROWD = (
    "half_open_displaced",
    "too_many_connections",
)
"""More came to the door than it holds."""

OUR_MISTAKE = (
    "blob_unfinished",
    "cell_meets_nobody",
    "cell_missing",
    "change_not_accepted",
    "document_incomplete",
    "document_panicked",
    "document_refused",
    "entry_absent",
    "erase_act",
    "field_object_absent",
    "font_unreadable",
    "frame_out_of_bounds",
    "home_missing",
    "log_hole",
    "no_certificate",
    "nobody_pairs",
    "nobody_probes",
    "own_change_refused",
    "proof_out_of_order",
    "rule_of_another_act",
    "rule_of_another_matter",
    "sentence_missing",
    "start_lost",
    "store_device_number",
    "store_key_size",
    "store_migrations",
    "store_nested",
    "store_no_transaction",
    "store_statement",
    "succession_void",
    "two_readers",
    "value_unknown",
    "verdict_of_no_entry",
    "verdict_unknown",
    "world_has_two_creations",
)
"""A promise of this program was broken."""


def each(codes: Iterable[str], sentence: str) -> dict[str, Sentence]:
    """Return the same sentence for each of these codes; "{code}" in it becomes the code itself."""
    return {code: sentence.replace("{code}", code) for code in codes}
