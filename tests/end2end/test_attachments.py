"""Attachments of real homes: by the commands a person types, unread by who has the disk, and through kills.

IDOS_KILLS=50 kills fifty times; IDOS_SEED repeats a run.
"""

from __future__ import annotations

import hashlib
import os
import random
import secrets
import select
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from idos_p2p.clock import SystemClock
from idos_p2p.ids import BlobHash
from idos_p2p.paths import Home
from idos_p2p.services.attach import attachments, missing_attachments
from idos_p2p.services.check import check_deep
from idos_p2p.services.found import Surroundings, open_cell
from idos_p2p.store import migrations
from idos_p2p.store.blobs import FOLDER, FileBlobs
from idos_p2p.store.database import Database
from idos_p2p.store.sealed_chunks import TAG_BYTES
from idos_p2p.store.sqlcipher import SqlcipherStore
from tests.contract.store.making import CELL
from tests.contract.store.test_blobs import put
from tests.end2end.conftest import Cell
from tests.end2end.laptop import NO_DISCOVERY, ROOT, WITHIN

WORD = "mélilot-q7Zk2vXw9Rb4"
NAMED = "sainfoin-j3Nf8sHy1Ld6"
CONTENT = b"\x89PNG\r\n\x1a\n" + f"{WORD} ".encode() * 30_000
KILLS = int(os.environ.get("IDOS_KILLS", "8"))
SEED = int(os.environ.get("IDOS_SEED", secrets.randbelow(1 << 32)))


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A file as a person has it, outside every home."""
    path = tmp_path / "papers" / f"{NAMED}.png"
    path.parent.mkdir()
    path.write_bytes(CONTENT)
    return path


def found_in(*places: Path) -> set[str]:
    """Return what a raw scan of every file, its name included, finds: the word, the name, the hash."""
    digest = hashlib.sha256(CONTENT)
    needles = {word.encode(code) for word in (WORD, NAMED) for code in ("utf-8", "utf-16-le")}
    needles |= {digest.digest(), digest.hexdigest().encode(), CONTENT[:8]}
    files = [path for place in places for path in place.rglob("*") if path.is_file()]
    assert files
    return {
        f"{needle!r} in {path.name}"
        for path in files
        for content in [path.read_bytes() + str(path.name).encode()]
        for needle in needles
        if needle in content
    }


def test_a_file_goes_in_is_listed_and_comes_out(cell: Cell, source: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    page = cell.aicha.add("page", title="Le rucher")
    told: dict[str, Any] = {
        "hash": hashlib.sha256(CONTENT).hexdigest(), "name": source.name, "size": len(CONTENT), "type": "image/png"
    }  # fmt: skip
    assert cell.aicha.do("attach", page, str(source)) == {"id": page, **told}
    assert cell.aicha.do("attachments", page[:8]) == {"items": [told]}
    saved = cell.aicha.do("save", page, told["hash"][:6], str(out))
    assert saved == {**told, "path": str(out / source.name)}
    assert (out / source.name).read_bytes() == CONTENT
    with cell.aicha.serve(NO_DISCOVERY):
        again = cell.aicha.do("save", page, source.name, str(out))
        assert Path(again["path"]).read_bytes() == CONTENT
        assert cell.aicha.fails("attach", page, str(tmp_path)).code == "attachment_missing"
    assert cell.aicha.do("check", "--deep")["ok"]
    assert cell.aicha.do("detach", page, source.name) == {"id": page, **told}
    assert cell.aicha.do("attachments", page) == {"items": []}
    assert cell.aicha.fails("save", page, source.name, str(out)).code == "attachment_unknown"


def test_what_one_attached_comes_with_a_meeting(cell: Cell, source: Path, tmp_path: Path) -> None:
    page = cell.aicha.add("page", title="Le rucher")
    told = cell.aicha.do("attach", page, str(source))
    with cell.aicha.serve(NO_DISCOVERY) as serving:
        assert cell.karim.do("sync", "--peer", serving.endpoint, NO_DISCOVERY)["equal"]
        large = tmp_path / "large.bin"
        large.write_bytes(random.Random(SEED).randbytes(9 << 20))
        later = cell.karim.do("attach", page, str(large))
        assert cell.karim.do("sync", "--peer", serving.endpoint, NO_DISCOVERY)["equal"]
        found = {one["hash"]: one["size"] for one in cell.aicha.do("attachments", page)["items"]}
    assert found == {told["hash"]: len(CONTENT), later["hash"]: 9 << 20}
    assert {one["hash"]: one["size"] for one in cell.karim.do("attachments", page)["items"]} == found
    saved = cell.karim.do("save", page, source.name, str(tmp_path))
    assert Path(saved["path"]).read_bytes() == CONTENT
    for laptop in (cell.aicha, cell.karim):
        assert laptop.do("check", "--deep")["ok"]


def test_a_deep_check_names_what_is_gone_spoilt_or_strange(cell: Cell, source: Path) -> None:
    page = cell.aicha.add("page", title="Le rucher")
    told = cell.aicha.do("attach", page, str(source))
    home = cell.aicha.database.parent
    (file,) = [path for path in (home / FOLDER).rglob("*") if path.is_file()]
    whole = file.read_bytes()
    for content, code in ((whole[:-1] + b"!", "altered"), (whole[:-1], "truncated"), (None, "missing")):
        file.unlink()
        if content is not None:
            file.write_bytes(content)
        said = cell.aicha.said("check", "--deep")
        assert said.code == 1
        assert f'"attachment_{code}"' in said.out
        assert told["hash"] in said.out
        assert source.name in said.out
    file.write_bytes(whole)
    assert cell.aicha.do("check", "--deep")["ok"]


def test_no_file_of_a_home_tells_an_attachment(cell: Cell, source: Path, tmp_path: Path) -> None:
    page = cell.aicha.add("page", title="Le rucher")
    with cell.aicha.serve(NO_DISCOVERY) as serving:
        cell.aicha.do("attach", page, str(source))
        cell.aicha.add("page", title="another")
        serving.kill()
    shutil.rmtree(source.parent)
    assert found_in(tmp_path) == set()
    assert cell.aicha.do("check", "--deep")["ok"]
    assert list(cell.aicha.home.rglob("*.idos-copy"))
    assert found_in(tmp_path) == set()


class Open:
    """A cipher that hides nothing: what the same scan finds without a key."""

    def __init__(self, _key: bytes) -> None:
        pass

    def encrypt(self, _nonce: bytes, data: bytes, _associated: bytes | None) -> bytes:
        return data + bytes(TAG_BYTES)

    def decrypt(self, _nonce: bytes, data: bytes, _associated: bytes | None) -> bytes:
        return data[:-TAG_BYTES]


def test_the_same_scan_finds_it_where_there_is_no_key_and_not_after_it_was_dropped(tmp_path: Path) -> None:
    database = Database.writable(str(tmp_path / "cell.db"), key=None)
    migrations.migrate(database)
    store = SqlcipherStore(database, CELL, FileBlobs(database, tmp_path / FOLDER, cipher=Open))
    blob = put(store, CONTENT)
    told = found_in(tmp_path)
    assert any(WORD.encode().decode("latin-1") in each or "x89PNG" in each for each in told)
    assert any("cell.db" in each for each in told), "the table names the hash"
    with store.transaction():
        store.blobs.drop([blob])
    store.purge()
    put(store, b"another")
    assert found_in(tmp_path) == set()
    assert isinstance(blob, bytes)
    store.close()


def test_a_kill_at_any_moment_leaves_every_attachment_whole_or_none(cell: Cell, request: pytest.FixtureRequest) -> None:
    request.node.user_properties.append(("seed", SEED))
    dice = random.Random(SEED)
    page = cell.aicha.add("page", title="Le rucher")
    said: list[str] = []
    for kill in range(KILLS):
        said += _killed(cell.aicha.home, dice.randrange(1 << 32), dice.randrange(5), dice.uniform(0, 0.02))
        around = Surroundings(Home(cell.aicha.home), SystemClock(), secrets.token_bytes)
        opened = open_cell(around, around.home.cells()[0])
        try:
            kept = {one.hash for one in attachments(opened, page)}
            assert set(said) <= kept, f"seed {SEED}, kill {kill}: an acknowledged attachment is lost"
            assert len(kept) <= len(said) + kill + 1
            assert missing_attachments(opened) == [], f"seed {SEED}, kill {kill}: named without a file"
            assert {blob.hex() for blob in opened.store.blobs.held()} == kept
            for one in kept:
                content = b"".join(opened.store.blobs.read(BlobHash(bytes.fromhex(one))))
                assert hashlib.sha256(content).hexdigest() == one
            assert check_deep(opened).faults == (), f"seed {SEED}, kill {kill}"
        finally:
            opened.close()


def _killed(home: Path, seed: int, most: int, seconds: float) -> list[str]:
    """Let a process attach so many files and a moment more, kill it, and return what it had said."""
    words = [sys.executable, "-m", "tests.harness.attaching", str(home), "--seed", str(seed)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, env=environment, cwd=ROOT) as process:
        assert process.stdout
        said = []
        for _ in range(most):
            assert select.select([process.stdout], [], [], WITHIN)[0]
            said.append(process.stdout.readline().strip())
        select.select([process.stdout], [], [], seconds)
        process.kill()
        said += [line.strip() for line in process.stdout if line.endswith("\n")]
    return said
