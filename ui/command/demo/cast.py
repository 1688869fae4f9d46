"""Who plays in the demo, and which notebooks of the invented association each of them brings."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from idos_p2p.errors import RefusedError

ASSOCIATION = Path(__file__).parent.parent / "association"
CELL_NAME = "Les Semeuses"
COMMON = ASSOCIATION / "commun"
FEWEST, MOST = 2, 20

KEEPERS = (
    ("aicha", "Aïcha Benali"),
    ("karim", "Karim Ould-Ahmed"),
    ("elodie", "Élodie Garçon"),
    ("zoe", "Zoë Lindqvist"),
    ("noel", "Noël Kerbrat"),
    ("aya", "Aya N'Guessan"),
    ("mai", "Mai Nguyễn"),
    ("ilidio", "Ilídio D'Almeida"),
)
"""The keepers of notebooks, by folder: the first founds the cell."""


@dataclass(frozen=True, slots=True)
class Role:
    """One member of the demo: their name, and the folders they import while apart."""

    name: str
    folders: tuple[Path, ...]


def cast(members: int) -> list[Role]:
    """Return so many roles; the notebooks of keepers who do not play are shared out among those who do.

    Raises RefusedError("demo_members") outside of what the invented association can fill.
    """
    if not FEWEST <= members <= MOST:
        raise RefusedError("demo_members", fewest=FEWEST, most=MOST)
    players = min(members, len(KEEPERS))
    roles = [
        Role(name, tuple(ASSOCIATION / folder for folder, _ in KEEPERS[position::players]))
        for position, (_, name) in enumerate(KEEPERS[:players])
    ]
    names = {role.name for role in roles}
    others = [name for name in _names() if name not in names]
    return roles + [Role(name, ()) for name in others[: members - players]]


def _names() -> list[str]:
    """Return the names of all persons of the association: the first column of its sheet."""
    with (COMMON / "persons.csv").open(encoding="utf-8-sig", newline="") as stream:
        return [row[0].replace("’", "'") for row in list(csv.reader(stream, delimiter=";"))[1:]]
