"""English sentences of deciding by consent, for the command line and the window alike. Written as ``en.py`` is."""

from __future__ import annotations

from ui.words.catalogue import Plural, Sentence

_OUTCOMES: dict[str, Sentence] = {
    # where a decision stands: what it is, and what it means, each in a sentence
    "decision_open": "Under discussion",
    "decision_open_means": "Everyone may still answer, and change their answer.",
    "decision_adopted": "Decided",
    "decision_adopted_means": "Enough persons said yes or stood aside, and no objection was left.",
    "decision_under_review": "To be reviewed",
    "decision_under_review_means": "It is decided and stays in force. An objection has come since: "
    "talk about it, then propose a new version.",
    "decision_closed": "Withdrawn",
    "decision_closed_means": "Nothing was decided: the proposal was withdrawn, or another version takes its place.",
    "decision_disputed": "On hold",
    "decision_disputed_means": "Two decisions taken apart from each other contradict. This one has no effect "
    "until the cell lets it stand by a decision.",
    "decision_contested": "Contested",
    "decision_contested_means": "Somebody says that they did not give the answer noted in their name. "
    "Talk with them, then ask again.",
}

_MATTERS: dict[str, Sentence] = {
    "matter_text": "Proposal",
    "matter_confirm": "Give {names} a voice",
    "matter_exclude": "Exclude {names}",
    "matter_rest": "Let {names} rest",
    "matter_rebind": "Give {names} their place back on a new computer",
    "matter_chambers": "Change the places",
    "matter_charter": "Charter of the cell",
    "matter_forget": Plural("Erase {number} record for good", "Erase {number} records for good"),
    "matter_ratify": "Let a decision on hold stand",
    "matter_concerned": "Among the concerned: {names}",
    "matter_carrying": "Among the carrying: {names}",
    "matter_gone": "Leaves the project: {names}",
    "matter_void": Plural(
        "{number} novelty of this person that has come here since would not count any more.",
        "{number} novelties of this person that have come here since would not count any more.",
    ),
    "matter_void_none": "All that this person wrote and that had come here by then stays and counts.",
    "decide_title_confirm": "Give {names} a voice",
    "decide_title_exclude": "Exclude {names}",
    "decide_title_rest": "Let {names} rest",
    "decide_title_chambers": "Change the places of {names}",
    "decide_title_forget": "Erase records for good",
}

_ANSWERS: dict[str, Sentence] = {
    "answer_consent": "yes",
    "answer_aside": "stands aside",
    "answer_objection": "objection",
    "ground_purpose": "against the raison d'être",
    "ground_risk": "a major risk",
    "ground_disengagement": "I could not go on in earnest",
    "answer_line": "{who}: {answer}",
    "answer_line_ground": "{who}: {answer}, {ground}",
    "answer_spoken": "spoken, noted by {by}",
    "answer_witnessed": "heard by {witness}, too",
    "answer_unwitnessed": "awaits a second person who heard it",
    "answer_contested": "contested by the person themselves",
    "answer_earlier": "replaced since",
    "answer_number": "answer {id}",
    "answer_reason": "objection {id}",
    "answer_integrated": "Taken up by {who}: {words}",
}

_CHAMBERS: dict[str, Sentence] = {
    "chamber_name_concerned": "Concerned",
    "chamber_name_carrying": "Carrying",
    "chamber_nobody": "{chamber}: nobody here, so nothing is asked",
    "chamber_waits": "{chamber}: nobody has a voice yet. Nothing can be decided before.",
    "chamber_figures": "{chamber}: answers without objection, {agreeing} of {needed}",
    "chamber_objects": Plural("{number} objection", "{number} objections"),
    "chamber_silent": "no answer from: {names}",
    "missing_answers": Plural(
        "{number} answer is missing among the {chamber}.", "{number} answers are missing among the {chamber}."
    ),
    "missing_consent": "Among the {chamber}, at least one yes is needed.",
    "missing_objection": "Among the {chamber}, an objection is to be taken up.",
    "missing_waits": "Among the {chamber}, nobody has a voice yet.",
    "missing_certificate": "All answers are here: it remains to be certified.",
}

_WHY: dict[str, Sentence] = {
    # the acts behind a fact; {who} wrote it, {moment} is when
    "fact_line": "{fact}, by {who}, {moment} ({act})",
    "fact_put": "Proposal put",
    "fact_enacted": "Decision certified",
    "fact_late_objection": "Objection that came later",
    "fact_replaced": "Replaced by a new version",
    "fact_closed": "Proposal withdrawn",
    "fact_disputes": "Decision that contradicts it",
    "fact_contests": "Answer contested",
    "fact_circle": "Circles of the project",
    "fact_founded": "Founded the cell",
    "fact_started": "Came with an invitation",
    "fact_admitted": "The door was opened to them",
    "fact_confirmed": "Was given a voice by a decision",
    "fact_confirmed_at_founding": "Had a voice from the start, among the first persons",
    "fact_excluded": "Exclusion decided",
    "fact_left": "Left the cell",
    "fact_rests": "Rests",
    "fact_put_to_rest": "Rest decided",
    "fact_back": "Is back",
    "fact_device_added": "One more computer",
    "fact_device_revoked": "A computer taken away",
    "fact_device_succeeded": "A computer took the place of another",
    "fact_rebound": "Was given their place back by a decision",
    "fact_seated": "Changed places by a decision",
    "fact_other": "Another fact",
    "status_resting": "resting",
    "status_excluded": "excluded",
    "status_left": "gone",
    "member_disputed": "a decision on hold would change their place",
}

_COMMANDS: dict[str, Sentence] = {
    "decide_drafted": "Text {record} written. Everybody may change it until it is put.",
    "decide_put": "Proposal {id} put to the concerned and the carrying.",
    "decide_said": "Your answer {id} is noted.",
    "decide_adopted": "It is decided.",
    "decide_countersigned": "Noted: you heard it, too.",
    "decide_contested": "Noted: this answer was not yours.",
    "decide_replied": "Your words are noted ({id}).",
    "decide_enacted": "Decision {id} certified.",
    "decide_closed": "Proposal {id} withdrawn. Its text stays.",
    "decide_none": "No proposals.",
    "decide_line_review": "comes back on {day}",
    "decide_line_due": "today it is to be reviewed",
    "decide_line_answered": "your answer: {answer}",
    "decide_label_state": "State",
    "decide_label_by": "Proposed by",
    "decide_label_project": "Project",
    "decide_label_review": "Comes back on",
    "decide_part_text": "The text that was put",
    "decide_part_changed": "The record has changed since: what was put is the text above.",
    "decide_part_not_as_put": "What was put is not on this computer: the record may say something else.",
    "decide_part_answers": "The answers",
    "decide_part_said": "Questions and reactions",
    "decide_part_missing": "What is missing",
    "decide_part_why": "What proves it",
    "decide_said_line": "{round}, {who}: {words}",
    "decide_said_by": "{round}, {who} (noted by {by}): {words}",
    "decide_waiting_none": "Nothing waits for you.",
    "decide_waiting_proposals": "Await your answer",
    "decide_waiting_countersign": "Spoken answers that you may confirm",
    "decide_waiting_in_my_name": "Answers noted in your name",
    "decide_waiting_guests": "Guests to give a voice",
    "decide_waiting_reviews": "Decisions to review",
    "decide_spoken_line": "{title}: {answer}",
    "circle_concerned": "Concerned: {names}",
    "circle_carrying": "Carrying: {names}",
    "circle_empty": "nobody",
    "circle_no_concerned": "Careful: no person concerned is part of this project.",
    "circle_lacking_mark": "without a person concerned",
    "project_circles": "The two circles",
    "agenda_reviews": "Decisions that come back",
    "admit_done": "{name} is part of the cell, without a computer. A decision will give them a voice.",
    "rest_done": "You are resting: the next proposals do not await your answer.",
    "rest_back": "You are back: the next proposals await your answer.",
}

DECIDE: dict[str, Sentence] = {**_OUTCOMES, **_MATTERS, **_ANSWERS, **_CHAMBERS, **_WHY, **_COMMANDS}

DECIDE_FAULTS: dict[str, Sentence] = {
    "ballot_contested": "You have said already that this answer is not yours. Nothing has changed.",
    "ballot_countersigned": "A second person has confirmed this answer already. Nothing has changed.",
    "ballot_not_spoken": "The person wrote this answer themselves. Nothing has changed.",
    "ballot_unknown": "No answer has a number that begins with “{prefix}”, or several have. "
    "Nothing has changed. Look at the proposal and copy the number.",
    "chambers_empty": "Nobody is named. Nothing has changed. Say who is among the concerned or the carrying.",
    "circle_open": "The two circles of the project “{title}” are named already. Nothing has changed. "
    "To change them, propose it to both circles.",
    "circle_twice": "{name} cannot be among the concerned and among the carrying. Nothing has changed. "
    "Choose one place.",
    "circle_unknown": "Nobody has named the two circles of the project “{title}” yet. Nothing was put. "
    "Whoever opened the project names them first.",
    "countersign_own": "Somebody other than you must confirm this answer. Nothing has changed.",
    "decision_adopted": "It is decided already. Nothing has changed. To come back to it, object or propose "
    "a new version.",
    "decision_ambiguous": "Several proposals have a number that begins with “{prefix}”: {ids}. "
    "Nothing has changed. Give a few more signs.",
    "decision_closed": "This proposal is withdrawn or replaced. Nothing has changed. "
    "Answer the new version, or propose one.",
    "decision_textless": "The text of this proposal has not come here yet, or is erased. "
    "Nothing has changed. Meet the others in the room, then try again.",
    "decision_unknown": "No proposal has a number that begins with “{prefix}”. Nothing has changed. "
    "Look at the list of decisions and copy the number.",
    "exclude_self": "One does not propose this for oneself. Nothing has changed. "
    "To go, leave the cell; to catch your breath, rest.",
    "exclude_too_few": "It takes at least {least} confirmed persons to decide that somebody is excluded. "
    "Nothing was put. Talk about it together.",
    "forget_many": "One decision erases from 1 to {most} records. Nothing was put. Choose fewer.",
    "ground_unneeded": "Only an objection has a ground. Nothing was noted. Leave the ground out, or object.",
    "matter_of_cell": "This is decided in the whole cell, not in a project. Nothing was put. "
    "Propose it without naming a project.",
    "nobody_decides": "Nobody could answer this proposal. Nothing was put. Give somebody a voice first.",
    "electorate_waits": "One of the two circles names only persons who have no voice yet. "
    "Nothing was put. Give them a voice first.",
    "not_an_objection": "“{title}” is no objection. Nothing was written. "
    "Look at the proposal and copy the number of the objection.",
    "not_disputed": "This decision is not on hold. Nothing was put.",
    "not_elector": "This person does not answer this proposal: they had no voice when it was put, "
    "or it is about them. Nothing was noted.",
    "not_in_circle": "You are in no circle of the project “{title}”. Nothing has changed.",
    "not_my_ballot": "This answer is not noted in your name. Nothing has changed.",
    "not_opener": "Only the person who opened the project “{title}” names its two circles. Nothing has changed. "
    "Ask them to.",
    "not_proposer": "Only the person who made this proposal may withdraw or change it. Nothing has changed. "
    "Talk to them, or object.",
    "not_ready": "Answers are missing still, or an objection is to be taken up. Nothing was certified.",
    "objection_ground": "An objection says its ground: against the raison d'être, a major risk, or a real "
    "disengagement. Nothing was noted. Give the ground, or say otherwise what you think.",
    "objection_words": "An objection says why, in a few words. Nothing was noted. Write them, then try again.",
    "gone_already": "{name} is not part of the cell any more. Nothing was put.",
    "person_has_voice": "{name} has a voice already. Nothing was put.",
    "person_rests_not": "{name} has no voice, or rests already. Nothing was put.",
    "person_unknown": "Nobody of the cell has a number that begins with “{prefix}”. Nothing has changed. "
    "Look at the list of members and copy the number.",
    "rebind_guest": "{name} is no guest with one computer. Nothing was put. Invite the new computer first.",
    "record_claimed": "“{title}” is the record of somebody of the cell already. Nothing has changed.",
    "rest_too_many": "One decision lets {most} persons rest at most: a third of those who answer. "
    "Nothing was put. Name fewer.",
    "rests": "You rest already. Nothing has changed.",
    "rests_not": "You do not rest. Nothing has changed.",
    "review_day": "“{day}” will not do to come back to a decision. Nothing was put. Give a day after {first}.",
    "voter_has_device": "{name} has a computer and answers with it. Nothing was noted.",
}
