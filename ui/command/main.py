"""Entry of ``idos-p2p``: reads the words, runs the command here or where the home is held, and prints the answer.

Nothing else is loaded here: what a command needs is loaded as it begins, what it does not need never is.
"""

from __future__ import annotations

import json
import logging
import os
import sys
import time
from argparse import Namespace
from collections.abc import Sequence
from io import TextIOWrapper
from pathlib import Path
from typing import Any

from idos_p2p.errors import BugError, Fault, RefusedError
from idos_p2p.paths import Home, default_home
from idos_p2p.services.lock import HomeLock
from ui.command import phrases
from ui.command.ask import ask, takes_commands
from ui.command.logbook import log_to
from ui.command.parser import WrongWordsError, parse
from ui.command.printing import print_answer, print_code, say
from ui.command.table import Document
from ui.command.text import tell_fault
from ui.words.catalogue import Words
from ui.words.languages import words_for

REFUSED, WRONG_WORDS, NOT_EQUAL = 1, 2, 1
INTERRUPTED = 130  # what shells say of a program that Ctrl-C has ended

WITHOUT_LOCK = frozenset({"copy list", "home add", "home list", "pictures"})
"""The commands that ask nothing of a cell, which may be the one that does not open, or that take it themselves."""

ALONE = frozenset({"serve", "cell create", "cell join", "cell passphrase", "device join", "copy restore", "repair"})
"""The commands that no other process can run for this one."""

BUSY_SECONDS = 5.0  # a short command of the same home is over by then, and one that stays takes commands
LOOK_SECONDS = 0.05


def main(words: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0, 1 when refused, 2 when the words are wrong, 130 after Ctrl-C."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    logging.basicConfig(format="%(asctime)s %(name)s %(message)s", stream=sys.stderr, level=_log_level())
    said = words_for(os.environ.get("IDOS_LANGUAGE", "fr"))
    given = sys.argv[1:] if words is None else list(words)
    try:
        options = parse(given)
    except WrongWordsError as error:
        return _fail(RefusedError("wrong_words", details=str(error)), said, as_json="--json" in given, code=WRONG_WORDS)
    options.language = said.language.code
    if options.log_file:
        log_to(options.log_file)
    try:
        return _opened(options, said)
    except Fault as fault:
        return _fail(fault, said, as_json=options.json, code=REFUSED)
    except KeyboardInterrupt:
        return INTERRUPTED


def _opened(options: Namespace, said: Words) -> int:
    """Run the command; whoever sits at a terminal is asked for the passphrase when it is needed."""
    options.passphrase = phrases.current()
    options.language = said.language.code
    try:
        return _run(options, said)
    except RefusedError as refused:
        if refused.code != "passphrase_needed" or options.passphrase or not phrases.can_ask():
            raise
    options.passphrase = phrases.ask(said)
    return _run(options, said)


def _log_level() -> int:
    return getattr(logging, os.environ.get("IDOS_LOG", "WARNING").upper(), logging.WARNING)


def _run(options: Namespace, said: Words) -> int:
    match options.command:
        case "demo":
            from ui.command.demo.show import demo

            return demo(options, said)
        case "window":
            from ui.command.here import surroundings
            from ui.command.window import open_window

            return open_window(surroundings(options, _home(options)), options, said.language.code)
    document = _document(options, said)
    if document is not None:
        print_answer(options.command, document, said, as_json=options.json)
    return NOT_EQUAL if _failed(options.command, document) else 0


def _failed(command: str, document: Document) -> bool:
    match command:
        case "sync":
            return not document["equal"]
        case "check" | "meeting check":
            return not document["ok"]
        case "import":
            return bool(document["faults"])
        case "carry read":
            return document["stopped"] is not None
        case "status":
            return not document["open"] or bool(document["conditions"])
        case _:
            return False


def _home(options: Namespace) -> Home:
    named = options.home or os.environ.get("IDOS_HOME")
    return Home((Path(named) if named else default_home()).absolute())


def _document(options: Namespace, said: Words) -> Document:
    """Run the command in this process if it may hold the home, else in the one that does."""
    home = _home(options)
    if options.command in WITHOUT_LOCK:
        from ui.command.here import run_without_lock

        return run_without_lock(options, home, said)
    lock = _lock(home, alone=options.command in ALONE)
    if lock is None:
        return _asked(options, home, said)
    try:
        from ui.command.here import run

        return run(options, home, said)
    finally:
        lock.release()


def _asked(options: Namespace, home: Home, said: Words) -> Document:
    """Have the process that holds the home run the command; a code is shown first, and then waited for."""
    if not options.shows_code:
        return ask(home, options.command, _plain(options))
    from ui.command.sponsoring import SHOW, WAIT

    print_code(ask(home, SHOW, _plain(options)), said, as_json=options.json)
    return ask(home, WAIT, _plain(options))


def _lock(home: Home, *, alone: bool) -> HomeLock | None:
    """Return the home's lock, or None when the process that holds it takes commands.

    For a moment neither may be: another command is under way, or the one that stays is still opening the home.
    Raises RefusedError("home_in_use") when that moment lasts, and at once for a command that must be alone.
    """
    patience = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            return HomeLock(home.lock)
        except RefusedError:
            serving = takes_commands(home)
            if serving and not alone:
                return None
            if serving or time.monotonic() > patience:
                raise
            time.sleep(LOOK_SECONDS)


def _plain(options: Namespace) -> dict[str, Any]:
    return {name: value for name, value in vars(options).items() if name not in {"home", "json", "passphrase"}}


def _fail(fault: Fault, said: Words, *, as_json: bool, code: int) -> int:
    sentence = tell_fault(fault, said)
    if isinstance(fault, BugError):
        logging.getLogger("idos").error("a promise was broken code=%s", fault.code, exc_info=fault)
    if as_json:
        say(json.dumps({"error": {"code": fault.code, "message": sentence}}, ensure_ascii=False))
    print(sentence, file=sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main())
