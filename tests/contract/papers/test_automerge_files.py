"""The files of an export are documents that the JavaScript Automerge opens, with the same content and history."""

from __future__ import annotations

import json
import shutil
import subprocess
from base64 import b64decode
from pathlib import Path

import pytest

from idos_p2p.ids import DeviceId
from idos_p2p.papers.formats import Format
from idos_p2p.records.document import RecordDocument
from idos_p2p.records.gate import examine
from idos_p2p.services.export import export
from tests.contract.papers.moving import lines
from tests.contract.papers.saving import SAVED, held, lived, read_by_javascript
from tests.simulation.devices import Surroundings

PACKAGE = "@automerge/automerge@3.5.0"
MODULE = "node_modules/@automerge/automerge/dist/mjs/entrypoints/fullfat_node.js"


@pytest.fixture(scope="module")
def javascript(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the JavaScript Automerge, brought by npm into a folder of its own."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        pytest.skip("needs node and npm; the kept vector is checked all the same")
    folder = tmp_path_factory.mktemp("javascript")
    patience = ("--fetch-retries=0", "--fetch-timeout=20000")  # where no registry answers, we shall not wait for it
    command = ["npm", "install", "--no-audit", "--no-fund", *patience, "--prefix", str(folder), PACKAGE]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    except subprocess.TimeoutExpired:
        pytest.skip("npm brought nothing in time; the kept vector is checked all the same")
    if done.returncode:
        pytest.skip(f"npm did not bring {PACKAGE}; the kept vector is checked all the same")
    return folder / MODULE


def test_javascript_opens_every_file_with_the_same_content(javascript: Path, tmp_path: Path) -> None:
    around = Surroundings(1)
    cell = lived(around)
    exported = export(cell, tmp_path / "out", Format.AUTOMERGE)
    said = read_by_javascript(javascript, tmp_path / "out")
    assert {name: document["holds"] for name, document in said.items()} == held(cell, tmp_path / "out")
    assert all(document["saved"] for document in said.values())
    assert len(said) == exported.files - 1 > sum(exported.records.values())  # a forked record has further files
    around.close()


def test_files_are_what_they_were_when_javascript_read_them() -> None:
    vector = json.loads(SAVED.read_text(encoding="utf-8"))
    assert len(vector) > 6
    for each in vector:
        changes = [examine(b64decode(body), DeviceId(bytes.fromhex(actor))) for actor, body in each["changes"]]
        document = RecordDocument.load(changes)
        assert document.fields() == each["said"]["holds"]
        assert document.save() == b64decode(each["saved"])
        assert len(changes) == each["said"]["changes"]
        assert {change.hash.hex() for change in changes} >= set(each["said"]["heads"])


def test_every_record_has_a_file_and_each_history_of_a_forked_one(tmp_path: Path) -> None:
    around = Surroundings(1)
    cell = lived(around)
    exported = export(cell, tmp_path / "out", Format.AUTOMERGE)
    index = lines(tmp_path / "out" / "records.jsonl")
    assert len({line["id"] for line in index}) == sum(exported.records.values())
    assert {line["file"] for line in index} == {
        path.relative_to(tmp_path / "out").as_posix() for path in (tmp_path / "out").rglob("*.automerge")
    }
    assert sum(line["contested"] for line in index) == 2
    around.close()
