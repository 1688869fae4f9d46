"""English sentences of files that carry the cell on a USB key. Written as ``en.py`` is."""

from __future__ import annotations

from ui.words.catalogue import Plural, Sentence

CARRY: dict[str, Sentence] = {
    "carry_written": Plural(
        "The meeting file is written: {path} ({number} piece of news, {size}).",
        "The meeting file is written: {path} ({number} pieces of news, {size}).",
    ),
    "carry_for": Plural(
        "{number} computer of the cell can read it, and no other.",
        "{number} computers of the cell can read it, and no other.",
    ),
    "carry_without_attachments": Plural(
        "{number} attachment is not in it: it passes when computers meet.",
        "{number} attachments are not in it: they pass when computers meet.",
    ),
    "carry_take_out": "You can take the USB key out.",
    "carry_from": "Meeting file written by {who}, on {day} at {time}.",
    "carry_from_nobody": "This computer is not of the cell today, or you do not know it yet. "
    "All that it brings is verified as ever.",
    "carry_unknown": "the computer {device}",
    "carry_kept": Plural("{number} piece of news came:", "{number} pieces of news came:"),
    "carry_would": Plural("{number} piece of news would come:", "{number} pieces of news would come:"),
    "carry_line": Plural("{number} piece of news", "{number} pieces of news"),
    "carry_preview": "Nothing was kept so far. To take them, give the command again without --preview.",
    "carry_equal": "You had all that it holds: you are up to date with this computer.",
    "carry_nothing_new": "You had all that it holds, and more.",
    "carry_none_before": "Nothing new could be read in it.",
    "carry_lacking": Plural(
        "This computer lacks the text of {number} piece of news. Write a meeting file in return: "
        "if it is here, it will be in there.",
        "This computer lacks the text of {number} pieces of news. Write a meeting file in return: "
        "those that are here will be in there.",
    ),
}

CARRY_FAULTS: dict[str, Sentence] = {
    "bundle_cut": "This meeting file is not complete, or its end is damaged. "
    "What comes before is good and not lost. Write the file again on the other computer, and take the USB key out "
    "when it says so.",
    "bundle_damaged": "This meeting file is damaged, or it was changed. What comes before that place is good and not "
    "lost. Write it again on the other computer.",
    "bundle_exists": "There is something in this place already: {path}. Nothing was written. Choose another name.",
    "bundle_foreign": "This meeting file is of another cell, or its beginning is damaged. "
    "Nothing was kept. Check that it is the right file, or write it again on the other computer.",
    "bundle_full": "There is not enough room for the meeting file: {path}. Nothing was left there. "
    "Free some room or take another USB key, then try again.",
    "bundle_io": "The meeting file could not be written: {path} ({reason}). Nothing was left there. "
    "Check that the USB key is plugged in, then try again.",
    "bundle_missing": "There is no file in this place: {path}. Nothing was done. "
    "Check the name of the file and that the USB key is plugged in, then try again.",
    "bundle_newer": "This meeting file comes from a newer IDOS. Nothing was kept. "
    "Bring IDOS up to date on this computer, then try again.",
    "bundle_not_for_us": "This meeting file is of your cell, but it was not written for this computer: "
    "at that time the other one did not know that it belongs. Nothing was kept. Meet once on one network, "
    "or ask for a newer file.",
    "bundle_refused": "What follows in this meeting file breaks the rules of the cell. "
    "None of it was kept; what comes before is good. Talk to the person who wrote it.",
    "bundle_signature": "This meeting file was not written by the computer whose name it bears. "
    "Nothing was kept. Talk to the person who gave it to you.",
    "bundle_unknown": "This is not a meeting file. Nothing was done. Check that it is the right file, then try again.",
    "bundle_unreadable": "Reading the meeting file stopped ({reason}). "
    "What was read by then is kept. Check that the USB key is plugged in, then try again.",
}
