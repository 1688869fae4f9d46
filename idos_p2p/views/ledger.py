"""What became of gifts, added up: pure sums over the lines that ``views/thread.py`` reads.

A contested gift or use is a line like any other and is in no sum. The same lines give the same sums in any order.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

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
        return Account(
            self.received + other.received,
            self.used + other.used,
            self.left + other.left,
            self.over + other.over,
            self.gifts + other.gifts,
            self.untouched + other.untouched,
            self.unvalued + other.unvalued,
        )


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
    donor: str  # the person (``Persons.of``); empty while nobody is named
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
    persons: tuple[str, ...]  # whom it concerns (``Persons.all``)
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
    """What one project took of some gifts, in cents; all projects together, what these gifts' accounts say."""

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
class Movement:
    """Cents given with a gift, or taken from it, on a day."""

    gift: str
    day: str
    cents: int


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


def settled(gifts: Iterable[GiftLine], uses: Iterable[UseLine]) -> tuple[Mapping[str, GiftLine], Mapping[str, UseLine]]:
    """Return the lines by id, with what uses take from each gift and what of each share is above its gift's amount.

    ``uses`` must hold all uses of these gifts, and may hold others.
    """
    known = {gift.id: gift for gift in gifts}
    used = dict.fromkeys(known, 0)
    times = dict.fromkeys(known, 0)
    lines: dict[str, UseLine] = {}
    for use in sorted(uses, key=lambda use: (use.day, use.id)):
        shares = []
        for share in use.shares:
            gift = known.get(share.gift)
            if gift is None or use.contested:
                shares.append(Share(share.gift, share.cents, counted=False, money=gift is None or gift.form == MONEY))
                continue
            before = max(0, used[gift.id] - gift.cents)
            used[gift.id] += share.cents
            times[gift.id] += 1
            over = 0 if gift.contested else max(0, used[gift.id] - gift.cents) - before
            shares.append(Share(share.gift, share.cents, not gift.contested, over, gift.form == MONEY))
        lines[use.id] = replace(use, shares=tuple(shares))
    return {name: replace(gift, used=used[name], uses=times[name]) for name, gift in known.items()}, lines


def added(gifts: Iterable[GiftLine]) -> Accounts:
    """Return the sum of these gifts' accounts."""
    return sum((gift.accounts for gift in gifts), Accounts())


def by_donor(gifts: Iterable[GiftLine]) -> tuple[DonorAccount, ...]:
    """Return what became of the gifts of each donor, by their ids, nobody first."""
    found: dict[str, Accounts] = {}
    for gift in gifts:
        if not gift.contested:
            found[gift.donor] = found.get(gift.donor, Accounts()) + gift.accounts
    return tuple(DonorAccount(donor, found[donor]) for donor in sorted(found))


def by_project(uses: Iterable[UseLine], gifts: Collection[str]) -> tuple[ProjectAccount, ...]:
    """Return what each project took of these gifts (ids), by the projects' ids, the whole cell first."""
    found: dict[str, ProjectAccount] = {}
    for use in uses:
        shares = [share for share in use.shares if share.counted and share.gift in gifts]
        if not shares:
            continue
        known = found.get(use.project, ProjectAccount(use.project, 0, 0, 0, 0))
        found[use.project] = ProjectAccount(
            use.project,
            known.money + sum(share.cents for share in shares if share.money),
            known.kind + sum(share.cents for share in shares if not share.money),
            known.over + sum(share.over for share in shares),
            known.uses + 1,
        )
    return tuple(found[project] for project in sorted(found))


def by_year(received: Iterable[Movement], used: Iterable[Movement]) -> tuple[YearAccount, ...]:
    """Return each year in which something was given or used, in order; what bears no day stands before all years."""
    moves: dict[str, list[tuple[str, int, int]]] = {}
    for sign, movements in ((1, received), (-1, used)):
        for movement in movements:
            moves.setdefault(year_of(movement.day), []).append((movement.gift, sign, movement.cents))
    stands: dict[str, int] = {}  # what is left of each gift; below zero: used above it
    left = over = 0
    years = []
    for year in sorted(moves):
        brought = left - over
        for gift, sign, cents in moves[year]:
            before = stands.get(gift, 0)
            after = stands[gift] = before + sign * cents
            left += max(0, after) - max(0, before)
            over += max(0, -after) - max(0, -before)
        gained = sum(cents for _, sign, cents in moves[year] if sign > 0)
        spent = sum(cents for _, sign, cents in moves[year] if sign < 0)
        years.append(YearAccount(year, brought, gained, spent, left, over))
    return tuple(years)
