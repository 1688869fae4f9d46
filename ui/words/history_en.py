"""English sentences of what was written before: history, taking back, the bin, erasing."""

from __future__ import annotations

from ui.words.catalogue import Plural, Sentence

_HISTORY: dict[str, Sentence] = {
    "kind_receipt": "Receipt of an erasure",
    "field_records": "Erased records",
    "history_moment": "{day} at {time}",
    "history_created": "{moment}  {who} made the record ({entry})",
    "history_changed": "{moment}  {who} ({entry})",
    "history_wrote": "{field}: {who} wrote {after}",
    "history_replaced": "{field}: {who} wrote {after} instead of {before}",
    "history_cleared": "{field}: {who} took out {before}",
    "history_added": "{field}: {who} added {what}",
    "history_removed": "{field}: {who} took away {what}",
    "history_text": "{field}: {who} changed the text",
    "history_inserted": "added: {text}",
    "history_deleted": "deleted: {text}",
    "history_blank": "a blank",
    "undo_done": Plural("Undone: {number} record changed.", "Undone: {number} records changed."),
    "redo_done": Plural("Done again: {number} record changed.", "Done again: {number} records changed."),
    "undo_left": "“{title}”, {field}: left as it is, {who} has changed it since.",
    "restore_done": "Record {id} is as it was. What was written since stays in its history.",
}

_BIN: dict[str, Sentence] = {
    "bin_put": "Record {id} is in the bin. It can come back for 30 days.",
    "bin_put_back": "Record {id} is back from the bin.",
    "bin_empty": "The bin is empty.",
    "bin_since": "since {day}",
    "bin_days_left": Plural("{number} day left", "{number} days left"),
    "bin_due": Plural(
        "{number} record has been there for its 30 days: it is to be erased. Nothing erases itself.",
        "{number} records have been there for their 30 days: they are to be erased. Nothing erases itself.",
    ),
    "bin_emptied": Plural(
        "{number} record of yours is erased for good.", "{number} records of yours are erased for good."
    ),
    "erase_all_done": Plural(
        "{number} record of yours is erased here, and on each computer as soon as it learns of it.",
        "{number} records of yours are erased here, and on each computer as soon as it learns of it.",
    ),
    "erased_head": "Record {id} was erased by the person whose it was.",
    "erased_on": Plural("Erased on {done} computer of {computers}.", "Erased on {done} of {computers} computers."),
    "erased_waiting": "No news yet from the computer of: {names}.",
}

_REGISTER: dict[str, Sentence] = {
    "register_head": "Register of processing (GDPR, article 30), revised {day}",
    "register_why": "Why",
    "register_basis": "Legal basis",
    "register_persons": "Persons",
    "register_data": "Records",
    "register_kept": "Kept for",
    "processing_members": "Members and contacts",
    "processing_volunteering": "Volunteering and its valuation",
    "processing_gifts": "Gifts and their use",
    "processing_help": "Mutual help",
    "processing_recognition": "Thanks",
    "processing_life": "Life of the association, and knowledge",
    "processing_proof": "Proof of erasures",
    "processing_bin": "Bin",
    "purpose_members": "To know who belongs to the cell, and to reach each person.",
    "purpose_volunteering": "To recognise what each person did, and to value it in the accounts.",
    "purpose_gifts": "To tell who gives what became of it, and to justify accounts and receipts.",
    "purpose_help": "To bring needs and offers together, and to prepare meetings.",
    "purpose_recognition": "To keep words of thanks with the act they are for.",
    "purpose_life": "To keep the memory of projects, meetings and decisions, and to share knowledge.",
    "purpose_proof": "To be able to show that an erasure was done on each computer.",
    "basis_contract": "Membership (contract)",
    "basis_legal_obligation": "Legal obligation",
    "basis_legitimate_interest": "Legitimate interest of the association",
    "kept_cell": "as long as the cell",
    "kept_record": Plural("{number} year from the day of the record", "{number} years from the day of the record"),
    "kept_leaving": Plural(
        "while the person is there, then {number} year", "while the person is there, then {number} years"
    ),
    "due_none": "Nothing has passed its time on {day}.",
    "due_head": Plural(
        "{number} record has passed its time on {day}", "{number} records have passed their time on {day}"
    ),
    "due_since": "since {day}",
    "due_how": "Nothing erases itself: each person erases what is theirs.",
}

HISTORY: dict[str, Sentence] = {**_HISTORY, **_BIN, **_REGISTER}

HISTORY_FAULTS: dict[str, Sentence] = {
    "undo_nothing": "There is nothing to undo on this computer. Nothing has changed.",
    "redo_nothing": "There is nothing to do again: nothing was undone, or something was written since. "
    "Nothing has changed.",
    "entry_unknown": "No moment in the history of this record has a number that begins with “{entry}”. "
    "Nothing has changed. Look at the record's history and copy the number.",
    "not_in_bin": "The record “{title}” is not in the bin. Nothing has changed.",
    "remove_member": "“{title}” belongs to the cell: their record does not go to the bin. Nothing has changed. "
    "A person can erase all that is theirs.",
    "day_unreadable": "“{day}” is no day. Nothing has changed. Write it like 2026-11-28.",
}
