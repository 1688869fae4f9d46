"""Records as the window tells them: acts, words and purposes made items of a story."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from markdown_it import MarkdownIt

from idos_p2p.records.kinds import Value
from idos_p2p.services.around import Act, Purpose
from idos_p2p.views.around import Cursor
from idos_p2p.views.persons import Party
from ui.desktop.presenters.ports import Named, TimelineItem

OPENING_CHARACTERS = 160
OPENING_SOURCE_CHARACTERS = 1_000  # of a text, read for its opening
DAY_BYTES, MOMENT_BYTES, ID_BYTES = 10, 8, 33  # of an item's place in a story, as one number
_RECORD_BYTES = 32
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")
_READ = frozenset({"text", "code_inline", "softbreak", "hardbreak"})
_OTHER_WORDS = {
    "project": "purpose",
    "person": "purpose",
    "page": "body",
    "meeting": "agenda",
    "need": "details",
    "offer": "details",
    "proposal": "body",
    "signup": "words",
}
_PEOPLE = {
    "contribution": "persons",
    "thanks": "to",
    "relay": "to",
    "signup": "persons",
    "meeting": "persons",
    "gift": "donor",
}
_AGREES = frozenset(("present", "right"))
_STATES = {"attestation": "says", "relay": "state", "need": "state", "offer": "state", "gift": "form"}


def item_of(act: Act, me: Party, whose: Party | None = None) -> TimelineItem:
    """Return a record of the story of ``whose`` (otherwise one's own) as the person who sits here is told it."""
    view, links = act.record.record, act.record.links
    others = [party.name for party in act.persons if party.id != (whose or me).id and party.name]
    within = next((Named(link.id, link.title, "project") for link in links if link.field == "project"), None)
    mine_too = me.id in {party.id for party in act.persons}
    field = _PEOPLE.get(view.kind, "")
    linked = {link.id for link in links if link.field == field}
    return TimelineItem(
        id=view.id,
        kind=view.kind,
        order=order_of(act.place),
        day=view.day,
        title=view.title,
        text=other_words(view.kind, view.fields),
        persons=tuple(dict.fromkeys(others)),
        project=within.name if within else "",
        minutes=number_of(view.fields, "minutes"),
        cents=_cents(view.fields),
        author=act.author.name,
        mine=bool(me.id) and act.author.id == me.id,
        contested=view.contested,
        people=named(party for party in act.persons if linked & set(party.records)),
        voices=named(act.voices),
        about=next((Named(one.id, one.title, one.kind) for one in links if one.field in ("about", "meeting")), None),
        within=within,
        on_behalf=act.on_behalf,
        unconfirmed=view.kind == "contribution"
        and act.on_behalf
        and not any(_answered_by(act, one) for one in act.voices),
        to_confirm=view.kind == "contribution" and act.on_behalf and mine_too and not _answered_by(act, me),
        attested=_attested(act),
        correction=any(_waits(answer, act) for answer in act.answers),
        says=text_of(view.fields, _STATES.get(view.kind, "")),
        time=text_of(view.fields, "time"),
        place=text_of(view.fields, "place"),
        until=text_of(view.fields, "until"),
    )


def purpose_item(purpose: Purpose, me: Party) -> TimelineItem:
    """Return what somebody says they are here for, as a moment of their story."""
    return TimelineItem(
        id=f"{purpose.entry}-purpose",
        kind="purpose",
        order=order_of(purpose.place),
        day=purpose.day,
        title=purpose.text,
        author=purpose.author.name,
        mine=purpose.person.id == me.id,
        contested=purpose.contested,
        voices=named([purpose.person]),
    )


def named(parties: Iterable[Party]) -> tuple[Named, ...]:
    """Return these persons, each with the record to go to."""
    return tuple(Named(party.id, party.name) for party in parties)


def order_of(place: Cursor) -> int:
    """Return a place in a story as one number that grows with time."""
    day = place.day.encode()[:DAY_BYTES].ljust(DAY_BYTES)
    moment = place.moment.to_bytes(MOMENT_BYTES)
    return int.from_bytes(day + moment + bytes.fromhex(place.id).ljust(ID_BYTES, b"\0"))


def place_of(order: int) -> Cursor:
    """Return the place that ``order_of`` made a number of."""
    place = order.to_bytes(DAY_BYTES + MOMENT_BYTES + ID_BYTES)
    moment = int.from_bytes(place[DAY_BYTES:-ID_BYTES])
    entry = place[-ID_BYTES:]
    if entry[-1] == 0:  # a record's own; a purpose stands just above the record of its entry
        entry = entry[:_RECORD_BYTES]
    return Cursor(place[:DAY_BYTES].decode(errors="ignore").rstrip(), moment, entry.hex())


def other_words(kind: str, fields: Mapping[str, Value]) -> str:
    """Return what a card says below its title."""
    return opening(text_of(fields, _OTHER_WORDS.get(kind, "")))


def opening(markdown: str) -> str:
    """Return the first words of a text as they read, without the signs of Markdown."""
    words: list[str] = []
    for token in _MARKDOWN.parse(markdown[:OPENING_SOURCE_CHARACTERS]):
        if token.type == "inline":
            words += [child.content or " " for child in token.children or () if child.type in _READ] + [" "]
    text = " ".join("".join(words).split())
    return text if len(text) <= OPENING_CHARACTERS else text[:OPENING_CHARACTERS].rpartition(" ")[0] + "…"


def text_of(fields: Mapping[str, Value], name: str) -> str:
    """Return a field's words; nothing where it holds none."""
    value = fields.get(name)
    return value if isinstance(value, str) else ""


def words_of(fields: Mapping[str, Value], name: str) -> tuple[str, ...]:
    """Return a field's set of words."""
    value = fields.get(name)
    return tuple(value) if isinstance(value, list) else ()


def number_of(fields: Mapping[str, Value], name: str) -> int | None:
    """Return a field's number."""
    value = fields.get(name)
    return value if isinstance(value, int) else None


def _cents(fields: Mapping[str, Value]) -> int | None:
    cents = number_of(fields, "cents")
    shares = fields.get("gifts")
    if cents is None and isinstance(shares, dict):
        return sum(share for share in shares.values() if isinstance(share, int)) or None
    return cents


def _says(answer: Act) -> str:
    view = answer.record.record
    return text_of(view.fields, "says") if view.kind == "attestation" and not view.contested else ""


def _attested(act: Act) -> int:
    """Return how many persons say that it was so, who neither took part in it nor wrote it."""
    concerned = {party.id for party in (*act.voices, act.author)}
    said = {party.id for answer in act.answers if _says(answer) in _AGREES for party in answer.voices}
    return len(said - concerned)


def _answered_by(act: Act, me: Party) -> bool:
    return any(_says(answer) and me.id in {party.id for party in answer.voices} for answer in act.answers)


def _waits(answer: Act, act: Act) -> bool:
    if _says(answer) != "correction":
        return False
    minutes = number_of(answer.record.record.fields, "minutes")
    if minutes:
        return number_of(act.record.record.fields, "minutes") != minutes
    return act.record.record.touched_ms <= answer.record.record.created_ms
