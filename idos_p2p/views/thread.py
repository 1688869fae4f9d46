"""The thread: gift, use, act, persons, effect, and back, from wherever one takes hold of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from idos_p2p.views.flow import Flow
from idos_p2p.views.ledger import Accounts, GiftLine, UseLine
from idos_p2p.views.period import ALWAYS, Period


@dataclass(frozen=True, slots=True)
class Named:
    """A record that lines name: its kind and title; both are empty while it is not here."""

    kind: str
    title: str


@dataclass(frozen=True, slots=True)
class ActLine:
    """One contribution that uses paid for."""

    id: str
    day: str
    what: str
    minutes: int  # of each of its persons
    persons: tuple[str, ...]  # ``Who.all``
    project: str
    contested: bool


@dataclass(frozen=True, slots=True)
class Thread:
    """All that hangs together with one record, newest day first; sums are over all of it, lists may be cut."""

    start: str  # the record one took hold of
    kind: str  # its kind: "gift", "use", "contribution", "person" or "project"
    period: Period  # in which the uses lie, and the gifts of a donor
    gifts: tuple[GiftLine, ...]
    uses: tuple[UseLine, ...]
    acts: tuple[ActLine, ...]
    persons: tuple[str, ...]  # everybody of the uses and acts shown, sorted (``Who.all``)
    gifts_in_all: int
    uses_in_all: int
    accounts: Accounts  # of the gifts of this thread, each whole
    here: int  # cents that the uses of this thread take of them
    elsewhere: int  # cents that other uses take of them: ``here + elsewhere == accounts.both.used``
    adrift: int  # cents that uses of this thread say they take of gifts that are in no sum
    flow: Flow  # of the uses of this thread; of a donor or a gift also what is left
    names: Mapping[str, Named]  # of every id that lines name
