"""Runs the commands that need nothing but an opened cell: here, or for another process of the same home."""

from __future__ import annotations

from idos_p2p.services.cell import Cell
from idos_p2p.services.secret import tend_if_room
from idos_p2p.services.space import project_if_room
from ui.command.table import ON_CELL, Document, Options, run_of

OF_THE_LOG = frozenset({"cell show", "cell invite", *ON_CELL["devices"]})
"""Commands that ask nothing of the read model."""


def run(cell: Cell, command: str, options: Options) -> Document:
    """Run a command on the cell and return its JSON document; one that reads records sees all that has arrived."""
    run_it = run_of(command)
    if command not in OF_THE_LOG:
        project_if_room(cell)
    before = cell.membership
    document = run_it(cell, options)
    if cell.membership is not before:
        tend_if_room(cell)
    return document
