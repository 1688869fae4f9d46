"""Entry of ``idos-p2p``: reads the words, runs the command here or where the home is held, and prints the answer."""

from __future__ import annotations

import json
import logging
import os
import secrets
import sys
import time
from argparse import Namespace
from collections.abc import Sequence
from functools import partial
from io import TextIOWrapper
from pathlib import Path
from typing import Any

from idos_p2p.clock import SystemClock
from idos_p2p.errors import BugError, Fault, RefusedError
from idos_p2p.identity.invitation import is_link
from idos_p2p.paths import Home, default_home
from idos_p2p.services.alone import note_copy
from idos_p2p.services.cell import Cell
from idos_p2p.services.copies import source_of
from idos_p2p.services.found import (
    Surroundings,
    choose_cell,
    found,
    open_cell,
)
from idos_p2p.services.lock import HomeLock
from idos_p2p.services.people import own_person
from idos_p2p.services.refound import Beginning, found_from
from ui.command import identity, keeping, on_cell, phrases
from ui.command.ask import ask, takes_commands
from ui.command.documents import Document
from ui.command.pairing_text import told_code
from ui.command.parser import WrongWordsError, parse
from ui.command.text import tell, tell_event, tell_fault
from ui.words.catalogue import Words
from ui.words.languages import words_for

REFUSED, WRONG_WORDS, NOT_EQUAL = 1, 2, 1
INTERRUPTED = 130  # what shells say of a program that Ctrl-C has ended

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
    if options.command == "demo":
        from ui.command.demo.show import demo

        return demo(options, said)
    if options.command == "window":
        from ui.command.window import open_window

        return open_window(_around(options), options, said.language.code)
    if options.command == "pictures":
        from ui.command.window import pictures

        _print(options, [str(path) for path in pictures(_around(options), options.folder, said.language.code)], said)
        return 0
    document = _document(options, said)
    if document is not None:
        _print(options, document, said)
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
        case _:
            return False


def _around(options: Namespace) -> Surroundings:
    named = options.home or os.environ.get("IDOS_HOME")
    home = Home((Path(named) if named else default_home()).absolute())
    return Surroundings(home, SystemClock(), secrets.token_bytes, options.passphrase)


def _document(options: Namespace, said: Words) -> Document:
    """Run the command in this process if it may hold the home, else in the one that does."""
    around = _around(options)
    match options.command:
        case "copy list":  # asks nothing of the cell: it may be the one that does not open
            return keeping.listed(around.home, choose_cell(around.home, options.cell or ""))
        case "home list":
            return identity.home_list(around.home)
        case "home add":
            return identity.home_add(around.home, options.name)
    lock = _lock(around.home, alone=options.command in ALONE)
    if lock is None:
        return _asked(options, around, said)
    try:
        return _here(options, around, said)
    finally:
        lock.release()


def _asked(options: Namespace, around: Surroundings, said: Words) -> Document:
    """Have the process that holds the home run the command; a code is shown first, and then waited for."""
    if not options.shows_code:
        return ask(around.home, options.command, _plain(options))
    from ui.command.sponsoring import SHOW, WAIT

    _show_code(ask(around.home, SHOW, _plain(options)), said, as_json=options.json)
    return ask(around.home, WAIT, _plain(options))


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


def _here(options: Namespace, around: Surroundings, said: Words) -> Document:
    match options.command:
        case "cell create":
            return _create(options, around, said)
        case "cell join" | "device join" | "serve" | "sync" | "meeting check":
            return _meet(options, around, said)
        case "cell passphrase":
            cell_id = choose_cell(around.home, options.cell or "")
            return identity.passphrase(around, cell_id, said, remove=options.remove)
        case "copy restore":
            return keeping.restored(around, Path(options.path))
        case "repair":
            return keeping.repaired(around, choose_cell(around.home, options.cell or ""))
    if options.shows_code:
        return _meet(options, around, said)
    cell = open_cell(around, choose_cell(around.home, options.cell or ""))
    try:
        if options.command == "copy make":
            made = keeping.made(source_of(around.home, cell), Path(options.path), around.clock)
            note_copy(cell)
            return made
        return on_cell.run(cell, options.command, vars(options))
    finally:
        _leave(around, cell)


def _meet(options: Namespace, around: Surroundings, said: Words) -> Document:
    from sync.worker import CellWorker
    from ui.command import meeting, pairing

    match options.command:
        case "cell join" if is_link(options.link):
            return meeting.join_by_link(around, vars(options))
        case "cell join":
            return pairing.join_by_code(around, vars(options))
        case "device join":
            return pairing.join_device(around, vars(options))
    cell_id = choose_cell(around.home, options.cell or "")

    def use(worker: CellWorker) -> Document:
        match options.command:
            case "serve":
                meeting.serve(worker, around, vars(options), partial(_stream, said=said, as_json=options.json))
                return None
            case "sync":
                return meeting.sync(worker, around, vars(options))
            case "meeting check":
                return meeting.check(worker, around, vars(options))
        return pairing.sponsor(worker, around, vars(options), partial(_show_code, said=said, as_json=options.json))

    return meeting.with_worker(around, lambda: open_cell(around, cell_id), use)


def _create(options: Namespace, around: Surroundings, said: Words) -> Document:
    told: Document = {}
    if options.source:
        beginning = Beginning(options.name, options.person, options.roles, options.term)
        done = found_from(around, beginning, Path(options.source), said.say("found_from_aside"))
        cell, told = done.cell, {"records": done.records, "attachments": done.attachments, "aside": done.aside}
    else:
        cell = found(around, options.name, options.person, options.roles, options.term)
    try:
        return {"id": cell.id.hex(), "person": own_person(cell), "device": cell.device.hex(), **told}
    finally:
        _leave(around, cell)


def _leave(around: Surroundings, cell: Cell) -> None:
    """Close the cell, and make the copy of this day if it is still to be made."""
    source = source_of(around.home, cell)
    cell.close()
    keeping.copy_on_leaving(source, around.clock)


def _plain(options: Namespace) -> dict[str, Any]:
    return {name: value for name, value in vars(options).items() if name not in {"home", "json", "passphrase"}}


def _print(options: Namespace, document: Document, said: Words) -> None:
    _say(json.dumps(document, ensure_ascii=False) if options.json else tell(options.command, document, said))


def _stream(document: dict[str, Any], said: Words, *, as_json: bool) -> None:
    _say(json.dumps(document, ensure_ascii=False) if as_json else tell_event(document, said))


def _show_code(document: Document, said: Words, *, as_json: bool) -> None:
    _say(json.dumps(document, ensure_ascii=False) if as_json else "\n".join(told_code(document, said)))


def _say(text: str) -> None:
    """Print, for as long as somebody reads: a reader who has left (``| head``) ends no meeting."""
    try:
        print(text, flush=True)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _fail(fault: Fault, said: Words, *, as_json: bool, code: int) -> int:
    sentence = tell_fault(fault, said)
    if isinstance(fault, BugError):
        logging.getLogger("idos").error("a promise was broken code=%s", fault.code, exc_info=fault)
    if as_json:
        _say(json.dumps({"error": {"code": fault.code, "message": sentence}}, ensure_ascii=False))
    print(sentence, file=sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main())
