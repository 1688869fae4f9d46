"""English sentences of the command line: the same keys and fields as ``commands_fr.py``."""

from __future__ import annotations

from ui.words.catalogue import Plural, Sentence

_RECORDS: dict[str, Sentence] = {
    "kind_contribution": "Contribution",
    "kind_gift": "Gift",
    "kind_page": "Page",
    "kind_person": "Person",
    "kind_project": "Project",
    "kind_use": "Use of a gift",
    "field_act": "Contribution",
    "field_body": "Text",
    "field_cents": "Amount",
    "field_date": "Day",
    "field_donor": "Given by",
    "field_effect": "Effect",
    "field_form": "Form",
    "field_gifts": "Gifts",
    "field_licence": "Licence",
    "field_minutes": "Duration",
    "field_name": "Name",
    "field_needs": "Needs",
    "field_persons": "Persons",
    "field_place": "Place",
    "field_project": "Project",
    "field_purpose": "Purpose",
    "field_reach": "Contact",
    "field_roles": "Roles",
    "field_skills": "Skills",
    "field_sources": "Sources",
    "field_state": "State",
    "field_title": "Title",
    "field_what": "What",
    "field_wish": "Wish",
    "form_expense": "expense",
    "form_goods": "goods",
    "form_money": "money",
    "form_service": "service",
    "form_time": "time",
    "accepted_0_or_more": "zero or more",
    "accepted_64_hexadecimal_digits": "the whole number of a record",
    "accepted_choice": "a word of the list",
    "accepted_date": "a day written as 2026-11-22",
    "accepted_id_cents": "RECORD=CENTS, parted by commas",
    "accepted_integer": "a whole number",
    "accepted_line": "words on one line",
    "accepted_link": "the number of a record",
    "accepted_links": "numbers of records, parted by commas",
    "accepted_shares": "RECORD=CENTS, parted by commas",
    "accepted_text": "a text",
    "accepted_words": "words, parted by commas",
    "accepted_yyyy_mm_dd": "a day written as 2026-11-22",
    "persons_count": Plural("{number} person", "{number} persons"),
    "list_none": "No record yet.",
    "search_none": "No record holds these words. Try a shorter word, or another one.",
    "record_written": "Saved: {id}",
    "record_erased": "Record {id} is erased here, and on each computer as soon as it learns of it.",
    "record_same": "Nothing to change: the record {id} says so already.",
    "versions_head": "{field}: {number} versions, each written apart",
    "version_by": "{who}: {value}",
    "version_empty": "(empty)",
    "record_contested": "Contested record: the computer that created it wrote several different histories. "
    "It can be read, and counts in no total.",
    "record_contested_mark": "(contested)",
}

_CELL: dict[str, Sentence] = {
    "cell_created": "The cell is created. You can write, and invite somebody.",
    "cell_joined": "You are in the cell, and up to date.",
    "cell_label_id": "Cell",
    "cell_label_person": "Your record",
    "cell_label_device": "This computer",
    "cell_label_term": "Until",
    "cell_label_members": "Persons",
    "cell_label_devices": "Computers",
    "cell_label_entries": "News",
    "cell_label_digest": "Fingerprint",
    "cell_digest": "{digest} (the same on two computers that are up to date)",
    "cell_heights": "News written by each computer",
    "alarm_invite_key_twice": "Beware: one and the same place of an invitation was used by two computers ({act}). "
    "Nothing is lost. Check together who has come in, then make a new invitation.",
    "alarm_other": "Beware: something unexpected has happened in the cell ({code}, {act}). "
    "Nothing is lost. Talk about it together, and ask for help.",
    "cell_fork": "Beware: the computer {who} wrote several different histories, from its news number {number} on. "
    "Nothing is lost: all are kept, and what follows counts in no total. Talk with the person.",
    "status_confirmed": "member",
    "status_guest": "guest",
    "chamber_carrying": "carrying",
    "chamber_concerned": "concerned",
    "computers_count": Plural("{number} computer", "{number} computers"),
    "computers_none": "no computer",
    "member_why": "Decided by: {acts}",
    "invite_given": "Give this link to the person you invite, and to nobody else:",
}

_UPKEEP: dict[str, Sentence] = {
    "check_well": Plural(
        "All is well: {number} piece of news kept here.", "All is well: {number} pieces of news kept here."
    ),
    "check_fault_file": "The cell's file: {detail}",
    "check_fault_membership": "Who belongs to the cell does not follow from its acts.",
    "check_read": "Read again from the beginning: {signatures} signatures, {changes} changes, in {seconds} s.",
    "check_missing": Plural(
        "The text of {number} piece of news has not come yet: it is asked of every computer that is met.",
        "The text of {number} pieces of news has not come yet: it is asked of every computer that is met.",
    ),
    "check_fault_unreadable": "The rest cannot be read: {cause}",
    "check_fault_act_missing": "Who belongs: the act {entry} of computer {device} is missing.",
    "check_fault_act_extra": "Who belongs: the act {entry} of computer {device} is one too many.",
    "check_fault_act_altered": "Who belongs: the act {entry} of computer {device} is altered.",
    "check_fault_entry_unlisted": "Nothing leads to the entry {entry} of the log of computer {device}.",
    "check_fault_entry_unknown": "The entry {entry} of computer {device} is taken for one of another record.",
    "check_fault_record_unreadable": "The record begun at {entry} by computer {device} cannot be read: {cause}",
    "check_fault_verdict": "The entry {entry} of computer {device} is noted as {held}, and is {due}.",
    "check_fault_body_unlisted": "The text of entry {entry} of computer {device} is missing, and not asked for.",
    "check_fault_body_listed": "The text of entry {entry} of computer {device} is here, and asked for.",
    "check_fault_log": "Log of computer {device}, after entry {entry}: {cause}",
    "check_fault_height": "Log of computer {device}: it claims {entry} entries, and does not have them.",
    "check_fault_view_extra": "Shown, but not in the log: {title} ({record})",
    "check_fault_view_missing": "In the log, but not shown: {title} ({record})",
    "check_fault_view_altered": "Not shown as it is in the log ({parts}): {title} ({record})",
    "check_fault_row_missing": "Lists and search: a line is missing ({table}, {detail}) for {record}",
    "check_fault_row_extra": "Lists and search: a line too many ({table}, {detail}) for {record}",
    "check_ill": Plural(
        "Something is damaged on this computer, in {number} place. "
        "What the other computers have already received is safe with them. "
        "Repair the cell with idos-p2p repair, and show this line to the person who helps you:",
        "Something is damaged on this computer, in {number} places. "
        "What the other computers have already received is safe with them. "
        "Repair the cell with idos-p2p repair, and show these lines to the person who helps you:",
    ),
    "rebuild_done": Plural(
        "Done: the pages and the search were made anew from {number} piece of news.",
        "Done: the pages and the search were made anew from {number} pieces of news.",
    ),
}

_IMPORT: dict[str, Sentence] = {
    "import_done": "The import is done. Everything is saved.",
    "import_nothing_new": "Everything was in the cell already. Nothing was written.",
    "import_preview": "This is what would be written. Nothing has been written yet.",
    "import_new": Plural("{number} new", "{number} new"),
    "import_already": Plural("{number} already there", "{number} already there"),
    "import_ignored": "Files left aside: {files}",
    "import_fault": "{place}: {sentence}",
    "import_fault_heading": "{place}: {sentence} (column “{heading}”)",
}

_MEETING: dict[str, Sentence] = {
    "news_received": Plural("{number} received", "{number} received"),
    "news_sent": Plural("{number} given", "{number} given"),
    "peer_state_ended": "cut short",
    "peer_state_exchanging": "not finished",
    "peer_state_up_to_date": "up to date",
    "sync_equal": Plural(
        "You are up to date with {number} computer: you can leave.",
        "You are up to date with {number} computers: you can leave.",
    ),
    "sync_unequal": "The update is not finished. What has arrived is kept. Stay in the same room, then start again.",
    "cause_of": "{who}: {cause}",
    "event_listening": "This computer awaits the others at the address {host}, port {port}.",
    "event_seen": "A computer of the cell is in the room.",
    "event_connected": "{who}: connected.",
    "event_exchanging": "{who}: update under way.",
    "event_received": Plural("{who}: {number} piece of news received.", "{who}: {number} pieces of news received."),
    "event_up_to_date": "{who}: up to date.",
    "event_ended": "{who}: meeting over.",
    "event_ended_why": "{who}: meeting over. {cause}",
    "event_refused": "A computer was not let in ({host}). {cause}",
    "event_unreachable": "{endpoint}: {cause}",
    "event_forked": "{who} wrote two different histories: both are kept, neither is counted.",
    "event_restored": (
        "This computer was put back from a copy: others know entries of it that it has forgotten. "
        "Nothing is lost. Stop IDOS P2P and start it again to write."
    ),
    "event_members": "The members of the cell have changed.",
    "event_other": "{what}",
}

_DEMO: dict[str, Sentence] = {
    "demo_founding": "{name} creates the cell, brings in the persons and the projects, and prepares an invitation.",
    "demo_joining": "{name} joins the cell.",
    "demo_apart": "Each person writes on their own, without a network.",
    "demo_room": Plural("{count} computer opens in the same room.", "{count} computers open in the same room."),
    "demo_equal": "Up to date together: {equal} of {count}.",
    "demo_all_equal": Plural("{number} person, one cell.", "The {number} persons leave with the same cell."),
    "demo_not_equal": "The computers do not all hold the same yet. Nothing is lost. Start the demonstration again.",
    "demo_brought": Plural("{number} brought", "{number} brought"),
    "demo_received": Plural("{number} received", "{number} received"),
    "demo_cost": "{seconds} seconds to get up to date, {size} exchanged.",
    "demo_picture": "Picture of the window: {path}",
}

_SIZES: dict[str, Sentence] = {
    "size_0": "{amount} B",
    "size_1": "{amount} kB",
    "size_2": "{amount} MB",
    "size_3": "{amount} GB",
}

COMMANDS: dict[str, Sentence] = {**_RECORDS, **_CELL, **_UPKEEP, **_IMPORT, **_MEETING, **_DEMO, **_SIZES}
