"""Pages and what was said at meetings as Markdown: the front matter is the one that an import reads. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from idos_p2p.papers.cells import joined
from idos_p2p.papers.layout import quoted
from idos_p2p.papers.own_words import Language, choice, column, yes
from idos_p2p.papers.paper import Paper
from idos_p2p.papers.sheets import ASIDE, REF
from idos_p2p.papers.tables_out import NameOf, money
from idos_p2p.records.kinds import Field, FieldType, Value

_FENCE = "---"
_HEADED = ("agenda", "report")  # the texts of a meeting, each below its own heading


def page(paper: Paper, name_of: NameOf, language: Language) -> str:
    """Return a page: its fields between fences, then its text."""
    return _document(paper, name_of, language, "body", str(paper.fields.get("body", "")))


def meeting(paper: Paper, name_of: NameOf, language: Language) -> str:
    """Return what a meeting was to be about and what was said, with who came. No import reads it back."""
    parts = [f"# {_line(paper.fields.get('title'))}"]
    for name in _HEADED:
        text = paper.fields.get(name)
        if isinstance(text, str) and text.strip():
            heading = column(name, language)
            parts.append(f"## {heading[:1].upper()}{heading[1:]}\n\n{text.strip()}")
    return _document(paper, name_of, language, *_HEADED, "\n\n".join(parts))


def _document(paper: Paper, name_of: NameOf, language: Language, *texts_and_body: str) -> str:
    *texts, body = texts_and_body
    lines = [_FENCE]
    for field in paper.described.fields:
        told = " ".join(_told(field, paper.fields.get(field.name), name_of, language).split())
        if told and field.name not in texts:
            lines.append(f"{column(field.name, language)}: {quoted(told)}")
    if not paper.whole:
        lines.append(f"{column(ASIDE, language)}: {yes(language)}")
    lines += [f"{column(REF, language)}: {paper.id}", _FENCE, "", body.strip()]
    return "\n".join(lines).rstrip() + "\n"


def _told(field: Field, value: Value, name_of: NameOf, language: Language) -> str:
    """Return a field as a line of the front matter holds it."""
    if isinstance(value, int):
        return money(value, language) if field.name == "cents" else str(value)
    if isinstance(value, dict):
        return joined(
            f"{name_of(field, target) or target}: {money(cents, language)}" for target, cents in value.items()
        )
    if isinstance(value, list):
        return joined(sorted(_words(field, value, name_of, language)))
    if isinstance(value, str) and field.type is FieldType.LINK:
        return name_of(field, value) or ""
    return choice(value, language) if value and field.choices else value or ""


def _words(field: Field, words: list[str], name_of: NameOf, language: Language) -> Iterator[str]:
    """Yield the members of a set: links by name where an import would find them, choices in the language."""
    for word in words:
        if field.type is FieldType.LINKS:
            if name := name_of(field, word):
                yield name
        else:
            yield choice(word, language) if field.choices else word


def _line(value: Value) -> str:
    return value if isinstance(value, str) else ""
