"""The words of the commands that carry the cell by USB key and shared folder."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path

Add = Callable[[str, str], ArgumentParser]
"""Adds a command to a group, by its name and what it is about."""


def of_carrying(add: Add) -> None:
    """Add the commands of the group ``carry``."""
    write = add("write", "write all that is here, for every computer of the cell")
    write.add_argument("path", type=_whole_path, metavar="PATH")
    write.add_argument("--no-attachments", action="store_true", help="the records alone")
    write.add_argument(
        "--for", default="", metavar="PERSON", dest="for_whom", help="only what this person lacks, as far as is known"
    )
    read = add("read", "take what is new from such a file")
    read.add_argument("path", type=_whole_path, metavar="PATH")
    read.add_argument("--preview", action="store_true", help="say what would come, and keep nothing")
    folder = add("folder", "share through a folder that others carry; without DIR, say which one it is")
    folder.add_argument("path", nargs="?", type=_whole_path, default=None, metavar="DIR")
    folder.add_argument("--once", action="store_true", help="now, and without remembering it")
    folder.add_argument("--forget", action="store_true", help="share through none any more")


def _whole_path(text: str) -> str:
    return str(Path(text).absolute())
