"""Stories, pages and the agenda told to a person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from ui.command.amounts import calendar_day, counted
from ui.command.decide_text import circles, proposals
from ui.command.layout import VALUE_COLUMNS, clean, columns, cut, indented, short
from ui.command.record_text import TITLE_COLUMNS, field_word, kind_word, records, show
from ui.command.table import Document, Tell
from ui.words.catalogue import Words
from ui.words.quantities import byte_size, hours, money, names

_SUMS = (("expenses", money), ("in_kind", money), ("money_used", money), ("goods_used", money))


def _around(document: Document, words: Words) -> list[str]:
    told = [clean(document["person"]["name"]) or words.say("nobody")]
    told += indented(_story(document["items"], words)) or indented([words.say("around_none")])
    if document["next"]:
        told += ["", words.say("around_next", next=clean(document["next"]))]
    return [*told, "", *_graph(document["graph"], words)] if "graph" in document else told


def _story(items: Iterable[Mapping[str, Document]], words: Words) -> list[str]:
    """Return a line an item, and below it who was there and what was said of it."""
    told: list[str] = []
    for is_purpose, several in groupby(items, key=lambda item: item["kind"] == "purpose"):
        run = list(several)
        told += [_purpose(item, words) for item in run] if is_purpose else _acts(run, words)
    return told


def _purpose(item: Mapping[str, Document], words: Words) -> str:
    day, text = calendar_day(item["day"], words), cut(clean(item["purpose"]), VALUE_COLUMNS)
    return words.say("around_purpose", day=day, text=text) if text else words.say("around_purpose_none", day=day)


def _acts(acts: Sequence[Mapping[str, Document]], words: Words) -> list[str]:
    told: list[str] = []
    for act, line in zip(acts, records(acts, words, kinds=True), strict=True):
        told.append(line)
        if whom := _persons(act, words):
            told += indented([whom], by=4)
        told += indented((_answer(answer, words) for answer in act.get("answers", ())), by=4)
    return told


def _persons(act: Mapping[str, Document], words: Words) -> str:
    author = clean(act["author"]["name"])
    whom = _names(act["who"], words)
    if act.get("on_behalf") and author:
        return words.say("around_behalf", author=author, names=_names(act["voices"], words))
    return words.say("around_with", names=whom) if whom else words.say("around_by", author=author) if author else ""


def _answer(answer: Mapping[str, Document], words: Words) -> str:
    text = next((clean(answer[name]) for name in ("words", "effect") if answer.get(name)), "")
    who = _names(answer["voices"], words) or words.say("nobody")
    return words.say("around_answer", kind=kind_word(answer["kind"], words), who=who, text=cut(text, VALUE_COLUMNS))


def _names(parties: Iterable[Mapping[str, Document]], words: Words) -> str:
    found = [clean(party["name"]) or words.say("nobody") for party in parties]
    return cut(names(words, found), VALUE_COLUMNS) if found else ""


def _graph(graph: Mapping[str, Document], words: Words) -> list[str]:
    ties: dict[str, list[str]] = {}
    for tie in graph["ties"]:
        if tie["source"] == graph["centre"]["id"]:
            how_often = words.say("graph_tie", kind=kind_word(tie["kind"], words), count=tie["weight"])
            ties.setdefault(tie["target"], []).append(how_often)
    rows = [
        (
            kind_word(node["kind"], words),
            cut(clean(node["title"]) or words.say("untitled"), TITLE_COLUMNS),
            ", ".join(ties.get(node["id"], ())),
        )
        for node in graph["nodes"]
    ]
    since = calendar_day(graph["since"], words)
    told = [words.say("graph_since", day=since, **counted(words, graph["records"]))]
    told += indented(columns(rows)) if rows else []
    if graph["others"]:
        told.append(words.say("graph_others", **counted(words, graph["others"])))
    return told if graph["whole"] else [*told, words.say("graph_part")]


def _project(document: Document, words: Words) -> list[str]:
    told = show(document["project"], words)
    given = document["given"]
    facts = [words.say("project_given", hours=hours(words, given["minutes"]), **counted(words, given["contributions"]))]
    facts += [words.say(f"project_{name}", amount=tell(words, given[name])) for name, tell in _SUMS if given[name]]
    told += ["", *facts]
    if who := _names(document["who"], words):
        told.append(words.say("project_who", names=who))
    told += _part("project_circles", circles(document["circles"], words), words)
    for part in ("needs", "offers", "proposals", "meetings", "latest", "said"):
        told += _part(f"project_part_{part}", _acts(document[part], words), words)
    told += _part("part_named_by", _backlinks(document["named_by"], words), words)
    return told + _part("part_files", _files(document["files"], words), words)


def _page(document: Document, words: Words) -> list[str]:
    told = show(document["page"], words)
    unknown = [_name(name, words) for text in document["texts"] for name in text["names"] if name["count"] != 1]
    told += _part("part_unknown", list(dict.fromkeys(unknown)), words)
    for part in ("origins", "descendants"):
        told += _part(f"part_{part}", [_kin(kin, words) for kin in document[part]], words)
    told += _part("part_named_by", _backlinks(document["backlinks"], words), words)
    told += _part("part_said", _acts(document["said"], words), words)
    return told + _part("part_files", _files(document["files"], words), words)


def _part(key: str, told: Sequence[str], words: Words) -> list[str]:
    return ["", words.say(key), *indented(told)] if told else []


def _name(name: Mapping[str, Document], words: Words) -> str:
    if not name["count"]:
        return words.say("name_nobody", name=clean(name["name"]))
    alike = ", ".join(f"{kind_word(found['kind'], words)} {short(found['id'])}" for found in name["records"])
    return words.say("name_several", name=clean(name["name"]), records=alike, **counted(words, name["count"]))


def _kin(kin: Mapping[str, Document], words: Words) -> str:
    title = clean(kin["title"]) or words.say("page_not_here")
    return f"{short(kin['id'])}  {cut(title, TITLE_COLUMNS)}"


def _backlinks(links: Iterable[Mapping[str, Document]], words: Words) -> list[str]:
    rows = [
        (
            short(link["id"]),
            kind_word(link["kind"], words),
            calendar_day(link["day"], words),
            cut(clean(link["title"]), TITLE_COLUMNS),
            ", ".join(field_word(clean(field), words) for field in link["fields"]),
        )
        for link in links
    ]
    return columns(rows, right={2}) if rows else []


def _files(files: Iterable[Mapping[str, Document]], words: Words) -> list[str]:
    rows = [
        (
            clean(file["name"]),
            words.say("file_not_here") if file["size"] is None else byte_size(words, file["size"]),
        )
        for file in files
    ]
    return columns(rows) if rows else []


def _agenda(document: Document, words: Words) -> list[str]:
    told: list[str] = []
    for item in document["items"]:
        told += _meeting(item, words)
    if not told:
        told = [words.say("agenda_none")]
    told += _part("agenda_reviews", proposals(document.get("reviews", ()), words), words)
    return [*told, "", words.say("agenda_ics", path=clean(document["ics"]))] if "ics" in document else told


def _meeting(item: Mapping[str, Document], words: Words) -> list[str]:
    meeting = item["meeting"]
    day, time = calendar_day(item["day"], words), clean(meeting.get("time") or "")
    title = cut(clean(meeting.get("title") or "") or words.say("untitled"), TITLE_COLUMNS)
    place = (time, title, clean(meeting.get("place") or ""), clean(item["project"]))
    told = ["  ".join(part for part in (short(meeting["id"]), day, *place) if part)]
    if who := _names(item["who"], words):
        told += indented([words.say("agenda_came", names=who)], by=4)
    for slot in item["slots"]:
        name = clean(slot["name"]) or words.say("agenda_no_slot")
        who = _names(slot["who"], words) or words.say("agenda_free")
        told += indented([words.say("agenda_slot", slot=cut(name, VALUE_COLUMNS), names=who)], by=4)
    return told


def _signup(document: Document, words: Words) -> list[str]:
    return [words.say("signup_done", id=short(document["id"]))]


TELLERS: Mapping[str, Tell] = {
    "around": _around,
    "project": _project,
    "agenda": _agenda,
    "page": _page,
    "signup": _signup,
}
