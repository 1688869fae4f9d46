"""Runs a command in this process: opens the cell, does what was asked, leaves it with the copy of the day made."""

from __future__ import annotations

import secrets
from argparse import Namespace
from functools import partial
from pathlib import Path

from idos_p2p.clock import SystemClock
from idos_p2p.paths import Home
from idos_p2p.services.cell import Cell
from idos_p2p.services.copies import source_of
from idos_p2p.services.found import Surroundings, choose_cell, found, open_cell
from idos_p2p.services.people import own_person
from idos_p2p.services.sparing import spare_memory
from ui.command import on_cell
from ui.command.daily import copy_on_leaving
from ui.command.printing import print_code, print_event
from ui.command.table import Document
from ui.words.catalogue import Words


def surroundings(options: Namespace, home: Home) -> Surroundings:
    """Return what this computer gives a command."""
    return Surroundings(home, SystemClock(), secrets.token_bytes, options.passphrase)


def run_without_lock(options: Namespace, home: Home, said: Words) -> Document:
    """Run one of the commands that hold no home, or take it in their own way, and return its document."""
    from ui.command import identity, keeping

    match options.command:
        case "copy list":
            return keeping.listed(home, choose_cell(home, options.cell or ""))
        case "home list":
            return identity.home_list(home)
        case "pictures":
            from ui.command.window import pictures

            written = pictures(surroundings(options, home), options.folder, said.language.code)
            return [str(path) for path in written]
    return identity.home_add(home, options.name)


def run(options: Namespace, home: Home, said: Words) -> Document:
    """Run a command and return its document; call it with the home's lock held.

    Raises RefusedError, as the command does.
    """
    around = surroundings(options, home)
    match options.command:
        case "cell create":
            return _create(options, around, said)
        case "cell join" | "device join" | "serve" | "sync" | "meeting check":
            return _meet(options, around, said)
        case "status":  # the home is ours: no process holds it
            from ui.command.status import NOBODY

            return NOBODY
        case "cell passphrase" | "copy restore" | "repair":
            return _keys_and_files(options, around, said)
    if options.shows_code:
        return _meet(options, around, said)
    cell = open_cell(around, choose_cell(home, options.cell or ""))
    try:
        if options.command == "copy make":
            return _copy(cell, around, Path(options.path))
        return on_cell.run(cell, options.command, vars(options))
    finally:
        _leave(around, cell)


def _keys_and_files(options: Namespace, around: Surroundings, said: Words) -> Document:
    from ui.command import identity, keeping

    if options.command == "copy restore":
        return keeping.restored(around, Path(options.path))
    cell_id = choose_cell(around.home, options.cell or "")
    if options.command == "repair":
        return keeping.repaired(around, cell_id)
    return identity.passphrase(around, cell_id, said, remove=options.remove)


def _copy(cell: Cell, around: Surroundings, path: Path) -> Document:
    from idos_p2p.services.alone import note_copy
    from ui.command import keeping

    made = keeping.made(source_of(around.home, cell), path, around.clock)
    note_copy(cell)
    return made


def _meet(options: Namespace, around: Surroundings, said: Words) -> Document:
    from idos_p2p.identity.invitation import is_link
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
                meeting.serve(worker, around, vars(options), partial(print_event, said=said, as_json=options.json))
                return None
            case "sync":
                return meeting.sync(worker, around, vars(options))
            case "meeting check":
                return meeting.check(worker, around, vars(options))
        return pairing.sponsor(worker, around, vars(options), partial(print_code, said=said, as_json=options.json))

    def opened() -> Cell:
        cell = open_cell(around, cell_id)
        if options.command == "serve":
            spare_memory(cell)
        return cell

    return meeting.with_worker(around, opened, use)


def _create(options: Namespace, around: Surroundings, said: Words) -> Document:
    told: Document = {}
    if options.source:
        from idos_p2p.services.refound import Beginning, found_from

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
    copy_on_leaving(source, around.clock)
