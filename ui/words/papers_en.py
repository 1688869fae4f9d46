"""English sentences of what comes in and goes out as files. Written as ``fr.py`` is."""

from __future__ import annotations

from ui.words.catalogue import Plural, Sentence

PAPERS: dict[str, Sentence] = {
    "import_by_file": "File by file:",
    "import_left_column": Plural(
        "{file}: the column “{heading}” is not taken ({number} filled cell).",
        "{file}: the column “{heading}” is not taken ({number} filled cells).",
    ),
    "import_left_entries": Plural(
        "{file}: {number} line of the accounts is no gift and is not taken.",
        "{file}: {number} lines of the accounts are no gifts and are not taken.",
    ),
    "import_left_nobody": Plural(
        "{file}: {number} line does not name one person and is not taken.",
        "{file}: {number} lines do not name one person and are not taken.",
    ),
    "export_done": Plural(
        "The export is written in {path} ({number} file, {size}).",
        "The export is written in {path} ({number} files, {size}).",
    ),
    "export_count": Plural("{number} record", "{number} records"),
    "export_removed": Plural(
        "{number} record is in the bin, and marked so.", "{number} records are in the bin, and marked so."
    ),
    "export_contested": Plural(
        "{number} record is contested: it is written apart, and in no sum.",
        "{number} records are contested: they are written apart, and in no sum.",
    ),
    "export_unknown": Plural(
        "{number} record is from a newer IDOS: it is written as it came.",
        "{number} records are from a newer IDOS: they are written as they came.",
    ),
    "export_aside": Plural(
        "{number} record does not fit whole into a table: it is in the file “aside”.",
        "{number} records do not fit whole into a table: they are in the file “aside”.",
    ),
    "export_attachments_absent": Plural(
        "{number} attachment is not on this computer: it is not in the folder.",
        "{number} attachments are not on this computer: they are not in the folder.",
    ),
    "export_open": "This folder is not protected: whoever holds it can read all of it.",
}

PAPER_FAULTS: dict[str, Sentence] = {
    "export_not_person": "“{title}” is not the record of a person. Nothing was written. "
    "Give the id of a person’s record.",
    "export_folder_taken": "The folder {path} holds something else than an export. Nothing was written. "
    "Choose another folder, or empty this one.",
    "export_unwritable": "The folder {path} cannot be written ({reason}). Nothing was changed. "
    "Check the room and the rights, or choose another folder.",
    "import_reference_circular": "“{name}” leads to a record that leads to this one. Take one of the links away.",
}
