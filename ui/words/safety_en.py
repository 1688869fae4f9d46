"""English sentences of what keeps a cell safe: copies, repair, what is out of the ordinary. Written as ``en.py`` is."""

from __future__ import annotations

from ui.words.catalogue import Plural, Sentence

_CONDITIONS: dict[str, Sentence] = {
    "condition_full": "The disk of this computer is full. All that was saved still is, and can be read. "
    "Make some room: writing will go on by itself.",
    "condition_repaired": Plural(
        "The cell's file was damaged and has been repaired: {number} piece of news is kept. "
        "What is missing will come back once you are up to date with another computer: go to the next meeting.",
        "The cell's file was damaged and has been repaired: {number} pieces of news are kept. "
        "What is missing will come back once you are up to date with another computer: go to the next meeting.",
    ),
    "condition_repaired_new_device": Plural(
        "The cell's file was damaged and has been repaired: {number} piece of news is kept. "
        "What you wrote last may be missing: go to the next meeting, "
        "what the others have received will come back.",
        "The cell's file was damaged and has been repaired: {number} pieces of news are kept. "
        "What you wrote last may be missing: go to the next meeting, "
        "what the others have received will come back.",
    ),
    "condition_split": "Somebody with a voice gave some computers another secret than the others: they do not see each "
    "other in the room any more. Nobody loses anything. At the next meeting the secret is renewed for all; until then, "
    "reach the others by their address.",
    "condition_restored": "This computer shows a copy that was put in the place of the cell. "
    "What the others have received since is safe with them, and you may write. "
    "Go to the next meeting: the rest will come back.",
}

_COMMANDS: dict[str, Sentence] = {
    "copy_made": Plural(
        "The copy is made and checked: {path} ({number} piece of news, {size}).",
        "The copy is made and checked: {path} ({number} pieces of news, {size}).",
    ),
    "copy_open": "Whoever holds this copy can read the whole cell: keep it at home, or with somebody you trust.",
    "copy_protected": "This copy opens with your passphrase only: do not lose it.",
    "copy_restored": "The copy of {day}, {time}, is in the place of the cell. "
    "Go to the next meeting: what the others have received since will come back.",
    "copy_aside": "The state before it is not lost, it is kept here: {path}",
    "copy_line": Plural("{number} piece of news", "{number} pieces of news"),
    "copy_none": "There is no copy yet. The first one is made by itself while IDOS is open.",
    "copy_moment": "{day}, {time}",
    "repair_needless": "The cell is in good order. There is nothing to repair, nothing was touched.",
    "repair_done": Plural(
        "The cell is repaired: {number} piece of news is kept.",
        "The cell is repaired: {number} pieces of news are kept.",
    ),
    "repair_from_copy": Plural(
        "{number} of them comes from the last copy.", "{number} of them come from the last copy."
    ),
    "repair_missing": Plural(
        "{number} piece of news is missing: it will come back at the next meeting if another computer has received it.",
        "{number} pieces of news are missing: those that another computer has received will come back "
        "at the next meeting.",
    ),
    "repair_missing_unknown": "Some may be missing: what another computer has received will come back "
    "at the next meeting.",
    "repair_nothing_missing": "Nothing is missing.",
    "repair_own_lost": "What you wrote last may be missing: go to a meeting, "
    "what the others have received will come back.",
}

_SETTINGS: dict[str, Sentence] = {
    "settings_data": "Your data",
    "settings_data_place": "Everything is kept on this computer, in this folder:",
    "settings_copies": "Copies of the cell",
    "settings_copies_why": "A copy is made by itself on each day that IDOS is open. The last seven are kept.",
    "settings_copies_none": "No copy yet: the first one is made a minute after opening.",
    "settings_copy_line": "{moment} · {size}",
    "settings_copy_back": "Go back to this copy",
    "settings_copy_back_spoken": "Go back to the copy of {moment}",
    "settings_copy_make": "Make a copy elsewhere…",
    "settings_copy_make_title": "Where shall the copy go?",
    "settings_copy_name": "cell of {day}",
    "settings_copy_made": "The copy is made and checked: {path}",
    "settings_copy_making": "Copying…",
    "restore_title": "Go back to the copy of {moment}?",
    "restore_lead": "The cell of today is not erased: it is kept apart, in the same folder. "
    "What the others have received since that copy will come back at the next meeting.",
    "restore_do": "Go back to this copy",
    "restore_cancel": "Keep the cell of today",
    "restore_working": "One moment: the copy is checked, then put in place.",
    "repair_do": "Repair",
    "repair_working": "One moment: all that can still be read is verified and kept.",
}

SAFETY: dict[str, Sentence] = {**_CONDITIONS, **_COMMANDS, **_SETTINGS}
