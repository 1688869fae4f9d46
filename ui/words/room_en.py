"""English sentences of the room on the command line: the same keys and fields as French."""

from __future__ import annotations

from ui.words.catalogue import Plural, Sentence

ROOM: dict[str, Sentence] = {
    "room_alone": "Nobody else is here for now.",
    "room_closed": "This computer is looking for nobody now. Open the window, or run: idos-p2p serve",
    "room_sign": Plural("{number} present, {equal} up to date", "{number} present, {equal} up to date"),
    "room_may_leave": "Everyone here has the same. You may leave.",
    "room_files": "The news has arrived. Attachments are still passing: wait a little.",
    "room_exchanging": "News is passing. Wait a little longer.",
    "room_held_up": "Something is missing, and nothing passes any more:",
    "room_from_here": "Counted from here: the computers that this one meets.",
    "room_me": "you",
    "room_behind": "{name}: not up to date yet",
    "room_behind_count": Plural("{name}: {number} novelty still to pass", "{name}: {number} novelties still to pass"),
    "room_behind_why": "{name}: {cause}",
    "room_unknown": "A computer of the cell shows itself, and does not answer yet",
    "room_unknown_why": "A computer of the cell shows itself. {cause}",
    "room_meeting": "Meeting since {day} at {time}, with {names}",
    "room_meeting_over": "Last meeting: {day} at {time}, with {names}",
    "room_nobody_met": "nobody yet",
    "room_brought": Plural("What the meeting brings: {number} novelty", "What the meeting brings: {number} novelties"),
    "room_brought_none": "This meeting has brought nothing new here yet.",
    "room_brought_many": Plural(
        "{number} novelty brought: too many to name", "{number} novelties brought: too many to name"
    ),
    "room_by_person": "By person",
    "room_by_project": "By project",
    "room_no_project": "Without a project",
    "room_new": Plural("{number} new record", "{number} new records"),
    "room_changed": Plural("{number} record changed", "{number} records changed"),
    "room_kind_count": "{kind} × {number}",
    "room_decisions": "Decisions",
    "room_decision_put": "Proposed by {name}: {title}",
    "room_decision_answered": "New answers: {title}",
    "room_decision_adopted": "Adopted: {title}",
    "room_joined": "Welcome to {names}",
    "room_absent": "Not here",
    "room_absent_never": "{name}: this computer never met theirs, so it cannot say what they lack",
    "room_absent_since": Plural(
        "{name}: {number} novelty to receive, last meeting {day}",
        "{name}: {number} novelties to receive, last meeting {day}",
    ),
    "room_absent_equal": "{name}: has all that is here, last meeting {day}",
    "room_absent_unknown": "{name}: last meeting {day}, cut off before the end",
    "room_relay": "Relay: {name}",
    "room_likely": "Who can be the relay? {carriers}",
    "room_likely_meeting": "{name} (at “{title}”, {day})",
    "room_likely_circle": "{name} (same circle: {title})",
    "room_likely_project": "{name} (same project: {title})",
    "room_carry_how": "To choose: idos-p2p room carry {absent} PERSON",
    "room_relays": "Relays to do",
    "room_relay_due": "{carrier} brings {absent} up to date: both are here",
    "room_relay_mine": "You will bring {absent} up to date when you next meet",
    "room_relay_chosen": "Noted: {carrier} will bring {absent} up to date. It is done by itself when they next meet.",
    "room_matches": "Needs and offers that may fit",
    "room_match": "{need} ({needs}) and {offer} ({offers})",
    "room_fit_project": "same project: {detail}",
    "room_fit_words": "same words: {detail}",
    "room_asked": "Other needs and offers of those present",
    "room_asked_line": "{kind}: {title} ({names})",
    "room_ended": "The meeting is over.",
    "room_ended_none": "No meeting is under way.",
    "event_room": Plural(
        "The room: {number} present, {equal} up to date", "The room: {number} present, {equal} up to date"
    ),
    "event_room_may_leave": Plural(
        "The room: {number} present, {equal} up to date. You may leave.",
        "The room: {number} present, {equal} up to date. Everyone may leave.",
    ),
    "event_meeting": "The meeting begins, ends, or a relay is done",
}

ROOM_FAULTS: dict[str, Sentence] = {
    "relay_same": "{name} is the absent person: choose somebody else as the relay. Nothing was written.",
    "relay_without_computer": "{name} has no computer in the cell. Nothing was written. "
    "A relay goes from one computer to another: talk to each other, or choose another person.",
}
