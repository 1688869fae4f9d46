"""English sentences of every fault: the same codes and fields as ``faults_fr.py``."""

from __future__ import annotations

from ui.words.catalogue import Plural, Sentence
from ui.words.fault_groups import (
    ANOTHER_CELL,
    ANOTHER_PROGRAM,
    CROWD,
    CUT,
    OUR_MISTAKE,
    SILENT,
    STRANGER,
    UNINVITED,
    UNREADABLE,
    each,
)
from ui.words.papers_en import PAPER_FAULTS

_CELL: dict[str, Sentence] = {
    "already_member": "This computer is already in this cell. Nothing has changed. Open IDOS: you are in.",
    "cell_ambiguous": "There are several cells on this computer: {cells}. Nothing was done. "
    "Say which with --cell and the beginning of its number.",
    "cell_name": "The cell's name is empty or too long. Nothing was created. Give a name of at most 200 letters.",
    "cell_none": "There is no cell on this computer yet. Nothing was done. "
    "Create a cell, or join one with an invitation link.",
    "cell_term": "The end date “{term}” does not do. Nothing was created. "
    "Give a day, {latest} at the latest, written as that date is.",
    "cell_unknown": "No cell on this computer has a number that begins with “{prefix}”. Nothing was done. "
    "Check the number, then try again.",
    "home_in_use": "Another IDOS is open on this folder and cannot do this now. Nothing is lost. "
    "Wait until it is done or close it, then try again.",
    "keys_damaged": "The file that opens your data is missing or damaged: {path}. Your data was not touched. "
    "Put the file back from a safety copy, or ask the other members to invite you again.",
    "not_member_yet": "This computer is not in the cell yet. What it keeps has not changed. "
    "Join the cell with an invitation link, then try again.",
    "no_longer_member": "This computer does not write for the cell any more. All that is here can still be read, "
    "and taken along with an export. Talk with the others: a decision can let you come back.",
    "update_needed": "A newer IDOS has decided something in this cell that this one does not understand. "
    "Nothing is lost, and you can go on writing. To invite or decide, install the latest IDOS first.",
    "passphrase_needed": "This cell is protected by a secret phrase. Nothing was done. "
    "Give the phrase (on the command line: IDOS_PASSPHRASE), then try again.",
    "passphrase_wrong": "This is not the secret phrase of this cell. Your data was not touched. "
    "Check the capital letters, then try again.",
}

_INVITATION: dict[str, Sentence] = {
    "invite_days": "An invitation lasts from 1 to {most} days. Nothing was created. Choose a number in between.",
    "invite_ended": "This invitation link is no longer valid: its last day has passed. Nothing is lost. "
    "Ask the person who invites you for a new one.",
    "invite_link": "This invitation link is incomplete or damaged. Nothing was done. Copy the whole of it again, "
    "or ask the person who invites you for a new one.",
    "invite_unknown": "The computer you met does not know this invitation yet. Nothing is lost. "
    "Stay in the same room as the person who invites you, then try again.",
    "invite_used": "This invitation link has been used already. Nothing is lost. "
    "Ask the person who invites you for a new one.",
    "invite_uses": "A link invites from 1 to {most} persons. Nothing was created. Choose a number in between.",
    "join_cut": "The meeting stopped before its end. What has arrived is kept. "
    "Stay near the other computer, then start again with the same link.",
    "no_voice": "It takes the computer of somebody of the cell who has a voice to invite, to let somebody in "
    "or to propose. Nothing has changed. Ask one of them, or meet them in the room.",
    "nobody_found": "No computer of the cell has answered. Nothing is lost. Bring the computers into the same room "
    "and onto the same network, with IDOS open on each, then try again.",
}

_RECORDS: dict[str, Sentence] = {
    "field_choice": "“{field}” takes only these words: {accepted}. Nothing was written. "
    "Choose among them, then try again.",
    "field_repeated": "“{field}” is given twice. Nothing was written. Keep only one, then try again.",
    "field_required": "“{field}” is missing. Nothing was written. Add it, then try again.",
    "field_too_long": "“{field}” is too long: {accepted} at most. Nothing was written. Shorten it, then try again.",
    "field_type": "“{field}” is not written as it should be. It takes: {accepted}. Nothing was written. "
    "Correct it, then try again.",
    "field_unknown": "A record “{kind}” does not hold “{field}”. Nothing was done. Choose among: {accepted}.",
    "kind_unknown": "“{kind}” is no kind of record. Nothing was done. Choose among: {accepted}.",
    "link_kind": "“{field}” must lead to a record “{accepted}”, not to a record “{found}”. Nothing was written. "
    "Look for the right record, then try again.",
    "erase_shared": "This record belongs to the whole cell: nobody erases it alone. Nothing has changed. "
    "Correct it, or talk about it together.",
    "device_restored": "This computer was put back from a copy: it reads, and does not write yet. Nothing is lost. "
    "Close IDOS P2P and start it again: it will go on by itself.",
    "not_owner": "This record is another person's: only they can change it. Nothing has changed. "
    "Talk with them about it, or write a record of your own.",
    "record_ambiguous": "Several records have a number that begins with “{prefix}”: {ids}. Nothing was done. "
    "Give a few more signs.",
    "record_full": "This record has been changed so often, or is so long, that it cannot take this as well. "
    "Nothing was written, what it says stays. Write a shorter text, or go on in a new record.",
    "record_prefix_short": "“{prefix}” is too short to find a record. Nothing was done. "
    "Give at least {digits} signs of its number.",
    "record_too_wide": "Too many computers have changed this record each on their own. Nothing is lost, "
    "but it cannot change any more. Copy what it says into a new record.",
    "record_unknown": "No record on this computer has a number that begins with “{prefix}”. Nothing was done. "
    "Check the number, or get up to date with the others first.",
}

_STORE: dict[str, Sentence] = {
    "store_busy": "Another program is using the cell's file. Nothing is lost. "
    "Close the other windows of IDOS, then try again.",
    "store_cell": "This file is another cell's: {path}. It was not touched. "
    "Put each file back into the folder of its cell, then try again.",
    "store_damaged": "The cell's file is damaged on this computer. "
    "What the other computers have already received is safe with them. "
    "Repair the cell (the button Repair, or idos-p2p repair): all that can still be read is kept.",
    "store_exists": "There is a cell's file in this place already: {path}. It was not touched. "
    "Choose another folder, then try again.",
    "store_full": "The disk is full. All that was saved still is, and can be read, "
    "but not what you have just written. Make some room, then try again.",
    "store_io": "This computer cannot read or write the cell's file. What was saved was not touched. "
    "Check that the disk is plugged in and that the folder is yours, then try again.",
    "store_key": "The cell's file does not open with the secret kept on this computer. It was not touched. "
    "Put the files of one and the same safety copy back together, then try again.",
    "store_missing": "The cell's file is no longer in its place: {path}. "
    "What the other computers have already received is safe with them. "
    "Put it back from a safety copy, or ask the other members to invite you again.",
    "store_newer": "The cell's file comes from a newer IDOS than this one. It was not touched. "
    "Install the new IDOS on this computer, then try again.",
}

_COPIES: dict[str, Sentence] = {
    "copy_damaged": "This copy is damaged, or is no copy of a cell: {path}. Your cell was not touched. "
    "Choose another copy (idos-p2p copy list).",
    "copy_exists": "There is a file in this place already: {path}. It was not touched. "
    "Give the copy another name, then try again.",
    "copy_full": "There is not enough room for a copy in this place: {path}. Your cell was not touched. "
    "Make some room or choose another disk, then try again.",
    "copy_io": "The copy could not be read or written in this place: {path}. Your cell was not touched. "
    "Check that the folder exists and that the disk is connected, then try again.",
    "copy_missing": "There is no copy in this place: {path}. Your cell was not touched. "
    "Check the name of the file, then try again.",
    "copy_newer": "This copy comes from a newer IDOS than this one: {path}. Nothing was touched. "
    "Install the new IDOS on this computer, then try again.",
    "repair_nothing": "Nothing can be read any more in the cell's file, nor in its copies. Nothing was touched. "
    "Put back a copy you keep elsewhere (idos-p2p copy restore), or ask the other members to invite you again.",
}

_NETWORK: dict[str, Sentence] = {
    "cannot_listen": "The other computers could not reach this one at port {port}. Nothing is lost. "
    "Another program may be using it, or the address is not this computer's: "
    "choose another port or another address, then try again.",
    "discovery_unavailable": "This computer cannot look for the others on this network. Nothing is lost. "
    "Check that it is on the room's Wi-Fi or cable, then try again.",
    "endpoint_unreadable": "The address “{text}” is not complete. Nothing was done. "
    "Write it like this: 192.168.1.20:4242.",
    "no_door": "This computer has nothing yet by which the others would know it. Nothing is lost. "
    "Join the cell with an invitation link first.",
    "no_interface": "This computer is on none of the networks chosen. Nothing is lost. "
    "Connect it to the room's Wi-Fi or cable, then try again.",
    "peer_unreachable": "The other computer does not answer. Nothing is lost. Check that it is switched on, "
    "that IDOS is open on it and that it is on the same network, then try again.",
}

_COMMANDS: dict[str, Sentence] = {
    "demo_members": "The demonstration is played by {fewest} to {most} persons. Nothing was created. "
    "Choose a number in between.",
    "wrong_words": "This command is not understood ({details}). Nothing was done. "
    "Write idos-p2p --help to see all commands.",
}

_IMPORT: dict[str, Sentence] = {
    "import_amount": "“{value}” is not an amount. Write it as 12,50 € or 1 200.",
    "import_cell_without_heading": "“{value}” is in a column without a heading. "
    "Give the column a heading, or empty this cell of the table.",
    "import_date": "“{value}” is not a day. Write it as 22/11/2026 or 2026-11-22.",
    "import_directory_missing": "The folder to import does not exist: {path}. Nothing was written. "
    "Check its name, then try again.",
    "import_duration": "“{value}” is not a duration. Write it as 2 h 30, 45 min or 1,5 h.",
    "import_time": "“{value}” is not a time of day. Write it as 14:30.",
    "import_empty": "The folder {path} holds nothing to import. Nothing was written. "
    "Put tables like persons.csv into it, or texts in a folder named pages, then try again.",
    "import_faults": Plural(
        "There is {count} point to mend in the files. Nothing was written. Mend it, then try again.",
        "There are {count} points to mend in the files. Nothing was written. Mend them, then try again.",
    ),
    "import_file_too_large": "This file is too large: {limit} at most. Cut it into several files.",
    "import_file_unknown": "The name of this table does not say what it holds. "
    "Begin it with persons, projects, contributions, gifts, uses or pages.",
    "import_file_unreadable": "This file cannot be read ({reason}). "
    "Check that you may open it, or take it out of the folder.",
    "import_files_too_many": "There are too many files in this folder: {limit} at most. Choose a smaller folder.",
    "import_folder_too_large": "The files are too large all together: {limit} at most. Import them in several goes.",
    "import_front_matter_open": "The beginning of the page, after ---, is never closed. "
    "Add a line --- before the text.",
    "import_front_matter_unknown": "“{value}” is not understood at the beginning of the page. "
    "Write for example: licence: CC-BY-SA-4.0.",
    "import_heading_missing": "The column “{field}” is missing. Add it.",
    "import_heading_repeated": "“{field}” is already given elsewhere. Keep only one.",
    "import_heading_unknown": "This heading is not known for a record “{kind}”. Correct it, or take the column away.",
    "import_link_outside": "This shortcut leads out of the folder. Put the file itself in its place.",
    "import_name_repeated": "“{name}” is already written differently, file {file}, line {first_line}. "
    "Keep only one of the two lines.",
    "import_not_utf8": "The accents of this file cannot be read. Save it again, choosing UTF-8.",
    "import_quote_open": "A quotation mark is opened and never closed. Close it, or take it away.",
    "import_quote_stray": "There are words after a closed quotation mark. Put the whole field between marks.",
    "import_ref_repeated": "The reference “{ref}” is used already, file {file}, line {first_line}. "
    "Give another to one of the two.",
    "import_reference_ambiguous": "Several records “{kind}” are named “{name}”. "
    "Write the number of the right one, or change one of the names.",
    "import_reference_unknown": "No record “{kind}” is named “{name}”. Check this name, or add that record.",
    "import_rows_too_many": "There are too many lines: {limit} at most. Import the files in several goes.",
    "import_share": "“{value}” does not say which gift and how much. Write for example: don-014: 50,00.",
    "import_share_repeated": "“{name}” is written twice in this field. Make one sum of them.",
    "import_table_empty": "This table is empty. Add lines to it, or take it out of the folder.",
    "import_title_missing": "This page has no title. Begin it with a line like: # My title.",
    "import_value_missing": "“{field}” is missing on this line. Add it.",
}

_PEER: dict[str, Sentence] = {
    **each(
        UNREADABLE,
        "The other computer has sent something that cannot be read. None of it was kept, "
        "and what you wrote is untouched. Try again; if it happens again, install the latest IDOS on both computers.",
    ),
    **each(
        ANOTHER_PROGRAM,
        "The two computers do not have the same IDOS and do not understand each other. "
        "Nothing is lost on either. Install the latest IDOS on both, then try again.",
    ),
    **each(
        ANOTHER_CELL,
        "The other computer has sent another cell's news. None of it was kept, and what you wrote is untouched. "
        "Check with the person that you are in the same cell.",
    ),
    **each(
        UNINVITED,
        "Some news comes from a computer that the cell has not invited. None of it was kept, "
        "and what you wrote is untouched. The person who uses it can ask for an invitation link.",
    ),
    **each(
        STRANGER,
        "The other computer is not of this cell, or the two do not know each other yet. "
        "It was shown nothing, and nothing was kept from it. "
        "If it is of the cell, get up to date with another person first.",
    ),
    **each(
        CUT,
        "The meeting stopped before its end. What has arrived is kept. "
        "Bring the computers closer and try again: the update goes on from where it was.",
    ),
    **each(
        SILENT,
        "The other computer has gone silent. What has arrived is kept. "
        "Check that it is not asleep and that it is on the same network, then try again.",
    ),
    **each(
        CROWD,
        "Too many computers come at the same time. Nothing is lost. Wait a moment, then try again.",
    ),
    "peer_store_full": "The disk of the other computer is full: it can receive nothing more. Nothing is lost. "
    "Make some room on the other computer, then meet again.",
    "not_member": "One of the two computers does not know the other as a member yet. Nothing is lost. "
    "Get up to date with the person who invited first, then try again.",
    "peer_out": "One of the two computers does not belong to the cell any more, as the other knows. "
    "Nothing was exchanged, and nothing is lost. Talk with each other about it.",
    "same_device": "This computer has met itself, or a copy of its folder is open elsewhere. "
    "Nothing was exchanged. Do not open the same copy on two computers: invite the second one instead.",
    "segment_refused": "One of the two computers has sent something that the other cannot keep. "
    "None of it was kept, and what you wrote is untouched. Install the latest IDOS on both, then try again.",
    "waiting_full": "The other computer has sent too much news of computers that are unknown here. "
    "It was not kept, and what you wrote is untouched. Get up to date with another person first, then try again.",
}

_BUG: dict[str, Sentence] = {
    **each(
        OUR_MISTAKE,
        "IDOS made a mistake and did not finish what it was doing. What was saved is still saved. "
        "Try again; if it happens again, show this word to the person who helps you: {code}.",
    ),
    "demo_command_failed": "The demonstration stopped at {who}'s, at the command “{words}”: {said} "
    "Your own data was not touched. Try again; if it happens again, "
    "show these lines to the person who helps you.",
    "demo_import_faults": "The demonstration stopped: the notebook of {who} has errors ({faults}). "
    "Your own data was not touched. Show this line to the person who helps you.",
}

FAULTS: dict[str, Sentence] = {
    **_CELL,
    **_INVITATION,
    **_RECORDS,
    **_STORE,
    **_COPIES,
    **_NETWORK,
    **_COMMANDS,
    **_IMPORT,
    **_PEER,
    **_BUG,
    **PAPER_FAULTS,
}
