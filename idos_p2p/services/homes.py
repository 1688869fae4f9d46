"""The homes of one computer: a person each, with keys, cells and a passphrase of their own (design §5, §7).

The first person's home is the root; the others' lie in a folder of it, so that one ``--home`` isolates them all. Who is
there is read from the folders: there is no list that could be lost. Names stand in clear, for one chooses before any
passphrase is given, and only where there are several persons.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import msgspec

from idos_p2p.errors import RefusedError
from idos_p2p.identity.keystore import is_wrapped
from idos_p2p.ids import CellId
from idos_p2p.limits import MAX_NAME_CHARACTERS
from idos_p2p.papers.known import name_key
from idos_p2p.paths import PERSONS, Home
from idos_p2p.store.durable import write_durably

MOST_HOMES = 50  # a computer of a community place; a list longer than that is not one to choose from


@dataclass(frozen=True, slots=True)
class KnownHome:
    """One person's home. ``name`` is empty while nobody has said whose it is."""

    home: Home
    name: str
    cells: int
    protected: bool  # a cell of it opens with a passphrase only


def homes(root: Home) -> list[KnownHome]:
    """Return the homes of this computer, the first person's first, then in the order they were made."""
    others = [Home(path) for path in root.persons.iterdir()] if root.persons.is_dir() else []
    made = sorted((home for home in others if home.path.name.isdecimal()), key=lambda home: int(home.path.name))
    return [_known(home) for home in (root, *made)]


def add_home(root: Home, name: str) -> Home:
    """Make a home for another person of this computer, and return it.

    Raises RefusedError: ``home_name``, ``home_taken`` (somebody here is called so), ``homes_too_many``, ``store_io``.
    """
    name = _clean(name)
    here = homes(root)
    if len(here) >= MOST_HOMES:
        raise RefusedError("homes_too_many", most=MOST_HOMES)
    if any(name_key(known.name) == name_key(name) for known in here):
        raise RefusedError("home_taken", name=name)
    try:
        root.persons.mkdir(mode=0o700, parents=True, exist_ok=True)
        home = Home(_free(root.persons, len(here) + 1))
    except OSError as error:
        raise RefusedError("store_io", path=str(root.persons), reason=str(error)) from error
    write_durably(home.person, name.encode())
    return home


def is_shared(home: Home) -> bool:
    """Say whether this computer is used by several persons, so that each home has to say whose it is."""
    return home.persons.is_dir() or home.path.parent.name == PERSONS


def name_home(home: Home, name: str) -> None:
    """Say whose home this is; a name that did not change is not written. Raises RefusedError("store_io")."""
    if name and name != _name(home):
        write_durably(home.person, name[:MAX_NAME_CHARACTERS].encode())


def _known(home: Home) -> KnownHome:
    cells = home.cells()
    return KnownHome(home, _name(home), len(cells), any(_protected(home, cell) for cell in cells))


def _protected(home: Home, cell: CellId) -> bool:
    try:
        return is_wrapped(home.keys(cell).read_bytes())
    except (OSError, msgspec.DecodeError):
        return False  # whoever opens it is told what is wrong


def _name(home: Home) -> str:
    try:
        return home.person.read_text(encoding="utf-8")[:MAX_NAME_CHARACTERS]
    except (OSError, UnicodeDecodeError):
        return ""


def _clean(name: str) -> str:
    name = " ".join(name.split())
    if not 0 < len(name) <= MAX_NAME_CHARACTERS:
        raise RefusedError("home_name", most=MAX_NAME_CHARACTERS)
    return name


def _free(folder: Path, number: int) -> Path:
    """Make a folder with the first free number from this one on, and return it."""
    while True:
        path = folder / str(number)
        try:
            path.mkdir(mode=0o700)
        except FileExistsError:
            number += 1
            continue
        return path
