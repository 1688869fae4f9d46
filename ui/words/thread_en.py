"""English sentences of the thread of gifts, recognition, the compass and the one gesture. Written as ``en.py`` is."""

from __future__ import annotations

from ui.words.catalogue import Plural, Sentence

_THREAD: dict[str, Sentence] = {
    "thread_sums": "Received {received} · used {used} · left {left}",
    "thread_over": "Beware: {over} are used above what was given.",
    "thread_here": "This thread uses {here}; other uses of the same gifts, {elsewhere}.",
    "thread_adrift": "Another {cents} are said to come from gifts that are contested, in the bin or not here yet: "
    "they are in no total.",
    "thread_none": "No gift and no use hang together with this record yet.",
    "thread_gifts": "Gifts",
    "thread_uses": "Uses",
    "thread_acts": "Contributions",
    "thread_left": "{left} left",
    "thread_spent": "all used",
    "thread_above": "{over} above it",
    "thread_unvalued": "no value given",
    "thread_told": "told by {who}",
    "thread_told_for": "told by {who}, noted by {writer}",
    "thread_more": "and {number} more",
    "gifts_money": "Money",
    "gifts_kind": "In kind",
    "gifts_both": "Together",
    "gifts_received": "received {cents}",
    "gifts_used": "used {cents}",
    "gifts_over": "above {cents}",
    "gifts_count": Plural("{number} gift", "{number} gifts"),
    "gifts_uses": Plural("{number} use", "{number} uses"),
    "gifts_untouched": Plural("{number} not used yet", "{number} not used yet"),
    "gifts_donors": "By who gave",
    "gifts_projects": "By project",
    "gifts_years": "By year, each gift and each use by its own date",
    "gifts_nobody": "no name",
    "gifts_cell": "the whole cell",
    "gifts_brought": "brought {cents}",
    "gifts_undated": "no day",
    "gifts_contested": Plural(
        "{number} contested record can be read, and is in no total.",
        "{number} contested records can be read, and are in no total.",
    ),
    "gifts_none": "No gift on these days.",
}

_RECOGNITION: dict[str, Sentence] = {
    "recognition_sums": Plural("{time} given, in {number} contribution.", "{time} given, in {number} contributions."),
    "recognition_attested": Plural(
        "Another person attests {number} of them: {time}.", "Other persons attest {number} of them: {time}."
    ),
    "recognition_projects": "By project",
    "recognition_skills": "By skill",
    "recognition_own_skills": "Skills this person tells of: {skills}",
    "recognition_acts": "Contributions",
    "recognition_thanks": Plural("{number} thanks", "{number} thanks"),
    "recognition_unconfirmed": Plural(
        "{number} contribution noted for this person, who has not confirmed it yet:",
        "{number} contributions noted for this person, who has not confirmed them yet:",
    ),
    "recognition_corrections": Plural("{number} contribution to correct:", "{number} contributions to correct:"),
    "recognition_by": "{says}: {who}, {day} ({id})",
    "recognition_by_for": "{says}: {who}, noted by {writer}, {day} ({id})",
    "recognition_own": "their own word",
    "recognition_author": "of who noted it",
    "recognition_count": Plural("{number} contribution", "{number} contributions"),
    "recognition_no_project": "no project",
    "recognition_none": "Nothing is noted of this person on these days yet.",
}

_COMPASS: dict[str, Sentence] = {
    "compass_head": "Compass of {year}",
    "compass_transparency": "Transparency towards everybody",
    "compass_recognition": "Recognition of what each person gives",
    "compass_leadership": "Projects led by those they concern",
    "compass_sharing": "Sharing of knowledge",
    "compass_of": "{counted} of {all}",
    "compass_nothing": "nothing to measure",
    "compass_counted": "Those that count",
    "compass_missing": "Those that wait",
    "compass_years": "From year to year",
    "compass_gifts_told": "Gifts followed to an effect",
    "compass_gifts_told_definition": "Of what was given in the year, the part used with an effect that one of the "
    "persons concerned tells.",
    "compass_gifts_spent": "Gifts spent",
    "compass_gifts_spent_definition": "Of what was given in the year, the part that was used, whenever that was.",
    "compass_gifts_used": "Gifts that have a use",
    "compass_gifts_used_definition": "Of the gifts of the year, those of which at least one use is told.",
    "compass_uses_whole": "Whole uses",
    "compass_uses_whole_definition": "Of the uses of the year, those that name a contribution and persons.",
    "compass_acts_attested": "Contributions attested",
    "compass_acts_attested_definition": "Of the contributions of the year, those that another person than their "
    "author attests, at the latest by the end of the next year.",
    "compass_thanks_precise": "Precise thanks",
    "compass_thanks_precise_definition": "Of the thanks of the year, those that say what for.",
    "compass_persons_purpose": "Purposes written",
    "compass_persons_purpose_definition": "Of the persons known by the end of the year, those whose purpose is written "
    "today. The others are not named.",
    "compass_projects_concerned": "Projects with those concerned",
    "compass_projects_concerned_definition": "Of the projects that had contributions in the year, those in which a "
    "beneficiary took part.",
    "compass_asked_by_concerned": "Needs and offers told by those concerned",
    "compass_asked_by_concerned_definition": "Of the needs and offers of the year, those that one of the persons named "
    "wrote; where nobody is named, those that a beneficiary wrote.",
    "compass_effects_by_concerned": "Effects told by those concerned",
    "compass_effects_by_concerned_definition": "Of the uses of the year, those whose effect one of the persons "
    "concerned tells.",
    "compass_objections_integrated": "Objections taken up",
    "compass_objections_integrated_definition": "Of the objections of the year, those of which somebody says how they "
    "were taken up, or whose author has changed their answer.",
    "compass_decisions_both": "Decisions taken by both groups",
    "compass_decisions_both_definition": "Of the decisions of the year, those that the concerned and the carrying took "
    "together, with at least one person on each side.",
    "compass_proposals_concerned": "Proposals made by those concerned",
    "compass_proposals_concerned_definition": "Of the proposals of the year, those that a person concerned put.",
    "compass_meetings_concerned": "Meetings with those concerned",
    "compass_meetings_concerned_definition": "Of the meetings of the year that say who came, those to which a "
    "beneficiary came.",
    "compass_pages_free": "Pages under a free licence",
    "compass_pages_free_definition": "Of the pages written in the year, those that anybody may use, change and share.",
    "compass_pages_reused": "Pages used again",
    "compass_pages_reused_definition": "Of the pages written in the year, those that another page was made from, or "
    "that another record names.",
    "compass_pages_sourced": "Pages that say where they come from",
    "compass_pages_sourced_definition": "Of the pages written in the year, those that name their sources.",
}

_NOTE: dict[str, Sentence] = {
    "note_done": Plural("Noted: {ids}", "Noted, in {number} records: {ids}"),
    "note_preview": "This is what would be noted. Nothing was written yet.",
    "note_line": "{what} · {day}",
    "note_nobody_left": "Something is noted already for everybody who came.",
    "thank_done": "The thanks are saved: {id}",
    "attest_done": "The attestation is saved: {id}",
}

THREAD: dict[str, Sentence] = {**_THREAD, **_RECOGNITION, **_COMPASS, **_NOTE}

THREAD_FAULTS: dict[str, Sentence] = {
    "thread_start": "The thread is followed from a gift, a use, a contribution, a person or a project. "
    "Nothing has changed. Give the id of one of these.",
    "not_a_person": "The record “{title}” is not a person’s. Nothing has changed. Give the id of a person.",
    "not_a_meeting": "The record “{title}” is not a meeting. Nothing was written. Give the id of a meeting.",
    "measure_unknown": "The compass has no measure “{key}”. Nothing has changed. It has: {accepted}.",
    "correction_empty": "A correction says what was right: a time, or some words. Nothing was written. "
    "Add one of them.",
    "minutes_uncorrected": "Only a correction gives a time. Nothing was written. "
    "Leave the time out, or make it a correction.",
    "not_concerned": "You are not among the persons of “{title}”. Nothing was written. If you were there, attest it.",
    "note_nobody": "There is nobody to note. Nothing was written. Say who took part.",
}
