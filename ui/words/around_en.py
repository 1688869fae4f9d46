"""English sentences of stories, pages and the agenda on the command line: the same keys and fields as in French."""

from __future__ import annotations

from ui.words.catalogue import Plural, Sentence

AROUND: dict[str, Sentence] = {
    "around_none": "Nothing is noted here yet.",
    "around_with": "with {names}",
    "around_by": "noted by {author}",
    "around_behalf": "noted by {author} for {names}",
    "around_answer": "{kind}, {who}: {text}",
    "around_purpose": "{day}, purpose: {text}",
    "around_purpose_none": "{day}, purpose taken away",
    "around_next": "To read on, add: --before {next}",
    "graph_since": Plural("Since {day}, {number} shared moment:", "Since {day}, {number} shared moments:"),
    "graph_tie": "{kind} × {count}",
    "graph_others": Plural("and {number} other", "and {number} others"),
    "graph_part": "Only the most recent moments are counted.",
    "project_given": Plural("{hours} given, {number} contribution", "{hours} given, {number} contributions"),
    "project_expenses": "{amount} of expenses waived",
    "project_in_kind": "{amount} of goods and services brought",
    "project_money_used": "{amount} of gifts used",
    "project_goods_used": "{amount} of gifts in kind used",
    "project_who": "Taking part: {names}",
    "project_part_needs": "Needs",
    "project_part_offers": "Offers of help",
    "project_part_proposals": "Proposals to decide",
    "project_part_meetings": "Next meetings",
    "project_part_latest": "Latest moments",
    "project_part_said": "What is said of it",
    "part_unknown": "Names in brackets to make clear",
    "part_origins": "Made from",
    "part_descendants": "What was made from it",
    "part_named_by": "What leads here",
    "part_said": "What is said of it",
    "part_files": "Attachments",
    "name_nobody": "[[{name}]]: nothing has this name yet",
    "name_several": Plural(
        "[[{name}]]: {number} record has this name ({records})",
        "[[{name}]]: {number} records have this name ({records})",
    ),
    "page_not_here": "not yet on this computer",
    "file_not_here": "not yet on this computer",
    "agenda_none": "No meeting on these days.",
    "agenda_ics": "The calendar is written: {path}",
    "agenda_came": "present: {names}",
    "agenda_slot": "{slot}: {names}",
    "agenda_no_slot": "without a slot",
    "agenda_free": "nobody yet",
    "signup_done": "The sign-up is recorded: {id}",
}

AROUND_FAULTS: dict[str, Sentence] = {
    "slot_unknown": "This meeting has no slot “{slot}”. Nothing was written. Choose among: {accepted}.",
    "calendar_exists": "There is another file in that place already: {path}. It was not touched. "
    "Give the calendar another name, then try again.",
    "calendar_io": "The calendar could not be written there: {path}. Nothing is lost. "
    "Check that the folder exists and is yours, then try again.",
}
