"""English sentences of writing and linking pages in the window. Written as ``en.py`` is."""

from __future__ import annotations

from ui.words.catalogue import Plural, Sentence

KNOWING: dict[str, Sentence] = {
    "leads_line": "{kind} · {day}",
    "leads_title": "Around “{title}”",
    "leads_cited": Plural("Named by {count} record", "Named by {count} records"),
    "leads_origins": "Made from",
    "leads_from": "made from “{title}”",
    "leads_descendants": "Made into",
    "leads_made": Plural("made into {count} page", "made into {count} pages"),
    "leads_sources": Plural("{count} source", "{count} sources"),
    "leads_files": Plural("{count} attachment", "{count} attachments"),
    "leads_file_missing": "not on this computer yet",
    "leads_not_here": "A page that has not arrived here yet",
    "leads_see": "Around this page: {strip}",
    "page_tools": "Formatting",
    "tool_bold": "Bold",
    "tool_italic": "Italic",
    "tool_heading": "Heading",
    "tool_list": "List",
    "tool_numbers": "Numbered list",
    "tool_quote": "Quote",
    "tool_link": "Link to a page or a record",
    "leads_file_here": "{size} · click to save it elsewhere",
    "page_attach": "Attach a file",
    "page_attach_title": "Attach a file to this page",
    "page_file_folder": "Where to save this file?",
    "page_attached": "“{name}” is attached to the page.",
    "page_file_saved": "The file is saved: {path}",
    "page_history": "History",
}
