"""Who one is on this computer: the passphrase, the homes, recovery, leaving; as documents."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from idos_p2p.errors import RefusedError
from idos_p2p.ids import CellId
from idos_p2p.papers.formats import Format
from idos_p2p.papers.own_words import Language
from idos_p2p.paths import Home
from idos_p2p.services import homes
from idos_p2p.services.cell import Cell
from idos_p2p.services.found import Surroundings
from idos_p2p.services.leave import leave
from idos_p2p.services.passphrase import change_passphrase, is_protected
from idos_p2p.services.people import own_person
from idos_p2p.services.recover import recover
from idos_p2p.services.voices import person_named, voices
from ui.command import papers, phrases
from ui.command.table import Document, Options, Run
from ui.words.catalogue import Words
from ui.words.languages import words_for


def passphrase(around: Surroundings, cell_id: CellId, said: Words, *, remove: bool) -> Document:
    """Wrap the keys in a new passphrase, or in none. Call it with the home's lock held."""
    if is_protected(around.home, cell_id) and not around.passphrase:
        raise RefusedError("passphrase_needed")
    done = change_passphrase(around, cell_id, "" if remove else phrases.new(said))
    return {"id": cell_id.hex(), "protected": done.protected, "copies": done.copies, "earlier": done.earlier}


def home_list(root: Home) -> Document:
    """Return the homes of this computer."""
    return {"homes": [_home(known) for known in homes.homes(root)]}


def home_add(root: Home, name: str) -> Document:
    """Make a home for another person, and return it."""
    made = homes.add_home(root, name)
    return next(_home(known) for known in homes.homes(root) if known.home == made)


def _recover(cell: Cell, options: Options) -> Document:
    known = voices(cell)
    name = known.of(person_named(cell, known, options["person"])).name
    title = words_for(_language(options)).say("recover_title", name=name or options["person"])
    put = recover(cell, options["person"], options["start"], title)
    return {"id": put.id, "record": put.record, "name": name}


def _leave(cell: Cell, options: Options) -> Document:
    told = None
    if options["export"]:
        language: Language = "en" if _language(options) == "en" else "fr"
        told = papers.exported(cell, Path(options["export"]), Format(options["format"]), language, own_person(cell))
    erased = leave(cell, erase=options["erase"])
    return {"id": cell.id.hex(), "erased": erased, "export": told}


COMMANDS: Mapping[str, Run] = {"cell recover": _recover, "cell leave": _leave}


def _language(options: Options) -> str:
    return str(options.get("language", "fr"))


def _home(known: homes.KnownHome) -> Document:
    return {
        "name": known.name,
        "path": str(known.home.path),
        "cells": known.cells,
        "protected": known.protected,
    }
