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
    "carry_with_attachments": Plural(
        "{number} attachment is in it.",
        "{number} attachments are in it.",
    ),
    "carry_attachments_kept": Plural("{number} attachment came.", "{number} attachments came."),
    "carry_attachments_would": Plural(
        "{number} attachment would come, if a record still names it.",
        "{number} attachments would come, if records still name them.",
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
    "cell_label_folder": "Shared folder",
    "event_folder": "Shared folder: news received: {received}, written: {size}.",
    "folder_none": "This cell passes through no shared folder.",
    "folder_chosen": "Shared folder: {path}. While IDOS is open, what arrives there is read, and what you write is put "
    "there.",
    "folder_looked": "IDOS looked there on {day} at {time}.",
    "folder_written": "The news from here is there ({size}), for every computer of the cell and for no other.",
    "folder_nothing": "There was nothing new, neither there nor here.",
    "folder_unready": Plural(
        "{number} file has not arrived whole yet: it will be read when it has.",
        "{number} files have not arrived whole yet: they will be read when they have.",
    ),
    "folder_closed": Plural(
        "{number} file was written without knowing that this computer is of the cell. It will be written again when "
        "the other computer knows.",
        "{number} files were written without knowing that this computer is of the cell. They will be written again "
        "when the other computers know.",
    ),
}

CARRY_FAULTS: dict[str, Sentence] = {
    "bundle_altered": "A part of this file was not written by the computer whose name it bears. "
    "What was taken is verified and good. Talk to the person who gave it to you.",
    "bundle_cut": "This meeting file is not complete, or its end is damaged. "
    "What comes before is good and not lost. Write the file again on the other computer, and take the USB key out "
    "when it says so.",
    "bundle_damaged": "This meeting file is damaged, or it was changed. What comes before that place is good and not "
    "lost. Write it again on the other computer.",
    "bundle_exists": "There is something in this place already: {path}. Nothing was written. Choose another name.",
    "bundle_foreign": "This meeting file is of another cell, or its beginning is damaged. "
    "Nothing was kept. Check that it is the right file, or write it again on the other computer.",
    "bundle_full": "There is not enough room: {path}. Nothing was left there, and nothing is lost here. "
    "Free some room or take another USB key, then try again.",
    "bundle_gap": "This file holds only what follows something that is not on this computer. "
    "The rest was taken, nothing is lost. Ask for a whole meeting file.",
    "bundle_io": "The USB key, or the folder, did not take what was to be written there: {path}. Nothing is lost on "
    "this computer. Try again; if it happens once more, take another USB key.",
    "bundle_members_changed": "Somebody came into the cell or left it meanwhile. "
    "Nothing was written, nothing is lost. Begin again: the file will be for those of today.",
    "bundle_missing": "There is no file in this place: {path}. Nothing was done. "
    "Check the name of the file and that the USB key is plugged in, then try again.",
    "bundle_newer": "This meeting file comes from a newer IDOS. Nothing was kept. "
    "Bring IDOS up to date on this computer, then try again.",
    "bundle_not_for_us": "This meeting file is of your cell, but it was not written for this computer: "
    "at that time the other one did not know that it belongs. Nothing was kept. Meet once on one network, "
    "or ask for a newer file.",
    "bundle_older": "This meeting file comes from an IDOS too old to be read here. Nothing was kept. "
    "Bring IDOS up to date on the other computer, then write it again.",
    "bundle_pulled_out": "The USB key was taken out too early, or the folder is gone. Nothing is lost on this "
    "computer. Put it back, then begin again.",
    "bundle_pulled_out_reading": "The USB key was taken out while it was read, or the folder is gone. What was read by "
    "then is kept, nothing is lost. Put it back, then begin again.",
    "bundle_read_only": "Nothing can be written in this place: {path}. The USB key may be protected. Nothing is lost "
    "on this computer. Take the protection away or take another one, then begin again.",
    "bundle_refused": "What follows in this meeting file breaks the rules of the cell. "
    "None of it was kept; what comes before is good. Talk to the person who wrote it.",
    "bundle_signature": "This meeting file was not written by the computer whose name it bears. "
    "Nothing was kept. Talk to the person who gave it to you.",
    "bundle_too_large": "The file would be too large for an ordinary USB key, which takes 4 GB a file: {path}. "
    "Nothing was left there, and nothing is lost here. Use a shared folder, or meet on one network.",
    "bundle_unknown": "This is not a meeting file. Nothing was done. Check that it is the right file, then try again.",
    "bundle_unlike": "The USB key gives back something else than what was written on it: {path}. It is probably "
    "damaged. Nothing is lost on this computer. Take another one, then begin again.",
    "bundle_unreadable": "Reading stopped: the USB key, or the file, is damaged in one place ({path}). "
    "What was read by then is kept. Try again, or write the file again on another USB key.",
    "carry_cancelled": "It was stopped, as you asked. What had come by then is kept; nothing unfinished is left.",
    "folder_busy": "The shared folder is being read already. Nothing is lost. Try again in a moment.",
    "folder_missing": "The shared folder is not there: {path}. Nothing is lost on this computer. "
    "Check that it exists and that the USB key or the network is plugged in; IDOS tries again by itself.",
}
