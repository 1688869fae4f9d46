"""English sentences of the page of the compass in the window. Written as ``en.py`` is."""

from __future__ import annotations

from ui.words.catalogue import Plural, Sentence

VALUES: dict[str, Sentence] = {
    "compass_year": "Year",
    "compass_see": "See the records",
    "compass_see_spoken": "See the records: {name}",
    "compass_spoken": "{name}: {figure}",
    "compass_year_line": "{year}: {figure}",
    "compass_bars": "From one year to the next. {years}",
    "compass_record": "{kind} · {day}",
    "compass_more": Plural("and {count} other", "and {count} others"),
    "compass_part_counted": Plural("{number} record counts", "{number} records count"),
    "compass_part_missing": Plural("{number} record waits", "{number} records wait"),
    "compass_about": "These numbers speak of the cell, never of one person.",
    "compass_figure_gifts_used": Plural("{counted} of {all} gift", "{counted} of {all} gifts"),
    "compass_figure_uses_whole": Plural("{counted} of {all} use", "{counted} of {all} uses"),
    "compass_figure_acts_attested": Plural("{counted} of {all} contribution", "{counted} of {all} contributions"),
    "compass_figure_thanks_precise": Plural("{counted} of {all} thanks", "{counted} of {all} thanks"),
    "compass_figure_persons_purpose": Plural("{counted} of {all} person", "{counted} of {all} persons"),
    "compass_figure_projects_concerned": Plural("{counted} of {all} project", "{counted} of {all} projects"),
    "compass_figure_asked_by_concerned": Plural(
        "{counted} of {all} need or offer", "{counted} of {all} needs and offers"
    ),
    "compass_figure_effects_by_concerned": Plural("{counted} of {all} use", "{counted} of {all} uses"),
    "compass_figure_objections_integrated": Plural("{counted} of {all} objection", "{counted} of {all} objections"),
    "compass_figure_decisions_both": Plural("{counted} of {all} decision", "{counted} of {all} decisions"),
    "compass_figure_proposals_concerned": Plural("{counted} of {all} proposal", "{counted} of {all} proposals"),
    "compass_figure_meetings_concerned": Plural("{counted} of {all} meeting", "{counted} of {all} meetings"),
    "compass_figure_pages_free": Plural("{counted} of {all} page", "{counted} of {all} pages"),
    "compass_figure_pages_reused": Plural("{counted} of {all} page", "{counted} of {all} pages"),
    "compass_figure_pages_sourced": Plural("{counted} of {all} page", "{counted} of {all} pages"),
}
