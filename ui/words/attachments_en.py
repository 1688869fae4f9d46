"""English sentences of attachments: the same keys and fields as ``attachments_fr.py``."""

from __future__ import annotations

from ui.words.catalogue import Plural, Sentence

ATTACHMENTS: dict[str, Sentence] = {
    "attached": "The attachment is saved: {name} ({size}).",
    "detached": "{name} is no longer attached to this record. Its content stays on this computer for 30 more days.",
    "attachments_none": "No attachment.",
    "attachment_away": "not here yet",
    "attachment_saved": "The attachment is copied here: {path}",
    "copy_without_attachments": Plural(
        "{number} attachment is not in the copy: save it apart if it is nowhere else.",
        "{number} attachments are not in the copy: save apart those that are nowhere else.",
    ),
    "check_fault_attachment_missing": "The attachment {name} ({hash}) is no longer on this computer.",
    "check_fault_attachment_truncated": "The attachment {name} ({hash}) is cut short on this computer.",
    "check_fault_attachment_altered": "The attachment {name} ({hash}) is damaged on this computer.",
    "check_fault_attachment_unknown": "Nothing leads to this file of attachments: {file}",
}

ATTACHMENT_FAULTS: dict[str, Sentence] = {
    "attachment_absent": "This attachment is not on this computer. The record is intact. "
    "Ask somebody who has it, then attach it again.",
    "attachment_ambiguous": "Several attachments are called “{name}”: {hashes}. Nothing was done. "
    "Give the beginning of the number of the one you want.",
    "attachment_damaged": "This attachment is damaged on this computer. The record is intact. "
    "Ask somebody who has it, then attach it again.",
    "attachment_kind": "A record of this kind has no attachments: {title}. Nothing was done. "
    "Attach the file to a page, a project, a contribution, a gift or a meeting.",
    "attachment_missing": "There is no file in this place: {path}. Nothing was done. "
    "Check the name of the file, then try again.",
    "attachment_no_room": "There is not enough room on the disk for this attachment. "
    "All that was saved still is. Free some room, then try again.",
    "attachment_too_large": "This file is too large for an attachment: {limit} at most. Nothing was done. "
    "Make it smaller or cut it, then try again.",
    "attachment_unknown": "This record has no attachment “{name}”. Nothing was done. "
    "Look at its attachments (idos-p2p attachments), then try again.",
    "attachment_unreadable": "This file cannot be read: {path}. Nothing was done. "
    "Check that the disk is plugged in and that the file is yours, then try again.",
    "attachments_full": "The attachments of the cell already take all their room on this computer. "
    "Nothing was done. Remove those that are no longer of use, then try again in a month.",
    "export_folder": "This folder does not exist: {path}. Nothing was done. Choose another folder, then try again.",
    "export_io": "This folder cannot take a file: {path}. The attachment is intact. "
    "Free some room or choose another folder, then try again.",
}
