"""Records told to a person: a line each in a list, a line a field when one is shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from idos_p2p.records.kinds import BY_NAME, Field, FieldType, Kind
from ui.command.amounts import calendar_day, counted
from ui.command.layout import VALUE_COLUMNS, clean, columns, cut, indented, is_long, lines, padded, short, width
from ui.command.table import Document
from ui.words.catalogue import Words
from ui.words.quantities import duration, money

TITLE_COLUMNS = 48  # of a title in a list: the rest of the line still fits a terminal of 100

_FACTS: Mapping[str, tuple[str, ...]] = {
    "person": ("roles",),
    "project": ("state", "place"),
    "contribution": ("minutes", "cents", "persons"),
    "gift": ("cents", "form"),
    "relay": ("persons", "state"),
    "use": ("gifts", "persons"),
}
"""The fields of each kind that a list shows beside the day and the title."""

_CHOICE_WORDS = {"form": "form_", "roles": "role_", "state": "project_", "says": "says_", "round": "in_round_"}
"""How the sentences for the choices of a field begin."""


def records(records: Iterable[Mapping[str, Document]], words: Words, *, kinds: bool) -> list[str]:
    """Return one line a record: its id, its kind if asked, its day, its title, what matters, a mark if contested."""
    rows = []
    for record in records:
        kind = BY_NAME.get(record["kind"])
        day = calendar_day(record.get(kind.date, ""), words) if kind and kind.date else ""
        title, facts = _title(record, kind, words), _facts(record, kind, words)
        shown_kind = kind_word(record["kind"], words) if kinds else ""
        mark = words.say("record_contested_mark") if record.get("contested") else ""
        mark = words.say("circle_lacking_mark") if record.get("without_concerned") else mark
        rows.append((short(record["id"]), shown_kind, day, title, facts, mark))
    return columns(rows, right={2})


def _title(record: Mapping[str, Document], kind: Kind | None, words: Words) -> str:
    field = kind.field(kind.title) if kind else None
    title = clean(record.get(field.name) or "") if field else ""
    untitled = words.say("untitled") if field is None or field.required else ""
    return cut(title or untitled, TITLE_COLUMNS)


def _facts(record: Mapping[str, Document], kind: Kind | None, words: Words) -> str:
    told = []
    for name in _FACTS.get(kind.name, ()) if kind else ():
        field = kind.field(name) if kind else None
        value = record.get(name)
        if field is None or value in (None, "", [], {}):
            continue
        if field.type is FieldType.LINKS and isinstance(value, list | dict):
            told.append(words.say("persons_count", **counted(words, len(value))))
        elif field.type is FieldType.SHARES and isinstance(value, dict):
            told.append(money(words, sum(cents for cents in value.values() if isinstance(cents, int))))
        else:
            told.append(_value(field, value, words))
    return cut(" · ".join(told), VALUE_COLUMNS)


def show(document: Document, words: Words) -> list[str]:
    """Return one record: its kind and id, a line or a block a field, then the fields that have several versions."""
    kind = BY_NAME.get(document["kind"])
    told = [f"{kind_word(document['kind'], words)} {short(document['id'])}"]
    values = {name: value for name, value in document.items() if name not in {"id", "kind", "versions", "contested"}}
    order = [field.name for field in kind.fields] if kind else []
    names = [name for name in order if name in values] + sorted(values.keys() - set(order))
    labels = {name: field_word(name, words) for name in names}
    widest = max((width(label) for label in labels.values()), default=0)
    for name in names:
        field = kind.field(name) if kind else None
        text = values[name]
        if isinstance(text, str) and is_long(text):
            told += [f"  {labels[name]}", *indented(lines(text), by=4)]
        else:
            told.append(f"  {padded(labels[name], widest)}  {_value(field, text, words)}")
    if document.get("contested"):
        told += ["", words.say("record_contested")]
    for name, versions in document.get("versions", {}).items():
        told += ["", *_versions(name, versions, kind.field(name) if kind else None, words)]
    return told


def _versions(name: str, versions: Sequence[Mapping[str, Document]], field: Field | None, words: Words) -> list[str]:
    """Return the versions of a field that several persons wrote apart, each with who wrote it."""
    told = [words.say("versions_head", field=field_word(name, words), **counted(words, len(versions)))]
    for version in versions:
        who = clean(version["who"]) or words.say("nobody")
        value = version["value"]
        if isinstance(value, str) and is_long(value):
            told += [words.say("version_by", who=f"  {who}", value="").rstrip(), *indented(lines(value), by=4)]
        else:
            told.append(words.say("version_by", who=f"  {who}", value=_value(field, value, words)))
    return told


def field_value(kind: str, name: str, value: Document, words: Words) -> str:
    """Return what a field of a kind holds on one line."""
    known = BY_NAME.get(kind)
    return _value(known.field(name) if known else None, value, words)


def _value(field: Field | None, value: Document, words: Words) -> str:
    """Return what a field holds on one line. Anything may be there: a peer wrote it, perhaps with a newer program."""
    if value in (None, "", [], {}):
        return words.say("version_empty")
    match field, value:
        case Field(name="minutes"), int():
            return duration(value)
        case Field(name="cents"), int():
            return money(words, value)
        case Field(type=FieldType.DATE), str():
            return calendar_day(value, words)
        case Field(type=FieldType.SHARES), dict():
            return ", ".join(f"{short(target)} {_share(cents, words)}" for target, cents in value.items())
        case _, list() | dict():
            return ", ".join(_one(field, each, words) for each in value)
        case _:
            return _one(field, value, words)


def _one(field: Field | None, value: Document, words: Words) -> str:
    if field is not None and field.type in {FieldType.LINK, FieldType.LINKS}:
        return short(value)
    if field is not None and field.type is FieldType.FILES:
        return clean(str(value).partition(" ")[2]) or clean(value)
    return _choice(field, value, words) if field is not None and field.choices else clean(value)


def _share(cents: Document, words: Words) -> str:
    return money(words, cents) if isinstance(cents, int) else clean(cents)


def _choice(field: Field, value: Document, words: Words) -> str:
    """Return a choice in words; a word that the field does not offer is shown as it was written."""
    prefix = _CHOICE_WORDS.get(field.name)
    return words.say(prefix + value) if prefix and value in field.choices else clean(value)


def word(prefix: str, value: Document, words: Words) -> str:
    """Return the word for one of our own terms, or the term itself where there is none."""
    key = f"{prefix}{value}"
    return words.say(key) if key in words.language.sentences else clean(value)


def kind_word(name: Document, words: Words) -> str:
    """Return the word for a kind of record."""
    return word("kind_", name, words)


def field_word(name: str, words: Words) -> str:
    """Return the word for a field, whatever the kind."""
    return word("field_", name, words)
