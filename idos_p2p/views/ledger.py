"""What became of gifts, added up: pure sums over the lines that ``views/thread.py`` reads.

A contested gift or use is a line like any other and is in no sum. The same lines give the same sums in any order.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields

from idos_p2p.views.period import year_of

MONEY = "money"


@dataclass(frozen=True, slots=True)
class Account:
    """What became of some gifts, in cents. Always ``received + over == used + left``, none of them below zero."""

    received: int = 0  # what the gifts are worth, as far as they were given a value
    used: int = 0  # what uses take from them, the part above a gift's amount included
    left: int = 0  # what no use took yet
    over: int = 0  # what uses take above a gift's amount
    gifts: int = 0  # how many gifts
    untouched: int = 0  # of them, how many no use takes from
    unvalued: int = 0  # of them, how many have no amount: goods and services are given without one, too

    def __add__(self, other: Account) -> Account:
        return Account(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(Account)))


@dataclass(frozen=True, slots=True)
class Accounts:
    """The same, money apart from goods and services."""

    money: Account = Account()
    kind: Account = Account()  # goods and services, by the value they were given

    @property
    def both(self) -> Account:
        """Money and what was given in kind, together."""
        return self.money + self.kind

    def __add__(self, other: Accounts) -> Accounts:
        return Accounts(self.money + other.money, self.kind + other.kind)


@dataclass(frozen=True, slots=True)
class GiftLine:
    """One gift and what became of it, whoever reads the thread and from wherever. Amounts in cents."""

    id: str
    day: str
    donor: str  # the person (``Who.of``); empty while nobody is named
    form: str  # "money", "goods" or "service", or what a newer program says
    what: str
    wish: str
    cents: int  # 0: it was given no value
    used: int = 0  # by all uses that are not contested
    uses: int = 0  # how many of them
    contested: bool = False

    @property
    def left(self) -> int:
        """What no use took yet."""
        return max(0, self.cents - self.used)

    @property
    def over(self) -> int:
        """What uses take above its amount."""
        return max(0, self.used - self.cents)

    @property
    def accounts(self) -> Accounts:
        """Its part in a sum: nothing when it is contested."""
        if self.contested:
            return Accounts()
        account = Account(self.cents, self.used, self.left, self.over, 1, int(not self.uses), int(not self.cents))
        return Accounts(money=account) if self.form == MONEY else Accounts(kind=account)


@dataclass(frozen=True, slots=True)
class Share:
    """What a use takes from one gift, in cents."""

    gift: str
    cents: int
    counted: bool  # neither the use nor the gift is contested, and the gift is here: it is in the sums
    over: int = 0  # the part above the gift's amount: the first uses by day, then id, are covered first
    money: bool = True  # what the gift is; of one that is not here nobody knows


@dataclass(frozen=True, slots=True)
class UseLine:
    """One use of gifts, and its effect."""

    id: str
    day: str
    effect: str
    shares: tuple[Share, ...]  # by gift id
    project: str  # id; empty: for the whole cell
    act: str  # id of the contribution; empty: none named
    persons: tuple[str, ...]  # whom it concerns (``Who.all``)
    teller: str  # the person whose words the effect is
    writer: str  # the person who wrote it down; another than the teller: on their behalf
    by_concerned: bool  # the teller is one of ``persons``
    contested: bool = False

    @property
    def cents(self) -> int:
        """What it takes from gifts that count, in all."""
        return sum(share.cents for share in self.shares if share.counted)

    @property
    def adrift(self) -> int:
        """What it says it takes from gifts that are in no sum: contested, in the bin, or not arrived."""
        return sum(share.cents for share in self.shares if not share.counted)


@dataclass(frozen=True, slots=True)
class DonorAccount:
    """What became of the gifts of one person."""

    donor: str  # empty: gifts that name nobody
    accounts: Accounts


@dataclass(frozen=True, slots=True)
class ProjectAccount:
    """What one project took of some gifts, in cents. Over all projects ``used`` is the ``used`` of the gifts, and so on."""

    project: str  # empty: for the whole cell
    money: int  # of gifts of money, the part above their amounts included
    kind: int  # of goods and services
    over: int  # the part of both above the gifts' amounts
    uses: int  # how many uses

    @property
    def used(self) -> int:
        """Money and kind together."""
        return self.money + self.kind


@dataclass(frozen=True, slots=True)
class YearAccount:
    """One calendar year, gifts and uses each by their own date, money and kind together, in cents.

    Always ``brought + received - used == left - over``, and the next year's ``brought`` is this one's ``left - over``.
    """

    year: str  # "2026"; empty, and first: what bears no day
    brought: int  # what was left of the years before; below zero when more was used than given
    received: int
    used: int
    left: int  # at its end, of the gifts given until then
    over: int  # at its end: what was used above them
