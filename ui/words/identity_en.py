"""English sentences of who one is here: passphrase, homes, recovery, leaving. Written as ``en.py`` is."""

from __future__ import annotations

from ui.words.catalogue import Plural, Sentence

_COMMANDS: dict[str, Sentence] = {
    "phrase_ask": "Passphrase:",
    "phrase_new": "New passphrase (nothing is shown):",
    "phrase_again": "Once more:",
    "phrase_set": "On this computer, this cell opens with your passphrase only from now on. "
    "Nobody can find it again for you: keep it.",
    "phrase_removed": "This cell opens without a passphrase on this computer again.",
    "phrase_copies": Plural(
        "{number} copy on this computer opens as the cell does from now on.",
        "{number} copies on this computer open as the cell does from now on.",
    ),
    "phrase_earlier": Plural(
        "{number} copy on this computer still opens as before: delete it if that bothers you.",
        "{number} copies on this computer still open as before: delete them if that bothers you.",
    ),
    "phrase_elsewhere": "Copies that you put elsewhere open as they did on the day they were made.",
    "copy_needs_none": "without a passphrase",
    "copy_needs_current": "with your passphrase",
    "copy_needs_earlier": "with an earlier passphrase",
    "home_line": Plural("{number} cell", "{number} cells"),
    "home_protected": "with a passphrase",
    "home_open": "without a passphrase",
    "home_nameless": "First person",
    "home_added": "{name} has a place on this computer: {path}",
    "cell_left": "You have left the cell. The others will learn of it at the next meeting.",
    "cell_left_keeps": "What this computer knows stays with you: you can read and export it.",
    "cell_left_erased": Plural(
        "{number} record of yours is erased here, and will be on other computers when they learn of it.",
        "{number} records of yours are erased here, and will be on other computers when they learn of it.",
    ),
    "cell_founded_from": Plural(
        "{number} record was taken over from the cell before.", "{number} records were taken over from the cell before."
    ),
    "found_from_aside": "What the tables of the cell before do not say",
    "recover_title": "Bring {name} back",
    "recover_proposed": "The proposal is written: {id}. Once enough people have consented and it is adopted, "
    "this computer becomes the one of {name}.",
}

_CONDITIONS: dict[str, Sentence] = {
    "condition_alone": Plural(
        "This computer alone keeps this cell ({number} new item). If it breaks, everything is lost. "
        "Invite somebody, add a second computer, or make a copy elsewhere.",
        "This computer alone keeps this cell ({number} new items). If it breaks, everything is lost. "
        "Invite somebody, add a second computer, or make a copy elsewhere.",
    ),
    "condition_left": "You have left this cell. What this computer knows stays with you. "
    "You can read and export everything; nothing new is written.",
    "condition_excluded": "The cell decided that you are no longer part of it. What this computer knows stays "
    "with you. You can read and export everything; nothing new is written.",
}

_WINDOW: dict[str, Sentence] = {
    "unlock_title": "Your passphrase",
    "unlock_lead": "This cell is protected. Without this phrase, nobody can read it on this computer.",
    "unlock_do": "Open",
    "unlock_lost": "If you forgot it, nobody can find it again. The others keep all they have received: "
    "those present at the next meeting can bring you back.",
    "unlock_working": "Opening your cell…",
    "unlock_needed": "Write your passphrase.",
    "phrase_title": "Passphrase",
    "phrase_none": "Without a passphrase, whoever uses this computer can read the whole cell.",
    "phrase_there": "This cell opens here with your passphrase only.",
    "phrase_choose": "Choose a passphrase…",
    "phrase_change": "Change the passphrase…",
    "phrase_take_away": "Remove the passphrase…",
    "phrase_lead": "Three or four unrelated words are easy to remember and hard to guess. "
    "Nobody can find it again for you: write it on paper, kept at home.",
    "phrase_field_old": "Passphrase of today",
    "phrase_field_new": "New passphrase",
    "phrase_field_again": "Once more",
    "phrase_do": "Protect the cell",
    "phrase_do_change": "Change",
    "phrase_do_remove": "Remove",
    "phrase_cancel": "Cancel",
    "phrase_is_set": "Done: the cell is protected by your passphrase.",
    "phrase_is_gone": "Done: the cell opens without a passphrase.",
    "homes_title": "Who is here?",
    "homes_lead": "Each person has a place on this computer, with a passphrase of their own.",
    "homes_other": "Another person uses this computer",
    "homes_protected": "Protected by a passphrase",
    "homes_open": "Without a passphrase: whoever uses this computer can read it",
    "homes_new": "No cell yet",
    "homes_name": "What is this person called?",
    "homes_name_why": "This name stays readable on this computer, so that everybody finds their place.",
    "homes_do": "Make a place for them",
    "homes_card": "Several persons on this computer",
    "homes_card_why": "Each person may have a place here, with their own cells and passphrase.",
    "homes_switch": "Change person",
    "homes_closing": "One moment: your cell is closing.",
}

IDENTITY: dict[str, Sentence] = {**_COMMANDS, **_CONDITIONS, **_WINDOW}

IDENTITY_FAULTS: dict[str, Sentence] = {
    "copy_passphrase_wrong": "This copy opens with another passphrase: {path}. Nothing has changed. "
    "Give the one of the day the copy was made.",
    "passphrase_short": "This passphrase is too short. Nothing has changed. "
    "Take at least {fewest} letters: three or four words, for example.",
    "passphrase_differs": "The two phrases are not the same. Nothing has changed. Write it twice again.",
    "passphrase_new_needed": "The new passphrase is missing. Nothing has changed. "
    "Write it when asked, or give it by IDOS_NEW_PASSPHRASE.",
    "home_name": "A name is needed, of {most} letters at most. Nothing was done. Write this person's name.",
    "home_taken": 'Somebody is called "{name}" on this computer already. Nothing was done. '
    "Add a family name, or a letter.",
    "homes_too_many": "This computer has {most} persons already. Nothing was done. "
    "Use another computer for the next ones.",
    "person_gone": "{name} is no longer part of the cell. Nothing was written. "
    "Invite this person again, then confirm them.",
    "rebind_self": "Nobody proposes this for themselves. Nothing was written. "
    "Ask another confirmed person to propose it.",
    "found_from_damaged": "This folder is no whole export: {path}. Nothing was created. "
    "Take a folder made by idos-p2p export --format csv.",
}
