"""What commands answer, told to a person: calm, aligned lines in their own language."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping

from idos_p2p.errors import Fault
from ui.command import (
    around_text,
    attaching_text,
    carrying_text,
    checking_text,
    decide_text,
    history_text,
    identity_text,
    keeping_text,
    note_text,
    pairing_text,
    papers_text,
    room_text,
    thread_text,
)
from ui.command.amounts import calendar_day, counted
from ui.command.documents import Document
from ui.command.keeping_text import told_conditions
from ui.command.layout import ID_DIGITS, VALUE_COLUMNS, clean, columns, cut, indented, short
from ui.command.pairing_text import told_came_in, told_squares
from ui.command.papers_text import told_files, told_left
from ui.command.record_text import TITLE_COLUMNS, field_word, kind_word, records, word
from ui.words.catalogue import Words
from ui.words.quantities import byte_size, decimal, number

_IDENTIFIER = re.compile(r"[0-9a-f]{64}")
_PLAIN = frozenset(
    {"seen", "members", "meeting", "forked", "restored", "connected", "exchanging", "up_to_date", "ended"}
)
"""Events told by one sentence, with the device at most."""


def tell(command: str, document: Document, words: Words) -> str:
    """Return what a command answered (``parser`` names it, ``on_cell`` and ``meeting`` say its document) as text."""
    return "\n".join(_TELLERS[command](document, words))


def tell_event(document: Mapping[str, Document], words: Words) -> str:
    """Return one event of ``serve`` as a line."""
    event = clean(document.get("event", ""))
    who = short(document.get("device"))
    cause = _cause(document.get("code"), words)
    match event:
        case "room":
            return room_text.sign_line(document, words)
        case "received":
            return words.say("event_received", who=who, **counted(words, document["received"]))
        case "folder":
            return carrying_text.event(document, words)
        case "listening":
            return words.say("event_listening", host=clean(document["host"]), port=clean(document["port"]))
        case "refused" | "unreachable":
            where = clean(document.get("host") or document["endpoint"])
            return words.say(f"event_{event}", host=where, endpoint=where, cause=cause)
        case "ended" if cause:
            return words.say("event_ended_why", who=who, cause=cause)
        case _ if event in _PLAIN:
            return words.say(f"event_{event}", who=who)
        case _:  # from a newer program that holds the home: told as it is
            return words.say("event_other", what=clean(json.dumps(document, default=str)))


def tell_fault(fault: Fault, words: Words) -> str:
    """Return the sentence of a fault, what it carries made fit to be read."""
    return _sentence(fault.code, fault.fields, words)


def _cell_create(document: Document, words: Words) -> list[str]:
    came = document.get("records")
    told = [words.say("cell_founded_from", **counted(words, came))] if came is not None else []
    return [words.say("cell_created"), *told, *_who_is_who(document, words)]


def _cell_join(document: Document, words: Words) -> list[str]:
    return [words.say("cell_joined"), *_who_is_who(document, words)]


def _who_is_who(document: Document, words: Words) -> list[str]:
    rows = [(words.say(f"cell_label_{name}"), short(document[name])) for name in ("id", "person", "device")]
    return indented(columns(rows))


def _cell_show(document: Document, words: Words) -> list[str]:
    rows = [
        (words.say("cell_label_term"), calendar_day(document["term"], words)),
        (words.say("cell_label_members"), number(words, document["members"])),
        (words.say("cell_label_devices"), number(words, document["devices"])),
        (words.say("cell_label_entries"), number(words, document["entries"])),
        (words.say("cell_label_digest"), words.say("cell_digest", digest=short(document["digest"]))),
        (words.say("cell_label_id"), short(document["id"])),
    ]
    rows += carrying_text.folder_rows(document["folder"], words)
    heights = [(short(device), number(words, count)) for device, count in document["heights"].items()]
    alarms = [_alarm(alarm, words) for alarm in document["alarms"]]
    alarms += [_fork(fork, words) for fork in document["forks"]]
    told = [clean(document["name"]), *indented(columns(rows))]
    if heights:
        told += ["", words.say("cell_heights"), *indented(columns(heights, right={1}))]
    if conditions := told_conditions(document["conditions"], words):
        told = [*conditions, "", *told]
    return [*told, "", *alarms] if alarms else told


def _alarm(alarm: Mapping[str, Document], words: Words) -> str:
    code, act = clean(alarm["code"]), short(alarm["act"])
    key = f"alarm_{code}"
    return words.say(key if key in words.language.sentences else "alarm_other", code=code, act=act)


def _fork(fork: Mapping[str, Document], words: Words) -> str:
    return words.say("cell_fork", who=short(fork["device"]), number=number(words, fork["from"] + 1))


def _members(document: Document, words: Words) -> list[str]:
    rows = [_member(member, words) for member in document]
    told: list[str] = []
    for member, line in zip(document, columns(rows), strict=True):
        told.append(line)
        told += indented(decide_text.facts(member.get("why", ()), words))
    return told


def _member(member: Mapping[str, Document], words: Words) -> tuple[str, ...]:
    devices = len(member["devices"])
    return (
        short(member["person"]) or "–",
        cut(clean(member["name"]) or words.say("nobody"), TITLE_COLUMNS),
        word("status_", member["status"], words),
        word("chamber_", member["chamber"], words),
        words.say("computers_count", **counted(words, devices)) if devices else words.say("computers_none"),
        cut(", ".join(word("role_", role, words) for role in member["roles"]), VALUE_COLUMNS),
    )


def _invite(document: Document, words: Words) -> list[str]:
    if "link" not in document:
        return told_came_in(document, words)
    told = [words.say("invite_given"), clean(document["link"])]
    return [*told, "", *told_squares(document["qr"])] if "qr" in document else told


def _add(document: Document, words: Words) -> list[str]:
    return [words.say("record_written", id=short(document["id"]))]


def _set(document: Document, words: Words) -> list[str]:
    return [words.say("record_written" if document["entries"] else "record_same", id=short(document["id"]))]


def _list(document: Document, words: Words) -> list[str]:
    return records(document, words, kinds=False) or [words.say("list_none")]


def _search(document: Document, words: Words) -> list[str]:
    return records(document["items"], words, kinds=True) or [words.say("search_none")]


def _check(document: Document, words: Words) -> list[str]:
    if document["ok"]:
        return [words.say("check_well", **counted(words, document["entries"])), *_read_again(document, words)]
    faults = [_check_fault(fault, words) for fault in document["faults"]]
    return [words.say("check_ill", **counted(words, len(faults))), *indented(faults)]


def _read_again(document: Document, words: Words) -> list[str]:
    """Tell how much a deep check looked at."""
    if "signatures" not in document:
        return []
    looked = {name: number(words, document[name]) for name in ("signatures", "changes")}
    lines = [words.say("check_read", **looked, seconds=decimal(words, document["seconds"]))]
    missing = len(document["missing"])
    return [*lines, words.say("check_missing", **counted(words, missing))] if missing else lines


def _check_fault(fault: Mapping[str, Document], words: Words) -> str:
    told = {name: clean(value) for name, value in fault.items()}
    cause = words.error(fault["cause"]) if "cause" in fault else ""
    return words.say(f"check_fault_{fault['code']}", **{**told, "cause": cause})


def _rebuild(document: Document, words: Words) -> list[str]:
    return [words.say("rebuild_done", **counted(words, document["entries"]))]


def _import(document: Document, words: Words) -> list[str]:
    faults = document["faults"]
    ignored = ", ".join(clean(file) for file in document["ignored"])
    told = told_left(document, words)
    told += [words.say("import_ignored", files=ignored)] if ignored else []
    if faults:
        return [
            words.error("import_faults", {"count": len(faults)}),
            *(_misprint(fault, words) for fault in faults),
            *told,
        ]
    rows = [
        (
            kind_word(kind, words),
            words.say("import_new", **counted(words, new)),
            words.say("import_already", **counted(words, known)) if known else "",
        )
        for kind, new in document["records"].items()
        if (known := document["already"].get(kind, 0)) or new
    ]
    if document["entries"]:
        head = words.say("import_done")
    else:
        head = words.say("import_preview" if any(document["records"].values()) else "import_nothing_new")
    return [head, *indented(columns(rows)), *told_files(document, words), *told]


def _misprint(fault: Mapping[str, Document], words: Words) -> str:
    """Return what is to be mended in a file, where an editor finds it: file, line and column, those that are known."""
    numbers = [str(fault[name]) for name in ("line", "column") if fault[name]]
    place = ":".join([clean(fault["file"]), *numbers])
    fields = dict(fault["fields"])
    if isinstance(name := fields.get("field"), str):
        fields["field"] = field_word(name, words)
    if isinstance(kind := fields.get("kind"), str):
        fields["kind"] = kind_word(kind, words)
    sentence = _sentence(fault["code"], fields, words)
    if heading := clean(fault["heading"]):
        return words.say("import_fault_heading", place=place, sentence=sentence, heading=heading)
    return words.say("import_fault", place=place, sentence=sentence)


def _sync(document: Document, words: Words) -> list[str]:
    peers = document["peers"]
    if not peers:
        return [words.error("nobody_found")]
    rows = [
        (
            short(peer["device"]),
            word("peer_state_", peer["state"], words),
            words.say("news_received", **counted(words, peer["received"])),
            words.say("news_sent", **counted(words, peer["sent"])),
            byte_size(words, peer["bytes_in"] + peer["bytes_out"]),
        )
        for peer in peers
    ]
    causes = [
        words.say("cause_of", who=short(peer["device"]), cause=cause)
        for peer in peers
        if peer["state"] != "up_to_date" and (cause := _cause(peer.get("code"), words))
    ]
    verdict = words.say("sync_equal" if document["equal"] else "sync_unequal", **counted(words, len(peers)))
    return [*columns(rows, right={2, 3, 4}), *causes, verdict]


def _demo(document: Document, words: Words) -> list[str]:
    members = document["members"]
    rows = [
        (
            cut(clean(member["name"]), TITLE_COLUMNS),
            words.say("demo_brought", **counted(words, member["brought"])),
            words.say("demo_received", **counted(words, member["received"])),
            short(member["digest"]),
        )
        for member in members
    ]
    verdict = "demo_all_equal" if document["equal"] else "demo_not_equal"
    told = [
        *columns(rows, right={1, 2}),
        words.say(verdict, **counted(words, len(members))),
        words.say("demo_cost", seconds=decimal(words, document["seconds"]), size=byte_size(words, document["bytes"])),
    ]
    if picture := clean(document.get("picture") or ""):
        told.append(words.say("demo_picture", path=picture))
    return told


def _sentence(code: str, fields: Mapping[str, object], words: Words) -> str:
    shown: dict[str, object] = {name: _shown(name, value, code, words) for name, value in fields.items()}
    if "count" in fields:
        shown["count"] = fields["count"]  # a number still: it chooses the plural
    return words.error(clean(code), shown)


def _shown(name: str, value: object, code: str, words: Words) -> str:
    """Return a field of a fault as a person reads it."""
    if name == "accepted" and isinstance(value, str | int):
        return _accepted(value, words)
    if name == "limit" and isinstance(value, int):
        return byte_size(words, value) if code.endswith("_too_large") else number(words, value)
    if isinstance(value, list | tuple):
        return ", ".join(_distinct([clean(each) for each in value]))
    return clean(value)


def _accepted(value: str | int, words: Words) -> str:
    if isinstance(value, int):
        return number(words, value)
    key = "accepted_" + "_".join(re.findall(r"[a-z0-9]+", value.lower()))
    return words.say(key) if key in words.language.sentences else clean(value)


def _distinct(values: list[str]) -> list[str]:
    """Return ids cut to the fewest digits by which they differ, at least as many as are shown elsewhere."""
    if not all(_IDENTIFIER.fullmatch(value) for value in values):
        return values
    digits = next(most for most in range(ID_DIGITS, 65) if len({value[:most] for value in values}) == len(set(values)))
    return [value[:digits] for value in values]


def _cause(code: Document, words: Words) -> str:
    """Return why a meeting ended or never began; empty when all went well."""
    return _sentence(code, {}, words) if isinstance(code, str) and code else ""


def _pictures(document: Document, _words: Words) -> list[str]:
    return [clean(path) for path in document]


_TELLERS: Mapping[str, Callable[[Document, Words], list[str]]] = {
    "cell create": _cell_create,
    "cell join": _cell_join,
    "cell show": _cell_show,
    "cell members": _members,
    "cell invite": _invite,
    "add": _add,
    "set": _set,
    "list": _list,
    "search": _search,
    "import": _import,
    "sync": _sync,
    "check": _check,
    "rebuild": _rebuild,
    "demo": _demo,
    "pictures": _pictures,
    **keeping_text.TELLERS,
    **around_text.TELLERS,
    **thread_text.TELLERS,
    **note_text.TELLERS,
    **decide_text.TELLERS,
    **history_text.TELLERS,
    **attaching_text.TELLERS,
    **carrying_text.TELLERS,
    **checking_text.TELLERS,
    **papers_text.TELLERS,
    **room_text.TELLERS,
    **identity_text.TELLERS,
    **pairing_text.TELLERS,
}
