"""The words of the commands about the spoken code and one's own computers."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable

from idos_p2p.governance.matters import Chamber

Add = Callable[[str, str], ArgumentParser]
"""Adds a command to a group, by its name and what it is about."""


def of_an_invitation(invite: ArgumentParser, interfaces: Callable[[ArgumentParser], None]) -> None:
    """Add what an invitation may be given as, beside a link."""
    invite.add_argument("--chamber", choices=[each.value for each in Chamber], default=Chamber.CARRYING.value)
    invite.add_argument("--qr", action="store_true", help="as a picture for another computer, too")
    invite.add_argument("--code", action="store_true", help="as a code to be said, for one person, in ten minutes")
    _showing(invite, interfaces)


def of_devices(
    add: Add, interfaces: Callable[[ArgumentParser], None], finding: Callable[[ArgumentParser], None]
) -> None:
    """Add the commands of the group ``device``."""
    _showing(add("add", "show a code that makes another computer yours"), interfaces)
    join = add("join", "make this computer another one of a person, by the code that their first one shows")
    join.add_argument("link", metavar="CODE")
    finding(join)
    add("list", "your computers in the cell")
    revoke = add("revoke", "take one of your other computers away: what it writes from now on counts for nothing")
    revoke.add_argument("device", metavar="DEVICE")


def shows_code(options: Namespace) -> bool:
    """Say whether the command shows a code, and waits until somebody has said it."""
    invites = getattr(options, "command", "") == "cell invite" and (options.code or options.allow_again)
    return invites or getattr(options, "command", "") == "device add"


def _showing(parser: ArgumentParser, interfaces: Callable[[ArgumentParser], None]) -> None:
    parser.add_argument("--allow-again", action="store_true", help="show a code although three wrong ones were said")
    interfaces(parser)
