"""The gifts of a period and what became of each, added up by donor, by project and by year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from idos_p2p.views.flow import Flow
from idos_p2p.views.ledger import Accounts, DonorAccount, GiftLine, ProjectAccount
from idos_p2p.views.period import Period
from idos_p2p.views.thread import Named


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
    names: Mapping[str, Named]  # of every id that lines name
