"""The one table of commands: the module that runs each, and so the one that tells it; a process loads no other.

What a command does is in the ``COMMANDS`` of ``ui/command/MODULE.py``, what is told of its answer in the ``TELLERS`` of
``ui/command/MODULE_text.py``. They are loaded by name; the imports for the types show them to import-linter, and to
whatever packs the program. ``tests/meta/test_source.py`` holds both to the same names.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from idos_p2p.services.cell import Cell
    from ui.command import (
        around,
        around_text,
        attaching,
        attaching_text,
        carrying,
        carrying_text,
        cells,
        cells_text,
        checking,
        checking_text,
        decide,
        decide_text,
        demo_text,
        devices,
        devices_text,
        examining_text,
        history,
        history_text,
        identity,
        identity_text,
        keeping_text,
        meeting_text,
        note,
        note_text,
        papers,
        papers_text,
        room,
        room_text,
        status_text,
        thread,
        thread_text,
        writing,
        writing_text,
    )
    from ui.words.catalogue import Words

Document = Any
"""A JSON document: what ``json.dumps`` takes."""

Options = Mapping[str, Any]
"""The options of a command, as ``parser.parse`` gives them or as JSON brings them."""

Run = Callable[["Cell", Options], Document]
Tell = Callable[[Document, "Words"], list[str]]

ON_CELL: Mapping[str, tuple[str, ...]] = {
    "around": ("around", "project", "agenda", "page", "signup"),
    "attaching": ("attach", "attachments", "detach", "save"),
    "carrying": ("carry write", "carry read", "carry folder"),
    "cells": ("cell show", "cell members", "cell invite"),
    "checking": ("check", "rebuild"),
    "decide": (
        *("cell admit", "cell chambers", "cell charter", "cell confirm", "cell exclude", "cell forget"),
        *("cell put-to-rest", "cell rest", "decide amend", "decide circle", "decide close", "decide contest"),
        *("decide countersign", "decide enact", "decide list", "decide propose", "decide reply", "decide say"),
        "decide show",
    ),
    "devices": ("device list", "device revoke"),
    "history": (
        *("bin", "due", "erase", "history", "put-back", "redo", "register", "remove", "restore", "show", "undo"),
    ),
    "identity": ("cell leave", "cell recover"),
    "note": ("note", "thank", "attest"),
    "papers": ("import", "export"),
    "room": ("room", "room carry", "room end"),
    "thread": ("thread", "gifts", "recognition", "compass"),
    "writing": ("add", "set", "list", "search"),
}
"""Commands that need nothing but an opened cell: they run here, or in the process that holds the home."""

APART: Mapping[str, tuple[str, ...]] = {
    "cells": ("cell create", "cell join"),
    "demo": ("demo", "pictures"),
    "devices": ("device add", "device join"),
    "identity": ("cell passphrase", "home add", "home list"),
    "keeping": ("copy list", "copy make", "copy restore", "repair"),
    "examining": ("meeting check",),
    "meeting": ("sync",),
    "status": ("status",),
}
"""Commands that find, open or leave a cell in their own way (``main``, ``here``), and answer."""

_RUN_BY = {command: module for module, commands in ON_CELL.items() for command in commands}
_TOLD_BY = _RUN_BY | {command: module for module, commands in APART.items() for command in commands}


def is_on_cell(command: str) -> bool:
    """Say whether a command needs nothing but an opened cell."""
    return command in _RUN_BY


def run_of(command: str) -> Run:
    """Return what runs a command on an opened cell, as ``ON_CELL`` says; the module is loaded now."""
    commands: Mapping[str, Run] = import_module(f"ui.command.{_RUN_BY[command]}").COMMANDS
    return commands[command]


def tell_of(command: str) -> Tell:
    """Return what tells the answer of a command; the module is loaded now."""
    tellers: Mapping[str, Tell] = import_module(f"ui.command.{_TOLD_BY[command]}_text").TELLERS
    return tellers[command]
