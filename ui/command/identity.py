"""Who one is on this computer: the passphrase, the homes, recovery, leaving; as documents."""

from __future__ import annotations

from idos_p2p.errors import RefusedError
from idos_p2p.ids import CellId
from idos_p2p.paths import Home
from idos_p2p.services import homes
from idos_p2p.services.found import Surroundings
from idos_p2p.services.passphrase import change_passphrase, is_protected
from ui.command import phrases
from ui.command.documents import Document
from ui.words.catalogue import Words


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


def _home(known: homes.KnownHome) -> Document:
    return {
        "name": known.name,
        "path": str(known.home.path),
        "cells": known.cells,
        "protected": known.protected,
    }
