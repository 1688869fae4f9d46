"""The words of the commands about who one is: passphrase, homes of this computer, recovery, leaving."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path

from idos_p2p.papers.formats import Format

Add = Callable[[str, str], ArgumentParser]
"""Adds a command to a group, by its name and what it is about."""


def of_the_cell(add: Add) -> None:
    """Add the commands of the group ``cell``."""
    passphrase = add("passphrase", "protect the keys of this computer by a passphrase, change it, or take it away")
    passphrase.add_argument("--remove", action="store_true", help="without any from now on")
    recover = add("recover", "propose that the device of a guest becomes the one of a person who lost theirs")
    recover.add_argument("person", metavar="PERSON")
    recover.add_argument("--as-device", required=True, metavar="START|GUEST", dest="start", help="whose device it is")
    leave = add("leave", "leave the cell, for good")
    leave.add_argument("--export", type=_whole_path, default=None, metavar="DIR", help="first write what is yours")
    leave.add_argument("--format", choices=list(Format), default=Format.CSV.value, help="of that export")
    leave.add_argument("--erase", action="store_true", help="first erase, everywhere, what you alone could write")


def of_homes(add: Add) -> None:
    """Add the commands of the group ``home``."""
    add("list", "the persons of this computer, each with a home of their own")
    another = add("add", "make a home for another person of this computer")
    another.add_argument("name", metavar="NAME")


def _whole_path(text: str) -> str:
    return str(Path(text).absolute())
