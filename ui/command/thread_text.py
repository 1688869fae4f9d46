"""The thread of gifts, recognition and the compass, told to a person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ui.command.amounts import calendar_day, counted
from ui.command.layout import clean, columns, cut, indented, short
from ui.command.recognition_text import told_recognition
from ui.command.record_text import TITLE_COLUMNS, word
from ui.command.table import Document, Tell
from ui.words.catalogue import Words
from ui.words.quantities import duration, money, number

Line = Mapping[str, Document]

_SHOWN = 20  # lines of a list: the rest is counted, and whole in the JSON


def _thread(document: Document, words: Words) -> list[str]:
    if not document["items"] and not document["gifts"]:
        return [words.say("thread_none")]
    names = document["names"]
    told = _sums(document["accounts"]["both"], words)
    if document["elsewhere"]:
        amounts = {name: money(words, document[name]) for name in ("here", "elsewhere")}
        told.append(words.say("thread_here", **amounts))
    if document["adrift"]:
        told.append(words.say("thread_adrift", cents=money(words, document["adrift"])))
    told += _block("thread_gifts", [_gift(line, names, words) for line in document["gifts"]], words, right={1, 2})
    told += _block("thread_uses", [_use(line, names, words) for line in document["items"]], words, right={1, 2})
    return told + _block("thread_acts", [_act(line, names, words) for line in document["acts"]], words, right={1})


def _sums(account: Line, words: Words) -> list[str]:
    told = [words.say("thread_sums", **{name: money(words, account[name]) for name in ("received", "used", "left")})]
    return [*told, words.say("thread_over", over=money(words, account["over"]))] if account["over"] else told


def _block(head: str, rows: Sequence[Sequence[str]], words: Words, right: Iterable[int] = ()) -> list[str]:
    """Return a list under its head, its first lines alone when it is long; nothing when it is empty."""
    if not rows:
        return []
    told = ["", words.say(head), *indented(columns(rows[:_SHOWN], right=right))]
    more = len(rows) - _SHOWN
    return [*told, "  " + words.say("thread_more", number=number(words, more))] if more > 0 else told


def _gift(line: Line, names: Line, words: Words) -> tuple[str, ...]:
    if not line["cents"]:
        state = words.say("thread_unvalued")
    elif line["over"]:
        state = words.say("thread_above", over=money(words, line["over"]))
    elif line["left"]:
        state = words.say("thread_left", left=money(words, line["left"]))
    else:
        state = words.say("thread_spent")
    return (
        short(line["id"]),
        calendar_day(line["day"], words),
        money(words, line["cents"]) if line["cents"] else "",
        state,
        _title(names, line["donor"], words, "gifts_nobody"),
        cut(clean(line["what"] or line["wish"]), TITLE_COLUMNS),
        _mark(line, words),
    )


def _use(line: Line, names: Line, words: Words) -> tuple[str, ...]:
    who = {
        "who": _title(names, line["teller"], words, "nobody"),
        "writer": _title(names, line["writer"], words, "nobody"),
    }
    key = "thread_told" if line["teller"] == line["writer"] else "thread_told_for"
    return (
        short(line["id"]),
        calendar_day(line["day"], words),
        money(words, line["cents"]),
        _title(names, line["project"], words, "gifts_cell"),
        cut(clean(line["effect"]), TITLE_COLUMNS),
        words.say(key, **who),
        _mark(line, words),
    )


def _act(line: Line, names: Line, words: Words) -> tuple[str, ...]:
    persons = ", ".join(_title(names, person, words, "nobody") for person in line["persons"])
    time = duration(line["minutes"]) if line["minutes"] else ""
    what = cut(clean(line["what"]), TITLE_COLUMNS)
    return (
        short(line["id"]),
        calendar_day(line["day"], words),
        what,
        time,
        cut(persons, TITLE_COLUMNS),
        _mark(line, words),
    )


def _title(names: Line, name: str, words: Words, nothing: str) -> str:
    """Return the title of a record that a line names; its id while it is not here, ``nothing`` where none is named."""
    if not name:
        return words.say(nothing)
    title = clean(names[name]["title"]) if name in names else ""
    return cut(title, TITLE_COLUMNS) or short(name)


def _mark(line: Line, words: Words) -> str:
    return words.say("record_contested_mark") if line["contested"] else ""


def _gifts(document: Document, words: Words) -> list[str]:
    names, accounts = document["names"], document["accounts"]
    told = [words.say("gifts_none")] if not document["items"] else []
    if document["items"]:
        told = columns(
            [_account(words.say(f"gifts_{name}"), accounts[name], words) for name in ("money", "kind", "both")]
        )
        donors = [
            _account(_title(names, each["donor"], words, "gifts_nobody"), each["both"], words)
            for each in document["donors"]
        ]
        told += _block("gifts_donors", donors, words)
        told += _block("gifts_projects", [_project(each, names, words) for each in document["projects"]], words)
        gifts = [_gift(line, names, words) for line in document["items"]]
        told += _block("thread_gifts", gifts, words, right={1, 2})
    told += _block("gifts_years", [_year(each, words) for each in document["years"]], words)
    contested = document["contested_gifts"] + document["contested_uses"]
    return [*told, "", words.say("gifts_contested", **counted(words, contested))] if contested else told


def _account(name: str, account: Line, words: Words) -> tuple[str, ...]:
    untouched = account["untouched"]
    return (
        name,
        words.say("gifts_count", **counted(words, account["gifts"])),
        words.say("gifts_received", cents=money(words, account["received"])),
        words.say("gifts_used", cents=money(words, account["used"])),
        words.say("thread_left", left=money(words, account["left"])),
        words.say("gifts_over", cents=money(words, account["over"])) if account["over"] else "",
        words.say("gifts_untouched", **counted(words, untouched)) if untouched else "",
    )


def _project(account: Line, names: Line, words: Words) -> tuple[str, ...]:
    return (
        _title(names, account["project"], words, "gifts_cell"),
        words.say("gifts_uses", **counted(words, account["uses"])),
        words.say("gifts_used", cents=money(words, account["used"])),
        words.say("gifts_over", cents=money(words, account["over"])) if account["over"] else "",
    )


def _year(account: Line, words: Words) -> tuple[str, ...]:
    return (
        clean(account["year"]) or words.say("gifts_undated"),
        words.say("gifts_brought", cents=money(words, account["brought"])),
        words.say("gifts_received", cents=money(words, account["received"])),
        words.say("gifts_used", cents=money(words, account["used"])),
        words.say("thread_left", left=money(words, account["left"])),
        words.say("gifts_over", cents=money(words, account["over"])) if account["over"] else "",
    )


def _compass(document: Document, words: Words) -> list[str]:
    told = [words.say("compass_head", year=document["year"])]
    values = dict.fromkeys(each["value"] for each in document["items"])
    for value in values:
        rows = [_measure(each, words) for each in document["items"] if each["value"] == value]
        told += ["", word("compass_", value, words), *indented(columns(rows))]
    if "trend" in document:
        (measure,) = document["items"]
        told += ["", word("compass_", f"{measure['measure']}_definition", words)]
        points = [(str(point["year"]), _ratio({**measure, **point}, words)) for point in document["trend"]]
        told += ["", words.say("compass_years"), *indented(columns(points))]
        for side in ("counted", "missing"):
            rows = [(short(each["id"]), cut(clean(each["title"]), TITLE_COLUMNS)) for each in document[side]]
            told += _block(f"compass_{side}", rows, words)
    return told


def _measure(measure: Line, words: Words) -> tuple[str, ...]:
    return (word("compass_", measure["measure"], words), _ratio(measure, words), f"({clean(measure['measure'])})")


def _ratio(measure: Line, words: Words) -> str:
    if not measure["denominator"]:
        return words.say("compass_nothing")
    told = money if measure["unit"] == "cents" else number
    return words.say("compass_of", counted=told(words, measure["numerator"]), all=told(words, measure["denominator"]))


TELLERS: Mapping[str, Tell] = {
    "thread": _thread,
    "recognition": told_recognition,
    "gifts": _gifts,
    "compass": _compass,
}
