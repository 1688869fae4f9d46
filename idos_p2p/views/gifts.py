"""The gifts of a period and what became of each, added up by donor, by project and by year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from idos_p2p.store.ports import Reader
from idos_p2p.views.flow import Flow, Rest, drawn
from idos_p2p.views.gift_lines import MOST_CENTS, Named, gift_lines, keys_linking, keys_within, named, use_lines
from idos_p2p.views.ledger import (
    Accounts,
    DonorAccount,
    GiftLine,
    Movement,
    ProjectAccount,
    YearAccount,
    added,
    by_donor,
    by_project,
    by_year,
    settled,
)
from idos_p2p.views.period import Period
from idos_p2p.views.persons import Persons
from idos_p2p.views.thread import MOST_NODES, newest_first, strands

# Both are answered by their index alone; the planner would take another one, and read each record.
_GIVEN = """
    SELECT lower(hex(id)), day, cents FROM record INDEXED BY gift_given
    WHERE kind = 'gift' AND NOT removed AND NOT contested
"""
_USED = """
    SELECT share.key, record.day, max(0, min(share.value, ?))
    FROM record INDEXED BY gift_used JOIN json_each(record.fields -> '$.gifts') AS share
    WHERE record.kind = 'use' AND NOT record.removed AND NOT record.contested AND share.type = 'integer'
"""


@dataclass(frozen=True, slots=True)
class Gifts:
    """The gifts given in a period and all their uses, whenever these were. Sums are over all, ``gifts`` may be cut.

    The sums agree: the accounts of donors add up to ``accounts``; what projects used, to its ``used`` and ``over``.
    """

    period: Period
    accounts: Accounts
    donors: tuple[DonorAccount, ...]  # by donor's id, nobody first
    projects: tuple[ProjectAccount, ...]  # by project's id, the whole cell first
    gifts: tuple[GiftLine, ...]  # newest day first, then by id; contested ones among them
    gifts_in_all: int
    contested_gifts: int  # in no sum
    contested_uses: int  # in no sum
    flow: Flow
    names: Mapping[str, Named]  # of every id that sums, lines and the drawing name and that is here


def gifts(reader: Reader, who: Persons, period: Period, most: int) -> Gifts:
    """Return the gifts given in a period, at most ``most`` of them as lines, and what became of them all."""
    given = gift_lines(reader, who, keys_within(reader, "gift", period))
    uses = use_lines(reader, who, sorted(keys_linking(reader, "gifts", (gift.id for gift in given))))
    lines, settled_uses = settled(given, uses)
    shown = newest_first(lines.values())[:most]
    projects = by_project(settled_uses.values(), lines.keys())
    left = (Rest(gift.donor, gift.left) for gift in lines.values() if not gift.contested)
    flow = drawn(strands(settled_uses.values(), lines, lines.keys()), left, MOST_NODES)
    ids = {gift.donor for gift in lines.values()} | {account.project for account in projects}
    return Gifts(
        period=period,
        accounts=added(lines.values()),
        donors=by_donor(lines.values()),
        projects=projects,
        gifts=tuple(shown),
        gifts_in_all=len(lines),
        contested_gifts=sum(gift.contested for gift in lines.values()),
        contested_uses=sum(use.contested for use in uses),
        flow=flow,
        names=named(reader, ids | flow.ids),
    )


def years(reader: Reader) -> tuple[YearAccount, ...]:
    """Return the account of each calendar year, gifts and uses by their own dates, the earliest first."""
    given = [Movement(*row) for row in reader.rows(_GIVEN)]
    known = {movement.gift for movement in given}
    return by_year(given, (Movement(*row) for row in reader.rows(_USED, (MOST_CENTS,)) if row[0] in known))
