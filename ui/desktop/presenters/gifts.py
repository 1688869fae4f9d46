"""Dons: the way of the gifts as a drawing, the same as a table, and three figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from idos_p2p.views.flow import Column, Flow, Node, NodeKind, Stream
from idos_p2p.views.gifts import Gifts
from idos_p2p.views.ledger import MONEY, Account, GiftLine
from idos_p2p.views.thread import Thread
from ui.words import quantities
from ui.words.catalogue import Words
from ui.words.clean import folded, one_line, shortened

MOST_LABEL = 80
MOST_WORDS = 300
MOST_BANDS = 6  # records in a column: what is read at a glance, in the smallest window

_TINTS = {
    NodeKind.DONOR: "gift",
    NodeKind.NO_DONOR: "gift",
    NodeKind.OTHER_DONORS: "gift",
    NodeKind.OVER: "danger",
    NodeKind.PROJECT: "project",
    NodeKind.CELL: "meeting",
    NodeKind.OTHER_PROJECTS: "project",
    NodeKind.LEFT: "knowledge",
    NodeKind.USE: "contribution",
    NodeKind.OTHER_USES: "contribution",
    NodeKind.PERSON: "thanks",
    NodeKind.NOBODY: "thanks",
    NodeKind.OTHER_PERSONS: "thanks",
}
_OTHERS = {
    Column.DONORS: NodeKind.OTHER_DONORS,
    Column.PROJECTS: NodeKind.OTHER_PROJECTS,
    Column.USES: NodeKind.OTHER_USES,
    Column.PERSONS: NodeKind.OTHER_PERSONS,
}
_HELPED = (NodeKind.PERSON, NodeKind.OTHER_PERSONS)


@dataclass(frozen=True, slots=True)
class GiftsYear:
    """The gifts of a year, and the names of what its drawing shows."""

    gifts: Gifts
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class GiftThread:
    """One thread, and the names of all it names."""

    thread: Thread
    names: Mapping[str, str]


class GiftsPort(Protocol):
    """What Dons asks of the cell."""

    def years(self) -> tuple[int, ...]:
        """Return the years that have a gift or a use, the latest first."""
        ...

    def year(self, number: int) -> GiftsYear:
        """Return the gifts of a calendar year and what became of them."""
        ...

    def thread(self, record: str) -> GiftThread:
        """Return the thread that a gift, a use, an act, a person or a project is part of."""
        ...

    def open_gifts(self) -> tuple[tuple[GiftLine, str], ...]:
        """Return the gifts of which something is left, the newest first, each with its donor's name."""
        ...


@dataclass(frozen=True, slots=True)
class Band:
    """One node of the drawing, ready to draw. ``record`` is "" where it stands for several or for nobody."""

    key: str
    column: int
    cents: int
    tint: str
    title: str
    amount: str
    record: str
    spoken: str


@dataclass(frozen=True, slots=True)
class Ribbon:
    """What flows between two bands; ``record`` is whose thread it opens."""

    source: str
    target: str
    cents: int
    record: str
    spoken: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """The whole drawing."""

    bands: tuple[Band, ...] = ()
    ribbons: tuple[Ribbon, ...] = ()


@dataclass(frozen=True, slots=True)
class GiftRow:
    """One gift in the table: the words of each column."""

    id: str
    cells: tuple[str, ...]
    spoken: str


@dataclass(frozen=True, slots=True)
class GiftsView:
    """All that the page shows of a year."""

    drawing: Drawing
    rows: tuple[GiftRow, ...]
    sums: tuple[str, ...]  # the last row of the table
    received: str
    arrived: str
    left: str
    notes: str  # what is out of the ordinary, "" when nothing is


def gifts_view(words: Words, year: GiftsYear, today: date) -> GiftsView:
    """Return what the page shows of a year."""
    gifts = year.gifts
    both = gifts.accounts.both
    arrived = sum(node.cents for node in gifts.flow.nodes if node.kind in _HELPED)
    return GiftsView(
        drawing=drawing(words, gifts.flow, year.names),
        rows=tuple(_row(words, gift, year.names, today) for gift in gifts.gifts),
        sums=_sums(words, gifts.gifts_in_all, both),
        received=quantities.money(words, both.received),
        arrived=quantities.money(words, arrived),
        left=quantities.money(words, both.left),
        notes=_notes(words, gifts),
    )


def drawing(words: Words, flow: Flow, names: Mapping[str, str]) -> Drawing:
    """Return the drawing of a flow: in each column what fits a window, the others as a group; few ribbons cross."""
    flow = gathered(flow, MOST_BANDS)
    bands = {node.key: _band(words, node, names) for node in flow.nodes}
    kinds = {node.key: node for node in flow.nodes}
    ribbons = tuple(
        Ribbon(
            stream.source,
            stream.target,
            stream.cents,
            _opened_by(kinds[stream.source], kinds[stream.target]),
            words.say(
                "flow_ribbon",
                amount=quantities.money(words, stream.cents),
                source=bands[stream.source].title,
                target=bands[stream.target].title,
            ),
        )
        for stream in flow.streams
    )
    return Drawing(_ordered(tuple(bands.values()), ribbons), ribbons)


def gathered(flow: Flow, most: int) -> Flow:
    """Return the flow with at most ``most`` records in a column: the smaller ones join the others of their kind."""
    into: dict[str, str] = {}
    groups: dict[str, Node] = {}
    for column in Column:
        records = sorted((node for node in flow.nodes if node.column is column and node.id), key=lambda one: -one.cents)
        known = next((node for node in flow.nodes if node.kind is _OTHERS[column]), None)
        rest = records[most:] if len(records) - most + (known is not None) > 1 else []
        if rest:
            joined = [*rest, known] if known else rest
            members = sum(max(1, node.members) for node in joined)
            cents = sum(node.cents for node in joined)
            key = _OTHERS[column].value
            groups[key] = Node(key, column, _OTHERS[column], "", members, cents)
            into.update({node.key: key for node in joined})
    nodes = [node for node in flow.nodes if node.key not in into] + list(groups.values())
    streams: Counter[tuple[str, str]] = Counter()
    for stream in flow.streams:
        streams[into.get(stream.source, stream.source), into.get(stream.target, stream.target)] += stream.cents
    return Flow(tuple(nodes), tuple(Stream(*ends, cents) for ends, cents in streams.items()))


def _ordered(bands: tuple[Band, ...], ribbons: tuple[Ribbon, ...]) -> tuple[Band, ...]:
    """Return the bands: those who give by name, the others beside what flows into them, groups last."""
    place: dict[str, float] = {}
    found: list[Band] = []
    for column in sorted({band.column for band in bands}):
        heights: dict[str, list[tuple[float, int]]] = {}
        for ribbon in ribbons:
            if ribbon.source in place:
                heights.setdefault(ribbon.target, []).append((place[ribbon.source], ribbon.cents))
        own = sorted(
            (band for band in bands if band.column == column),
            key=lambda band: (not band.record, _middle(heights.get(band.key, ())), folded(band.title), band.key),
        )
        place.update({band.key: float(number) for number, band in enumerate(own)})
        found += own
    return tuple(found)


def _middle(sources: Iterable[tuple[float, int]]) -> float:
    several = list(sources)
    weight = sum(cents for _, cents in several)
    return sum(place * cents for place, cents in several) / weight if weight else 0.0


def _opened_by(source: Node, target: Node) -> str:
    """Return the record whose thread a ribbon opens: the use it reaches or leaves, else what it comes from."""
    for node in (target, source):
        if node.kind is NodeKind.USE:
            return node.id
    return source.id or target.id


def _band(words: Words, node: Node, names: Mapping[str, str]) -> Band:
    if node.id:
        title = shortened(names.get(node.id, ""), MOST_LABEL) or words.say("untitled")
    else:
        title = words.say(f"flow_{node.kind.value}", count=node.members)
    amount = quantities.money(words, node.cents)
    spoken = words.say("flow_band", title=title, amount=amount)
    return Band(node.key, int(node.column), node.cents, _TINTS[node.kind], title, amount, node.id, spoken)


def gift_what(words: Words, gift: GiftLine) -> str:
    """Return what a gift is, in a few words."""
    said = shortened(gift.what, MOST_LABEL) or shortened(gift.wish, MOST_LABEL)
    if gift.form == MONEY:
        return said or words.say("form_money")
    key = f"form_{gift.form}"
    form = words.say(key) if key in words.language.sentences else shortened(gift.form, 24)
    return words.say("gift_form_what", form=form, what=said) if said else form


def worth(words: Words, cents: int) -> str:
    """Return an amount, or a dash for what was given no value."""
    return quantities.money(words, cents) if cents else "–"


def day_of(words: Words, day: str, today: date) -> str:
    """Return a day in words; what is no day is shown as it was written."""
    try:
        return quantities.day(words, date.fromisoformat(day), today)
    except ValueError:
        return shortened(day, 20)


def _row(words: Words, gift: GiftLine, names: Mapping[str, str], today: date) -> GiftRow:
    donor = shortened(names.get(gift.donor, ""), MOST_LABEL) or words.say("flow_no_donor", count=0)
    if gift.contested:
        donor = words.say("gift_contested", donor=donor)
    cells = (
        day_of(words, gift.day, today),
        donor,
        gift_what(words, gift),
        worth(words, gift.cents),
        worth(words, gift.used),
        worth(words, gift.left),
    )
    spoken = words.say(
        "gift_spoken", day=cells[0], donor=donor, what=cells[2], amount=cells[3], used=cells[4], left=cells[5]
    )
    return GiftRow(gift.id, cells, one_line(spoken))


def _sums(words: Words, count: int, account: Account) -> tuple[str, ...]:
    money = [quantities.money(words, cents) for cents in (account.received, account.used, account.left)]
    return (words.say("gifts_sum"), words.say("gifts_in_all", count=count), "", *money)


def _notes(words: Words, gifts: Gifts) -> str:
    notes = []
    if gifts.accounts.both.over:
        notes.append(words.say("thread_over", over=quantities.money(words, gifts.accounts.both.over)))
    if contested := gifts.contested_gifts + gifts.contested_uses:
        notes.append(words.say("gifts_contested", count=contested, number=quantities.number(words, contested)))
    if len(gifts.gifts) < gifts.gifts_in_all:
        notes.append(words.say("gifts_cut", count=gifts.gifts_in_all - len(gifts.gifts)))
    return " ".join(notes)
