"""History, the bin, erasing and the register, told to a person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from ui.command.amounts import calendar_day, counted
from ui.command.layout import clean, columns, cut, indented, lines, short
from ui.command.record_text import TITLE_COLUMNS, field_value, field_word, kind_word, show, word
from ui.command.table import Document, Tell
from ui.words.catalogue import Words
from ui.words.quantities import number, time_of_day


def _history(document: Document, words: Words) -> list[str]:
    told: list[str] = []
    for entry in document:
        told += [
            _head(entry, words),
            *indented(_marks(entry, words)),
            *indented(line for each in entry["changes"] for line in _change(entry, each, words)),
        ]
    return told


def _head(entry: Mapping[str, Document], words: Words) -> str:
    at = datetime.fromisoformat(entry["when"]).astimezone()
    moment = words.say("history_moment", day=calendar_day(at.date().isoformat(), words), time=time_of_day(at))
    key = "history_created" if entry["created"] else "history_changed"
    line = words.say(key, moment=moment, who=_who(entry, words), entry=short(entry["entry"]))
    return f"{line} {words.say('record_contested_mark')}" if entry["contested"] else line


def _marks(entry: Mapping[str, Document], words: Words) -> list[str]:
    return [words.say("entry_kept")] if entry["kept"] else []


def _who(entry: Mapping[str, Document], words: Words) -> str:
    return clean(entry["who"]) or words.say("nobody")


def _change(entry: Mapping[str, Document], change: Mapping[str, Document], words: Words) -> Iterator[str]:
    """Yield what a person did to a field, by meaning: wrote, cleared, added, took away; of a text, which pieces."""
    field, who = field_word(change["field"], words), _who(entry, words)
    titles = change.get("titles", {})

    def value(held: Document) -> str:
        if isinstance(held, str) and held in titles:
            return clean(titles[held])
        return cut(field_value(entry["kind"], change["field"], held, words), TITLE_COLUMNS * 2)

    if "pieces" in change and not entry["created"]:
        yield words.say("history_text", field=field, who=who)
        yield from indented(_pieces(change["pieces"], words))
    elif "added" in change:
        shares = isinstance(change["after"] or change["before"], dict)
        if shares and change["added"]:
            yield words.say("history_wrote", field=field, who=who, after=value(change["after"]))
        elif change["added"]:
            yield words.say("history_added", field=field, who=who, what=", ".join(map(value, change["added"])))
        if change["removed"]:
            yield words.say("history_removed", field=field, who=who, what=", ".join(map(value, change["removed"])))
    elif change["after"] in (None, ""):
        yield words.say("history_cleared", field=field, who=who, before=value(change["before"]))
    elif change["before"] in (None, ""):
        yield words.say("history_wrote", field=field, who=who, after=value(change["after"]))
    else:
        yield words.say(
            "history_replaced", field=field, who=who, after=value(change["after"]), before=value(change["before"])
        )


def _pieces(pieces: Document, words: Words) -> Iterator[str]:
    for piece in pieces:
        for what, text in piece.items():
            if what in {"inserted", "deleted"}:
                told = " / ".join(lines(text)) or words.say("history_blank")
                yield words.say(f"history_{what}", text=told)


def _undo(document: Document, words: Words) -> list[str]:
    return [words.say("undo_done", **counted(words, len(document["records"]))), *_left(document, words)]


def _redo(document: Document, words: Words) -> list[str]:
    return [words.say("redo_done", **counted(words, len(document["records"]))), *_left(document, words)]


def _left(document: Document, words: Words) -> list[str]:
    return [
        words.say(
            "undo_left",
            field=field_word(each["field"], words),
            title=clean(each["title"]) or words.say("untitled"),
            who=clean(each["who"]) or words.say("nobody"),
        )
        for each in document["left"]
    ]


def _restore(document: Document, words: Words) -> list[str]:
    return [words.say("restore_done" if document["entries"] else "record_same", id=short(document["id"]))]


def _remove(document: Document, words: Words) -> list[str]:
    return [words.say("bin_put", id=short(document["id"]))]


def _put_back(document: Document, words: Words) -> list[str]:
    return [words.say("bin_put_back", id=short(document["id"]))]


def _bin(document: Document, words: Words) -> list[str]:
    rows = [
        (
            short(each["id"]),
            kind_word(each["kind"], words),
            cut(clean(each["title"]) or words.say("untitled"), TITLE_COLUMNS),
            words.say("bin_since", day=calendar_day(each["since"], words)),
            words.say("bin_days_left", **counted(words, each["days_left"])),
        )
        for each in document["items"]
    ]
    told = columns(rows) if rows else [words.say("bin_empty")]
    if "records" in document:
        told.append(words.say("bin_emptied", **counted(words, len(document["records"]))))
    return [*told, words.say("bin_due", **counted(words, document["due"]))] if document["due"] else told


def _erase(document: Document, words: Words) -> list[str]:
    if document["count"] > 1:
        head = words.say("erase_all_done", **counted(words, document["count"]))
    else:
        head = words.say("record_erased", id=short(document["id"]))
    return [head, *_erased(document, words)]


def _show(document: Document, words: Words) -> list[str]:
    if "kind" in document:
        return show(document, words)
    return [words.say("erased_head", id=short(document["id"])), *_erased(document, words)]


def _erased(document: Mapping[str, Document], words: Words) -> list[str]:
    if "erased" not in document:
        return []
    state = document["erased"]
    done, computers = number(words, state["done"]), number(words, state["computers"])
    told = [words.say("erased_on", count=state["computers"], done=done, computers=computers)]
    if state["waiting"]:
        names = ", ".join(clean(name) or words.say("nobody") for name in state["waiting"])
        told.append(words.say("erased_waiting", names=names))
    return told


def _register(document: Document, words: Words) -> list[str]:
    told = [words.say("register_head", day=calendar_day(document["revised"], words))]
    for each in document["items"]:
        kinds = ", ".join(kind_word(kind, words) for kind in each["fields"])
        persons = ", ".join(word("role_", role, words) for role in each["persons"])
        rows = [
            (words.say("register_why"), word("purpose_", each["name"], words)),
            (words.say("register_basis"), word("basis_", each["basis"], words)),
            (words.say("register_persons"), persons),
            (words.say("register_data"), kinds),
            (words.say("register_kept"), _kept(each, words)),
        ]
        told += ["", word("processing_", each["name"], words), *indented(columns(rows))]
    return told


def _kept(processing: Mapping[str, Document], words: Words) -> str:
    if not processing["months"]:
        return words.say("kept_cell")
    key = "kept_leaving" if processing["since"] == "leaving" else "kept_record"
    return words.say(key, **counted(words, processing["months"] // 12))


def _due(document: Document, words: Words) -> list[str]:
    day = calendar_day(document["day"], words)
    rows = [
        (
            short(each["id"]),
            kind_word(each["kind"], words),
            cut(clean(each["title"]) or words.say("untitled"), TITLE_COLUMNS),
            word("processing_", each["processing"], words),
            words.say("due_since", day=calendar_day(each["since"], words)),
        )
        for each in document["items"]
    ]
    if not rows:
        return [words.say("due_none", day=day)]
    return [words.say("due_head", day=day, **counted(words, len(rows))), *indented(columns(rows)), words.say("due_how")]


TELLERS: Mapping[str, Tell] = {
    "history": _history,
    "undo": _undo,
    "redo": _redo,
    "restore": _restore,
    "remove": _remove,
    "put-back": _put_back,
    "bin": _bin,
    "erase": _erase,
    "show": _show,
    "register": _register,
    "due": _due,
}
