"""The demo is the main job on real input: it ends by itself, says that all are equal, and leaves nothing behind."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.end2end.laptop import ROOT

DEMO_SECONDS = 110.0


def test_the_demo_of_three_ends_equal_with_a_picture_and_leaves_no_process(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name not in {"DISPLAY", "WAYLAND_DISPLAY"}}
    with subprocess.Popen(
        [sys.executable, "-m", "ui.command.main", "--json", "demo", "--members", "3"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**environment, "PYTHONPATH": str(ROOT), "TMPDIR": str(tmp_path)},
        start_new_session=True,
    ) as demo:
        out, err = demo.communicate(timeout=DEMO_SECONDS)
    assert demo.returncode == 0, err
    document = json.loads(out)
    members = document["members"]
    assert (document["equal"], len(members), len({member["digest"] for member in members})) == (True, 3, 1)
    assert all(member["brought"] > 0 and member["received"] > 0 for member in members)
    assert document["entries"] > sum(member["brought"] for member in members) > 1_000
    assert document["attested"] > 0
    picture = Path(document["picture"])
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [picture]
    with pytest.raises(ProcessLookupError):
        os.killpg(demo.pid, 0)
