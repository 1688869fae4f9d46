"""Cells that leave as Automerge files, and what the JavaScript Automerge said of such files.

``python -m tests.contract.papers.saving MODULE`` writes ``tests/data/automerge_js/saved.json`` anew, with MODULE as in
``tests/data/automerge_js/read.mjs``.
"""

from __future__ import annotations

import json
import subprocess
import sys
from base64 import b64encode
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from idos_p2p.ids import EntryId
from idos_p2p.papers.formats import Format
from idos_p2p.records.document import RecordDocument
from idos_p2p.records.plan import Plain
from idos_p2p.services.cell import Cell
from idos_p2p.services.export import export
from idos_p2p.services.people import own_person
from idos_p2p.services.project import judge_record
from idos_p2p.services.write import add, change
from idos_p2p.views.records import find
from tests.contract.papers.moving import lines
from tests.contract.services.forking import copy_of, shameless
from tests.simulation.devices import Surroundings, share

DATA = Path(__file__).parents[2] / "data/automerge_js"
SAVED, READER = DATA / "saved.json", DATA / "read.mjs"
TEXT = "Présents : Ana, Luc\nOn a planté 12 tomates 🍅 \U0001f469\u200d\U0001f33e\n=1+1"


def lived(around: Surroundings) -> Cell:
    """Return a cell in which two wrote apart and met, one forked, and texts were edited."""
    ana = around.found("Ana")
    luc = around.joined(ana, "Luc")
    page = add(ana, "page", {"title": "Compte rendu « d’été »", "body": TEXT, "sources": ["Carnet", "a|b"]})
    gift = add(ana, "gift", {"donor": own_person(ana), "cents": 2**53, "date": "2026-01-01", "wish": TEXT})
    add(ana, "use", {"gifts": {gift: 1250}, "date": "2026-01-02", "effect": "Des outils."})
    share(ana, luc)
    change(ana, page, {"body": TEXT.replace("12", "14"), "title": "Compte rendu"})
    change(luc, page, {"body": TEXT.replace("Luc", "Luc, Zoé \U0001f44b"), "title": "Bilan"})
    share(luc, ana)
    change(ana, page, {"removed": "2026-02-01"})
    share(ana, luc)
    twin = shameless(copy_of(around, luc))
    change(luc, page, {"licence": "CC0"})
    change(twin, page, {"licence": "CC-BY-4.0"})
    share(luc, ana)
    share(twin, ana)
    return ana


def held(cell: Cell, folder: Path) -> dict[str, dict[str, Plain]]:
    """Return what the log says that each file of an export holds, by its name."""
    found: dict[str, dict[str, Plain]] = {}
    told: dict[str, list[str]] = {}
    for line in lines(folder / "records.jsonl"):
        told.setdefault(line["id"], []).append(line["file"])
    for record, names in told.items():
        worlds = judge_record(cell, find(cell.store.reader, record).record).of(EntryId(bytes.fromhex(record)))
        for name, world in zip(names, worlds, strict=True):
            found[name] = RecordDocument.load(world.changes).fields()
    return found


def read_by_javascript(module: Path, folder: Path) -> dict[str, dict[str, Any]]:
    """Return what the JavaScript Automerge reads of each file."""
    command = ["node", str(READER), str(module), str(folder)]
    told = subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8", timeout=60).stdout
    found: dict[str, dict[str, Any]] = json.loads(told)
    return found


def main() -> None:
    """Write the vector: some files, the changes they hold, and what JavaScript says of them."""
    around = Surroundings(1)
    cell = lived(around)
    with TemporaryDirectory() as place:
        folder = Path(place, "out")
        export(cell, folder, Format.AUTOMERGE)
        said = read_by_javascript(Path(sys.argv[1]), folder)
        vector = []
        for line in lines(folder / "records.jsonl"):
            record = find(cell.store.reader, line["id"]).record
            worlds = judge_record(cell, record).of(EntryId(bytes.fromhex(line["id"])))
            number = line["file"].split(".")[1]
            world = worlds[int(number) - 1 if number.isdecimal() else 0]
            changes = [[change.actor.hex(), b64encode(change.body).decode()] for change in world.changes]
            saved = b64encode((folder / line["file"]).read_bytes()).decode()
            vector.append({"changes": changes, "saved": saved, "said": said[line["file"]]})
    around.close()
    SAVED.write_text("[\n" + ",\n".join(map(json.dumps, vector)) + "\n]\n", encoding="utf-8")


if __name__ == "__main__":
    main()
