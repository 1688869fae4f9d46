"""Decisions, their answers, what is missing and what proves it, told to a person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from ui.command.amounts import calendar_day, counted
from ui.command.layout import VALUE_COLUMNS, clean, columns, cut, indented, lines, short
from ui.command.record_text import TITLE_COLUMNS, word
from ui.command.table import Document, Tell
from ui.words.catalogue import Words
from ui.words.quantities import names, number, time_of_day

_IN_FORCE = ("adopted", "under review", "contested")  # decisions that come back on their day


def state(code: str, words: Words) -> str:
    """Return where a decision stands."""
    return word("decision_", code.replace(" ", "_"), words)


def facts(acts: Iterable[Mapping[str, Document]], words: Words) -> list[str]:
    """Return the acts behind a fact, a line each: what, who wrote it, when."""
    return [
        words.say(
            "fact_line",
            fact=_fact(act["fact"], words),
            who=_name(act["who"], words),
            moment=_moment(act["when"], words),
            act=short(act["act"]),
        )
        for act in acts
    ]


def circles(document: Mapping[str, Document], words: Words) -> list[str]:
    """Return the two circles of a project, and the signal where nobody is concerned."""
    told = [
        words.say(f"circle_{seat}", names=_names(document[seat], words) or words.say("circle_empty"))
        for seat in ("concerned", "carrying")
    ]
    return [*told, words.say("circle_no_concerned")] if document["without_concerned"] else told


def proposals(document: Sequence[Mapping[str, Document]], words: Words) -> list[str]:
    """Return proposals, a line each."""
    return columns([_row(one, words) for one in document]) if document else []


def _row(told: Mapping[str, Document], words: Words) -> tuple[str, ...]:
    day = calendar_day(told["review"], words)
    review = words.say("decide_line_due") if told["review_due"] else words.say("decide_line_review", day=day)
    answered = word("answer_", told["answered"], words) if told.get("answered") else ""
    return (
        short(told["id"]),
        cut(_title(told, words), TITLE_COLUMNS),
        state(told["state"], words),
        review if told["state"] in _IN_FORCE else "",
        words.say("decide_line_answered", answer=answered) if answered else "",
    )


def _title(told: Mapping[str, Document], words: Words) -> str:
    return clean(told["title"]) or _matter(told["matter"], words)


def _put(document: Document, words: Words) -> list[str]:
    if "id" not in document:
        return [words.say("decide_drafted", record=short(document["record"]))]
    told = [words.say("decide_put", id=short(document["id"])), *_void(document, words)]
    return [*told, words.say("decide_adopted")] if document.get("adopted") else told


def _said(document: Document, words: Words) -> list[str]:
    told = [words.say("decide_said", id=short(document["ballot"]))]
    return [*told, words.say("decide_adopted")] if document["adopted"] else told


def _countersigned(document: Document, words: Words) -> list[str]:
    told = [words.say("decide_countersigned")]
    return [*told, words.say("decide_adopted")] if document["adopted"] else told


def _contested(_document: Document, words: Words) -> list[str]:
    return [words.say("decide_contested")]


def _replied(document: Document, words: Words) -> list[str]:
    return [words.say("decide_replied", id=short(document["id"]))]


def _enacted(document: Document, words: Words) -> list[str]:
    return [words.say("decide_enacted", id=short(document["id"]))]


def _closed(document: Document, words: Words) -> list[str]:
    return [words.say("decide_closed", id=short(document["id"]))]


def _show(document: Document, words: Words) -> list[str]:
    told = [f"{_title(document, words)} ({short(document['id'])})"]
    rows = [
        (words.say("decide_label_state"), state(document["state"], words)),
        (words.say("decide_label_by"), f"{_name(document['by'], words)}, {_moment(document['put'], words)}"),
        (words.say("decide_label_project"), clean(document["project_title"])),
        (words.say("decide_label_review"), calendar_day(document["review"], words)),
    ]
    told += indented(columns([row for row in rows if row[1]]))
    told += indented([words.say(f"decision_{document['state'].replace(' ', '_')}_means"), *_about(document, words)])
    if document["body"]:
        told += _part("decide_part_text", lines(document["body"]), words)
    if document["changed_since"]:
        told += ["", words.say("decide_part_changed")]
    if not document["as_put"]:
        told += ["", words.say("decide_part_not_as_put")]
    told += [""]
    for name, chamber in document["chambers"].items():
        told += _chamber(name, chamber, words)
    told += _part("decide_part_answers", [line for one in document["answers"] for line in _answer(one, words)], words)
    told += _part("decide_part_said", [_remark(one, words) for one in document["said"]], words)
    told += _part("decide_part_missing", _missing(document, words), words)
    return told + _part("decide_part_why", facts(document["why"], words), words)


def _about(document: Mapping[str, Document], words: Words) -> list[str]:
    """Tell what the proposal would do, beyond its text."""
    matter = document["matter"]
    if matter["code"] == "text":
        return []
    told = [_matter(matter, words)]
    seats = [seat for seat in ("concerned", "carrying", "gone") if matter.get(seat)]
    told += [words.say(f"matter_{seat}", names=_names(matter[seat], words)) for seat in seats]
    records = [
        (short(record["id"]), cut(clean(record["title"]), TITLE_COLUMNS)) for record in matter.get("records", ())
    ]
    told += indented(columns(records)) if records else []
    return [*told, *_void(matter, words)]


def _void(document: Mapping[str, Document], words: Words) -> list[str]:
    """Tell what would not count any more of somebody who is cut off, where that is the matter."""
    if (void := document.get("void_entries")) is None:
        return []
    return [words.say("matter_void", **counted(words, void)) if void else words.say("matter_void_none")]


def _matter(matter: Mapping[str, Document], words: Words) -> str:
    fields = counted(words, matter.get("record_count", 0))
    return words.say(f"matter_{matter['code']}", names=_names(matter.get("persons", ()), words), **fields)


def _chamber(name: str, chamber: Mapping[str, Document], words: Words) -> list[str]:
    called = words.say(f"chamber_name_{name}")
    if chamber["waits"]:
        return [words.say("chamber_waits", chamber=called)]
    if not chamber["needed"]:
        return [words.say("chamber_nobody", chamber=called)]
    agreeing = number(words, chamber["consents"] + chamber["asides"])
    told = [words.say("chamber_figures", chamber=called, agreeing=agreeing, needed=number(words, chamber["needed"]))]
    if chamber["objections"]:
        told += indented([words.say("chamber_objects", **counted(words, chamber["objections"]))])
    if chamber["silent"]:
        told += indented([words.say("chamber_silent", names=_names(chamber["silent"], words))])
    return told


def _answer(answer: Mapping[str, Document], words: Words) -> list[str]:
    said = word("answer_", answer["answer"], words)
    who = _name(answer["voter"], words)
    if answer["ground"]:
        line = words.say("answer_line_ground", who=who, answer=said, ground=word("ground_", answer["ground"], words))
    else:
        line = words.say("answer_line", who=who, answer=said)
    marks = [words.say("answer_number", id=short(answer["ballot"]))] if answer["spoken"] else []
    if answer["spoken"]:
        marks.append(words.say("answer_spoken", by=_name(answer["by"], words)))
        witness = answer["witness"]
        marks.append(
            words.say("answer_witnessed", witness=_name(witness, words)) if witness else words.say("answer_unwitnessed")
        )
    if answer["contested"]:
        marks.append(words.say("answer_contested"))
    elif not answer["counts"] and (answer["witness"] or not answer["spoken"]):
        marks.append(words.say("answer_earlier"))
    if answer["answer"] == "objection" and answer["comment"]:
        marks.append(words.say("answer_reason", id=short(answer["comment"])))
    told = [f"{line} ({', '.join(marks)})" if marks else line]
    told += indented(lines(answer["words"]))
    integrated = [_integrated(said, words) for said in answer["integrated"]]
    return [*told, *indented(integrated)]


def _integrated(said: Mapping[str, Document], words: Words) -> str:
    return words.say("answer_integrated", who=_name(said["who"], words), words=cut(clean(said["words"]), VALUE_COLUMNS))


def _remark(said: Mapping[str, Document], words: Words) -> str:
    fields = {
        "round": word("in_round_", said["round"] or "reaction", words),
        "who": _name(said["who"], words),
        "words": cut(clean(said["words"]), VALUE_COLUMNS),
    }
    if said["by"] == said["who"]:
        return words.say("decide_said_line", **fields)
    return words.say("decide_said_by", by=_name(said["by"], words), **fields)


def _missing(document: Mapping[str, Document], words: Words) -> list[str]:
    told = []
    for code in document["waiting"]:
        what, _, chamber = code.partition("_")
        fields: dict[str, object] = {"chamber": word("chamber_", chamber, words) if chamber else ""}
        if what == "answers":
            fields |= counted(words, document["chambers"][chamber]["missing"])
        told.append(words.say(f"missing_{what}", **fields))
    return told


def _list(document: Document, words: Words) -> list[str]:
    if "items" in document:
        return proposals(document["items"], words) or [words.say("decide_none")]
    told: list[str] = []
    for part in ("proposals", "reviews"):
        told += _part(f"decide_waiting_{part}", proposals(document[part], words), words)
    for part in ("countersign", "in_my_name"):
        spoken = [line for one in document[part] for line in _spoken(one, words)]
        told += _part(f"decide_waiting_{part}", spoken, words)
    guests = [(short(one["id"]), _name(one, words)) for one in document["guests"]]
    told += _part("decide_waiting_guests", columns(guests) if guests else [], words)
    return told[1:] or [words.say("decide_waiting_none")]


def _spoken(spoken: Mapping[str, Document], words: Words) -> list[str]:
    head, *rest = _answer(spoken["answer"], words)
    title = cut(clean(spoken["title"]), TITLE_COLUMNS)
    return [words.say("decide_spoken_line", title=title, answer=head), *rest]


def _circle(document: Document, words: Words) -> list[str]:
    return [*circles(document, words), *indented(facts(document["why"], words))]


def _admit(document: Document, words: Words) -> list[str]:
    return [words.say("admit_done", name=cut(clean(document["name"]), TITLE_COLUMNS))]


def _rest(document: Document, words: Words) -> list[str]:
    return [words.say("rest_done" if document["resting"] else "rest_back")]


def _part(key: str, told: Sequence[str], words: Words) -> list[str]:
    return ["", words.say(key), *indented(told)] if told else []


def _fact(code: str, words: Words) -> str:
    key = "fact_" + code.replace(" ", "_")
    return words.say(key if key in words.language.sentences else "fact_other")


def _name(person: Mapping[str, Document], words: Words) -> str:
    return cut(clean(person["name"]) or words.say("nobody"), TITLE_COLUMNS)


def _names(persons: Iterable[Mapping[str, Document]], words: Words) -> str:
    found = [_name(person, words) for person in persons]
    return names(words, found) if found else ""


def _moment(when: str, words: Words) -> str:
    at = datetime.fromisoformat(when).astimezone()
    return words.say("history_moment", day=calendar_day(at.date().isoformat(), words), time=time_of_day(at))


TELLERS: Mapping[str, Tell] = {
    "decide propose": _put,
    "decide amend": _put,
    "decide say": _said,
    "decide countersign": _countersigned,
    "decide contest": _contested,
    "decide reply": _replied,
    "decide enact": _enacted,
    "decide close": _closed,
    "decide show": _show,
    "decide list": _list,
    "decide circle": _circle,
    "cell admit": _admit,
    "cell rest": _rest,
    "cell confirm": _put,
    "cell exclude": _put,
    "cell put-to-rest": _put,
    "cell chambers": _put,
    "cell charter": _put,
    "cell forget": _put,
}
