"""Where a command's answer goes: one JSON document, or text for a person, on standard output."""

from __future__ import annotations

import json
import os
import sys
from typing import Any

from ui.command.devices_text import told_code
from ui.command.table import Document
from ui.command.text import tell, tell_event
from ui.words.catalogue import Words


def print_answer(command: str, document: Document, said: Words, *, as_json: bool) -> None:
    """Print what a command answered."""
    say(json.dumps(document, ensure_ascii=False) if as_json else tell(command, document, said))


def print_event(document: dict[str, Any], said: Words, *, as_json: bool) -> None:
    """Print one event of ``serve``, a line."""
    say(json.dumps(document, ensure_ascii=False) if as_json else tell_event(document, said))


def print_code(document: Document, said: Words, *, as_json: bool) -> None:
    """Print a spoken code, as it waits for who says it."""
    say(json.dumps(document, ensure_ascii=False) if as_json else "\n".join(told_code(document, said)))


def say(text: str) -> None:
    """Print, for as long as somebody reads: a reader who has left (``| head``) ends no meeting."""
    try:
        print(text, flush=True)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
