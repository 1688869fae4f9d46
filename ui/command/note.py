"""The one gesture, thanks and attestations on the command line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace

from idos_p2p.errors import RefusedError
from idos_p2p.services.cell import Cell
from idos_p2p.services.note import Noted, as_last_time, attest, note, proposed, thank
from idos_p2p.services.who import who
from ui.command.table import Document, Options, Run
from ui.words.quantities import local


def _note(cell: Cell, options: Options) -> Document:
    noted = _noted(cell, options)
    if options["preview"]:
        return {"ids": [], "noted": _told(cell, noted)}
    if not noted.persons:
        raise RefusedError("note_nobody")
    written = note(cell, noted, each=options["each"], thanks=options["thanks"])
    return {"ids": written, "noted": _told(cell, noted)}


def _noted(cell: Cell, options: Options) -> Noted:
    """Return what is to be noted: as last time or what the meeting suggests, and what the words say instead."""
    today = _today(cell)
    begun = Noted("", (), today)
    if options["last"]:
        begun = as_last_time(cell, today, options["project"]) or begun
    elif options["meeting"]:
        begun = proposed(cell, options["meeting"]).noted
    given = {
        "what": options["what"],
        "persons": tuple(options["persons"]),
        "date": options["date"],
        "minutes": options["minutes"],
        "project": options["project"],
        "meeting": begun.meeting or options["meeting"],
        "skills": tuple(options["skills"]),
    }
    return replace(begun, **{name: value for name, value in given.items() if value not in (None, "", ())})


def _thank(cell: Cell, options: Options) -> Document:
    to, words = options["persons"], options["words"]
    date = options["date"] or _today(cell)
    return {"id": thank(cell, to, words, date, about=options["about"], giver=options["teller"])}


def _attest(cell: Cell, options: Options) -> Document:
    date = options["date"] or _today(cell)
    minutes, words, teller = options["minutes"], options["words"], options["teller"]
    return {"id": attest(cell, options["id"], options["says"], date, minutes=minutes, words=words, teller=teller)}


def _told(cell: Cell, noted: Noted) -> Document:
    names = who(cell).names
    return {**asdict(noted), "persons": [{"id": name, "name": names.get(name, "")} for name in noted.persons]}


def _today(cell: Cell) -> str:
    return local(cell.clock.now_ms()).date().isoformat()


COMMANDS: Mapping[str, Run] = {"note": _note, "thank": _thank, "attest": _attest}
