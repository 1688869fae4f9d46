"""Pages of knowledge: the list, the page being read, and saving without ever overwriting another's words."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from idos_p2p.limits import MAX_NAME_CHARACTERS
from idos_p2p.records.kinds import Value
from ui.desktop.presenters.ports import CellPort, PageCard, PageText
from ui.words import quantities
from ui.words.catalogue import Words
from ui.words.clean import breakable, folded, lines, one_line, shortened

MARKS = re.compile(r"(?m)^\s*(?:[#>]+|[-*+]|\d+\.)\s+|[*_`|#]{1,6}|---+")  # Markdown, in the first words of a list
_LINE_ENDS = re.compile("\r\n|[\r\u2028\u2029\ufdd0\ufdd1]")
_TOKEN = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class PageRow:
    """One page in the list, ready to draw."""

    id: str
    title: str
    opening: str
    line: str
    spoken: str


@dataclass(frozen=True, slots=True)
class Reading:
    """The page on the right. ``body`` is Markdown, "" when nothing is written yet."""

    id: str
    title: str
    about: str
    body: str


@dataclass(frozen=True, slots=True)
class Saved:
    """What a save left: the text as it is now, and whether another's words were joined to it."""

    page: PageText
    merged: bool


def rows(words: Words, pages: Iterable[PageCard], today: date) -> tuple[PageRow, ...]:
    """Return a row for each page, in the same order."""
    return tuple(_row(words, page, today) for page in pages)


def matching(several: Iterable[PageRow], query: str) -> tuple[PageRow, ...]:
    """Return the rows that hold every word looked for, accents and capitals aside."""
    sought = folded(query).split()
    return tuple(row for row in several if all(word in folded(row.spoken) for word in sought))


def reading(words: Words, page: PageText, today: date) -> Reading:
    """Return what the reading pane shows of a page."""
    day = quantities.day(words, quantities.local(page.changed_ms).date(), today)
    author = shortened(page.author, 60) or words.say("nobody")
    return Reading(
        id=page.id,
        title=breakable(shortened(page.title, 200)) or words.say("untitled"),
        about=words.say("page_about", author=author, day=day, licence=one_line(page.licence)),
        body=lines(page.body),
    )


def save_page(port: CellPort, base: PageText, title: str, body: str) -> Saved:
    """Write a page edited from ``base``, joined with what arrived since; one piece of work of the cell's thread.

    A title left empty is not saved: the one before is kept.
    """
    now = port.page(base.id)
    joined = merged(base.body, body, now.body)
    kept = one_line(title)[:MAX_NAME_CHARACTERS] or now.title
    values: dict[str, Value] = {}
    if joined != now.body:
        values["body"] = joined
    if kept not in (base.title, now.title):
        values["title"] = kept
    if values:
        port.set(base.id, values)
    return Saved(port.page(base.id), merged=body not in (base.body, joined) and now.body != base.body)


def in_lines(text: str) -> str:
    """Return the text with each end of a line written as an editor holds it; all else stays as it was."""
    return _LINE_ENDS.sub("\n", text)


def merged(base: str, mine: str, theirs: str) -> str:
    """Return ``theirs`` with the changes made from ``base`` to ``mine``; where both changed one place, both stay."""
    if mine in (base, theirs):
        return theirs
    if theirs == base:
        return mine
    tokens = _TOKEN.findall(base)
    ours, others = _edits(tokens, _TOKEN.findall(mine)), _edits(tokens, _TOKEN.findall(theirs))
    result: list[str] = []
    for place in range(len(tokens) + 1):
        added_by_us, added_by_them = ours.inserted.get(place, ""), others.inserted.get(place, "")
        result.append(added_by_them)
        if added_by_us != added_by_them:
            result.append(_apart(added_by_them, added_by_us))
        if place < len(tokens) and place not in ours.removed and place not in others.removed:
            result.append(tokens[place])
    return "".join(result)


def _apart(before: str, after: str) -> str:
    """Return ``after`` with a blank in front where two words of two persons would run into each other."""
    meet = before[-1:] and after[:1] and not before[-1].isspace() and not after[0].isspace()
    return f" {after}" if meet else after


@dataclass(frozen=True, slots=True)
class _Edits:
    inserted: dict[int, str]  # what comes before the token at that place
    removed: frozenset[int]


def _edits(base: list[str], changed: list[str]) -> _Edits:
    inserted: dict[int, str] = {}
    removed: set[int] = set()
    matcher = difflib.SequenceMatcher(a=base, b=changed, autojunk=False)
    for kind, start, end, first, last in matcher.get_opcodes():
        if kind == "equal":
            continue
        removed.update(range(start, end))
        if first < last:
            inserted[start] = "".join(changed[first:last])
    return _Edits(inserted, frozenset(removed))


def _row(words: Words, page: PageCard, today: date) -> PageRow:
    title = shortened(page.title, 120) or words.say("untitled")
    day = quantities.day(words, quantities.local(page.changed_ms).date(), today)
    line = words.say("page_line", author=shortened(page.author, 40) or words.say("nobody"), day=day)
    opening = shortened(MARKS.sub(" ", page.opening), 160)
    return PageRow(page.id, title, opening, line, spoken=f"{title}. {opening} {line}")
